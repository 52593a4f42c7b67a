import { ParameterProblem } from './parameterProblem';
import type { JsonObject } from '../util/json';
import * as words from '../words/connection';

/** The platform's two API families: user_task v1, and the tools ("minimalist"). Reference 1.1, 1.3. */
export type Api = 'task' | 'tool';

/** How reliable a fact is: A official page, B vendor's software, C and C- public clients, D derived. Reference 0. */
export type Evidence = 'A' | 'B' | 'C' | 'C-' | 'D';

/** How reliable a path is. `user` means that the user entered it. */
export type PathEvidence = Evidence | 'user';

export interface Endpoint {
	readonly api: Api;
	readonly method: 'GET' | 'POST';
	/** Path below the API's base URL, with a leading slash. */
	readonly path: string;
}

/** A file that the platform will fetch, and the parameter that names it. */
export interface MediaUse {
	readonly label: string;
	readonly url: string;
}

/** One complete request to the platform, except for base URL and key. */
export interface PlatformRequest extends Endpoint {
	readonly query?: Readonly<Record<string, string | number>>;
	readonly body?: JsonObject;
	/** Files that the platform fetches for this request. */
	readonly media?: readonly MediaUse[];
	/** Timeout in seconds. */
	readonly timeoutSeconds: number;
	/** Where to send it if a derived path has no service. */
	readonly alternatives?: readonly Endpoint[];
	/**
	 * True if the platform may charge for it. Such a request is never sent twice unless it was provably not accepted.
	 */
	readonly paid: boolean;
}

/** Creates a task of family V1. The body names the model. Reference 1.3, path B/C. */
export const CREATE_TASK: Endpoint = {
	api: 'task',
	method: 'POST',
	path: '/api/v1/user_task/asyncCreateWithCost',
};

/** An endpoint of the tool family. Reference 1.3. */
export const tool = (path: string, method: 'GET' | 'POST' = 'POST'): Endpoint => ({
	api: 'tool',
	method,
	path: `/minimalist/api${path}`,
});

/** Timeouts in seconds. A synchronous tool may take 5 to 10 minutes (reference 1.6, B). */
export const TIMEOUT_SECONDS = { submit: 120, sync: 600, query: 60 } as const;

/** Placeholder for the task id in the path of a query. */
export const ID_PLACE = '{id}';

const ALLOWED = /^\/[\w\-.~%!$&'()*+,;=:@/]*(\?[\w\-.~%!$&'()*+,;=:@/?]*)?$/;
/** Also matches a placeholder with extra braces. */
const PLACEHOLDER = /(?<!\{)\{+[^{}]*\}+/g;
const DOTS_ONLY = /(^|\/)(\.|%2e){1,2}(\/|$)/i;

/**
 * Checks that a path leads to the credential's host and nowhere else, so that the key stays there. The path may
 * contain `{id}` if `withId` is set.
 * @throws ParameterProblem
 */
export function checkPath(path: string, label: string, withId = false): string {
	if (/^([a-z][a-z\d+.-]*:)?\/\//i.test(path))
		throw new ParameterProblem(label, words.pathHasHost());
	if (!path.startsWith('/')) throw new ParameterProblem(label, words.pathHasNoSlash());
	const plain = withId ? path.replaceAll(ID_PLACE, '0') : path;
	const named = path.match(PLACEHOLDER)?.find((one) => !withId || one !== ID_PLACE);
	if (named !== undefined)
		throw new ParameterProblem(
			label,
			words.pathHoldsPlaceholder(named, withId ? ID_PLACE : undefined),
		);
	const [beforeQuery = ''] = plain.split('?', 1);
	if (beforeQuery.includes('//') || DOTS_ONLY.test(beforeQuery))
		throw new ParameterProblem(label, words.pathLeadsUp());
	if (!ALLOWED.test(plain)) throw new ParameterProblem(label, words.pathHoldsOddSign());
	return path;
}

/** Largest part of one response that is read, decompressed. Real responses have a few thousand bytes. */
export const MAX_ANSWER_MB = 16;
