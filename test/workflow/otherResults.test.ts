import type { INode, INodeExecutionData } from 'n8n-workflow';
import { drawPicture } from '../../simulator/picture';
import { type FaultKind, type Simulator } from '../../simulator/server';
import { countingPlatform, running, type Counted, type Reply } from '../support/countingPlatform';
import { askAgain, durable, itemsOf, quick, run, submitImage, wait } from '../support/kexiang';
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
