import type { INode, INodeExecutionData } from 'n8n-workflow';
import { drawPicture } from '../../simulator/picture';
import { startSimulator, type FaultKind } from '../../simulator/server';
import { running, usePlatform } from '../support/countingPlatform';
import { askAgain, calling, durable, itemsOf, quick, run } from '../support/kexiang';
import { submitImage, wait, type ChainNode } from '../support/kexiang';
import { inQuickTime, leap, leapTo } from '../support/quickTime';
import { useSimulator } from '../support/usedSimulator';

type Given = INode['parameters'];
inQuickTime();

const PNG = drawPicture('a boat', 64, 64);
const SIGNATURE = PNG.subarray(0, 8);
const contentOf = (item: INodeExecutionData | undefined, property = 'data') =>
	Buffer.from(item?.binary?.[property]?.data ?? '', 'base64');
const hasNone = (item: INodeExecutionData | undefined, ...names: string[]) => {
	for (const name of names) expect(item?.json).not.toHaveProperty(name);
};

describe('a result that is no address of the web', () => {
	// Each task has ended when it is first polled.
	const simulator = useSimulator({ taskSeconds: 0 });
	const input = itemsOf({ prompt: 'a boat' });
	const polls = () => simulator.ledger.requests.filter(({ path }) => path.includes('passAuth'));
	const keysSent = () =>
		simulator.ledger.requests.filter(
			({ path, keyPresent }) => keyPresent && /^\/images/.test(path),
		);
	const submitted = async () => {
		const { items } = await run(simulator, [submitImage()], { input });
		leap(10);
		return { input: items('Submit').map(({ json }) => ({ json })) };
	};
	/** Every way to a task's result. */
	const roads: Record<string, (given: Given) => Promise<INodeExecutionData | undefined>> = {
		'Wait for Task': async (given) =>
			(await run(simulator, [submitImage(), wait(given)], { input })).items('Wait')[0],
		'the node that submits': async ({ options, ...given }) => {
			const { simplify = true, ...waitOptions } = options as Given;
			const parameters = { waitForCompletion: true, ...given, options: { simplify }, waitOptions };
			const chain = [submitImage({ name: 'Wait', parameters })];
			return (await run(simulator, chain, { input })).items('Wait')[0];
		},
		'a durable wait': async (given) => {
			const options = { input, connections: askAgain(['Submit']), onSleep: leapTo };
			return (await run(simulator, [submitImage(), durable(given)], options)).items('Wait', 1)[0];
		},
		'Get Status': async (given) => {
			const node = wait({ operation: 'getStatus', ...given });
			return (await run(simulator, [node], await submitted())).items('Wait')[0];
		},
	};

	describe.each(Object.entries(roads))('by %s', (_, go) => {
		it.each<[FaultKind, boolean]>([
			['dataUrls', true],
			['base64', false],
		])('as %s is a file of the item, with Download Files %s', async (kind, downloadFiles) => {
			simulator.addFault({ on: 'query', kind });
			const options = { ...quick, binaryProperty: 'photo', fileName: 'boat', simplify: false };
			const item = await go({ downloadFiles, options });
			const file = { mimeType: 'image/png', fileName: 'boat.png' };
			expect(item?.json).toMatchObject({
				state: 'success',
				files: [{ property: 'photo', ...file }],
			});
			hasNone(item, 'note', 'url', 'otherResults', 'filesNotDownloaded');
			expect(item?.binary?.photo).toMatchObject(file);
			expect(contentOf(item, 'photo').subarray(0, 8)).toEqual(SIGNATURE);
			// Also with the whole answer in it.
			expect(item?.json.raw).toBeDefined();
			expect(JSON.stringify(item?.json).length).toBeLessThan(3_000);
			// It is not taken for a success whose result comes later.
			expect(polls()).toHaveLength(1);
		});

		it('as a path on the host that was polled is fetched there, without the key', async () => {
			simulator.addFault({ on: 'query', kind: 'relativeUrls' });
			const item = await go({ downloadFiles: true, options: quick });
			expect(item?.json.url).toMatch(new RegExp(`^${simulator.platformUrl}/images/kx_`));
			expect(contentOf(item).subarray(0, 8)).toEqual(SIGNATURE);
			hasNone(item, 'filesNotDownloaded');
			expect(keysSent()).toEqual([]);
		});

		it('as an address of a storage is shown', async () => {
			simulator.addFault({ on: 'query', kind: 'otherScheme' });
			const item = await go({ downloadFiles: true, options: quick });
			const address = expect.stringMatching(/^oss:\/\/kexiang-results\/images\/kx_/);
			expect(item?.json).toMatchObject({ state: 'success', otherResults: [address] });
			hasNone(item, 'note', 'url', 'filesNotDownloaded');
			expect(item?.binary).toBeUndefined();
			expect(polls()).toHaveLength(1);
		});
	});

	it('is stored by Get Result of a provider, too', async () => {
		simulator.addFault({ on: 'query', kind: 'dataUrls' });
		const query = { taskId: '={{ $json.taskId }}' };
		const node = calling('Google kbananaOfficialQuery', query, { name: 'Result' });
		const { items } = await run(simulator, [node], await submitted());
		expect(items('Result')[0]?.json).toMatchObject({ files: [{ property: 'data' }] });
		expect(contentOf(items('Result')[0]).subarray(0, 8)).toEqual(SIGNATURE);
	});

	describe('of a service that answers at once', () => {
		const sync = (more: Partial<INode> = {}) =>
			calling('Google nanoBanana2Sync', { prompt: '={{ $json.prompt }}' }, more);

		it('is the file, and Kexiang Wait for Task hands it on', async () => {
			simulator.addFault({ on: 'submit', kind: 'dataUrls' });
			const node = sync({ parameters: { options: { simplify: false } } });
			const { items } = await run(simulator, [node, wait()], { input });
			for (const [item] of [items('Submit'), items('Wait')]) {
				const file = { property: 'data', mimeType: 'image/png', fileName: 'result.png' };
				expect(item?.json).toMatchObject({ state: 'success', files: [file] });
				expect(contentOf(item).subarray(0, 8)).toEqual(SIGNATURE);
				expect(JSON.stringify(item?.json).length).toBeLessThan(3_000);
			}
		});

		it('is kept over Retry On Fail, as it was paid and can be had nowhere else', async () => {
			const late = { kind: '429', retryAfter: 90, times: 1, contains: 'a ship' } as const;
			simulator.addFault({ on: 'submit', kind: 'dataUrls', contains: 'a boat' });
			simulator.addFault({ on: 'submit', ...late });
			const retrying = { retryOnFail: true, maxTries: 2, waitBetweenTries: 1 };
			const node = sync({ parameters: { options: { submissionsAtOnce: 1 } }, ...retrying });
			const both = itemsOf({ prompt: 'a boat' }, { prompt: 'a ship' });
			const { items, error } = await run(simulator, [node], { input: both });
			expect(error).toBeUndefined();
			expect(simulator.ledger.tasks).toHaveLength(2);
			const [item] = items('Submit');
			expect(item?.json).toMatchObject({ files: [{ property: 'data' }] });
			hasNone(item, 'note');
			expect(contentOf(item).subarray(0, 8)).toEqual(SIGNATURE);
		});

		it('as a path is fetched from its own host without the key, and as an address is handed on', async () => {
			simulator.addFault({ on: 'submit', kind: 'relativeUrls', times: 1 });
			const chain = [sync(), wait({ downloadFiles: true })];
			const [path] = (await run(simulator, chain, { input })).items('Wait');
			expect(path?.json.url).toMatch(new RegExp(`^${simulator.toolsUrl}/images/kx_`));
			expect(contentOf(path).subarray(0, 8)).toEqual(SIGNATURE);
			expect(keysSent()).toEqual([]);
			simulator.addFault({ on: 'submit', kind: 'otherScheme' });
			const [address] = (await run(simulator, chain, { input })).items('Wait');
			const otherResults = [expect.stringMatching(/^oss:\/\//)];
			expect(address?.json).toMatchObject({ state: 'success', otherResults });
		});

		const text = { resource: 'transcript', videoUrl: 'https://files.example/a.mp4' };
		it.each<[string, ChainNode]>([
			['a file', sync()],
			['a text', calling('VideoTools shortVideoTextExtract', text)],
		])(
			'as %s is in Recent Tasks, which says where it is, and goes through a wait',
			async (_, node) => {
				const own = await startSimulator({
					taskSeconds: 0,
					quiet: true,
					inputs: 'off',
				});
				own.addFault({ on: 'submit', kind: 'dataUrls' });
				expect((await run(own, [node], { input, executionId: 'paid-1' })).error).toBeUndefined();
				const recent = { ...wait({ operation: 'recentTasks' }), name: 'Recent' };
				const { items, error } = await run(own, [recent, wait({ downloadFiles: true })]);
				await own.stop();
				expect(error).toBeUndefined();
				const note = expect.stringMatching(/is not kept here/);
				for (const name of ['Recent', 'Wait'])
					expect(items(name)).toMatchObject([{ json: { executionId: 'paid-1', note } }]);
			},
		);
	});
});

describe('files in an answer', () => {
	const platform = usePlatform();
	const dataUrl = (file: Buffer) => `data:image/png;base64,${file.toString('base64')}`;
	const done = (service_output: object) => ({ task_status: 'success', service_output });
	const large = (bytes: number) => Buffer.concat([PNG, Buffer.alloc(bytes, 7)]);
	const waitFor = async (options: Given = {}, downloadFiles = true) => {
		const node = wait({ taskId: '7', downloadFiles, options: { ...quick, ...options } });
		return (await run(platform, [node])).items('Wait');
	};

	it('are named where they are too large or no picture, with their beginning alone', async () => {
		platform.reply = () => ({ body: { id: 7, ...done({ imgUrl: dataUrl(large(2 ** 21)) }) } });
		const [item] = await waitFor({ maxFileSize: 1 });
		expect(item?.json.filesNotDownloaded).toEqual([
			{
				url: expect.stringMatching(/^data:image\/png;base64,iVBORw.{20,60}\.\.\.$/),
				failReason: expect.stringMatching(/larger than the limit of 1 MB/),
			},
		]);
		expect(JSON.stringify(item?.json).length).toBeLessThan(1_000);
		const page = dataUrl(Buffer.from('<html>Access denied</html>'));
		platform.reply = () => ({ body: { id: 7, ...done({ imgUrl: page }) } });
		const failReason = expect.stringMatching(/web page or a message/);
		const [message] = await waitFor({}, false);
		expect(message?.json.filesNotDownloaded).toMatchObject([{ failReason }]);
	});

	it('have an item each with One Item per File, without an address', async () => {
		const imgUrls = [dataUrl(PNG), '/files/a.png'];
		platform.reply = ({ path }) =>
			path.startsWith('/files') ? { body: PNG } : { body: { id: 7, ...done({ imgUrls }) } };
		const items = await waitFor({ itemPerFile: true });
		const urls = items.map(({ json }) => json.url);
		expect(urls).toEqual([`${platform.platformUrl}/files/a.png`, undefined]);
		for (const item of items) expect(contentOf(item)).toEqual(PNG);
		const fetched = platform.requests.filter(({ path }) => path.startsWith('/files'));
		expect(fetched).toMatchObject([{ key: '' }]);
	});

	it('as OpenAI names them, b64_json, are all there', async () => {
		const all = [PNG, drawPicture('b', 8, 8)];
		const data = all.map((one) => ({ b64_json: one.toString('base64') }));
		platform.reply = () => ({ body: { created: 1_700_000_000, data } });
		const node = calling('CustomRequest callPath', { path: '/minimalist/api/x', body: '{"a":1}' });
		const [item] = (await run(platform, [node])).items('Submit');
		expect(item?.json.files).toMatchObject([{ property: 'data' }, { property: 'data_1' }]);
		expect([contentOf(item), contentOf(item, 'data_1')]).toEqual(all);
	});

	it('are not saved with the rounds of a durable wait, and there at the end', async () => {
		const early = done({ imgUrl: dataUrl(large(300_000)) });
		let late = 0;
		platform.reply = (request) =>
			request.id === '8' && ++late < 4
				? running(request)
				: { body: { ...early, id: Number(request.id) } };
		const saved: number[] = [];
		const task = { taskSource: 'userTask' };
		const node = durable({ options: { schedule: 'fixed', interval: 70 } });
		const { items, error } = await run(platform, [node], {
			input: itemsOf({ taskId: '7', ...task }, { taskId: '8', ...task }),
			connections: askAgain(),
			onSleep: (till, data) => {
				saved.push(JSON.stringify(data ?? {}).length);
				leapTo(till);
			},
		});
		expect(error).toBeUndefined();
		expect(items('Wait', 1)).toHaveLength(2);
		for (const item of items('Wait', 1)) {
			expect(item.json).toMatchObject({ state: 'success', files: [{ property: 'data' }] });
			hasNone(item, 'note');
			expect(contentOf(item)).toEqual(large(300_000));
		}
		expect(late).toBe(4);
		expect(Math.max(...saved)).toBeLessThan(200_000);
	});
});
