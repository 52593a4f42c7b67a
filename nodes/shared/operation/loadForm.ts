import type { INodeProperties } from 'n8n-workflow';

import { rememberTaskFacts, type TaskFacts } from './taskFacts';

/**
 * What n8n loads of a provider when it starts. Data alone: the build writes it to `form.json`, so that a start of n8n
 * neither loads the operations nor makes their form.
 */
export interface ProviderForm {
	properties: INodeProperties[];
	/** By operation id. */
	tasks: Record<string, TaskFacts>;
}

/** The properties for n8n; the process learns what there is to know of the tasks, for whichever node waits for them. */
export function loadForm({ properties, tasks }: ProviderForm): INodeProperties[] {
	rememberTaskFacts(tasks);
	return properties;
}
