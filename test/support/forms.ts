import { NodeHelpers, type INodeParameters, type INodeTypeDescription } from 'n8n-workflow';

import type { Operation } from '../../nodes/shared/operation/operation';
import { PROVIDERS } from '../../scripts/providers';
import { newestVersion } from './newestVersion';
import { nodeTypes } from './nodeTypes';

/** The nodes of the providers, and each of their operations with its node. */

export const NODES = PROVIDERS.map((provider) => {
	const type = nodeTypes().find(({ description }) => description.displayName === provider.name);
	if (type === undefined) throw new Error(`${provider.name} has no node`);
	const { description } = type;
	return { provider, type, description, properties: description.properties };
});

export const OPERATIONS = NODES.flatMap((node) =>
	node.provider.operations.map((operation) => ({ ...node, operation })),
);

export const valuesOf = ({ options = [] }: Operation['fields'][string]['property']): string[] =>
	options.flatMap((option) => ('value' in option ? [String(option.value)] : []));

/** Each mode of an operation, and none where it has one way alone. */
export const modesOf = ({ fields }: Operation): Array<string | undefined> =>
	fields.mode === undefined ? [undefined] : valuesOf(fields.mode.property);

/** Every operation in each of its modes. */
export const FORMS = OPERATIONS.flatMap((one) =>
	modesOf(one.operation).map((mode) => ({ ...one, mode })),
);

/** What a person chooses to come to this form. */
export const choosing = ({ resource, value }: Operation, mode?: string): INodeParameters => ({
	...(resource !== undefined && { resource }),
	operation: value,
	...(mode !== undefined && { mode }),
});

/** As a node that is added today. */
export const nodeOf = (description: INodeTypeDescription) => ({
	type: description.name,
	typeVersion: newestVersion(description),
});

/** The parameters of a node in which these were given, as n8n fills in the others, or leaves out defaults. */
export const filledIn = (
	description: INodeTypeDescription,
	given: INodeParameters,
	withDefaults = true,
): INodeParameters => {
	const node = nodeOf(description);
	const { properties } = description;
	return (
		NodeHelpers.getNodeParameters(properties, given, withDefaults, false, node, description) ?? {}
	);
};
