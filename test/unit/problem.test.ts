import { type Failure } from '../../nodes/shared/util/failure';
import { outcomeOf } from '../../nodes/shared/answers/read';
import { problemOfRefusal } from '../../nodes/shared/answers/problem';
import {
	submitting,
	derived,
	polling,
	askingDerived,
	refusalIn,
	explain,
} from '../support/explained';

const HTML = '<html><title>nginx</title></html>';

describe('what a refusal says', () => {
	it.each<[string, Failure, string | RegExp, RegExp]>([
		['401', explain(submitting, 401), /refused the API key \(401\)/, /API Key in the credential/],
		[
			'402',
			explain(submitting, 402, { msg: '余额不足，请充值' }),
			'Insufficient balance (402)',
			/^The platform said: 余额不足，请充值\. Top up the account at https:\/\/kexiangai\.com\.$/,
		],
		[
			'403',
			explain(polling, 403),
			/is not allowed to use this service \(403\)/,
			/permissions and the balance/,
		],
		[
			'404 on a derived path',
			explain(derived, 404),
			'The platform has no service at /minimalist/api/imgEditNBProAsync (404)',
			/https:\/\/api\.mathmind\.cn\/1e0.*Advanced > Path\. .*derived.*Nothing was charged/s,
		],
		[
			'405 on a derived path',
			explain(derived, 405, 'Method Not Allowed'),
			/no service at .*\(405\)/,
			/The platform said: Method Not Allowed\. .*Advanced > Path/s,
		],
		[
			'404 on a derived path of a query',
			explain(askingDerived, 404),
			/no service at/,
			/under Advanced > Query Path in Kexiang Wait for Task, or in the node that submits and waits\./,
		],
		[
			'404 on a known path',
			explain(submitting, 404),
			/no service at/,
			/base URLs in the credential/,
		],
		[
			'404 of a task',
			explain(polling, 404, { detail: 'Task not found' }),
			'The platform cannot find task 33201 (404)',
			/Task ID and the Task Source/,
		],
		[
			'422 with a detail list',
			explain(submitting, 422, {
				detail: [{ loc: ['body', 'user_input', 'size'], msg: 'missing' }],
			}),
			'The platform refused the input (422): user_input.size: missing',
			/Additional Fields.*https:\/\/api\.mathmind\.cn\/1e0/s,
		],
		[
			'422 with text',
			explain(submitting, 422, { detail: 'no size' }),
			'The platform refused the input (422): no size',
			/Additional Fields/,
		],
		[
			'400 without words',
			explain(submitting, 400),
			/refused the input \(400\)$/,
			/fields that the message names/,
		],
		[
			'429 with seconds',
			explain(submitting, 429, '', { 'retry-after': '7' }),
			/Too many requests \(429\)/,
			/Wait 7 seconds/,
		],
		[
			'429 with a date',
			explain(submitting, 429, '', { 'retry-after': 'Sun, 01 Nov 2026 12:00:30 GMT' }),
			/Too many requests/,
			/Wait 30 seconds/,
		],
		['407', explain(submitting, 407), /A proxy .* \(407\)$/, /HTTPS_PROXY/],
		['429 without a hint', explain(submitting, 429), /Too many requests/, /Wait a minute/],
		[
			'500 with text to a submission',
			explain(submitting, 500, 'Internal Server Error'),
			/had an internal fault \(500\); the task may have been created/,
			/said: Internal Server Error.*task list.*Kexiang Wait for Task.*not sent again/s,
		],
		[
			'500 to a question',
			explain(polling, 500, 'Internal Server Error'),
			/had an internal fault \(500\)$/,
			/Try again/,
		],
		['502 with HTML', explain(polling, 502, HTML), /\(502\)$/, /said: a web page titled "nginx"/],
		['503 to a question', explain(polling, 503), /currently unavailable \(503\)$/, /few minutes/],
		[
			'503 to a submission: a proxy may say so after the request was passed on',
			explain(submitting, 503),
			/currently unavailable \(503\); the task may have been created/,
			/^Check the task list.*not sent again/s,
		],
		['a redirect', explain(polling, 301), /redirect \(301\).*keep the API key safe/, /base URL/],
		['HTML', explain(polling, 200, HTML), 'The platform did not return JSON', /website or a proxy/],
		['an empty body', explain(polling, 200), /did not return JSON/, /base URL/],
		[
			'truncated JSON',
			explain(submitting, 200, '{"id": 33202, "ta'),
			/did not return JSON; the task may have been created/,
			/said: \{"id": 33202, "ta/,
		],
		[
			'a code',
			explain(derived, 200, { code: 50000, errorMessage: 'busy' }),
			'The platform returned code 50000: busy; the task may have been created',
			/what the service expects.*task list.*not sent again/s,
		],
		[
			'a code without words',
			explain(derived, 200, { code: 5 }),
			'The platform returned code 5; the task may have been created',
			/The response began: \{"code":5\}$/,
		],
		[
			'a code to a question',
			explain(polling, 200, { code: 500, msg: 'busy' }),
			'The platform returned code 500: busy',
			/what the service expects/,
		],
		[
			'a code that says 400',
			explain(derived, 200, { code: 400, errorMessage: 'images: 图片列表不能为空' }),
			'The platform refused the input (400): images: 图片列表不能为空',
			/Additional Fields/,
		],
		[
			'a code that says 401, by its name',
			explain(derived, 200, { code: 'REQUEST_UNAUTH' }),
			/refused the API key \(401\)$/,
			/API Key/,
		],
		[
			'a code that says 404',
			explain(derived, 200, { code: 404, msg: 'no such path' }),
			'The platform has no service at /minimalist/api/imgEditNBProAsync (404)',
			/Nothing was charged/,
		],
		[
			'the guard against sending twice',
			explain(derived, 200, { code: 503, errorMessage: '请求已提交，请稍后重试' }),
			'The platform is currently unavailable (503); the task may have been created',
			/said: 请求已提交，请稍后重试\. Check the task list/,
		],
		['another status', explain(polling, 418), 'The platform returned HTTP 418', /api\.mathmind/],
	])('%s', (_, failure, message, description) => {
		if (typeof message === 'string') expect(failure.message).toBe(message);
		else expect(failure.message).toMatch(message);
		expect(failure.description).toMatch(description);
		// n8n's guidelines: these words are avoided.
		expect(failure.message).not.toMatch(/\b(error|problem|failure|mistake)\b/i);
	});

	it('facts stand in the details', () => {
		expect(explain(submitting, 429, { detail: 'slowly' }, { 'retry-after': '7' }).details).toEqual({
			operation: 'Generate Image',
			request: 'POST /api/v1/user_task/asyncCreateWithCost',
			status: 429,
			platformMessage: 'slowly',
			taskMayExist: false,
			retryAfterSeconds: 7,
		});
	});
});

describe('a balance that does not suffice', () => {
	it('is told by the code too', () => {
		const { message, description, details } = explain(derived, 200, { code: 402, msg: 'no money' });
		expect(message).toBe('Insufficient balance (402)');
		expect(description).toMatch(/no money\. Top up the account at https:\/\/kexiangai\.com\.$/);
		expect(details).toMatchObject({ status: 402, platformCode: '402', taskMayExist: false });
	});

	it.each([400, 403, 422, 429, 500])('is told by no sentence: %i', (status) => {
		const told = explain(submitting, status, { msg: '余额不足，请充值' });
		expect(told.description).toContain('余额不足，请充值');
		expect(told.description).not.toContain('Top up');
	});
});

describe('may the task exist?', () => {
	const yes = [0, 200, 204, 301, 408, 409, 418, 500, 502, 503, 504];
	const no = [400, 401, 402, 403, 404, 405, 406, 407, 411, 413, 414, 415, 422, 429, 431];
	it.each([...yes.map((s) => [s, true] as const), ...no.map((s) => [s, false] as const)])(
		'%i to a submission: %s',
		(status, may) => {
			const { details, message } = explain(submitting, status);
			expect(details.taskMayExist).toBe(may);
			expect(/may have been created/.test(message)).toBe(may);
		},
	);
	const anyBody = ['', 'x'.repeat(900), { msg: 'charged 1.2' }, { message: 'late', id: 995062 }];
	const all = [...yes.filter((status) => status !== 200 && status !== 204), ...no];
	it.each(all)('%i: what is unclear is never called free, and no refusal a task', (status) => {
		for (const context of [submitting, derived, { ...derived, pathEvidence: 'user' as const }]) {
			for (const body of anyBody) {
				const refusal = refusalIn(context, status, body);
				const { message, description } = problemOfRefusal(refusal, context).failure;
				const told = `${message} ${description}`;
				if (outcomeOf(refusal) === 'unclear') {
					expect(told).not.toContain('Nothing was charged');
					const text = typeof body === 'string' ? body : JSON.stringify(body);
					const began = text === '' ? '' : `The response began: ${text.slice(0, 500)}`;
					expect(description.endsWith(began)).toBe(true);
				} else expect(told).not.toMatch(/may have been created|charged twice|contains task ID/);
			}
		}
	});
	it.each([404, 405])('%i at a derived path that names a task is not called free', (status) => {
		const named = explain(derived, status, { data: { id: 995062 } });
		expect(named.details).toMatchObject({ taskMayExist: true, taskId: '995062' });
		expect(named.description).not.toContain('Nothing was charged');
		expect(explain(derived, status).description).toContain('Nothing was charged');
	});
	it.each([...yes, ...no])('%i to a question: no', (status) => {
		expect(explain(polling, status).details.taskMayExist).toBe(false);
	});
	it.each<[string | number, boolean]>([
		[5, true],
		[500, true],
		['FAILED', true],
		[503, true],
		['RESUBMIT_ERROR', true],
		[429, true],
		[400, false],
		['PARAM_ERROR', false],
		[401, false],
		[403, false],
		[404, false],
		['405', false],
		[422, false],
	])('the code %s in a 200 answer to a submission: %s', (code, may) => {
		const { details, message } = explain(derived, 200, { code });
		expect(details).toMatchObject({ taskMayExist: may, platformCode: String(code) });
		expect(/may have been created/.test(message)).toBe(may);
	});

	it.each([404, 405])('advice on a question (%i) never names a path that pays', (status) => {
		expect(explain(askingDerived, status).description).not.toContain('Advanced > Path');
	});

	it.each([
		[200, { code: 50000, errorMessage: 'busy', data: { taskId: 'abc-1' } }],
		[500, { message: 'late', data: { traceId: 'abc-1' } }],
		[422, { detail: 'too late', id: 'abc-1' }],
	])('an id in a refusal (%i) is kept and shown', (status, body) => {
		const { details, description, message } = explain(derived, status, body);
		expect(details).toMatchObject({ taskId: 'abc-1', taskMayExist: true });
		expect(message).toMatch(/; the response contains task ID abc-1$/);
		expect(description).toContain('abc-1');
	});

	it('a question keeps the id that it asked for', () => {
		expect(explain(polling, 500, { id: 7 }).details.taskId).toBe('33201');
	});
});
