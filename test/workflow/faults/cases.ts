import type { FaultKind, FaultPoint, FaultRule } from '../../../simulator/server';

/** What can go wrong while a task is asked for or its files are fetched, and what must come of it. */

export type Phase = 'query' | 'download';

/** Which node asks and downloads: one of its own, or the one that submitted. */
export type Waiter = 'Wait for Task' | 'submitting node';

/** How the node under test is told to take errors. */
export const MODES = {
	'stop on error': {},
	continue: { onError: 'continueRegularOutput' },
	'error output': { onError: 'continueErrorOutput' },
	'Retry On Fail': { retryOnFail: true, maxTries: 2, waitBetweenTries: 1 },
} as const;

export type Mode = keyof typeof MODES;

/** What a lasting fault at this place means for the item that it meets. */
export type Meaning =
	/** The item comes through all the same. */
	| 'through'
	/** The task exists; its state or file cannot be had now. */
	| 'later';

export interface FaultCase {
	name: string;
	phase: Phase;
	meaning: Meaning;
	/** Added to the simulator; strikes the second item alone. */
	rule?: Omit<FaultRule, 'on'>;
	/** The platform's address is one where nobody is; strikes every item. */
	address?: 'refused' | 'unresolvable';
}

const POINTS: Record<Phase, FaultPoint> = { query: 'query', download: 'result' };
export const pointOf = ({ phase }: FaultCase): FaultPoint => POINTS[phase];

type Row = [name: string, rule: Omit<FaultRule, 'on'>, Partial<Record<Phase, Meaning>>];

const of = (kind: FaultKind, more: Partial<FaultRule> = {}): Omit<FaultRule, 'on'> => ({
	kind,
	...more,
});
/** Longer than the time limit of a request in these tests. */
const LONG = { seconds: 20 };
const SHORT = { seconds: 0.3 };

const ROWS: Row[] = [
	[
		'reset before the request was read',
		of('resetBeforeRead'),
		{ query: 'later', download: 'later' },
	],
	[
		'reset after the request was read',
		of('resetAfterAccept'),
		{ query: 'later', download: 'later' },
	],
	[
		'slow headers, within the limit',
		of('slowHeaders', SHORT),
		{ query: 'through', download: 'through' },
	],
	[
		'slow headers, beyond the limit',
		of('slowHeaders', LONG),
		{ query: 'later', download: 'later' },
	],
	['slow body, within the limit', of('slowBody', SHORT), { query: 'through', download: 'through' }],
	// Of a file each part comes in time, so it arrives in the end.
	['slow body, beyond the limit', of('slowBody', LONG), { query: 'later' }],
	['hang', of('hang'), { query: 'later', download: 'later' }],
	['hang after the task was made', of('hangAfterAccept'), { query: 'later' }],
	['401', of('401'), { query: 'later', download: 'later' }],
	['403', of('403'), { query: 'later', download: 'later' }],
	['404 once', of('404', { times: 1 }), { query: 'through', download: 'through' }],
	['404 for good', of('404'), { query: 'later', download: 'later' }],
	['422', of('422'), { query: 'later', download: 'later' }],
	['429 once, no hint', of('429', { times: 1 }), { query: 'through' }],
	[
		'429 once, Retry-After in seconds',
		of('429', { times: 1, retryAfter: 1 }),
		{ query: 'through' },
	],
	[
		'429 once, Retry-After as a date',
		of('429', { times: 1, retryAfterDate: 1 }),
		{ query: 'through' },
	],
	['429 for good', of('429'), { query: 'later', download: 'later' }],
	['429, Retry-After of an hour', of('429', { retryAfter: 3600 }), { query: 'later' }],
	['500 as HTML', of('500'), { query: 'later', download: 'later' }],
	['500 as text', of('500text'), { query: 'later', download: 'later' }],
	['502 as HTML', of('502'), { query: 'later', download: 'later' }],
	['503', of('503'), { query: 'later', download: 'later' }],
	['503 once', of('503', { times: 1 }), { query: 'through', download: 'through' }],
	['truncated JSON', of('truncatedJson'), { query: 'later' }],
	['wrong content type', of('wrongContentType'), { query: 'through' }],
	['200 as HTML', of('html200'), { query: 'later' }],
	['200 with a failure code', of('code'), { query: 'later' }],
	['empty body', of('emptyBody'), { query: 'later', download: 'later' }],
	['empty object', of('emptyObject'), { query: 'later' }],
	['unknown state', of('unknownState'), { query: 'later' }],
	['state going backwards, once', of('stateBackwards', { times: 1 }), { query: 'through' }],
	['success without a URL', of('successWithoutUrl'), { query: 'through' }],
	['success without an output', of('nullOutput'), { query: 'through' }],
	['result 404', of('result404'), { download: 'later' }],
	['result slow', of('resultSlow', { seconds: 3 }), { download: 'through' }],
	['result huge', of('resultHuge', { bytes: 3 * 1024 * 1024 }), { download: 'later' }],
	['result of another type (HTML)', of('resultHtml'), { download: 'later' }],
	['result cut off', of('resultTruncated'), { download: 'later' }],
	['redirect to another host', of('redirectApi'), { query: 'later' }],
	['redirect of the result', of('redirectResult'), { download: 'through' }],
];

const AWAY: Array<[string, NonNullable<FaultCase['address']>]> = [
	['refused connection', 'refused'],
	['name that no resolver knows', 'unresolvable'],
];

export const CASES: FaultCase[] = [
	...AWAY.flatMap(([name, address]): FaultCase[] => [
		{ name, address, phase: 'query', meaning: 'later' },
		// n8n's resolver takes seconds for each try.
		...(address === 'refused'
			? [{ name, address, phase: 'download', meaning: 'later' } as const]
			: []),
	]),
	...ROWS.flatMap(([name, rule, phases]) =>
		Object.entries(phases).map(
			([phase, meaning]): FaultCase => ({ name, rule, phase: phase as Phase, meaning }),
		),
	),
];
