import { attempt, type Attempt } from '../base/attempt';
import { pause } from '../base/pause';
import { TransferMeter, type SpeedLimits, type Trouble } from './transferMeter';

/** What the work of one transfer reports to, and what ends it. */
export interface Transfer {
	readonly meter: TransferMeter;
	readonly signal: AbortSignal;
}

/**
 * Does the work of one transfer, and ends it where it stalls, is too slow, or the execution stops.
 * @returns how it ended, with the trouble that ended it where that was its speed
 */
export async function watchTransfer<Result>(
	limits: SpeedLimits,
	stopped: AbortSignal | undefined,
	work: (transfer: Transfer) => Promise<Result>,
): Promise<Attempt<Result> & { trouble?: Trouble }> {
	const abort = new AbortController();
	const over = new AbortController();
	const stop = () => abort.abort();
	stopped?.addEventListener('abort', stop, { once: true });
	if (stopped?.aborted) stop();
	const meter = new TransferMeter(limits, performance.now());
	const watched = watch(meter, abort, over.signal);
	const ended = await attempt(work({ meter, signal: abort.signal }));
	over.abort();
	stopped?.removeEventListener('abort', stop);
	const trouble = await watched;
	return { ...ended, ...(trouble !== undefined && { trouble }) };
}

/** Looks at a transfer until it is over, and ends it where it is too slow. */
async function watch(
	meter: TransferMeter,
	abort: AbortController,
	over: AbortSignal,
): Promise<Trouble | undefined> {
	while (true) {
		await pause(meter.untilNextLook(performance.now()), over);
		if (over.aborted) return undefined;
		const trouble = meter.look(performance.now());
		if (trouble === undefined) continue;
		abort.abort();
		return trouble;
	}
}
