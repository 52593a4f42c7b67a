import type { IExecuteFunctions } from 'n8n-workflow';

import { isObject } from '../base/json';
import { START_BYTES } from './fileType';

/** A stream of bytes, as n8n's helpers take and give it. */
export type ByteStream = Exclude<
	Parameters<IExecuteFunctions['helpers']['prepareBinaryData']>[0],
	Uint8Array
>;

export const isByteStream = (value: unknown): value is ByteStream =>
	isObject(value) && typeof value.map === 'function' && typeof value.unshift === 'function';

/** The beginning of a file, and all of it: as a stream, or as bytes where it has ended already. */
export interface FileStart {
	start: Uint8Array;
	whole: ByteStream | Buffer;
}

/**
 * Reads until the first 512 bytes are there or the file ends, however small its pieces are. What was
 * read is put back, so that nothing is missing later.
 * @param onBytes hears of each piece that arrives here
 */
export async function readStart(
	stream: ByteStream,
	onBytes: (count: number) => void,
): Promise<FileStart> {
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
				onBytes(piece.length);
			}
			finish(false);
		};
		stream.on('readable', look).on('end', atEnd).on('error', reject).on('close', atClose);
	});
}
