import {
	checkPath,
	ID_PLACE,
	TIMEOUT_SECONDS,
	type Endpoint,
	type PlatformRequest,
} from './endpoints';
import { ParameterProblem } from './parameterProblem';
import { taskSource, type TaskSource, type TaskSourceName, type QueryAlternative } from './sources';
import * as words from '../words/tasks';

/**
 * The request that asks for one task. `path` replaces the source's own path (same `{id}`).
 * @throws ParameterProblem when the id cannot be one of this source, or the path is none
 */
export function queryRequest(
	name: TaskSourceName,
	id: string,
	options: { path?: string; longPollSeconds?: number; timeoutSeconds?: number } = {},
): PlatformRequest {
	const source = taskSource(name);
	if (!source.idPattern.test(id)) {
		throw new ParameterProblem(
			'Task ID',
			words.isNoIdOfSource(id, source.label),
			words.passTaskId(),
		);
	}
	const { endpoint, body, longPollSeconds = 0 } = sourceAt(name, options.path);
	const held = Math.min(options.longPollSeconds ?? 0, longPollSeconds);
	return {
		...endpoint,
		path: endpoint.path.replaceAll(ID_PLACE, encodeURIComponent(id)),
		...(held > 0 && { query: { timeout: Math.floor(held) } }),
		...(body && { body: body(id) }),
		timeoutSeconds: (options.timeoutSeconds ?? TIMEOUT_SECONDS.query) + held,
		paid: false,
	};
}

/** What is called at a path of a task source. */
export const endpointAt = (name: TaskSourceName, path: string): Endpoint =>
	sourceAt(name, path).endpoint;

/**
 * What a path means: the source's own endpoint, one of its alternatives with their own method and body, or one that
 * the user names.
 * @throws ParameterProblem
 */
function sourceAt(
	name: TaskSourceName,
	path: string | undefined,
): Pick<TaskSource, 'endpoint' | 'body' | 'longPollSeconds'> {
	const source = taskSource(name);
	if (path === undefined || path === source.endpoint.path) return source;
	const known = alternativeAt(name, path);
	if (known === undefined) {
		return { ...source, endpoint: { ...source.endpoint, path: ownPath(path, source) } };
	}
	const { endpoint, idField } = known;
	return { endpoint, ...(idField !== undefined && { body: (id) => ({ [idField]: id }) }) };
}

/**
 * A path that an input item names, in place of its source's own. Where a source is asked by POST, such a path could
 * lead to a service that costs money, so there only the node's own form may name one, or the known alternatives.
 * @throws ParameterProblem
 */
export function checkItemPath(name: TaskSourceName, path: string): void {
	const { endpoint, label } = taskSource(name);
	const isKnown = alternativeAt(name, path) !== undefined;
	if (endpoint.method === 'GET' || path === endpoint.path || isKnown) return;
	throw new ParameterProblem(
		'Query Path',
		words.itemNamesPostPath(path, label),
		words.enterPathYourself(),
	);
}

/** @throws ParameterProblem for a path at which a task of the source cannot be asked for */
export const checkQueryPath = (name: TaskSourceName, path: string): string =>
	ownPath(path, taskSource(name));

/** A path may come with an item, so it is checked again where it is used. */
function ownPath(path: string, source: TaskSource): string {
	checkPath(path, 'Query Path', true);
	if (source.body === undefined && !path.includes(ID_PLACE)) {
		throw new ParameterProblem(
			'Query Path',
			words.hasNoPlaceForId(),
			words.writePlaceForId(ID_PLACE, source.endpoint.path),
		);
	}
	return path;
}

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
