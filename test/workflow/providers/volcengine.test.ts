import { jimeng } from '../../../nodes/KexiangJimeng/provider';
import { startSimulator } from '../../../simulator/server';
import { quick, run, wait } from '../../support/kexiang';
import { testOtherKinds, testProvider, type ProviderCases } from '../../support/operationCases';
import { holdAgainstSchema } from '../../support/outputSchemas';
import { VOLCENGINE } from './volcengine';

const node = (name: string, parameters: object, type = VOLCENGINE.type) => ({
	type,
	name,
	parameters: { ...parameters },
});

testProvider(VOLCENGINE, (simulator) => {
	it('takes an asset that a review accepted', async () => {
		const { items, error } = await run(simulator, [
			node('Review', {
				operation: 'seedance2AssetReviewSubmit',
				fileUrl: 'https://example.com/face.png',
				assetName: 'face',
			}),
			wait({ options: quick }, { name: 'Reviewed' }),
			node('Submit', {
				operation: 'seedance2VideoSubmit',
				mode: 'img2video',
				prompt: 'a boat',
				imageUrl: '={{ $json.assetUrl }}',
			}),
			wait({ options: quick }),
		]);
		expect(error).toBeUndefined();
		const { requests, violations } = simulator.ledger;
		expect(violations).toEqual([]);
		const sent = requests.find(({ operationId }) => operationId === 'seedance2VideoSubmit');
		const url = `asset://${String(items('Reviewed')[0]?.json.assetId)}`;
		const content = [
			{ type: 'text', text: 'a boat' },
			{ type: 'image_url', image_url: { url }, role: 'first_frame' },
		];
		expect(sent?.body).toMatchObject({ user_input: { content } });
		expect(items('Wait')[0]?.json).toMatchObject({ state: 'success' });
	});
});

testOtherKinds(VOLCENGINE, {
	kinds: {
		doubaoTextToImage3: 'submit',
		doubaoImageEdit3: 'submit',
		doubaoImageGenerate45: 'submit',
	},
	inSchemas: false,
});

/** Its tasks come from Seedance 1.0. */
const JIMENG: ProviderCases = {
	type: 'kexiangJimeng',
	operations: jimeng.operations,
	requests: {},
	makers: VOLCENGINE,
	queries: { jimengVideoQuery: ['seedance1FirstLastFrame'] },
	refusals: {
		jimengVideoQuery: {
			'Task ID is "../user", which does not look like an ID of Jimeng Video Task': {
				taskId: '../user',
			},
		},
	},
};

testProvider(JIMENG, (simulator) => {
	const submit = node('Submit', {
		operation: 'seedance1FirstLastFrame',
		prompt: 'a boat',
		firstFrameUrl: 'https://example.com/1.png',
		lastFrameUrl: 'https://example.com/2.png',
	});
	const ask = (parameters = {}) =>
		node('Ask', { operation: 'jimengVideoQuery', ...parameters }, JIMENG.type);

	it('jimengVideoQuery: full: asks at a path of its own, and gives the whole answer', async () => {
		const { items, error } = await run(simulator, [
			submit,
			wait({ options: quick }),
			ask({ options: { simplify: false }, advanced: { path: '/minimalist/api/task/{id}' } }),
		]);
		expect(error).toBeUndefined();
		expect(simulator.ledger.violations).toEqual([]);
		const asked = items('Ask')[0]?.json;
		expect(asked).toMatchObject({
			taskSource: 'jimengVideo',
			state: 'success',
			videoUrls: [expect.stringContaining(simulator.filesUrl)],
			raw: expect.anything(),
		});
		expect(simulator.ledger.requests.at(-1)?.path).toBe(
			`/minimalist/api/task/${String(items('Submit')[0]?.json.taskId)}`,
		);
		holdAgainstSchema(JIMENG.type, 'jimengVideoQuery', [asked]);
	});

	it('jimengVideoQuery: tells of a task that is not finished yet', async () => {
		// Long enough to be asked for in time, however busy the machine is.
		const slow = await startSimulator({ taskSeconds: 600, quiet: true });
		const { items, error } = await run(slow, [submit, ask()]).finally(() => slow.stop());
		expect(error).toBeUndefined();
		expect(items('Ask')[0]?.json).toMatchObject({ state: 'pending', status: 'in_queue' });
	});
});
