/* eslint-disable @n8n/community-nodes/no-restricted-imports */
// What n8n says of a credential when its form is saved.
import assert from 'node:assert/strict';
import type { FaultRule } from '../../../simulator/server';
import type { Bench } from '../bench';

/** What is entered, or `fault`: what the platform answers with. */
type Given = (key: string) => Record<string, string>;
type Case = [title: string, given: Given, said: RegExp];

const NO_URL = /(Task|Tool) API URL in the credential is not a valid/;
const PUBLIC = 'http://kexiang.example.com';

const GOOD: Case[] = [
	['right key', () => ({}), /successful/],
	[
		'pasted with what was around it',
		(key) => ({ apiKey: `\ufeff ${key}\u200b\t\r\n` }),
		/successful/,
	],
];
const BAD: Case[] = [
	['no key', () => ({ apiKey: ' ' }), /API Key in the credential is empty/],
	['no key at all', () => ({ apiKey: '密钥密钥密钥' }), /API Key in the credential contains/],
	['no Task API URL', () => ({ taskApiUrl: 'not a url' }), NO_URL],
	['no Tool API URL', () => ({ toolApiUrl: 'not a url' }), NO_URL],
	['http to a public Task API URL', () => ({ taskApiUrl: PUBLIC }), /Task API URL .* https:/],
	['http to a public Tool API URL', () => ({ toolApiUrl: PUBLIC }), /Tool API URL .* https:/],
	['nobody there', () => ({ taskApiUrl: 'http://127.0.0.1:1' }), /ECONNREFUSED|refused the con/],
];
const BY_STATUS: Case[] = [
	['wrong key', () => ({ apiKey: 'kx-some-other-key' }), /401/],
	['key without rights', () => ({ fault: '403' }), /403/],
	['redirect', () => ({ fault: 'redirectApi' }), /./],
	['429', () => ({ fault: '429' }), /./],
	['503', () => ({ fault: '503' }), /./],
];

export async function credential(bench: Bench): Promise<void> {
	const prove = async (status: 'OK' | 'Error', cases: Case[]) => {
		for (const [title, given, said] of cases)
			await bench.prove(`credential: ${title}`, {}, async (scene) => {
				const { key } = scene.simulator;
				const { fault, ...data } = given(key);
				if (fault) scene.simulator.addFault({ on: 'any', kind: fault as FaultRule['kind'] });
				const input = scene.credentialInput();
				Object.assign(input.data, data);
				const { id } = await scene.api.saveCredential(input);
				const told = await scene.api.testCredential(id, input);
				assert.equal(told.status, status, told.message);
				assert.match(told.message, said);
				assert.ok(!told.message.includes(key), 'the key is told');
				assert.equal(scene.tasks.length, 0, 'testing costs nothing');
				return { note: told.message };
			});
	};
	await prove('OK', GOOD);
	await prove('Error', BAD);
	// It lets every status through where the test lets 404 through.
	if (bench.isOld) bench.skip('credential: wrong key', 'n8n 1.x cannot tell 401 from 404 here');
	else await prove('Error', BY_STATUS);
}
