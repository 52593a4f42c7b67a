import type { IExecuteFunctions } from 'n8n-workflow';

import { attempt, type Attempt } from '../util/attempt';
import { isObject } from '../util/json';
import { milliseconds, pause, secondsOf, wholeMs } from '../util/time';
import { START_BYTES } from '../util/signatures';

export interface SpeedLimits {
	/** Longest time without a single byte. */
	stallMs: number;
	/** The period over which the speed is measured. */
	windowMs: number;
	/** The minimum speed. */
	bytesPerSecond: number;
}

export type Trouble = 'stalled' | 'slow';

/** Number of checks per window. The effective window is at most one step longer. */
const STEPS = 30;

/**
 * Measures one transfer against its limits. Times are milliseconds of a monotonic clock. A transfer younger than the
 * window is never slow.
 */
export class TransferMeter {
	private bytes = 0;
	private lastByteAt: number;
	/** The byte count at each check. All are within the window, except the first. */
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
		// The first entry marks the start of the window: the newest one that is at least as old as the window.
		while ((this.looks[1]?.at ?? now) <= now - windowMs) this.looks.shift();
		const [first] = this.looks;
		if (first === undefined || now - first.at < windowMs) return undefined;
		const received = this.bytes - first.bytes;
		return received < bytesPerSecond * secondsOf(now - first.at) ? 'slow' : undefined;
	}

	/** Milliseconds until the next check, a whole number. */
	untilNextLook(now: number): number {
		const { stallMs, windowMs } = this.limits;
		const untilStall = this.lastByteAt + stallMs - now;
		return wholeMs(Math.min(untilStall, windowMs / STEPS));
	}
}

/** What a transfer reports to, and what aborts it. */
export interface Transfer {
	readonly meter: TransferMeter;
	readonly signal: AbortSignal;
}

/**
 * Runs one transfer, and aborts it if it stalls, is too slow, or the execution stops.
 * @returns how it ended, with the trouble if its speed ended it
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

const TRIES = 3;
const PAUSE_SECONDS = 1;

/** Seconds before the next try. Undefined if there is none. @param tries so far */
export type Backoff = (cause: unknown, tries: number) => number | undefined;

/** Three tries in all, with increasing pauses. */
export const aFewTries = (tries: number): number | undefined =>
	tries < TRIES ? PAUSE_SECONDS * tries : undefined;

/** Repeats the work if it fails, with the number of tries and the pauses that the backoff gives. */
export async function withTries<Result>(
	work: () => Promise<Result>,
	stopped: AbortSignal | undefined,
	backoff: Backoff,
): Promise<Result> {
	for (let tries = 1; ; tries++) {
		const done = await attempt(work());
		if (done.ok) return done.value;
		const seconds = backoff(done.cause, tries);
		if (seconds === undefined) throw done.cause;
		await pause(milliseconds(seconds), stopped);
		if (stopped?.aborted) throw done.cause;
	}
}

/** A byte stream, as n8n's helpers accept and return it. */
export type ByteStream = Exclude<
	Parameters<IExecuteFunctions['helpers']['prepareBinaryData']>[0],
	Uint8Array
>;

export const isByteStream = (value: unknown): value is ByteStream =>
	isObject(value) && typeof value.map === 'function' && typeof value.unshift === 'function';

/** An unhandled stream error would end n8n. */
export const silence = (stream: ByteStream): ByteStream => stream.on('error', () => {});

/**
 * The stream with a measurement. @param look gets the number of bytes so far; an error that it throws ends the
 * stream
 */
export function metered(
	stream: ByteStream,
	meter: TransferMeter,
	look: (bytes: number) => void = () => {},
): ByteStream {
	let bytes = 0;
	return stream.map((chunk: Uint8Array) => {
		meter.add(chunk.length, performance.now());
		bytes += chunk.length;
		look(bytes);
		return chunk;
	});
}

/** What n8n's HTTP helper returns for a full response. */
export interface Answer {
	/** 0 if there is none. */
	status: number;
	headers: Record<string, unknown>;
	body: unknown;
}

export function readAnswer(response: unknown): Answer {
	const { statusCode, headers, body } = isObject(response) ? response : {};
	if (isByteStream(body)) silence(body);
	return {
		status: typeof statusCode === 'number' ? statusCode : 0,
		headers: isObject(headers) ? headers : {},
		body,
	};
}

/**
 * Reads until the first 512 bytes are there or the file ends, whatever the size of its chunks. What was read is put
 * back, so nothing is missing later.
 * @returns the beginning, and the whole file: as a stream, or as bytes if it has already ended
 */
export async function readStart(
	stream: ByteStream,
	meter?: TransferMeter,
): Promise<{ start: Uint8Array; whole: ByteStream | Buffer }> {
	return await new Promise((resolve, reject) => {
		const pieces: Uint8Array[] = [];
		let length = 0;
		const finish = (ended: boolean) => {
			stream.off('readable', look).off('end', atEnd).off('error', reject).off('close', atClose);
			const bytes = Buffer.concat(pieces);
			if (!ended) stream.unshift(bytes);
			resolve({ start: bytes.subarray(0, START_BYTES), whole: ended ? bytes : stream });
		};
		const atEnd = () => finish(true);
		const atClose = () => reject(new Error('aborted'));
		if (stream.destroyed) return atClose();
		const look = () => {
			while (length < START_BYTES) {
				const piece: unknown = stream.read();
				if (!(piece instanceof Uint8Array)) return;
				pieces.push(piece);
				length += piece.length;
				meter?.add(piece.length, performance.now());
			}
			finish(false);
		};
		stream.on('readable', look).on('end', atEnd).on('error', reject).on('close', atClose);
	});
}
