/** Finds the path of a service whose own path is derived. Used for submissions and polls. */
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
	/** The path to remember. For a poll it contains `{id}`. */
	readonly endpoint: Path;
	readonly request: PlatformRequest;
}

/** What to look for, and where it may be. */
export interface Search {
	readonly host: string;
	/** The name under which the found path is remembered. */
	readonly service: string;
	/** Label for users. */
	readonly label: string;
	/** Page of the platform's documentation. */
	readonly page: string;
	/** Its own path. */
	readonly own: Path;
	/** In the order in which they are tried. */
	readonly candidates: readonly Candidate[];
	/** Called for each path without a service. */
	onEmpty?(path: string): void;
}

/** Paths where a service answered that were not its own, by the platform's host and the service's name. */
const FOUND = new ProcessMemory<string>(500);

/** Where a service answered last. Undefined if that was its own path, or if nothing is known. */
export const foundPath = (host: string, service: string): string | undefined =>
	FOUND.get(host, service);

/** Records the path where a service answered. */
export function rememberPath(host: string, service: string, path: string, own: string): void {
	if (path === own) FOUND.forget(host, service);
	else FOUND.set(host, service, path);
}

/** The paths in the order in which to try them: the one that answered last, then the given order. */
export function inOrder<One extends { readonly path: string }>(
	paths: readonly One[],
	found: string | undefined,
): One[] {
	const first = paths.filter(({ path }) => path === found);
	return first.length === 0 ? [...paths] : [...first, ...paths.filter((one) => one !== first[0])];
}

/**
 * Tries one path after another until one has the service, each at most once. Goes on to the next path only after the
 * answer that there is no service at this path. A single path is simply called.
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

/**
 * Called when a service answered at one of its paths. Records the path and, if it is not the service's own, tells
 * the user.
 */
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

/** Adds what an issue about the path needs. */
interface FoundPage extends words.FoundPath {
	/** Page of the platform's documentation. */
	page: string;
}

const ISSUES = 'https://github.com/n8n-nodes-kexiang/n8n-nodes-kexiang/issues/new';

/** Hints shown so far, by run. */
const given = new WeakMap<IExecuteFunctions, Set<string>>();

/** Tells the user once per run where a service answered, with a link to a filled-in issue form. */
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

/**
 * Paths without a service when one task was polled there, by host and task. They are not tried again for that task.
 */
const EMPTY = new ProcessMemory<readonly string[]>(2000);

/** The name under which the path for an operation's tasks is remembered. */
const serviceOf = (source: string, operation = ''): string => `query ${source} ${operation}`;

/** Where the tasks of an operation were found, if not at their source's own path. */
export const foundTaskPath = (host: string, source: string, operation?: string) =>
	foundPath(host, serviceOf(source, operation));

/**
 * The paths where a task may be polled, without those that had no service for it. If none had a service, only its
 * source's own path.
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

/** What was found about the path of one task. Plain JSON, so that it can outlive the process. */
export interface KnownPaths {
	/** Where such tasks answered. Absent for their source's own path. */
	readonly found?: string;
	/** Paths without a service. */
	readonly empty?: readonly string[];
}

/** What this process knows so far. Undefined if nothing is known. */
export function knownPaths(host: string, task: WatchedTask): KnownPaths | undefined {
	if (!mayBeElsewhere(task)) return undefined;
	const found = foundTaskPath(host, task.taskSource, task.operation);
	const empty = EMPTY.get(host, taskKey(task));
	if (found === undefined && empty === undefined) return undefined;
	return { ...(found !== undefined && { found }), ...(empty && { empty }) };
}

/** Restores what another process had found. What this process knows takes precedence. */
export function recallPaths(host: string, task: WatchedTask, { found, empty }: KnownPaths): void {
	if (!mayBeElsewhere(task)) return;
	const service = serviceOf(task.taskSource, task.operation);
	if (found !== undefined && foundPath(host, service) === undefined)
		rememberPath(host, service, found, taskSource(task.taskSource).endpoint.path);
	if (empty !== undefined && EMPTY.get(host, taskKey(task)) === undefined)
		EMPTY.set(host, taskKey(task), empty);
}
