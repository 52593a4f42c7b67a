/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
// The editor in a browser: nodes are found, forms show what belongs to them, a picture is seen.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { fitted, readExample } from '../../../scripts/demo/setUp';
import { SEARCH_WORDS } from '../../support/searchWords';
import type { Bench } from '../bench';
import { WINDOW } from '../editor';
import { everyOperation } from '../everyOperation';
import { allNodes, walkForms, withEditor } from '../forms';
import { taskIds, itemsOf } from '../runs';
import { EVERY_SECOND, PACKAGE } from '../workflows';

const EXAMPLE = path.join(__dirname, '..', '..', '..', 'examples', 'text-to-image.json');
const DURABLE = path.join(__dirname, '..', '..', '..', 'examples', 'durable-waiting.json');
/** As it stands in the pictures. */
const CREDENTIAL = { name: 'KexiangAI account' };
const SEARCHES = ['Kexiang', '可想'];

export async function browser(bench: Bench): Promise<void> {
	const pictures = bench.picturesFolder;
	mkdirSync(pictures, { recursive: true });
	const descriptions = await bench.nodeDescriptions();

	await bench.prove('browser: found in the node panel', {}, async (simulator) => {
		const document = allNodes(descriptions, await bench.credential(simulator, CREDENTIAL));
		return await withEditor(bench.site, document, async (editor) => {
			for (const word of SEARCHES) {
				const found = await editor.search(word);
				for (const { displayName } of descriptions) {
					assert.ok(
						found.includes(displayName),
						`"${word}" finds ${displayName}: ${found.join(', ')}`,
					);
				}
				await editor.screenshot(path.join(pictures, `search-${SEARCHES.indexOf(word) + 1}.png`));
			}
			return { note: `${descriptions.length} nodes by ${SEARCHES.join(' and ')}` };
		});
	});

	await bench.prove('browser: the node that a word brings first', {}, async (simulator) => {
		const document = allNodes(descriptions, await bench.credential(simulator, CREDENTIAL));
		return await withEditor(bench.site, document, async (editor) => {
			const wrong: string[] = [];
			for (const [word, node, place = 1] of SEARCH_WORDS) {
				const found = (await editor.search(word)).slice(0, place);
				if (!found.includes(node)) wrong.push(`${word}: ${found.join(', ')}, not ${node}`);
			}
			assert.deepEqual(wrong, []);
			return { note: `${SEARCH_WORDS.length} words` };
		});
	});

	await bench.prove('browser: every operation is read on the canvas', {}, async () => {
		const document = everyOperation(descriptions);
		return await withEditor(bench.site, document, async (editor) => {
			await editor.fit();
			const subtitles = await editor.subtitles();
			assert.equal(subtitles.length, document.nodes.length);
			assert.deepEqual(
				subtitles.filter(({ cut }) => cut),
				[],
			);
			return { note: `${subtitles.length} operations` };
		});
	});

	await bench.prove('browser: every form in every mode', {}, async (simulator) => {
		const document = allNodes(descriptions, await bench.credential(simulator, CREDENTIAL));
		return await withEditor(bench.site, document, async (editor) => {
			const count = await walkForms(editor, descriptions, pictures);
			return { note: `${count} forms` };
		});
	});

	await bench.prove(
		'browser: picture in the output panel',
		{ taskSeconds: 2 },
		async (simulator) => {
			const credential = await bench.credential(simulator, CREDENTIAL);
			const example = fitted(readExample(EXAMPLE), PACKAGE, credential, EVERY_SECOND);
			return await withEditor(bench.site, example, async (editor, workflowId) => {
				await editor.execute(60_000);
				// High enough that the button below covers no words.
				await editor.resize({ width: 1280, height: 900 });
				await editor.fit();
				await editor.screenshot(path.join(pictures, 'canvas.png'));
				await editor.resize(WINDOW);
				await editor.openNode('Kexiang Wait for Task');
				const width = await editor.showPicture();
				assert.ok(width > 0, 'the picture is drawn');
				await editor.screenshot(path.join(pictures, 'kexiang-wait-for-task-picture.png'));
				const [newest] = await bench.site.api.executionsOf(workflowId);
				const execution = await bench.site.api.execution(newest?.id ?? '');
				const kept = taskIds(itemsOf(execution, 'Kexiang Wait for Task'));
				return { kept, note: `${width} pixels wide` };
			});
		},
	);

	await bench.prove('browser: the way back of a durable wait', {}, async (simulator) => {
		const credential = await bench.credential(simulator, CREDENTIAL);
		const example = fitted(readExample(DURABLE), PACKAGE, credential, {});
		return await withEditor(bench.site, example, async (editor) => {
			await editor.fit();
			const outputs = await editor.outputLabels();
			for (const label of ['Ask Again', 'Success', 'Failed']) {
				assert.ok(outputs.includes(label), `${label} among ${outputs.join(', ')}`);
			}
			await editor.screenshot(path.join(pictures, 'durable-waiting.png'));
			return { note: outputs.join(', ') };
		});
	});
}
