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
 * The request that polls one task. `path` replaces the source's own path (same `{id}`).
 * @throws ParameterProblem if the id is invalid for this source, or the path is invalid
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

/** The endpoint at a path of a task source. */
export const endpointAt = (name: TaskSourceName, path: string): Endpoint =>
	sourceAt(name, path).endpoint;

/**
 * Resolves a path: the source's own endpoint, one of its alternatives with its own method and body, or a path from
 * the user. The path may come from an item, so it is checked again here.
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
 * Checks a path that an input item sets in place of its source's own. If a source is polled by POST, such a path
 * could call a service that costs money. Then only known alternatives are allowed, or a path set in the node's own
 * form.
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

/** @throws ParameterProblem for a path that cannot be used to poll a task of this source */
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
 * Other paths to poll the tasks of an operation, by operation id, as declared in its provider's form. n8n loads the
 * forms of all nodes when it starts. So a waiting node knows the paths of any task, without importing the providers.
 */
const OF_OPERATIONS = new Map<
	string,
	{ readonly source: string; readonly alternatives: readonly QueryAlternative[] }
>();

/** @param source where the operation's tasks are polled; the paths don't apply to other sources */
export function rememberQueryAlternatives(
	operation: string,
	source: string,
	alternatives: readonly QueryAlternative[],
): void {
	OF_OPERATIONS.set(operation, { source, alternatives });
}

/**
 * Other paths to poll the tasks of an operation, most likely first. Without an operation, the paths for all tasks of
 * the source.
 */
export function queryAlternatives(name: TaskSourceName, operation = ''): QueryAlternative[] {
	const own = OF_OPERATIONS.get(operation);
	const ofAll = taskSource(name).alternatives ?? [];
	return own?.source === name ? [...own.alternatives, ...ofAll] : [...ofAll];
}

/**
 * Whether a task may be polled at several paths. There is only one if it is known, or if the item or the user set
 * it.
 */
export const mayBeElsewhere = ({
	taskSource: source,
	operation,
	queryPath,
}: Pick<Partial<TaskHandle>, 'operation' | 'queryPath'> & {
	taskSource: TaskSourceName;
}): boolean => queryPath === undefined && queryAlternatives(source, operation).length > 0;

/** The alternative at a path, for the tasks of any operation. */
export function alternativeAt(name: TaskSourceName, path: string): QueryAlternative | undefined {
	const ofOperations = [...OF_OPERATIONS.values()].filter(({ source }) => source === name);
	return [
		...queryAlternatives(name),
		...ofOperations.flatMap(({ alternatives }) => alternatives),
	].find(({ endpoint }) => endpoint.path === path);
}
