/* eslint-disable @n8n/community-nodes/no-restricted-imports */
// The Chinese forms in n8n's editor, and a workflow that is saved in the editors of both languages.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Bench, Site } from '../bench';
import type { Simulator } from '../../../simulator/server';
import { Editor } from '../editor';
import { allNodes, walkForms, withEditor } from '../forms';
import { EVERY_SECOND, inARow, manualTrigger, submit, tool, wait } from '../workflows';
import { CHINESE } from './chinese';

export async function chineseBrowser(bench: Bench): Promise<void> {
	const site = await bench.startSite('chinese-browser', { env: CHINESE });
	const pictures = path.join(bench.picturesFolder, 'zh');
	mkdirSync(pictures, { recursive: true });
	try {
		await bench.prove('browser: every form in Chinese', {}, async (simulator) => {
			const { api } = site;
			const credential = await bench.credential(simulator, { api, name: 'KexiangAI account' });
			const descriptions = await bench.nodeDescriptions(api);
			const document = allNodes(descriptions, credential);
			return await withEditor(site, document, async (editor) => {
				const count = await walkForms(editor, descriptions, pictures);
				return { note: `${count} forms` };
			});
		});
		await bench.prove('browser: the labels of a tool stay English', {}, async (simulator) => {
			const { api } = site;
			const credential = await bench.credential(simulator, { api, name: 'KexiangAI account' });
			const document = inARow('Tool', credential, [tool()]);
			return await withEditor(site, document, async (editor) => {
				await editor.openNode('Make Picture');
				await editor.screenshot(path.join(pictures, 'tool.png'));
				const labels = await editor.labels();
				assert.equal(labels[0], '操作');
				assert.ok(labels.includes('Prompt'), labels.join());
				assert.ok(!labels.includes('提示词'), labels.join());
				return { note: labels.join(', ') };
			});
		});
		await bench.prove('browser: saved in both languages', {}, async (simulator) => ({
			note: await saveInBoth(bench, site, simulator),
		}));
	} finally {
		await site.server.stop();
	}
}

/** Opens a node and saves, in the English editor, in the Chinese one, and in the English one again. */
async function saveInBoth(bench: Bench, site: Site, simulator: Simulator): Promise<string> {
	let document = inARow('Saved', await bench.credential(simulator), [
		manualTrigger(),
		submit({ prompt: 'a boat', options: { spendingLimit: 100 } }),
		wait({ downloadFiles: true, options: EVERY_SECOND }),
	]);
	const saved: string[] = [];
	for (const at of [bench.site, site, bench.site]) {
		const editor = await Editor.open(at);
		try {
			const { id } = await at.api.createWorkflow(document);
			await editor.openWorkflow(id);
			await editor.openNode('Submit');
			await editor.closeNode();
			await editor.moveAndSave();
			const { name, nodes, connections, settings } = await at.api.workflow(id);
			document = { name, nodes, connections, settings };
			saved.push(JSON.stringify(nodes.map((node) => ({ ...node, position: [] }))));
		} finally {
			await editor.close();
		}
	}
	assert.equal(saved[1], saved[0]);
	assert.equal(saved[2], saved[0]);
	return `${saved[0]?.length} characters`;
}
