import {
	type Answer,
	type Asked,
	type PlatformResponse,
	type RefusalKind,
} from '../../nodes/shared/answers/read';
import { IMAGE, INPUT, HTML, response, readOf, refusalIn } from '../support/readings';

describe('an answer about a task', () => {
	it.each<[string, Asked['source'], unknown]>([
		['a task record', 'userTask', { id: 1, task_status: 'pending' }],
		['a wrapped record', 'userTask', { code: 0, data: { id: 1 } }],
		['a wrapped record with an HTTP code', 'userTask', { code: 200, data: { id: 1 } }],
		['a record with a code of its own', 'userTask', { id: 1, task_status: 'failed', code: 'E1' }],
		['a tool with code 0', 'toolTask', { code: 0, errorMessage: '', data: {} }],
		['a tool with code "0"', 'toolTask', { code: '0', data: {} }],
		['a code 10000 with a word', 'toolTask', { code: 10000, message: 'Success', data: {} }],
		['a tool with an HTTP code', 'toolTask', { code: 200, data: { image_url: IMAGE } }],
		['a tool with a word as code', 'toolTask', { code: 'SUCCESS', data: {} }],
		['a tool without a code', 'toolTask', { downloadUrl: 'https://files.example/a.mp4' }],
		['a tool with an empty code', 'toolTask', { code: null, data: {} }],
		['an empty object', 'toolTask', {}],
	])('%s is one', (_, source, body) => {
		for (const status of [200, 201]) {
			const given = response(status, body, { 'content-type': 'text/html' });
			expect(readOf(given, { for: 'state', source })).toMatchObject({ kind: 'task', body });
		}
	});

	it.each([
		['as text', { code: 0, data: '851199' }, '851199'],
		['as a number', { code: 0, data: 851199 }, '851199'],
		['as a token', { code: 0, data: 'cgt-2026-ab1' }, 'cgt-2026-ab1'],
		['as the result', { code: 0, result: 'cgt-2026-ab1' }, 'cgt-2026-ab1'],
		['beside a word', { code: 0, status: 'success', data: '851199' }, '851199'],
	])('a submission may be answered with an id alone, %s', (_, body, id) => {
		const { kind, task } = readOf(response(200, body)) as Extract<Answer, { task: unknown }>;
		expect([kind, task.id, task.state, task.text]).toEqual(['task', id, 'pending', undefined]);
	});

	it.each(['Good morning', '早上好', 'ok', '1'])('%s is the id of no task', (data) => {
		expect(readOf(response(200, { code: 0, data }))).not.toMatchObject({ kind: 'task' });
	});

	it('a failed task may be told by the code of its tool', () => {
		const data = { status: 'FAILED' };
		const given = response(200, { code: 50001, errorMessage: 'refused', data });
		const asked: Asked = { for: 'state', source: 'toolTask', taskId: 'a-1' };
		const failed = { kind: 'task', task: { state: 'failed', failReason: 'refused' } };
		expect(readOf(given, asked)).toMatchObject(failed);
		const of = (taskId: string) =>
			readOf(response(200, { code: 50001, data: { ...data, taskId } }), asked);
		expect(of('a-1')).toMatchObject({ kind: 'task', task: { state: 'failed' } });
		expect(of('a-2')).toMatchObject({ kind: 'unclear', refusal: { kind: 'code' } });
	});

	it('is refused where it is about another task', () => {
		const asked: Asked = { for: 'state', source: 'userTask', taskId: '5' };
		const given = response(200, { id: 6, task_status: 'success' });
		expect(refusalIn(given, asked)).toMatchObject({ kind: 'otherTask', taskId: '6' });
		expect(readOf(response(200, { id: 5, task_status: 'success' }), asked).kind).toBe('task');
	});

	it('holds no link that is hidden, not in its body and not in its task', () => {
		const hide = (body: Record<string, unknown>) => Object.assign(body, { data: { url: IMAGE } });
		const answer = readOf(response(200, { code: 0, data: { url: INPUT } }), { hide });
		expect(answer).toMatchObject({ kind: 'result', task: { urls: [IMAGE] } });
		expect(JSON.stringify(answer)).not.toContain(INPUT);
	});
});

describe('refusals', () => {
	it.each<[string, PlatformResponse, RefusalKind, string | RegExp]>([
		['HTML with 200', response(200, HTML), 'notJson', 'a web page titled "Sign in"'],
		['HTML without a title', response(200, '<html>'), 'notJson', 'a web page'],
		['a list', response(200, [1]), 'notJson', '[1]'],
		['text', response(200, 'ok'), 'notJson', 'ok'],
		['an empty body', response(200, ''), 'notJson', ''],
		['blanks', response(200, ' \n'), 'notJson', ''],
		['truncated JSON', response(200, '{"id": 33202, "tas'), 'notJson', /33202/],
		[
			'code other than 0',
			response(200, { code: 50000, errorMessage: 'busy', message: 'x' }),
			'code',
			'busy',
		],
		['code as text', response(200, { code: '-22', msg: 'no task' }), 'code', 'no task'],
		['code of an envelope', response(200, { code: 1, data: null }), 'code', ''],
		['402', response(402, { msg: 'no money' }), 'balance', 'no money'],
		['401', response(401, { detail: 'Invalid API key' }), 'key', 'Invalid API key'],
		['403', response(403, { error: 'Forbidden' }), 'key', 'Forbidden'],
		['404', response(404, { detail: 'Not Found' }), 'notFound', 'Not Found'],
		['405', response(405, 'Method Not Allowed'), 'notFound', 'Method Not Allowed'],
		['400', response(400, { error: { message: 'bad' } }), 'input', 'bad'],
		[
			'422 with a detail list',
			response(422, {
				detail: [
					{ loc: ['body', 'user_input', 'size'], msg: 'is required', type: 'missing' },
					{ loc: ['path', 'id'], msg: 'no integer' },
					{ msg: 'alone' },
					{ odd: 1 },
					'as text',
				],
			}),
			'input',
			'user_input.size: is required; path.id: no integer; alone; {"odd":1}; as text',
		],
		['422 with text', response(422, { detail: 'size is wrong' }), 'input', 'size is wrong'],
		['429', response(429, { detail: 'Too Many Requests' }), 'slowDown', 'Too Many Requests'],
		['500 with text', response(500, 'Internal Server Error'), 'server', /^Internal Server/],
		['502 with HTML', response(502, HTML), 'server', 'a web page titled "Sign in"'],
		['503', response(503, { message: 'Service Unavailable' }), 'unavailable', /^Service/],
		['504 empty', response(504, ''), 'server', ''],
		['a redirect', response(302, '', { location: 'https://x.example' }), 'redirect', ''],
		['not modified', response(304, ''), 'redirect', ''],
		['418', response(418, 'teapot'), 'other', 'teapot'],
		['no status', response(0, ''), 'other', ''],
		[
			'an HTML page by its type',
			response(200, '<p>hi', { 'content-type': 'text/html; charset=utf-8' }),
			'notJson',
			'a web page',
		],
		['an HTML page by its start', response(200, '  <HTML lang="zh">'), 'notJson', 'a web page'],
		['a tag in a text', response(200, '<p>hi'), 'notJson', '<p>hi'],
		[
			'text that calls itself a page',
			response(200, 'plain', { 'content-type': 'text/html' }),
			'notJson',
			'plain',
		],
		['an object as message', response(500, { message: {}, msg: 'm' }), 'server', 'm'],
		['an empty message', response(500, { message: ' ', msg: 'm' }), 'server', 'm'],
		['error_msg', response(500, { error_msg: 'm' }), 'server', 'm'],
		['data.message', response(500, { data: { message: 'm' } }), 'server', 'm'],
	])('%s', (_, given, kind, said) => {
		const found = refusalIn(given);
		expect(found).toMatchObject({ kind, status: given.status });
		if (typeof said === 'string') expect(found.said).toBe(said);
		else expect(found.said).toMatch(said);
	});

	it.each<[unknown, RefusalKind, number]>([
		[400, 'input', 400],
		['400', 'input', 400],
		['PARAM_ERROR', 'input', 400],
		['param_error', 'input', 400],
		[402, 'balance', 402],
		['PAYMENT_REQUIRED', 'balance', 402],
		[401, 'key', 401],
		['REQUEST_UNAUTH', 'key', 401],
		[403, 'key', 403],
		['NO_OPERATION_PERMISSION', 'key', 403],
		[404, 'notFound', 404],
		[405, 'notFound', 405],
		[422, 'input', 422],
		[503, 'unavailable', 503],
		['RESUBMIT_ERROR', 'unavailable', 503],
		[500, 'code', 200],
		['FAILED', 'code', 200],
		[429, 'code', 200],
		[1, 'code', 200],
		[-1, 'code', 200],
		['constructor', 'code', 200],
	])('the code %s in a 200 answer is %s (%i)', (code, kind, status) => {
		for (const source of ['userTask', 'toolTask'] as const)
			expect(refusalIn(response(200, { code, msg: 'so' }), { source })).toMatchObject({
				kind,
				status,
				code: String(code),
				said: 'so',
			});
	});

	it('shortens what was said, and how the answer began', () => {
		const long = refusalIn(response(500, ` ${'x'.repeat(1_000_000)}`));
		expect(long.said).toHaveLength(304);
		expect(long.beginning).toBe('x'.repeat(500));
		expect(refusalIn(response(422, { detail: Array(9_999).fill('no') })).said).toHaveLength(304);
	});

	it('an answer that was not read to its end is told as such', () => {
		const cut = (status: number) => ({ ...response(status, '{"id": 7, "x": "'), isCut: true });
		expect(refusalIn(cut(200))).toMatchObject({ kind: 'tooLarge' });
		expect(refusalIn(cut(500))).toMatchObject({ kind: 'server' });
	});

	it('can tell of a body that is nested too deeply to be written down', () => {
		const depth = 200_000;
		const text = `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
		expect(refusalIn(response(500, text))).toMatchObject({ kind: 'server', said: '' });
		const list = `{"detail":[${text}]}`;
		expect(refusalIn(response(422, list))).toMatchObject({
			kind: 'input',
			said: expect.any(String),
		});
		for (const wanted of ['task', 'result', 'state'] as const)
			expect(readOf(response(200, text), { for: wanted })).toHaveProperty('kind');
	});
});
