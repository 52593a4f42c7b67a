/* eslint-disable @n8n/community-nodes/no-restricted-imports */
// A picture of every example on the canvas, for docs/examples.md.
import assert from 'node:assert/strict';
import { mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { readExample } from '../../../scripts/demo/setUp';
import type { Workflow, WorkflowDocument } from '../../../scripts/n8n/model';
import type { Bench } from '../bench';
import { Editor } from '../editor';
import { until } from '../runs';
import { EXAMPLES_FOLDER } from './examples';

/** As the examples name it: n8n finds it by that name when they are imported. */
const CREDENTIAL = 'KexiangAI account';
/** About the size of a node with its label. */
const NODE = { width: 150, height: 150 };
const MARGIN = 120;

export async function canvases(bench: Bench): Promise<void> {
	await bench.prove('canvases: every example, as imported', {}, async (simulator) => {
		await bench.credential(simulator, { name: CREDENTIAL });
		const folder = path.join(bench.picturesFolder, 'examples');
		mkdirSync(folder, { recursive: true });
		const files = readdirSync(EXAMPLES_FOLDER).filter((file) => file.endsWith('.json'));
		const editor = await Editor.open(bench.site);
		try {
			for (const file of files) {
				const example = path.join(EXAMPLES_FOLDER, file);
				const document = readExample(example);
				await editor.importWorkflow(example);
				const { nodes } = await imported(bench, document.name);
				const chosen = nodes.flatMap(({ credentials }) => credentials?.kexiangApi ?? []);
				assert.ok(chosen.length > 0, `${file} has nodes with a credential`);
				for (const { id } of chosen) assert.ok(id, `${file}: the credential is chosen`);
				await editor.shootCanvas(
					path.join(folder, file.replace('.json', '.png')),
					sizeOf(document),
				);
			}
		} finally {
			await editor.close();
		}
		return { note: `${files.length} pictures in ${folder}` };
	});
}

/** As it stands in n8n. */
async function imported({ site: { api } }: Bench, name: string): Promise<Workflow> {
	const { id } = await until(`${name} is saved`, 20, async () =>
		(await api.workflows()).find((workflow) => workflow.name === name),
	);
	return await api.workflow(id);
}

/** Of everything on the canvas. */
function sizeOf({ nodes }: WorkflowDocument): { width: number; height: number } {
	const boxes = nodes.map(({ position: [x, y], parameters }) => {
		const { width = NODE.width, height = NODE.height } = parameters;
		return { x, y, right: x + Number(width), bottom: y + Number(height) };
	});
	const span = (from: 'x' | 'y', to: 'right' | 'bottom') =>
		Math.max(...boxes.map((box) => box[to])) - Math.min(...boxes.map((box) => box[from]));
	return { width: span('x', 'right') + MARGIN, height: span('y', 'bottom') + MARGIN };
}
