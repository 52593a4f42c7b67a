/* eslint-disable @n8n/community-nodes/no-restricted-imports */
// The Chinese forms in n8n's editor, and a workflow that is saved in the editors of both languages.
import assert from 'node:assert/strict';
import type { Bench, Proof, Site } from '../bench';
import { Editor } from '../editor';
import { allNodes, walkForms } from '../forms';
import type { Scene } from '../scene';
import { EVERY_SECOND, fixedTool, inARow, manualTrigger, submit, wait } from '../workflows';
import { CREDENTIAL } from './browser';
import { CHINESE } from './chinese';

export async function chineseBrowser(bench: Bench): Promise<void> {
	const site = await bench.startSite('chinese-browser', { env: CHINESE });
	await bench.prove('browser: every form in Chinese', { site }, async (scene) => {
		await scene.credential(CREDENTIAL);
		const descriptions = await bench.nodeDescriptions(site);
		const editor = await Editor.opened(scene, allNodes(descriptions));
		return { note: `${await walkForms(editor, descriptions, bench, 'zh')} forms` };
	});
	await bench.prove('browser: the labels of a tool stay English', { site }, async (scene) => {
		const editor = await Editor.opened(scene, inARow([fixedTool()]));
		await editor.openNode('Make Picture');
		await editor.screenshot(bench.pictureOf('zh', 'tool.png'));
		const labels = await editor.labels();
		assert.equal(labels[0], '操作');
		assert.ok(labels.includes('Prompt'), labels.join());
		assert.ok(!labels.includes('提示词'), labels.join());
		return { note: labels.join(', ') };
	});
	await bench.prove('browser: saved in both languages', {}, async (scene) =>
		saveInBoth(scene, site),
	);
}

/** Opens a node and saves, in the English editor, in the Chinese one, and in the English one again. */
async function saveInBoth(english: Scene, site: Site): Promise<Proof> {
	let document = inARow([
		manualTrigger(),
		submit({ prompt: 'a boat', options: { spendingLimit: 100 } }),
		wait({ downloadFiles: true, options: EVERY_SECOND }),
	]);
	const saved: string[] = [];
	for (const scene of [english, english.at(site), english]) {
		const workflow = await scene.api.createWorkflow(document);
		const editor = await Editor.open(scene);
		await editor.openWorkflow(workflow.id);
		await editor.openNode('Submit');
		await editor.closeNode();
		await editor.moveAndSave();
		const { name, nodes, connections, settings } = await scene.api.workflow(workflow.id);
		document = { name, nodes, connections, settings };
		saved.push(JSON.stringify(nodes.map((node) => ({ ...node, position: [] }))));
	}
	assert.equal(saved[1], saved[0]);
	assert.equal(saved[2], saved[0]);
	return { note: `${saved[0]?.length} characters` };
}
