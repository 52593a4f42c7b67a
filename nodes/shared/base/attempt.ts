/** How a piece of work ended, as a value: for places that decide on a failure instead of passing it on. */
export type Attempt<T> = { ok: true; value: T } | { ok: false; cause: unknown };

/** Waits for the work and never rejects. */
export const attempt = async <T>(work: Promise<T>): Promise<Attempt<T>> =>
	await work.then(
		(value): Attempt<T> => ({ ok: true, value }),
		(cause: unknown): Attempt<T> => ({ ok: false, cause }),
	);
