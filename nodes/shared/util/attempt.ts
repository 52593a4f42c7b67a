/** How work ended, as a value. For code that decides on a failure instead of passing it on. */
export type Attempt<T> = { ok: true; value: T } | { ok: false; cause: unknown };

/** Waits for the work. Never rejects. */
export const attempt = <T>(work: Promise<T>): Promise<Attempt<T>> =>
	work.then(
		(value): Attempt<T> => ({ ok: true, value }),
		(cause: unknown): Attempt<T> => ({ ok: false, cause }),
	);

/**
 * Runs `work` for the numbers 0 to count - 1, at most `limit` at a time, and returns the results in order. Once
 * `canContinue` returns false, nothing new starts, and what did not start stays undefined.
 */
export async function mapInOrder<Result>(
	count: number,
	limit: number,
	canContinue: () => boolean,
	work: (index: number) => Promise<Result>,
): Promise<Array<Result | undefined>> {
	const results: Array<Result | undefined> = Array.from({ length: count }, () => undefined);
	let next = 0;
	const worker = async () => {
		while (next < count && canContinue()) {
			const index = next++;
			results[index] = await work(index);
		}
	};
	await Promise.all(Array.from({ length: Math.min(limit, count) }, worker));
	return results;
}
