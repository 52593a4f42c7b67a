import type { ByteStream } from './transfer';

/** Reads the bytes of a file in order. Keeps no more in memory than one call asks for. */
export class ByteReader {
	private buffered: Buffer = Buffer.alloc(0);
	private readonly pieces: AsyncIterator<unknown> | undefined;
	private passed = 0;

	/** @param size of the whole content */
	constructor(
		content: ByteStream | Buffer,
		readonly size: number,
	) {
		if (content instanceof Uint8Array) this.buffered = content;
		else this.pieces = content[Symbol.asyncIterator]();
	}

	get left(): number {
		return this.size - this.passed;
	}

	/** Returns the next bytes without consuming them. Fewer at the end of the file. */
	async peek(count: number): Promise<Buffer> {
		const pieces = [this.buffered];
		let length = this.buffered.length;
		while (length < count) {
			const piece = await this.nextPiece();
			if (piece === undefined) break;
			pieces.push(piece);
			length += piece.length;
		}
		if (pieces.length > 1) this.buffered = Buffer.concat(pieces);
		return this.buffered.subarray(0, count);
	}

	/** The next bytes. Fewer at the end of the file. */
	async take(count: number): Promise<Buffer> {
		const bytes = await this.peek(count);
		this.pass(bytes.length);
		return bytes;
	}

	/** Skips bytes. @returns false if the file ends before */
	async skip(count: number): Promise<boolean> {
		for (let left = count; left > 0; ) {
			const { length } = await this.peek(1);
			if (length === 0) return false;
			const step = Math.min(left, this.buffered.length);
			this.pass(step);
			left -= step;
		}
		return true;
	}

	/** Skips to one byte or a pair of bytes. @returns false if they don't occur any more */
	async skipTo(bytes: Buffer): Promise<boolean> {
		while ((await this.peek(2)).length === 2) {
			const at = this.buffered.indexOf(bytes);
			// The last byte may be the first of the pair.
			this.pass(at < 0 ? this.buffered.length - 1 : at);
			if (at >= 0) return true;
		}
		return false;
	}

	private pass(count: number): void {
		this.buffered = this.buffered.subarray(count);
		this.passed += count;
	}

	private async nextPiece(): Promise<Buffer | undefined> {
		const next = await this.pieces?.next();
		if (next === undefined || next.done === true) return undefined;
		if (Buffer.isBuffer(next.value)) return next.value;
		return next.value instanceof Uint8Array ? Buffer.from(next.value) : Buffer.alloc(0);
	}
}
