import {
	checkPath,
	ID_PLACE,
	TIMEOUT_SECONDS,
	type Endpoint,
	type PlatformRequest,
} from './endpoints';
import { ParameterProblem } from './parameterProblem';
import {
	taskSource,
	type QueryAlternative,
	type TaskHandle,
	type TaskSource,
	type TaskSourceName,
} from './sources';
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
 * the user names. A path may come with an item, so it is checked again here.
 * @throws ParameterProblem
 */
function sourceAt(
	name: TaskSourceName,
	path: string | undefined,
): Pick<TaskSource, 'endpoint' | 'body' | 'longPollSeconds'> {
	const source = taskSource(name);
	if (path === undefined || path === source.endpoint.path) return source;
	const known = alternativeAt(name, path);
	if (known === undefined)
		return { ...source, endpoint: { ...source.endpoint, path: checkQueryPath(name, path) } };
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
export function checkQueryPath(name: TaskSourceName, path: string): string {
	const { body, endpoint } = taskSource(name);
	checkPath(path, 'Query Path', true);
	if (body !== undefined || path.includes(ID_PLACE)) return path;
	throw new ParameterProblem(
		'Query Path',
		words.hasNoPlaceForId(),
		words.writePlaceForId(ID_PLACE, endpoint.path),
	);
}

/**
 * Where else the tasks of one operation may be asked for, by operation id, as its provider's form tells. n8n loads the
 * forms of all nodes when it starts, so that a node which waits knows those of any task, but no provider.
 */
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

/**
 * Where else the tasks of an operation may be asked for, the likeliest first; without it, where all tasks of the
 * source may be.
 */
export function queryAlternatives(name: TaskSourceName, operation = ''): QueryAlternative[] {
	const own = OF_OPERATIONS.get(operation);
	const ofAll = taskSource(name).alternatives ?? [];
	return own?.source === name ? [...own.alternatives, ...ofAll] : [...ofAll];
}

/** Whether a task may be asked for at several paths. One alone is known, or named by the item or by the user. */
export const mayBeElsewhere = ({
	taskSource: source,
	operation,
	queryPath,
}: Pick<Partial<TaskHandle>, 'operation' | 'queryPath'> & {
	taskSource: TaskSourceName;
}): boolean => queryPath === undefined && queryAlternatives(source, operation).length > 0;

/** The alternative at a path, whichever operation's tasks are asked for there. */
export function alternativeAt(name: TaskSourceName, path: string): QueryAlternative | undefined {
	const ofOperations = [...OF_OPERATIONS.values()].filter(({ source }) => source === name);
	return [
		...queryAlternatives(name),
		...ofOperations.flatMap(({ alternatives }) => alternatives),
	].find(({ endpoint }) => endpoint.path === path);
}
