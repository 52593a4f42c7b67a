/** How a piece of work ended, as a value: for places that decide on a failure instead of passing it on. */
export type Attempt<T> = { ok: true; value: T } | { ok: false; cause: unknown };

/** Waits for the work and never rejects. */
export const attempt = <T>(work: Promise<T>): Promise<Attempt<T>> =>
	work.then(
		(value): Attempt<T> => ({ ok: true, value }),
		(cause: unknown): Attempt<T> => ({ ok: false, cause }),
	);

/**
 * Runs `work` for the numbers 0 to count - 1, at most `limit` at a time, and gives the results in order.
 * Once `goOn` says no, nothing new is started; what was not started stays undefined.
 */
export async function mapInOrder<Result>(
	count: number,
	limit: number,
	goOn: () => boolean,
	work: (index: number) => Promise<Result>,
): Promise<Array<Result | undefined>> {
	const results: Array<Result | undefined> = Array.from({ length: count }, () => undefined);
	let next = 0;
	const worker = async () => {
		while (next < count && goOn()) {
			const index = next++;
			results[index] = await work(index);
		}
	};
	await Promise.all(Array.from({ length: Math.min(limit, count) }, worker));
	return results;
}
