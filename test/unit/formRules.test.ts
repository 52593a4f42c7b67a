import { NodeHelpers, type INodeParameters, type INodeProperties } from 'n8n-workflow';

import { toRequest } from '../../nodes/shared/operation/extras';
import type { Field } from '../../nodes/shared/operation/field';
import type { Operation } from '../../nodes/shared/operation/operation';
import { PROVIDERS } from '../../scripts/providers';
import { loadContract, type Schema } from '../../simulator/contract';
import { newestVersion } from '../support/newestVersion';
import { nodeTypes } from '../support/nodeTypes';

const TYPES = nodeTypes().map(({ description }) => description);
type Description = (typeof TYPES)[number];

describe('a review of files that show people', () => {
	/** What the form of Volcengine, or of another node, says at rest. */
	function notices(chosen: INodeParameters, typeVersion?: number, type = 'kexiangVolcengine') {
		const description = TYPES.find(({ name }) => name === type);
		if (!description) throw new Error(`There is no ${type}`);
		const node = { type, typeVersion: typeVersion ?? newestVersion(description) };
		return description.properties
			.filter((one) => one.type === 'notice')
			.filter((one) => NodeHelpers.displayParameter(chosen, one, node, description))
			.map(({ displayName }) => displayName);
	}

	it.each(['seedance2VideoSubmit', 'seedance25VideoSubmit'])(
		'is named by the form of %s where it takes files, until it is chosen',
		(operation) => {
			const said = expect.stringMatching(
				/real people .*Options &gt; Review Assets First/,
			) as string;
			for (const mode of ['img2video', 'frame2video', 'mixVideo'])
				for (const version of [1, 1.1])
					expect(notices({ operation, mode }, version)).toEqual([said]);
			const options = { reviewAssets: true };
			expect(notices({ operation, mode: 'img2video', options })).toEqual([]);
			expect(notices({ operation, mode: 'text2video' })).toEqual([]);
		},
	);

	it('is not spoken of by other models', () => {
		expect(notices({ operation: 'miniMaxH3Submit', mode: 'img2video' })).toEqual([]);
		expect(notices({ operation: 'klingV3Submit' }, undefined, 'kexiangKling')).toEqual([]);
	});
});

describe('Time Limit', () => {
	const WAITING = TYPES.filter(({ name }) => name.startsWith('kexiangWaitForTask'));
	const AS = WAITING.flatMap((description) => [
		description,
		...(description.usableAsTool ? [{ ...description, name: `${description.name}Tool` }] : []),
	]);
	const node = { typeVersion: 1 };
	const namesOf = (properties: readonly { name: string }[]) => properties.map(({ name }) => name);

	const filledIn = (description: Description, stored: INodeParameters, withDefaults = true) =>
		NodeHelpers.getNodeParameters(
			description.properties,
			stored,
			withDefaults,
			false,
			node,
			description,
		) ?? {};

	/** What a person sees of the form, and is offered in Options. */
	function formOf(description: Description, stored: INodeParameters) {
		const parameters = filledIn(description, stored);
		/** As the editor does: rules of a collection's options are read where the collection stands. */
		const shows = (one: INodeProperties, path: string) =>
			NodeHelpers.displayParameterPath({ parameters }, one, path, node, description);
		const seen = description.properties.filter((one) => shows(one, 'parameters'));
		const options = seen.find(({ name }) => name === 'options')?.options ?? [];
		const offered = options.filter((one) => 'type' in one && shows(one, 'parameters.options'));
		return { form: namesOf(seen), options: namesOf(offered) };
	}

	it('is in a form of its own where the form has On Timeout', () => {
		expect(AS).toHaveLength(3);
		for (const description of AS) {
			const { form, options } = formOf(description, {});
			const place = form.indexOf('timeLimit');
			expect(form.slice(place, place + 2)).toEqual(['timeLimit', 'onTimeout']);
			expect(options).not.toContain('timeLimit');
			const minutes = description.name.endsWith('Tool') ? 5 : 60;
			expect(filledIn(description, {}).timeLimit).toBe(minutes);
		}
	});

	it.each(AS)('of an older workflow stays where it was in $name', (description) => {
		const stored = { options: { timeLimit: 240, simplify: false } };
		const { form, options } = formOf(description, stored);
		expect(form).toContain('onTimeout');
		expect(form).not.toContain('timeLimit');
		expect(options).toContain('timeLimit');
		expect(filledIn(description, stored).options).toEqual(stored.options);
		// As it is saved again.
		expect(filledIn(description, stored, false)).toEqual(stored);
	});

	it('is among the same options as On Timeout in the nodes that submit', () => {
		const collections = TYPES.flatMap(({ properties }) => properties).filter(
			({ type, options = [] }) => type === 'collection' && namesOf(options).includes('onTimeout'),
		);
		expect(collections.length).toBeGreaterThan(0);
		for (const { options = [] } of collections) expect(namesOf(options)).toContain('timeLimit');
	});

	it('says what it means under Retry On Fail', () => {
		const limits = TYPES.flatMap(({ name: node, properties }) =>
			properties
				.flatMap((one) => [one, ...(one.type === 'collection' ? (one.options ?? []) : [])])
				.filter((one): one is INodeProperties => one.name === 'timeLimit' && 'type' in one)
				.map(({ description = '' }) => ({ node, description })),
		);
		expect(limits.length).toBeGreaterThan(5);
		for (const { node, description } of limits)
			expect(description).toMatch(
				node.endsWith('Durable')
					? /With Retry On Fail, all tries together wait that long\.$/
					: /With Retry On Fail, each try waits that long\.$/,
			);
	});
});

describe('what the platform takes by itself where a field is left as it is', () => {
	const contract = loadContract();
	const URL = 'https://example.com/a.png';
	const CASES = PROVIDERS.flatMap(({ operations }) => operations)
		.filter(({ evidence }) => evidence.path !== 'user')
		.flatMap((operation) =>
			Object.entries(operation.fields)
				.filter(([, { place, required }]) => place === 'form' && !required)
				.map(([name, field]) => ({ operation, name, field })),
		);

	/** What the user must give, and one value for the field. */
	function bodyWith(operation: Operation, { modes }: Field<unknown>, name: string, value: unknown) {
		const given = (key: string): unknown => {
			const { property, media, required, place } = operation.fields[key]!;
			if (key === name) return value;
			if (key === 'mode') return modes?.[0] ?? property.default;
			if (place !== 'form' || !required || property.type === 'options') return property.default;
			if (media) return key.endsWith('s') ? [URL, URL] : URL;
			return property.type === 'json' ? '{"prompt":"a boat"}' : 'a boat';
		};
		const raw = (key: string, place: string) =>
			place === 'form' && Object.hasOwn(operation.fields, key) ? given(key) : undefined;
		return leaves(toRequest(operation, raw, {}).body);
	}

	function leaves(value: unknown, path = ''): Map<string, unknown> {
		if (typeof value !== 'object' || value === null)
			return new Map(value === undefined ? [] : [[path, value]]);
		return new Map(
			Object.entries(value).flatMap(([name, one]) => [...leaves(one, `${path}/${name}`)]),
		);
	}

	function schemaAt(operation: Operation, path: string): Schema | undefined {
		let schema: Schema | undefined = contract.byId.get(operation.value)?.body;
		for (const name of path.split('/').slice(1)) schema = propertyOf(schema, name);
		return schema?.$ref ? { ...(contract.resolve(schema.$ref) as Schema), ...schema } : schema;
	}

	function propertyOf(schema: Schema | undefined, name: string): Schema | undefined {
		const referred = schema?.$ref
			? propertyOf(contract.resolve(schema.$ref) as Schema, name)
			: undefined;
		const parts = (schema?.allOf ?? []).map((part) => propertyOf(part, name));
		return Object.assign({}, referred, ...parts, schema?.properties?.[name]) as Schema;
	}

	it.each(CASES)('is not sent: $operation.value, $name', ({ operation, name, field }) => {
		const sent = bodyWith(operation, field, name, field.property.default);
		expect([...sent]).toEqual([...bodyWith(operation, field, name, undefined)]);
	});

	it.each(CASES.filter(({ field }) => field.taken !== undefined))(
		'is in the contract where the form says it: $operation.value, $name',
		({ operation, name, field: { taken = '', ...field } }) => {
			const isSure = typeof taken !== 'object';
			const before = bodyWith(operation, field, name, undefined);
			const after = bodyWith(operation, field, name, isSure ? taken : taken.likely);
			const [place, ...others] = [...after].filter(([path]) => !before.has(path));
			expect(others).toEqual([]);
			const schema = schemaAt(operation, place?.[0] ?? '');
			expect(place?.[1]).toBe(schema?.default);
			const confirmed = (schema?.['x-confirmed'] as unknown[] | undefined) ?? [];
			const isDerived =
				operation.evidence.body === 'D' ||
				(schema?.['x-evidence'] === 'D' && !confirmed.includes(schema.default));
			if (isDerived) expect(isSure).toBe(false);
		},
	);
});
