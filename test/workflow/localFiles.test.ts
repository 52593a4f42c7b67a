import type { IBinaryKeyData, IDataObject, INodeType } from 'n8n-workflow';
import { drawPicture } from '../../simulator/picture';
import { AGENT_KINDS, runAsTool } from '../support/agent';
import { run } from '../support/kexiang';
import { describedAs } from '../support/runWorkflow';
import { png, webp } from '../support/mediaFiles';
import {
	binaryOf,
	fetched,
	memory,
	place,
	PNG,
	sharesFiles,
	simulator,
	stored,
	type Submission,
	submit,
} from '../support/sharing';

/** Files of n8n that fields for media name: which are meant, when their links are made, and who is told. */
sharesFiles();

const nothingSent = () => expect(simulator.ledger.requests).toEqual([]);
/** As a Code node makes them, or an n8n that keeps files in memory: an expression sees all but their content. */
const inMemory = { data: memory(PNG), photo_2: memory(png(400, 400)) };

describe('a file of the item', () => {
	it.each<[string, string, number]>([
		['names and a URL', 'data, photo_2, https://example.com/1.png', 2],
		['the object', '={{ $binary.data }}', 1],
		['all of them', '={{ $binary }}', 2],
		['its id', '={{ $binary.data.id }}', 1],
		['its content, which no expression sees', '={{ $binary.data.data }}', 1],
		['the object of another node', "={{ $('Start').item.binary.photo_2 }}", 1],
		['base64', `data:image/png;base64,${PNG.toString('base64')}`, 1],
	])('is fetched by the platform: %s', async (_, value, count) => {
		expect((await submit(value)).error).toBeUndefined();
		expect(fetched()).toEqual(Array(count).fill(PNG.length));
	});

	it.each([
		['data', 1],
		['={{ $binary.data.data }}', 1],
		['={{ [$binary.data] }}', 1],
		["={{ $('Start').item.binary.data }}", 1],
		['={{ $binary }}', 2],
		['={{ Object.values($binary) }}', 2],
	])('in memory is taken by %s', async (value, count) => {
		const photo_2 = { ...inMemory.photo_2, fileName: 'dog.png' };
		const { error } = await submit(value, { binary: { ...inMemory, photo_2 } });
		expect(error).toBeUndefined();
		expect(fetched()).toHaveLength(count);
		expect(fetched()).toContain(PNG.length);
	});

	it('is taken where it is named, of two in memory that are called alike', async () => {
		const binary = { data: inMemory.photo_2, photo_2: inMemory.data };
		const { error } = await submit('={{ [$binary.data] }}', { binary });
		expect(error?.message).toBe(
			'Image URLs contains a file that may be any of data, photo_2 [item 0]',
		);
		nothingSent();
		for (const value of ['={{ $binary.photo_2 }}', '={{ $binary }}'])
			expect((await submit(value, { binary })).error).toBeUndefined();
		expect(fetched()).toHaveLength(3);
		expect(fetched()[0]).toBe(PNG.length);
	});

	const OTHER = 'filesystem-v2:workflows/w/executions/77/binary_data/1';
	it.each`
		what                                     | value                                                 | reason
		${'a name that is none'}                 | ${'dta'}                                              | ${'but contains "dta"'}
		${'an expression that finds no file'}    | ${'={{ $binary.dta }}'}                               | ${'Image URLs is empty, because its expression finds no file'}
		${'an expression that finds no content'} | ${'={{ $binary.dta.data }}'}                          | ${'Image URLs is empty, because its expression finds no file'}
		${'the file of somebody else'}           | ${`={{ { mimeType: "image/png", id: "${OTHER}" } }}`} | ${'that this item does not have'}
	`(
		'is told where there is none, and nothing is sent: $what',
		async ({ value, reason }: Refusal) => {
			const { error } = await submit(value);
			expect(error?.message).toContain(reason);
			expect(error?.description).toContain('The item has the binary fields data: cat');
			nothingSent();
		},
	);
	interface Refusal {
		value: string;
		reason: string;
	}

	it.each<[string, Buffer, string]>([
		['of too short sides', png(64, 64), '64 x 64 pixels; each side must be at least 300 pixels'],
		['of another format', webp.lossy(400, 400), 'accepts an image (JPG or PNG), but the file cat'],
		['cut off', PNG.subarray(0, PNG.length - 100), 'which is incomplete'],
	])('%s is refused, unless files are not to be checked', async (_, content, reason) => {
		const binary = await binaryOf(content);
		const { error } = await submit('data', { binary, node: { retryOnFail: true, maxTries: 2 } });
		expect(error?.message).toContain(reason);
		expect(error?.description).toContain('Options > Check Files');
		nothingSent();
		const unchecked = await submit('data', { binary, options: { checkFiles: false } });
		expect(unchecked.error).toBeUndefined();
		expect(fetched()).toEqual([content.length]);
	});

	it('that is refused holds no other item back, and stays in its item, where errors go on', async () => {
		const binary = await binaryOf(png(64, 64));
		const value = '={{ $itemIndex === 0 ? "photo_2" : "data" }}';
		for (const [onError, output] of [
			['continueRegularOutput', 0],
			['continueErrorOutput', 1],
		] as const) {
			const { items } = await submit(value, { binary, items: 2, node: { onError } });
			expect(items('Submit')[0]?.json).toHaveProperty('taskId');
			expect(items('Submit', output).at(-1)).toMatchObject({ json: { error: {} }, binary });
		}
		expect(fetched()).toHaveLength(2);
	});

	it('is found by the label of a form that is certain, and one that is not is told', async () => {
		const __ = await stored(PNG);
		const told = { filename: 'cat.png', mimetype: 'image/png', size: 3 };
		const label = async (json: IDataObject) =>
			await submit('照片', { more: { input: [{ json, binary: { __ } }] } });
		expect((await label({ 照片: told, 姓名: '李明' })).error).toBeUndefined();
		expect(fetched()).toHaveLength(1);
		// n8n keeps the files of both under one name: that of the latter is left.
		const { error } = await label({ 照片: told, 背景: [told] });
		expect(error?.message).toContain("n8n's form kept only one file for its fields 照片, 背景");
		expect(error?.description).toContain('Rename these fields of the form');
		expect(fetched()).toHaveLength(1);
	});

	it.each(['temp', '77'])(
		'of a form or another execution (%s) is taken from a node before',
		async (id) => {
			/** As most nodes are: what it puts out has no files. */
			const dropping: INodeType = {
				description: describedAs('drop'),
				async execute() {
					return [this.getInputData().map(({ json }, item) => ({ json, pairedItem: { item } }))];
				},
			};
			const imageUrls = "={{ $('Start').item.binary.photo }}";
			const parameters = { operation: 'klingV3OmniImageToVideo', prompt: 'it sails', imageUrls };
			const chain = [
				{ type: 'drop', name: 'Drop' },
				{ type: 'kexiangKling', parameters },
			];
			const { error } = await run(simulator, chain, {
				moreTypes: [dropping],
				input: [{ json: {}, binary: { photo: await stored(PNG, {}, id) } }],
				...place(),
			});
			expect(error).toBeUndefined();
			expect(fetched()).toEqual([PNG.length]);
		},
	);
});

describe('JSON that is sent as it is', () => {
	const custom = async (userInput: string, more: Submission = {}) => {
		const parameters = { modelName: 'kling', modelType: 'img2video', userInput };
		const node = { type: 'kexiangCustomRequest', operation: 'createTask', parameters };
		return await submit('', { ...node, ...more });
	};
	const URL = 'https://example.com/1.png';
	const added = async (additionalFields: string, more: Submission = {}) =>
		await submit('', {
			parameters: { prompt: 'x', imageUrls: URL, advanced: { additionalFields } },
			...more,
		});

	const OWN_DATA = "contains n8n's own data about a file in list";
	it.each<[string, string, IBinaryKeyData | undefined]>([
		['={{ { list: [$binary.data] } }}', OWN_DATA, undefined],
		['={{ { list: [$binary.data] } }}', OWN_DATA, inMemory],
		['={{ JSON.stringify({ a: { image: $binary.data.id } }) }}', 'a file in image', undefined],
		['{"image_url": "data"}', 'the name of the binary field data in image_url', undefined],
		[`{"image_urls": ["${URL}", "photo_2"]}`, 'binary field photo_2 in image_urls', undefined],
		['{"imageUrl": "C:\\\\cat.png"}', 'a path on a disk', undefined],
	])('holds no file: %s, as it %s', async (json, reason, binary) => {
		const more = binary && { binary };
		const [ofTask, ofField] = [await custom(json, more), await added(json, more)];
		expect(ofTask.error?.message).toMatch(/^User Input /);
		expect(ofField.error?.message).toMatch(/^Additional Fields /);
		for (const { error } of [ofTask, ofField]) {
			expect(error?.message).toContain(reason);
			expect(error?.description).toMatch(/Nothing was sent\.$/);
		}
		nothingSent();
	});

	it.each([
		`{"prompt": "data", "name": "photo_2", "image_url": "${URL}"}`,
		'{"output": {"mimeType": "image/png"}, "path": "/a/b"}',
		'{"inline": {"mimeType": "image/png", "data": "aGVsbG8="}}',
		`{"file": {"mimeType": "image/png", "fileName": "cat.png", "url": "${URL}"}}`,
	])('may hold what looks like one: %s', async (json) => {
		const { items } = await custom(json, { options: { previewRequest: true } });
		const request = { body: { user_input: JSON.parse(json) as object } };
		expect(items('Submit')).toMatchObject([{ json: { preview: true, request } }]);
	});
});

/** n8n hands no binary data to a tool; its fields for media take the files of the agent's own input item. */
describe.each(AGENT_KINDS)('a file of the chat, for a tool of %s,', (kind) => {
	const pictures = ['a boat', 'a kite'].map((prompt) => drawPicture(prompt, 320, 320));
	const use = async (imageUrls: string, chats = 1) => {
		const files = await Promise.all(pictures.map(async (one) => await stored(one, {}, 'temp')));
		const input = files.map((data0, chatInput) => ({ json: { chatInput }, binary: { data0 } }));
		const asked = { operation: 'klingV3OmniImageToVideo', waitForCompletion: false };
		const tool = {
			type: 'kexiangKling',
			parameters: { ...asked, prompt: "={{ $fromAI('prompt') }}", imageUrls },
		};
		const call = { prompt: 'it flies', files: 'data0' };
		const options = { ...place(), input: input.slice(0, chats) };
		const { said, errors } = await runAsTool(simulator, kind, tool, [call], options);
		return { said, errors: errors.join() };
	};

	it.each(["={{ $fromAI('files') }}", 'data0', 'data*'])('is taken by %s', async (value) => {
		const { said, errors } = await use(value);
		expect(errors).toBe('');
		expect(said[0]).toContain('taskId');
		expect(fetched()).toEqual([pictures[0]?.length]);
	});

	it('is missed where the model names nothing', async () => {
		expect((await use('cat')).errors).toContain('but contains "cat"');
		nothingSent();
	});

	it('is never that of another item', async () => {
		const { errors } = await use('data0', 2);
		// Agents up to version 2 do not tell which item is meant.
		const isTold = kind === 'agent 3';
		expect(fetched()).toEqual(isTold ? [pictures[0]?.length] : []);
		expect(errors).toContain(isTold ? '' : "The agent's input item has no binary fields");
		expect(simulator.ledger.requests).toHaveLength(isTold ? 1 : 0);
	});
});
