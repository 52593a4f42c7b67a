import { Workflow, type INode, type INodeParameters, type INodeType } from 'n8n-workflow';

/** A workflow of this node alone, for n8n's own reading of its parameters. */
export function workflowOfOne(type: INodeType, parameters: INodeParameters) {
	const { name } = type.description;
	const node: INode = { id: '1', name, type: name, typeVersion: 1, position: [0, 0], parameters };
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
	return { node, workflow };
}
