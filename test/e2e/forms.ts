/* eslint-disable @n8n/community-nodes/no-restricted-imports */
// The forms of all nodes in n8n's editor, opened one after the other.
import assert from 'node:assert/strict';
import {
	NodeHelpers,
	type INode,
	type INodeParameters,
	type INodeProperties,
	type INodePropertyOptions,
	type INodeTypeDescription,
} from 'n8n-workflow';
import type { WorkflowDocument } from '../../scripts/n8n/model';
import { newestVersion } from '../support/newestVersion';
import type { Bench } from './bench';
import type { Editor } from './editor';
import { inARow, manualTrigger, node } from './workflows';

export type NodeDescription = INodeTypeDescription;

/** Put into every list of operations by n8n itself. */
const CUSTOM_API_CALL = '__CUSTOM_API_CALL__';

const entriesOf = ({ options = [] }: INodeProperties): INodePropertyOptions[] =>
	options.flatMap((one) => ('value' in one && one.value !== CUSTOM_API_CALL ? [one] : []));

/** Every node of the package, unconnected. */
export const allNodes = (descriptions: NodeDescription[]): WorkflowDocument =>
	inARow([manualTrigger()], {
		nodes: descriptions.map((one) => node(one.displayName, one.name, newestVersion(one))),
	});

/** A node for every operation of the package. */
export function everyOperation(descriptions: NodeDescription[]): WorkflowDocument {
	const nodes = descriptions.flatMap((one) =>
		one.properties
			.filter((property) => property.name === 'operation')
			.flatMap((property) => {
				const [resource] = property.displayOptions?.show?.resource ?? [];
				const more = resource !== undefined && { resource };
				return entriesOf(property).map(({ value: operation }) =>
					node(`${one.displayName} ${String(operation)}`, one.name, newestVersion(one), {
						operation,
						...more,
					}),
				);
			}),
	);
	// A dropdown that begins with another entry in older nodes stands in the form twice.
	const once = [...new Map(nodes.map((one) => [one.name, one])).values()];
	return inARow([], { nodes: once });
}

/** What decides about the rest of a form, from the outside in. */
const DECIDING = ['resource', 'operation', 'mode'];

/**
 * Goes through every choice of resource, operation and mode of every node: each form shows what belongs to it.
 * @param pictures folder for one picture of each node
 * @returns how many forms it saw
 */
export async function walkForms(
	editor: Editor,
	descriptions: NodeDescription[],
	bench: Bench,
	...pictures: string[]
): Promise<number> {
	let count = 0;
	for (const description of descriptions) {
		await editor.openNode(description.displayName);
		const name = description.displayName.toLowerCase().replace(/[^a-z0-9]+/g, '-');
		await editor.screenshot(bench.pictureOf(...pictures, `form-${name.replace(/-$/, '')}.png`));
		count += await walk(editor, description, {}, DECIDING);
		await editor.closeNode();
	}
	return count;
}

async function walk(
	editor: Editor,
	description: NodeDescription,
	chosen: INodeParameters,
	[name, ...next]: string[],
): Promise<number> {
	const shown = shownParameters(description, chosen);
	if (name === undefined) {
		// A notice has no label.
		const labelled = shown.filter(({ type }) => type !== 'notice' && type !== 'hidden');
		const where = `${description.displayName}, ${JSON.stringify(chosen)}`;
		const expected = labelled.map(({ displayName }) => displayName);
		assert.deepEqual(await editor.labels(), expected, where);
		return 1;
	}
	const dropdown = shown.find((one) => one.name === name && one.type === 'options');
	if (!dropdown) return await walk(editor, description, chosen, next);
	let count = 0;
	for (const { name: entry, value } of entriesOf(dropdown)) {
		await editor.choose(name, entry);
		count += await walk(editor, description, { ...chosen, [name]: value }, next);
	}
	return count;
}

/** What n8n shows of a form with these choices. */
function shownParameters(description: NodeDescription, chosen: INodeParameters): INodeProperties[] {
	const { properties, name, displayName } = description;
	const typeVersion = newestVersion(description);
	const one: INode = node(displayName, name, typeVersion) as INode;
	const values = NodeHelpers.getNodeParameters(properties, chosen, true, false, one, description);
	return properties.filter((property) =>
		NodeHelpers.displayParameter(values ?? {}, property, one, description),
	);
}
