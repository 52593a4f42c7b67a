/* eslint-disable @n8n/community-nodes/no-restricted-imports */
// What n8n says of a credential when its form is saved.
import assert from 'node:assert/strict';
import type { Bench } from '../bench';

export async function credential(bench: Bench): Promise<void> {
	const { api } = bench.site;

	await bench.prove('credential: right key', {}, async (simulator) => {
		const input = bench.credentialInput(simulator);
		const { id } = await api.saveCredential(input);
		const { status, message } = await api.testCredential(id, input);
		assert.equal(status, 'OK', message);
		assert.equal(simulator.ledger.tasks.length, 0, 'testing costs nothing');
		return { note: message };
	});

	if (bench.installation.major === 1) {
		// It lets every status through where the test lets 404 through.
		bench.skip('credential: wrong key', 'n8n 1.x cannot tell 401 from 404 in this test');
		return;
	}
	await bench.prove('credential: wrong key', {}, async (simulator) => {
		const input = bench.credentialInput(simulator, 'kx-some-other-key');
		const { id } = await api.saveCredential(input);
		const { status, message } = await api.testCredential(id, input);
		assert.equal(status, 'Error');
		assert.match(message, /401/);
		return { note: message };
	});
}
