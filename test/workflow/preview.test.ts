import type { NodeParameterValueType } from 'n8n-workflow';

import { startSimulator, type Simulator } from '../../simulator/server';
import { run, type ChainNode } from '../support/kexiang';

let simulator: Simulator;
beforeAll(async () => {
	simulator = await startSimulator({ taskSeconds: 0.1, quiet: true });
});
afterAll(async () => await simulator.stop());
beforeEach(() => simulator.ledger.clear());

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
