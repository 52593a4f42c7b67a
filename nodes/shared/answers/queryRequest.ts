import { ParameterProblem } from '../util/failure';
import {
	checkPath,
	ID_PLACE,
	TIMEOUT_SECONDS,
	type Endpoint,
	type PlatformRequest,
} from './endpoints';
import { alternativeAt } from './queryAlternatives';
import { taskSource, type TaskSource, type TaskSourceName } from './sources';

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
			`is "${id.slice(0, 60)}", which no ${source.label} id looks like`,
			'Pass the taskId of the node that submitted the task, and choose the task source that fits it.',
		);
	}
	const { endpoint, body, longPollSeconds = 0 } = placeAt(name, options.path);
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
	placeAt(name, path).endpoint;

/**
 * The place that a path means: the source's own, one of its alternatives with their own method and body, or one that
 * the user names.
 * @throws ParameterProblem
 */
function placeAt(
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
		`of the input item is "${path.slice(0, 80)}", but a ${label} is asked for by POST, and a POST may cost money`,
		'If that path is right, enter it under Options in the node that asks; otherwise remove queryPath from the item.',
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
			'does not say where the task ID belongs',
			`Write ${ID_PLACE} in its place, as in ${source.endpoint.path}.`,
		);
	}
	return path;
}
