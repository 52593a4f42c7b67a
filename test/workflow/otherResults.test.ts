import type { INode, INodeExecutionData } from 'n8n-workflow';

import { drawPicture } from '../../simulator/picture';
import { startSimulator, type FaultKind, type Simulator } from '../../simulator/server';
import { AGENT_KINDS, runAsTool } from '../support/agent';
import { countingPlatform, running, type Counted, type Reply } from '../support/countingPlatform';
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

type Given = INode['parameters'];
const PNG = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
const input = itemsOf({ prompt: 'a boat' });

/** Every way to a task's result, with the output by which it leaves. */
const roads: Record<string, (given: Given) => Promise<INodeExecutionData | undefined>> = {
	'Wait for Task': async (given) => {
		const { items } = await run(simulator, [submitImage(), wait(given)], { input });
		return items('Wait')[0];
	},
	'the node that submits': async ({ options, ...given }) => {
		const { simplify = true, ...waitOptions } = options as Given;
		const parameters = { waitForCompletion: true, ...given, options: { simplify }, waitOptions };
		const { items } = await run(simulator, [submitImage({ name: 'Wait', parameters })], { input });
		return items('Wait')[0];
	},
	'a durable wait': async (given) => {
		const { items } = await run(simulator, [submitImage(), durable(given)], {
			input,
			connections: askAgain(['Submit']),
			onSleep: time.leapTo,
		});
		return items('Wait', 1)[0];
	},
	'Get Status': async (given) => {
		const { items: made } = await run(simulator, [submitImage()], { input });
		time.leapTo(new Date(time.now() + 10_000));
		const { items } = await run(simulator, [wait({ operation: 'getStatus', ...given })], {
			input: made('Submit').map(({ json }) => ({ json })),
		});
		return items('Wait')[0];
	},
};

const contentOf = ({ binary }: INodeExecutionData, property = 'data') =>
	Buffer.from(binary?.[property]?.data ?? '', 'base64');
const polls = () => simulator.ledger.requests.filter(({ path }) => path.includes('passAuth'));
const keysSent = () =>
	simulator.ledger.requests.filter(({ path, keyPresent }) => keyPresent && /^\/images/.test(path));

describe.each(Object.entries(roads))('by %s', (_, go) => {
	describe.each<FaultKind>(['dataUrls', 'base64'])('a result as %s', (kind) => {
		it.each([true, false])('is a file of the item, with Download Files %s', async (wanted) => {
			simulator.addFault({ on: 'query', kind });
			const options = { ...quick, binaryProperty: 'photo', fileName: 'boat', simplify: false };
			const item = await go({ downloadFiles: wanted, options });
			expect(item?.json).toMatchObject({
				state: 'success',
				files: [{ property: 'photo', mimeType: 'image/png', fileName: 'boat.png' }],
			});
			for (const name of ['note', 'url', 'otherResults', 'filesNotDownloaded'])
				expect(item?.json).not.toHaveProperty(name);
			expect(item?.binary?.photo).toMatchObject({ mimeType: 'image/png', fileName: 'boat.png' });
			expect(contentOf(item ?? { json: {} }, 'photo').subarray(0, 8)).toEqual(PNG);
			// Also with the whole answer in it.
			expect(item?.json.raw).toBeDefined();
			expect(JSON.stringify(item?.json).length).toBeLessThan(3_000);
			// It is not taken for a success whose result comes later.
			expect(polls()).toHaveLength(1);
		});
	});

	it('a path on the host that was asked is fetched there, without the key', async () => {
		simulator.addFault({ on: 'query', kind: 'relativeUrls' });
		const item = await go({ downloadFiles: true, options: quick });
		expect(item?.json.url).toMatch(new RegExp(`^${simulator.platformUrl}/images/kx_`));
		expect(contentOf(item ?? { json: {} }).subarray(0, 8)).toEqual(PNG);
		expect(item?.json).not.toHaveProperty('filesNotDownloaded');
		expect(keysSent()).toEqual([]);
	});

	it.each([true, false])(
		'an address of a storage is shown, with Download Files %s',
		async (all) => {
			simulator.addFault({ on: 'query', kind: 'otherScheme' });
			const item = await go({ downloadFiles: all, options: quick });
			expect(item?.json).toMatchObject({
				state: 'success',
				otherResults: [expect.stringMatching(/^oss:\/\/kexiang-results\/images\/kx_/)],
			});
			for (const name of ['note', 'url', 'filesNotDownloaded'])
				expect(item?.json).not.toHaveProperty(name);
			expect(item?.binary).toBeUndefined();
			expect(polls()).toHaveLength(1);
		},
	);
});

it('Get Result of a provider stores the file, too', async () => {
	simulator.addFault({ on: 'query', kind: 'dataUrls' });
	const { items: made } = await run(simulator, [submitImage()], { input });
	time.leapTo(new Date(time.now() + 10_000));
	const parameters = { operation: 'kbananaOfficialQuery', taskId: '={{ $json.taskId }}' };
	const { items, error } = await run(
		simulator,
		[{ type: 'kexiangGoogle', name: 'Result', parameters }],
		{ input: made('Submit').map(({ json }) => ({ json })) },
	);
	expect(error).toBeUndefined();
	const [item] = items('Result');
	expect(item?.json).toMatchObject({ files: [{ property: 'data' }] });
	expect(contentOf(item ?? { json: {} }).subarray(0, 8)).toEqual(PNG);
});

it('a file beyond the size limit is named, with its beginning alone', async () => {
	const platform = await countingPlatform('a key for a large file');
	const large = Buffer.concat([drawPicture('a', 8, 8), Buffer.alloc(2 * 1024 * 1024)]);
	platform.reply = ({ id }) => ({
		body: {
			id: Number(id),
			task_status: 'success',
			service_output: { imgUrl: `data:image/png;base64,${large.toString('base64')}` },
		},
	});
	const options = { ...quick, maxFileSize: 1 };
	const { items } = await run(platform, [wait({ taskId: '7', downloadFiles: true, options })]);
	const [item] = items('Wait');
	expect(item?.json.filesNotDownloaded).toEqual([
		{
			url: expect.stringMatching(/^data:image\/png;base64,iVBORw.{20,60}\.\.\.$/),
			failReason: expect.stringMatching(/larger than the limit of 1 MB/),
		},
	]);
	expect(JSON.stringify(item?.json).length).toBeLessThan(1_000);
	await platform.stop();
});

it('what is called a picture and is a message is not saved as one', async () => {
	const platform = await countingPlatform('a key for a message');
	const page = Buffer.from('<html>Access denied</html>').toString('base64');
	platform.reply = ({ id }) => ({
		body: {
			id: Number(id),
			task_status: 'success',
			service_output: { imgUrl: `data:image/png;base64,${page}` },
		},
	});
	const { items } = await run(platform, [wait({ taskId: '7', options: quick })]);
	expect(items('Wait')[0]?.json.filesNotDownloaded).toMatchObject([
		{ failReason: expect.stringMatching(/web page or a message/) },
	]);
	await platform.stop();
});

it('One Item per File gives each of them an item, those in the answer without an address', async () => {
	const platform = await countingPlatform('a key for items');
	const picture = drawPicture('a', 8, 8);
	const data = `data:image/png;base64,${picture.toString('base64')}`;
	platform.reply = ({ id, path }) =>
		path.startsWith('/files')
			? { body: picture }
			: {
					body: {
						id: Number(id),
						task_status: 'success',
						service_output: { imgUrls: [data, '/files/a.png'] },
					},
				};
	const options = { ...quick, itemPerFile: true };
	const { items } = await run(platform, [wait({ taskId: '7', downloadFiles: true, options })]);
	expect(items('Wait').map(({ json }) => json.url)).toEqual([
		`${platform.platformUrl}/files/a.png`,
		undefined,
	]);
	for (const item of items('Wait')) expect(contentOf(item)).toEqual(picture);
	expect(platform.requests.filter(({ path }) => path.startsWith('/files'))).toMatchObject([
		{ key: '' },
	]);
	await platform.stop();
});

describe('a durable wait', () => {
	const large = Buffer.concat([drawPicture('a', 8, 8), Buffer.alloc(300_000, 7)]);
	const early: Reply['body'] = {
		task_status: 'success',
		service_output: { imgUrl: `data:image/png;base64,${large.toString('base64')}` },
	};

	it('saves no file with its rounds, and has it at the end', async () => {
		const platform = await countingPlatform('a key for rounds');
		let late = 0;
		platform.reply = (request: Counted): Reply => {
			const { id } = request;
			if (id === '8' && ++late < 4) return running(request);
			return { body: { ...early, id: Number(id) } };
		};
		const saved: number[] = [];
		const {
			items,
			error,
			run: ran,
		} = await run(platform, [durable({ options: { schedule: 'fixed', interval: 70 } })], {
			input: itemsOf(
				{ taskId: '7', taskSource: 'userTask' },
				{ taskId: '8', taskSource: 'userTask' },
			),
			connections: askAgain(),
			onSleep: (till, data) => {
				saved.push(JSON.stringify(data ?? {}).length);
				time.leapTo(till);
			},
		});
		expect(error).toBeUndefined();
		expect(ran.status).toBe('success');
		expect(items('Wait', 1)).toHaveLength(2);
		for (const item of items('Wait', 1)) {
			expect(item.json).toMatchObject({ state: 'success', files: [{ property: 'data' }] });
			expect(item.json).not.toHaveProperty('note');
			expect(contentOf(item)).toEqual(large);
		}
		expect(late).toBe(4);
		expect(Math.max(...saved)).toBeLessThan(200_000);
		await platform.stop();
	});
});

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
