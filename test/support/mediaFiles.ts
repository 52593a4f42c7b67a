/** Small pictures, films and sounds by their headers, as cameras and encoders write them. */

/** One behind the other. */
export const behind = (...parts: Array<Uint8Array | string>): Buffer =>
	Buffer.concat(parts.map((part) => (typeof part === 'string' ? text(part) : part)));

const text = (value: string) => Buffer.from(value, 'latin1');
const bytes = (...values: number[]) => Uint8Array.from(values);
const fill = (count: number, value = 7) => Buffer.alloc(count, value);
const u32 = (value: number) => {
	const word = Buffer.alloc(4);
	word.writeUInt32BE(value);
	return word;
};
const u16 = (value: number) => u32(value).subarray(2);
const le32 = (value: number) => Buffer.from(u32(value)).reverse();
const le16 = (value: number) => Buffer.from(u16(value)).reverse();
const le24 = (value: number) => le32(value).subarray(0, 3);

/** EXIF with an orientation alone, in the order of bytes of Intel or of Motorola. */
function exif(orientation: number, isLittle: boolean): Buffer {
	const [two, four] = isLittle ? [le16, le32] : [u16, u32];
	const entry = [two(0x0112), two(3), four(1), two(orientation), two(0)];
	return behind(isLittle ? 'II*\0' : 'MM\0*', four(8), two(1), ...entry, four(0));
}

interface PictureOptions {
	orientation?: number;
	isLittle?: boolean;
}

export function png(width: number, height: number, options: PictureOptions = {}): Buffer {
	const { orientation, isLittle = false } = options;
	const chunk = (type: string, data: Buffer) => behind(u32(data.length), type, data, u32(0));
	return behind(
		'\x89PNG\r\n\x1a\n',
		chunk('IHDR', behind(u32(width), u32(height), bytes(8, 2, 0, 0, 0))),
		orientation === undefined ? '' : chunk('eXIf', exif(orientation, isLittle)),
		chunk('IDAT', fill(600)),
		chunk('IEND', fill(0)),
	);
}

export function jpeg(width: number, height: number, options: PictureOptions = {}): Buffer {
	const { orientation, isLittle = false } = options;
	const segment = (marker: number, data: Buffer) =>
		behind(bytes(0xff, marker), u16(data.length + 2), data);
	return behind(
		bytes(0xff, 0xd8),
		segment(0xe0, text('JFIF\0')),
		orientation === undefined ? '' : segment(0xe1, behind('Exif\0\0', exif(orientation, isLittle))),
		// A small picture within, with an end of its own.
		segment(0xe2, text('\xff\xd8\xff\xd9')),
		bytes(0xff),
		segment(0xc2, behind(bytes(8), u16(height), u16(width), fill(10, 1))),
		segment(0xda, fill(6, 1)),
		fill(600),
		bytes(0xff, 0x00, 0xff, 0xd0),
		segment(0xda, fill(6, 1)),
		bytes(0xff, 0xd9),
	);
}

function riff(kind: string, ...chunks: Array<[type: string, data: Buffer]>): Buffer {
	const parts = chunks.map(([type, data]) =>
		behind(type, le32(data.length), data, fill(data.length % 2, 0)),
	);
	const body = behind(kind, ...parts);
	return behind('RIFF', le32(body.length), body);
}

export const webp = {
	extended: (width: number, height: number, orientation?: number): Buffer =>
		riff(
			'WEBP',
			['VP8X', behind(le32(8), le24(width - 1), le24(height - 1))],
			['VP8 ', fill(601)],
			...(orientation === undefined ? [] : [['EXIF', exif(orientation, true)] as [string, Buffer]]),
		),
	lossy: (width: number, height: number): Buffer =>
		riff('WEBP', ['VP8 ', behind('\0\0\0\x9d\x01\x2a', le16(width), le16(height), u32(0))]),
	lossless: (width: number, height: number): Buffer =>
		riff('WEBP', ['VP8L', behind('\x2f', le32((width - 1) | ((height - 1) << 14)), fill(8, 0))]),
};

export const gif = (width: number, height: number): Buffer =>
	behind(
		...['GIF89a', le16(width), le16(height), bytes(0x80, 0, 0), fill(6)],
		...[bytes(0x21, 0xf9, 4), fill(4, 0), bytes(0)],
		...[bytes(0x2c), fill(8, 0), bytes(0x81), fill(12, 9)],
		...[bytes(2, 255), fill(255, 0x3b), bytes(90), fill(90), bytes(0, 0x3b)],
	);

/** @param height below zero where the first row is the top one */
export const bmp = (width: number, height: number): Buffer =>
	behind('BM', le32(600), u32(0), le32(54), le32(40), le32(width), le32(height >>> 0), fill(560));

export const oldBmp = (width: number, height: number): Buffer =>
	behind('BM', le32(600), u32(0), le32(26), le32(12), le16(width), le16(height), fill(560));

/** A BMP of 24 bits, with all of its rows. */
export function wholeBmp(width: number, height: number): Buffer {
	const rows = fill(height * 4 * Math.ceil((width * 24) / 32));
	const head = [le32(40), le32(width), le32(height), le16(1), le16(24), le32(0), fill(20, 0)];
	return behind('BM', u32(0), u32(0), le32(54), ...head, rows);
}

export const box = (type: string, ...data: Buffer[]): Buffer => {
	const body = behind(...data);
	return behind(u32(body.length + 8), type, body);
};

export const ftyp = (brand: string): Buffer => box('ftyp', text(brand), u32(512), text(brand));

interface FilmOptions {
	brand?: string;
	/** 0: no track has pictures. */
	width?: number;
	height?: number;
	isTurned?: boolean;
	/** With numbers of 64 bits. */
	isLong?: boolean;
	isHeaderFirst?: boolean;
}

/** MP4, MOV or M4A. */
export function film(seconds: number, options: FilmOptions = {}): Buffer {
	const { brand = 'isom', width = 640, height = 360, isTurned = false } = options;
	const { isLong = false, isHeaderFirst = false } = options;
	const time = (value: number) => (isLong ? behind(u32(0), u32(value)) : u32(value));
	const head = Buffer.from([isLong ? 1 : 0, 0, 0, 0]);
	const mvhd = box('mvhd', head, time(1), time(1), u32(1000), time(seconds * 1000));
	const handler = (kind: string) => box('mdia', box('hdlr', fill(8, 0), text(kind)));
	const one = u32(0x10000);
	const matrix = isTurned ? [u32(0), one, u32(0), u32(0xffff0000)] : [one, u32(0), u32(0), one];
	const tkhd = box(
		'tkhd',
		...[head, time(1), time(1), u32(1), u32(0), time(seconds * 1000), fill(16, 0)],
		...[...matrix, fill(20, 0), u32(width * 0x10000), u32(height * 0x10000)],
	);
	const sound = box('trak', box('tkhd', fill(84, 0)), handler('soun'));
	const pictures = width > 0 ? [box('trak', tkhd, handler('vide'))] : [];
	const moov = box('moov', mvhd, sound, ...pictures);
	const mdat = box('mdat', fill(700));
	return behind(ftyp(brand), ...(isHeaderFirst ? [moov, mdat] : [mdat, moov]));
}

/** HEIC or AVIF: of its two items the second is the picture, as cameras write it of tiles. */
export function heif(brand: string, width: number, height: number, quarters = 0): Buffer {
	const sides = (w: number, h: number) => box('ispe', u32(0), u32(w), u32(h));
	const turned = box('irot', Buffer.from([quarters]));
	const links = behind(u16(1), bytes(1, 1), u16(2), bytes(2, 0x82, 3));
	const properties = box(
		'iprp',
		box('ipco', sides(512, 512), sides(width, height), turned),
		box('ipma', u32(0), u32(2), links),
	);
	const main = box('pitm', u32(0), u16(2));
	return behind(ftyp(brand), box('meta', u32(0), main, properties), box('mdat', fill(700)));
}

/** @param told how long it says to be, in bytes, where that is another length */
export function wav(seconds: number, told?: number): Buffer {
	const format = behind(le16(1), le16(1), le32(800), le32(1600), le16(2), le16(16));
	const data = fill(seconds * 1600);
	const file = riff('WAVE', ['fmt ', format], ['LIST', fill(5, 0)], ['data', data]);
	if (told !== undefined) le32(told).copy(file, file.length - data.length - 4);
	return file;
}

/** The same with the other order of bytes. */
export function bigWav(seconds: number): Buffer {
	const format = behind(u16(1), u16(1), u32(800), u32(1600), u16(2), u16(16));
	const data = fill(seconds * 1600);
	const body = behind('WAVEfmt ', u32(format.length), format, 'data', u32(data.length), data);
	return behind('RIFX', u32(body.length), body);
}

/** Frames of 1,152 samples, 128 thousand bits and 44.1 kHz each, as LAME writes them. */
export function mp3(frames: number): Buffer {
	const frame = behind('\xff\xfb\x90\x44', fill(413));
	const info = Buffer.from(frame);
	info.write('Xing', 36, 'latin1');
	const tag = behind('ID3\x03\0\0', bytes(0, 0, 1, 0), fill(128, 0));
	return behind(tag, info, ...Array<Buffer>(frames).fill(frame), 'TAG');
}

/** Frames of 1,024 samples at 44.1 kHz. */
export function aac(frames: number): Buffer {
	const frame = behind(bytes(0xff, 0xf1, 0x50, 0x80, 200 >> 3, (200 & 7) << 5, 0xfc), fill(193));
	return behind(...Array<Buffer>(frames).fill(frame));
}

/** WebM that says how long it is, in a number of two bytes or of eight. */
export const webm = (isLong = false): Buffer =>
	behind(
		'\x1a\x45\xdf\xa3\x87\x42\x82\x84webm\x18\x53\x80\x67',
		isLong ? '\x01\0\0\0\0\0\x02\x57' : '\x42\x57',
		fill(599),
	);

/** WebM and Matroska begin so, with pictures and without. */
export const ebml = (kind: 'webm' | 'matroska'): Buffer =>
	behind('\x1a\x45\xdf\xa3\x9f\x42\x82\x88', kind, fill(600));

/** TIFF with its directory at the end. */
export const tiff = (): Buffer => behind('MM\0*', u32(608), fill(600), u16(0), u32(0));
