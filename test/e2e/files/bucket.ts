/* eslint-disable @n8n/community-nodes/no-restricted-imports */
// The credential of a bucket of one's own, at a real n8n: what its test says.
import assert from 'node:assert/strict';
import type { CredentialInput } from '../../../scripts/n8n/model';
import {
	credentialForBucket,
	startBucketServer,
	type BucketServer,
} from '../../support/bucketServer';
import type { Bench, Site } from '../bench';
import type { Scene } from '../scene';

export const bucketInput = (server: BucketServer, more = {}): CredentialInput => ({
	name: 'My bucket',
	type: 'kexiangFileStorageApi',
	data: {
		...credentialForBucket(server),
		...more,
	},
});

/** What came to the store since this was asked last. */
export const askedOf = ({ requests }: BucketServer): string =>
	requests
		.splice(0)
		.map(({ method, status }) => `${method} ${status}`)
		.join(', ');

/** Of the test of the credential. */
export const TESTED = 'PUT 200, GET 200, DELETE 204, DELETE 204';

export async function proveBucket(bench: Bench, site: Site): Promise<void> {
	const store = await startBucketServer();
	bench.later(store.stop);
	const input = bucketInput(store);
	const testOf = async ({ api }: Scene, given: CredentialInput) =>
		await api.testCredential((await api.saveCredential(given)).id, given);
	await bench.prove('files, bucket: the test of its credential', { site }, async (scene) => {
		const { status, message } = await testOf(scene, input);
		assert.equal(status, 'OK', message);
		assert.match(message, /successful/);
		assert.equal(askedOf(store), TESTED);
		const wrong = await testOf(scene, bucketInput(store, { secretAccessKey: 'kx-test-another' }));
		assert.equal(wrong.status, 'Error');
		assert.match(wrong.message, /The file storage refused the signature/);
		return { note: wrong.message };
	});
}
