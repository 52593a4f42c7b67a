/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
// The editor in a browser: nodes are found, forms show what belongs to them, a picture is seen.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { fitted, readExample } from '../../../scripts/demo/setUp';
import type { Credential, WorkflowDocument } from '../../../scripts/n8n/model';
import { newestVersion } from '../../support/newestVersion';
import { SEARCH_WORDS } from '../../support/searchWords';
import type { Bench } from '../bench';
import { Editor, WINDOW } from '../editor';
import { everyOperation } from '../everyOperation';
import { CUSTOM_API_CALL, labelsOf, shownParameters, type NodeDescription } from '../form';
import { taskIds, itemsOf } from '../runs';
import { EVERY_SECOND, inARow, manualTrigger, ours, PACKAGE } from '../workflows';

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
		const document = forms(descriptions, await bench.credential(simulator, CREDENTIAL));
		return await withEditor(bench, document, async (editor) => {
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
		const document = forms(descriptions, await bench.credential(simulator, CREDENTIAL));
		return await withEditor(bench, document, async (editor) => {
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
		return await withEditor(bench, document, async (editor) => {
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
		const document = forms(descriptions, await bench.credential(simulator, CREDENTIAL));
		return await withEditor(bench, document, async (editor) => {
			let count = 0;
			for (const description of descriptions) {
				await editor.openNode(description.displayName);
				await editor.screenshot(path.join(pictures, `form-${fileName(description)}.png`));
				count += await walk(editor, description, {}, 'resource');
				await editor.closeNode();
			}
			return { note: `${count} forms` };
		});
	});

	await bench.prove(
		'browser: picture in the output panel',
		{ taskSeconds: 2 },
		async (simulator) => {
			const credential = await bench.credential(simulator, CREDENTIAL);
			const example = fitted(readExample(EXAMPLE), PACKAGE, credential, EVERY_SECOND);
			return await withEditor(bench, example, async (editor, workflowId) => {
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
		return await withEditor(bench, example, async (editor) => {
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

/** Every node of the package, unconnected. */
const forms = (descriptions: NodeDescription[], credential: Credential): WorkflowDocument =>
	inARow('Forms', credential, [manualTrigger()], {
		nodes: descriptions.map((one) => ours(one.displayName, one.name, newestVersion(one))),
	});

async function withEditor<T>(
	bench: Bench,
	document: WorkflowDocument,
	work: (editor: Editor, workflowId: string) => Promise<T>,
): Promise<T> {
	const editor = await Editor.open(bench.site);
	try {
		const { id } = await bench.site.api.createWorkflow(document);
		await editor.openWorkflow(id);
		return await work(editor, id);
	} finally {
		await editor.close();
	}
}

/** What decides about the rest of a form, from the outside in. */
const DECIDING = ['resource', 'operation', 'mode'];

/** Goes through every choice of resource, operation and mode. Answers how many forms it saw. */
async function walk(
	editor: Editor,
	description: NodeDescription,
	chosen: Record<string, unknown>,
	parameterName: string,
): Promise<number> {
	const next = DECIDING[DECIDING.indexOf(parameterName) + 1];
	const { shown } = shownParameters(description, chosen);
	const dropdown = shown.find(({ name, type }) => name === parameterName && type === 'options');
	if (!dropdown) {
		if (next) return await walk(editor, description, chosen, next);
		await requireForm(editor, description, chosen);
		return 1;
	}
	let count = 0;
	for (const { name, value } of dropdown.options ?? []) {
		if (value === CUSTOM_API_CALL) continue;
		await editor.choose(parameterName, name);
		const choice = { ...chosen, [parameterName]: value };
		if (next) count += await walk(editor, description, choice, next);
		else {
			await requireForm(editor, description, choice);
			count += 1;
		}
	}
	return count;
}

async function requireForm(
	editor: Editor,
	description: NodeDescription,
	chosen: Record<string, unknown>,
): Promise<void> {
	const expected = labelsOf(shownParameters(description, chosen).shown);
	const where = `${description.displayName}, ${JSON.stringify(chosen)}`;
	assert.deepEqual(await editor.labels(), expected, where);
}

const fileName = ({ displayName }: NodeDescription) =>
	displayName
		.toLowerCase()
		.replace(/[^a-z0-9]+/g, '-')
		.replace(/-$/, '');
