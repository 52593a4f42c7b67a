import type { INode } from 'n8n-workflow';
import { startSimulator, type Simulator } from '../../simulator/server';
import { run, submitImage } from '../support/kexiang';
import { inQuickTime } from '../support/quickTime';

jest.mock('../../nodes/shared/util/time', () => jest.requireActual('../support/quickTime'));

inQuickTime();

/** Values of every type and size that an expression can bring, through n8n's own engine. */
let simulator: Simulator;

beforeAll(async () => {
	simulator = await startSimulator({ taskSeconds: 0.1, quiet: true });
});

afterAll(async () => await simulator.stop());

beforeEach(() => simulator.ledger.clear());

const MEGABYTE = 'a paper boat on a lake at dawn. '.repeat(32_768);

const EMOJI = '一只纸船 🛶👩‍👩‍👧 \u0000 "quoted" \\ line\nbreak \u2028 ñ';

/** What the platform is sent for one value, or what the user is told. */
async function outcomeOf(name: string, value: unknown, isAdvanced = false) {
	const expression = '={{ $json.value }}';
	const parameters = isAdvanced ? { advanced: { [name]: expression } } : { [name]: expression };
	const { error, items } = await run(
		simulator,
		[submitImage({ parameters: { ...more, ...parameters } })],
		{ input: [{ json: { value } as never }] },
	);
	const sent = simulator.ledger.requests.map(
		({ body }) => (body as { user_input: Record<string, unknown> }).user_input,
	);
	expect(simulator.ledger.violations).toEqual([]);
	if (error === undefined) expect(items('Submit')).toHaveLength(1);
	else expect(sent).toEqual([]);
	return error?.message ?? sent[0];
}

const more = { mode: 'text2img' };

describe('a prompt', () => {
	it.each<[string, unknown, string]>([
		['text', 'a boat', 'a boat'],
		['text with spaces around it', '  a boat ', '  a boat '],
		['a number', 42, '42'],
		['zero', 0, '0'],
		['emoji, quotes, line breaks', EMOJI, EMOJI],
		['braces that are no expression', 'a {{curly}} boat', 'a {{curly}} boat'],
		['1 MB', MEGABYTE, MEGABYTE],
	])('%s is sent', async (_name, value, prompt) => {
		expect(await outcomeOf('prompt', value)).toMatchObject({ prompt });
	});

	it.each<[string, unknown, string]>([
		['null', null, 'Prompt is required but empty'],
		['nothing', undefined, 'Prompt is required but empty'],
		['blank', ' \n\t', 'Prompt is required but empty'],
		['a list', ['a', 'b'], 'Prompt must be text, but is a list'],
		['an object', { text: 'a boat' }, 'Prompt must be text, but is an object'],
		['a truth value', false, 'Prompt must be text, but is false'],
		['no number', Number.NaN, 'Prompt must be text, but is NaN'],
		['an object within words', 'a [object Object]', 'Prompt contains [object Object]'],
		['an expression that was not evaluated', 'a {{ $json.boat }}', 'Prompt contains an expre'],
	])('%s is refused', async (_name, value, message) => {
		const told = await outcomeOf('prompt', value);
		expect(told).toMatch(/ \[item 0\]$/);
		expect(String(told).slice(0, message.length)).toBe(message);
	});
});

describe('other parameters', () => {
	const A = 'https://example.com/a.png';
	const B = 'https://example.com/b.png?x=1,2';

	const pictures = async (value: unknown) => {
		const { error } = await run(
			simulator,
			[
				submitImage({
					parameters: { mode: 'img2img', imageUrls: '={{ $json.value }}', prompt: 'a boat' },
				}),
			],
			{ input: [{ json: { value } as never }] },
		);
		return error?.message ?? simulator.ledger.requests[0]?.body;
	};

	it.each<[string, unknown]>([
		['a list', [A, B]],
		['a list as text', JSON.stringify([A, B])],
		['lines', `${A}\n${B}`],
		['commas', `${A}, ${B}`],
		['commas of a Chinese keyboard', `${A}，${B}`],
		['other signs of it', `“${A}”；${B}。`],
		['Markdown', `![a](${A})\n![b](${B})`],
		['a list of objects', [{ url: A }, { url: B }]],
	])('URLs: %s', async (_name, value) => {
		expect(JSON.stringify(await pictures(value))).toContain(JSON.stringify([A, B]));
	});

	it.each<[string, unknown, RegExp]>([
		['null', null, /^Image URLs is required but empty/],
		['a number', 7, /^Image URLs must contain URLs or files, but contains 7/],
		['broken JSON', '["https://example.com', /^Image URLs begins like JSON but is not valid JSON/],
		[
			'base64 of something else than a picture',
			`data:image/png;base64,${'A'.repeat(1_000_000)}`,
			/^Image URLs accepts an image, but the file of type image\/png is not an image/,
		],
		['not evaluated', '{{ $json.url }}', /^Image URLs contains an expression/],
	])('URLs: %s is refused', async (_name, value, message) => {
		expect(await pictures(value)).toMatch(message);
		expect(simulator.ledger.requests).toEqual([]);
	});

	it.each<[string, unknown, unknown]>([
		['a number as text', '0', '0'],
		['a number', 0, '0'],
	])('a text option: %s', async (_name, value, source) => {
		await outcomeOf('source', value, true);
		expect(simulator.ledger.requests[0]?.body).toMatchObject({ source });
	});

	it.each<[string, unknown, unknown]>([
		['a number', 2, 2],
		['a number as text', ' 2 ', 2],
		['null: as if not set', null, undefined],
		['blank: as if not set', '', undefined],
	])('a number option: %s', async (_name, value, costType) => {
		await outcomeOf('costType', value, true);
		expect(simulator.ledger.requests[0]?.body).toEqual(
			costType === undefined
				? expect.not.objectContaining({ cost_type: expect.anything() })
				: expect.objectContaining({ cost_type: costType }),
		);
	});

	it.each<[unknown, RegExp]>([
		['two', /^Cost Type must be a number, but is "two"/],
		[1.5, /^Cost Type must be a whole number/],
		[-1, /^Cost Type must be at least 0, but is -1/],
		[[1, 2], /^Cost Type must be a number, but is a list/],
		[{}, /^Cost Type must be a number, but is an object/],
		['Infinity', /^Cost Type must be a number/],
	])('a number option refuses %j', async (value, message) => {
		expect(await outcomeOf('costType', value, true)).toMatch(message);
	});

	it.each<[string, unknown, unknown]>([
		['an object', { size: '16:9' }, { size: '16:9' }],
		['JSON', '{"size": "16:9"}', { size: '16:9' }],
		['null', null, {}],
		['an empty object', {}, {}],
	])('Additional Fields: %s', async (_name, value, fields) => {
		expect(await outcomeOf('additionalFields', value, true)).toMatchObject(fields as object);
	});

	it.each<[unknown, RegExp]>([
		['{"seed": 7', /^Additional Fields is not valid JSON/],
		[[1], /^Additional Fields must be a JSON object/],
		[7, /^Additional Fields must be a JSON object/],
		['{"seed": {{ $json.seed }} }', /^Additional Fields contains an expression/],
	])('Additional Fields refuses %j', async (value, message) => {
		expect(await outcomeOf('additionalFields', value, true)).toMatch(message);
	});

	it('an expression that throws fails its own item only', async () => {
		const node = submitImage({
			onError: 'continueErrorOutput',
			parameters: { prompt: '={{ $json.prompt.toUpperCase() }}' },
		});
		const { items, error } = await run(simulator, [node], {
			input: [{ json: { prompt: 'one' } }, { json: { prompt: null } }, { json: { prompt: 'two' } }],
		});
		expect(error).toBeUndefined();
		expect(items('Submit')).toHaveLength(2);
		expect(items('Submit', 1).map(({ json }) => json)).toEqual([
			expect.objectContaining({ prompt: null, error: expect.anything() }),
		]);
		expect(simulator.ledger.tasks).toHaveLength(2);
	});
});

describe('a file that the platform cannot fetch', () => {
	const edited = async (imageUrl: string, credential?: Record<string, string>) => {
		const parameters = { operation: 'doubaoImageEdit3', prompt: 'a boat', imageUrl };
		const { error } = await run(
			simulator,
			[{ type: 'kexiangVolcengine', name: 'Submit', parameters }],
			credential && { credential },
		);
		return error;
	};
	const publicPlatform = {
		taskApiUrl: 'https://kexiang.example.com',
		toolApiUrl: 'https://kexiang.example.com',
	};

	it.each(['http://localhost:5678/a.png', 'http://0x7f.1/a.png', 'http://nas/a.png'])(
		'%s is refused before it is paid',
		async (url) => {
			const error = await edited(url, publicPlatform);
			expect(error?.message).toBe(
				`Image URL contains ${url}, which the platform cannot reach [item 0]`,
			);
			expect(error?.description).toMatch(/public URL/);
		},
	);

	it('also in Additional Fields, and in a list of a second item before the first is paid', async () => {
		const node = submitImage({
			parameters: {
				mode: 'img2img',
				imageUrls: '={{ $json.urls }}',
				advanced: { additionalFields: '={{ $json.more }}' },
			},
		});
		const url = 'https://example.com/a.png';
		const more = { mask: { url: 'http://192.168.1.5/mask.png' } };
		const input = [{ json: { urls: [url], more: {} } }, { json: { urls: [url], more } }];
		const { error } = await run(simulator, [node], { input, credential: publicPlatform });
		expect(error?.message).toBe(
			'Additional Fields contains http://192.168.1.5/mask.png, which the platform cannot reach [item 1]',
		);
	});

	it('is one where the platform itself is in the same network', async () => {
		const error = await edited(`${simulator.filesUrl}/a.png`);
		expect(error?.message ?? '').not.toMatch(/cannot reach/);
		expect(simulator.ledger.requests.map(({ path }) => path)).toContain('/a.png');
	});

	it('is not the page of a net disk, which is refused by its name', async () => {
		const error = await edited('https://pan.baidu.com/s/1abc');
		expect(error?.message).toMatch(/^Image URL contains the URL of a page on 百度网盘/);
		expect(error?.description).toMatch(/direct link/);
		expect(simulator.ledger.requests).toEqual([]);
	});
});

describe("a path of one's own", () => {
	const submitted = (parameters: INode['parameters']) =>
		run(simulator, [
			{
				type: 'kexiangHunyuan',
				name: 'Submit',
				parameters: {
					operation: 'videoStylizeSubmit',
					videoUrl: 'https://example.com/a.mp4',
					...parameters,
				},
			},
		]);

	it('of a submission holds no task ID, as the one of a query does', async () => {
		const path = '/minimalist/api/hunyuan/videoStylizeQuery/{id}';
		const { error } = await submitted({ advanced: { path } });
		expect(error?.message).toMatch(/^Path contains \{id\}, but a task has no ID before/);
		expect(error?.description).toContain('Advanced > Query Path');
		expect(simulator.ledger.requests).toEqual([]);
	});

	it('of the question stands under Advanced, and pays for nothing', async () => {
		const queryPath = '/minimalist/api/hunyuan/stylizeResult';
		const { error } = await submitted({
			waitForCompletion: true,
			advanced: { queryPath },
			waitOptions: { timeLimit: 0.05, schedule: 'fixed', interval: 0.2 },
		});
		expect(error?.message).toBeDefined();
		const paths = simulator.ledger.requests.map(({ path }) => path);
		expect(paths[0]).toBe('/minimalist/api/hunyuan/videoStylize');
		expect(new Set(paths.slice(1))).toEqual(new Set([queryPath]));
		expect(simulator.ledger.tasks).toHaveLength(1);
	});
});
