import { createHash } from 'crypto';

import { PlatformProblem } from '../answers/problem';
import type { Attempt } from '../util/attempt';
import { Gate } from '../waiting/gate';
import type { Told } from '../waiting/rate';

/**
 * Whom the platform knows by a key, at one base URL. All that the process learns of the platform hangs on it: nothing else
 * tells one from another.
 */
export class Account {
	/** In lower case, with its port: what holds for everybody there. */
	readonly host: string;
	/** The host, and a hash of the key: what is the account's own. */
	readonly id: string;

	/** @param key as it is sent */
	constructor(
		readonly baseUrl: string,
		key: string,
	) {
		this.host = hostIn(baseUrl);
		this.id = `${this.host} ${createHash('sha256').update(key).digest('hex').slice(0, 16)}`;
	}

	/** To be asked for anew for each request. */
	get gates(): Gates {
		return gatesOf(this.id);
	}
}

/** Under which the process remembers what it learns of an account. */
export type AccountName = Pick<Account, 'host' | 'id'>;

/** The host of a base URL, in lower case and with its port. */
export const hostIn = (baseUrl: string): string =>
	(baseUrl.replace(/^https?:\/\//i, '').split('/', 1)[0] ?? '').toLowerCase();

/** The gates of one account. */
export interface Gates {
	/** Free requests: no second holds more than 20 of them. */
	readonly polls: Gate;
	/** Paid requests: at most 10 are under way. */
	readonly submissions: Gate;
}

/** The platform does not tell its limits (reference 1.6); these are what public clients live with. */
const POLLS_PER_SECOND = 20;
export const SUBMISSIONS_AT_ONCE = 10;

const gates = new Map<string, Gates>();
const FEW_GATES = 64;
let sweepAtSize = FEW_GATES;

/**
 * The gates that every execution of this n8n process shares, by the id of an account. To be asked for anew for each
 * request, as gates that nobody uses are dropped.
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

/** At twice what was left the last time, so that a gate costs a constant share of it. */
function dropIdle(): void {
	for (const [accountId, { polls, submissions }] of gates) {
		if (polls.isIdle && submissions.isIdle) gates.delete(accountId);
	}
	sweepAtSize = Math.max(FEW_GATES, 2 * gates.size);
}

/** How many gates are kept in this process. */
export const gatesKept = (): number => gates.size;

/** What the end of a free request says of the pace; nothing where the platform may not have read it. */
export function toldBy(sent: Attempt<unknown>): Told | undefined {
	if (sent.ok) return { isSlowDown: false };
	const refusal = sent.cause instanceof PlatformProblem ? sent.cause.cause.refusal : undefined;
	const restSeconds = refusal?.retryAfterSeconds;
	const isBusy =
		refusal?.kind === 'slowDown' || (refusal?.kind === 'unavailable' && restSeconds !== undefined);
	if (!isBusy) return undefined;
	return { isSlowDown: true, ...(restSeconds !== undefined && { restSeconds }) };
}
