import type { IExecuteFunctions } from 'n8n-workflow';

import { ParameterProblem } from '../../nodes/shared/answers/parameterProblem';
import { PlatformProblem } from '../../nodes/shared/answers/problem';
import { clientFor } from '../../nodes/shared/client/client';
import { Account } from '../../nodes/shared/client/connection';
import { noteFailedTask, whenTaskFails } from '../../nodes/shared/client/poll';
import { errorJson } from '../../nodes/shared/host/nodeErrors';
import { failureOf } from '../../nodes/shared/util/failure';
import { askedIn, PAID, submitting } from './readings';

const KEY = 'kx-example-key-not-real';

/** A run whose credential gives each item one of these keys, and whose requests are answered or fail so. */
function contextOf(keys: string[], answer?: unknown, urls: object = {}) {
	const read: number[] = [];
	const sent: unknown[] = [];
	const context = {
		getCredentials: async (_: string, index: number) => {
			read.push(index);
			return await Promise.resolve({ apiKey: keys[index], ...urls });
		},
		getExecutionCancelSignal: () => undefined,
		helpers: {
			httpRequestWithAuthentication: async (_: string, options: unknown) => {
				sent.push(options);
				if (answer instanceof Error) throw answer;
				return await Promise.resolve(answer);
			},
		},
	};
	return { context: context as unknown as IExecuteFunctions, read, sent };
}

describe('an account', () => {
	const idOf = (baseUrl: string, key = 'kx-test-1') => new Account(baseUrl, key).id;

	it('is a host and a key, and does not hold the key', () => {
		const { host } = new Account('https://KexiangAI.com:8443/base/path', 'kx');
		expect(host).toBe('kexiangai.com:8443');
		expect(idOf('https://a.example')).toBe(idOf('https://A.example/base'));
		expect(idOf('https://a.example')).not.toBe(idOf('https://a.example', 'kx-test-2'));
		expect(idOf('https://a.example')).not.toBe(idOf('https://b.example'));
		expect(idOf('https://a.example', KEY)).toMatch(/^a\.example [0-9a-f]{16}$/);
	});
});

describe('the clients of a run', () => {
	it('are one for each key, however it was pasted; an item reads its credential once', async () => {
		const { context, read } = contextOf(['kx-1', 'Bearer kx-1', 'x-api-key: kx-1', 'kx-2']);
		const clientsOf = async () =>
			await Promise.all([0, 1, 2, 3].map(async (index) => await clientFor(context, index)));
		const clients = [...(await clientsOf()), ...(await clientsOf())];
		const isFirst = clients.map((one) => one === clients[0]);
		expect(isFirst).toEqual([true, true, true, false, true, true, true, false]);
		expect(read).toEqual([0, 1, 2, 3]);
	});

	it('have the same account in another run, and another one for each family and key', async () => {
		const one = await clientFor(contextOf(['kx-1']).context, 0);
		const another = await clientFor(contextOf(['bearer kx-1 ']).context, 0);
		const third = await clientFor(contextOf(['kx-3']).context, 0);
		expect(one).not.toBe(another);
		expect(one.account('task').gates).toBe(another.account('task').gates);
		expect(one.account('task').gates).not.toBe(third.account('task').gates);
		const ids = [one.account('task').id, one.account('tool').id, third.account('task').id];
		expect(new Set(ids).size).toBe(3);
	});

	it('are read again where reading failed', async () => {
		const { context, read } = contextOf(['kx-1'], undefined, { toolApiUrl: 'https://t.example' });
		const { getCredentials } = context;
		context.getCredentials = async () => await Promise.reject(new Error('database is locked'));
		await expect(clientFor(context, 0)).rejects.toThrow('database is locked');
		context.getCredentials = getCredentials;
		expect((await clientFor(context, 0)).hostOf('tool')).toBe('t.example');
		expect(read).toEqual([0]);
	});
});

describe('a request', () => {
	const send = async (context: IExecuteFunctions) =>
		await (await clientFor(context, 0)).send(PAID, askedIn(submitting), submitting);
	const problemOf = async (answer: unknown) =>
		await send(contextOf([KEY], answer).context).catch((cause: unknown) => cause);

	it('brings the body of a success without the key, and follows no redirect', async () => {
		const body = JSON.stringify({ id: 1, echo: { 'x-api-key': KEY } });
		const { context, sent } = contextOf([KEY], { statusCode: 200, headers: {}, body });
		expect(await send(context)).toMatchObject({
			kind: 'task',
			task: { id: '1' },
			body: { id: 1, echo: { 'x-api-key': '***' } },
		});
		const url = 'https://kexiangai.com/api/v1/user_task/asyncCreateWithCost';
		expect(sent).toMatchObject([{ url, disableFollowRedirect: true }]);
	});

	it.each<[string, unknown]>([
		['a refusal', { statusCode: 401, headers: {}, body: `{"detail":"Invalid key ${KEY}"}` }],
		['a broken answer', { statusCode: 200, headers: {}, body: `{"key": "${KEY}` }],
		['a fault', new Error(`cannot send x-api-key: ${KEY}`)],
	])('takes the key out of %s that repeats it', async (_, answer) => {
		const cause = await problemOf(answer);
		expect(cause).toBeInstanceOf(PlatformProblem);
		const told = JSON.stringify([cause, failureOf(cause), errorJson(failureOf(cause))]);
		expect(told + String(cause)).not.toContain(KEY);
		expect(told).toContain('***');
	});

	it('is not sent with a bad credential, and survives any answer of the helper', async () => {
		for (const taskApiUrl of ['http://kexiangai.com', 'nonsense']) {
			const { context, sent } = contextOf([KEY], undefined, { taskApiUrl });
			const client = await clientFor(context, 0);
			expect(() => client.assertSendable(PAID)).toThrow(ParameterProblem);
			await expect(send(context)).rejects.toThrow(ParameterProblem);
			expect(sent).toEqual([]);
		}
		for (const answer of [undefined, { body: 'x' }, { statusCode: 200, headers: null, body: [1] }])
			expect(await problemOf(answer)).toBeInstanceOf(PlatformProblem);
	});
});

it('what is to be done when a task fails is done once, for the task of that host alone', () => {
	const done: string[] = [];
	whenTaskFails('one.example', '1', () => done.push('1 of one'));
	whenTaskFails('one.example', '2', () => done.push('2 of one'));
	whenTaskFails('other.example', '1', () => done.push('1 of other'));
	for (const host of ['one.example', 'one.example', 'nobody.example']) noteFailedTask(host, '1');
	expect(done).toEqual(['1 of one']);
});
