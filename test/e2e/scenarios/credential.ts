/* eslint-disable @n8n/community-nodes/no-restricted-imports */
// What n8n says of a credential when its form is saved.
import assert from 'node:assert/strict';
import type { FaultRule } from '../../../simulator/server';
import type { Bench } from '../bench';

type Data = Record<string, string>;

export async function credential(bench: Bench): Promise<void> {
	const { api } = bench.site;
	const prove = async (
		title: string,
		status: 'OK' | 'Error',
		message: RegExp,
		given: { data?: Data | ((key: string) => Data); fault?: FaultRule['kind'] } = {},
	) =>
		await bench.prove(`credential: ${title}`, {}, async (simulator) => {
			if (given.fault) simulator.addFault({ on: 'any', kind: given.fault });
			const input = bench.credentialInput(simulator);
			const { data = {} } = given;
			Object.assign(input.data, typeof data === 'function' ? data(simulator.key) : data);
			const { id } = await api.saveCredential(input);
			const told = await api.testCredential(id, input);
			assert.equal(told.status, status, told.message);
			assert.match(told.message, message);
			assert.ok(!told.message.includes(simulator.key), 'the key is told');
			assert.equal(simulator.ledger.tasks.length, 0, 'testing costs nothing');
			return { note: told.message };
		});

	await prove('right key', 'OK', /successful/);
	await prove('key pasted with what was around it', 'OK', /successful/, {
		data: (key) => ({ apiKey: `\ufeff ${key}\u200b\t\r\n` }),
	});
	await prove('no key', 'Error', /API Key in the credential is empty/, { data: { apiKey: ' ' } });
	await prove('no key at all', 'Error', /API Key in the credential contains/, {
		data: { apiKey: '密钥密钥密钥' },
	});
	await prove('no Task API URL', 'Error', /Task API URL in the credential is not a valid/, {
		data: { taskApiUrl: 'not a url' },
	});
	await prove('no Tool API URL', 'Error', /Tool API URL in the credential is not a valid/, {
		data: { toolApiUrl: 'not a url' },
	});
	for (const [label, name] of [
		['Task API URL', 'taskApiUrl'],
		['Tool API URL', 'toolApiUrl'],
	] as const) {
		await prove(`http to a public ${label}`, 'Error', new RegExp(`${label} .* https://`), {
			data: { [name]: 'http://kexiang.example.com' },
		});
	}
	await prove('a platform that cannot be reached', 'Error', /ECONNREFUSED|refused the connection/, {
		data: { taskApiUrl: 'http://127.0.0.1:1' },
	});

	if (bench.installation.major === 1) {
		// It lets every status through where the test lets 404 through.
		bench.skip('credential: wrong key', 'n8n 1.x cannot tell 401 from 404 in this test');
		return;
	}
	await prove('wrong key', 'Error', /401/, { data: { apiKey: 'kx-some-other-key' } });
	await prove('key without rights', 'Error', /403/, { fault: '403' });
	await prove('redirect', 'Error', /./, { fault: 'redirectApi' });
	await prove('429', 'Error', /./, { fault: '429' });
	await prove('503', 'Error', /./, { fault: '503' });
}
