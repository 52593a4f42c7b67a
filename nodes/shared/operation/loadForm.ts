import {
	NodeConnectionTypes,
	type INodeCredentialDescription,
	type INodeProperties,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { rememberQueryAlternatives } from '../answers/queryRequest';
import { rememberTypical } from '../waiting/durations';
import type { Operation } from './operation';

/** What all provider nodes say of themselves. */
export const PROVIDER_NODE = {
	group: ['transform'],
	version: 1,
	inputs: [NodeConnectionTypes.Main],
	outputs: [NodeConnectionTypes.Main],
} satisfies Partial<INodeTypeDescription>;

/** Of nodes with fields for files: the second one shows to those who share files by their own bucket. */
export const API_AND_BUCKET: INodeCredentialDescription[] = [
	{ name: 'kexiangApi', required: true },
	{
		name: 'kexiangFileStorageApi',
		required: true,
		displayOptions: { show: { '/options.shareFilesBy': ['bucket'] } },
	},
];

/** What n8n loads of a provider when it starts: data alone, so that the build can keep it as `form.json`. */
export interface ProviderForm {
	properties: INodeProperties[];
	/** By operation id. */
	tasks: Record<string, TaskFacts>;
}

/**
 * The properties for n8n; the process learns what there is to know of the tasks, for whichever node waits for them.
 * @param form made by the sources, or data where the build has put `form.json` in the place of the provider
 */
export function loadForm(form: ProviderForm | (() => ProviderForm)): INodeProperties[] {
	const { properties, tasks } = typeof form === 'function' ? form() : form;
	rememberTaskFacts(tasks);
	return properties;
}

/** What a node that waits must know of an operation's tasks, as it loads no provider. */
interface TaskFacts {
	readonly typicalSeconds?: NonNullable<Operation['typicalSeconds']>;
	readonly taskSource?: NonNullable<Operation['taskSource']>;
	/** At that source. */
	readonly queryAlternatives?: NonNullable<Operation['queryAlternatives']>;
}

/** What there is to know of these operations' tasks, by operation id. Data alone. */
export function taskFactsOf(operations: readonly Operation[]): Record<string, TaskFacts> {
	const known = operations.flatMap(({ value, taskSource, typicalSeconds, queryAlternatives }) => {
		const facts: TaskFacts = {
			...(typicalSeconds !== undefined && { typicalSeconds }),
			...(taskSource && queryAlternatives && { taskSource, queryAlternatives }),
		};
		return Object.keys(facts).length === 0 ? [] : [[value, facts] as const];
	});
	return Object.fromEntries(known);
}

/** Hands it on to whoever waits in this process. */
function rememberTaskFacts(tasks: Readonly<Record<string, TaskFacts>>): void {
	for (const [operation, facts] of Object.entries(tasks)) {
		const { taskSource, typicalSeconds, queryAlternatives } = facts;
		if (typicalSeconds !== undefined) rememberTypical(operation, typicalSeconds);
		if (taskSource && queryAlternatives)
			rememberQueryAlternatives(operation, taskSource, queryAlternatives);
	}
}
