import type { INode, INodeExecutionData } from 'n8n-workflow';
import { drawPicture } from '../../simulator/picture';
import { startSimulator, type FaultKind, type Simulator } from '../../simulator/server';
import { AGENT_KINDS, runAsTool } from '../support/agent';
import { countingPlatform } from '../support/countingPlatform';
import { type ChainNode, itemsOf, quick, run, submitImage, wait } from '../support/kexiang';
import type { LeapingTime } from '../support/leapingTime';
import { simulatorInLeaps } from '../support/simulatorInLeaps';
import { QUICK } from '../support/quickTime';

jest.mock('../../nodes/shared/util/time', () => jest.requireActual('../support/quickTime'));

/** Results that are no addresses of the web: files in the answer, paths on its host, addresses of a storage. */
let simulator: Simulator;

let time: LeapingTime;

// Each task has ended when it is first asked for.
simulatorInLeaps(
	{ taskSeconds: 0 },
	(own, leaping) => {
		simulator = own;
		time = leaping;
	},
	QUICK,
);

const PNG = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');

const input = itemsOf({ prompt: 'a boat' });

const contentOf = ({ binary }: INodeExecutionData, property = 'data') =>
	Buffer.from(binary?.[property]?.data ?? '', 'base64');

const keysSent = () =>
	simulator.ledger.requests.filter(({ path, keyPresent }) => keyPresent && /^\/images/.test(path));

describe('a service that answers at once', () => {
	const sync = (more: Partial<INode> = {}) => ({
		type: 'kexiangGoogle',
		name: 'Submit',
		...more,
		parameters: {
			operation: 'nanoBanana2Sync',
			prompt: '={{ $json.prompt }}',
			...more.parameters,
		},
	});

	it.each<FaultKind>(['dataUrls', 'base64'])(
		'with its file as %s gives the file, and Kexiang Wait for Task hands it on',
		async (kind) => {
			simulator.addFault({ on: 'submit', kind });
			const parameters = { options: { simplify: false } };
			const { items, error } = await run(simulator, [sync({ parameters }), wait()], { input });
			expect(error).toBeUndefined();
			for (const node of ['Submit', 'Wait']) {
				const [item] = items(node);
				expect(item?.json).toMatchObject({
					state: 'success',
					files: [{ property: 'data', mimeType: 'image/png', fileName: 'result.png' }],
				});
				expect(contentOf(item ?? { json: {} }).subarray(0, 8)).toEqual(PNG);
				expect(JSON.stringify(item?.json).length).toBeLessThan(3_000);
			}
		},
	);

	it('keeps the file over Retry On Fail, as it was paid and can be had nowhere else', async () => {
		simulator.addFault({ on: 'submit', kind: 'dataUrls', contains: 'a boat' });
		simulator.addFault({ on: 'submit', kind: '429', retryAfter: 90, times: 1, contains: 'a ship' });
		const retrying = { retryOnFail: true, maxTries: 2, waitBetweenTries: 1 };
		const parameters = { options: { submissionsAtOnce: 1 } };
		const { items, error } = await run(simulator, [sync({ parameters, ...retrying })], {
			input: itemsOf({ prompt: 'a boat' }, { prompt: 'a ship' }),
		});
		expect(error).toBeUndefined();
		expect(simulator.ledger.tasks).toHaveLength(2);
		const [item] = items('Submit');
		expect(item?.json).toMatchObject({ files: [{ property: 'data' }] });
		expect(item?.json).not.toHaveProperty('note');
		expect(contentOf(item ?? { json: {} }).subarray(0, 8)).toEqual(PNG);
	});

	it('with a path gives an address of its own host, which is fetched without the key', async () => {
		simulator.addFault({ on: 'submit', kind: 'relativeUrls' });
		const { items } = await run(simulator, [sync(), wait({ downloadFiles: true })], { input });
		const [item] = items('Wait');
		expect(item?.json.url).toMatch(new RegExp(`^${simulator.toolsUrl}/images/kx_`));
		expect(contentOf(item ?? { json: {} }).subarray(0, 8)).toEqual(PNG);
		expect(keysSent()).toEqual([]);
	});

	it('with an address of a storage shows it, and Kexiang Wait for Task hands it on', async () => {
		simulator.addFault({ on: 'submit', kind: 'otherScheme' });
		const { items, error } = await run(simulator, [sync(), wait()], { input });
		expect(error).toBeUndefined();
		expect(items('Wait')[0]?.json).toMatchObject({
			state: 'success',
			otherResults: [expect.stringMatching(/^oss:\/\//)],
		});
	});

	it('as OpenAI does, with b64_json, gives the files', async () => {
		const platform = await countingPlatform('a key for b64_json');
		const all = ['a', 'b'].map((name) => drawPicture(name, 8, 8));
		platform.reply = () => ({
			body: {
				created: 1_700_000_000,
				data: all.map((one) => ({ b64_json: one.toString('base64') })),
			},
		});
		const { items, error } = await run(platform, [
			{
				type: 'kexiangCustomRequest',
				name: 'Call',
				parameters: { operation: 'callPath', path: '/minimalist/api/images', body: '{"a":1}' },
			},
		]);
		expect(error).toBeUndefined();
		const [item] = items('Call');
		expect(item?.json.files).toMatchObject([{ property: 'data' }, { property: 'data_1' }]);
		expect([contentOf(item ?? { json: {} }), contentOf(item ?? { json: {} }, 'data_1')]).toEqual(
			all,
		);
		await platform.stop();
	});

	it.each<[string, ChainNode, FaultKind | undefined]>([
		['a file', sync(), 'dataUrls'],
		['an address of a storage', sync(), 'otherScheme'],
		[
			'a text',
			{
				type: 'kexiangVideoTools',
				name: 'Submit',
				parameters: {
					resource: 'transcript',
					operation: 'shortVideoTextExtract',
					videoUrl: 'https://files.example/a.mp4',
				},
			},
			undefined,
		],
	])(
		'%s is in Recent Tasks, which says where it is, and goes through a wait',
		async (_, node, kind) => {
			const own = await startSimulator({
				taskSeconds: 0,
				quiet: true,
				now: time.now,
				inputs: 'off',
			});
			if (kind) own.addFault({ on: 'submit', kind });
			const paid = await run(own, [node], { input, executionId: 'paid-1' });
			expect(paid.error).toBeUndefined();
			const recent = { ...wait({ operation: 'recentTasks' }), name: 'Recent' };
			const { items, error } = await run(own, [recent, wait({ downloadFiles: true })]);
			expect(error).toBeUndefined();
			for (const name of ['Recent', 'Wait'])
				expect(items(name).map(({ json }) => json)).toMatchObject([
					{
						state: 'success',
						executionId: 'paid-1',
						note: expect.stringMatching(/is not kept here/),
					},
				]);
			await own.stop();
		},
	);
});

describe.each(AGENT_KINDS)('an agent (%s)', (kind) => {
	it('is told of the file, and reads no bytes of it', async () => {
		simulator.addFault({ on: 'query', kind: 'dataUrls' });
		const tool = submitImage({
			parameters: { prompt: 'a boat', waitForCompletion: true, waitOptions: quick },
		});
		const { said, errors } = await runAsTool(simulator, kind, tool);
		expect(errors).toEqual([]);
		expect(said.join()).toMatch(/"mimeType":\s*"image\/png"/);
		expect(said.join()).toMatch(/"state":\s*"success"/);
		expect(said.join().length).toBeLessThan(2_000);
	});
});
