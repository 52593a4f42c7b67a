import type { INodeProperties } from 'n8n-workflow';

import { rememberQueryAlternatives } from '../answers/queryRequest';
import { rememberTypical } from '../waiting/durations';
import type { Operation } from './operation';

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
