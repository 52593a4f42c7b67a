import { readAnswer } from '../../nodes/shared/answers/answer';
import { outcomeOf, type WaitResult } from '../../nodes/shared/answers/outcome';
import { readTask } from '../../nodes/shared/answers/task';

const IMAGE = 'https://files.example/images/result.png';

/** The whole way of an answer over HTTP: refusal, or task. */
function outcome(status: number, answer: unknown, kind: 'submit' | 'sync'): WaitResult {
	const text = typeof answer === 'string' ? answer : JSON.stringify(answer);
	const reading = readAnswer({ status, headers: {}, text }, 'tool', 0);
	if (!reading.ok) return outcomeOf({ refusal: reading.refusal });
	return outcomeOf({ body: reading.body, task: readTask(reading.body), kind });
}

describe('a request without an answer', () => {
	it.each<[string, boolean, WaitResult]>([
		['ECONNREFUSED', true, 'notTaken'],
		['ECONNRESET', false, 'unknown'],
		['', false, 'unknown'],
	])('%s, never sent: %s is %s', (code, neverSent, wanted) =>
		expect(outcomeOf({ fault: { code, neverSent, said: '' } })).toBe(wanted),
	);
	it('nothing is known of nothing', () => expect(outcomeOf({})).toBe('unknown'));
});

describe('a refusal', () => {
	const BY_STATUS: Record<WaitResult, number[]> = {
		notTaken: [400, 401, 403, 404, 405, 422, 429],
		unknown: [0, 204, 301, 302, 304, 408, 418, 500, 502, 503, 504],
		taken: [],
	};
	const rows = Object.entries(BY_STATUS).flatMap(([wanted, all]) =>
		all.map((status) => [status, wanted] as const),
	);
	it.each(rows)('HTTP %i is %s', (status, wanted) => {
		expect(outcome(status, '', 'submit')).toBe(wanted);
		expect(outcome(status, { message: 'so it is' }, 'sync')).toBe(wanted);
	});
	it.each(rows)('HTTP %i that names a task is taken, not %s', (status) => {
		if (status === 204) return;
		expect(outcome(status, { message: 'late', data: { taskId: 'a-1' } }, 'submit')).toBe('taken');
	});
	it.each<[unknown, WaitResult]>([
		[400, 'notTaken'],
		['PARAM_ERROR', 'notTaken'],
		[401, 'notTaken'],
		[403, 'notTaken'],
		[404, 'notTaken'],
		[405, 'notTaken'],
		[422, 'notTaken'],
		[429, 'unknown'],
		[500, 'unknown'],
		[503, 'unknown'],
		['RESUBMIT_ERROR', 'unknown'],
		[50000, 'unknown'],
		[-1, 'unknown'],
	])('200 with the code %s is %s', (code, wanted) => {
		for (const kind of ['submit', 'sync'] as const) {
			expect(outcome(200, { code, msg: '生成超时', data: null }, kind)).toBe(wanted);
			expect(outcome(200, { code, data: { taskId: 'a-1' } }, kind)).toBe('taken');
		}
	});
	it.each<[string, unknown]>([
		['a task in a list', { error: { message: 'slow', details: [{ taskId: 995062 }] } }],
		['a task by number', { detail: { job: { task_no: 'T-1' } } }],
		['half an answer', '{"msg":"slow","data":{"id":995062'],
		['a path of a task', { msg: 'see /api/v1/user_task/get/passAuth/995093' }],
		['a queue', { msg: '排队中，您的请求已进入队列' }],
		['work', { msg: '任务正在处理中，请稍后' }],
		['a charge', { msg: 'model not found after deduction of 1.2 credits' }],
		['other work', { msg: 'another generation with this prompt is in progress' }],
	])('a refusal that speaks of %s is not a plain one', (_, body) => {
		for (const status of [400, 404, 422, 429])
			expect(outcome(status, body, 'submit')).toBe('unknown');
	});
	it.each([
		'排队人数过多，请稍后再试',
		'invalid size, nothing was charged',
		'too many requests',
		'余额不足，扣费失败',
		'rate limit reached',
	])('a refusal that says %s is a plain one', (msg) => {
		for (const status of [400, 403, 429])
			expect(outcome(status, { msg, trace: [{ id: 7 }] }, 'submit')).toBe('notTaken');
	});
	it('200 with the code 200 and a picture is taken', () => {
		expect(outcome(200, { code: 200, data: { image_url: IMAGE } }, 'sync')).toBe('taken');
	});
	it.each(['<html>', '[1]', '', '{"id": 33202, "ta'])('200 with %j is unknown', (text) =>
		expect(outcome(200, text, 'submit')).toBe('unknown'),
	);
});

describe('an answer', () => {
	it.each<[string, unknown, WaitResult, WaitResult]>([
		// what, answer, of a service that makes a task, of one that answers with its result
		['a record', { id: 33201, task_status: 'pending' }, 'taken', 'taken'],
		['an id in the envelope', { code: 0, data: { traceId: 'a-1' } }, 'taken', 'taken'],
		['a picture', { code: 0, data: { image_url: IMAGE } }, 'taken', 'taken'],
		['a text', { code: 0, data: { text: 'the words' } }, 'taken', 'taken'],
		['nothing', {}, 'unknown', 'unknown'],
		['a dash in place of an id', { task_id: '-', id: '--' }, 'unknown', 'unknown'],
		['an empty envelope', { code: 0, errorMessage: '', data: null }, 'unknown', 'unknown'],
		['the word of success', { code: 0, message: 'success', data: {} }, 'unknown', 'unknown'],
		['empty fields', { data: { videoUrl: '', list: [], more: {} } }, 'unknown', 'unknown'],
		['a switch', { code: 0, data: { done: true } }, 'unknown', 'unknown'],
		['an advertisement', { code: 0, data: { aboutUrl: IMAGE } }, 'unknown', 'unknown'],
		['a duration', { code: 0, data: { duration: 12.5 } }, 'unknown', 'taken'],
		['a duration alone', { code: 0, data: 12.5 }, 'unknown', 'taken'],
		[
			'a duration beside the envelope',
			{ code: 0, errorMessage: '', Duration: 0 },
			'unknown',
			'taken',
		],
		['a list', { data: { subtitles: [{ start: 0, end: 1, text: 'a' }] } }, 'unknown', 'taken'],
		['no money', { success: false, msg: '余额不足' }, 'unknown', 'notTaken'],
		['no money, without a mark', { msg: '账户余额不足，请充值后重试' }, 'unknown', 'notTaken'],
		[
			'no money, in English',
			{ error: 'insufficient balance, try again later' },
			'unknown',
			'notTaken',
		],
		['words of refusal', { error: 'this style is not offered' }, 'unknown', 'notTaken'],
		['an error with a message', { error: { message: 'not offered' } }, 'unknown', 'notTaken'],
		[
			'a mistake in the input',
			{ code: 0, errorMessage: 'images: 图片列表不能为空' },
			'unknown',
			'notTaken',
		],
		['words of failure beside a machine', { error: '生成失败', host: 'n3' }, 'unknown', 'unknown'],
		['words of refusal beside one', { error: 'not offered', host: 'n3' }, 'unknown', 'unknown'],
		['no money beside one', { success: false, msg: '余额不足', host: 'n3' }, 'unknown', 'notTaken'],
		['a duration under other words', { error: '完成', data: { length: 3 } }, 'unknown', 'taken'],
		['words of a breakdown', { error: 'generation failed' }, 'unknown', 'unknown'],
		['a timeout in Chinese', { success: false, msg: '生成超时' }, 'unknown', 'unknown'],
		[
			'a guard against sending twice',
			{ success: false, msg: '请求已提交，请稍后重试' },
			'unknown',
			'unknown',
		],
		['words that refuse nothing', { code: 0, message: 'thank you' }, 'unknown', 'unknown'],
		['a failure without words', { success: false }, 'unknown', 'unknown'],
		[
			'a failed task without an id',
			{ data: { status: 'FAILED', error: 'not this' } },
			'unknown',
			'unknown',
		],
	])('%s', (_, answer, submit, sync) => {
		expect(outcome(200, answer, 'submit')).toBe(submit);
		expect(outcome(200, answer, 'sync')).toBe(sync);
	});
});

describe('words that say that a request was taken, whatever else they say', () => {
	it.each([
		'已受理',
		'任务创建成功，参数错误已自动修正',
		'扣费成功，余额不足10',
		'您的余额不足50，请及时充值。任务已受理',
		'任务已提交，余额不足提醒：剩余3积分',
		'余额已不足，任务继续执行',
		'图片已生成，但余额不足以保存',
		'insufficient balance warning: 5 credits left; image is being generated',
		'quota will be exceeded soon',
	])('%s: in place of a result it is no refusal', (errorMessage) => {
		expect(outcome(200, { code: 0, errorMessage, data: null }, 'sync')).toBe('unknown');
		expect(outcome(200, { error: errorMessage }, 'sync')).toBe('unknown');
	});

	it.each<[number, unknown]>([
		[404, { message: 'task 880123 created, poll route missing' }],
		[422, { detail: '任务ID 880123 已创建，但参数 quality 被忽略' }],
		[400, { message: 'x', data: { record: { id: 880123 } } }],
		[401, { error: { task: { id: 880123 } } }],
		[400, { message: '请求已提交，请勿重复提交' }],
		[403, { message: '已扣费，内容审核中' }],
		[429, { message: '任务 880123 已创建，请稍后查询' }],
		[429, { message: '请求已提交，请稍后重试' }],
	])('HTTP %i with %j is no plain refusal', (status, answer) => {
		for (const kind of ['submit', 'sync'] as const)
			expect(outcome(status, answer, kind)).not.toBe('notTaken');
	});

	it.each<[number, unknown]>([
		[422, { detail: [{ loc: ['body', 'task_id'], msg: 'Field required' }] }],
		[400, { message: 'prompt is too long', request_id: 'a1b2' }],
		[400, { message: '图片格式不支持，仅支持 jpg' }],
		[403, { message: '余额不足，请充值后重试' }],
		[429, { message: 'Too many requests, try again later' }],
		[404, { detail: 'Not Found' }],
	])('HTTP %i with %j is one', (status, answer) =>
		expect(outcome(status, answer, 'submit')).toBe('notTaken'),
	);
});

describe('a service that answers at once', () => {
	it.each(['余额不足', '生成失败', '参数错误', '处理中'])(
		'with %s in place of data has no result',
		(data) => expect(outcome(200, { code: 0, data }, 'sync')).toBe('unknown'),
	);
});
