/* eslint-disable @n8n/community-nodes/no-restricted-globals */
import type { Clock } from '../../nodes/shared/util/time';
import { DueQueue } from '../../nodes/shared/waiting/schedule';

interface Event {
	readonly at: number;
	/** Absent once it was taken back. */
	fire: (() => void) | undefined;
}

/** A clock that jumps from event to event, so that hours pass in a blink. */
export class FakeClock implements Clock {
	private ms = 0;
	private events = new DueQueue<Event>();
	private takenBack = 0;

	/** @param late by how many milliseconds a timer rings late */
	constructor(private readonly late: () => number = () => 0) {}

	now = (): number => this.ms;

	/** @returns how to take it back */
	after(ms: number, fire: () => void): () => void {
		const event: Event = { at: this.ms + ms, fire };
		this.events.add(event.at, event);
		return () => {
			if (event.fire === undefined) return;
			event.fire = undefined;
			if (++this.takenBack > 100 + this.events.size / 2) this.sweep();
		};
	}

	pause = async (ms: number, call?: Promise<void>): Promise<void> => {
		if (call && ms === Infinity) return await call;
		await new Promise<void>((resolve) => {
			const forget = this.after(Math.max(0, ms) + this.late(), resolve);
			void call?.then(() => {
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
			await settled();
			if (isDone) return;
			const next = this.next();
			if (next === undefined) break;
			this.ms = Math.max(this.ms, next.at);
			next.fire();
		}
		if (work) throw new Error('The work hangs: nothing is due, and it has not ended');
	}

	private next(): { at: number; fire: () => void } | undefined {
		for (let event = this.events.take(); event; event = this.events.take()) {
			const { at, fire } = event;
			if (fire === undefined) this.takenBack -= 1;
			else {
				// What has rung is not taken back.
				event.fire = undefined;
				return { at, fire };
			}
		}
		return undefined;
	}

	private sweep(): void {
		const left = new DueQueue<Event>();
		for (let event = this.events.take(); event; event = this.events.take())
			if (event.fire) left.add(event.at, event);
		this.events = left;
		this.takenBack = 0;
	}
}

/** After every promise that can go on without time passing. */
const settled = async () => await new Promise<void>((resolve) => setImmediate(resolve));

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
