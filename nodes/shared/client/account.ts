import { createHash } from 'crypto';

import { PlatformProblem } from '../answers/problem';
import type { Attempt } from '../util/attempt';
import { Gate } from '../waiting/gate';
import type { PaceFeedback } from '../waiting/rate';

/**
 * The platform account behind a key, at one base URL. Everything that the process learns about the platform is
 * stored by account, because nothing else tells one account from another.
 */
export class Account {
	/** In lower case, with its port. Used for facts that hold for every account there. */
	readonly host: string;
	/** The host plus a hash of the key. Used for facts about this account only. */
	readonly id: string;

	/** @param key as it is sent */
	constructor(
		readonly baseUrl: string,
		key: string,
	) {
		this.host = hostIn(baseUrl);
		this.id = `${this.host} ${createHash('sha256').update(key).digest('hex').slice(0, 16)}`;
	}

	/** Fetch them again for each request; see `gatesOf`. */
	get gates(): Gates {
		return gatesOf(this.id);
	}
}

/** The key under which the process remembers facts about an account. */
export type AccountName = Pick<Account, 'host' | 'id'>;

/** The host of a base URL, in lower case and with its port. */
export const hostIn = (baseUrl: string): string =>
	(baseUrl.replace(/^https?:\/\//i, '').split('/', 1)[0] ?? '').toLowerCase();

export interface Gates {
	/** Free requests: at most 20 in any second. */
	readonly polls: Gate;
	/** Paid requests: at most 10 in progress at once. */
	readonly submissions: Gate;
}

/** The platform does not publish its limits (reference 1.6). Public clients work within these. */
const POLLS_PER_SECOND = 20;
export const SUBMISSIONS_AT_ONCE = 10;

const gates = new Map<string, Gates>();
const FEW_GATES = 64;
let sweepAtSize = FEW_GATES;

/**
 * The gates that all executions of this n8n process share, by account id. Fetch them again for each request, because
 * unused gates are dropped.
 */
export function gatesOf(accountId: string): Gates {
	const known = gates.get(accountId);
	if (known) return known;
	if (gates.size >= sweepAtSize) dropIdle();
	const made: Gates = {
		polls: new Gate({ perSecond: POLLS_PER_SECOND }),
		submissions: new Gate({ atOnce: SUBMISSIONS_AT_ONCE }),
	};
	gates.set(accountId, made);
	return made;
}

/** Runs when the number of gates has doubled since the last time, so that the cost per gate stays constant. */
function dropIdle(): void {
	for (const [accountId, { polls, submissions }] of gates) {
		if (polls.isIdle && submissions.isIdle) gates.delete(accountId);
	}
	sweepAtSize = Math.max(FEW_GATES, 2 * gates.size);
}

export const gatesKept = (): number => gates.size;

/** What the outcome of a free request says about the pace. Undefined if the platform may not have read the request. */
export function paceFeedbackOf(sent: Attempt<unknown>): PaceFeedback | undefined {
	if (sent.ok) return { isSlowDown: false };
	const refusal = sent.cause instanceof PlatformProblem ? sent.cause.cause.refusal : undefined;
	const restSeconds = refusal?.retryAfterSeconds;
	const isBusy =
		refusal?.kind === 'slowDown' || (refusal?.kind === 'unavailable' && restSeconds !== undefined);
	if (!isBusy) return undefined;
	return { isSlowDown: true, ...(restSeconds !== undefined && { restSeconds }) };
}
