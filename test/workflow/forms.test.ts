/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { type INode, type INodeParameters, NodeHelpers } from 'n8n-workflow';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';

import { PROVIDERS } from '../../scripts/providers';
import { ROOT } from '../support/imports';
import { calling, quick, run, submitImage, wait } from '../support/kexiang';
import { newestVersion } from '../support/newestVersion';
import { nodeTypes } from '../support/nodeTypes';
import { holdAgainstSchema, readSchema, schemaFile } from '../support/outputSchemas';
import { runWell, useSimulator } from '../support/usedSimulator';

/** Saved workflows, and what the editor knows of outputs. */

const simulator = useSimulator();

/** Nodes that were saved before the form changed run and open as they were; n8n saves no value that is a default. */
describe('former forms', () => {
	const PICTURE = 'https://example.com/1.png';
	const VOLCENGINE = 'kexiangVolcengine';
	const CUSTOM = 'kexiangCustomRequest';

	const descriptionOf = (type: string) => {
		const found = nodeTypes().find(({ description }) => description.name === type);
		if (!found) throw new Error(`There is no ${type}`);
		return found.description;
	};

	/** What n8n makes of what was saved, and what it saves of that again. */
	function opened(type: string, typeVersion: number, saved: INodeParameters, isTool = false) {
		const own = descriptionOf(type);
		const description = isTool ? { ...own, name: `${own.name}Tool` } : own;
		const { properties } = description;
		const node = { type: description.name, typeVersion } as INode;
		const read = (given: INodeParameters, withDefaults: boolean) =>
			NodeHelpers.getNodeParameters(properties, given, withDefaults, false, node, description) ??
			{};
		const values = read(saved, true);
		// n8n saves collections also where they are empty.
		const savedAgain = read(values, false);
		for (const collection of ['options', 'advanced']) delete savedAgain[collection];
		const labels = properties
			.filter((property) => NodeHelpers.displayParameter(values, property, node, description))
			.map(({ displayName }) => displayName)
			.filter((label) => /^(Image|First Frame) URL$/.test(label));
		return { values, labels, savedAgain };
	}
	const sent = async (type: string, typeVersion: number, parameters: INodeParameters) => {
		const { error } = await run(simulator, [{ type, name: 'Submit', typeVersion, parameters }]);
		return { error, request: simulator.ledger.requests.at(-1) };
	};

	const isImageToVideo = ({ fields }: (typeof PROVIDERS)[number]['operations'][number]) =>
		(fields.mode?.property.options ?? []).some(
			(option) => 'value' in option && option.value === 'img2video',
		);
	const WITH_PICTURE = PROVIDERS.flatMap(({ name, operations }) =>
		operations.filter(isImageToVideo).map(({ value }) => ({ provider: name, operation: value })),
	);

	it('the picture of Image to Video has one name and one label', () => {
		const providers = new Set(WITH_PICTURE.map(({ provider }) => provider));
		expect(providers.size).toBeGreaterThan(1);
		for (const { provider, operation } of WITH_PICTURE) {
			const types = nodeTypes().map(({ description }) => description);
			const [type] = types.filter(({ displayName }) => displayName === provider);
			const chosen = { operation, mode: 'img2video' };
			const { labels, values } = opened(
				type?.name ?? '',
				newestVersion(descriptionOf(type?.name ?? '')),
				chosen,
			);
			expect([operation, labels]).toEqual([operation, ['Image URL']]);
			expect(values).toHaveProperty('imageUrl');
			expect(values).not.toHaveProperty('firstFrameUrl');
		}
	});

	const SEEDANCES = ['seedance2VideoSubmit', 'seedance25VideoSubmit', 'miniMaxH3Submit'];
	it.each(SEEDANCES)('keeps its old name in a saved workflow: %s', (operation) => {
		const saved = { operation, mode: 'img2video', prompt: 'a boat', firstFrameUrl: PICTURE };
		const { labels, values, savedAgain } = opened(VOLCENGINE, 1, saved);
		expect(labels).toEqual(['First Frame URL']);
		expect(values.firstFrameUrl).toBe(PICTURE);
		// The operation that a new node begins with is a default, and not saved.
		const isDefault = operation === 'seedance2VideoSubmit';
		expect({ ...(isDefault && { operation }), ...savedAgain }).toEqual(saved);
	});

	const MODES = ['img2video', '={{ "img2video" }}'];
	it.each(SEEDANCES.flatMap((operation) => MODES.map((mode) => ({ operation, mode }))))(
		'both versions send the same: $operation, mode $mode',
		async (chosen) => {
			const common = { ...chosen, prompt: 'a boat' };
			const url = `={{ "${PICTURE}" }}`;
			const before = await sent(VOLCENGINE, 1, { ...common, firstFrameUrl: url });
			const after = await sent(VOLCENGINE, 1.1, { ...common, imageUrl: url });
			expect([before.error, after.error]).toEqual([undefined, undefined]);
			expect(simulator.ledger.requests).toHaveLength(2);
			expect(JSON.stringify(before.request?.body)).toContain(PICTURE);
			expect(JSON.stringify(after.request?.body)).toBe(JSON.stringify(before.request?.body));
			expect(simulator.ledger.violations).toEqual([]);
		},
	);

	it.each([
		[1, 'firstFrameUrl', 'First Frame URL is required but empty'],
		[1.1, 'imageUrl', 'Image URL is required but empty'],
	])('version %d misses it by the name that its form shows', async (version, name, message) => {
		const chosen = { operation: 'seedance2VideoSubmit', mode: 'img2video', prompt: 'a boat' };
		const { error, request } = await sent(VOLCENGINE, version, {
			...chosen,
			[name]: '={{ $json.none }}',
		});
		expect(error?.message).toContain(message);
		expect(request).toBeUndefined();
	});

	it('a model is asked for it by the name of its version, with its modes', () => {
		const chosen = { operation: 'seedance2VideoSubmit' };
		const former = opened(VOLCENGINE, 1, chosen, true).values;
		expect(former.firstFrameUrl).toContain('Only used with Mode img2video or frame2video');
		expect(former).not.toHaveProperty('imageUrl');
		const { imageUrl, firstFrameUrl } = opened(VOLCENGINE, 1.1, chosen, true).values;
		expect(imageUrl).toMatch(/\$fromAI\('Image_URL', .*Only used with Mode img2video`/);
		const first = /\$fromAI\('First_Frame_URL', .*Only used with Mode frame2video`/;
		expect(firstFrameUrl).toMatch(first);
	});

	it('a Custom Request opens on Create Task where it is added today', () => {
		const { properties } = descriptionOf(CUSTOM);
		// n8n 1.x looks at the first one for its list of actions.
		expect(properties.find(({ name }) => name === 'operation')?.default).toBe('createTask');
		const { values } = opened(CUSTOM, newestVersion(descriptionOf(CUSTOM)), {});
		expect(values.operation).toBe('createTask');
		const saved = { operation: 'callPath', path: '/minimalist/api/video/duration' };
		expect(opened(CUSTOM, 1.1, saved).savedAgain).toEqual(saved);
	});

	it('a saved Custom Request, which does not say its operation, calls the path as ever', async () => {
		const body = '{"videoUrl":"https://example.com/a.mp4"}';
		const saved = { path: '/minimalist/api/video/duration', body };
		const { values, savedAgain } = opened(CUSTOM, 1, saved);
		expect(values).toMatchObject({ operation: 'callPath', method: 'POST', ...saved });
		expect(savedAgain).toEqual(saved);
		const { error, request } = await sent(CUSTOM, 1, saved);
		expect(error).toBeUndefined();
		expect(request?.path).toBe(saved.path);
	});
});

/** The outputs of the providers' operations are held against their schemas where each is run: support/operationCases. */
describe('output schemas', () => {
	// A list of recent tasks knows those of its own platform only.
	const platform = useSimulator({}, 'new for each test');
	const card = { resource: 'image', markdown: '# Boat' };
	const other = calling('VideoTools markdownCard', card, { name: 'Card' });
	const waiting = wait({ options: quick });
	const asking = (operation: string) => ({ ...wait({ operation }), name: 'Ask' });

	it.each([
		['wait', [submitImage(), waiting], 1],
		['getStatus', [submitImage(), waiting, asking('getStatus')], 1],
		['recentTasks', [other, submitImage(), waiting, asking('recentTasks')], 2],
	])('Kexiang Wait for Task, %s, gives what its schema says', async (operation, chain, count) => {
		const { items } = await runWell(platform, chain);
		const outputs = items(chain.at(-1)?.name ?? '').map(({ json }) => json);
		expect(outputs).toHaveLength(count);
		holdAgainstSchema('kexiangWaitForTask', operation, outputs);
	});

	it('are there for every operation and no other, and name a state', () => {
		// scripts/outputSchemas.ts writes them.
		const nodes = path.join(ROOT, 'nodes');
		const folders = readdirSync(nodes);
		const folderOf = (label: string) => {
			const wanted = label.replace(/\s/g, '').toLowerCase();
			return folders.find((folder) => folder.toLowerCase() === wanted) ?? wanted;
		};
		const files = [
			...PROVIDERS.flatMap(({ name, operations }) =>
				operations.map(({ value }) => schemaFile(folderOf(name), value)),
			),
			...['wait', 'getStatus', 'recentTasks'].map((one) => schemaFile('KexiangWaitForTask', one)),
		]
			// A path of one's own answers as it likes.
			.filter((file) => path.basename(file) !== 'callPath.json')
			.sort();
		expect(files.filter((file) => !existsSync(file))).toEqual([]);
		const found = readdirSync(nodes, { recursive: true, encoding: 'utf8' })
			.filter((file) => /__schema__.*\.json$/.test(file))
			.map((file) => path.join(nodes, file));
		expect(found.sort()).toEqual(files);
		for (const file of files) {
			const { type, properties = {} } = readSchema(file);
			expect([file, type]).toEqual([file, 'object']);
			if (!file.endsWith('filePublicUrl.json'))
				expect([file, 'state' in properties]).toEqual([file, true]);
		}
	});
});
