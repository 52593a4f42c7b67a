import { PROVIDERS } from '../../scripts/providers';
import { loadContract } from '../../simulator/contract';

interface Facts {
	summary: string;
	'x-evidence': Record<'path' | 'body' | 'response', string>;
	'x-doc-id'?: number;
	'x-official'?: boolean;
}

const { operations, document } = loadContract();
const paths = document.paths as Record<string, Record<string, Facts>>;
const offered = new Map(
	PROVIDERS.flatMap((provider) => provider.operations).map((one) => [one.value, one]),
);
/** Services for which the contract has no entry: they name their path and model only when they run. */
const OPEN = new Set(['createTask', 'callPath']);

/** Names of places differ, and a query may stand in the path or beside it. */
const shapeOf = (path: string) => path.replace(/\?.*$/, '').replace(/\{\w+\}/g, '{}');

describe('contract and operations', () => {
	it('know every official service, and each in one place', () => {
		const ids = operations.map(({ id }) => id);
		expect(ids.filter((id) => !offered.has(id))).toEqual([]);
		const all = PROVIDERS.flatMap((provider) => provider.operations);
		const unknown = all.filter(({ value }) => !OPEN.has(value) && !ids.includes(value));
		// What is not in the contract yet is on no official list, and nobody vouches for its path.
		expect(unknown.filter(({ official }) => official !== false)).toEqual([]);
		expect(all).toHaveLength(offered.size);
	});

	it.each(operations.map((one) => [one.id, one] as const))('agree about %s', (id, known) => {
		const facts = paths[`${known.path}#${id}`]?.[known.method.toLowerCase()] as Facts;
		const operation = offered.get(id);
		expect({
			method: operation?.endpoint.method,
			path: shapeOf(operation?.endpoint.path ?? ''),
			api: operation?.endpoint.api,
			evidence: operation?.evidence,
			docId: operation?.docId,
			official: operation?.official !== false,
			title: operation?.title,
		}).toEqual({
			method: known.method,
			path: shapeOf(known.path),
			api: known.family === 'v1' ? 'task' : 'tool',
			evidence: facts['x-evidence'],
			docId: facts['x-doc-id'],
			official: facts['x-official'] !== false,
			title: facts.summary,
		});
	});
});
