/* eslint-disable @n8n/community-nodes/no-restricted-imports */
// Files in the editor, in a browser: a field with files and a URL, the credential of a bucket that only those see
// who choose it, and its test.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { startBucketServer } from '../../support/bucketServer';
import type { Bench } from '../bench';
import { Editor } from '../editor';
import { bucketInput } from '../files/bucket';
import { inARow, manualTrigger, node, PACKAGE } from '../workflows';

const NODE = 'Kexiang Kling';
const BUCKET_LABEL = 'Credential for Kexiang File Storage API';

export async function filesBrowser(bench: Bench): Promise<void> {
	const { api } = bench.site;
	const pictures = bench.picturesFolder;
	mkdirSync(pictures, { recursive: true });
	await bench.prove('browser: files, a URL and a bucket', {}, async (simulator) => {
		const store = await startBucketServer();
		const editor = await Editor.open(bench.site);
		try {
			const bucket = await api.saveCredential(bucketInput(store));
			const credential = await bench.credential(simulator, { name: 'KexiangAI account' });
			const open = async (shareFilesBy: string) => {
				const kling = node(NODE, `${PACKAGE}.kexiangKling`, 1, {
					parameters: {
						operation: 'klingV3OmniImageToVideo',
						prompt: 'It sails into the sunset',
						imageUrls: 'photo_*, https://example.com/sky.png',
						options: { shareFilesBy },
					},
					credentials: { [bucket.type]: { id: bucket.id, name: bucket.name } },
				});
				const document = inARow(`Files by ${shareFilesBy}`, credential, [manualTrigger(), kling]);
				const { id } = await api.createWorkflow(document);
				await editor.openWorkflow(id);
				await editor.openNode(NODE);
				return await editor.labels();
			};
			const byN8n = await open('n8n');
			assert.ok(byN8n.includes('Image URLs'), byN8n.join(', '));
			assert.ok(!byN8n.includes(BUCKET_LABEL), 'nobody sees it who did not choose it');
			await editor.closeNode();
			const byBucket = await open('bucket');
			await editor.screenshot(path.join(pictures, 'own-files.png'));
			assert.ok(byBucket.includes(BUCKET_LABEL), byBucket.join(', '));
			store.requests.splice(0);
			const labels = await editor.openCredential(BUCKET_LABEL);
			await editor.screenshot(path.join(pictures, 'file-storage.png'));
			const asked = store.requests.map(({ method, status }) => `${method} ${status}`);
			assert.deepEqual(asked, ['PUT 200', 'GET 200', 'DELETE 204', 'DELETE 204']);
			return { note: labels.join(', ') };
		} finally {
			await editor.close();
			await store.stop();
		}
	});
}
