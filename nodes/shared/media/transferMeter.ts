import { secondsOf, wholeMs } from '../base/milliseconds';

/** When a transfer is given up. */
export interface SpeedLimits {
	/** Longest time without a single byte. */
	stallMs: number;
	/** Over so long a time ... */
	windowMs: number;
	/** ... so many bytes a second must come. */
	bytesPerSecond: number;
}

export type Trouble = 'stalled' | 'slow';

/** The window is looked at in so many steps: it is at most one step longer than asked for. */
const STEPS = 30;

/**
 * Measures one transfer against its limits. Pure: times come from outside, in milliseconds of a
 * clock that never goes back. A transfer younger than the window is never slow.
 */
export class TransferMeter {
	private bytes = 0;
	private lastByteAt: number;
	/** The bytes so far at each look, no older than the window but for the first. */
	private looks: Array<{ at: number; bytes: number }>;

	constructor(
		private readonly limits: SpeedLimits,
		now: number,
	) {
		this.lastByteAt = now;
		this.looks = [{ at: now, bytes: 0 }];
	}

	add(bytes: number, now: number): void {
		if (bytes <= 0) return;
		this.bytes += bytes;
		this.lastByteAt = now;
	}

	/** What is wrong now, if anything. */
	look(now: number): Trouble | undefined {
		const { stallMs, windowMs, bytesPerSecond } = this.limits;
		if (now - this.lastByteAt >= stallMs) return 'stalled';
		this.looks.push({ at: now, bytes: this.bytes });
		// The first look stands for the window's start: the newest that is as old as the window.
		while ((this.looks[1]?.at ?? now) <= now - windowMs) this.looks.shift();
		const [first] = this.looks;
		if (first === undefined || now - first.at < windowMs) return undefined;
		const came = this.bytes - first.bytes;
		return came < bytesPerSecond * secondsOf(now - first.at) ? 'slow' : undefined;
	}

	/** Milliseconds until the next look, whole. */
	untilNextLook(now: number): number {
		const { stallMs, windowMs } = this.limits;
		const untilStall = this.lastByteAt + stallMs - now;
		return wholeMs(Math.min(untilStall, windowMs / STEPS));
	}
}
