import { parseFault } from '../../../simulator/faults';
import type { FaultRule } from '../../../simulator/server';

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
	/** As the simulator's command line has it, behind the place. */
	name: string;
	on: Place;
	/** What it means for a task of family v1, if it lasts; absent where that is not judged. */
	meaning?: Meaning;
	rule?: FaultRule;
	/** The platform's address is one where nobody is. */
	address?: 'refused' | 'unresolvable';
	/** Longer than the time limit of a request, so that the limit must be short. */
	isSilent?: boolean;
	/** Its answer is not read to its end, so that nobody reads an id in it. */
	isCut?: boolean;
	/** Takes seconds of work or of n8n's resolver, so that it is tried in a few places only. */
	isDear?: boolean;
	/** Of a question or a file: it is not asked for again in time. */
	isFinal?: true;
	/** Strikes on the roads that wait only, and not on every road. */
	isRare?: true;
}

/** The names of faults, with blanks between them. */
const on =
	(place: Place, meaning?: Meaning, facts: Pick<Fault, 'isFinal' | 'isRare'> = {}) =>
	([names = '']: TemplateStringsArray): Fault[] =>
		names
			.trim()
			.split(/\s+/)
			.map((name): Fault => {
				const rule = parseFault(`${place === 'download' ? 'result' : place}:${name}`);
				const isSilent = rule.kind.startsWith('hang') || rule.seconds === 20;
				const isCut = rule.kind === 'oversized';
				const own = { name, on: place, rule, isSilent, isCut, isDear: isCut, ...facts };
				return meaning ? { ...own, meaning } : own;
			});

/**
 * The ten that cost most where a guard fails. The money is taken, and the answer tells nothing of it, or nothing that
 * counts: an error page may come from a proxy, a failure code after the work was begun.
 */
export const WORST = [
	...on('submit', 'unclear')`
		resetAfterAccept hangAfterAccept 500:accepted=true 502:accepted=true 503:accepted=true
		code:accepted=true:code=500:message=生成超时 emptyObject truncatedJson
		denied:accepted=true:message=生成失败，请稍后重试`,
	...on('submit')`named`,
];

export const SUBMIT_FAULTS: Fault[] = [
	...WORST,
	...on('submit', 'unclear')`
		resetBeforeRead:after=1:times=1 slowHeaders:seconds=20 slowBody:seconds=20 hang
		500text:accepted=true 500 502 503 html200:accepted=true code:accepted=true
		code:accepted=true:code=RESUBMIT_ERROR denied:accepted=true:message= emptyBody
		redirectApi:accepted=true`,
	// Taken, and told in a way that is easily misread; or refused once, and then taken.
	...on('submit', 'through')`
		slowHeaders:seconds=0.1 slowBody:seconds=0.1 wrongContentType unknownState
		successWithoutUrl nullOutput deep hugeId supplierIds
		429:times=1 429:times=1:retryAfter=1 429:times=1:retryAfterDate=1`,
	...on('submit', 'refused')`
		401 403 404 422 spelled 429 429:retryAfter=3600
		code:code=401 code:code=404 code:code=PARAM_ERROR`,
	// Of these it is judged only that nothing is paid twice, lost or told.
	...on('submit')`oversized denied:message=余额不足`,
	{ name: 'nobody there', on: 'submit', address: 'refused', meaning: 'refused' },
	{ name: 'no name', on: 'submit', address: 'unresolvable', isDear: true, meaning: 'refused' },
];

const RARE = { isRare: true } as const;
const FINAL = { isFinal: true } as const;

/** The platform knows the task, and does not say so now; or it does. */
export const QUERY_FAULTS: Fault[] = [
	...on('query', 'later')`
		resetAfterAccept hang 401 404 500 code:code=500 html200 emptyObject truncatedJson
		unknownState otherTask`,
	...on('query', 'later', RARE)`
		resetBeforeRead slowHeaders:seconds=20 slowBody:seconds=20
		403 429 500text 502 503 emptyBody`,
	...on('query', 'later', FINAL)`spelled`,
	...on('query', 'later', { ...FINAL, ...RARE })`422 429:retryAfter=3600 redirectApi`,
	...on('query', 'through')`429:times=1 503:times=1 nullOutput deep`,
	...on('query', 'through', RARE)`
		slowHeaders:seconds=0.1 slowBody:seconds=0.1 404:times=1 429:times=1:retryAfter=1
		429:times=1:retryAfterDate=1 wrongContentType stateBackwards:times=1 successWithoutUrl`,
	...on('query')`oversized`,
];

/** The item is delivered, and says that its file is missing; or it has its file. */
export const DOWNLOAD_FAULTS: Fault[] = [
	...on('download', 'later')`
		resetBeforeRead resetAfterAccept slowHeaders:seconds=20 hang
		401 403 404 422 429 500 500text 502 503 emptyBody result404 resultTruncated`,
	...on('download', 'later', FINAL)`resultHuge:bytes=3145728 resultHtml`,
	// Each part of a slow body comes in time, so that the file arrives in the end.
	...on('download', 'through')`
		slowHeaders:seconds=0.1 slowBody:seconds=0.1 resultSlow:seconds=0.3 404:times=1 503:times=1
		resultTruncated:times=1 wrongContentType redirectResult`,
];
