import type { IExecuteFunctions } from 'n8n-workflow';

import { queryAlternatives } from '../answers/queryAlternatives';
import { taskSource } from '../answers/sources';
import { attempt } from '../util/attempt';
import { ProcessMemory } from '../util/processMemory';
import { taskKey, type WatchedTask } from '../waiting/waitForTasks';
import { foundPath, inOrder, queryService, rememberPath } from './foundPlaces';
import { hostFor } from './place';

/** Places that had no service when one task was asked for there, by host and task: none is asked twice. */
const EMPTY = new ProcessMemory<readonly string[]>(2000);

/** The name under which it is remembered where the tasks of one operation are asked for. */
export const queryServiceOf = (task: WatchedTask): string =>
	queryService(task.taskSource, task.operation);

/** The path of a task source by itself. */
export const ownPathOf = (task: WatchedTask): string => taskSource(task.taskSource).endpoint.path;

/**
 * The paths at which a task may be asked for, in the order in which they are asked. One alone where it is known, or
 * named by the task's item or by the user, or where all others had no service for this task.
 */
export function pathsToPoll(host: string, task: WatchedTask): string[] {
	if (task.queryPath !== undefined) return [task.queryPath];
	const own = ownPathOf(task);
	// Without its operation nobody knows which of them may be meant.
	const others = queryAlternatives(task.taskSource, task.operation);
	if (others.length === 0) return [own];
	const places = [{ path: own }, ...others.map(({ endpoint: { path } }) => ({ path }))];
	const empty = EMPTY.get(host, taskKey(task)) ?? [];
	const left = inOrder(places, foundPath(host, queryServiceOf(task)))
		.map(({ path }) => path)
		.filter((path) => !empty.includes(path));
	return left.length === 0 ? [own] : left;
}

/** There is no service at the path for this task. */
export function markEmpty(host: string, task: WatchedTask, path: string): void {
	const key = taskKey(task);
	EMPTY.set(host, key, [...(EMPTY.get(host, key) ?? []), path]);
}

/** The host where a task is asked for; empty where its credential cannot be read, which the poll tells. */
export async function hostOfTask(
	context: IExecuteFunctions,
	{ taskSource: source }: WatchedTask,
	itemIndex: number,
): Promise<string> {
	const host = await attempt(hostFor(context, taskSource(source).endpoint.api, itemIndex));
	return host.ok ? host.value : '';
}

/** What was found out about where one task is asked for; plain JSON, for whoever outlives the process. */
export interface KnownPlaces {
	/** Where such tasks were told of; absent where it is their source's own path. */
	readonly found?: string;
	/** Where there was no service. */
	readonly empty?: readonly string[];
}

/** What this process knows by now; undefined where there is nothing to know. */
export function knownPlaces(host: string, task: WatchedTask): KnownPlaces | undefined {
	if (!mayBeElsewhere(task)) return undefined;
	const found = foundPath(host, queryServiceOf(task));
	const empty = EMPTY.get(host, taskKey(task));
	if (found === undefined && empty === undefined) return undefined;
	return { ...(found !== undefined && { found }), ...(empty && { empty }) };
}

/** What another process had found out; what this one knows counts more. */
export function recallPlaces(host: string, task: WatchedTask, { found, empty }: KnownPlaces): void {
	if (!mayBeElsewhere(task)) return;
	const service = queryServiceOf(task);
	if (found !== undefined && foundPath(host, service) === undefined)
		rememberPath(host, service, found, ownPathOf(task));
	if (empty !== undefined && EMPTY.get(host, taskKey(task)) === undefined)
		EMPTY.set(host, taskKey(task), empty);
}

const mayBeElsewhere = ({ queryPath, taskSource: source, operation }: WatchedTask): boolean =>
	queryPath === undefined && queryAlternatives(source, operation).length > 0;
