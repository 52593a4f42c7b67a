import { rememberQueryAlternatives } from '../answers/queryAlternatives';
import { rememberTypical } from '../waiting/durations';
import type { Operation } from './operation';

/** What a node that waits must know of an operation's tasks, as it loads no provider. */
export interface TaskFacts {
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
export function rememberTaskFacts(tasks: Readonly<Record<string, TaskFacts>>): void {
	for (const [operation, facts] of Object.entries(tasks)) {
		const { taskSource, typicalSeconds, queryAlternatives } = facts;
		if (typicalSeconds !== undefined) rememberTypical(operation, typicalSeconds);
		if (taskSource && queryAlternatives)
			rememberQueryAlternatives(operation, taskSource, queryAlternatives);
	}
}
