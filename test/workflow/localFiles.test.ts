import type { IBinaryData, IBinaryKeyData, IDataObject, INodeExecutionData } from 'n8n-workflow';
import { drawPicture } from '../../simulator/picture';
import { type Simulator, startSimulator } from '../../simulator/server';
import { AGENT_KINDS, type AgentKind, runAsTool } from '../support/agent';
import { binaryOnDisk, type BinaryOnDisk } from '../support/binaryOnDisk';
import { run } from '../support/kexiang';
import { jpeg, png, webp } from '../support/mediaFiles';
import {
	binaryOf,
	inputs,
	n8n,
	newExecution,
	PNG,
	simulator,
	stored,
	type Submission,
	submit,
	submitsFiles,
} from '../support/submittedFiles';

describe('of the item', () => {
	submitsFiles();

	it.each<[string, string, number]>([
		['a name', 'data', 1],
		['a pattern', 'photo_*', 1],
		['names and a URL', 'data, photo_2, https://example.com/1.png', 2],
		['the object', '={{ $binary.data }}', 1],
		['all of them', '={{ $binary }}', 2],
		['its id', '={{ $binary.data.id }}', 1],
		['its content, which no expression sees', '={{ $binary.data.data }}', 1],
		['the same in brackets', '={{ $binary["photo_2"].data }}', 1],
		['the object of another node', "={{ $('Start').item.binary.photo_2 }}", 1],
		['base64', `data:image/png;base64,${PNG.toString('base64')}`, 1],
	])('%s is fetched by the platform', async (_, value, count) => {
		const { error } = await submit(value);
		expect(error).toBeUndefined();
		expect(inputs()).toHaveLength(count);
		for (const input of inputs()) expect(input).toMatchObject({ bytes: PNG.length });
	});

	/** As a Code node makes it, or an n8n that keeps files in memory: an expression sees all of it but its content. */
	const inMemory = (content: Buffer, fileName: string): IBinaryData => ({
		data: content.toString('base64'),
		mimeType: 'image/png',
		fileName,
		fileExtension: 'png',
	});

	it.each([
		'data',
		'={{ $binary.data }}',
		'={{ $binary["data"] }}',
		'={{ $binary.data.id }}',
		'={{ $binary.data.data }}',
		'={{ [$binary.data] }}',
		'={{ $input.item.binary.data }}',
		"={{ $('Start').item.binary.data }}",
	])('a file in memory is taken by %s', async (value) => {
		const photo_2 = inMemory(png(400, 400), 'dog.png');
		const { error } = await submit(value, { binary: { data: inMemory(PNG, 'cat.png'), photo_2 } });
		expect(error).toBeUndefined();
		expect(inputs()).toEqual([expect.objectContaining({ bytes: PNG.length })]);
	});

	it.each(['={{ $binary }}', '={{ Object.values($binary) }}'])(
		'all files in memory are taken by %s',
		async (value) => {
			const photo_2 = inMemory(png(400, 400), 'dog.png');
			const { error } = await submit(value, {
				binary: { data: inMemory(PNG, 'cat.png'), photo_2 },
			});
			expect(error).toBeUndefined();
			expect(inputs()).toHaveLength(2);
		},
	);

	it('of two files in memory that are called alike, the one is taken that is named', async () => {
		const binary = { data: inMemory(png(400, 400), 'a.png'), photo_2: inMemory(PNG, 'a.png') };
		const { error } = await submit('={{ [$binary.data] }}', { binary });
		expect(error?.message).toBe(
			'Image URLs contains a file that may be any of data, photo_2 [item 0]',
		);
		expect(simulator.ledger.requests).toEqual([]);
		for (const value of ['={{ $binary.photo_2 }}', '={{ $binary }}'])
			expect((await submit(value, { binary })).error).toBeUndefined();
		expect(inputs()).toHaveLength(3);
		expect(inputs()[0]).toMatchObject({ bytes: PNG.length });
	});

	const FORM = 'filesystem-v2:workflows/w/executions/77/binary_data/1';

	it.each<[string, unknown, Buffer, string, string]>([
		[
			'a name that is none',
			'dta',
			PNG,
			'but contains "dta"',
			'The item has the binary fields data: cat',
		],
		[
			'an expression that finds no file',
			'={{ $binary.dta }}',
			PNG,
			'Image URLs is empty, because its expression finds no file',
			'Enter a URL, or the name of a binary field. The item has the binary fields data: cat',
		],
		[
			'an expression that finds no content of a file',
			'={{ $binary.dta.data }}',
			PNG,
			'Image URLs is empty, because its expression finds no file',
			'The item has the binary fields data: cat',
		],
		['a file that is no picture', 'data', Buffer.from('%PDF-1.7\n'), 'accepts an image', ''],
		['a picture that is too large', 'data', Buffer.concat([PNG, Buffer.alloc(11e6)]), '10 MB', ''],
		[
			'a file of somebody else',
			`={{ { mimeType: "image/png", id: "${FORM}" } }}`,
			PNG,
			'that this item does not have',
			'The item has',
		],
	])('%s is refused, and nothing is sent', async (_, value, content, reason, advice) => {
		const { error } = await submit(value, { binary: await binaryOf(content) });
		expect(error?.message).toContain(reason);
		expect(error?.description).toContain(advice);
		expect(simulator.ledger.requests).toEqual([]);
	});

	const CUT = PNG.subarray(0, PNG.length - 100);

	it.each<[string, Buffer, string]>([
		[
			'of too short sides',
			png(64, 64),
			'which is 64 x 64 pixels; each side must be at least 300 pixels',
		],
		[
			'too narrow',
			jpeg(300, 900, { orientation: 6 }),
			'which is 900 x 300 pixels; the longer side must be at most',
		],
		[
			'of another format',
			webp.lossy(400, 400),
			'accepts an image (JPG or PNG), but the file cat.png',
		],
		['cut off', CUT, 'which is incomplete'],
	])('a picture %s is refused, unless files are not to be checked', async (_, content, reason) => {
		const binary = await binaryOf(content);
		const { error } = await submit('data', { binary });
		expect(error?.message).toContain(reason);
		expect(error?.description).toContain('Options > Check Files');
		expect(simulator.ledger.requests).toEqual([]);
		const retried = await submit('data', { binary, node: { retryOnFail: true, maxTries: 2 } });
		expect(retried.error?.message).toContain(reason);
		expect(simulator.ledger.requests).toEqual([]);
		const unchecked = await submit('data', { binary, options: { checkFiles: false } });
		expect(unchecked.error).toBeUndefined();
		expect(inputs()).toEqual([expect.objectContaining({ bytes: content.length })]);
	});

	it('refuses nothing but the item whose file it is, where the others go on', async () => {
		const { items } = await submit('={{ $itemIndex === 0 ? "photo_2" : "data" }}', {
			binary: await binaryOf(png(64, 64)),
			items: 2,
			node: { onError: 'continueRegularOutput' },
		});
		expect(items('Submit').map(({ json }) => [typeof json.taskId, typeof json.error])).toEqual([
			['string', 'undefined'],
			['undefined', 'object'],
		]);
		expect(inputs()).toHaveLength(1);
	});

	it('takes the label of a form that is certain, and tells one that is not', async () => {
		const photo = await stored(PNG);
		const label = async (json: IDataObject, binary: IBinaryKeyData) => {
			return await run(
				simulator,
				[
					{
						type: 'kexiangKling',
						name: 'Submit',
						parameters: {
							operation: 'klingV3OmniImageToVideo',
							prompt: 'it sails',
							imageUrls: '照片',
						},
					},
				],
				{
					input: [{ json, binary }],
					restApiUrl: n8n.restApiUrl,
					executionId: newExecution(),
				},
			);
		};
		const told = { filename: 'cat.png', mimetype: 'image/png', size: 3 };
		const taken = await label({ 照片: told, 姓名: '李明' }, { __: photo });
		expect(taken.error).toBeUndefined();
		expect(inputs()).toHaveLength(1);
		// n8n keeps the files of both under one name: that of the latter is left.
		const { error } = await label({ 照片: told, 背景: [told] }, { __: photo });
		expect(error?.message).toContain("n8n's form kept only one file for its fields 照片, 背景");
		expect(error?.description).toContain('Rename these fields of the form');
		expect(inputs()).toHaveLength(1);
	});

	describe('JSON that is sent as it is', () => {
		const custom = async (userInput: string, more: Submission = {}) =>
			await submit('', {
				type: 'kexiangCustomRequest',
				operation: 'createTask',
				parameters: { modelName: 'kling', modelType: 'img2video', userInput },
				...more,
			});
		const added = async (additionalFields: string) =>
			await submit('', {
				parameters: {
					prompt: 'x',
					imageUrls: 'https://example.com/1.png',
					advanced: { additionalFields },
				},
			});

		it.each<[string, string]>([
			['={{ { image_url: $binary.data } }}', "contains n8n's own data about a file in image_url"],
			['={{ { list: [$binary.data] } }}', "contains n8n's own data about a file in list"],
			['={{ JSON.stringify({ a: { image: $binary.data.id } }) }}', 'data about a file in image'],
			['{"image_url": "data"}', 'contains the name of the binary field data in image_url'],
			[
				'{"image_urls": ["https://example.com/1.png", "photo_2"]}',
				'binary field photo_2 in image_urls',
			],
			['{"imageUrl": "C:\\\\cat.png"}', 'a path on a disk'],
		])('holds no file: %s', async (json, reason) => {
			for (const [label, send] of [
				['User Input', custom],
				['Additional Fields', added],
			] as const) {
				const { error } = await send(json);
				expect(error?.message).toMatch(new RegExp(`^${label} `));
				expect(error?.message).toContain(reason);
				expect(error?.description).toMatch(/Nothing was sent\.$/);
			}
			expect(simulator.ledger.requests).toEqual([]);
		});

		it('holds no file in memory', async () => {
			const binary = { data: inMemory(PNG, 'a.png'), photo_2: inMemory(PNG, 'b.png') };
			const { error } = await custom('={{ { image_url: $binary.data } }}', { binary });
			expect(error?.message).toContain("contains n8n's own data about a file in image_url");
			expect(simulator.ledger.requests).toEqual([]);
		});

		it.each([
			'{"prompt": "data", "name": "photo_2", "image_url": "https://example.com/1.png"}',
			'{"output": {"mimeType": "image/png"}, "path": "/a/b"}',
			'{"inline": {"mimeType": "image/png", "data": "aGVsbG8="}}',
			'{"file": {"mimeType": "image/png", "fileName": "cat.png", "url": "https://example.com/1.png"}}',
		])('may hold what looks like one: %s', async (json) => {
			const { items } = await custom(json, { options: { previewRequest: true } });
			expect(items('Submit')[0]?.json).toMatchObject({
				preview: true,
				request: { body: { user_input: JSON.parse(json) } },
			});
		});
	});
});

describe('of the input of an agent', () => {
	/** n8n hands no binary data to a tool; its fields for media take the files of the agent's own input item. */

	const pictures = ['a boat', 'a kite'].map((prompt) => drawPicture(prompt, 320, 320));
	let n8n: BinaryOnDisk;
	let simulator: Simulator;
	let executions = 0;
	beforeAll(async () => {
		n8n = await binaryOnDisk();
	});
	afterAll(async () => await n8n.stop());
	beforeEach(async () => {
		simulator = await startSimulator({ taskSeconds: 0.1, quiet: true });
	});
	afterEach(async () => await simulator.stop());

	const chatItem = async (chatInput: string, place = 0): Promise<INodeExecutionData> => ({
		json: { chatInput },
		binary: {
			data0: await n8n.service.store(
				{ type: 'execution', workflowId: 'w', executionId: 'temp' },
				pictures[place] ?? Buffer.alloc(0),
				{ data: '', mimeType: 'image/png', fileName: `${place}.png` },
			),
		},
	});

	async function poll(kind: AgentKind, imageUrls: string, input: INodeExecutionData[]) {
		executions += 1;
		const parameters = {
			operation: 'klingV3OmniImageToVideo',
			prompt: "={{ $fromAI('prompt') }}",
			imageUrls: imageUrls,
			waitForCompletion: false,
		};
		const tool = { type: 'kexiangKling', parameters };
		return await runAsTool(simulator, kind, tool, [{ prompt: 'it flies', files: 'data0' }], {
			executionId: `agent-${executions}`,
			restApiUrl: n8n.restApiUrl,
			input,
		});
	}
	const bytes = () => simulator.ledger.inputs.map((input) => input.bytes);

	describe.each(AGENT_KINDS)('a tool of %s', (kind) => {
		it.each([
			['that the model names', "={{ $fromAI('files') }}"],
			['that the form names', 'data0'],
			['that a pattern names', 'data*'],
		])('takes a file of the chat %s', async (_, value) => {
			const { said, errors } = await poll(kind, value, [await chatItem('make it fly')]);
			expect(errors).toEqual([]);
			expect(said[0]).toContain('taskId');
			expect(bytes()).toEqual([pictures[0]?.length]);
		});

		it('says what there is where the model names nothing', async () => {
			const { errors, said } = await poll(kind, 'cat', [await chatItem('make it fly')]);
			expect([...errors, ...said].join()).toContain('but contains \\"cat\\"'.replaceAll('\\', ''));
			expect(bytes()).toEqual([]);
		});

		it('never takes a file of another item', async () => {
			const input = [await chatItem('make it fly'), await chatItem('make it swim', 1)];
			const { errors } = await poll(kind, 'data0', input);
			// Agents up to version 2 do not tell which item is meant.
			expect(bytes()).toEqual(kind === 'agent 3' ? [pictures[0]?.length] : []);
			expect(errors.join()).toContain(
				kind === 'agent 3' ? '' : "The agent's input item has no binary fields",
			);
			expect(simulator.ledger.requests).toHaveLength(kind === 'agent 3' ? 1 : 0);
		});
	});
});
