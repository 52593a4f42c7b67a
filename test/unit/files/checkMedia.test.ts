/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import fc from 'fast-check';
import type { IBinaryData } from 'n8n-workflow';
import { Readable } from 'node:stream';

import { ByteReader } from '../../../nodes/shared/files/byteReader';
import type { Wanted } from '../../../nodes/shared/files/checkMedia';
import { judgeFile } from '../../../nodes/shared/files/fileType';
import { readLocalFile } from '../../../nodes/shared/files/localFile';
import { readMediaHeader } from '../../../nodes/shared/files/mediaHeader';
import { mediaTypeOf } from '../../../nodes/shared/util/signatures';
import * as files from '../../support/mediaFiles';
import {
	aac,
	behind,
	bmp,
	box,
	ebml,
	film,
	ftyp,
	gif,
	heif,
	jpeg,
	mp3,
	png,
	tiff,
	wav,
	webp,
} from '../../support/mediaFiles';

/** A file is what the field takes, by its own bytes, or is refused with what is wrong and how to go on. */

type Rules = Omit<Wanted, 'label'>;
type Told = Partial<IBinaryData>;

/** What stands in the file itself asks n8n for nothing. */
const CONTEXT = { helpers: {} } as Parameters<typeof readLocalFile>[0];

/** As n8n hands the file over to a field with these rules. */
async function look(content: Buffer, rules: Rules, told: Told = {}) {
	const binary = { data: content.toString('base64'), mimeType: '', ...told };
	return await readLocalFile(CONTEXT, binary, { label: 'File', ...rules });
}

const KLING: Rules = {
	kind: 'image',
	types: ['jpg', 'png'],
	maxMb: 10,
	grade: 'D',
	minSide: 300,
	maxSide: 6000,
	ratio: 2.5,
};
const FILM: Rules = {
	kind: 'video',
	types: ['mp4', 'mov'],
	grade: 'D',
	minSide: 300,
	maxSide: 2000,
	minSeconds: 2,
	maxSeconds: 10,
};
const SOUND: Rules = {
	kind: 'audio',
	types: ['wav', 'mp3'],
	minSeconds: 2,
	maxSeconds: 30,
	grade: 'D',
};
const of = (kind: Rules['kind'], more: Partial<Rules> = {}): Rules => ({ kind, ...more });

const filled = (start: string) => behind(start, Buffer.alloc(600, 7));
/** The same bytes with pictures and without. */
const ISOM = behind(ftyp('isom'), box('free', Buffer.alloc(600)));
const ASF = filled('\x30\x26\xb2\x75\x8e\x66\xcf\x11');
const WEBM = ebml('webm');
/** Nothing that is known here begins so. */
const ODD = Buffer.alloc(600, 1);
const MID_FRAME = mp3(100).subarray(700);
const BEHIND_ZEROS = behind(Buffer.alloc(3_000), MID_FRAME);

describe('a file is taken', () => {
	it.each<[string, Buffer, Rules, Told?]>([
		['PNG', png(300, 750), KLING],
		['JPEG, turned', jpeg(750, 300, { orientation: 6 }), KLING],
		['MP4', film(10), FILM],
		['MP4, rounded up to a frame', film(10.05), FILM],
		['MOV', film(2, { brand: 'qt  ' }), FILM],
		['MOV as it was once', film(2).subarray(ftyp('isom').length), FILM],
		['MP4 as a phone writes it', film(5, { brand: '3gp5' }), FILM, { mimeType: 'video/mp4' }],
		['WAV', wav(2), SOUND],
		['MP3 with its silence', mp3(Math.ceil((30.05 * 44_100) / 1152)), SOUND],
		['MP3 in mid-frame', MID_FRAME, SOUND, { mimeType: 'audio/mpeg' }],
		['MP3 behind zeros', BEHIND_ZEROS, SOUND, { fileName: 'a.mp3' }],
		['M4A where any sound is', film(9, { width: 0 }), of('audio')],
		['WebM where any sound is', WEBM, of('audio')],
		['HEIC where any picture is', heif('heic', 900, 900), of('image', { maxSide: 900 })],
		['what is cut off, unchecked', png(9, 9).subarray(0, 100), of('any')],
		['a picture of unknown sides', tiff(), of('image', { minSide: 300 })],
	])('%s', async (_, content, rules, told = {}) => {
		const { size, start } = await look(content, rules, told);
		expect(size).toBe(content.length);
		expect(content.subarray(0, start.length).equals(start)).toBe(true);
	});
});

describe('the type of a file where its first bytes are not enough', () => {
	/** Mime types and names as n8n tells them. */
	it.each<[string, Buffer, string, string, string, string]>([
		['n8n', ISOM, 'audio/x-m4a', 'voice', 'audio/mp4', 'voice.m4a'],
		['the name', ISOM, '', 'voice.m4a', 'audio/mp4', 'voice.m4a'],
		['nobody', ISOM, '', 'x', 'video/mp4', 'x.mp4'],
		['the header', film(5, { width: 0 }), 'video/mp4', 'x.mp4', 'audio/mp4', 'x.m4a'],
		['the header of a video', film(5), 'audio/mp4', 'x.m4a', 'video/mp4', 'x.mp4'],
		['n8n, of Windows Media', ASF, 'audio/x-ms-wma', '', 'audio/x-ms-wma', 'result.wma'],
		['nobody, of it', ASF, '', '', 'video/x-ms-wmv', 'result.wmv'],
		['the name, of WebM', WEBM, '', 'a.weba', 'audio/webm', 'a.weba'],
		['nobody, of WebM', WEBM, '', '', 'video/webm', 'result.webm'],
		['the name, of Matroska', ebml('matroska'), '', 'a.mka', 'audio/x-matroska', 'a.mka'],
		['n8n, of what nobody knows', ODD, 'image/x-unheard', '', 'image/x-unheard', 'result'],
		['the name, of what nobody knows', ODD, '', 'a.TS', 'video/mp2t', 'a.TS'],
	])('%s decides, on the way in', async (_, content, said, called, mimeType, name) => {
		const told = { mimeType: said, ...(called !== '' && { fileName: called }) };
		expect(await look(content, of('media'), told)).toMatchObject({ mimeType, name });
	});

	it.each<[string, Buffer, string | undefined, string, string]>([
		['the server', ISOM, 'audio/x-m4a', 'voice', 'audio/mp4'],
		['the name', ISOM, 'application/octet-stream', 'voice.m4a', 'audio/mp4'],
		['nobody', ISOM, undefined, 'x.mp4', 'video/mp4'],
		['the server, of WebM', WEBM, 'audio/webm;codecs=opus', 'x', 'audio/webm'],
		['nobody, of WebM', WEBM, 'video/webm', 'x.webm', 'video/webm'],
	])('%s decides, on the way out', (_, content, contentType, name, mimeType) => {
		const url = `https://files.example/${name}`;
		expect(judgeFile(content.subarray(0, 512), { url, contentType })).toEqual({ mimeType });
	});
});

describe('a file is refused', () => {
	const WAY_ROUND =
		'To send the file anyway, enter a public URL of it, or add Options > Check Files and leave it switched off.';
	const DERIVED = `This limit is the upstream provider's and is not confirmed by the platform. ${WAY_ROUND}`;
	const heavyBy = (bytes: number) => behind(png(400, 400), Buffer.alloc(bytes));
	const OF_KLING = 'accepts an image (JPG or PNG), but the file x.bin (a/b) is image/webp';
	const OF_FILM = 'accepts a video (MP4 or MOV), but the file x.bin (a/b) is not a video';
	const OF_SOUND = 'accepts an audio file (WAV or MP3), but the file x.bin (a/b) is audio/ogg';
	const SIDES = 'each side must be 300 to 6000 pixels';
	const RATIO = 'the longer side must be at most 2.5 times the shorter one';

	it.each<[string, Buffer, Rules, string]>([
		['WebP', webp.lossy(400, 400), KLING, OF_KLING],
		['small', png(64, 64), KLING, `which is 64 x 64 pixels; ${SIDES}`],
		['one side small', jpeg(299, 400), KLING, 'which is 299 x 400 pixels'],
		['large', png(6001, 4000), KLING, 'which is 6001 x 4000 pixels'],
		['long', jpeg(751, 300, { orientation: 6 }), KLING, `which is 300 x 751 pixels; ${RATIO}`],
		['heavy by little', heavyBy(10 * 2 ** 20), KLING, 'which is 10.001 MB; the limit is 10 MB'],
		['a long film', film(70), FILM, 'which is 70.0 seconds long; it must be 2 to 10 seconds long'],
		['a short film', film(1.5), FILM, 'which is 1.5 seconds long; it must be 2 to'],
		['a sound as a film', film(5, { width: 0 }), FILM, 'is audio/mp4'],
		['a MOV of sound alone', film(5, { brand: 'qt  ', width: 0 }), FILM, OF_FILM],
		['Ogg', filled('OggS\0'), SOUND, OF_SOUND],
		['a long MP3', mp3(1200), SOUND, 'which is 31.3 seconds long'],
	])('%s, by a limit that is derived', async (_, content, rules, reason) => {
		const told = { fileName: 'x.bin', mimeType: 'a/b' };
		await expect(look(content, rules, told)).rejects.toMatchObject({
			name: 'ParameterProblem',
			label: 'File',
			message: expect.stringContaining(reason),
			advice: expect.stringContaining(DERIVED),
		});
	});

	it('by a limit of the platform itself, without a way round', async () =>
		await expect(look(png(64, 64), { ...KLING, grade: 'A' })).rejects.toMatchObject({
			advice: 'Resize the image before this node.',
		}));

	it.each<[string, Buffer, Rules]>([
		['PNG', png(400, 400), of('image')],
		['JPEG', jpeg(400, 400), of('image')],
		['HEIC', heif('heic', 400, 400), of('media')],
	])('%s that is cut off', async (_, content, rules) => {
		await expect(look(content.subarray(0, -50), rules)).rejects.toMatchObject({
			message: expect.stringContaining('which is incomplete: its end is missing'),
			advice: expect.stringContaining(WAY_ROUND),
		});
	});

	const text = png(9, 9).toString('base64');
	const inLines = text.replace(/(.{76})/g, '$1\r\n');
	const LONG_MP3 = mp3(1200).subarray(700);
	const PHONE = film(5, { brand: '3gp5' });
	it.each<[string, string | Buffer, string, Rules, string]>([
		['empty', '', '', of('any'), 'which is empty'],
		['text', 'hello', '', of('image'), 'is not an image'],
		['text that is called a video', 'a = 1;', 'video/mp2t', of('video'), 'File accepts a video'],
		['base64', text, '', of('image'), 'contains a file that was base64-encoded twice'],
		['base64 in lines', inLines, '', of('image'), 'base64-encoded twice'],
		['a video as a sound', film(5), '', of('audio'), 'is video/mp4'],
		['an unknown video as a sound', ODD, 'video/mp2t', of('audio'), 'File accepts an audio file'],
		['what must begin otherwise', ODD, 'video/mp4', of('video'), 'File accepts a video'],
		['a long MP3 in mid-frame', LONG_MP3, 'audio/mpeg', SOUND, 'which is 31.'],
		['3GP, which a phone writes as MP4', PHONE, 'video/3gpp', FILM, 'is video/3gpp'],
		['a video in MP4 as a sound', ISOM, 'video/mp4', of('audio'), 'File accepts an audio file'],
		['a sound of WebM as a video', WEBM, 'audio/webm', of('video'), 'File accepts a video'],
	])('%s', async (_, content, mimeType, rules, reason) => {
		await expect(look(behind(content), rules, { mimeType })).rejects.toThrow(reason);
	});
});

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
const FILM_SAYS = { width: 640, height: 360, seconds: 5, hasPictures: true };
const SOUND_SAYS = { seconds: 12, hasPictures: false };
const near = (seconds: number) => ({ seconds: expect.closeTo(seconds, 6) });

const WHOLE: Record<string, [content: Buffer, header: object]> = {
	PNG: [png(300, 400), UPRIGHT],
	'PNG, turned': [png(400, 300, { orientation: 8 }), UPRIGHT],
	JPEG: [jpeg(300, 400), UPRIGHT],
	'JPEG, turned': [jpeg(400, 300, { orientation: 6 }), UPRIGHT],
	'JPEG, turned, of Intel': [jpeg(400, 300, { orientation: 5, isLittle: true }), UPRIGHT],
	'JPEG with a film behind it': [behind(jpeg(300, 400), film(5)), UPRIGHT],
	WebP: [webp.lossy(300, 400), UPRIGHT],
	'WebP without loss': [webp.lossless(300, 400), UPRIGHT],
	'WebP, extended': [webp.extended(300, 400), UPRIGHT],
	'WebP, turned': [webp.extended(400, 300, 6), UPRIGHT],
	GIF: [gif(300, 400), UPRIGHT],
	'GIF without the sign of its end': [gif(300, 400).subarray(0, -1), UPRIGHT],
	BMP: [bmp(300, 400), UPRIGHT],
	'BMP from the top': [bmp(300, -400), UPRIGHT],
	'BMP of all rows': [files.wholeBmp(3, 40), SMALL],
	'BMP without the filling of the last row': [files.wholeBmp(3, 40).subarray(0, -3), SMALL],
	'the oldest BMP': [files.oldBmp(300, 400), UPRIGHT],
	TIFF: [tiff(), {}],
	HEIC: [heif('heic', 300, 400), UPRIGHT],
	'HEIC, turned': [heif('heic', 400, 300, 1), UPRIGHT],
	WebM: [files.webm(), {}],
	'WebM with a long length': [files.webm(true), {}],
	'WebM that does not know its length': [ebml('webm'), {}],
	MP4: [film(5), FILM_SAYS],
	'MP4, header first': [film(5, { isHeaderFirst: true }), FILM_SAYS],
	'MP4 whose last part has no length': [
		behind(WITH_HEADER.subarray(0, -708), '\0\0\0\0mdat', Buffer.alloc(700)),
		FILM_SAYS,
	],
	'MP4 with words behind it': [behind(film(5), 'made by a phone'), FILM_SAYS],
	'MP4 of 64 bits': [film(5, { isLong: true }), FILM_SAYS],
	'MP4 of a phone held upright': [film(5, { width: 360, height: 640, isTurned: true }), FILM_SAYS],
	MOV: [film(5, { brand: 'qt  ' }), FILM_SAYS],
	M4A: [film(12, { brand: 'M4A ', width: 0 }), SOUND_SAYS],
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

const NEVER_ENDED = behind(ftyp('isom'), box('mdat', Buffer.alloc(700)));
it.each<[string, Buffer, object]>([
	['a recording that was never ended', NEVER_ENDED, { isTruncated: true }],
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
