import { loadContract } from '../../simulator/contract';
import { chooseOperation, createRouter } from '../../simulator/routes';
import { OFFICIAL_TITLES } from './officialTitles';

const contract = loadContract();
type Node = Record<string, unknown>;
const paths = contract.document.paths as Record<string, Record<string, Node>>;
const nodes = Object.entries(paths).flatMap(([key, { get, post }]) =>
	[get, post].filter((node): node is Node => node !== undefined).map((node) => ({ key, node })),
);

function references(value: unknown): string[] {
	if (Array.isArray(value)) return value.flatMap(references);
	if (typeof value !== 'object' || value === null) return [];
	return Object.entries(value).flatMap(([name, inner]) =>
		name === '$ref' && typeof inner === 'string' ? [inner] : references(inner),
	);
}

describe('the document', () => {
	it('is OpenAPI 3.1 with the key as a header', () => {
		const apiKey = { type: 'apiKey', in: 'header', name: 'x-api-key' };
		expect(contract.document).toMatchObject({
			openapi: '3.1.0',
			components: { securitySchemes: { apiKey } },
			security: [{ apiKey: [] }],
		});
	});

	it('has something at the end of every reference', () => {
		const all = [...new Set(references(contract.document))];
		expect(all.length).toBeGreaterThan(50);
		for (const reference of all) expect(() => contract.resolve(reference)).not.toThrow();
	});

	it('has the fifty official titles, letter by letter and in order, and marks the others', () => {
		const official = contract.operations.filter(({ number }) => number !== undefined);
		official.sort((a, b) => (a.number ?? 0) - (b.number ?? 0));
		expect(official.map(({ number, title }) => [number, title])).toEqual(
			OFFICIAL_TITLES.map((title, index) => [index + 1, title]),
		);
		expect(OFFICIAL_TITLES).toHaveLength(50);
		const extras = nodes.filter(({ node }) => node['x-number'] === undefined);
		expect(extras).toHaveLength(contract.operations.length - 50);
		for (const { node } of extras) expect(node['x-official']).toBe(false);
	});

	it.each(nodes)('says all that belongs to $node.operationId', ({ key, node }) => {
		const id = node.operationId as string;
		expect(key.endsWith(`#${id}`)).toBe(true);
		const family = node['x-family'];
		expect(key).toMatch(family === 'v1' ? /^\/api\/v1\// : /^\/minimalist\/api\//);
		expect(paths[key]?.servers).toEqual([
			{ url: family === 'v1' ? 'https://kexiangai.com' : 'https://agent.mathmind.cn' },
		]);
		expect(['sync', 'submit', 'query']).toContain(node['x-kind']);
		expect(node['x-english']).toEqual(expect.any(String));
		expect(node['x-group']).toEqual(expect.any(String));
		expect(node['x-reference']).toMatch(/^\d+(\.\d+)?$/);
		const grade: unknown = expect.stringMatching(/^(A|B|C|C-|D)$/);
		expect(node['x-evidence']).toEqual({ path: grade, body: grade, response: grade });
		const query = contract.byId.get(node['x-query'] as string);
		if (node['x-kind'] === 'submit') expect(query?.kind).toBe('query');
		else expect(query).toBeUndefined();
	});

	it('has the summary of path grades that the notes give', () => {
		const counts: Record<string, number> = {};
		for (const { node } of nodes.filter((one) => one.node['x-number'] !== undefined)) {
			const { path } = node['x-evidence'] as { path: string };
			counts[path] = (counts[path] ?? 0) + 1;
		}
		expect(counts).toEqual({ A: 1, B: 7, C: 15, 'C-': 2, D: 25 });
	});
});

describe('the examples', () => {
	const withBody = contract.operations.filter(({ body }) => body);

	it.each(withBody)('of $id keep its own rules and mean no other operation', (operation) => {
		expect(operation.examples.length).toBeGreaterThan(0);
		const validate = contract.bodyValidator(operation);
		const match = createRouter(contract, operation.family).match(operation.method, operation.path);
		for (const example of operation.examples) {
			validate?.(example);
			expect(validate?.errors ?? []).toEqual([]);
			const { operations } = match as { operations: typeof withBody };
			expect(chooseOperation(contract, operations, example).id).toBe(operation.id);
		}
	});

	it.each(contract.operations.filter(({ body }) => !body))(
		'of $id are parameters',
		({ parameters }) => {
			expect(parameters.length).toBeGreaterThan(0);
			for (const { name, schema, example } of parameters) {
				expect(schema).toBeDefined();
				if (name !== 'timeout') expect(example).toBeDefined();
			}
		},
	);
});

/** Rules of the contract that depend on the mode: what is kept, and what breaks them. */

const { byId, bodyValidator } = loadContract();
type Fields = Record<string, unknown>;

const example = (id: string) => structuredClone(byId.get(id)?.examples[0]) as Fields;

function keeps(id: string, body: Fields): boolean {
	const operation = byId.get(id);
	if (!operation) throw new Error(`No operation ${id}`);
	return bodyValidator(operation)?.(JSON.parse(JSON.stringify(body))) ?? true;
}

const text = { type: 'text', text: 'slow zoom in' };
const image = (role: string) => ({
	type: 'image_url',
	image_url: { url: 'asset://asset-1' },
	role,
});
const url = (name: string) => ({ url: `https://a.example/${name}` });
const sound = { type: 'audio_url', audio_url: url('1.mp3'), role: 'reference_audio' };
const video = { type: 'video_url', video_url: url('1.mp4'), role: 'reference_video' };
const [first, last] = [image('first_frame'), image('last_frame')];
const reference = image('reference_image');
const picture = { image_url: 'https://a.example/1.png' };
const frame = (type: string) => ({ ...picture, type });
const content = (modelType: string, ...parts: unknown[]) => ({ modelType, content: parts });
const img2img = (more: Fields = {}) => ({ modelType: 'img2img', ...more });

/** The example of an operation with other values in user_input; undefined takes one out. */
function keepsWith({ id, values }: { id: string; values: Fields }): boolean {
	const body = example(id);
	return keeps(id, { ...body, user_input: { ...Object(body.user_input), ...values } });
}

it.each`
	id                          | values
	${'kbanana2OfficialSubmit'} | ${img2img({ image_urls: ['asset://asset-1'] })}
	${'kbanana2OfficialSubmit'} | ${{ modelName: 'gemini-9-image' }}
	${'seedance2VideoSubmit'}   | ${content('text2video', text)}
	${'seedance2VideoSubmit'}   | ${content('frame2video', text, first, last)}
	${'seedance2VideoSubmit'}   | ${content('mixVideo', reference, video, sound)}
	${'seedance2VideoSubmit'}   | ${{ duration: -1 }}
	${'klingV3Submit'}          | ${{ modelType: 'text2video', image_url: undefined }}
	${'klingV3Submit'}          | ${{ modelType: 'frame2video', image_tail_url: 'https://a.example/2.png' }}
	${'klingV3OmniReference'}   | ${{ image_list: undefined }}
	${'klingV3OmniReference'}   | ${{ video_list: [], sound: 'on' }}
	${'gptImage2ChannelSubmit'} | ${img2img({ urls: ['https://a.example/1.png'] })}
`('$id keeps its rules with $values', (row: { id: string; values: Fields }) => {
	expect(keepsWith(row)).toBe(true);
});

it.each`
	id                             | values
	${'kbanana2OfficialSubmit'}    | ${img2img()}
	${'kbanana2OfficialSubmit'}    | ${img2img({ image_urls: [] })}
	${'kbanana2OfficialSubmit'}    | ${{ resolution: '1K' }}
	${'kbanana2OfficialSubmit'}    | ${{ surprise: 1 }}
	${'kbananaProOfficialSubmit'}  | ${{ size: '8:1' }}
	${'seedance2VideoSubmit'}      | ${content('text2video', text, first)}
	${'seedance2VideoSubmit'}      | ${content('img2video', text)}
	${'seedance2VideoSubmit'}      | ${content('img2video', text, last)}
	${'seedance2VideoSubmit'}      | ${content('frame2video', text, first)}
	${'seedance2VideoSubmit'}      | ${content('mixVideo', text, sound)}
	${'seedance2VideoSubmit'}      | ${content('mixVideo', ...Array<object>(10).fill(reference))}
	${'seedance2VideoSubmit'}      | ${{ duration: 3 }}
	${'seedance2VideoSubmit'}      | ${{ modelName: 'KVideo2.0-Fast', resolution: '1080p' }}
	${'klingV3Submit'}             | ${{ duration: 5 }}
	${'klingV3Submit'}             | ${{ image_url: '' }}
	${'klingV3Submit'}             | ${{ modelType: 'text2video' }}
	${'klingV3Submit'}             | ${{ modelType: 'frame2video' }}
	${'klingV3OmniTextToVideo'}    | ${{ duration: '5' }}
	${'klingV3OmniTextToVideo'}    | ${{ image_list: [picture] }}
	${'klingV3OmniImageToVideo'}   | ${{ image_list: [frame('first_frame')] }}
	${'klingV3OmniImageToVideo'}   | ${{ image_list: [] }}
	${'klingV3OmniFirstLastFrame'} | ${{ image_list: [frame('first_frame')] }}
	${'klingV3OmniFirstLastFrame'} | ${{ image_list: [frame('first_frame'), frame('last_frame')] }}
	${'klingV3OmniReference'}      | ${{ sound: 'on' }}
	${'klingV3OmniReference'}      | ${{ video_list: undefined, image_list: undefined }}
	${'klingV3OmniReference'}      | ${{ image_list: Array(5).fill(picture) }}
	${'kImage2OfficialSubmit'}     | ${img2img()}
	${'gptImage2ChannelSubmit'}    | ${img2img()}
`('$id breaks its rules with $values', (row: { id: string; values: Fields }) => {
	expect(keepsWith(row)).toBe(false);
});

const voice = { audio_url: 'https://a.example/v.mp3' };
const film = { video_url: 'https://a.example/a.mp4' };
const images = ['https://a.example/1.png'];
const banana = example('kbanana2OfficialSubmit');
const kling = example('klingV3Submit');

it.each`
	what                                       | id                          | body                                                             | kept
	${'the three optional fields of any task'} | ${'kbanana2OfficialSubmit'} | ${{ ...banana, business_url: 'x/y', cost_type: 2, source: '0' }} | ${true}
	${'another price rule'}                    | ${'klingV3Submit'}          | ${{ ...kling, cost_type: 1 }}                                    | ${false}
	${'no route key and no price rule'}        | ${'klingV3Submit'}          | ${{ user_input: kling.user_input }}                              | ${false}
	${'a picture to lip-sync'}                 | ${'lipSyncSubmit'}          | ${{ ...voice, ...picture }}                                      | ${true}
	${'a video to lip-sync'}                   | ${'lipSyncSubmit'}          | ${{ ...voice, ...film, video_extension: true }}                  | ${true}
	${'both to lip-sync'}                      | ${'lipSyncSubmit'}          | ${{ ...voice, ...picture, ...film }}                             | ${false}
	${'neither to lip-sync'}                   | ${'lipSyncSubmit'}          | ${voice}                                                         | ${false}
	${'one picture for two persons'}           | ${'videoEffectSubmit'}      | ${{ template: 'hug', images }}                                   | ${false}
	${'one picture for one person'}            | ${'videoEffectSubmit'}      | ${{ template: 'fuzzy', images }}                                 | ${true}
`('$id takes $what: $kept', ({ id, body, kept }: { id: string; body: Fields; kept: boolean }) => {
	expect(keeps(id, body)).toBe(kept);
});
