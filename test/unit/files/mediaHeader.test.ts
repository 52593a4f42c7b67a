/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import fc from 'fast-check';
import { Readable } from 'node:stream';

import { ByteReader } from '../../../nodes/shared/files/byteReader';
import { readMediaHeader } from '../../../nodes/shared/files/mediaHeader';
import { mediaTypeOf } from '../../../nodes/shared/util/signatures';
import * as files from '../../support/mediaFiles';

/** What a file says of itself, whole or cut off, in one piece or in many. */

const typeOf = (content: Buffer) => mediaTypeOf(content.subarray(0, 512)) ?? '';

const headerOf = async (content: Buffer, type = typeOf(content)) =>
	await readMediaHeader(type, new ByteReader(content, content.length));

/** Read as from a disk, so many bytes at a time. */
async function headerByPieces(content: Buffer, step: number) {
	const pieces = Array.from({ length: Math.ceil(content.length / step) }, (_, index) =>
		content.subarray(index * step, (index + 1) * step),
	);
	return await readMediaHeader(
		typeOf(content),
		new ByteReader(Readable.from(pieces), content.length),
	);
}

const UPRIGHT = { width: 300, height: 400 };
const FILM = { width: 640, height: 360, seconds: 5, hasPictures: true };
const FRAMES = 100;

const WHOLE: Array<[name: string, content: Buffer, header: object]> = [
	['PNG', files.png(300, 400), UPRIGHT],
	['PNG, turned', files.png(400, 300, { orientation: 8 }), UPRIGHT],
	['JPEG', files.jpeg(300, 400), UPRIGHT],
	['JPEG, turned', files.jpeg(400, 300, { orientation: 6 }), UPRIGHT],
	['JPEG, turned, of Intel', files.jpeg(400, 300, { orientation: 5, isLittle: true }), UPRIGHT],
	['JPEG upside down', files.jpeg(300, 400, { orientation: 3 }), UPRIGHT],
	['JPEG with a film behind it', Buffer.concat([files.jpeg(300, 400), files.film(5)]), UPRIGHT],
	['WebP', files.webp.lossy(300, 400), UPRIGHT],
	['WebP without loss', files.webp.lossless(300, 400), UPRIGHT],
	['WebP, extended', files.webp.extended(300, 400), UPRIGHT],
	['WebP, turned', files.webp.extended(400, 300, 6), UPRIGHT],
	['GIF', files.gif(300, 400), UPRIGHT],
	['GIF with more behind its end', Buffer.concat([files.gif(300, 400), Buffer.alloc(9)]), UPRIGHT],
	['GIF without the sign of its end', files.gif(300, 400).subarray(0, -1), UPRIGHT],
	['BMP', files.bmp(300, 400), UPRIGHT],
	['BMP of all rows', files.wholeBmp(3, 40), { width: 3, height: 40 }],
	[
		'BMP without the filling of the last row',
		files.wholeBmp(3, 40).subarray(0, -3),
		{ width: 3, height: 40 },
	],
	['TIFF', files.tiff(), {}],
	['WebM', files.webm(), {}],
	['WebM with a long length', files.webm(true), {}],
	['WebM that does not know its length', files.ebml('webm'), {}],
	['BMP from the top', files.bmp(300, -400), UPRIGHT],
	['the oldest BMP', files.oldBmp(300, 400), UPRIGHT],
	['HEIC', files.heif('heic', 300, 400), UPRIGHT],
	['HEIC, turned', files.heif('heic', 400, 300, 1), UPRIGHT],
	['HEIC upside down', files.heif('heic', 300, 400, 2), UPRIGHT],
	['AVIF', files.heif('avif', 300, 400), UPRIGHT],
	['MP4', files.film(5), FILM],
	['MP4, header first', files.film(5, { isHeaderFirst: true }), FILM],
	[
		'MP4 with words behind it',
		Buffer.concat([files.film(5), Buffer.from('made by a phone')]),
		FILM,
	],
	['MP4 of 64 bits', files.film(5, { isLong: true }), FILM],
	['MP4 of a phone held upright', files.film(5, { width: 360, height: 640, isTurned: true }), FILM],
	['MOV', files.film(5, { brand: 'qt  ' }), FILM],
	['M4A', files.film(12, { brand: 'M4A ', width: 0 }), { seconds: 12, hasPictures: false }],
	['MP4 without pictures', files.film(12, { width: 0 }), { seconds: 12, hasPictures: false }],
	['WAV', files.wav(3), { seconds: 3 }],
	['WAV that does not know its length', files.wav(3, 0xffff_ffff), { seconds: 3 }],
	['WAV of a program that does not know it either', files.wav(3, 0x7fff_f000), { seconds: 3 }],
	['WAV that counts its header', files.wav(3, 3 * 1600 + 44), { seconds: 3 }],
	['WAV of length 0', files.wav(3, 0), { seconds: 3 }],
	['WAV of the other order', files.bigWav(3), { seconds: 3 }],
	['MP3', files.mp3(FRAMES), { seconds: expect.closeTo((FRAMES * 1152) / 44_100, 6) }],
	['AAC', files.aac(FRAMES), { seconds: expect.closeTo((FRAMES * 1024) / 44_100, 6) }],
];

it.each(WHOLE)('%s', async (_, content, header) => {
	expect(await headerOf(content)).toEqual(header);
	for (const step of [1, 7, 500]) expect(await headerByPieces(content, step)).toEqual(header);
});

const ENDS: Array<[string, Buffer]> = [
	['PNG', files.png(300, 400)],
	['JPEG', files.jpeg(300, 400)],
	['WebP', files.webp.extended(300, 400)],
	['MP4', files.film(5)],
	['MP4, header first', files.film(5, { isHeaderFirst: true })],
	['MOV', files.film(5, { brand: 'qt  ' })],
	['HEIC', files.heif('heic', 300, 400)],
	['GIF', files.gif(300, 400)],
	['BMP', files.wholeBmp(30, 40)],
	['TIFF', files.tiff()],
	['WAV', files.wav(30)],
	['WebM', files.webm()],
	['WebM with a long length', files.webm(true)],
];

it.each(ENDS)('%s that is cut off says so', async (_, content) => {
	for (const part of [0.5, 0.7, 0.95]) {
		const cut = content.subarray(0, Math.floor(content.length * part));
		expect(await headerOf(cut)).toMatchObject({ isTruncated: true });
		expect(await headerByPieces(cut, 300)).toMatchObject({ isTruncated: true });
	}
});

it('a recording that was never ended has no header', async () => {
	const recorded = Buffer.concat([files.ftyp('isom'), files.box('mdat', Buffer.alloc(700))]);
	expect(await headerOf(recorded)).toEqual({ isTruncated: true });
});

it('of a film in fragments nothing is said that is not known', async () => {
	const fragments = [files.ftyp('iso5'), files.box('moof', Buffer.alloc(9)), files.box('mdat')];
	expect(await headerOf(Buffer.concat(fragments))).toEqual({});
});

it('nothing is said of what is not understood', async () => {
	const odd = [
		Buffer.concat([files.png(9, 9).subarray(0, 8), Buffer.alloc(300)]),
		Buffer.concat([files.ftyp('isom'), Buffer.from([0, 0, 0, 9, 1, 2, 3, 4, 5])]),
		Buffer.concat([Buffer.from([0xff, 0xfb, 0x90, 0x44]), Buffer.alloc(9_000, 3)]),
	];
	for (const content of odd) expect(await headerOf(content)).toEqual({});
});

it('whatever the bytes are, they are read to their end and no further, and nothing is thrown', async () => {
	const whole = [...WHOLE, ...ENDS].map(([, content]) => content);
	const change = fc.tuple(fc.nat({ max: 900 }), fc.nat({ max: 255 }));
	await fc.assert(
		fc.asyncProperty(
			fc.constantFrom(...whole),
			fc.array(change, { maxLength: 12 }),
			fc.nat({ max: 2_000 }),
			async (content, changes, length) => {
				const bytes = Buffer.from(content.subarray(0, Math.max(12, length)));
				for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value;
				const header = await headerOf(bytes, typeOf(content));
				for (const value of Object.values(header))
					expect(typeof value === 'boolean' || Number.isFinite(value)).toBe(true);
			},
		),
		{ numRuns: 400 },
	);
});

it('a film is not read where its header stands before it', async () => {
	const film = files.film(5, { isHeaderFirst: true });
	let read = 0;
	const pieces = (function* () {
		for (let at = 0; at < film.length; at += 100) {
			read += 100;
			yield film.subarray(at, at + 100);
		}
	})();
	await readMediaHeader(
		'video/mp4',
		new ByteReader(Readable.from(pieces, { highWaterMark: 1 }), film.length),
	);
	expect(read).toBeLessThan(film.length - 300);
});
