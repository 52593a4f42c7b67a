import { taskSource, type QueryAlternative, type TaskSourceName } from './sources';

// * Those that hold for the tasks of one operation alone, as its provider's form tells. n8n loads the forms of all nodes
// when it starts, so that a node which waits knows those of any task, but no provider.

/** By operation id; no more entries than the package has operations. */
const OF_OPERATIONS = new Map<
	string,
	{ readonly source: string; readonly alternatives: readonly QueryAlternative[] }
>();

/** @param source where its tasks are asked for; under another source they are of no use */
export function rememberQueryAlternatives(
	operation: string,
	source: string,
	alternatives: readonly QueryAlternative[],
): void {
	OF_OPERATIONS.set(operation, { source, alternatives });
}

/** Those of one operation's tasks at a task source, the likeliest first. */
function alternativesOfOperation(source: string, operation: string): readonly QueryAlternative[] {
	const known = OF_OPERATIONS.get(operation);
	return known?.source === source ? known.alternatives : [];
}

/** Those of all operations whose tasks are asked for at a task source. */
const alternativesOfOperations = (source: string): QueryAlternative[] =>
	[...OF_OPERATIONS.values()].flatMap((known) =>
		known.source === source ? known.alternatives : [],
	);

/** Where else the tasks of an operation may be asked for; without it, where all tasks of the source may be. */
export const queryAlternatives = (name: TaskSourceName, operation = ''): QueryAlternative[] => [
	...alternativesOfOperation(name, operation),
	...(taskSource(name).alternatives ?? []),
];

/** The alternative at a path, whichever operation's tasks are asked for there. */
export const alternativeAt = (name: TaskSourceName, path: string): QueryAlternative | undefined =>
	[...queryAlternatives(name), ...alternativesOfOperations(name)].find(
		({ endpoint }) => endpoint.path === path,
	);
