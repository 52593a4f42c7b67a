/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { readFileSync } from 'node:fs';
import path from 'node:path';

import { PROVIDERS } from '../../scripts/providers';
import { loadContract, type Alternative, type Schema } from '../../simulator/contract';
import { alternativesOf, disagreements, safeOf, shapeOf } from '../support/disagreements';
import { ROOT } from '../support/imports';

const { operations, byId, resolve } = loadContract();
/** The contract as it is written, to count in it without its reader. */
const WRITTEN = readFileSync(path.join(ROOT, 'contract', 'kexiang.openapi.yaml'), 'utf8');
const offered = new Map(
	PROVIDERS.flatMap((provider) => provider.operations).map((one) => [one.value, one]),
);
/** Services for which the contract has no entry: they name their path and model only when they run. */
const OPEN = new Set(['createTask', 'callPath']);

describe('alternatives of derived paths', () => {
	const derived = operations.filter(({ pathEvidence }) => pathEvidence === 'D');

	it('are named for every derived path, and for no other (x-alternatives, alternatives)', () => {
		const named = operations.filter(({ alternatives }) => alternatives.length > 0);
		expect(named.map(({ id }) => id)).toEqual(derived.map(({ id }) => id));
		const told = [...offered.values()].filter(({ evidence }) => evidence.path === 'D');
		expect(
			told
				.filter(({ value }) => byId.has(value))
				.map(({ value }) => value)
				.sort(),
		).toEqual(derived.map(({ id }) => id).sort());
		expect(derived).toHaveLength(WRITTEN.match(/x-evidence: \{ path: D,/g)?.length ?? 0);
	});

	it.each(derived.map((one) => [one.id, one] as const))('agree about %s', (id, known) => {
		const operation = offered.get(id);
		if (operation === undefined) throw new Error(`No operation offers ${id}`);
		expect(alternativesOf(operation)).toEqual(safeOf(known));
		for (const { api } of operation.alternatives ?? []) expect(api).toBe('tool');
	});

	it('are never safe where another service is known', () => {
		const places = (one: { method: string; path: string }) => `${one.method} ${shapeOf(one.path)}`;
		const taken = new Set(operations.filter(({ kind }) => kind !== 'query').map(places));
		const safe = derived.flatMap(({ alternatives }) => alternatives.filter((one) => one.safe));
		expect(safe.filter((one) => taken.has(places(one)))).toEqual([]);
		const told = [...offered.values()]
			.filter(({ value }) => byId.has(value))
			.flatMap(alternativesOf);
		expect(safe).toHaveLength(told.length);
		expect(safe).toHaveLength(WRITTEN.match(/^ +safe: true$/gm)?.length ?? 0);
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
		const all = [...offered.values()].filter(({ derivedFields: own }) => own !== undefined);
		const having = known.filter(([, fields]) => Object.keys(fields ?? {}).length > 0);
		expect(all.map(({ value }) => value).sort()).toEqual(having.map(([id]) => id).sort());
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
		const file = path.join('nodes', 'KexiangVideoTools', 'operations', 'readVideo.ts');
		expect(disagreements(operation, moved)).toEqual(
			expect.arrayContaining([
				`${file}: videoFrames has endpoint.method "POST", the contract has "GET"`,
				`${file}: videoFrames has title "videoFrames(视频截帧)", the contract has "else"`,
			]),
		);
	});

	it('are told apart where a task is asked for at another source than the query of the contract', () => {
		const known = byId.get('lipSyncSubmit');
		const operation = offered.get('lipSyncSubmit');
		if (!known || !operation) throw new Error('There is no lipSyncSubmit');
		const file = path.join('nodes', 'KexiangWanxiang', 'operations', 'lipSyncSubmit.ts');
		expect(disagreements(operation, { ...known, query: 'wan25TextToVideoQuery' })).toEqual([
			`${file}: lipSyncSubmit has taskSource "wanxiang", so x-query "lipSyncQuery", the contract has "wan25TextToVideoQuery"`,
		]);
		expect(disagreements({ ...operation, taskSource: 'hunyuanEffect' }, known)).toEqual([
			`${file}: lipSyncSubmit has taskSource "hunyuanEffect", so x-query "videoEffectQuery", the contract has "lipSyncQuery"`,
		]);
	});

	it.each([
		['videoFrames', path.join('KexiangVideoTools', 'operations', 'readVideo.ts')],
		['jimengVideoQuery', path.join('shared', 'answers', 'sources.ts')],
		['lipSyncQuery', path.join('KexiangWanxiang', 'operations', 'lipSyncSubmit.ts')],
	])('name the alternatives of %s that its settled path left behind', (id, file) => {
		const known = byId.get(id);
		if (!known) throw new Error(`There is no ${id}`);
		expect(
			disagreements(offered.get(id), { ...known, pathEvidence: 'A', alternatives: [] }),
		).toEqual([
			`nodes/${file}: ${id} has alternatives ${JSON.stringify(safeOf(known))}, the contract has []`,
		]);
	});
});
