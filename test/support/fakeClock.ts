import type { Clock } from '../../nodes/shared/waiting/clock';

/** A clock that jumps from event to event, so that hours pass in a blink. */
export class FakeClock implements Clock {
	private ms = 0;
	private readonly events = new Set<{ at: number; fire: () => void }>();

	/** @param late by how many milliseconds a timer rings late */
	constructor(private readonly late: () => number = () => 0) {}

	now = (): number => this.ms;

	/** @returns how to take it back */
	after(ms: number, fire: () => void): () => void {
		const event = { at: this.ms + ms, fire };
		this.events.add(event);
		return () => void this.events.delete(event);
	}

	pause = async (ms: number, signal?: AbortSignal): Promise<void> => {
		if (signal?.aborted) return;
		await new Promise<void>((resolve) => {
			const forget = this.after(Math.max(0, ms) + this.late(), resolve);
			signal?.addEventListener('abort', () => {
				forget();
				resolve();
			});
		});
	};

	/** Lets time pass until nothing is due any more, or until the work is done. */
	async run(work?: Promise<unknown>): Promise<void> {
		let isDone = false;
		void work?.then(
			() => (isDone = true),
			() => (isDone = true),
		);
		for (;;) {
			for (let turn = 0; turn < 60; turn++) await Promise.resolve();
			if (isDone) return;
			let next: { at: number; fire: () => void } | undefined;
			for (const event of this.events) if (next === undefined || event.at < next.at) next = event;
			if (next === undefined) break;
			this.events.delete(next);
			this.ms = Math.max(this.ms, next.at);
			next.fire();
		}
		if (work) throw new Error('The work hangs: nothing is due, and it has not ended');
	}
}

/** The most of these times within any span of one second. */
export function mostPerSecond(times: readonly number[]): number {
	const sorted = [...times].sort((a, b) => a - b);
	let [most, first] = [0, 0];
	sorted.forEach((time, last) => {
		while (time - (sorted[first] ?? time) >= 1000 - 1e-6) first++;
		most = Math.max(most, last - first + 1);
	});
	return most;
}
