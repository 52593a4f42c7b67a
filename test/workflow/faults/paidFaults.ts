import type { FaultKind, FaultRule } from '../../../simulator/server';
import type { FaultCase } from './cases';

export type Meaning =
	/** The item comes through all the same. */
	| 'through'
	/** Certainly nothing was made. */
	| 'refused'
	/** Nobody can tell whether something was made. */
	| 'unclear';

/**
 * What can become of a paid request, with the money taken first wherever a real server could have: an error page
 * may come from a proxy, a failure code after the work was begun.
 */
export interface PaidFault {
	name: string;
	/** Strikes a paid request, or a question about the task that it made. */
	on: 'submit' | 'query';
	rule?: Omit<FaultRule, 'on'>;
	address?: FaultCase['address'];
	/** What it means for the item, where that is a task of family v1; absent where it is not judged here. */
	meaning?: Meaning;
	/** Longer than the time limit of a request, so that the limit must be short. */
	isSilent?: true;
	/** Its answer is not read to its end, so that nobody reads an id in it. */
	isCut?: true;
	/** Takes seconds of work or of n8n's resolver, so that it is tried in a few places only. */
	isDear?: true;
}

type Rule = Omit<FaultRule, 'on'>;
type Row = [
	name: string,
	rule: Rule,
	more?: Pick<PaidFault, 'meaning' | 'isSilent' | 'isCut' | 'isDear'>,
];

const of = (kind: FaultKind, more: Partial<FaultRule> = {}): Rule => ({ kind, ...more });
const TAKEN = { accepted: true };
/** Seconds; longer than the time limit of a request in these tests. */
const LONG = { seconds: 20 };
const SHORT = { seconds: 0.1 };
const THROUGH = { meaning: 'through' } as const;
const UNJUDGED = { meaning: undefined };
const SILENT = { isSilent: true } as const;
const ONCE = { times: 1 };

/** Taken, and the answer that comes tells nothing of it, or nothing that counts. */
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
	['500 that names the task', of('named'), UNJUDGED],
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
	['more than 16 MB', of('oversized'), { ...UNJUDGED, isCut: true, isDear: true }],
	['success without an output', of('nullOutput'), THROUGH],
];

/** Taken, and told in a way that is easily misread. */
const TOLD: Row[] = [
	['slow headers, within the limit', of('slowHeaders', SHORT)],
	['slow body, within the limit', of('slowBody', SHORT)],
	['wrong content type', of('wrongContentType')],
	['unknown state', of('unknownState')],
	['success without a URL', of('successWithoutUrl')],
	['6,000 levels deep', of('deep')],
	['an id beyond 2^53', of('hugeId')],
	["a supplier's ids beside", of('supplierIds')],
];

/** Surely not taken. */
const REFUSED: Row[] = [
	['401', of('401')],
	['403', of('403')],
	['404', of('404')],
	['422', of('422')],
	['422, the key spelled out', of('spelled')],
	['429 once', of('429', ONCE), THROUGH],
	['429 once, Retry-After in seconds', of('429', { ...ONCE, retryAfter: 1 }), THROUGH],
	['429 once, Retry-After as a date', of('429', { ...ONCE, retryAfterDate: 1 }), THROUGH],
	['429', of('429')],
	['429, Retry-After of an hour', of('429', { retryAfter: 3600 })],
	['200 with code 401', of('code', { code: '401' })],
	['200 with code 404', of('code', { code: '404' })],
	['200 with code PARAM_ERROR', of('code', { code: 'PARAM_ERROR' })],
	['200 with success false, no money', of('denied', { message: '余额不足' }), UNJUDGED],
];

const AWAY: PaidFault[] = [
	{ name: 'refused connection', on: 'submit', address: 'refused', meaning: 'refused' },
	{
		name: 'name that no resolver knows',
		on: 'submit',
		address: 'unresolvable',
		isDear: true,
		meaning: 'refused',
	},
];

/** Of a question about the task. */
const ASKED: Row[] = [
	['reset', of('resetAfterAccept')],
	['hang', of('hang'), SILENT],
	['401', of('401')],
	['404', of('404')],
	['429 once', of('429', ONCE)],
	['500 as HTML', of('500')],
	['503 once', of('503', ONCE)],
	['200 with code 500', of('code', { code: '500' })],
	['200 as HTML', of('html200')],
	['empty object', of('emptyObject')],
	['truncated JSON', of('truncatedJson')],
	['unknown state', of('unknownState')],
	['success without an output', of('nullOutput')],
	['6,000 levels deep', of('deep')],
	['more than 16 MB', of('oversized'), { ...UNJUDGED, isCut: true, isDear: true }],
	['the key spelled out', of('spelled')],
	['another task', of('otherTask')],
];

const on = (place: PaidFault['on'], rows: Row[], meaning?: PaidFault['meaning']): PaidFault[] =>
	rows.map(([name, rule, more]) => ({
		name,
		rule,
		on: place,
		...(meaning && { meaning }),
		...more,
	}));

/** The ten that cost most where the guard fails. */
export const WORST = on('submit', LOST, 'unclear');
export const SUBMIT_FAULTS = [
	...WORST,
	...on('submit', MORE_LOST, 'unclear'),
	...on('submit', TOLD, 'through'),
	...on('submit', REFUSED, 'refused'),
	...AWAY,
];
export const QUERY_FAULTS = on('query', ASKED);
