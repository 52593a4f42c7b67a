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
