/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import path from 'node:path';

import { queryAlternatives } from '../../nodes/shared/platform/queryAlternatives';
import { PROVIDERS } from '../../scripts/providers';
import {
	loadContract,
	type Alternative,
	type Operation,
	type Schema,
} from '../../simulator/contract';
import { disagreements, shapeOf } from '../support/disagreements';

const { operations, resolve } = loadContract();
const offered = new Map(
	PROVIDERS.flatMap((provider) => provider.operations).map((one) => [one.value, one]),
);
/** Services for which the contract has no entry: they name their path and model only when they run. */
const OPEN = new Set(['createTask', 'callPath']);

/** How the contract writes what a node knows: the safe ones, in their order. */
const safeOf = ({ alternatives, body }: Operation) =>
	alternatives
		.filter(({ safe }) => safe)
		.map(({ method, path, body: own }) => ({
			call: `${method} ${shapeOf(path)}`,
			...(method === 'POST' && { idField: Object.keys(own ?? body?.properties ?? {})[0] }),
		}));

/** The places where the tasks of a query are looked for, whichever operation made them. */
function alternativesOfQuery(id: string, source: string) {
	const makers = operations.filter(({ query }) => query === id).map((one) => one.id);
	const places = makers.flatMap((maker) => queryAlternatives(source, maker));
	return [...new Set(places)].map(({ endpoint, idField }) => ({
		call: `${endpoint.method} ${shapeOf(endpoint.path)}`,
		...(idField !== undefined && { idField }),
	}));
}

describe('alternatives of derived paths', () => {
	const derived = operations.filter(({ pathEvidence }) => pathEvidence === 'D');

	it('are named for every derived path, and for no other', () => {
		const named = operations.filter(({ alternatives }) => alternatives.length > 0);
		expect(named.map(({ id }) => id)).toEqual(derived.map(({ id }) => id));
		expect(derived.length).toBeGreaterThan(0);
	});

	it.each(derived.map((one) => [one.id, one] as const))('agree about %s', (id, known) => {
		const operation = offered.get(id);
		if (known.kind === 'query') {
			const source = operation?.taskSource ?? '';
			expect(alternativesOfQuery(id, source)).toEqual(safeOf(known));
		} else {
			expect(
				(operation?.alternatives ?? []).map(({ api, method, path }) => `${api} ${method} ${path}`),
			).toEqual(safeOf(known).map(({ call }) => `tool ${call}`));
		}
	});

	it('are never safe where another service is known', () => {
		const places = (one: { method: string; path: string }) => `${one.method} ${shapeOf(one.path)}`;
		const taken = new Set(operations.filter(({ kind }) => kind !== 'query').map(places));
		const safe = derived.flatMap(({ alternatives }) => alternatives.filter((one) => one.safe));
		expect(safe.filter((one) => taken.has(places(one)))).toEqual([]);
		expect(safe.length).toBeGreaterThan(derived.length / 2);
	});

	it('say why each is safe or not', () => {
		const all = derived.flatMap(({ alternatives }): Alternative[] => alternatives);
		expect(all.filter(({ why }) => why.length < 10)).toEqual([]);
		expect(all.filter(({ evidence }) => !['B', 'D'].includes(evidence))).toEqual([]);
	});
});

/** Fields of grade D below a schema, with the values that are confirmed, by their dotted names. */
function derivedFields(schema: Schema | undefined, name = ''): Array<[string, string[]]> {
	if (schema === undefined) return [];
	const own: Array<[string, string[]]> =
		schema['x-evidence'] === 'D' && name !== ''
			? [[name.replace(/^\.(user_input\.)?/, ''), (schema['x-confirmed'] ?? []) as string[]]]
			: [];
	const below = Object.entries(schema.properties ?? {}).flatMap(([key, field]) =>
		derivedFields(field, `${name}.${key}`),
	);
	const referenced = schema.$ref ? derivedFields(resolve(schema.$ref), name) : [];
	const items = derivedFields(schema.items as Schema | undefined, name);
	return [...referenced, ...own, ...below, ...items];
}

describe('contract and operations', () => {
	it('agree about the fields that are derived where the body is not', () => {
		const known = operations.map(({ id, body, method }) => [
			id,
			method === 'POST' ? Object.fromEntries(derivedFields(body)) : {},
		]);
		const told = operations.map(({ id }) => [id, offered.get(id)?.derivedFields ?? {}]);
		expect(Object.fromEntries(told)).toEqual(Object.fromEntries(known));
		expect(told.filter(([, fields]) => Object.keys(fields ?? {}).length > 0)).not.toEqual([]);
	});

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
		expect(disagreements(offered.get(id), known)).toEqual([]);
	});

	it('are told apart by file and place', () => {
		const [known] = operations.filter(({ id }) => id === 'videoFrames');
		const operation = offered.get('videoFrames');
		if (!known || !operation) throw new Error('There is no videoFrames');
		const moved = { ...known, title: 'else', method: 'GET' as const };
		const file = path.join('nodes', 'KexiangVideoTools', 'operations', 'videoFrames.ts');
		expect(disagreements(operation, moved)).toEqual(
			expect.arrayContaining([
				`${file}: videoFrames has endpoint.method "POST", the contract has "GET"`,
				`${file}: videoFrames has title "videoFrames(视频截帧)", the contract has "else"`,
			]),
		);
	});
});
