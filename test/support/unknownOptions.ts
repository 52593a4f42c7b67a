import type { INode, INodeType } from 'n8n-workflow';

import { isObject } from '../../nodes/shared/util/json';

/**
 * n8n drops what a collection holds and the form does not know, so a test could set something that nobody reads and
 * go on green.
 * @throws for an option that no collection of that name in the node knows
 */
export function refuseUnknownOptions(
	{ description }: INodeType,
	{ name, parameters = {} }: Partial<INode>,
): void {
	const collections = description.properties.filter(({ type }) => type === 'collection');
	for (const [key, value] of Object.entries(parameters)) {
		const same = collections.filter((collection) => collection.name === key);
		if (same.length === 0 || !isObject(value)) continue;
		const known = new Set(same.flatMap(({ options = [] }) => options.map((one) => one.name)));
		const unknown = Object.keys(value).filter((option) => !known.has(option));
		if (unknown.length > 0)
			throw new Error(`${name}: ${key} has no ${unknown.join(', ')} in the form`);
	}
}
