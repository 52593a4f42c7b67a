/** The paths at which one task may be asked for. */
import type { PlatformRequest } from '../answers/endpoints';
import { DOCS_URL } from '../answers/problem';
import { queryAlternatives, endpointAt } from '../answers/queryRequest';
import { taskSource } from '../answers/sources';
import { ProcessMemory } from '../util/processMemory';
import { taskKey, type WatchedTask } from '../waiting/waitForTasks';
import { tasksOfService } from '../words/connection';
import { foundPath, inOrder, rememberPath, type Search } from './paths';

/** Paths that had no service when one task was asked for there, by host and task: none is asked twice. */
const EMPTY = new ProcessMemory<readonly string[]>(2000);

/** Under which it is remembered where the tasks of one operation are asked for. */
const serviceOf = (source: string, operation = ''): string => `query ${source} ${operation}`;

/** Where the tasks of an operation were found, if not at their source's own path. */
export const foundTaskPath = (host: string, source: string, operation?: string) =>
	foundPath(host, serviceOf(source, operation));

/**
 * The paths at which a task may be asked for: those that had no service for it are left out. Its source's own path
 * alone where all had none. Undefined where there is one path alone: it is known, or named by the item or by the user.
 */
export function taskSearch(
	host: string,
	task: WatchedTask,
	requestAt: (path: string) => PlatformRequest,
): Search | undefined {
	if (task.queryPath !== undefined) return undefined;
	// Without its operation nobody knows which of them may be meant.
	const others = queryAlternatives(task.taskSource, task.operation ?? '');
	if (others.length === 0) return undefined;
	const { label, endpoint: own } = taskSource(task.taskSource);
	const empty = EMPTY.get(host, taskKey(task)) ?? [];
	const service = serviceOf(task.taskSource, task.operation);
	const left = inOrder([own, ...others.map(({ endpoint }) => endpoint)], foundPath(host, service))
		.map(({ path }) => path)
		.filter((path) => !empty.includes(path));
	return {
		host,
		service,
		label: tasksOfService(label, task.operation),
		page: DOCS_URL,
		own,
		candidates: (left.length === 0 ? [own.path] : left).map((path) => ({
			endpoint: endpointAt(task.taskSource, path),
			request: requestAt(path),
		})),
		onEmpty: (path) => EMPTY.set(host, taskKey(task), [...emptyPaths(host, task), path]),
	};
}

const emptyPaths = (host: string, task: WatchedTask) => EMPTY.get(host, taskKey(task)) ?? [];

/** What was found out about where one task is asked for; plain JSON, for whoever outlives the process. */
export interface KnownPaths {
	/** Where such tasks answered; absent where it is their source's own path. */
	readonly found?: string;
	/** Where there was no service. */
	readonly empty?: readonly string[];
}

/** What this process knows by now; undefined where there is nothing to know. */
export function knownPaths(host: string, task: WatchedTask): KnownPaths | undefined {
	if (!hasAlternatives(task)) return undefined;
	const found = foundTaskPath(host, task.taskSource, task.operation);
	const empty = EMPTY.get(host, taskKey(task));
	if (found === undefined && empty === undefined) return undefined;
	return { ...(found !== undefined && { found }), ...(empty && { empty }) };
}

/** What another process had found out; what this one knows counts more. */
export function recallPaths(host: string, task: WatchedTask, { found, empty }: KnownPaths): void {
	if (!hasAlternatives(task)) return;
	const service = serviceOf(task.taskSource, task.operation);
	if (found !== undefined && foundPath(host, service) === undefined)
		rememberPath(host, service, found, taskSource(task.taskSource).endpoint.path);
	if (empty !== undefined && EMPTY.get(host, taskKey(task)) === undefined)
		EMPTY.set(host, taskKey(task), empty);
}

const hasAlternatives = ({ queryPath, taskSource: source, operation = '' }: WatchedTask): boolean =>
	queryPath === undefined && queryAlternatives(source, operation).length > 0;
