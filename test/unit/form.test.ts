import { NodeHelpers, type INode, type INodeParameters, type INodeProperties } from 'n8n-workflow';

import { CREATE_TASK } from '../../nodes/shared/answers/endpoints';
import {
	ADVANCED,
	OPTIONS,
	OTHER_SUFFIX,
	OTHER,
	type Place,
} from '../../nodes/shared/operation/field';
import type { Operation } from '../../nodes/shared/operation/operation';
import { PROVIDERS } from '../../scripts/providers';
import { OFFICIAL_TITLES } from '../simulator/officialTitles';
import { nodeTypes } from '../support/nodeTypes';
import { newestVersion } from '../support/newestVersion';
import manifest from '../../package.json';

/** As a node that is added today. */
const NODE = {
	typeVersion: Math.max(...nodeTypes().map(({ description }) => newestVersion(description))),
};
const NODES = PROVIDERS.map((provider) => {
	const node = nodeTypes().find(({ description }) => description.displayName === provider.name);
	if (!node) throw new Error(`${provider.name} has no node`);
	return { provider, description: node.description, properties: node.description.properties };
});
const OPERATIONS = NODES.flatMap((node) =>
	node.provider.operations.map((operation) => ({ ...node, operation })),
);

it('is about every node of the package but those that wait', () => {
	const inPackage = manifest.n8n.nodes.map((file) => file.replace(/^.*\/(\w+)\.node\.js$/, '$1'));
	const known = NODES.map(({ description }) => description.name);
	expect([...known, 'kexiangWaitForTask', 'kexiangWaitForTaskDurable'].sort()).toEqual(
		inPackage.map((name) => `${name.charAt(0).toLowerCase()}${name.slice(1)}`).sort(),
	);
});

describe('the dropdowns', () => {
	it.each(OFFICIAL_TITLES)('offer %s once', (title) => {
		const found = OPERATIONS.filter(({ operation }) => operation.title === title);
		expect(found.map(({ operation }) => operation.official ?? true)).toEqual([true]);
	});

	it('offer nothing as official that is not on the list', () => {
		const official = OPERATIONS.filter(({ operation }) => operation.official !== false);
		expect(official).toHaveLength(OFFICIAL_TITLES.length);
	});

	it.each(NODES)('of $provider.name tell their operations apart', ({ provider }) => {
		for (const key of ['value', 'name', 'action'] as const) {
			const texts = provider.operations.map((operation) => operation[key]);
			expect(texts).toEqual([...new Set(texts)]);
		}
	});
});

describe('the parameters of an operation', () => {
	it.each(OPERATIONS)('stand behind what decides about them: $operation.name', (one) => {
		const own = one.properties.filter(({ displayOptions }) => {
			const { operation = [one.operation.value] } = displayOptions?.show ?? {};
			return operation.includes(one.operation.value);
		});
		const early = own.filter(({ displayOptions }, index) =>
			own.slice(index + 1).some(({ name }) => name in (displayOptions?.show ?? {})),
		);
		expect(early.map(({ name }) => name)).toEqual([]);
	});

	it('have hints whose first letters are in order', () => {
		const hints = NODES.flatMap(({ properties }) => properties).map(({ hint = '' }) => hint);
		expect(hints.filter((hint) => /(^|; )[a-z]+[A-Z]/.test(hint))).toEqual([]);
	});
});

/** Of all nodes, those that wait too; what a collection holds as well. */
const EVERY_PARAMETER = nodeTypes().flatMap(({ description }) =>
	description.properties.flatMap((one) => [
		one,
		...(one.type === 'collection' ? (one.options as INodeProperties[]) : []),
	]),
);

describe('what stands where one types', () => {
	const UNIT = /\b(seconds?|minutes|hours|MB|percent|pixels|credits)\b/i;

	it('is the unit of a number', () => {
		const numbers = EVERY_PARAMETER.filter(({ type, description = '' }) => {
			return type === 'number' && UNIT.test(description.replace(/per second/g, ''));
		});
		const lacking = numbers.filter(
			({ displayName, hint = '' }) => !UNIT.test(hint) && !/\(%|Hours\)/.test(displayName),
		);
		expect(numbers.length).toBeGreaterThan(40);
		expect([...new Set(lacking.map(({ displayName }) => displayName))]).toEqual([]);
	});

	it('is an example, in what is empty and must be filled', () => {
		const lacking = EVERY_PARAMETER.filter(
			({ required, default: usual, placeholder }) =>
				required === true && usual === '' && placeholder === undefined,
		);
		expect([...new Set(lacking.map(({ displayName }) => displayName))]).toEqual([]);
	});
});

describe('a parameter of one name', () => {
	/** Dropdowns where the platform's values are known, free text where there is one or where any fits. */
	const MIXED_TYPES: Record<string, string[]> = {
		modelName: ['options', 'string'],
		size: ['options', 'string'],
	};

	const byName = new Map<string, INodeProperties[]>();
	const note = (property: INodeProperties) =>
		byName.set(property.name, [...(byName.get(property.name) ?? []), property]);
	for (const { properties } of NODES) {
		for (const property of properties) {
			note(property);
			if (property.type !== 'collection') continue;
			for (const option of property.options ?? []) if ('type' in option) note(option);
		}
	}
	byName.delete('derivedPathNotice');
	byName.delete('preparationNotice');

	it.each([...byName])('%s has one label and one type in all nodes', (name, properties) => {
		expect([...new Set(properties.map(({ displayName }) => displayName))]).toHaveLength(1);
		const types = [...new Set(properties.map(({ type }) => type))].sort();
		expect(types).toEqual(MIXED_TYPES[name] ?? types.slice(0, 1));
	});
});

/** The parameters of a freshly added node in which this was chosen. */
function chosen({ description, properties }: (typeof NODES)[number], given: INodeParameters) {
	const node = { ...NODE, type: description.name };
	return NodeHelpers.getNodeParameters(properties, given, true, false, node, description) ?? {};
}

const visible = (properties: INodeProperties[], values: INodeParameters, root = values) =>
	properties
		.filter((property) => NodeHelpers.displayParameter(values, property, NODE, null, root))
		.map(({ name }) => name)
		.sort();

function shownIn(name: string, properties: INodeProperties[], values: INodeParameters): string[] {
	const [collection] = properties.filter(
		(property) =>
			property.name === name && NodeHelpers.displayParameter(values, property, NODE, null),
	);
	const entries = (collection?.options ?? []).flatMap((entry) => ('type' in entry ? [entry] : []));
	return visible(entries, {}, values);
}

/** What the operation reads in this mode, there. */
function fieldsUsed({ fields, kind }: Operation, mode: string | undefined, there: Place) {
	if (kind === 'query') return there === 'form' ? ['taskId'] : [];
	return Object.entries(fields)
		.filter(([, { place, modes }]) => place === there && (modes?.includes(mode ?? '') ?? true))
		.map(([name]) => name);
}

const modesOf = ({ fields }: Operation) =>
	(fields.mode?.property.options ?? []).flatMap((option) =>
		'value' in option ? [String(option.value)] : [],
	);

describe.each(
	OPERATIONS.flatMap((one) => {
		const modes = modesOf(one.operation);
		return (modes.length > 0 ? modes : [undefined]).map((mode) => ({ ...one, mode }));
	}),
)('$provider.name, $operation.value, mode $mode', (one) => {
	const { operation, mode, properties } = one;
	const base: INodeParameters = {
		...(operation.resource !== undefined && { resource: operation.resource }),
		operation: operation.value,
		...(mode !== undefined && { mode }),
	};
	const own = fieldsUsed(operation, mode, 'form');
	const isTask = operation.kind !== 'query' && operation.taskSource !== undefined;
	const always = [
		...(operation.resource === undefined ? [] : ['resource']),
		'operation',
		...(operation.evidence.path === 'D' ? ['derivedPathNotice'] : []),
		...(operation.preparation && mode !== 'text2video' ? ['preparationNotice'] : []),
		...own,
		...(isTask ? ['waitForCompletion'] : []),
		OPTIONS,
		...(operation.kind === 'link' ? [] : [ADVANCED]),
	];

	it('shows what it reads and nothing else', () => {
		const values = chosen(one, base);
		expect(visible(properties, values)).toEqual([...always].sort());
		const sends = !['query', 'link'].includes(operation.kind);
		expect(shownIn(OPTIONS, properties, values)).toEqual(
			[
				...fieldsUsed(operation, mode, 'options'),
				...(sends ? ['previewRequest', 'spendingLimit', 'submissionsAtOnce'] : []),
				...(sends && operation.taskSource !== undefined
					? ['skipItemsWithTask', 'taskIdColumn']
					: []),
				'includeInputFields',
				...(Object.values(operation.fields).some(({ media }) => media)
					? [...(operation.kind === 'link' ? [] : ['checkFiles']), 'shareFilesBy']
					: []),
				...(operation.kind === 'link' ? [] : ['simplify']),
			].sort(),
		);
		const advanced = [
			...fieldsUsed(operation, mode, 'advanced'),
			...(sends ? ['additionalFields'] : []),
			...(operation.endpoint === CREATE_TASK ? ['businessUrl', 'costType', 'source'] : []),
			...(operation.evidence.path === 'D' ? ['path'] : []),
			...(operation.kind === 'link' ? [] : ['requestTimeout']),
		];
		expect(shownIn(ADVANCED, properties, values)).toEqual([...advanced].sort());
		if (!isTask) return;
		const waiting = { ...values, waitForCompletion: true };
		expect(shownIn(ADVANCED, properties, waiting)).toEqual(
			[...advanced, 'queryPath', 'queryTimeout', 'requestsPerSecond'].sort(),
		);
	});

	/** What n8n finds wrong with the node before it runs, by the name of the parameter. */
	const missing = (given: INodeParameters) => {
		const { description } = one;
		const parameters = chosen(one, { ...base, ...given });
		const node = { ...NODE, parameters, id: '1', name: 'Node', type: description.name } as INode;
		node.position = [0, 0];
		const found = NodeHelpers.getNodeParametersIssues(properties, node, description);
		return Object.keys(found?.parameters ?? {}).sort();
	};
	const mustFill = own.filter((name) => {
		const { property, required, emptyIn = [] } = operation.fields[name] ?? {};
		if (name !== 'taskId' && !required) return false;
		const isFilled = operation.kind === 'link' && property?.default !== '';
		return property?.type === 'string' && !isFilled && !emptyIn.includes(mode ?? '');
	});
	const conditional = (name: string) =>
		operation.fields[name]?.modes !== undefined || operation.fields[name]?.emptyIn !== undefined;

	it('tells what is not filled, before it runs', () => {
		expect(missing({})).toEqual(mustFill.sort());
		expect(missing(Object.fromEntries(mustFill.map((name) => [name, 'x'])))).toEqual([]);
	});

	it('asks for nothing that an expression alone decides about', () => {
		const free = own.filter((name) => operation.fields[name]?.acceptsOther);
		for (const name of [...free, ...(mode === undefined ? [] : ['mode'])]) {
			const still = name === 'mode' ? mustFill.filter((field) => !conditional(field)) : mustFill;
			expect(missing({ [name]: '={{ $json.anything }}' })).toEqual(still);
		}
		for (const name of free)
			expect(missing({ [name]: OTHER })).toEqual([...mustFill, `${name}${OTHER_SUFFIX}`].sort());
	});

	it('shows beside an expression what any of its values needs, each once', () => {
		if (mode === undefined) return;
		const shown = visible(properties, chosen(one, { ...base, mode: '={{ $json.mode }}' }));
		expect(shown).toEqual([...new Set(shown)]);
		expect(shown).toEqual(
			expect.arrayContaining(
				modesOf(operation).flatMap((any) => fieldsUsed(operation, any, 'form')),
			),
		);
	});

	it('asks for free text where Other is chosen, and how to wait where it shall wait', () => {
		const free = own.filter((name) => operation.fields[name]?.acceptsOther);
		const waits = always.includes('waitForCompletion');
		const values = chosen(one, {
			...base,
			...Object.fromEntries(free.map((name) => [name, OTHER])),
			...(waits && { waitForCompletion: true }),
		});
		expect(visible(properties, values)).toEqual(
			[
				...always,
				...free.map((name) => `${name}${OTHER_SUFFIX}`),
				...(waits ? ['downloadFiles', 'waitOptions'] : []),
			].sort(),
		);
	});
});

it('does not let the notice of a derived path be taken for an address of the user', () => {
	const notices = NODES.flatMap(({ properties }) => properties).filter(
		({ name }) => name === 'derivedPathNotice',
	);
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
	const tools = NODES.find(({ provider }) => provider.name === 'Kexiang Video Tools');
	const values = { resource: 'subtitle', operation: 'imgs2video' };
	expect(visible(tools?.properties ?? [], values)).toEqual(['operation', 'resource']);
});
