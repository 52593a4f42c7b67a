import {
	outcomeOf,
	readRetryAfter,
	type Answer,
	type Asked,
	type PlatformResponse,
} from '../../nodes/shared/answers/read';
import { NOW, IMAGE, INPUT, HTML, response, readOf, refusalIn } from '../support/readings';

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
		const slow = response(429, '', { 'retry-after': '7' });
		expect(refusalIn(slow).retryAfterSeconds).toBe(7);
		expect(refusalIn(response(503, '', { 'retry-after': '7' })).retryAfterSeconds).toBe(7);
		expect(refusalIn(response(429, ''))).not.toHaveProperty('retryAfterSeconds');
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

const SERVICES = (['task', 'result'] as const).flatMap((wanted) =>
	(['userTask', 'toolTask'] as const).map((source): Asked => ({ for: wanted, source })),
);

const endsOf = (given: PlatformResponse) =>
	new Set(SERVICES.map((asked) => endOf(readOf(given, asked))));

const REFUSED = [400, 401, 402, 403, 404, 405, 406, 407, 411, 413, 414, 415, 422, 431];

const UNCLEAR = [0, 100, 204, 300, 301, 302, 304, 307, 408, 409, 410, 418, 423, 425, 451];

const FAULTS = [500, 501, 502, 503, 504, 520, 599];

const BY_STATUS: Array<[number, string]> = [
	...REFUSED.map((status): [number, string] => [status, 'refused']),
	[429, 'notTaken'],
	...[...UNCLEAR, ...FAULTS].map((status): [number, string] => [status, 'unclear']),
];

describe('what becomes of a paid request', () => {
	it.each(BY_STATUS)('HTTP %i without the id of a task: %s', (status, end) => {
		const told = ['', 'so it is', '{"id": 7', HTML, { message: 'so it is' }, { code: 0, data: {} }];
		for (const text of told) expect(endsOf(response(status, text))).toEqual(new Set([end]));
	});

	it.each(BY_STATUS)('HTTP %i with a task id in a known place is never sent again', (status) => {
		const bodies: Array<[Asked['source'], unknown]> = [
			['userTask', { id: 995062 }],
			['userTask', { message: 'late', data: { id: 995062 } }],
			['userTask', { code: 400, data: { id: 995062, task_status: 'pending' } }],
			['userTask', [{ id: 995062 }]],
			['toolTask', { message: 'late', data: { taskId: 995062 } }],
			['toolTask', { code: 400, data: { output: { task_id: '995062' } } }],
			['toolTask', { traceId: '995062' }],
		];
		for (const [source, body] of bodies) {
			for (const wanted of ['task', 'result'] as const) {
				const answer = readOf(response(status, body), { for: wanted, source });
				expect(['taken', 'unclear']).toContain(endOf(answer));
				if ('refusal' in answer) expect(answer.refusal.taskId).toBe('995062');
			}
		}
	});

	it.each<[unknown, string]>([
		...REFUSED.map((code): [unknown, string] => [code, 'refused']),
		...REFUSED.map((code): [unknown, string] => [String(code), 'refused']),
		...['PARAM_ERROR', 'REQUEST_UNAUTH', 'NO_OPERATION_PERMISSION', 'Not_Found'].map(
			(code): [unknown, string] => [code, 'refused'],
		),
		...[429, 500, 503, 'RESUBMIT_ERROR', 'FAILED', 50000, 40000, -1, 1, 4.5, 'toString'].map(
			(code): [unknown, string] => [code, 'unclear'],
		),
	])('200 with the code %s: %s', (code, end) => {
		const given = response(200, { code, msg: '生成超时', data: null });
		expect(endsOf(given)).toEqual(new Set([end]));
		const named = readOf(response(200, { code, data: { taskId: 'a-1' } }));
		expect(named).toMatchObject({ kind: 'unclear', refusal: { taskId: 'a-1' } });
	});

	it.each<[string, unknown]>([
		['a balance', { msg: '余额不足，扣费失败' }],
		['a charge', { msg: 'model not found after deduction of 1.2 credits' }],
		['a task', { message: 'task 880123 created, poll route missing' }],
		['a queue', { msg: '排队中，您的请求已进入队列' }],
		['its own id', { message: 'prompt is too long', request_id: 'a1b2' }],
	])('what the answer says of %s decides nothing', (_, body) => {
		for (const [status, end] of BY_STATUS)
			expect(endsOf(response(status, body))).toEqual(new Set([end]));
		expect(endsOf(response(200, body))).toEqual(new Set(['unclear']));
	});

	it.each(['<html>', '[1]', '', 'null', '7', '"words"', '{"id": 33202, "ta'])(
		'200 with %j: unclear',
		(text) => expect(endsOf(response(200, text))).toEqual(new Set(['unclear'])),
	);

	it.each<[string, unknown, string, string]>([
		// what, answer, of a service that makes a task, of one that answers with its result
		['a record', { id: 33201, task_status: 'pending' }, 'taken', 'taken'],
		['an id in the envelope', { code: 0, data: { traceId: 'a-1' } }, 'taken', 'taken'],
		['a picture', { code: 0, data: { image_url: IMAGE } }, 'taken', 'taken'],
		['a picture with an HTTP code', { code: 200, data: { image_url: IMAGE } }, 'taken', 'taken'],
		['a picture under a failure', { success: false, data: { url: IMAGE } }, 'taken', 'taken'],
		['a picture that was sent', { code: 0, data: { image_url: INPUT } }, 'unclear', 'unclear'],
		['a text', { code: 0, data: { text: 'the words' } }, 'taken', 'taken'],
		['nothing', {}, 'unclear', 'unclear'],
		['a dash in place of an id', { task_id: '-', id: '--' }, 'unclear', 'unclear'],
		['an empty envelope', { code: 0, errorMessage: '', data: null }, 'unclear', 'unclear'],
		['the word of success', { code: 0, message: 'success', data: {} }, 'unclear', 'unclear'],
		['empty fields', { data: { videoUrl: '', list: [], more: {} } }, 'unclear', 'unclear'],
		['a switch', { code: 0, data: { done: true } }, 'unclear', 'unclear'],
		['an advertisement', { code: 0, data: { aboutUrl: IMAGE } }, 'unclear', 'unclear'],
		['a duration', { code: 0, data: { duration: 12.5 } }, 'unclear', 'taken'],
		['a duration alone', { code: 0, data: 12.5 }, 'unclear', 'taken'],
		['a duration beside it', { code: 0, errorMessage: '', Duration: 0 }, 'unclear', 'taken'],
		['a list', { data: { subtitles: [{ start: 0, end: 1, text: 'a' }] } }, 'unclear', 'taken'],
		['a duration under words', { error: '完成', data: { length: 3 } }, 'unclear', 'taken'],
		['a failure without words', { success: false }, 'unclear', 'unclear'],
		['a failure with words', { success: false, msg: '余额不足' }, 'unclear', 'unclear'],
		['a failure with a text', { success: false, data: '余额不足' }, 'unclear', 'unclear'],
		['a failure beside a machine', { success: false, host: 'n3' }, 'unclear', 'unclear'],
		['an error', { error: 'this style is not offered' }, 'unclear', 'unclear'],
		['an error with a message', { error: { message: 'not offered' } }, 'unclear', 'unclear'],
		['an error beside a machine', { error: 'not offered', host: 'n3' }, 'unclear', 'unclear'],
		['an error message', { code: 0, errorMessage: '图片列表不能为空' }, 'unclear', 'unclear'],
		['words that refuse nothing', { code: 0, message: 'thank you' }, 'unclear', 'unclear'],
		['a state in place of data', { code: 0, data: '处理中' }, 'unclear', 'unclear'],
		['a failure in place of data', { code: 0, data: '生成失败' }, 'unclear', 'unclear'],
		['a failed task', { data: { status: 'FAILED', error: 'not this' } }, 'unclear', 'unclear'],
	])('200 with %s', (_, body, submit, sync) => {
		const sent = { image: INPUT };
		expect(endOf(readOf(response(200, body), { for: 'task', sent }))).toBe(submit);
		expect(endOf(readOf(response(200, body), { for: 'result', sent }))).toBe(sync);
	});
});
