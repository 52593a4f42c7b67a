import { ParameterProblem } from './parameterProblem';
import type { JsonObject } from '../util/json';
import * as words from '../words/connection';

/** The platform's two API families: user_task v1, and the tools ("minimalist"). Reference 1.1, 1.3. */
export type Api = 'task' | 'tool';

/** How sure a fact is: A official page, B vendor's software, C and C- public clients, D derived. Reference 0. */
export type Evidence = 'A' | 'B' | 'C' | 'C-' | 'D';

/** How sure a path is; `user` where the user entered it. */
export type PathEvidence = Evidence | 'user';

export interface Endpoint {
	readonly api: Api;
	readonly method: 'GET' | 'POST';
	/** Path below the API's base URL, beginning with a slash. */
	readonly path: string;
}

/** A file that the platform is given to fetch, and the parameter that names it. */
export interface MediaUse {
	readonly label: string;
	readonly url: string;
}

/** One call of the platform, complete but for base URL and key. */
export interface PlatformRequest extends Endpoint {
	readonly query?: Readonly<Record<string, string | number>>;
	readonly body?: JsonObject;
	/** What the platform fetches for it. */
	readonly media?: readonly MediaUse[];
	/** Give up after so many seconds. */
	readonly timeoutSeconds: number;
	/** Where else it may be sent where a derived path has no service. */
	readonly alternatives?: readonly Endpoint[];
	/** True when the platform may charge for it: never sent twice unless provably not accepted. */
	readonly paid: boolean;
}

/** Creates a task of family V1; which model is in the body. Reference 1.3, path B/C. */
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

/** Seconds before a call is given up. A synchronous tool may take 5 to 10 minutes (reference 1.6, B). */
export const TIMEOUT_SECONDS = { submit: 120, sync: 600, query: 60 } as const;

/** Stands for the task's id in the path of a query. */
export const ID_PLACE = '{id}';

const ALLOWED = /^\/[\w\-.~%!$&'()*+,;=:@/]*(\?[\w\-.~%!$&'()*+,;=:@/?]*)?$/;
/** Also one in more braces than it takes. */
const PLACEHOLDER = /(?<!\{)\{+[^{}]*\}+/g;
const DOTS_ONLY = /(^|\/)(\.|%2e){1,2}(\/|$)/i;

/**
 * A path that can lead nowhere but to the host of the credential, so that the key stays there.
 * `{id}` may stand in it where `withId` is set.
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

/** Most of one answer that is read, decompressed. Real ones have some thousand bytes. */
export const MAX_ANSWER_MB = 16;
