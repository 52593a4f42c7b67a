// A node for every operation of the package, to look at them on the canvas.
import type { WorkflowDocument } from '../../scripts/n8n/model';
import { CUSTOM_API_CALL, type NodeDescription } from './form';
import { node, workflow } from './workflows';

export function everyOperation(descriptions: NodeDescription[]): WorkflowDocument {
	const operations = descriptions.flatMap(({ name, displayName, properties }) =>
		properties
			.filter((property) => property.name === 'operation')
			.flatMap(({ options = [], displayOptions }) => {
				const [resource] = displayOptions?.show?.resource ?? [];
				return options
					.filter(({ value }) => value !== CUSTOM_API_CALL)
					.map(({ value: operation }) => ({
						name: `${displayName} ${String(operation)}`,
						type: name,
						parameters: { operation, ...(resource !== undefined && { resource }) },
					}));
			}),
	);
	const nodes = operations.map(({ name, type, parameters }) => node(name, type, 1, { parameters }));
	return workflow('Operations', nodes, []);
}
