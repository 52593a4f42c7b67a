/* eslint-disable @n8n/community-nodes/no-restricted-imports */
// Examples that begin with Execute workflow.
import assert from 'node:assert/strict';
import { errorOf, itemsOf, taskIds } from '../runs';
import {
	allItems,
	filesNote,
	finalItems,
	LANGUAGE_MODEL,
	LIMIT_SECONDS,
	proveExample,
	ready,
	requireFile,
	triggerOf,
	withLanguageModel,
	type Example,
} from './example';

export const MANUAL_TRIGGER = 'n8n-nodes-base.manualTrigger';

/** Items that nodes must have put out, besides what holds for every example. */
const EXPECTED: Record<string, Array<[node: string, output: number, items: number]>> = {
	'batch-from-table': [
		['Rows Without a Task', 0, 1],
		['Pictures', 0, 3],
	],
	'durable-waiting': [['Videos', 0, 1]],
	'one-sentence-film': [
		['Scenes', 0, 2],
		['Clips', 0, 2],
		['Merge Clips', 0, 1],
		['Film', 0, 1],
	],
};

const scene = (number: number) => ({
	picture: `Scene ${number}: a paper boat on a stream`,
	motion: 'The boat rocks, the camera follows it.',
	narration: `This is scene ${number}.`,
});
/** A chat model's answer, as n8n's parser of structured output wants it. */
const STORYBOARD = `\`\`\`json\n${JSON.stringify({ output: { scenes: [scene(1), scene(2)] } })}\n\`\`\``;

export async function runByHand(example: Example): Promise<void> {
	await proveExample(example, async (simulator) => {
		const { api } = example.site;
		const run = async (document: Example['document']) => {
			const workflow = await api.createWorkflow(document);
			const id = await api.runWorkflow(workflow, triggerOf(workflow, MANUAL_TRIGGER));
			const execution = await api.waitForExecution(id, LIMIT_SECONDS);
			assert.equal(execution.status, 'success', errorOf(execution));
			return execution;
		};
		const document = await ready(example, simulator);
		const writes = document.nodes.some(({ type }) => type === LANGUAGE_MODEL);
		const execution = writes
			? await withLanguageModel(api, document, ['', {}], async (chosen, model) => {
					model.says = STORYBOARD;
					return await run(chosen);
				})
			: await run(document);
		for (const [node, output, count] of EXPECTED[example.name] ?? []) {
			const runs = execution.data.resultData.runData[node] ?? [];
			const items = runs.flatMap(({ data }) => data?.main?.[output] ?? []);
			assert.equal(items.length, count, `items of ${node}`);
		}
		if (writes) requireOrder(itemsOf(execution, 'Clips'), itemsOf(execution, 'All Clips'));
		const files = finalItems(execution, document).filter(({ binary }) => binary !== undefined);
		assert.ok(files.length > 0, 'the example ends with files');
		for (const item of files) await requireFile(api, item);
		return { kept: taskIds(allItems(execution)), note: filesNote(files) };
	});
}

type Items = ReturnType<typeof itemsOf>;

/** The film is joined in the order of its story. */
function requireOrder(clips: Items, [all]: Items): void {
	assert.deepEqual(
		all?.json.urls,
		clips.map(({ json }) => json.url),
	);
}
