import {
	isHtml,
	readAnswer,
	readRetryAfter,
	type Answer,
	type RefusalKind,
} from '../../nodes/shared/answers/answer';
import type { Api } from '../../nodes/shared/answers/endpoints';

const NOW = Date.parse('2026-11-01T12:00:00Z');
const answer = (status: number, text: unknown, headers: Answer['headers'] = {}): Answer => ({
	status,
	headers,
	text: typeof text === 'string' ? text : JSON.stringify(text),
});
const read = (given: Answer, api: Api = 'task') => readAnswer(given, api, NOW);
const refusal = (given: Answer, api: Api = 'task') => {
	const reading = read(given, api);
	if (reading.ok) throw new Error('was taken for a success');
	return reading.refusal;
};
const HTML = '<!DOCTYPE html>\n<html><head><title> Sign in </title></head><body>…</body></html>';

describe('successes', () => {
	it.each<[string, Api, unknown]>([
		['a task record', 'task', { id: 1, task_status: 'pending' }],
		['a wrapped record', 'task', { code: 0, data: { id: 1 } }],
		['a wrapped record with an HTTP code', 'task', { code: 200, data: { id: 1 } }],
		['a record with a code of its own', 'task', { id: 1, task_status: 'failed', code: 'E1' }],
		['a tool with code 0', 'tool', { code: 0, errorMessage: '', data: {} }],
		['a tool with code "0"', 'tool', { code: '0', data: {} }],
		[
			'Jimeng with its own code',
			'tool',
			{ code: 10000, message: 'Success', data: { status: 'done' } },
		],
		['a tool with an HTTP code', 'tool', { code: 200, data: { image_url: 'https://x.example/a' } }],
		['a tool with a word as code', 'tool', { code: 'SUCCESS', data: {} }],
		['a tool without a code', 'tool', { downloadUrl: 'https://files.example/a.mp4' }],
		['a tool with an empty code', 'tool', { code: null, data: {} }],
		['an empty object', 'tool', {}],
	])('%s', (_, api, body) => expect(read(answer(200, body), api)).toEqual({ ok: true, body }));

	it('201 is one too, and the content type does not matter', () => {
		const created = answer(201, { id: 1 }, { 'content-type': 'text/html' });
		expect(read(created)).toEqual({ ok: true, body: { id: 1 } });
	});
});

describe('refusals', () => {
	it.each<[string, Answer, Api, RefusalKind, string | RegExp]>([
		['HTML with 200', answer(200, HTML), 'task', 'notJson', 'a web page titled "Sign in"'],
		['HTML without a title', answer(200, '<html>'), 'task', 'notJson', 'a web page'],
		['a list', answer(200, [1]), 'task', 'notJson', '[1]'],
		['text', answer(200, 'ok'), 'task', 'notJson', 'ok'],
		['an empty body', answer(200, ''), 'task', 'notJson', ''],
		['blanks', answer(200, ' \n'), 'tool', 'notJson', ''],
		['truncated JSON', answer(200, '{"id": 33202, "tas'), 'task', 'notJson', /33202/],
		[
			'code other than 0',
			answer(200, { code: 50000, errorMessage: 'busy', message: 'x' }),
			'tool',
			'code',
			'busy',
		],
		['code as text', answer(200, { code: '-22', msg: 'no task' }), 'tool', 'code', 'no task'],
		['code of an envelope', answer(200, { code: 1, data: null }), 'task', 'code', /"code":1/],
		['401', answer(401, { detail: 'Invalid API key' }), 'task', 'key', 'Invalid API key'],
		['403', answer(403, { error: 'Forbidden' }), 'task', 'key', 'Forbidden'],
		['404', answer(404, { detail: 'Not Found' }), 'task', 'notFound', 'Not Found'],
		['405', answer(405, 'Method Not Allowed'), 'tool', 'notFound', 'Method Not Allowed'],
		['400', answer(400, { error: { message: 'bad' } }), 'task', 'input', 'bad'],
		[
			'422 with a detail list',
			answer(422, {
				detail: [
					{ loc: ['body', 'user_input', 'size'], msg: 'is required', type: 'missing' },
					{ loc: ['path', 'id'], msg: 'no integer' },
					{ msg: 'alone' },
					{ odd: 1 },
					'as text',
				],
			}),
			'task',
			'input',
			'user_input.size: is required; path.id: no integer; alone; {"odd":1}; as text',
		],
		['422 with text', answer(422, { detail: 'size is wrong' }), 'task', 'input', 'size is wrong'],
		['429', answer(429, { detail: 'Too Many Requests' }), 'task', 'slowDown', 'Too Many Requests'],
		['500 with text', answer(500, 'Internal Server Error'), 'task', 'server', /^Internal Server/],
		['502 with HTML', answer(502, HTML), 'tool', 'server', 'a web page titled "Sign in"'],
		['503', answer(503, { message: 'Service Unavailable' }), 'tool', 'unavailable', /^Service/],
		['504 empty', answer(504, ''), 'task', 'server', ''],
		['a redirect', answer(302, '', { location: 'https://x.example' }), 'task', 'redirect', ''],
		['not modified', answer(304, ''), 'task', 'redirect', ''],
		['418', answer(418, 'teapot'), 'task', 'other', 'teapot'],
		['no status', answer(0, ''), 'task', 'other', ''],
		['an object as message', answer(500, { message: {}, msg: 'm' }), 'task', 'server', 'm'],
		['an empty message', answer(500, { message: ' ', msg: 'm' }), 'task', 'server', 'm'],
		['error_msg', answer(500, { error_msg: 'm' }), 'task', 'server', 'm'],
		['data.message', answer(500, { data: { message: 'm' } }), 'task', 'server', 'm'],
	])('%s', (_, given, api, kind, said) => {
		const found = refusal(given, api);
		expect(found).toMatchObject({ kind, status: given.status });
		if (typeof said === 'string') expect(found.said).toBe(said);
		else expect(found.said).toMatch(said);
	});

	it.each<[unknown, RefusalKind, number]>([
		[400, 'input', 400],
		['400', 'input', 400],
		['PARAM_ERROR', 'input', 400],
		['param_error', 'input', 400],
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
		for (const api of ['task', 'tool'] as const)
			expect(refusal(answer(200, { code, msg: 'so' }), api)).toMatchObject({
				kind,
				status,
				code: String(code),
				said: 'so',
			});
	});

	it('keeps the body, which may name a task', () => {
		const body = { code: 50000, data: { taskId: 'a' } };
		expect(refusal(answer(200, body), 'tool').body).toEqual(body);
		expect(refusal(answer(200, 'x'))).not.toHaveProperty('body');
	});

	it('shortens what was said', () => {
		expect(refusal(answer(500, 'x'.repeat(1_000_000))).said).toHaveLength(304);
		expect(refusal(answer(422, { detail: Array(9_999).fill('no') })).said).toHaveLength(304);
	});

	it('can tell of a body that is nested too deeply to be written down', () => {
		const depth = 100_000;
		const text = `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
		expect(refusal(answer(500, text))).toMatchObject({ kind: 'server', said: expect.any(String) });
		const list = `{"detail":[${text}]}`;
		expect(refusal(answer(422, list))).toMatchObject({ kind: 'input', said: expect.any(String) });
	});
});

describe('Retry-After', () => {
	it.each<[string | undefined, number | undefined]>([
		[undefined, undefined],
		['', undefined],
		[' ', undefined],
		['5', 5],
		['0', 0],
		['0.5', 0.5],
		['-3', 0],
		['Sun, 01 Nov 2026 12:01:30 GMT', 90],
		['Sun, 01 Nov 2026 11:00:00 GMT', 0],
		['soon', undefined],
		['Infinity', undefined],
	])('%s is %s', (header, seconds) => expect(readRetryAfter(header, NOW)).toBe(seconds));

	it('is part of a refusal only where it was given', () => {
		const polled = answer(429, '', { 'retry-after': '7' });
		expect(refusal(polled).retryAfterSeconds).toBe(7);
		expect(refusal(answer(503, '', { 'retry-after': '7' })).retryAfterSeconds).toBe(7);
		expect(refusal(answer(429, ''))).not.toHaveProperty('retryAfterSeconds');
	});
});

it('tells a web page from other text', () => {
	expect(isHtml(answer(200, '  <HTML lang="zh">'))).toBe(true);
	expect(isHtml(answer(200, '<p>hi', { 'content-type': 'text/html; charset=utf-8' }))).toBe(true);
	expect(isHtml(answer(200, '<p>hi'))).toBe(false);
	expect(isHtml(answer(200, 'plain', { 'content-type': 'text/html' }))).toBe(false);
});
