import { NodeHelpers, type INodeParameters, type INodeProperties } from 'n8n-workflow';

import { nodeTypes } from '../support/nodeTypes';

/** Time Limit stands beside On Timeout; where older workflows have it, it stays. */

const TYPES = nodeTypes().map(({ description }) => description);
const WAITING = TYPES.filter(({ name }) => name.startsWith('kexiangWaitForTask'));
const AS = WAITING.flatMap((description) => [
	description,
	...(description.usableAsTool ? [{ ...description, name: `${description.name}Tool` }] : []),
]);

const namesOf = (properties: readonly { name: string }[]) => properties.map(({ name }) => name);

/** As the editor does: rules of a collection's options are read where the collection stands. */
function shows(
	description: (typeof AS)[number],
	values: INodeParameters,
	property: INodeProperties,
	path = 'parameters',
) {
	const node = { typeVersion: 1 };
	return NodeHelpers.displayParameterPath(
		{ parameters: values },
		property,
		path,
		node,
		description,
	);
}

const filledIn = (
	description: (typeof AS)[number],
	stored: INodeParameters,
	returnDefaults = true,
): INodeParameters =>
	NodeHelpers.getNodeParameters(
		description.properties,
		stored,
		returnDefaults,
		false,
		{ typeVersion: 1 },
		description,
	) ?? {};

/** What a person sees of the form, and is offered in Options. */
function formOf(description: (typeof AS)[number], stored: INodeParameters) {
	const values = filledIn(description, stored);
	const seen = description.properties.filter((one) => shows(description, values, one));
	const entries = (seen.find(({ name }) => name === 'options')?.options ?? []).filter(
		(option) => 'type' in option && shows(description, values, option, 'parameters.options'),
	);
	return { form: namesOf(seen), options: namesOf(entries) };
}

it('is in a form of its own where the form has On Timeout', () => {
	expect(AS).toHaveLength(3);
	for (const description of AS) {
		const { form, options } = formOf(description, {});
		const place = form.indexOf('timeLimit');
		expect(form.slice(place, place + 2)).toEqual(['timeLimit', 'onTimeout']);
		expect(options).not.toContain('timeLimit');
		const tool = description.name.endsWith('Tool');
		expect(filledIn(description, {}).timeLimit).toBe(tool ? 5 : 60);
	}
});

it.each(AS)('$name: an older workflow shows its own where it had it', (description) => {
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
		properties.flatMap((one) =>
			[one, ...(one.type === 'collection' ? (one.options ?? []) : [])].flatMap((option) =>
				option.name === 'timeLimit' && 'type' in option
					? [{ node, description: option.description ?? '' }]
					: [],
			),
		),
	);
	expect(limits.length).toBeGreaterThan(5);
	for (const { node, description } of limits)
		expect(description).toMatch(
			node.endsWith('Durable')
				? /With Retry On Fail, all tries together wait that long\.$/
				: /With Retry On Fail, each try waits that long\.$/,
		);
});
