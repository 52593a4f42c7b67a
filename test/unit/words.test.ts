import { Workflow, type INode, type INodeParameters } from 'n8n-workflow';

import { PROVIDERS } from '../../scripts/providers';
import { nodeTypes } from '../support/kexiang';

/** An operation is called the same in the dropdown, on the canvas and in the panel. */

const OPERATIONS = PROVIDERS.flatMap((provider) =>
	provider.operations.map((operation) => ({
		operation,
		type: nodeTypes().find(({ description }) => description.displayName === provider.name),
	})),
);

const wordsOf = (text: string) =>
	text
		.toLowerCase()
		.split(/[\s(),:]+/)
		.filter((word) => word !== '');

it.each(OPERATIONS)('$operation.name: its action has its words', ({ operation }) => {
	expect(wordsOf(operation.action)).toEqual(expect.arrayContaining(wordsOf(operation.name)));
});

it.each(OPERATIONS)('$operation.name is what stands on the canvas', ({ operation, type }) => {
	if (type === undefined) throw new Error('no node');
	const subtitleOf = (options: INodeParameters) => {
		const parameters = {
			...(operation.resource !== undefined && { resource: operation.resource }),
			operation: operation.value,
			options,
		};
		const node: INode = {
			id: '1',
			name: 'Node',
			type: type.description.name,
			typeVersion: 1,
			position: [0, 0],
			parameters,
		};
		const workflow = new Workflow({
			nodes: [node],
			connections: {},
			active: false,
			nodeTypes: {
				getByName: () => type,
				getByNameAndVersion: () => type,
				getKnownTypes: () => ({}),
			},
		});
		// As the editor makes it, where no item is at hand.
		return workflow.expression.getSimpleParameterValue(
			node,
			type.description.subtitle,
			'internal',
			{},
		);
	};
	expect(subtitleOf({})).toBe(operation.name);
	if (!['query', 'link'].includes(operation.kind))
		expect(subtitleOf({ previewRequest: true })).toBe(`Preview: ${operation.name}`);
});
