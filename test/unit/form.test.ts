import { NodeHelpers, traverseNodeParameters } from 'n8n-workflow';
import type { INode, INodeParameters, INodeProperties } from 'n8n-workflow';

import { CREATE_TASK } from '../../nodes/shared/answers/endpoints';
import { ADVANCED, OPTIONS, OTHER, OTHER_SUFFIX } from '../../nodes/shared/operation/field';
import type { Place } from '../../nodes/shared/operation/field';
import type { Operation } from '../../nodes/shared/operation/operation';
import manifest from '../../package.json';
import { OFFICIAL_TITLES } from '../simulator/officialTitles';
import { choosing, filledIn, FORMS, modesOf, nodeOf, NODES, OPERATIONS } from '../support/forms';
import { nodeTypes } from '../support/nodeTypes';

it('is about every node of the package but those that wait', () => {
	const inPackage = manifest.n8n.nodes.map((file) => file.replace(/^.*\/K(\w+)\.node\.js$/, 'k$1'));
	const known = NODES.map(({ description }) => description.name);
	expect([...known, 'kexiangWaitForTask', 'kexiangWaitForTaskDurable'].sort()).toEqual(
		inPackage.sort(),
	);
});

describe('the dropdowns', () => {
	it('offer each official service once, and nothing else as official', () => {
		const titles = OPERATIONS.filter(
			({ operation }) =>
				operation.official !== false || OFFICIAL_TITLES.includes(operation.title ?? ''),
		).map(({ operation }) => operation.title);
		expect(titles.sort()).toEqual([...OFFICIAL_TITLES].sort());
	});

	it.each(NODES)('of $provider.name tell their operations apart', ({ provider }) => {
		for (const key of ['value', 'name', 'action'] as const) {
			const texts = provider.operations.map((operation) => operation[key]);
			expect(texts).toEqual([...new Set(texts)]);
		}
	});
});

/** Of all nodes, those that wait too; what a collection holds as well. */
const EVERY_PARAMETER = nodeTypes().flatMap(({ description }) =>
	description.properties.flatMap((one) => [
		one,
		...(one.type === 'collection' ? (one.options as INodeProperties[]) : []),
	]),
);
const labelsOf = (parameters: INodeProperties[]) => [
	...new Set(parameters.map(({ displayName }) => displayName)),
];

describe('a hint', () => {
	it('has first letters in order', () => {
		const hints = NODES.flatMap(({ properties }) => properties).map(({ hint = '' }) => hint);
		expect(hints.filter((hint) => /(^|; )[a-z]+[A-Z]/.test(hint))).toEqual([]);
	});

	it('is the unit of a number', () => {
		const UNIT = /\b(seconds?|minutes|hours|MB|percent|pixels|credits)\b/i;
		const numbers = EVERY_PARAMETER.filter(
			({ type, description = '' }) =>
				type === 'number' && UNIT.test(description.replace(/per second/g, '')),
		);
		const lacking = numbers.filter(
			({ displayName, hint = '' }) => !UNIT.test(hint) && !/\(%|Hours\)/.test(displayName),
		);
		expect(numbers.length).toBeGreaterThan(40);
		expect(labelsOf(lacking)).toEqual([]);
	});

	it('is an example, in what is empty and must be filled', () => {
		const lacking = EVERY_PARAMETER.filter(
			({ required, default: usual, placeholder }) =>
				required === true && usual === '' && placeholder === undefined,
		);
		expect(labelsOf(lacking)).toEqual([]);
	});
});

it('a parameter of one name has one label and one type in all nodes', () => {
	/** Dropdowns where the platform's values are known, free text where there is one or where any fits. */
	const MIXED = ['modelName: options, string', 'size: options, string'];
	const names = [...new Set(EVERY_PARAMETER.map(({ name }) => name))].filter(
		(name) => !['derivedPathNotice', 'preparationNotice'].includes(name),
	);
	const kindsOf = (key: 'displayName' | 'type') =>
		names.flatMap((name) => {
			const same = EVERY_PARAMETER.filter((one) => one.name === name);
			const kinds = [...new Set(same.map((one) => one[key]))].sort();
			return kinds.length === 1 ? [] : [`${name}: ${kinds.join(', ')}`];
		});
	expect(kindsOf('displayName')).toEqual([]);
	expect(kindsOf('type').sort()).toEqual(MIXED);
});

const isShown =
	(one: INodeProperties, { description }: Pick<(typeof NODES)[0], 'description'>) =>
	(values: INodeParameters, root = values) =>
		NodeHelpers.displayParameter(values, one, nodeOf(description), null, root);

describe.each(FORMS)('$provider.name, $operation.value, mode $mode', (one) => {
	const { operation, mode, properties, description } = one;
	const { kind, fields, taskSource, evidence, preparation } = operation;
	const base = choosing(operation, mode);
	const chosen = (more: INodeParameters = {}) => filledIn(description, { ...base, ...more });
	const visible = (values: INodeParameters, list = properties, root = values) =>
		list
			.filter((property) => isShown(property, one)(values, root))
			.map(({ name }) => name)
			.sort();
	const shownIn = (name: string, values: INodeParameters) => {
		const [collection] = properties.filter(
			(property) => property.name === name && isShown(property, one)(values),
		);
		const entries = (collection?.options ?? []).filter((entry) => 'type' in entry);
		return visible({}, entries as INodeProperties[], values);
	};

	/** What the operation reads in a mode, there. */
	const fieldsUsed = (there: Place, inMode = mode) =>
		kind === 'query'
			? ['taskId'].filter(() => there === 'form')
			: Object.keys(fields).filter(
					(name) =>
						fields[name]?.place === there && (fields[name].modes?.includes(inMode ?? '') ?? true),
				);
	const own = fieldsUsed('form');
	const isLink = kind === 'link';
	const sends = kind !== 'query' && !isLink;
	const isTask = kind !== 'query' && taskSource !== undefined;
	const only = (condition: unknown, ...names: string[]) => (condition ? names : []);
	const always = [
		...only(operation.resource !== undefined, 'resource'),
		'operation',
		...only(evidence.path === 'D', 'derivedPathNotice'),
		...only(preparation && mode !== 'text2video', 'preparationNotice'),
		...own,
		...only(isTask, 'waitForCompletion'),
		OPTIONS,
		...only(!isLink, ADVANCED),
	];
	const free = own.filter((name) => fields[name]?.acceptsOther);

	it('shows what it reads and nothing else', () => {
		const values = chosen();
		expect(visible(values)).toEqual([...always].sort());
		expect(shownIn(OPTIONS, values)).toEqual(
			[
				...fieldsUsed('options'),
				...only(sends, 'previewRequest', 'spendingLimit', 'submissionsAtOnce'),
				...only(sends && isTask, 'skipItemsWithTask', 'taskIdColumn'),
				'includeInputFields',
				...only(
					Object.values(fields).some(({ media }) => media),
					'shareFilesBy',
					...only(!isLink, 'checkFiles'),
				),
				...only(!isLink, 'simplify'),
			].sort(),
		);
		const advanced = [
			...fieldsUsed('advanced'),
			...only(sends, 'additionalFields'),
			...only(operation.endpoint === CREATE_TASK, 'businessUrl', 'costType', 'source'),
			...only(evidence.path === 'D', 'path'),
			...only(!isLink, 'requestTimeout'),
		];
		expect(shownIn(ADVANCED, values)).toEqual([...advanced].sort());
		if (!isTask) return;
		expect(shownIn(ADVANCED, { ...values, waitForCompletion: true })).toEqual(
			[...advanced, 'queryPath', 'queryTimeout', 'requestsPerSecond'].sort(),
		);
	});

	/** What n8n finds wrong with the node before it runs, by the name of the parameter. */
	const missing = (given: INodeParameters) => {
		const node: INode = {
			...nodeOf(description),
			id: '1',
			name: 'Node',
			position: [0, 0],
			parameters: chosen(given),
		};
		const found = NodeHelpers.getNodeParametersIssues(properties, node, description);
		return Object.keys(found?.parameters ?? {}).sort();
	};
	const mustFill = own
		.filter((name) => {
			const { property, required, emptyIn = [] } = fields[name] ?? {};
			if (name !== 'taskId' && !required) return false;
			const isFilled = isLink && property?.default !== '';
			return property?.type === 'string' && !isFilled && !emptyIn.includes(mode ?? '');
		})
		.sort();

	it('tells what is not filled, before it runs', () => {
		expect(missing({})).toEqual(mustFill);
		expect(missing(Object.fromEntries(mustFill.map((name) => [name, 'x'])))).toEqual([]);
	});

	it('asks for nothing that an expression alone decides about', () => {
		const isConditional = (name: string) =>
			fields[name]?.modes !== undefined || fields[name]?.emptyIn !== undefined;
		for (const name of [...free, ...only(mode, 'mode')]) {
			const still = name === 'mode' ? mustFill.filter((field) => !isConditional(field)) : mustFill;
			expect(missing({ [name]: '={{ $json.anything }}' })).toEqual(still);
		}
		for (const name of free)
			expect(missing({ [name]: OTHER })).toEqual([...mustFill, `${name}${OTHER_SUFFIX}`].sort());
	});

	it('shows beside an expression what any of its values needs, each once', () => {
		if (mode === undefined) return;
		const shown = visible(chosen({ mode: '={{ $json.mode }}' }));
		expect(shown).toEqual([...new Set(shown)]);
		const needed = modesOf(operation).flatMap((any) => fieldsUsed('form', any));
		expect(shown).toEqual(expect.arrayContaining(needed));
	});

	it('asks for free text where Other is chosen, and how to wait where it shall wait', () => {
		const others = Object.fromEntries(free.map((name) => [name, OTHER]));
		const shown = visible(chosen({ ...others, ...(isTask && { waitForCompletion: true }) }));
		expect(shown).toEqual(
			[
				...always,
				...free.map((name) => `${name}${OTHER_SUFFIX}`),
				...only(isTask, 'downloadFiles', 'waitOptions'),
			].sort(),
		);
	});

	it('has its parameters behind what decides about them', () => {
		const list = properties.filter(({ displayOptions }) =>
			(displayOptions?.show?.operation ?? [operation.value]).includes(operation.value),
		);
		const early = list.filter(({ displayOptions }, index) =>
			list.slice(index + 1).some(({ name }) => name in (displayOptions?.show ?? {})),
		);
		expect(early.map(({ name }) => name)).toEqual([]);
	});
});

it('the notice of a derived path is not to be taken for an address of the user', () => {
	const notices = EVERY_PARAMETER.filter(({ name }) => name === 'derivedPathNotice');
	expect(notices.length).toBeGreaterThan(0);
	for (const { displayName } of notices)
		expect(displayName).toMatch(
			/^API path not confirmed by the platform\. Known alternatives are tried automatically\. See <a /,
		);
});

it('asks of other parameters only what n8n 1.x can answer while they have no value', () => {
	const conditions = NODES.flatMap(({ properties }) => properties)
		.flatMap(({ displayOptions = {} }) => [displayOptions.show ?? {}, displayOptions.hide ?? {}])
		.flatMap((rules) => Object.values(rules).flat())
		.flatMap((rule) =>
			typeof rule === 'object' && rule !== null && '_cnd' in rule ? Object.keys(rule._cnd) : [],
		);
	expect([...new Set(conditions)].sort()).toEqual(['between', 'not']);
});

it('shows nothing of an operation that the chosen resource does not have', () => {
	const [tools] = NODES.filter(({ provider }) => provider.name === 'Kexiang Video Tools');
	const values = { resource: 'subtitle', operation: 'imgs2video' };
	const shown = (tools?.properties ?? []).filter((one) => tools && isShown(one, tools)(values));
	expect(shown.map(({ name }) => name).sort()).toEqual(['operation', 'resource']);
});

/** What n8n would ask the model for. */
function askedFor(parameters: INodeParameters) {
	const found: Array<{ key: string; description?: string; type?: string; defaultValue?: unknown }> =
		[];
	traverseNodeParameters(parameters, found as never);
	return found;
}

const isPaid = ({ kind }: Operation) => kind === 'submit' || kind === 'sync';
/** What people choose, as it decides who is paid, or where something is sent. */
const FOR_PEOPLE = ['modelName', 'modelType', 'reviewAssets'];

describe.each(OPERATIONS)('the tool of $provider.name: $operation.name', (one) => {
	const { operation } = one;
	const description = { ...one.description, name: `${one.description.name}Tool` };
	const parameters = filledIn(description, choosing(operation));
	const asked = askedFor(parameters);
	const waits = operation.kind !== 'query' && operation.taskSource !== undefined;

	it('shows each parameter once', () => {
		const node = nodeOf(description);
		const shown = description.properties
			.filter((property) => NodeHelpers.displayParameter(parameters, property, node, description))
			.map(({ name }) => name);
		expect(shown).toEqual([...new Set(shown)]);
	});

	it('asks the model under one key for each parameter, in words', () => {
		expect(new Set(asked.map(({ key }) => key)).size).toBe(asked.length);
		for (const { key, description: said } of asked) {
			expect(key).toMatch(/^[\w-]{1,63}$/);
			expect(said).toMatch(/^\S.{8,}/s);
			expect(said).not.toContain('undefined');
		}
	});

	it('asks for all that stands in the form, with allowed words and limits', () => {
		if (!isPaid(operation) || operation.evidence.path === 'user') return;
		for (const [name, { property, limit }] of Object.entries(operation.fields)) {
			if (!(name in parameters)) continue;
			const [call] = askedFor({ value: parameters[name] } as INodeParameters);
			if (FOR_PEOPLE.includes(name)) {
				expect(call).toBeUndefined();
				continue;
			}
			const options = (property.options ?? []).map((option) => 'value' in option && option.value);
			const { minValue, maxValue } = property.typeOptions ?? {};
			for (const said of [property.description, ...options, minValue, maxValue, limit])
				if (said)
					expect([name, call?.description]).toEqual([name, expect.stringContaining(`${said}`)]);
			if (typeof property.default === 'number')
				expect(call).toMatchObject({ type: 'number', defaultValue: property.default });
		}
	});

	it('says what it does, what it costs, and what guards the money', () => {
		const told = String(parameters.toolDescription);
		expect(told.startsWith(`${operation.action}.`)).toBe(true);
		const paid = ['Costs credits', 'never repeat', 'Spending Limit', 'Preview Request'];
		for (const said of isPaid(operation) ? paid : ['Costs nothing']) expect(told).toContain(said);
	});

	it('waits for its task, unless switched off', () => {
		const off = filledIn(description, { ...choosing(operation), waitForCompletion: false });
		expect([parameters, off].map(({ waitForCompletion }) => waitForCompletion)).toEqual(
			waits ? [true, false] : [undefined, undefined],
		);
	});

	it('asks no model, and waits for nothing, where it is no tool', () => {
		const outside = filledIn(one.description, choosing(operation));
		expect(askedFor(outside)).toEqual([]);
		expect(outside.toolDescription).toBeUndefined();
		expect(outside.waitForCompletion ?? false).toBe(false);
	});
});
