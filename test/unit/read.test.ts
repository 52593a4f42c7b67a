import fc from 'fast-check';

import { outcomeOf, readRetryAfter } from '../../nodes/shared/answers/read';
import type { Answer, Asked, PlatformResponse, RefusalKind } from '../../nodes/shared/answers/read';
import { isObject, jsonText, parseExactly, toData, toJson } from '../../nodes/shared/util/json';
import { cpuMs } from '../support/cpuTime';
import { NOW, readOf, refusalIn, response } from './readings';
import { IMAGE, INPUT } from './sampleUrls';

function objectIn(text: string): Record<string, unknown> {
	const parsed = parseExactly(text);
	if (!isObject(parsed)) throw new Error('was not read');
	return parsed;
}

describe('long integers', () => {
	it.each<[string, unknown]>([
		['-9007199254740993', '-9007199254740993'],
		['[9007199254740991,9007199254740992]', [9007199254740991, '9007199254740992']],
		['{"12345678901234567890":1}', { '12345678901234567890': 1 }],
		['[": 9007199254740993, \\" 9007199254740993"]', [': 9007199254740993, " 9007199254740993']],
		['{"a":"\\\\","id":9007199254740993}', { a: '\\', id: '9007199254740993' }],
		['{"a":0.1234567890123456}', { a: 0.1234567890123456 }],
		['[1.5e300,12345678901234567e3]', [1.5e300, Number('12345678901234567e3')]],
		['{"a":1234567890123456}', { a: 1234567890123456 }],
		['[12345678901234567', undefined],
		['nonsense', undefined],
	])('%s', (text, wanted) => expect(parseExactly(text)).toEqual(wanted));

	it('keep their digits anywhere in any JSON, which is read as ever otherwise', () => {
		/** JavaScript itself writes integers with all their digits up to 10^21. */
		const exactly = (_: string, value: unknown) =>
			Number.isInteger(value) && !Number.isSafeInteger(value) && Math.abs(Number(value)) < 1e21
				? String(value)
				: value;
		const longest = fc.bigInt({ min: 2n ** 53n, max: 10n ** 30n });
		fc.assert(
			fc.property(fc.jsonValue(), longest, fc.json(), (value, id, text) => {
				const own = JSON.stringify(value);
				const whole = `{"value":${own},"id":${id},"more":[${text}]}`;
				const parsed = objectIn(whole);
				expect(parsed.id).toBe(String(id));
				expect(Object.keys(parsed)).toEqual(Object.keys(JSON.parse(whole) as object));
				expect(parseExactly(own)).toEqual(JSON.parse(own, exactly));
			}),
		);
	});

	it('take no time in a large answer', () => {
		const text = `{"data":"${'\\"9007199254740993 '.repeat(500_000)}","id":9007199254740993}`;
		const started = cpuMs();
		expect(parseExactly(text)).toMatchObject({ id: '9007199254740993' });
		expect(cpuMs() - started).toBeLessThan(2_000);
	});
});

it.each([100, 6_000, 200_000])('%i levels deep: what stands at the top is kept', (depth) => {
	for (const [open, close] of [
		['{"a":', '}'],
		['[', ']'],
	] as const) {
		const deep = `${open.repeat(depth)}1${close.repeat(depth)}`;
		const parsed = objectIn(`{"id":9007199254740993,"deep":${deep},"last":2}`);
		expect(toData(parsed)).toMatchObject({ id: '9007199254740993', last: 2 });
		expect(jsonText(parsed)).toMatch(/^\{"id":"9007199254740993","deep":.*"last":2\}$/);
		expect(JSON.stringify(toData(parsed)).length).toBeLessThan(1_000);
	}
});

describe('copies', () => {
	it('are what JSON would make of it', () => {
		fc.assert(
			fc.property(fc.jsonValue({ maxDepth: 20 }), (value) => {
				const text = JSON.stringify(value);
				expect(toJson(JSON.parse(text))).toEqual(JSON.parse(text));
				expect(jsonText(JSON.parse(text))).toBe(text);
			}),
		);
	});
	it('hold a key that would change the copy itself', () => {
		const text = '{"__proto__":{"id":1},"constructor":2}';
		const copy = toData(objectIn(text));
		expect(JSON.stringify(copy)).toBe(text);
		expect(copy.id).toBeUndefined();
	});
	it('leave out what is no JSON', () => {
		const value = { a: undefined, b: Number.NaN, c: () => 1, d: 1n, e: null };
		expect(toData(value)).toEqual({ b: null, d: null, e: null });
		expect(jsonText(undefined)).toBe('');
	});
});

const HTML = '<!DOCTYPE html>\n<html><head><title> Sign in </title></head><body>…</body></html>';

describe('an answer about a task', () => {
	it.each<[Asked['source'], unknown]>([
		['userTask', { id: 1, task_status: 'pending' }],
		['userTask', { code: 0, data: { id: 1 } }],
		['userTask', { id: 1, task_status: 'failed', code: 'E1' }],
		['toolTask', { code: '0', data: {} }],
		['toolTask', { code: 10000, message: 'Success', data: {} }],
		['toolTask', { code: 200, data: { image_url: IMAGE } }],
		['toolTask', { code: 'SUCCESS', data: {} }],
		['toolTask', { downloadUrl: 'https://files.example/a.mp4' }],
		['toolTask', { code: null, data: {} }],
		['toolTask', {}],
	])('of %s is %j', (source, body) => {
		for (const status of [200, 201]) {
			const given = response(status, body, { 'content-type': 'text/html' });
			expect(readOf(given, { for: 'state', source })).toMatchObject({ kind: 'task', body });
		}
	});

	it.each([
		['851199', { code: 0, data: '851199' }],
		['851199', { code: 0, data: 851199 }],
		['cgt-2026-ab1', { code: 0, result: 'cgt-2026-ab1' }],
	])('may be the id %s alone, after a submission: %j', (id, body) => {
		const { kind, task } = readOf(response(200, body)) as Extract<Answer, { task: unknown }>;
		expect([kind, task.id, task.state, task.text]).toEqual(['task', id, 'pending', undefined]);
	});

	it('is no word', () => {
		for (const data of ['Good morning', '早上好', 'ok', '1'])
			expect(readOf(response(200, { code: 0, data }))).not.toMatchObject({ kind: 'task' });
	});

	it('that failed may have the code of its tool', () => {
		const asked: Asked = { for: 'state', source: 'toolTask', taskId: 'a-1' };
		const of = (more: object) => {
			const data = { status: 'FAILED', ...more };
			return readOf(response(200, { code: 50001, errorMessage: 'refused', data }), asked);
		};
		const failed = { kind: 'task', task: { state: 'failed', failReason: 'refused' } };
		for (const more of [{}, { taskId: 'a-1' }]) expect(of(more)).toMatchObject(failed);
		expect(of({ taskId: 'a-2' })).toMatchObject({ kind: 'unclear', refusal: { kind: 'code' } });
	});

	it('is refused where it is about another task', () => {
		const asked: Asked = { for: 'state', source: 'userTask', taskId: '5' };
		const of = (id: number) => response(200, { id, task_status: 'success' });
		expect(refusalIn(of(6), asked)).toMatchObject({ kind: 'otherTask', taskId: '6' });
		expect(readOf(of(5), asked).kind).toBe('task');
	});

	it('holds no link that is hidden, not in its body and not in its task', () => {
		const hide = (body: Record<string, unknown>) => Object.assign(body, { data: { url: IMAGE } });
		const answer = readOf(response(200, { code: 0, data: { url: INPUT } }), { hide });
		expect(answer).toMatchObject({ kind: 'result', task: { urls: [IMAGE] } });
		expect(JSON.stringify(answer)).not.toContain(INPUT);
	});
});

describe('what a refusal is, and what was said', () => {
	const PAGE = { 'content-type': 'text/html; charset=utf-8' };
	const LONG = ` ${'x'.repeat(1_000_000)}`;
	const SHORT = `${'x'.repeat(300)} ...`;
	const DETAILS = [
		{ loc: ['body', 'user_input', 'size'], msg: 'is required', type: 'missing' },
		{ loc: ['path', 'id'], msg: 'no integer' },
		...[{ msg: 'alone' }, { odd: 1 }, 'as text'],
	];
	const DETAILED = 'user_input.size: is required; path.id: no integer; alone; {"odd":1}; as text';
	it.each<[RefusalKind, string, ...Parameters<typeof response>]>([
		['notJson', 'a web page titled "Sign in"', 200, HTML],
		['notJson', 'a web page', 200, '<p>hi', PAGE],
		['notJson', '<p>hi', 200, '<p>hi'],
		['notJson', 'plain', 200, 'plain', PAGE],
		['notJson', '[1]', 200, [1]],
		['notJson', '', 200, ' \n'],
		['code', 'busy', 200, { code: 50000, errorMessage: 'busy', message: 'x' }],
		['code', 'no', 200, { code: 10000, message: 'no' }],
		['code', 'success', 200, { code: 50000, message: 'success' }],
		['input', 'bad', 400, { error: { message: 'bad' } }],
		['input', DETAILED, 422, { detail: DETAILS }],
		['slowDown', 'Too Many Requests', 429, { detail: 'Too Many Requests' }],
		['server', 'a web page titled "Sign in"', 502, HTML],
		['server', 'm', 500, { message: {}, msg: 'm' }],
		['server', 'm', 500, { message: ' ', error_msg: 'm' }],
		['server', 'm', 500, { data: { message: 'm' } }],
		['server', SHORT, 500, LONG],
		['redirect', '', 302, '', { location: 'https://x.example' }],
		['other', 'teapot', 418, 'teapot'],
		['other', '', 0, ''],
	])('%s, "%s": %i', (kind, said, ...answer) =>
		expect(refusalIn(response(...answer))).toMatchObject({ kind, said, status: answer[0] }),
	);

	it('is shortened, as is how the answer began, and told of one not read to its end', () => {
		expect(refusalIn(response(500, LONG)).beginning).toBe('x'.repeat(500));
		expect(refusalIn(response(422, { detail: Array(9_999).fill('no') })).said).toHaveLength(304);
		const cut = (status: number) => ({ ...response(status, '{"id": 7, "x": "'), isCut: true });
		expect([refusalIn(cut(200)).kind, refusalIn(cut(500)).kind]).toEqual(['tooLarge', 'server']);
	});

	it('is told of a body that is nested too deeply to be written down', () => {
		const deep = `${'{"a":'.repeat(200_000)}1${'}'.repeat(200_000)}`;
		expect(refusalIn(response(500, deep))).toMatchObject({ kind: 'server', said: '' });
		const list = refusalIn(response(422, `{"detail":[${deep}]}`));
		expect(list).toMatchObject({ kind: 'input', said: expect.any(String) });
		for (const wanted of ['task', 'result', 'state'] as const)
			expect(readOf(response(200, deep), { for: wanted })).toHaveProperty('kind');
	});
});

describe('Retry-After', () => {
	it.each<[string | undefined, number | undefined]>([
		[undefined, undefined],
		[' ', undefined],
		['5', 5],
		['0.5', 0.5],
		['-3', 0],
		['Sun, 01 Nov 2026 12:01:30 GMT', 90],
		['Sun, 01 Nov 2026 11:00:00 GMT', 0],
		['soon', undefined],
		['Infinity', undefined],
	])('%s is %s', (header, seconds) => expect(readRetryAfter(header, NOW)).toBe(seconds));

	it('is part of a refusal only where it was given', () => {
		for (const status of [429, 503])
			expect(refusalIn(response(status, '', { 'retry-after': '7' })).retryAfterSeconds).toBe(7);
		expect(refusalIn(response(429))).not.toHaveProperty('retryAfterSeconds');
	});
});

/** What becomes of a paid request that brought this answer, by the rows of the table. */
function endOf(answer: Answer): string {
	if ('task' in answer) return 'taken';
	const outcome = outcomeOf(answer.refusal);
	expect(answer.kind).toBe(outcome === 'unclear' ? 'unclear' : 'refused');
	expect('beginning' in answer.refusal).toBe(outcome === 'unclear');
	return outcome;
}

describe('what becomes of a paid request', () => {
	const SERVICES = (['task', 'result'] as const).flatMap((wanted) =>
		(['userTask', 'toolTask'] as const).map((source): Asked => ({ for: wanted, source })),
	);
	const endsOf = (given: PlatformResponse) => [
		...new Set(SERVICES.map((asked) => endOf(readOf(given, asked)))),
	];

	const REFUSED = [400, 401, 402, 403, 404, 405, 406, 407, 411, 413, 414, 415, 422, 431];
	const UNCLEAR = [0, 100, 204, 300, 301, 302, 304, 307, 408, 409, 410, 418, 423, 425, 451];
	const FAULTS = [500, 501, 502, 503, 504, 520, 599];
	/** They decide nothing. */
	const WORDS = [
		{ msg: '余额不足，扣费失败' },
		{ msg: 'model not found after deduction of 1.2 credits' },
		{ message: 'task 880123 created, poll route missing' },
		{ msg: '排队中，您的请求已进入队列' },
		{ message: 'prompt is too long', request_id: 'a1b2' },
	];
	const BY_STATUS: Array<[number, string]> = [
		...REFUSED.map((status): [number, string] => [status, 'refused']),
		[429, 'notTaken'],
		...[...UNCLEAR, ...FAULTS].map((status): [number, string] => [status, 'unclear']),
	];

	it.each(BY_STATUS)('HTTP %i: %s; with a task id never sent again', (status, end) => {
		const told = ['', 'so it is', '{"id": 7', HTML, { message: 'so it is' }, { code: 0, data: {} }];
		for (const text of [...told, ...WORDS]) expect(endsOf(response(status, text))).toEqual([end]);
		const naming: Array<[Asked['source'], unknown]> = [
			['userTask', { id: 995062 }],
			['userTask', { message: 'late', data: { id: 995062 } }],
			['userTask', { code: 400, data: { id: 995062, task_status: 'pending' } }],
			['userTask', [{ id: 995062 }]],
			['toolTask', { message: 'late', data: { taskId: 995062 } }],
			['toolTask', { code: 400, data: { output: { task_id: '995062' } } }],
			['toolTask', { traceId: '995062' }],
		];
		for (const [source, body] of naming) {
			for (const wanted of ['task', 'result'] as const) {
				const answer = readOf(response(status, body), { for: wanted, source });
				expect(['taken', 'unclear']).toContain(endOf(answer));
				if ('refusal' in answer) expect(answer.refusal.taskId).toBe('995062');
			}
		}
	});

	it.each<readonly [string, RefusalKind, number, string]>([
		...[406, 411, 413, 414, 415, 431].map((code) => [`${code}`, 'input', code, 'refused'] as const),
		['422 UNPROCESSABLE_ENTITY', 'input', 422, 'refused'],
		['400 PARAM_ERROR param_error BAD_REQUEST', 'input', 400, 'refused'],
		['401 REQUEST_UNAUTH UNAUTHORIZED', 'key', 401, 'refused'],
		['402 PAYMENT_REQUIRED', 'balance', 402, 'refused'],
		['403 NO_OPERATION_PERMISSION FORBIDDEN', 'key', 403, 'refused'],
		['404 Not_Found', 'notFound', 404, 'refused'],
		['405 METHOD_NOT_ALLOWED', 'notFound', 405, 'refused'],
		['407', 'proxy', 407, 'refused'],
		['503 RESUBMIT_ERROR SERVICE_UNAVAILABLE', 'unavailable', 503, 'unclear'],
		['429 500 FAILED 50000 40000 -1 1 4.5 constructor toString', 'code', 200, 'unclear'],
	])('200 with a code of %s: %s (%i), %s', (codes, kind, status, end) => {
		const given = codes.split(' ').flatMap((code) => [code, Number(code)]);
		for (const code of given.filter((one) => !Number.isNaN(one))) {
			const msg = '生成超时';
			const found = { kind, status, code: String(code), said: msg };
			for (const source of ['userTask', 'toolTask'] as const)
				expect(refusalIn(response(200, { code, msg }), { source })).toMatchObject(found);
			expect(endsOf(response(200, { code, msg, data: null }))).toEqual([end]);
			const named = readOf(response(200, { code, data: { taskId: 'a-1' } }));
			expect(named).toMatchObject({ kind: 'unclear', refusal: { taskId: 'a-1' } });
		}
	});

	it('is unclear where the answer is no object, or has words alone', () => {
		for (const text of [...WORDS, '<html>', '[1]', '', 'null', '7', '"words"', '{"id": 33202, "ta'])
			expect(endsOf(response(200, text))).toEqual(['unclear']);
	});

	it.each<[string, string, unknown]>([
		// Of a service that makes a task, and of one that answers with its result.
		['taken', 'taken', { id: 33201, task_status: 'pending' }],
		['taken', 'taken', { code: 200, data: { image_url: IMAGE } }],
		['taken', 'taken', { success: false, data: { url: IMAGE } }],
		['taken', 'taken', { code: 0, data: { text: 'the words' } }],
		['unclear', 'unclear', { code: 0, data: { image_url: INPUT } }],
		['unclear', 'unclear', {}],
		['unclear', 'unclear', { task_id: '-', id: '--' }],
		['unclear', 'unclear', { data: { videoUrl: '', list: [], more: {} } }],
		['unclear', 'unclear', { code: 0, data: { done: true } }],
		['unclear', 'unclear', { code: 0, data: { aboutUrl: IMAGE } }],
		['unclear', 'taken', { code: 0, data: { duration: 12.5 } }],
		['unclear', 'taken', { code: 0, data: 12.5 }],
		['unclear', 'taken', { code: 0, errorMessage: '', Duration: 0 }],
		['unclear', 'taken', { data: { subtitles: [{ start: 0, end: 1, text: 'a' }] } }],
		['unclear', 'taken', { error: '完成', data: { length: 3 } }],
		['unclear', 'unclear', { success: false, data: '余额不足' }],
		['unclear', 'unclear', { error: { message: 'not offered' } }],
		['unclear', 'unclear', { error: 'not offered', host: 'n3' }],
		['unclear', 'unclear', { code: 0, errorMessage: '图片列表不能为空' }],
		['unclear', 'unclear', { code: 0, message: 'thank you' }],
		['unclear', 'unclear', { code: 0, data: '处理中' }],
		['unclear', 'unclear', { data: { status: 'FAILED', error: 'not this' } }],
	])('200: %s, %s, %j', (submit, sync, body) => {
		const sent = { image: INPUT };
		expect(endOf(readOf(response(200, body), { for: 'task', sent }))).toBe(submit);
		expect(endOf(readOf(response(200, body), { for: 'result', sent }))).toBe(sync);
	});
});
