/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { Readable } from 'node:stream';
import fc from 'fast-check';

import { readStart, TransferMeter } from '../../nodes/shared/files/transfer';
import { judgeFile } from '../../nodes/shared/files/fileType';

/** The file in pieces of these lengths, and what is left in one more. */
function* inPieces(file: Buffer, lengths: number[]): Generator<Buffer> {
	let at = 0;
	for (const length of lengths) {
		if (at >= file.length) return;
		yield file.subarray(at, at + length);
		at += length;
	}
	if (at < file.length) yield file.subarray(at);
}

async function read(file: Buffer, lengths: number[]) {
	let heard = 0;
	const meter = new TransferMeter({ stallMs: 1, windowMs: 1, bytesPerSecond: 0 }, 0);
	meter.add = (count) => void (heard += count);
	const stream = Readable.from(inPieces(file, lengths), { objectMode: false });
	const { start, whole } = await readStart(stream, meter);
	const rest: Uint8Array[] = [];
	if (whole instanceof Uint8Array) rest.push(whole);
	else for await (const piece of whole) rest.push(piece as Uint8Array);
	return { start: Buffer.from(start), file: Buffer.concat(rest), heard };
}

const BEGINNINGS = [
	'<',
	'<html>',
	'<!-- a -->',
	'{"code":1}',
	'\ufeff<script>',
	'GIF89a\0\0',
	'\x89PNG\r\n\x1a\n',
	'\0\0\0\x18ftypisom',
	'1\n00:00:00,000 --> 00:00:01,000',
].map((text) => Buffer.from(text, 'latin1'));

const files = fc
	.tuple(fc.constantFrom(Buffer.alloc(0), ...BEGINNINGS), fc.uint8Array({ maxLength: 1200 }))
	.map(([beginning, rest]) => Buffer.concat([beginning, rest]));

describe('the first bytes of a stream', () => {
	it('are the same, and so is the verdict and the file, in whatever pieces they come', async () => {
		await fc.assert(
			fc.asyncProperty(
				files,
				fc.array(fc.integer({ min: 1, max: 700 }), { maxLength: 8 }),
				fc.constantFrom('image/png', 'text/plain', undefined),
				fc.constantFrom(
					'https://x.example/a.png',
					'https://x.example/a.srt',
					'https://x.example/a',
				),
				async (file, lengths, contentType, url) => {
					const got = await read(file, lengths);
					expect(got.start.equals(file.subarray(0, 512))).toBe(true);
					expect(got.file.equals(file)).toBe(true);
					const said = { url, contentType };
					expect(judgeFile(got.start, said)).toEqual(judgeFile(file.subarray(0, 512), said));
					expect(got.heard).toBeLessThanOrEqual(file.length);
				},
			),
			{ numRuns: 200 },
		);
	});

	it('come out of one byte at a time', async () => {
		const file = Buffer.from('<html>'.repeat(200));
		const got = await read(file, new Array<number>(1200).fill(1));
		expect(got).toEqual({ start: file.subarray(0, 512), file, heard: 512 });
	});

	it('of a stream that breaks off do not keep anyone waiting', async () => {
		const broken = new Readable({ read: () => {} });
		const reading = readStart(broken);
		broken.destroy();
		await expect(reading).rejects.toThrow('aborted');
		await expect(readStart(broken)).rejects.toThrow('aborted');
	});

	it('leave no listener behind', async () => {
		const stream = Readable.from([Buffer.alloc(600)], { objectMode: false });
		const before = stream.eventNames();
		await readStart(stream);
		expect(stream.eventNames()).toEqual(before);
	});
});
