import { placeOf } from '../util/processMemory';
import { Gate } from '../waiting/gate';

/** The gates of one platform host and API key. */
export interface Gates {
	/** Free polls: no second holds more than 20 of them. */
	readonly queries: Gate;
	/** Paid requests: at most 10 are under way. */
	readonly submissions: Gate;
}

/** The platform does not tell its limits (reference 1.6); these are what public clients live with. */
export const QUERIES_PER_SECOND = 20;
export const SUBMISSIONS_AT_ONCE = 10;

const gates = new Map<string, Gates>();
const FEW_GATES = 64;
let sweepAtSize = FEW_GATES;

/**
 * The gates that every execution of this n8n process shares, for one host (or a URL on it) and key. To be asked for
 * anew for each request, as gates that nobody uses are dropped.
 */
export const gatesOf = (host: string, apiKey: string): Gates => gatesAt(placeOf(host, apiKey));

/** The same, by the name of the place. */
export function gatesAt(place: string): Gates {
	const known = gates.get(place);
	if (known) return known;
	if (gates.size >= sweepAtSize) dropIdle();
	const made: Gates = {
		queries: new Gate({ perSecond: QUERIES_PER_SECOND }),
		submissions: new Gate({ atOnce: SUBMISSIONS_AT_ONCE }),
	};
	gates.set(place, made);
	return made;
}

/** At twice what was left the last time, so that a gate costs a constant share of it. */
function dropIdle(): void {
	for (const [place, { queries, submissions }] of gates) {
		if (queries.isIdle && submissions.isIdle) gates.delete(place);
	}
	sweepAtSize = Math.max(FEW_GATES, 2 * gates.size);
}

/** How many gates are kept in this process. */
export const gatesKept = (): number => gates.size;
