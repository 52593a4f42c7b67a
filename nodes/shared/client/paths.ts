/** Finding out at which path a service answers whose own path is derived. For submissions and for polls. */
import type { IExecuteFunctions } from 'n8n-workflow';

import type { Endpoint, PlatformRequest } from '../answers/endpoints';
import { DOCS_URL, problemOfNowhere, PlatformProblem } from '../answers/problem';
import { endpointAt, mayBeElsewhere, queryAlternatives } from '../answers/queryRequest';
import { outcomeOf } from '../answers/read';
import { taskSource } from '../answers/sources';
import { attempt } from '../util/attempt';
import { ProcessMemory } from '../util/processMemory';
import { taskKey, type WatchedTask } from '../waiting/waitForTasks';
import * as words from '../words/connection';
import type { Connection } from './connection';

type Path = Pick<Endpoint, 'method' | 'path'>;

/** One path where a service may be. */
export interface Candidate {
	/** As it is remembered: of a poll, with `{id}` in it. */
	readonly endpoint: Path;
	readonly request: PlatformRequest;
}

/** What is asked, and where it may be. */
export interface Search {
	/** The platform's host. */
	readonly host: string;
	/** Under which it is remembered where the service answered. */
	readonly service: string;
	/** For people. */
	readonly label: string;
	/** Page of the platform's documentation. */
	readonly page: string;
	/** Its own path. */
	readonly own: Path;
	/** In the order in which they are asked. */
	readonly candidates: readonly Candidate[];
	/** Called for each path that has no service. */
	onEmpty?(path: string): void;
}

/** Paths at which services answered that were not their own, by the platform's host and the name of the service. */
const FOUND = new ProcessMemory<string>(500);

/** Where a service answered the last time; undefined where its own path did, or where nothing is known. */
export const foundPath = (host: string, service: string): string | undefined =>
	FOUND.get(host, service);

/** A service answered at one of its paths. */
export function rememberPath(host: string, service: string, path: string, own: string): void {
	if (path === own) FOUND.forget(host, service);
	else FOUND.set(host, service, path);
}

/** The paths in the order in which they are asked: the one that answered the last time, then as they stand. */
export function inOrder<One extends { readonly path: string }>(
	paths: readonly One[],
	found: string | undefined,
): One[] {
	const first = paths.filter(({ path }) => path === found);
	return first.length === 0 ? [...paths] : [...first, ...paths.filter((one) => one !== first[0])];
}

/**
 * Asks at one path after the other until one has the service, each at most once. No answer leads on but that there is
 * no service at the path; a path that is alone is asked by itself.
 * @throws PlatformProblem, and whatever `ask` throws
 */
export async function firstAnswer<Answer>(
	{ signal }: Connection,
	{ host, service, candidates, onEmpty }: Search,
	ask: (candidate: Candidate) => Promise<Answer>,
): Promise<{ answer: Answer; candidate: Candidate }> {
	const empty: PlatformRequest[] = [];
	for (const candidate of candidates) {
		const asked = await attempt(ask(candidate));
		if (asked.ok) return { answer: asked.value, candidate };
		const { cause } = asked;
		if (candidates.length === 1 || !isNoServiceAt(cause)) throw cause;
		const { path } = candidate.endpoint;
		onEmpty?.(path);
		if (foundPath(host, service) === path) FOUND.forget(host, service);
		empty.push(candidate.request);
		if (empty.length === candidates.length) throw problemOfNowhere(cause, empty);
		if (signal?.aborted) throw cause;
	}
	throw new Error('No path');
}

/** A service answered at one of its paths: others learn it and, where it is not its own, people do. */
export function answeredAt(
	{ context }: Connection,
	{ host, service, label, page, own }: Search,
	{ endpoint }: Candidate,
): void {
	rememberPath(host, service, endpoint.path, own.path);
	if (endpoint.path === own.path) return;
	hintAtPath(context, { service: label, derived: shown(own), found: shown(endpoint), page });
}

const shown = ({ method, path }: Path) => `${method} ${path}`;

export const isNoServiceAt = (cause: unknown): cause is PlatformProblem =>
	cause instanceof PlatformProblem &&
	cause.cause.refusal?.kind === 'notFound' &&
	outcomeOf(cause.cause.refusal) === 'refused';

/** With what an issue about it needs. */
interface FoundPage extends words.FoundPath {
	/** Page of the platform's documentation. */
	page: string;
}

const ISSUES = 'https://github.com/n8n-nodes-kexiang/n8n-nodes-kexiang/issues/new';

/** Hints given so far, by run. */
const given = new WeakMap<IExecuteFunctions, Set<string>>();

/** Says once per run where a service answered, with a link to the issue form that is filled in already. */
function hintAtPath(context: IExecuteFunctions, path: FoundPage): void {
	const before = given.get(context) ?? new Set();
	given.set(context, before);
	const message = words.answeredElsewhere(path, issueUrl(path));
	if (before.has(message)) return;
	before.add(message);
	context.addExecutionHints({ message, location: 'outputPane' });
}

/** The form "The platform's documentation says otherwise", filled in. */
function issueUrl(path: FoundPage): string {
	const fields = {
		template: 'api.yml',
		title: words.issueTitle(path),
		page: path.page,
		difference: words.issueDifference(path),
	};
	const search = Object.entries(fields).map(
		([name, value]) => `${name}=${encodeURIComponent(value)}`,
	);
	return `${ISSUES}?${search.join('&amp;')}`;
}

/** Paths that had no service when one task was asked for there, by host and task: none is asked twice. */
const EMPTY = new ProcessMemory<readonly string[]>(2000);

/** Under which it is remembered where the tasks of one operation are asked for. */
const serviceOf = (source: string, operation = ''): string => `query ${source} ${operation}`;

/** Where the tasks of an operation were found, if not at their source's own path. */
export const foundTaskPath = (host: string, source: string, operation?: string) =>
	foundPath(host, serviceOf(source, operation));

/**
 * The paths at which a task may be asked for: those that had no service for it are left out. Its source's own path
 * alone where all had none.
 */
export function taskSearch(
	host: string,
	task: WatchedTask,
	requestAt: (path: string) => PlatformRequest,
): Search {
	const others = queryAlternatives(task.taskSource, task.operation);
	const { label, endpoint: own } = taskSource(task.taskSource);
	const empty = EMPTY.get(host, taskKey(task)) ?? [];
	const service = serviceOf(task.taskSource, task.operation);
	const left = inOrder([own, ...others.map(({ endpoint }) => endpoint)], foundPath(host, service))
		.map(({ path }) => path)
		.filter((path) => !empty.includes(path));
	return {
		host,
		service,
		label: words.tasksOfService(label, task.operation),
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
	if (!mayBeElsewhere(task)) return undefined;
	const found = foundTaskPath(host, task.taskSource, task.operation);
	const empty = EMPTY.get(host, taskKey(task));
	if (found === undefined && empty === undefined) return undefined;
	return { ...(found !== undefined && { found }), ...(empty && { empty }) };
}

/** What another process had found out; what this one knows counts more. */
export function recallPaths(host: string, task: WatchedTask, { found, empty }: KnownPaths): void {
	if (!mayBeElsewhere(task)) return;
	const service = serviceOf(task.taskSource, task.operation);
	if (found !== undefined && foundPath(host, service) === undefined)
		rememberPath(host, service, found, taskSource(task.taskSource).endpoint.path);
	if (empty !== undefined && EMPTY.get(host, taskKey(task)) === undefined)
		EMPTY.set(host, taskKey(task), empty);
}
