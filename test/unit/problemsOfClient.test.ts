import type { IExecuteFunctions } from 'n8n-workflow';
import { clientFor } from '../../nodes/shared/client/client';
import { readFault } from '../../nodes/shared/client/receive';
import { errorJson } from '../../nodes/shared/host/nodeErrors';
import { ParameterProblem } from '../../nodes/shared/answers/parameterProblem';
import { failureOf } from '../../nodes/shared/util/failure';
import { PlatformProblem, problemOfFault } from '../../nodes/shared/answers/problem';
import { PAID, submitting, derived, polling, askedIn, explain } from '../support/explained';

const KEY = 'kx-example-key-not-real';

describe('requests without an answer', () => {
	const fault = (neverSent: boolean, code = 'ECODE') => ({ code, neverSent, said: 'what it said' });
	it('never sent: nothing was charged', () => {
		expect(problemOfFault(fault(true), submitting).failure).toMatchObject({
			message: 'The platform could not be reached (ECODE)',
			description: expect.stringMatching(/Task API URL in the credential.*Nothing was charged/),
			details: { code: 'ECODE', taskMayExist: false },
		});
		expect(problemOfFault(fault(true), derived).failure.description).toMatch(/Tool API URL/);
	});
	it('perhaps received: the task may exist', () => {
		expect(problemOfFault(fault(false, ''), submitting).failure).toMatchObject({
			message: expect.stringMatching(/\(what it said\); the task may have been created/),
			description: expect.stringMatching(/not sent again/),
			details: { taskMayExist: true },
		});
	});
	it('a question costs nothing', () => {
		expect(problemOfFault(fault(false), polling).failure).toMatchObject({
			message: 'No complete response came from the platform (ECODE)',
			details: { taskMayExist: false, taskId: '33201' },
		});
	});
	it.each<[string, 'task' | 'result', unknown, string]>([
		['no id', 'task', { code: 0, data: null }, 'task ID'],
		['no id, but words', 'task', { success: false, msg: '余额不足' }, 'task ID: 余额不足'],
		['no result', 'result', {}, 'result'],
		['no result, but words', 'result', { error: 'timed out' }, 'result: timed out'],
		['no result, but thanks', 'result', { msg: 'thanks' }, 'result: thanks'],
	])('an answer with %s', (_, wants, body, what) => {
		expect(explain({ ...derived, wants }, 200, body)).toMatchObject({
			message: `The platform responded, but its response contains no ${what}; the task may have been created`,
			description: expect.stringMatching(/task list.*not sent again.*The response began: \{/s),
			details: { taskMayExist: true },
		});
	});
	it('an answer that breaks off shows how it began', () => {
		const broken = { ...fault(false), beginning: '{"id":4711' };
		expect(problemOfFault(broken, submitting).failure.description).toMatch(
			/The response began: \{"id":4711$/,
		);
	});

	const wrapped = (cause: object) => Object.assign(new Error('outer'), { cause });
	/** A NodeApiError that has lost its cause. */
	const inN8n1 = (httpCode: string, step: string) =>
		Object.assign(new Error('The service refused'), {
			httpCode,
			messages: [`${step} ${httpCode} 127.0.0.1:1`],
		});
	it.each<[string, unknown, string, boolean]>([
		['refused', { code: 'ECONNREFUSED' }, 'ECONNREFUSED', true],
		['name not found', { code: 'ENOTFOUND' }, 'ENOTFOUND', true],
		['name server busy', { code: 'EAI_AGAIN' }, 'EAI_AGAIN', true],
		['certificate', { code: 'CERT_HAS_EXPIRED' }, 'CERT_HAS_EXPIRED', true],
		['self-signed', { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }, 'DEPTH_ZERO_SELF_SIGNED_CERT', true],
		['no connection in time', { code: 'ETIMEDOUT', syscall: 'connect' }, 'ETIMEDOUT', true],
		['no answer in time', { code: 'ETIMEDOUT' }, 'ETIMEDOUT', false],
		['no way to connect', { code: 'EHOSTUNREACH', syscall: 'connect' }, 'EHOSTUNREACH', true],
		['the way was lost', { code: 'EHOSTUNREACH', syscall: 'read' }, 'EHOSTUNREACH', false],
		['the net was lost', { code: 'ENETUNREACH', syscall: 'write' }, 'ENETUNREACH', false],
		['reset', { code: 'ECONNRESET' }, 'ECONNRESET', false],
		['aborted', { code: 'ECONNABORTED' }, 'ECONNABORTED', false],
		['wrapped', wrapped(wrapped({ code: 'ECONNREFUSED' })), 'ECONNREFUSED', true],
		['in n8n', wrapped({ errorResponse: { code: 'ECONNREFUSED' } }), 'ECONNREFUSED', true],
		['in n8n 1.x', inN8n1('ECONNREFUSED', 'connect'), 'ECONNREFUSED', true],
		['in n8n 1.x, no connection in time', inN8n1('ETIMEDOUT', 'connect'), 'ETIMEDOUT', true],
		['in n8n 1.x, no answer in time', inN8n1('ETIMEDOUT', 'read'), 'ETIMEDOUT', false],
		['in n8n 1.x, reset', inN8n1('ECONNRESET', 'read'), 'ECONNRESET', false],
		['in n8n, refused by status', { httpCode: '502', messages: ['502 - bad'] }, '', false],
		[
			'blocked by n8n',
			wrapped(Object.assign(new Error('blocked'), { name: 'SsrfBlockedIpError' })),
			'',
			true,
		],
		['no code', new Error('odd'), '', false],
		['a number', { code: 500 }, '', false],
		['text', 'odd', '', false],
		['nothing', undefined, '', false],
	])('%s', (_, cause, code, neverSent) => {
		expect(readFault(cause)).toMatchObject({ code, neverSent });
	});
	it('a chain of causes may be a ring', () => {
		const ring = new Error('ring');
		ring.cause = ring;
		expect(readFault(ring)).toEqual({ code: '', said: 'ring', neverSent: false });
	});
});

describe('the client', () => {
	interface Sent {
		url?: string;
		disableFollowRedirect?: boolean;
	}
	/** A context that answers every request with `answer`, or fails with it. */
	function contextOf(answer: unknown, credential: Record<string, string> = {}) {
		const sent: Sent[] = [];
		const context = {
			getCredentials: async () => ({ apiKey: KEY, ...credential }),
			getExecutionCancelSignal: () => undefined,
			helpers: {
				httpRequestWithAuthentication: async (_: string, options: Sent) => {
					sent.push(options);
					if (answer instanceof Error) throw answer;
					return answer;
				},
			},
		};
		return { context: context as unknown as IExecuteFunctions, sent };
	}
	const send = async (context: IExecuteFunctions, request = PAID) =>
		await (await clientFor(context, 0)).send(request, askedIn(submitting), submitting);
	const problemOf = async (answer: unknown, request = PAID): Promise<unknown> =>
		await send(contextOf(answer).context, request).catch((cause: unknown) => cause);

	it('gives the body of a success, and follows no redirect', async () => {
		const { context, sent } = contextOf({ statusCode: 200, headers: {}, body: '{"id":1}' });
		expect(await send(context)).toMatchObject({ kind: 'task', task: { id: '1' }, body: { id: 1 } });
		expect(sent).toMatchObject([
			{
				url: 'https://kexiangai.com/api/v1/user_task/asyncCreateWithCost',
				disableFollowRedirect: true,
			},
		]);
	});

	it.each<[string, unknown]>([
		['a refusal', { statusCode: 401, headers: {}, body: `{"detail":"Invalid key ${KEY}"}` }],
		['a page', { statusCode: 500, headers: {}, body: `<title>${KEY}</title> ${KEY}` }],
		['a broken answer', { statusCode: 200, headers: {}, body: `{"key": "${KEY}` }],
		['a code', { statusCode: 200, headers: {}, body: `{"code":1,"errorMessage":"${KEY}"}` }],
		['a fault', new Error(`cannot send x-api-key: ${KEY}`)],
	])('takes the key out of %s that repeats it', async (_, answer) => {
		const cause = await problemOf(answer);
		expect(cause).toBeInstanceOf(PlatformProblem);
		const told = JSON.stringify([cause, failureOf(cause), errorJson(failureOf(cause))]);
		expect(told).toContain('***');
		expect(told).not.toContain(KEY);
		expect(String(cause)).not.toContain(KEY);
	});

	it('takes it out of a success too', async () => {
		const body = JSON.stringify({ id: 1, echo: { 'x-api-key': KEY } });
		const { context } = contextOf({ statusCode: 200, headers: {}, body });
		expect(await send(context)).toMatchObject({ body: { id: 1, echo: { 'x-api-key': '***' } } });
	});

	it.each([{ taskApiUrl: 'http://kexiangai.com' }, { taskApiUrl: 'nonsense' }])(
		'sends nothing with the credential %j',
		async (credential) => {
			const { context, sent } = contextOf({ statusCode: 200, headers: {}, body: '{}' }, credential);
			const client = await clientFor(context, 0);
			expect(() => client.assertSendable(PAID)).toThrow(ParameterProblem);
			await expect(send(context)).rejects.toThrow(ParameterProblem);
			expect(sent).toEqual([]);
		},
	);

	it.each<[string, unknown]>([
		['nothing', undefined],
		['no status', { body: 'x' }],
		['a body that is no text', { statusCode: 200, headers: null, body: [1] }],
	])('survives %s from the helper', async (_, answer) => {
		expect(await problemOf(answer)).toBeInstanceOf(PlatformProblem);
	});
});

describe('any cause as words', () => {
	it.each<[unknown, object]>([
		[
			new ParameterProblem('Prompt', 'is required but empty'),
			{
				message: 'Prompt is required but empty',
				description: '',
				isUnsent: true,
				details: { parameter: 'Prompt', taskMayExist: false },
			},
		],
		[new Error('odd'), { message: 'odd', description: '', details: {} }],
		['odd', { message: 'odd', description: '', details: {} }],
		[undefined, { message: 'undefined' }],
	])('%s', (cause, failure) => expect(failureOf(cause)).toMatchObject(failure));
});
