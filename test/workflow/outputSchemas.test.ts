/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';

import { PROVIDERS } from '../../scripts/providers';
import { startSimulator } from '../../simulator/server';
import { ROOT } from '../support/imports';
import { quick, run, submitImage, wait } from '../support/kexiang';
import { holdAgainstSchema, readSchema, schemaFile } from '../support/outputSchemas';

// The outputs of the providers' operations are held against their schemas where each is run: support/operationCases.

const markdownCard = {
	type: 'kexiangVideoTools',
	name: 'Card',
	parameters: { resource: 'image', operation: 'markdownCard', markdown: '# Boat' },
};
const WAIT_OPERATIONS = ['wait', 'getStatus', 'recentTasks'];

it.each(WAIT_OPERATIONS)(
	'Kexiang Wait for Task, %s, gives what its schema says',
	async (operation) => {
		const simulator = await startSimulator({ taskSeconds: 0.1, quiet: true });
		try {
			const chain = [submitImage(), wait({ options: quick })];
			if (operation === 'recentTasks') chain.unshift(markdownCard);
			if (operation !== 'wait') chain.push({ ...wait({ operation }), name: 'Ask' });
			const { items, error } = await run(simulator, chain);
			expect(error).toBeUndefined();
			const outputs = items(operation === 'wait' ? 'Wait' : 'Ask').map(({ json }) => json);
			expect(outputs).toHaveLength(operation === 'recentTasks' ? 2 : 1);
			holdAgainstSchema('kexiangWaitForTask', operation, outputs);
		} finally {
			await simulator.stop();
		}
	},
);

describe('the schemas beside the nodes', () => {
	const folders = readdirSync(path.join(ROOT, 'nodes'));
	const folderOf = (name: string) => {
		const wanted = name.replace(/\s/g, '').toLowerCase();
		return folders.find((folder) => folder.toLowerCase() === wanted) ?? wanted;
	};
	const files = [
		...PROVIDERS.flatMap(({ name, operations }) =>
			operations.map(({ value }) => schemaFile(folderOf(name), value)),
		),
		...WAIT_OPERATIONS.map((operation) => schemaFile('KexiangWaitForTask', operation)),
	]
		// A path of one's own answers as it likes.
		.filter((file) => path.basename(file) !== 'callPath.json')
		.sort();

	it('are there for every operation, and for no other (scripts/outputSchemas.ts writes them)', () => {
		expect(files.filter((file) => !existsSync(file))).toEqual([]);
		const found = readdirSync(path.join(ROOT, 'nodes'), { recursive: true, encoding: 'utf8' })
			.filter((file) => /__schema__.*\.json$/.test(file))
			.map((file) => path.join(ROOT, 'nodes', file));
		expect(found.sort()).toEqual(files);
	});

	it.each(files.map((file) => [path.relative(ROOT, file), file]))('%s names a state', (_, file) => {
		const { type, properties } = readSchema(file);
		expect(type).toBe('object');
		if (!file.endsWith('filePublicUrl.json')) expect(properties).toHaveProperty('state');
	});
});
