// A node for every operation of the package, to look at them on the canvas.
import type { WorkflowDocument } from '../../scripts/n8n/model';
import { newestVersion } from '../support/newestVersion';
import { CUSTOM_API_CALL, type NodeDescription } from './form';
import { node, workflow } from './workflows';

export function everyOperation(descriptions: NodeDescription[]): WorkflowDocument {
	const operations = descriptions.flatMap(({ name, displayName, properties, version }) =>
		properties
			.filter((property) => property.name === 'operation')
			.flatMap(({ options = [], displayOptions }) => {
				const [resource] = displayOptions?.show?.resource ?? [];
				return options
					.filter(({ value }) => value !== CUSTOM_API_CALL)
					.map(({ value: operation }) => ({
						name: `${displayName} ${String(operation)}`,
						type: name,
						typeVersion: newestVersion({ version }),
						parameters: { operation, ...(resource !== undefined && { resource }) },
					}));
			}),
	);
	// A dropdown that begins with another entry in older nodes stands in the form twice.
	const once = [...new Map(operations.map((operation) => [operation.name, operation])).values()];
	const nodes = once.map(({ name, type, typeVersion, parameters }) =>
		node(name, type, typeVersion, { parameters }),
	);
	return workflow('Operations', nodes, []);
}
