import { pause } from '../waiting/pause';
import type { TransferMeter, Trouble } from './transferMeter';

/** Looks at a transfer until it is over, and ends it where it is too slow. */
export async function watchTransfer(
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
