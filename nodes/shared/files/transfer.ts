import type { IExecuteFunctions } from 'n8n-workflow';

import { attempt, type Attempt } from '../util/attempt';
import { isObject } from '../util/json';
import { milliseconds, pause, secondsOf, wholeMs } from '../util/time';
import { START_BYTES } from '../util/signatures';

export interface SpeedLimits {
	/** Longest time without a single byte. */
	stallMs: number;
	/** The speed is measured over so long a time. */
	windowMs: number;
	/** The least speed. */
	bytesPerSecond: number;
}

export type Trouble = 'stalled' | 'slow';

/** The window is looked at in so many steps: it is at most one step longer than asked for. */
const STEPS = 30;

/**
 * Measures one transfer against its limits. Times are milliseconds of a clock that never goes back.
 * A transfer younger than the window is never slow.
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

/** Seconds before a next try; undefined where there is none. @param tries so far */
export type Backoff = (cause: unknown, tries: number) => number | undefined;

/** Three tries in all, each after a longer pause. */
export const aFewTries = (tries: number): number | undefined =>
	tries < TRIES ? PAUSE_SECONDS * tries : undefined;

/** Does the work again where it fails, as often and after such pauses as the backoff says. */
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

/** A stream of bytes, as n8n's helpers take and give it. */
export type ByteStream = Exclude<
	Parameters<IExecuteFunctions['helpers']['prepareBinaryData']>[0],
	Uint8Array
>;

export const isByteStream = (value: unknown): value is ByteStream =>
	isObject(value) && typeof value.map === 'function' && typeof value.unshift === 'function';

/** An error of a stream that nobody hears would end n8n. */
export const silence = (stream: ByteStream): ByteStream => stream.on('error', () => {});

/** The stream, measured. @param look sees how many bytes came so far; what it throws ends the stream */
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

/** What n8n's HTTP helper gives where it is asked for the full response. */
export interface Answer {
	/** 0 where there is none. */
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
 * Reads until the first 512 bytes are there or the file ends, however small its pieces are. What was
 * read is put back, so that nothing is missing later.
 * @returns the beginning, and all of the file: as a stream, or as bytes where it has ended already
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
