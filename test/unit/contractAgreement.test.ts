/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { readFileSync } from 'node:fs';
import path from 'node:path';

import { PROVIDERS } from '../../scripts/providers';
import { loadContract, type Operation as Known, type Schema } from '../../simulator/contract';
import { alternativesOf, disagreements, safeOf, shapeOf } from '../support/disagreements';
import { ROOT } from '../support/imports';

const { operations, byId, resolve } = loadContract();
/** The contract as it is written, to count in it without its reader. */
const WRITTEN = readFileSync(path.join(ROOT, 'contract', 'kexiang.openapi.yaml'), 'utf8');
const countOf = (pattern: RegExp) => WRITTEN.match(pattern)?.length ?? 0;
const OFFERED = PROVIDERS.flatMap((provider) => provider.operations);
const offered = new Map(OFFERED.map((one) => [one.value, one]));
/** Without the services that name their path and model only when they run. */
const KNOWN = OFFERED.filter(({ value }) => byId.has(value));

it('contract and operations know every official service, and each in one place', () => {
	const ids = operations.map(({ id }) => id);
	expect(ids.filter((id) => !offered.has(id))).toEqual([]);
	// What is not in the contract yet is on no official list, and nobody vouches for its path.
	const unknown = OFFERED.filter(({ value }) => !ids.includes(value));
	const vouched = unknown.filter(({ official }) => official !== false);
	expect(vouched.filter(({ value }) => !['createTask', 'callPath'].includes(value))).toEqual([]);
	expect(OFFERED).toHaveLength(offered.size);
});

it.each(operations)('contract and operations agree about $id', (known) =>
	expect(disagreements(offered.get(known.id), known)).toEqual([]),
);

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
	return [...referenced, ...own, ...below, ...derivedFields(schema.items as Schema, name)];
}

it('they agree about the fields that are derived where the body is not', () => {
	const known = operations
		.filter(({ method }) => method === 'POST')
		.map(({ id, body }) => [id, Object.fromEntries(derivedFields(body))] as const)
		.filter(([, fields]) => Object.keys(fields).length > 0);
	const told = OFFERED.filter((one) => one.derivedFields !== undefined);
	expect(Object.fromEntries(told.map((one) => [one.value, one.derivedFields]))).toEqual(
		Object.fromEntries(known),
	);
});

describe('alternatives', () => {
	const derived = operations.filter(({ pathEvidence }) => pathEvidence === 'D');
	const all = derived.flatMap(({ alternatives }) => alternatives);
	const safe = all.filter((one) => one.safe);

	it('are named for every derived path, and for no other (x-alternatives, alternatives)', () => {
		const ids = derived.map(({ id }) => id);
		const named = operations.filter(({ alternatives }) => alternatives.length > 0);
		expect(named.map(({ id }) => id)).toEqual(ids);
		const told = KNOWN.filter(({ evidence }) => evidence.path === 'D');
		expect(told.map(({ value }) => value).sort()).toEqual([...ids].sort());
		expect(derived).toHaveLength(countOf(/x-evidence: \{ path: D,/g));
		expect(
			told.flatMap((one) => one.alternatives ?? []).filter(({ api }) => api !== 'tool'),
		).toEqual([]);
	});

	it('are never safe where another service is known', () => {
		const placeOf = (one: { method: string; path: string }) => `${one.method} ${shapeOf(one.path)}`;
		const taken = new Set(operations.filter(({ kind }) => kind !== 'query').map(placeOf));
		expect(safe.filter((one) => taken.has(placeOf(one)))).toEqual([]);
		expect(safe).toHaveLength(KNOWN.flatMap(alternativesOf).length);
		expect(safe).toHaveLength(countOf(/^ +safe: true$/gm));
	});

	it('say why each is safe or not', () =>
		expect(
			all.filter(({ why, evidence }) => why.length < 10 || !['B', 'D'].includes(evidence)),
		).toEqual([]));
});

describe('a disagreement is told by file and place', () => {
	const READ_VIDEO = path.join('KexiangVideoTools', 'operations', 'readVideo.ts');
	const LIP_SYNC = path.join('KexiangWanxiang', 'operations', 'lipSyncSubmit.ts');
	const SOURCES = path.join('shared', 'answers', 'sources.ts');
	const knownOf = (id: string): Known => {
		const known = byId.get(id);
		if (known === undefined) throw new Error(`There is no ${id}`);
		return known;
	};
	const told = (id: string, contract: Partial<Known>, operation: object = {}) => {
		const own = offered.get(id);
		return disagreements(own && { ...own, ...operation }, { ...knownOf(id), ...contract });
	};

	it('of a method and a title', () =>
		expect(told('videoFrames', { title: 'else', method: 'GET' })).toEqual(
			expect.arrayContaining([
				`nodes/${READ_VIDEO}: videoFrames has endpoint.method "POST", the contract has "GET"`,
				`nodes/${READ_VIDEO}: videoFrames has title "videoFrames(视频截帧)", the contract has "else"`,
			]),
		));

	it.each([
		[{ query: 'wan25TextToVideoQuery' }, 'wanxiang', 'lipSyncQuery', 'wan25TextToVideoQuery'],
		[{}, 'hunyuanEffect', 'videoEffectQuery', 'lipSyncQuery'],
	])('of the query of a task: %j, %s', (contract, taskSource, here, there) =>
		expect(told('lipSyncSubmit', contract, { taskSource })).toEqual([
			`nodes/${LIP_SYNC}: lipSyncSubmit has taskSource "${taskSource}", so x-query "${here}", the contract has "${there}"`,
		]),
	);

	it.each([
		['videoFrames', READ_VIDEO],
		['jimengVideoQuery', SOURCES],
		['lipSyncQuery', LIP_SYNC],
	])('of the alternatives of %s that its settled path left behind', (id, file) =>
		expect(told(id, { pathEvidence: 'A', alternatives: [] })).toEqual([
			`nodes/${file}: ${id} has alternatives ${JSON.stringify(safeOf(knownOf(id)))}, the contract has []`,
		]),
	);
});
