import { ParameterProblem } from '../../nodes/shared/answers/parameterProblem';
import { problemOfFault, problemOfRefusal } from '../../nodes/shared/answers/problem';
import type { Circumstances } from '../../nodes/shared/answers/problem';
import { outcomeOf } from '../../nodes/shared/answers/read';
import { readFault } from '../../nodes/shared/client/receive';
import { failureOf } from '../../nodes/shared/util/failure';
import {
	askedIn,
	askingDerived,
	derived,
	explain,
	polling,
	submitting,
	refusalIn,
	response,
} from './readings';

const HTML = '<html><title>nginx</title></html>';

describe('what a refusal says, and how to go on', () => {
	const SIZE = { detail: [{ loc: ['body', 'user_input', 'size'], msg: 'missing' }] };
	const TOP_UP =
		/^Insufficient balance \(402\)\nThe platform said: no money\. Top up the account at https:\/\/kexiangai\.com\.$/;
	const NO_SERVICE =
		/^The platform has no service at \/minimalist\/api\/imgEditNBProAsync \(40\d\)\n/;
	it.each<[RegExp, Circumstances, ...Parameters<typeof response>]>([
		[/refused the API key \(401\)\n.*API Key in the credential/, submitting, 401],
		[TOP_UP, submitting, 402, { msg: 'no money' }],
		[TOP_UP, derived, 200, { code: 402, msg: 'no money' }],
		[/not allowed to use this service \(403\)\n.*permissions and the balance/, polling, 403],
		[NO_SERVICE, derived, 404],
		[/api\.mathmind\.cn\/1e0.*Advanced > Path\. .*derived.*Nothing was charged/s, derived, 404],
		[/ \(405\)\nThe platform said: not so\. .*Advanced > Path/, derived, 405, 'not so'],
		[NO_SERVICE, derived, 200, { code: 404, msg: 'no such path' }],
		[/no service.*\n.*Advanced > Query Path in Kexiang Wait for Task, or in/, askingDerived, 404],
		[/no service at.*\n.*base URLs in the credential/, submitting, 404],
		[/^The platform cannot find task 33201 \(404\)\n.*Task ID and the Task Source/, polling, 404],
		[/^The platform refused the input \(422\): user_input\.size: missing\n/, submitting, 422, SIZE],
		[/\(422\): no\n.*Additional Fields.*mathmind\.cn\/1e0/, submitting, 422, { detail: 'no' }],
		[/^The platform refused the input \(400\): so\n/, derived, 200, { code: 400, msg: 'so' }],
		[/Too many requests \(429\)\n.*Wait 7 seconds/, submitting, 429, '', { 'retry-after': '7' }],
		[/Too many requests \(429\)\n.*Wait a minute/, submitting, 429],
		[/A proxy .* \(407\)\n.*HTTPS_PROXY/, submitting, 407],
		[/had an internal fault \(500\); the task may.*\nThe platform said: oh/, submitting, 500, 'oh'],
		[/had an internal fault \(500\)\n.*Try again/, polling, 500, 'oh'],
		[/currently unavailable \(503\)\n.*few minutes/, polling, 503],
		// A proxy may say so after the request was passed on.
		[/unavailable \(503\); the task may.*\nCheck the task list/, submitting, 503],
		[/ \(503\); the task may.*\n.*said: so\. Check/, derived, 200, { code: 503, msg: 'so' }],
		[/redirect \(301\).*keep the API key safe\n.*base URL/, polling, 301],
		[/^The platform did not return JSON\n.*website or a proxy/, polling, 200, HTML],
		[/did not return JSON; the task may.*\n.*said: \{"id": 3/, submitting, 200, '{"id": 3'],
		[/^The platform returned code 5; the.*\n.*what the service expects/, derived, 200, { code: 5 }],
		[/^The platform returned code 5: busy\n/, polling, 200, { code: 5, msg: 'busy' }],
	])('%s', (told, context, ...answer) => {
		const { message, description } = explain(context, ...answer);
		expect(`${message}\n${description}`).toMatch(told);
		// n8n's guidelines: these words are avoided.
		expect(message).not.toMatch(/\b(error|problem|failure|mistake)\b/i);
	});

	it('stands beside the facts', () => {
		const { details } = explain(submitting, 429, { detail: 'slowly' }, { 'retry-after': '7' });
		expect(details).toEqual({
			operation: 'Generate Image',
			request: 'POST /api/v1/user_task/asyncCreateWithCost',
			status: 429,
			platformMessage: 'slowly',
			taskMayExist: false,
			retryAfterSeconds: 7,
		});
		const code = explain(polling, 200, { code: 5, msg: 'busy' }).details;
		expect(code).toMatchObject({ status: 200, platformCode: '5', platformMessage: 'busy' });
	});

	it('is no advice to pay: a balance is told by no sentence, and a question has no path that pays', () => {
		for (const status of [400, 403, 422, 429, 500]) {
			const { description } = explain(submitting, status, { msg: '余额不足，请充值' });
			expect(description).toContain('余额不足，请充值');
			expect(description).not.toContain('Top up');
		}
		for (const status of [404, 405])
			expect(explain(askingDerived, status).description).not.toContain('Advanced > Path');
	});
});

describe('may the task exist?', () => {
	const NOT_SENT_AGAIN = /task list.*Kexiang Wait for Task.*not sent again/s;
	const ALL =
		'0 200 204 301 400 401 402 403 404 405 406 407 408 409 411 413 414 415 418 422 429 431 500 502 503 504';
	it.each(ALL.split(' ').map(Number))(
		'%i: the unclear is not free, no refusal a task',
		(status) => {
			const named = { message: 'late', id: 995062 };
			const bodies = ['', 'x'.repeat(900), { msg: 'charged 1.2' }, named];
			for (const context of [submitting, derived, { ...derived, pathEvidence: 'user' as const }]) {
				for (const body of bodies) {
					const given = response(status, body);
					// Then it is a task.
					if (status >= 200 && status < 300 && body === named) continue;
					const refusal = refusalIn(given, askedIn(context));
					const { message, description, details } = problemOfRefusal(refusal, context).failure;
					const isUnclear = outcomeOf(refusal) === 'unclear';
					expect(details.taskMayExist).toBe(isUnclear);
					const told = `${message} ${description}`;
					if (isUnclear) {
						expect(message).toMatch(/the task may have been created$|contains task ID 995062$/);
						if (refusal.taskId === undefined) expect(description).toMatch(NOT_SENT_AGAIN);
						expect(told).not.toContain('Nothing was charged');
						const began = given.text && `The response began: ${given.text.slice(0, 500)}`;
						if (refusal.kind !== 'empty') expect(description.endsWith(began)).toBe(true);
					} else expect(told).not.toMatch(/may have been created|charged twice|contains task ID/);
				}
			}
			expect(explain(polling, status, 'no').details.taskMayExist).toBe(false);
		},
	);

	it.each<[number, unknown]>([
		[200, { code: 50000, errorMessage: 'busy', data: { taskId: 'abc-1' } }],
		[422, { detail: 'too late', id: 'abc-1' }],
	])('an id in a refusal (%i) is kept and shown, and nothing is called free', (status, body) => {
		const { details, description, message } = explain(derived, status, body);
		expect(details).toMatchObject({ taskId: 'abc-1', taskMayExist: true });
		expect(message).toMatch(/; the response contains task ID abc-1$/);
		expect(description).toContain('abc-1');
		expect(description).not.toContain('Nothing was charged');
	});

	it('a question keeps the id that it asked for', () =>
		expect(explain(polling, 500, { id: 7 }).details.taskId).toBe('33201'));

	it.each<['task' | 'result', unknown, string]>([
		['task', { code: 0, data: null }, 'task ID'],
		['task', { success: false, msg: '余额不足' }, 'task ID: 余额不足'],
		['result', { error: 'timed out' }, 'result: timed out'],
	])('yes, where no %s is in the response %j', (wants, body, what) => {
		const { message, description } = explain({ ...derived, wants }, 200, body);
		const nothing = `The platform responded, but its response contains no ${what}`;
		expect(message).toBe(`${nothing}; the task may have been created`);
		expect(description).toMatch(/not sent again.*The response began: \{/s);
	});
});

describe('requests without an answer', () => {
	const told = (context: Circumstances, neverSent: boolean, more: object = {}) =>
		problemOfFault({ code: 'ECODE', neverSent, said: 'what it said', ...more }, context).failure;

	it('cost nothing where they were never sent, or ask', () => {
		expect(told(submitting, true)).toMatchObject({
			message: 'The platform could not be reached (ECODE)',
			description: expect.stringMatching(/Task API URL in the credential.*Nothing was charged/),
			details: { code: 'ECODE', taskMayExist: false },
		});
		expect(told(derived, true).description).toMatch(/Tool API URL/);
		const { message, details } = told(polling, false);
		expect(message).toBe('No complete response came from the platform (ECODE)');
		expect(details).toMatchObject({ taskMayExist: false, taskId: '33201' });
	});
	it('may have made a task where they were perhaps received', () => {
		const { message, ...rest } = told(submitting, false, { code: '', beginning: '{"id":4711' });
		expect(message).toMatch(/\(what it said\); the task may have been created$/);
		expect(rest.description).toMatch(/not sent again.*The response began: \{"id":4711$/s);
		expect(rest.details).toMatchObject({ taskMayExist: true });
	});

	const wrapped = (cause: object) => Object.assign(new Error('outer'), { cause });
	/** A NodeApiError that has lost its cause. */
	const inN8n1 = (httpCode: string, step: string) =>
		Object.assign(new Error('refused'), {
			httpCode,
			messages: [`${step} ${httpCode} 127.0.0.1:1`],
		});
	const ssrf = wrapped(Object.assign(new Error('blocked'), { name: 'SsrfBlockedIpError' }));
	it.each<[boolean, string, string, unknown]>([
		[true, 'ECONNREFUSED', 'refused', { code: 'ECONNREFUSED' }],
		[true, 'ENOTFOUND', 'name not found', { code: 'ENOTFOUND' }],
		[true, 'EAI_AGAIN', 'name server busy', { code: 'EAI_AGAIN' }],
		[true, 'CERT_HAS_EXPIRED', 'certificate', { code: 'CERT_HAS_EXPIRED' }],
		[true, 'DEPTH_ZERO_X', 'self-signed', { code: 'DEPTH_ZERO_X' }],
		[true, 'ETIMEDOUT', 'no connection in time', { code: 'ETIMEDOUT', syscall: 'connect' }],
		[true, 'EHOSTUNREACH', 'no way to connect', { code: 'EHOSTUNREACH', syscall: 'connect' }],
		[true, 'ECONNREFUSED', 'wrapped', wrapped(wrapped({ code: 'ECONNREFUSED' }))],
		[true, 'ECONNREFUSED', 'in n8n', wrapped({ errorResponse: { code: 'ECONNREFUSED' } })],
		[true, 'ECONNREFUSED', 'in n8n 1.x', inN8n1('ECONNREFUSED', 'connect')],
		[true, 'ETIMEDOUT', 'in n8n 1.x, no connection in time', inN8n1('ETIMEDOUT', 'connect')],
		[true, '', 'blocked by n8n', ssrf],
		[false, 'ETIMEDOUT', 'no answer in time', { code: 'ETIMEDOUT' }],
		[false, 'EHOSTUNREACH', 'the way was lost', { code: 'EHOSTUNREACH', syscall: 'read' }],
		[false, 'ENETUNREACH', 'the net was lost', { code: 'ENETUNREACH', syscall: 'write' }],
		[false, 'ECONNRESET', 'reset', { code: 'ECONNRESET' }],
		[false, 'ETIMEDOUT', 'in n8n 1.x, no answer in time', inN8n1('ETIMEDOUT', 'read')],
		[false, '', 'in n8n, refused by status', { httpCode: '502', messages: ['502 - bad'] }],
		[false, '', 'no code', new Error('odd')],
		[false, '', 'text', 'odd'],
		[false, '', 'nothing', undefined],
	])('surely never sent? %s: %s (%s)', (neverSent, code, _, cause) =>
		expect(readFault(cause)).toMatchObject({ code, neverSent }),
	);
	it('a chain of causes may be a ring', () => {
		const ring = new Error('ring');
		ring.cause = ring;
		expect(readFault(ring)).toEqual({ code: '', said: 'ring', neverSent: false });
	});
});

it('any cause is told in words', () => {
	expect(failureOf(new ParameterProblem('Prompt', 'is required but empty'))).toMatchObject({
		message: 'Prompt is required but empty',
		description: '',
		isUnsent: true,
		details: { parameter: 'Prompt', taskMayExist: false },
	});
	for (const cause of [new Error('odd'), 'odd'])
		expect(failureOf(cause)).toMatchObject({ message: 'odd', description: '', details: {} });
	expect(failureOf(undefined)).toMatchObject({ message: 'undefined' });
});
