import { Workflow, type INode, type INodeParameters, type INodeType } from 'n8n-workflow';
import { newestVersion } from './newestVersion';

/** A workflow of this node alone, for n8n's own reading of its parameters. */
export function workflowOfOne(type: INodeType, parameters: INodeParameters) {
	const { name } = type.description;
	const typeVersion = newestVersion(type.description);
	const node: INode = { id: '1', name, type: name, typeVersion, position: [0, 0], parameters };
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
