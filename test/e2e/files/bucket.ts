/* eslint-disable @n8n/community-nodes/no-restricted-imports */
// A bucket of one's own, at a real n8n: what its credential's test says, and a file on its way through it.
import assert from 'node:assert/strict';
import type { CredentialInput } from '../../../scripts/n8n/model';
import {
	BUCKET,
	KEY,
	REGION,
	startBucketServer,
	type BucketServer,
} from '../../support/bucketServer';
import type { Bench, Site } from '../bench';
import { errorOf } from '../runs';
import { runWay, sumOf } from './sentFiles';
import { byForm, picture, toKling } from './ways';

const PICTURE = picture('for a bucket');

export const bucketInput = ({ endpoint }: BucketServer): CredentialInput => ({
	name: 'My bucket',
	type: 'kexiangFileStorageApi',
	data: {
		...KEY,
		endpoint,
		region: REGION,
		bucket: BUCKET,
		addressStyle: 'path',
		folder: 'n8n',
		linkKind: 'signed',
		linkHours: 24,
	},
});

export async function proveBucket(bench: Bench, site: Site): Promise<void> {
	const store = await startBucketServer();
	const input = bucketInput(store);
	try {
		await bench.prove('files, bucket: the test of its credential', {}, async () => {
			await testOf(site, input, 'OK', /successful/);
			const asked = store.requests.map(({ method, status }) => `${method} ${status}`);
			assert.deepEqual(asked, ['PUT 200', 'GET 200', 'DELETE 204', 'DELETE 204']);
			return { note: asked.join(', ') };
		});
		await bench.prove('files, bucket: the test with a wrong secret', {}, async () => ({
			note: await testOf(
				site,
				{ ...input, data: { ...input.data, secretAccessKey: 'kx-test-another' } },
				'Error',
				/The file storage refused the signature/,
			),
		}));
		await proveUpload(bench, site, store, input);
	} finally {
		await store.stop();
	}
}

async function testOf(
	{ api }: Site,
	input: CredentialInput,
	status: 'OK' | 'Error',
	message: RegExp,
): Promise<string> {
	const { id } = await api.saveCredential(input);
	const told = await api.testCredential(id, input);
	assert.equal(told.status, status, told.message);
	assert.match(told.message, message);
	return told.message;
}

async function proveUpload(
	bench: Bench,
	site: Site,
	store: BucketServer,
	input: CredentialInput,
): Promise<void> {
	await bench.prove('files, bucket: form upload', { taskSeconds: 1.5 }, async (simulator) => {
		const { id, name, type } = await site.api.saveCredential(input);
		store.requests.splice(0);
		const node = toKling();
		const user = {
			...node,
			parameters: { ...node.parameters, options: { shareFilesBy: 'bucket' } },
			credentials: { [type]: { id, name } },
		};
		const execution = await runWay(
			bench,
			site,
			simulator,
			byForm('bucket', user, { bytes: PICTURE }),
		);
		assert.equal(execution.status, 'success', errorOf(execution));
		const { inputs, tasks } = simulator.ledger;
		assert.deepEqual(
			inputs.map(({ status, sha256 }) => [status, sha256]),
			[[200, sumOf(PICTURE)]],
		);
		assert.ok(!JSON.stringify(execution).includes('X-Amz-Signature'), 'no link is kept');
		const asked = store.requests.map(({ method, status }) => `${method} ${status}`);
		assert.deepEqual(asked, ['PUT 200', 'GET 206', 'GET 200']);
		return {
			kept: tasks.map((task) => task.id),
			note: `${PICTURE.length} bytes: equal; ${asked.join(', ')}`,
		};
	});
}
