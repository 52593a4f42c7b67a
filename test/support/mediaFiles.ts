/** Small pictures, films and sounds by their headers, as cameras and encoders write them. */

const u32 = (value: number) => {
	const bytes = Buffer.alloc(4);
	bytes.writeUInt32BE(value);
	return bytes;
};
const u16 = (value: number) => u32(value).subarray(2);
const le32 = (value: number) => Buffer.from(u32(value)).reverse();
const le16 = (value: number) => Buffer.from(u16(value)).reverse();
const text = (value: string) => Buffer.from(value, 'latin1');

/** One behind the other. */
export const behind = (...parts: Array<Buffer | string>): Buffer =>
	Buffer.concat(parts.map((part) => (typeof part === 'string' ? text(part) : part)));

/** EXIF with an orientation alone, in the order of bytes of Intel or of Motorola. */
function exif(orientation: number, isLittle: boolean): Buffer {
	const two = isLittle ? le16 : u16;
	const four = isLittle ? le32 : u32;
	const head = isLittle ? text('II*\0') : text('MM\0*');
	const entry = [two(0x0112), two(3), four(1), two(orientation), two(0)];
	return Buffer.concat([head, four(8), two(1), ...entry, four(0)]);
}

interface PictureOptions {
	orientation?: number;
	isLittle?: boolean;
}

function chunk(type: string, data: Buffer): Buffer {
	return Buffer.concat([u32(data.length), text(type), data, u32(0)]);
}

export function png(
	width: number,
	height: number,
	{ orientation, isLittle = false }: PictureOptions = {},
): Buffer {
	return Buffer.concat([
		text('\x89PNG\r\n\x1a\n'),
		chunk('IHDR', Buffer.concat([u32(width), u32(height), Buffer.from([8, 2, 0, 0, 0])])),
		...(orientation === undefined ? [] : [chunk('eXIf', exif(orientation, isLittle))]),
		chunk('IDAT', Buffer.alloc(600, 7)),
		chunk('IEND', Buffer.alloc(0)),
	]);
}

const segment = (marker: number, data: Buffer) =>
	Buffer.concat([Buffer.from([0xff, marker]), u16(data.length + 2), data]);

export function jpeg(
	width: number,
	height: number,
	{ orientation, isLittle = false }: PictureOptions = {},
): Buffer {
	const frame = Buffer.concat([Buffer.from([8]), u16(height), u16(width), Buffer.alloc(10, 1)]);
	// A small picture within, with an end of its own.
	const small = segment(0xe1, Buffer.concat([text('Exif\0\0'), exif(orientation ?? 1, isLittle)]));
	return Buffer.concat([
		Buffer.from([0xff, 0xd8]),
		segment(0xe0, text('JFIF\0')),
		...(orientation === undefined ? [] : [small]),
		segment(0xe2, Buffer.from([0xff, 0xd8, 0xff, 0xd9])),
		Buffer.from([0xff]),
		segment(0xc2, frame),
		segment(0xda, Buffer.alloc(6, 1)),
		Buffer.alloc(600, 7),
		Buffer.from([0xff, 0x00, 0xff, 0xd0]),
		segment(0xda, Buffer.alloc(6, 1)),
		Buffer.from([0xff, 0xd9]),
	]);
}

function riff(kind: string, ...chunks: Array<[type: string, data: Buffer]>): Buffer {
	const parts = chunks.map(([type, data]) =>
		Buffer.concat([text(type), le32(data.length), data, Buffer.alloc(data.length % 2)]),
	);
	const body = Buffer.concat([text(kind), ...parts]);
	return Buffer.concat([text('RIFF'), le32(body.length), body]);
}

const le24 = (value: number) => le32(value).subarray(0, 3);

export const webp = {
	extended: (width: number, height: number, orientation?: number): Buffer =>
		riff(
			'WEBP',
			['VP8X', Buffer.concat([le32(8), le24(width - 1), le24(height - 1)])],
			['VP8 ', Buffer.alloc(601, 7)],
			...(orientation === undefined
				? []
				: [['EXIF', exif(orientation, true)] satisfies [string, Buffer]]),
		),
	lossy: (width: number, height: number): Buffer =>
		riff('WEBP', [
			'VP8 ',
			Buffer.concat([Buffer.alloc(3), text('\x9d\x01\x2a'), le16(width), le16(height), u32(0)]),
		]),
	lossless: (width: number, height: number): Buffer =>
		riff('WEBP', [
			'VP8L',
			Buffer.concat([text('\x2f'), le32((width - 1) | ((height - 1) << 14)), u32(0), u32(0)]),
		]),
};

export const gif = (width: number, height: number): Buffer =>
	Buffer.concat([
		text('GIF89a'),
		...[le16(width), le16(height), Buffer.from([0x80, 0, 0]), Buffer.alloc(6, 7)],
		...[Buffer.from([0x21, 0xf9, 4]), Buffer.alloc(4), Buffer.from([0])],
		...[Buffer.from([0x2c]), Buffer.alloc(8), Buffer.from([0x81]), Buffer.alloc(12, 9)],
		...[Buffer.from([2, 255]), Buffer.alloc(255, 0x3b), Buffer.from([90]), Buffer.alloc(90, 7)],
		Buffer.from([0, 0x3b]),
	]);

/** @param height below zero where the first row is the top one */
export const bmp = (width: number, height: number): Buffer =>
	Buffer.concat([
		text('BM'),
		le32(600),
		u32(0),
		le32(54),
		le32(40),
		le32(width),
		le32(height >>> 0),
		Buffer.alloc(560, 7),
	]);

export const oldBmp = (width: number, height: number): Buffer =>
	Buffer.concat([
		text('BM'),
		le32(600),
		u32(0),
		le32(26),
		le32(12),
		le16(width),
		le16(height),
		Buffer.alloc(560, 7),
	]);

export const box = (type: string, ...data: Buffer[]): Buffer => {
	const body = Buffer.concat(data);
	return Buffer.concat([u32(body.length + 8), text(type), body]);
};

export const ftyp = (brand: string): Buffer => box('ftyp', text(brand), u32(512), text(brand));

export interface FilmOptions {
	brand?: string;
	/** 0: no track has pictures. */
	width?: number;
	height?: number;
	isTurned?: boolean;
	/** With numbers of 64 bits. */
	isLong?: boolean;
	isHeaderFirst?: boolean;
	hasSound?: boolean;
}

/** MP4, MOV or M4A. */
export function film(seconds: number, options: FilmOptions = {}): Buffer {
	const { brand = 'isom', width = 640, height = 360, isTurned = false } = options;
	const { isLong = false, isHeaderFirst = false, hasSound = true } = options;
	const time = (value: number) => (isLong ? Buffer.concat([u32(0), u32(value)]) : u32(value));
	const head = Buffer.from([isLong ? 1 : 0, 0, 0, 0]);
	const mvhd = box('mvhd', head, time(1), time(1), u32(1000), time(seconds * 1000));
	const handler = (kind: string) => box('mdia', box('hdlr', u32(0), u32(0), text(kind)));
	const one = u32(0x10000);
	const matrix = isTurned ? [u32(0), one, u32(0), u32(0xffff0000)] : [one, u32(0), u32(0), one];
	const tkhd = box(
		'tkhd',
		...[head, time(1), time(1), u32(1), u32(0), time(seconds * 1000), Buffer.alloc(16)],
		...[...matrix, Buffer.alloc(20), u32(width * 0x10000), u32(height * 0x10000)],
	);
	const tracks = [
		...(hasSound ? [box('trak', box('tkhd', Buffer.alloc(84)), handler('soun'))] : []),
		...(width > 0 ? [box('trak', tkhd, handler('vide'))] : []),
	];
	const moov = box('moov', mvhd, ...tracks);
	const mdat = box('mdat', Buffer.alloc(700, 7));
	return Buffer.concat([ftyp(brand), ...(isHeaderFirst ? [moov, mdat] : [mdat, moov])]);
}

/** HEIC or AVIF: of its two items the second is the picture, as cameras write it of tiles. */
export function heif(brand: string, width: number, height: number, quarters = 0): Buffer {
	const sides = (w: number, h: number) => box('ispe', u32(0), u32(w), u32(h));
	const links = [u16(1), Buffer.from([1, 1]), u16(2), Buffer.from([2, 0x82, 3])];
	return Buffer.concat([
		ftyp(brand),
		box(
			'meta',
			u32(0),
			box('pitm', u32(0), u16(2)),
			box(
				'iprp',
				box('ipco', sides(512, 512), sides(width, height), box('irot', Buffer.from([quarters]))),
				box('ipma', u32(0), u32(2), ...links),
			),
		),
		box('mdat', Buffer.alloc(700, 7)),
	]);
}

/** @param told how long it says to be, in bytes, where that is another length */
export function wav(seconds: number, told?: number): Buffer {
	const format = Buffer.concat([le16(1), le16(1), le32(800), le32(1600), le16(2), le16(16)]);
	const data = Buffer.alloc(seconds * 1600, 7);
	const file = riff('WAVE', ['fmt ', format], ['LIST', Buffer.alloc(5)], ['data', data]);
	if (told !== undefined) le32(told).copy(file, file.length - data.length - 4);
	return file;
}

/** The same with the other order of bytes. */
export function bigWav(seconds: number): Buffer {
	const format = Buffer.concat([u16(1), u16(1), u32(800), u32(1600), u16(2), u16(16)]);
	const chunks = [text('fmt '), u32(format.length), format, text('data'), u32(seconds * 1600)];
	const body = Buffer.concat([text('WAVE'), ...chunks, Buffer.alloc(seconds * 1600, 7)]);
	return Buffer.concat([text('RIFX'), u32(body.length), body]);
}

/** Frames of 1,152 samples, 128 thousand bits and 44.1 kHz each, as LAME writes them. */
export function mp3(frames: number): Buffer {
	const frame = Buffer.alloc(417, 7);
	Buffer.from([0xff, 0xfb, 0x90, 0x44]).copy(frame);
	const info = Buffer.from(frame);
	info.write('Xing', 36, 'latin1');
	const tag = Buffer.concat([text('ID3\x03\0\0'), Buffer.from([0, 0, 1, 0]), Buffer.alloc(128)]);
	return Buffer.concat([tag, info, ...Array<Buffer>(frames).fill(frame), text('TAG')]);
}

/** Frames of 1,024 samples at 44.1 kHz. */
export function aac(frames: number): Buffer {
	const frame = Buffer.alloc(200, 7);
	Buffer.from([0xff, 0xf1, 0x50, 0x80, 200 >> 3, (200 & 7) << 5, 0xfc]).copy(frame);
	return Buffer.concat(Array<Buffer>(frames).fill(frame));
}

/** WebM that says how long it is, in a number of two bytes or of eight. */
export function webm(isLong = false): Buffer {
	const length = isLong ? text('\x01\0\0\0\0\0\x02\x57') : text('\x42\x57');
	const head = text('\x1a\x45\xdf\xa3\x87\x42\x82\x84webm');
	return Buffer.concat([head, text('\x18\x53\x80\x67'), length, Buffer.alloc(599, 7)]);
}

/** A BMP of 24 bits, with all of its rows. */
export function wholeBmp(width: number, height: number): Buffer {
	const row = Buffer.alloc(4 * Math.ceil((width * 24) / 32), 7);
	const head = [le32(40), le32(width), le32(height), le16(1), le16(24), le32(0)];
	return Buffer.concat([
		text('BM'),
		...[u32(0), u32(0), le32(54), ...head, Buffer.alloc(20)],
		...Array<Buffer>(height).fill(row),
	]);
}

/** TIFF with its directory at the end. */
export const tiff = (): Buffer =>
	Buffer.concat([text('MM\0*'), u32(608), Buffer.alloc(600, 7), u16(0), u32(0)]);

/** WebM and Matroska begin so, with pictures and without. */
export const ebml = (kind: 'webm' | 'matroska'): Buffer =>
	Buffer.concat([text('\x1a\x45\xdf\xa3\x9f\x42\x82\x88'), text(kind), Buffer.alloc(600, 7)]);
