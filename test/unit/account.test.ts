import type { IExecuteFunctions } from 'n8n-workflow';

import { Account } from '../../nodes/shared/client/connection';
import { clientFor } from '../../nodes/shared/client/client';

const idOf = (baseUrl: string, key = 'kx-test-1') => new Account(baseUrl, key).id;

describe('an account', () => {
	it('is a host and a key', () => {
		expect(new Account('https://KexiangAI.com:8443/base/path', 'kx').host).toBe(
			'kexiangai.com:8443',
		);
		expect(idOf('https://a.example')).toBe(idOf('https://A.example/base'));
		expect(idOf('https://a.example')).not.toBe(idOf('https://a.example', 'kx-test-2'));
		expect(idOf('https://a.example')).not.toBe(idOf('https://b.example'));
	});
	it('does not hold the key', () =>
		expect(idOf('https://a.example', 'kx-test-not-real')).toMatch(/^a\.example [0-9a-f]{16}$/));
});

describe('the clients of a run', () => {
	const BASES = { taskApiUrl: 'https://task.example', toolApiUrl: 'https://tool.example' };

	/** A run whose credential gives each item one of these keys. */
	function contextOf(...keys: string[]) {
		const read: number[] = [];
		const context = {
			getCredentials: async (_: string, index: number) => {
				read.push(index);
				return { apiKey: keys[index], ...BASES };
			},
			getExecutionCancelSignal: () => undefined,
		};
		return { context: context as unknown as IExecuteFunctions, read };
	}

	it('are one for each key, however it was pasted; an item reads its credential once', async () => {
		const { context, read } = contextOf('kx-1', 'Bearer kx-1', 'x-api-key: kx-1', 'kx-2');
		const clientsOf = async () =>
			await Promise.all([0, 1, 2, 3].map(async (index) => await clientFor(context, index)));
		const [first, ...others] = [...(await clientsOf()), ...(await clientsOf())];
		expect(others.map((one) => one === first)).toEqual([
			true,
			true,
			false,
			true,
			true,
			true,
			false,
		]);
		expect(read).toEqual([0, 1, 2, 3]);
	});

	it('have the same account in another run, and another one for each family and key', async () => {
		const one = await clientFor(contextOf('kx-1').context, 0);
		const another = await clientFor(contextOf('bearer kx-1 ').context, 0);
		const third = await clientFor(contextOf('kx-3').context, 0);
		expect(one).not.toBe(another);
		expect(one.account('task').gates).toBe(another.account('task').gates);
		const ids = [one.account('task').id, one.account('tool').id, third.account('task').id];
		expect(new Set(ids).size).toBe(3);
	});

	it('are read again where reading failed', async () => {
		const { context, read } = contextOf('kx-1');
		const { getCredentials } = context;
		context.getCredentials = async () => await Promise.reject(new Error('database is locked'));
		await expect(clientFor(context, 0)).rejects.toThrow('database is locked');
		context.getCredentials = getCredentials;
		expect((await clientFor(context, 0)).hostOf('tool')).toBe('tool.example');
		expect(read).toEqual([0]);
	});
});
