import type { NodeParameterValueType } from 'n8n-workflow';
import { type Simulator, startSimulator } from '../../simulator/server';
import { AGENT_KINDS, runAsTool } from '../support/agent';
import {
	askAgain,
	type ChainNode,
	durable,
	itemsOf,
	quick,
	run,
	submitImage,
	wait,
} from '../support/kexiang';
import { loop } from '../support/loop';
import { inQuickTime } from '../support/quickTime';

jest.mock('../../nodes/shared/util/time', () => jest.requireActual('../support/quickTime'));

inQuickTime();

let simulator: Simulator;
beforeEach(async () => {
	// A platform of its own for each test, as prices are remembered by host and key.
	simulator = await startSimulator({ taskSeconds: 0.1, quiet: true });
});
afterEach(async () => await simulator.stop());

describe('what a preview says', () => {
	const URL = 'https://example.com/1.png';
	const VIDEO = 'https://example.com/a.mp4';

	const previewing = (
		type: string,
		operation: string,
		parameters: Record<string, NodeParameterValueType>,
		options: Record<string, NodeParameterValueType> = {},
		advanced: Record<string, NodeParameterValueType> = {},
	): ChainNode => ({
		type,
		name: 'Submit',
		parameters: {
			operation,
			...parameters,
			options: { ...options, previewRequest: true },
			advanced,
		},
	});

	const doubtsOf = async (node: ChainNode) => {
		const { items, error } = await run(simulator, [node]);
		expect(error).toBeUndefined();
		expect(simulator.ledger.requests).toEqual([]);
		return (items('Submit')[0]?.json.doubts as string[]).join('\n');
	};

	describe('the doubts of a preview', () => {
		const seedance = (options: Record<string, NodeParameterValueType>, duration?: number) =>
			previewing(
				'kexiangVolcengine',
				'seedance2VideoSubmit',
				{ prompt: 'a boat', ...(duration !== undefined && { duration }) },
				options,
			);

		it('name the derived fields that are set, and no other', async () => {
			expect(await doubtsOf(seedance({}))).toBe('');
			expect(await doubtsOf(seedance({ seed: 7 }, 8))).toBe(
				'These fields are derived and not confirmed: seed',
			);
			expect(await doubtsOf(seedance({ seed: 7, returnLastFrame: true }))).toMatch(
				/: seed, return_last_frame$/,
			);
		});

		it('name those that the user added by name', async () => {
			const node = (additionalFields: string) =>
				previewing(
					'kexiangOpenAi',
					'kImage2OfficialSubmit',
					{ prompt: 'a boat' },
					{},
					{ additionalFields },
				);
			expect(await doubtsOf(node('{"n": 2}'))).toMatch(/: n$/);
			expect(await doubtsOf(node('{"user_input": {"background": "opaque", "n": 2}}'))).toMatch(
				/: background, n$/,
			);
			expect(await doubtsOf(node('{"quality": "auto"}'))).toMatch(
				/: quality \(confirmed: low, medium, high\)$/,
			);
			expect(await doubtsOf(node('{"quality": "low"}'))).toBe('');
		});

		it('leave out a value that is confirmed, also inside a list', async () => {
			const kbanana = (ratio: string) =>
				previewing('kexiangGoogle', 'kbananaProOfficialSubmit', { prompt: 'a boat', ratio });
			expect(await doubtsOf(kbanana('9:16'))).toBe('');
			expect(await doubtsOf(kbanana('21:9'))).toMatch(/: size \(confirmed: 9:16\)$/);
			const kling = (videoUse: string) =>
				previewing('kexiangKling', 'klingV3OmniReference', {
					mode: 'imageAndVideoReferences',
					prompt: 'she smiles',
					imageUrls: URL,
					videoUrl: VIDEO,
					videoUse,
				});
			expect(await doubtsOf(kling('feature'))).toBe('');
			expect(await doubtsOf(kling('base'))).toMatch(
				/: video_list\.refer_type \(confirmed: feature\)$/,
			);
		});

		it.each(['GET', 'POST'])(
			'say of a path that the user entered that it is their own, %s',
			async (method) => {
				const path = '/minimalist/api/video/duration?x=1';
				const body = method === 'POST' ? { body: '{"videoUrl":"https://example.com/a.mp4"}' } : {};
				const parameters = { api: 'tool', method, path, ...body };
				expect(await doubtsOf(previewing('kexiangCustomRequest', 'callPath', parameters))).toBe(
					'The path and the fields are sent as entered; nothing is known about this service',
				);
			},
		);

		it('name all fields of a service whose body is derived as a whole', async () => {
			const node = previewing('kexiangWanxiang', 'lipSyncSubmit', { imageUrl: URL, audioUrl: URL });
			expect(await doubtsOf(node)).toMatch(
				/The fields of this service are derived and not confirmed: image_url, audio_url$/m,
			);
		});
	});
});

describe('what a preview shows', () => {
	const previewing = submitImage({ parameters: { options: { previewRequest: true } } });

	it('sends nothing and shows what would be sent, byte for byte', async () => {
		const before = await run(simulator, [previewing], { input: itemsOf({ prompt: 'boat 0' }) });
		expect(before.error).toBeUndefined();
		expect(simulator.ledger.requests).toEqual([]);
		const preview = before.items('Submit')[0]?.json;
		expect(preview).toMatchObject({ preview: true });
		expect(preview).not.toHaveProperty('expectedCost');
		expect(preview).toMatchObject({ costNote: 'price not known yet' });
		await run(simulator, [submitImage()], { input: itemsOf({ prompt: 'boat 0' }) });
		const [sent] = simulator.ledger.requests;
		expect((preview?.request as { body: unknown }).body).toEqual(sent?.body);
		expect((preview?.request as { url: string }).url).toBe(`${simulator.platformUrl}${sent?.path}`);
		const after = await run(simulator, [previewing], { input: itemsOf({ prompt: 'boat 0' }) });
		expect(after.items('Submit')[0]?.json).toMatchObject({ expectedCost: 1.2 });
		expect(after.items('Submit')[0]?.json).not.toHaveProperty('costNote');
		expect(JSON.stringify(after.run.data)).not.toContain(simulator.key);
	});
});

describe('on every road', () => {
	const retrying = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 };

	const boats = (count: number) =>
		itemsOf(...Array.from({ length: count }, (_, index) => ({ prompt: `boat ${index}` })));

	const to = (node: string) => [{ node, type: 'main' as const, index: 0 }];

	const paid = () => simulator.ledger.tasks.length;

	describe('Preview Request', () => {
		const previewing = (parameters: object = {}) =>
			submitImage({ parameters: { options: { previewRequest: true }, ...parameters } });

		it('beside Wait for Completion: neither sends nor waits', async () => {
			const node = previewing({ waitForCompletion: true, downloadFiles: true, waitOptions: quick });
			const { items, error } = await run(simulator, [node], { input: boats(2) });
			expect(error).toBeUndefined();
			expect(items('Submit').map(({ json }) => json.preview)).toEqual([true, true]);
			expect(simulator.ledger.requests).toEqual([]);
		});

		it('beside a Spending Limit of nothing: is shown all the same', async () => {
			const node = previewing({ options: { previewRequest: true, spendingLimit: 0 } });
			const { items, error } = await run(simulator, [node], { input: boats(2) });
			expect(error).toBeUndefined();
			expect(items('Submit').map(({ json }) => json.preview)).toEqual([true, true]);
		});

		it('of some items alone, by an expression: the others are sent', async () => {
			const options = { previewRequest: '={{ $json.prompt !== "boat 1" }}' };
			const { items, error } = await run(simulator, [previewing({ options })], { input: boats(3) });
			expect(error).toBeUndefined();
			expect(items('Submit').map(({ json }) => json.preview)).toEqual([true, undefined, true]);
			expect(paid()).toBe(1);
		});

		it.each([
			['Kexiang Wait for Task', () => [previewing(), wait({ options: quick })], undefined],
			['its durable form', () => [previewing(), durable()], askAgain(['Submit'])],
		] as const)(
			'before %s: the message says that nothing was sent',
			async (_who, chain, connections) => {
				const { error } = await run(simulator, [...chain()], {
					input: boats(1),
					...(connections && { connections }),
				});
				expect(`${error?.message} ${error?.description}`).toMatch(/Preview Request/);
				expect(simulator.ledger.requests).toEqual([]);
			},
		);

		it.each(AGENT_KINDS)(
			'as the tool of %s: the model is told what would be sent',
			async (kind) => {
				const tool = { ...previewing(), ...retrying };
				const { said, errors } = await runAsTool(simulator, kind, tool, [{}, {}]);
				expect(errors).toEqual([]);
				expect(said).toHaveLength(2);
				expect(said[0]).toMatch(/"preview":true/);
				expect(said[0]).toMatch(/Nothing was sent/);
				expect(simulator.ledger.requests).toEqual([]);
			},
		);

		it('in a loop, and retried as a whole execution: never sends', async () => {
			const loops = [{ type: 'test.loop', name: 'Loop' }, previewing()];
			const looped = await run(simulator, loops, {
				input: boats(3),
				connections: {
					Start: { main: [to('Loop')] },
					Loop: { main: [[], to('Submit')] },
					Submit: { main: [to('Loop')] },
				},
				moreTypes: [loop],
			});
			expect(looped.error).toBeUndefined();
			const bad = previewing({ prompt: '={{ $json.nothing }}' });
			const failed = await run(simulator, [bad], { input: boats(1) });
			expect(failed.error).toBeDefined();
			await run(simulator, [previewing()], { retryOf: failed.run });
			expect(simulator.ledger.requests).toEqual([]);
		});
	});
});
