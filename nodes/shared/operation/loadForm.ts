import type { INodeProperties } from 'n8n-workflow';

import { type TypicalSeconds, rememberTypical } from '../waiting/durations';

/**
 * What n8n loads of a provider when it starts. Data alone: the build writes it to `form.json`, so that a start of n8n
 * neither loads the operations nor makes their form.
 */
export interface ProviderForm {
	properties: INodeProperties[];
	/** How long the operations' tasks take, by operation id. */
	typicalSeconds: Record<string, TypicalSeconds>;
}

/** The properties for n8n; the process learns how long the tasks take, for whichever node waits for them. */
export function loadForm({ properties, typicalSeconds }: ProviderForm): INodeProperties[] {
	for (const [operation, seconds] of Object.entries(typicalSeconds))
		rememberTypical(operation, seconds);
	return properties;
}
