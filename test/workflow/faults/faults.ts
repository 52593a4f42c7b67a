import type { FaultKind, FaultRule } from '../../../simulator/server';

/** What can go wrong with one request, and what it means for its item. */

/** The request that the fault strikes: a paid one, a question about the task that it made, a file of the result. */
export type Place = 'submit' | 'query' | 'download';

export type Meaning =
	/** The item comes through all the same. */
	| 'through'
	/** Certainly nothing was made. */
	| 'refused'
	/** Nobody can tell whether something was made. */
	| 'unclear'
	/** The task exists; its state or its file cannot be had now. */
	| 'later';

export interface Fault {
	name: string;
	on: Place;
	/** What it means for a task of family v1, if it lasts; absent where that is not judged. */
	meaning?: Meaning;
	rule?: Omit<FaultRule, 'on'>;
	/** The platform's address is one where nobody is. */
	address?: 'refused' | 'unresolvable';
	/** Longer than the time limit of a request, so that the limit must be short. */
	isSilent?: true;
	/** Its answer is not read to its end, so that nobody reads an id in it. */
	isCut?: true;
	/** Takes seconds of work or of n8n's resolver, so that it is tried in a few places only. */
	isDear?: true;
	/** Of a question or a file: it is not asked for again in time. */
	isFinal?: true;
	/** Strikes on the roads that wait only, and not on every road. */
	isRare?: true;
}

type Facts = Pick<Fault, 'isSilent' | 'isCut' | 'isDear' | 'isFinal' | 'isRare'>;
type Rule = NonNullable<Fault['rule']>;
type Row = [name: string, rule: Rule, facts?: Facts];

const of = (kind: FaultKind, more: Partial<FaultRule> = {}): Rule => ({ kind, ...more });
/** The money is taken first: an error page may come from a proxy, a failure code after the work was begun. */
const TAKEN = { accepted: true };
/** Seconds; longer than the time limit of a request in these tests. */
const LONG = { seconds: 20 };
const SHORT = { seconds: 0.1 };
const SILENT = { isSilent: true } as const;
const RARE = { isRare: true } as const;
const FINAL = { isFinal: true } as const;
const ONCE = { times: 1 };

/** Taken, and the answer tells nothing of it, or nothing that counts. These cost most where a guard fails. */
const LOST: Row[] = [
	['reset after the request was read', of('resetAfterAccept')],
	['hang after the task was made', of('hangAfterAccept'), SILENT],
	['500 as HTML', of('500', TAKEN)],
	['502 as HTML', of('502', TAKEN)],
	['503', of('503', TAKEN)],
	['200 with code 500', of('code', { ...TAKEN, code: '500', message: '生成超时' })],
	['empty object', of('emptyObject')],
	['truncated JSON', of('truncatedJson')],
	[
		'200 with success false, after work',
		of('denied', { ...TAKEN, message: '生成失败，请稍后重试' }),
	],
];

const MORE_LOST: Row[] = [
	['reset before the request was read', of('resetBeforeRead', { after: 1, times: 1 })],
	['slow headers, beyond the limit', of('slowHeaders', LONG), SILENT],
	['slow body, beyond the limit', of('slowBody', LONG), SILENT],
	['hang', of('hang'), SILENT],
	['500 as text', of('500text', TAKEN)],
	['500, nothing made', of('500')],
	['502, nothing made', of('502')],
	['503, nothing made', of('503')],
	['200 as HTML', of('html200', TAKEN)],
	['200 with code 50000', of('code', TAKEN)],
	['200 with code RESUBMIT_ERROR', of('code', { ...TAKEN, code: 'RESUBMIT_ERROR' })],
	['200 with success false, without words', of('denied', { ...TAKEN, message: '' })],
	['empty body', of('emptyBody')],
	['redirect to another host', of('redirectApi', TAKEN)],
];

/** Taken, and told in a way that is easily misread; or refused once, and then taken. */
const TOLD: Row[] = [
	['slow headers, within the limit', of('slowHeaders', SHORT)],
	['slow body, within the limit', of('slowBody', SHORT)],
	['wrong content type', of('wrongContentType')],
	['unknown state', of('unknownState')],
	['success without a URL', of('successWithoutUrl')],
	['success without an output', of('nullOutput')],
	['6,000 levels deep', of('deep')],
	['an id beyond 2^53', of('hugeId')],
	["a supplier's ids beside", of('supplierIds')],
	['429 once', of('429', ONCE)],
	['429 once, Retry-After in seconds', of('429', { ...ONCE, retryAfter: 1 })],
	['429 once, Retry-After as a date', of('429', { ...ONCE, retryAfterDate: 1 })],
];

/** Certainly not taken. */
const REFUSED: Row[] = [
	['401', of('401')],
	['403', of('403')],
	['404', of('404')],
	['422', of('422')],
	['422, the key spelled out', of('spelled')],
	['429', of('429')],
	['429, Retry-After of an hour', of('429', { retryAfter: 3600 })],
	['200 with code 401', of('code', { code: '401' })],
	['200 with code 404', of('code', { code: '404' })],
	['200 with code PARAM_ERROR', of('code', { code: 'PARAM_ERROR' })],
];

/** Of these it is judged only that nothing is paid twice, lost or told. */
const UNJUDGED: Row[] = [
	['more than 16 MB', of('oversized'), { isCut: true, isDear: true }],
	['200 with success false, no money', of('denied', { message: '余额不足' })],
];
const NAMED: Row[] = [['500 that names the task', of('named')]];

/** Of a question: the platform knows the task, and does not say so now. */
const NO_ANSWER: Row[] = [
	['reset', of('resetAfterAccept')],
	['reset before the request was read', of('resetBeforeRead'), RARE],
	['hang', of('hang'), SILENT],
	['slow headers, beyond the limit', of('slowHeaders', LONG), { ...SILENT, ...RARE }],
	['slow body, beyond the limit', of('slowBody', LONG), { ...SILENT, ...RARE }],
	['401', of('401')],
	['403', of('403'), RARE],
	['404', of('404')],
	['422', of('422'), { ...FINAL, ...RARE }],
	['429', of('429'), RARE],
	['429, Retry-After of an hour', of('429', { retryAfter: 3600 }), { ...FINAL, ...RARE }],
	['500 as HTML', of('500')],
	['500 as text', of('500text'), RARE],
	['502 as HTML', of('502'), RARE],
	['503', of('503'), RARE],
	['200 with code 500', of('code', { code: '500' })],
	['200 as HTML', of('html200')],
	['empty body', of('emptyBody'), RARE],
	['empty object', of('emptyObject')],
	['truncated JSON', of('truncatedJson')],
	['unknown state', of('unknownState')],
	['the key spelled out', of('spelled'), FINAL],
	['another task', of('otherTask')],
	['redirect to another host', of('redirectApi'), { ...FINAL, ...RARE }],
];

const ANSWERED: Row[] = [
	['slow headers, within the limit', of('slowHeaders', SHORT), RARE],
	['slow body, within the limit', of('slowBody', SHORT), RARE],
	['404 once', of('404', ONCE), RARE],
	['429 once', of('429', ONCE)],
	['429 once, Retry-After in seconds', of('429', { ...ONCE, retryAfter: 1 }), RARE],
	['429 once, Retry-After as a date', of('429', { ...ONCE, retryAfterDate: 1 }), RARE],
	['503 once', of('503', ONCE)],
	['wrong content type', of('wrongContentType'), RARE],
	['state going backwards, once', of('stateBackwards', ONCE), RARE],
	['success without a URL', of('successWithoutUrl'), RARE],
	['success without an output', of('nullOutput')],
	['6,000 levels deep', of('deep')],
];

/** Of a file: the item is delivered, and says that its file is missing. */
const NO_FILE: Row[] = [
	['reset before the request was read', of('resetBeforeRead')],
	['reset after the request was read', of('resetAfterAccept')],
	['slow headers, beyond the limit', of('slowHeaders', LONG), SILENT],
	['hang', of('hang'), SILENT],
	['401', of('401')],
	['403', of('403')],
	['404', of('404')],
	['422', of('422')],
	['429', of('429')],
	['500 as HTML', of('500')],
	['500 as text', of('500text')],
	['502 as HTML', of('502')],
	['503', of('503')],
	['empty body', of('emptyBody')],
	['result 404', of('result404')],
	['result huge', of('resultHuge', { bytes: 3 * 1024 * 1024 }), FINAL],
	['result of another type (HTML)', of('resultHtml'), FINAL],
	['result cut off', of('resultTruncated')],
];

const FILE: Row[] = [
	['slow headers, within the limit', of('slowHeaders', SHORT)],
	// Each part comes in time, so the file arrives in the end.
	['slow body, within the limit', of('slowBody', SHORT)],
	['result slow', of('resultSlow', { seconds: 0.3 })],
	['404 once', of('404', ONCE)],
	['503 once', of('503', ONCE)],
	['cut off once', of('resultTruncated', ONCE)],
	['wrong content type', of('wrongContentType')],
	['redirect of the result', of('redirectResult')],
];

const on = (place: Place, meaning: Meaning | undefined, rows: Row[]): Fault[] =>
	rows.map(([name, rule, facts]) => ({
		name,
		rule,
		on: place,
		...(meaning && { meaning }),
		...facts,
	}));

const AWAY: Fault[] = [
	{ name: 'refused connection', on: 'submit', address: 'refused', meaning: 'refused' },
	{
		name: 'name that no resolver knows',
		on: 'submit',
		address: 'unresolvable',
		isDear: true,
		meaning: 'refused',
	},
];

/** The ten that cost most where a guard fails. */
export const WORST = [...on('submit', 'unclear', LOST), ...on('submit', undefined, NAMED)];
export const SUBMIT_FAULTS = [
	...WORST,
	...on('submit', 'unclear', MORE_LOST),
	...on('submit', 'through', TOLD),
	...on('submit', 'refused', REFUSED),
	...on('submit', undefined, UNJUDGED),
	...AWAY,
];
export const QUERY_FAULTS = [
	...on('query', 'later', NO_ANSWER),
	...on('query', 'through', ANSWERED),
	...on('query', undefined, [UNJUDGED[0] as Row]),
];
export const DOWNLOAD_FAULTS = [
	...on('download', 'later', NO_FILE),
	...on('download', 'through', FILE),
];
