/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { readFileSync } from 'node:fs';
import path from 'node:path';

import { customRequest } from '../../nodes/KexiangCustomRequest/provider';
import type { Operation } from '../../nodes/shared/operation/operation';
import type { JsonObject } from '../../nodes/shared/util/json';
import { PROVIDERS } from '../../scripts/providers';
import { loadContract, type Operation as Known, type Schema } from '../../simulator/contract';
import { alternativesOf, disagreements, shapeOf } from '../support/disagreements';
import { formBodies } from './formBodies';
import { ROOT } from '../support/imports';
import { rows } from '../support/rows';
import { objectionsTo } from './strictContract';

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

it('a disagreement is told by file and place', () => {
	const told = (id: string, contract: Partial<Known>, operation: object = {}) => {
		const [own, known] = [offered.get(id), byId.get(id)];
		if (known === undefined) throw new Error(`There is no ${id}`);
		return disagreements(own && { ...own, ...operation }, { ...known, ...contract });
	};
	const place = (...names: string[]) => `nodes/${path.join(...names)}`;
	const frames = `${place('KexiangVideoTools', 'operations', 'readVideo.ts')}: videoFrames has`;
	const lips = `${place('KexiangWanxiang', 'operations', 'lipSyncSubmit.ts')}: lipSyncSubmit has`;
	const jimeng = `${place('shared', 'answers', 'sources.ts')}: jimengVideoQuery has`;
	expect(told('videoFrames', { title: 'else', method: 'GET' })).toEqual(
		expect.arrayContaining([
			`${frames} endpoint.method "POST", the contract has "GET"`,
			`${frames} title "videoFrames(视频截帧)", the contract has "else"`,
		]),
	);
	expect(told('lipSyncSubmit', {}, { taskSource: 'hunyuanEffect' })).toEqual([
		`${lips} taskSource "hunyuanEffect", so x-query "videoEffectQuery", the contract has "lipSyncQuery"`,
	]);
	const settled = told('jimengVideoQuery', { pathEvidence: 'A', alternatives: [] });
	expect(settled).toEqual([expect.stringContaining(`${jimeng} alternatives [`)]);
});

/** Whatever a form can send, the contract knows: each field, each value of a list, each name of a model. */

/** Each strange thing once, with the simplest form that shows it. */
function strangeIn(operation: Operation): string[] {
	const known = byId.get(operation.value);
	if (known === undefined) return [`${operation.value}: the contract has no entry`];
	const { bodies, problems } = formBodies(operation);
	const found = new Map<string, string>();
	for (const made of bodies)
		for (const objection of objectionsTo(known, made))
			if (!found.has(objection)) found.set(objection, `${made.form}: ${objection}`);
	return [...problems, ...found.values()];
}

/** Those that send a body. What a Custom Request calls, and so what it may send, its user alone knows. */
const OPERATIONS = PROVIDERS.filter((provider) => provider !== customRequest)
	.flatMap(({ operations }) => operations)
	.filter(({ kind, endpoint }) => ['submit', 'sync'].includes(kind) && endpoint.method === 'POST');

it('is about every service of the contract that takes a body and is no query', () => {
	const services = [...byId.values()].filter(({ body, kind }) => body && kind !== 'query');
	const values = OPERATIONS.map(({ value }) => value);
	expect(values).toEqual(expect.arrayContaining(services.map(({ id }) => id)));
});

it.each(OPERATIONS)('the contract knows all that the form of $value can send', (operation) =>
	expect(strangeIn(operation)).toEqual([]),
);

describe('what the contract does not know is found:', () => {
	function operationOf(value: string): Operation {
		const found = OPERATIONS.find((one) => one.value === value);
		if (found === undefined) throw new Error(`There is no ${value}`);
		return found;
	}

	/** The operation with something else in its `user_input`. */
	const sending = (
		one: Operation,
		more: (...raw: Parameters<Operation['toBody']>) => JsonObject,
	): Operation => ({
		...one,
		toBody(raw) {
			const body = one.toBody(raw);
			return { ...body, user_input: { ...Object(body.user_input), ...more(raw) } as JsonObject };
		},
	});

	/** The operation with one value more in one of its lists, which is sent as another one is. */
	function offering(one: Operation, name: string, value: string, another: string): Operation {
		const field = one.fields[name];
		if (field === undefined) throw new Error(`${one.value} has no ${name}`);
		const options = [...(field.property.options ?? []), { name: value, value }];
		return {
			...one,
			fields: { ...one.fields, [name]: { ...field, property: { ...field.property, options } } },
			toBody(raw) {
				if (raw(name, field.place) !== value) return one.toBody(raw);
				const body = one.toBody((key, place) => (key === name ? another : raw(key, place)));
				return JSON.parse(JSON.stringify(body).replace(`"${another}"`, `"${value}"`)) as JsonObject;
			},
		};
	}

	/** The operation with a text more in its options, which goes nowhere yet. */
	const withCallback = (one: Operation): Operation => {
		const field = operationOf('viduImageToVideo').fields.fileName;
		if (field === undefined) throw new Error('There is no text to take');
		return { ...one, fields: { ...one.fields, callbackUrl: field } };
	};

	// Its schema lets others through.
	it('a field', () => {
		const operation = sending(withCallback(operationOf('miniMaxH3Submit')), (raw) => ({
			callback_url: raw('callbackUrl', 'options') as string | undefined,
		}));
		expect(strangeIn(operation)).toContain(
			'mode text2video, callbackUrl "a paper boat at dawn": the contract does not know user_input.callback_url',
		);
	});

	it('a field that changes nothing', () =>
		expect(strangeIn(withCallback(operationOf('klingV3OmniTextToVideo')))).toContain(
			'callbackUrl: no value of it changes the body',
		));

	// The schema of the last one takes any text of a form.
	it.each(rows`
		klingV3OmniTextToVideo | resolution | 8k       | 1080p | user_input.resolution is "8k"; the contract allows "720p", "1080p", "4k"
		zImage                 | size       | 999*999  | 1024*1024 | size is "999*999"; the contract names "1024*1536"`)(
		'a value in a list of %s: %s %s',
		(value = '', name = '', entry = '', another = '', objection) => {
			const strange = strangeIn(offering(operationOf(value), name, entry, another));
			expect(strange.join('\n')).toContain(`${name} "${entry}": ${objection}`);
		},
	);

	it('the name of a model that an operation has by itself', () => {
		const told = (value: string) =>
			strangeIn(sending(operationOf(value), () => ({ modelName: 'Moon-1' }))).join('\n');
		const said = 'as little as it takes: user_input.modelName is "Moon-1"; the contract';
		expect(told('klingV3OmniTextToVideo')).toContain(`${said} allows "Kling-v3-omni"`);
		expect(told('kImage2OfficialSubmit')).toContain(`${said} names "GPT-Image-2-Official"`);
	});
});
