/* eslint-disable @n8n/community-nodes/no-restricted-imports */
// A picture of every example on the canvas, for docs/examples.md.
import assert from 'node:assert/strict';
import { readExample } from '../../../scripts/demo/setUp';
import type { WorkflowDocument } from '../../../scripts/n8n/model';
import type { Bench } from '../bench';
import { Editor } from '../editor';
import { until } from '../runs';
import { CREDENTIAL } from './browser';
import { EXAMPLES, exampleFile } from './examples';

/** About the size of a node with its label. */
const NODE = { width: 150, height: 150 };
const MARGIN = 120;

export async function canvases(bench: Bench): Promise<void> {
	await bench.prove('canvases: every example, as imported', {}, async (scene) => {
		// n8n finds it by the name that the examples give when they are imported.
		await scene.credential(CREDENTIAL);
		const editor = await Editor.open(scene);
		for (const name of EXAMPLES) {
			const document = readExample(exampleFile(name));
			await editor.importWorkflow(exampleFile(name));
			const { id } = await until(`${document.name} is saved`, 20, async () => {
				const all = await scene.api.workflows();
				return all.find((workflow) => workflow.name === document.name);
			});
			const { nodes } = await scene.api.workflow(id);
			const chosen = nodes.flatMap(({ credentials }) => credentials?.kexiangApi ?? []);
			assert.ok(chosen.length > 0, `${name} has nodes with a credential`);
			for (const one of chosen) assert.ok(one.id, `${name}: the credential is chosen`);
			await editor.shootCanvas(bench.pictureOf('examples', `${name}.png`), sizeOf(document));
		}
		return { note: `${EXAMPLES.length} pictures` };
	});
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
