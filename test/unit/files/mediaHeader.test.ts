/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { Readable } from 'node:stream';
import fc from 'fast-check';

import { ByteReader } from '../../../nodes/shared/files/byteReader';
import { readMediaHeader } from '../../../nodes/shared/files/mediaHeader';
import { mediaTypeOf } from '../../../nodes/shared/util/signatures';
import * as files from '../../support/mediaFiles';

const { aac, behind, bmp, box, ebml, film, ftyp, gif, heif, jpeg, mp3, png, tiff, wav, webp } =
	files;

const typeOf = (content: Buffer) => mediaTypeOf(content.subarray(0, 512)) ?? '';

const headerOf = async (content: Buffer, type = typeOf(content)) =>
	await readMediaHeader(type, new ByteReader(content, content.length));

/** As from a disk, so many bytes at a time. */
const piecesOf = (content: Buffer, step: number) =>
	Array.from({ length: Math.ceil(content.length / step) }, (_, index) =>
		content.subarray(index * step, (index + 1) * step),
	);
const headerByPieces = async (content: Buffer, step: number) =>
	await readMediaHeader(
		typeOf(content),
		new ByteReader(Readable.from(piecesOf(content, step)), content.length),
	);

/** What a file says of itself, in one piece or in many. */
const UPRIGHT = { width: 300, height: 400 };
const SMALL = { width: 3, height: 40 };
const WITH_HEADER = film(5, { isHeaderFirst: true });
const FILM = { width: 640, height: 360, seconds: 5, hasPictures: true };
const SOUND = { seconds: 12, hasPictures: false };
const near = (seconds: number) => ({ seconds: expect.closeTo(seconds, 6) });

const WHOLE: Record<string, [content: Buffer, header: object]> = {
	PNG: [png(300, 400), UPRIGHT],
	'PNG, turned': [png(400, 300, { orientation: 8 }), UPRIGHT],
	JPEG: [jpeg(300, 400), UPRIGHT],
	'JPEG, turned': [jpeg(400, 300, { orientation: 6 }), UPRIGHT],
	'JPEG, turned, of Intel': [jpeg(400, 300, { orientation: 5, isLittle: true }), UPRIGHT],
	'JPEG upside down': [jpeg(300, 400, { orientation: 3 }), UPRIGHT],
	'JPEG with a film behind it': [behind(jpeg(300, 400), film(5)), UPRIGHT],
	WebP: [webp.lossy(300, 400), UPRIGHT],
	'WebP without loss': [webp.lossless(300, 400), UPRIGHT],
	'WebP, extended': [webp.extended(300, 400), UPRIGHT],
	'WebP, turned': [webp.extended(400, 300, 6), UPRIGHT],
	GIF: [gif(300, 400), UPRIGHT],
	'GIF with more behind its end': [behind(gif(300, 400), Buffer.alloc(9)), UPRIGHT],
	'GIF without the sign of its end': [gif(300, 400).subarray(0, -1), UPRIGHT],
	BMP: [bmp(300, 400), UPRIGHT],
	'BMP from the top': [bmp(300, -400), UPRIGHT],
	'BMP of all rows': [files.wholeBmp(3, 40), SMALL],
	'BMP without the filling of the last row': [files.wholeBmp(3, 40).subarray(0, -3), SMALL],
	'the oldest BMP': [files.oldBmp(300, 400), UPRIGHT],
	TIFF: [tiff(), {}],
	HEIC: [heif('heic', 300, 400), UPRIGHT],
	'HEIC, turned': [heif('heic', 400, 300, 1), UPRIGHT],
	'HEIC upside down': [heif('heic', 300, 400, 2), UPRIGHT],
	AVIF: [heif('avif', 300, 400), UPRIGHT],
	WebM: [files.webm(), {}],
	'WebM with a long length': [files.webm(true), {}],
	'WebM that does not know its length': [ebml('webm'), {}],
	MP4: [film(5), FILM],
	'MP4, header first': [film(5, { isHeaderFirst: true }), FILM],
	'MP4 whose last part has no length': [
		behind(WITH_HEADER.subarray(0, -708), '\0\0\0\0mdat', Buffer.alloc(700)),
		FILM,
	],
	'MP4 with words behind it': [behind(film(5), 'made by a phone'), FILM],
	'MP4 of 64 bits': [film(5, { isLong: true }), FILM],
	'MP4 of a phone held upright': [film(5, { width: 360, height: 640, isTurned: true }), FILM],
	MOV: [film(5, { brand: 'qt  ' }), FILM],
	M4A: [film(12, { brand: 'M4A ', width: 0 }), SOUND],
	'MP4 without pictures': [film(12, { width: 0 }), SOUND],
	WAV: [wav(30), { seconds: 30 }],
	'WAV that does not know its length': [wav(3, 0xffff_ffff), { seconds: 3 }],
	'WAV of a program that does not know it either': [wav(3, 0x7fff_f000), { seconds: 3 }],
	'WAV that counts its header': [wav(3, 3 * 1600 + 44), { seconds: 3 }],
	'WAV of length 0': [wav(3, 0), { seconds: 3 }],
	'WAV of the other order': [files.bigWav(3), { seconds: 3 }],
	MP3: [mp3(100), near((100 * 1152) / 44_100)],
	AAC: [aac(100), near((100 * 1024) / 44_100)],
};

it.each(Object.entries(WHOLE))('%s', async (_, [content, header]) => {
	expect(await headerOf(content)).toEqual(header);
	for (const step of [1, 7, 500]) expect(await headerByPieces(content, step)).toEqual(header);
});

it.each([
	...['PNG', 'JPEG', 'WebP, extended', 'MP4', 'MP4, header first', 'MOV', 'HEIC', 'GIF', 'TIFF'],
	...['BMP of all rows', 'WAV', 'WebM', 'WebM with a long length'],
])('%s that is cut off says so', async (name) => {
	const [content] = WHOLE[name] ?? [Buffer.alloc(0)];
	for (const part of [0.5, 0.7, 0.95]) {
		const cut = content.subarray(0, Math.floor(content.length * part));
		expect(await headerOf(cut)).toMatchObject({ isTruncated: true });
		expect(await headerByPieces(cut, 300)).toMatchObject({ isTruncated: true });
	}
});

it.each<[string, Buffer, object]>([
	[
		'a recording that was never ended',
		behind(ftyp('isom'), box('mdat', Buffer.alloc(700))),
		{ isTruncated: true },
	],
	['a film in fragments', behind(ftyp('iso5'), box('moof', Buffer.alloc(9)), box('mdat')), {}],
	['half a PNG', behind(png(9, 9).subarray(0, 8), Buffer.alloc(300)), {}],
	['half an MP4', behind(ftyp('isom'), '\0\0\0\x09\x01\x02\x03\x04\x05'), {}],
	['one frame of MP3', behind(Buffer.from('fffb9044', 'hex'), Buffer.alloc(9_000, 3)), {}],
])('%s says nothing that is not known', async (_, content, header) =>
	expect(await headerOf(content)).toEqual(header),
);

it('whatever the bytes are, they are read to their end and no further, and nothing is thrown', async () => {
	const change = fc.tuple(fc.nat({ max: 900 }), fc.nat({ max: 255 }));
	await fc.assert(
		fc.asyncProperty(
			fc.constantFrom(...Object.values(WHOLE).map(([content]) => content)),
			fc.array(change, { maxLength: 12 }),
			fc.nat({ max: 2_000 }),
			async (content, changes, length) => {
				const bytes = Buffer.from(content.subarray(0, Math.max(12, length)));
				for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value;
				for (const value of Object.values(await headerOf(bytes, typeOf(content))))
					expect(typeof value === 'boolean' || Number.isFinite(value)).toBe(true);
			},
		),
		{ numRuns: 400 },
	);
});

it('a film is not read where its header stands before it', async () => {
	const content = film(5, { isHeaderFirst: true });
	let read = 0;
	const counted = (function* () {
		for (const piece of piecesOf(content, 100)) {
			read += piece.length;
			yield piece;
		}
	})();
	const stream = Readable.from(counted, { highWaterMark: 1 });
	await readMediaHeader('video/mp4', new ByteReader(stream, content.length));
	expect(read).toBeLessThan(content.length - 300);
});
