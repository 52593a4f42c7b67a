/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { type INode, type INodeParameters, NodeHelpers } from 'n8n-workflow';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { PROVIDERS } from '../../scripts/providers';
import { type Simulator, startSimulator } from '../../simulator/server';
import { ROOT } from '../support/imports';
import { quick, run, submitImage, wait } from '../support/kexiang';
import { newestVersion } from '../support/newestVersion';
import { nodeTypes } from '../support/nodeTypes';
import { holdAgainstSchema, readSchema, schemaFile } from '../support/outputSchemas';

/** Saved workflows, and what the editor knows of outputs. */

describe('former forms', () => {
	/** Nodes that were saved before the form changed run and open as they were; n8n saves no value that is a default. */

	const PICTURE = 'https://example.com/1.png';

	let simulator: Simulator;
	beforeAll(async () => {
		simulator = await startSimulator({ taskSeconds: 0.1, quiet: true });
	});
	afterAll(async () => await simulator.stop());
	beforeEach(() => simulator.ledger.clear());

	const descriptionOf = (type: string) => {
		const found = nodeTypes().find(({ description }) => description.name === type);
		if (!found) throw new Error(`There is no ${type}`);
		return found.description;
	};

	/** What n8n makes of what was saved, and what it saves of that again. */
	function opened(type: string, typeVersion: number, saved: INodeParameters, isTool = false) {
		const own = descriptionOf(type);
		const description = isTool ? { ...own, name: `${own.name}Tool` } : own;
		const node = { type: description.name, typeVersion } as INode;
		const read = (values: INodeParameters, withDefaults: boolean) =>
			NodeHelpers.getNodeParameters(
				description.properties,
				values,
				withDefaults,
				false,
				node,
				description,
			) ?? {};
		const values = read(saved, true);
		const shown = description.properties.filter((property) =>
			NodeHelpers.displayParameter(values, property, node, description),
		);
		// n8n saves collections also where they are empty.
		const savedAgain = Object.fromEntries(
			Object.entries(read(values, false)).filter(
				([name]) => !['options', 'advanced'].includes(name),
			),
		);
		return { values, shown, savedAgain };
	}

	const labels = (shown: ReturnType<typeof opened>['shown']) =>
		shown
			.map(({ displayName }) => displayName)
			.filter((label) => /^(Image|First Frame) URL$/.test(label));

	const SEEDANCES = ['seedance2VideoSubmit', 'seedance25VideoSubmit', 'miniMaxH3Submit'];

	describe('the picture of Image to Video', () => {
		const WITH_PICTURE = PROVIDERS.flatMap((provider) =>
			provider.operations
				.filter(({ fields }) =>
					(fields.mode?.property.options ?? []).some(
						(option) => 'value' in option && option.value === 'img2video',
					),
				)
				.map((operation) => ({ provider, operation })),
		);

		it('is that of several nodes', () =>
			expect(new Set(WITH_PICTURE.map(({ provider }) => provider.name)).size).toBeGreaterThan(1));

		it.each(WITH_PICTURE)(
			'has one name and one label: $operation.value',
			({ provider, operation }) => {
				const found = nodeTypes().find(
					({ description }) => description.displayName === provider.name,
				);
				if (!found) throw new Error('no node');
				const { name } = found.description;
				const chosen = { operation: operation.value, mode: 'img2video' };
				const { shown, values } = opened(name, newestVersion(found.description), chosen);
				expect(labels(shown)).toEqual(['Image URL']);
				expect(values).toHaveProperty('imageUrl');
				expect(values).not.toHaveProperty('firstFrameUrl');
			},
		);

		it.each(SEEDANCES)('keeps its old name in a saved workflow: %s', (operation) => {
			const saved = { operation, mode: 'img2video', prompt: 'a boat', firstFrameUrl: PICTURE };
			const { shown, values, savedAgain } = opened('kexiangVolcengine', 1, saved);
			expect(labels(shown)).toEqual(['First Frame URL']);
			expect(values.firstFrameUrl).toBe(PICTURE);
			// The operation that a new node begins with is a default, and not saved.
			const isDefault = operation === 'seedance2VideoSubmit';
			expect({ ...(isDefault && { operation }), ...savedAgain }).toEqual(saved);
		});

		const MODES = ['img2video', '={{ "img2video" }}'];
		it.each(SEEDANCES.flatMap((operation) => MODES.map((mode) => [operation, mode])))(
			'is sent the same by nodes of both versions: %s, mode %s',
			async (operation = '', mode = '') => {
				const common = { operation, mode, prompt: 'a boat' };
				for (const [typeVersion, name] of [
					[1, 'firstFrameUrl'],
					[1.1, 'imageUrl'],
				] as const) {
					const parameters = { ...common, [name]: `={{ "${PICTURE}" }}` };
					const node = { type: 'kexiangVolcengine', name: 'Submit', typeVersion, parameters };
					const { error } = await run(simulator, [node]);
					expect(error).toBeUndefined();
				}
				const [before, after] = simulator.ledger.requests.map(({ body }) => JSON.stringify(body));
				expect(before).toContain(PICTURE);
				expect(after).toBe(before);
				expect(simulator.ledger.violations).toEqual([]);
			},
		);

		it.each([
			[1, 'First Frame URL is required but empty'],
			[1.1, 'Image URL is required but empty'],
		])('is missed by the name that the form shows, in version %d', async (typeVersion, message) => {
			const parameters = {
				operation: 'seedance2VideoSubmit',
				mode: 'img2video',
				prompt: 'a boat',
				[typeVersion === 1 ? 'firstFrameUrl' : 'imageUrl']: '={{ $json.none }}',
			};
			const node = { type: 'kexiangVolcengine', name: 'Submit', typeVersion, parameters };
			const { error } = await run(simulator, [node]);
			expect(error?.message).toContain(message);
			expect(simulator.ledger.requests).toEqual([]);
		});

		it('is asked of a model by the name of its version, with its modes', () => {
			const chosen = { operation: 'seedance2VideoSubmit' };
			const former = opened('kexiangVolcengine', 1, chosen, true).values;
			expect(former.firstFrameUrl).toContain('Only used with Mode img2video or frame2video');
			expect(former).not.toHaveProperty('imageUrl');
			const { imageUrl, firstFrameUrl } = opened('kexiangVolcengine', 1.1, chosen, true).values;
			expect(imageUrl).toMatch(/\$fromAI\('Image_URL', .*Only used with Mode img2video`/);
			expect(firstFrameUrl).toMatch(
				/\$fromAI\('First_Frame_URL', .*Only used with Mode frame2video`/,
			);
		});
	});

	describe('Custom Request', () => {
		const TYPE = 'kexiangCustomRequest';

		it('opens on Create Task where it is added today', () => {
			const [dropdown] = descriptionOf(TYPE).properties.filter(({ name }) => name === 'operation');
			// n8n 1.x looks at the first one for its list of actions.
			expect(dropdown?.default).toBe('createTask');
			expect(opened(TYPE, newestVersion(descriptionOf(TYPE)), {}).values.operation).toBe(
				'createTask',
			);
		});

		it('of a saved workflow, which does not say its operation, calls the path as ever', async () => {
			const saved = {
				path: '/minimalist/api/video/duration',
				body: '{"videoUrl":"https://example.com/a.mp4"}',
			};
			const { values, savedAgain } = opened(TYPE, 1, saved);
			expect(values).toMatchObject({ operation: 'callPath', method: 'POST', ...saved });
			expect(savedAgain).toEqual(saved);
			const node = { type: TYPE, name: 'Submit', typeVersion: 1, parameters: saved };
			const { error } = await run(simulator, [node]);
			expect(error).toBeUndefined();
			expect(simulator.ledger.requests.map(({ path }) => path)).toEqual([saved.path]);
		});

		it('of today saves Call Path, as it is no default any more', () => {
			const saved = { operation: 'callPath', path: '/minimalist/api/video/duration' };
			expect(opened(TYPE, 1.1, saved).savedAgain).toEqual(saved);
		});
	});
});

describe('output schemas', () => {
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

		it.each(files.map((file) => [path.relative(ROOT, file), file]))(
			'%s names a state',
			(_, file) => {
				const { type, properties } = readSchema(file);
				expect(type).toBe('object');
				if (!file.endsWith('filePublicUrl.json')) expect(properties).toHaveProperty('state');
			},
		);
	});
});
