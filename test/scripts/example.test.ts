/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { fitted, readExample } from '../../scripts/demo/setUp';
import { nodeOfType } from '../../scripts/n8n/workflows';

const PACKAGE = 'n8n-nodes-kexiang';
const FOLDER = path.join(__dirname, '..', '..', 'examples');
const example = readExample(path.join(FOLDER, 'text-to-image.json'));

describe('the example workflow', () => {
	it('names no credential of anybody, and explains itself', () => {
		expect(example.nodes.every(({ credentials }) => credentials === undefined)).toBe(true);
		const note = nodeOfType(example, 'n8n-nodes-base.stickyNote');
		expect(String(note.parameters.content)).toContain('Kexiang');
	});

	it('is fitted to the demo without being changed itself', () => {
		const before = JSON.stringify(example);
		const credential = { id: '1', name: 'KexiangAI simulator', type: 'kexiangApi' };
		const document = fitted(example, PACKAGE, credential, { interval: 1 });
		const wait = nodeOfType(document, `${PACKAGE}.kexiangWaitForTask`);
		expect(wait.parameters).toMatchObject({ downloadFiles: true, options: { interval: 1 } });
		const chosen = { kexiangApi: { id: '1', name: 'KexiangAI simulator' } };
		for (const { type, credentials } of document.nodes) {
			expect(credentials).toEqual(type.startsWith(PACKAGE) ? chosen : undefined);
		}
		expect(document.settings).toMatchObject({ executionOrder: 'v1', saveExecutionProgress: true });
		expect(JSON.stringify(example)).toBe(before);
	});
});

describe('every example workflow', () => {
	const files = readdirSync(FOLDER).filter((file) => file.endsWith('.json'));

	// Without it, a killed n8n keeps nothing of the nodes that had finished: their task ids would be in its log alone.
	it.each(files)('saves the progress of its executions: %s', (file) => {
		const { settings } = readExample(path.join(FOLDER, file));
		expect(settings).toMatchObject({ executionOrder: 'v1', saveExecutionProgress: true });
	});

	it.each(files)('has notes that cover no node and no other note: %s', (file) => {
		const { nodes } = readExample(path.join(FOLDER, file));
		const boxes = nodes.map(({ name, type, position: [x = 0, y = 0], parameters }) => {
			const isNote = type === 'n8n-nodes-base.stickyNote';
			// A node is about so large, with its label below.
			const { width, height } = isNote ? parameters : { width: 100, height: 140 };
			return { name, isNote, x, y, right: x + Number(width), bottom: y + Number(height) };
		});
		const covered = boxes
			.filter(({ isNote }) => isNote)
			.flatMap((note) =>
				boxes.filter(
					(one) =>
						one !== note &&
						one.x < note.right &&
						note.x < one.right &&
						one.y < note.bottom &&
						note.y < one.bottom,
				),
			);
		expect(covered.map(({ name }) => name)).toEqual([]);
	});
});
