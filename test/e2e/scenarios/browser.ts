/* eslint-disable @n8n/community-nodes/no-restricted-imports */
// The editor in a browser: nodes are found, forms show what belongs to them, a picture is seen, a run is stopped.
import assert from 'node:assert/strict';
import { fitted, readExample } from '../../../scripts/demo/setUp';
import { startBucketServer } from '../../support/bucketServer';
import { SEARCH_WORDS } from '../../support/searchWords';
import type { Bench, Proof } from '../bench';
import { Editor, WINDOW } from '../editor';
import { askedOf, bucketInput, TESTED } from '../files/bucket';
import { allNodes, everyOperation, walkForms } from '../forms';
import { itemsOf, taskIds } from '../runs';
import type { Scene } from '../scene';
import {
	EVERY_SECOND,
	inARow,
	manualTrigger,
	node,
	PACKAGE,
	recentTasks,
	submit,
	wait,
} from '../workflows';
import { exampleFile } from './examples';

/** As it stands in the pictures. */
export const CREDENTIAL = 'KexiangAI account';
const SEARCHES = ['Kexiang', '可想'];

export async function browser(bench: Bench): Promise<void> {
	const descriptions = await bench.nodeDescriptions();
	const openAll = async (scene: Scene) => {
		await scene.credential(CREDENTIAL);
		return await Editor.opened(scene, allNodes(descriptions));
	};
	await bench.prove('browser: found in the node panel', {}, async (scene) => {
		const editor = await openAll(scene);
		for (const [place, word] of SEARCHES.entries()) {
			const found = await editor.search(word);
			for (const { displayName } of descriptions)
				assert.ok(found.includes(displayName), `"${word}" finds ${displayName}: ${found.join()}`);
			await editor.screenshot(bench.pictureOf(`search-${place + 1}.png`));
		}
		const wrong: string[] = [];
		for (const [word, name, place = 1] of SEARCH_WORDS) {
			const found = (await editor.search(word)).slice(0, place);
			if (!found.includes(name)) wrong.push(`${word}: ${found.join(', ')}, not ${name}`);
		}
		assert.deepEqual(wrong, []);
		return { note: `${descriptions.length} nodes, ${SEARCH_WORDS.length} words` };
	});
	await bench.prove('browser: every operation is read on the canvas', {}, async (scene) => {
		const document = everyOperation(descriptions);
		const editor = await Editor.opened(scene, document);
		await editor.fit();
		const subtitles = await editor.subtitles();
		assert.equal(subtitles.length, document.nodes.length);
		const cut = subtitles.filter((one) => one.cut);
		assert.deepEqual(cut, []);
		return { note: `${subtitles.length} operations` };
	});
	await bench.prove('browser: every form in every mode', {}, async (scene) => {
		return { note: `${await walkForms(await openAll(scene), descriptions, bench)} forms` };
	});
	await bench.prove('browser: picture in the output panel', { taskSeconds: 2 }, showPicture);
	await bench.prove('browser: the way back of a durable wait', {}, showWayBack);
	await bench.prove('browser: files, a URL and a bucket', {}, shareFiles);
	await bench.prove('browser: Stop, and Recent Tasks', { taskSeconds: 20 }, stopAndFind);
}

/** An example in the editor, as the pictures show it. */
async function openExample(scene: Scene, name: string, waitOptions = {}) {
	const credential = await scene.credential(CREDENTIAL);
	const example = fitted(readExample(exampleFile(name)), PACKAGE, credential, waitOptions);
	const { id } = await scene.create(example, credential);
	const editor = await Editor.open(scene);
	await editor.openWorkflow(id);
	return { editor, id };
}

async function showPicture(scene: Scene): Promise<Proof> {
	const { bench } = scene;
	const { editor, id } = await openExample(scene, 'text-to-image', EVERY_SECOND);
	await editor.execute(60_000);
	// High enough that the button below covers no words.
	await editor.resize({ width: 1280, height: 900 });
	await editor.fit();
	await editor.screenshot(bench.pictureOf('canvas.png'));
	await editor.resize(WINDOW);
	await editor.openNode('Kexiang Wait for Task');
	const width = await editor.showPicture();
	assert.ok(width > 0, 'the picture is drawn');
	await editor.screenshot(bench.pictureOf('kexiang-wait-for-task-picture.png'));
	const [newest] = await scene.api.executionsOf(id);
	const execution = await scene.succeeded(newest?.id ?? '');
	const kept = taskIds(itemsOf(execution, 'Kexiang Wait for Task'));
	return { kept, note: `${width} pixels wide` };
}

async function showWayBack(scene: Scene): Promise<Proof> {
	const { editor } = await openExample(scene, 'durable-waiting');
	await editor.fit();
	const outputs = await editor.outputLabels();
	for (const label of ['Ask Again', 'Success', 'Failed'])
		assert.ok(outputs.includes(label), `${label} among ${outputs.join(', ')}`);
	await editor.screenshot(scene.bench.pictureOf('durable-waiting.png'));
	return { note: outputs.join(', ') };
}

/** The credential of a bucket is seen by those only who choose it. */
async function shareFiles(scene: Scene): Promise<Proof> {
	const store = await startBucketServer();
	scene.later(store.stop);
	const { id, name, type } = await scene.api.saveCredential(bucketInput(store));
	const label = 'Credential for Kexiang File Storage API';
	const editor = await Editor.open(scene);
	const credential = await scene.credential(CREDENTIAL);
	const open = async (shareFilesBy: string) => {
		const parameters = {
			operation: 'klingV3OmniImageToVideo',
			prompt: 'It sails into the sunset',
			imageUrls: 'photo_*, https://example.com/sky.png',
			options: { shareFilesBy },
		};
		const chosen = { credentials: { [type]: { id, name } } };
		const kling = node('Kexiang Kling', `${PACKAGE}.kexiangKling`, 1, parameters, chosen);
		const workflow = await scene.create(inARow([manualTrigger(), kling]), credential);
		await editor.openWorkflow(workflow.id);
		await editor.openNode(kling.name);
		return await editor.labels();
	};
	const byN8n = await open('n8n');
	assert.ok(byN8n.includes('Image URLs'), byN8n.join(', '));
	assert.ok(!byN8n.includes(label), byN8n.join(', '));
	await editor.closeNode();
	const byBucket = await open('bucket');
	await editor.screenshot(scene.bench.pictureOf('own-files.png'));
	assert.ok(byBucket.includes(label), byBucket.join(', '));
	askedOf(store);
	const labels = await editor.openCredential(label);
	await editor.screenshot(scene.bench.pictureOf('file-storage.png'));
	assert.equal(askedOf(store), TESTED);
	return { note: labels.join(', ') };
}

/** n8n drops what the nodes gave out, and List Recent Tasks finds the tasks again. */
async function stopAndFind(scene: Scene): Promise<Proof> {
	const paid = await scene.create(
		inARow([manualTrigger(), submit({ prompt: 'a boat' }), wait({ options: EVERY_SECOND })], {
			name: 'Product pictures',
		}),
	);
	const found = await scene.create(
		inARow([manualTrigger(), recentTasks(), wait({ downloadFiles: true, options: EVERY_SECOND })]),
	);
	const editor = await Editor.open(scene);
	await editor.openWorkflow(paid.id);
	await editor.startAndStop(async () => await scene.untilAsked(1));
	await editor.openWorkflow(found.id);
	await editor.execute(90_000);
	await editor.openNode('Recent');
	await editor.screenshot(scene.bench.pictureOf('recent-tasks.png'));
	await editor.closeNode();
	const subtitles = (await editor.subtitles()).map(({ text }) => text);
	assert.deepEqual(subtitles.slice(-2), ['List Recent Tasks', 'Wait for Completion']);
	const [{ id = '' } = {}] = await scene.api.executionsOf(found.id);
	const execution = await scene.succeeded(id);
	assert.equal(itemsOf(execution, 'Wait')[0]?.json.state, 'success');
	return { kept: taskIds(itemsOf(execution, 'Recent')), note: 'found and fetched' };
}
