/** Reads size, orientation and end of pictures from the headers of their formats. */
import type { ByteReader } from './byteReader';
import type { MediaHeader } from './mediaHeader';

export async function readPictureHeader(
	mimeType: string,
	reader: ByteReader,
): Promise<MediaHeader> {
	switch (mimeType) {
		case 'image/png':
			return await readPng(reader);
		case 'image/jpeg':
			return await readJpeg(reader);
		case 'image/webp':
			return await readWebp(reader);
		case 'image/gif':
			return await readGif(reader);
		case 'image/bmp':
			return bmpHeader(await reader.peek(34), reader.size);
		case 'image/tiff':
			return await readTiff(reader);
		default:
			return {};
	}
}

const TRUNCATED: MediaHeader = { isTruncated: true };

/** Size as displayed. @param orientation from EXIF; 5 and above mean rotated by 90 degrees */
const rotated = ({ width, height }: MediaHeader, orientation: number): MediaHeader =>
	orientation >= 5 && width !== undefined && height !== undefined
		? { width: height, height: width }
		: { ...(width !== undefined && { width }), ...(height !== undefined && { height }) };

/** PNG, third edition, 5.3: chunks with a length, a type, data and a checksum. */
async function readPng(reader: ByteReader): Promise<MediaHeader> {
	await reader.skip(8);
	let sides: MediaHeader = {};
	let orientation = 1;
	while (true) {
		const head = await reader.take(8);
		if (head.length < 8) return { ...rotated(sides, orientation), ...TRUNCATED };
		const type = head.toString('latin1', 4);
		const length = head.readUInt32BE(0);
		// Not a PNG chunk.
		if (!/^[a-z]{4}$/i.test(type)) return rotated(sides, orientation);
		if (type === 'IEND') return rotated(sides, orientation);
		const isRead = type === 'IHDR' || (type === 'eXIf' && length < LONGEST_EXIF);
		const data = isRead ? await reader.peek(length) : undefined;
		if (type === 'IHDR' && data !== undefined && data.length >= 8)
			sides = { width: data.readUInt32BE(0), height: data.readUInt32BE(4) };
		else if (data !== undefined) orientation = orientationIn(data);
		if (!(await reader.skip(length + 4))) return { ...rotated(sides, orientation), ...TRUNCATED };
	}
}

const LONGEST_EXIF = 1 << 20;
const END_OF_IMAGE = Buffer.from([0xff, 0xd9]);

/** ITU T.81, annex B: segments with a marker, a length and data. After the start of a scan, data up to the end. */
async function readJpeg(reader: ByteReader): Promise<MediaHeader> {
	await reader.skip(2);
	let sides: MediaHeader = {};
	let orientation = 1;
	while (true) {
		const [first, marker = 0, high = 0, low = 0] = await reader.peek(4);
		if (reader.left < 2) return { ...rotated(sides, orientation), ...TRUNCATED };
		// Not a JPEG segment, or the end.
		if (first !== 0xff || marker === 0xd9) return rotated(sides, orientation);
		const isFiller = marker === 0xff;
		const isAlone = marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8);
		const length = isFiller ? 1 : isAlone ? 2 : 2 + 256 * high + low;
		if (isFrame(marker)) {
			const frame = await reader.peek(9);
			if (frame.length === 9)
				sides = { width: frame.readUInt16BE(7), height: frame.readUInt16BE(5) };
		}
		if (marker === 0xe1) {
			const segment = await reader.peek(length);
			if (segment.toString('latin1', 4, 10) === 'Exif\0\0')
				orientation = orientationIn(segment.subarray(10));
		}
		const isWhole =
			(await reader.skip(length)) && (marker !== 0xda || (await reader.skipTo(END_OF_IMAGE)));
		if (!isWhole) return { ...rotated(sides, orientation), ...TRUNCATED };
	}
}

/** Start of a frame. The same range contains the markers of tables. */
const isFrame = (marker: number) =>
	marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

/** Tag 0x0112 in the first directory of EXIF, which is a TIFF. 1 is upright. */
function orientationIn(tiff: Buffer): number {
	const isLittle = tiff.toString('latin1', 0, 2) === 'II';
	const short = (at: number) =>
		at + 2 > tiff.length ? 0 : isLittle ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at);
	const directory = isLittle ? short(4) : short(6);
	for (let entry = 0; entry < short(directory); entry++) {
		const at = directory + 2 + 12 * entry;
		if (short(at) === 0x0112) return short(at + 8);
	}
	return 1;
}

/** RIFF container: chunks with a type, a length and data, padded to an even length. */
async function readWebp(reader: ByteReader): Promise<MediaHeader> {
	const head = await reader.take(12);
	// The last byte may be padding.
	const isTruncated = head.length === 12 && head.readUInt32LE(4) + 7 > reader.size;
	let sides: MediaHeader = {};
	let orientation = 1;
	while (true) {
		const chunk = await reader.take(8);
		if (chunk.length < 8) break;
		const type = chunk.toString('latin1', 0, 4);
		const length = chunk.readUInt32LE(4);
		const isExif = type === 'EXIF' && length < LONGEST_EXIF;
		const data = await reader.peek(isExif ? length : 10);
		if (sides.width === undefined) sides = webpSides(type, data);
		if (isExif) orientation = orientationIn(data.subarray(data.includes('Exif\0\0') ? 6 : 0));
		if (!(await reader.skip(length + (length % 2)))) break;
	}
	// Only a valid size confirms that it is this kind of picture.
	return {
		...rotated(sides, orientation),
		...(isTruncated && sides.width !== undefined && TRUNCATED),
	};
}

function webpSides(type: string, data: Buffer): MediaHeader {
	if (data.length < 10) return {};
	if (type === 'VP8X')
		return { width: data.readUIntLE(4, 3) + 1, height: data.readUIntLE(7, 3) + 1 };
	if (type === 'VP8 ')
		return { width: data.readUInt16LE(6) & 0x3fff, height: data.readUInt16LE(8) & 0x3fff };
	if (type !== 'VP8L') return {};
	const bits = data.readUInt32LE(1);
	return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
}

/** GIF89a: blocks of several kinds, each with parts of up to 255 bytes, up to the block that ends the file. */
async function readGif(reader: ByteReader): Promise<MediaHeader> {
	const head = await reader.take(13);
	if (head.length < 13) return {};
	const sides = { width: head.readUInt16LE(6), height: head.readUInt16LE(8) };
	let isWhole = await reader.skip(tableLength(head[10]));
	while (isWhole) {
		const [kind] = await reader.take(1);
		// Some files lack the end marker. Other unknown blocks are not understood here.
		if (kind !== EXTENSION && kind !== IMAGE) return sides;
		const block = await reader.take(kind === IMAGE ? 9 : 1);
		// The code size comes before the parts of an image.
		isWhole = kind === EXTENSION || (await reader.skip(tableLength(block[8]) + 1));
		for (let length = 1; isWhole && length > 0; ) {
			const [first] = await reader.take(1);
			isWhole = first !== undefined && (await reader.skip(first));
			length = first ?? 0;
		}
	}
	return { ...sides, ...TRUNCATED };
}

const EXTENSION = 0x21;
const IMAGE = 0x2c;

/** Length of a colour table. The byte says whether there is one, and how long it is. */
const tableLength = (packed = 0) => (packed >= 0x80 ? 3 * 2 ** ((packed & 7) + 1) : 0);

/** Some programs leave out the padding of the last row. */
const MOST_PADDING = 3;

function bmpHeader(start: Buffer, size: number): MediaHeader {
	if (start.length < 26) return {};
	// The oldest header has shorter numbers. A negative height means that the first row is at the top.
	const isOld = start.readUInt32LE(14) === 12;
	const width = isOld ? start.readUInt16LE(18) : start.readInt32LE(18);
	const height = isOld ? start.readUInt16LE(20) : Math.abs(start.readInt32LE(22));
	const sides = { width, height };
	// Only uncompressed data, also with colour masks, has a known length.
	if (isOld || start.length < 34 || ![0, 3].includes(start.readUInt32LE(30))) return sides;
	const row = 4 * Math.ceil((width * start.readUInt16LE(28)) / 32);
	const end = start.readUInt32LE(10) + row * height;
	return end > size + MOST_PADDING ? { ...sides, ...TRUNCATED } : sides;
}

/** TIFF 6.0: the first directory is often at the end of the file. */
async function readTiff(reader: ByteReader): Promise<MediaHeader> {
	const head = await reader.peek(8);
	// The 64-bit variant has the offset elsewhere.
	if (head.length < 8 || head.includes('+')) return {};
	const isLittle = head.toString('latin1', 0, 2) === 'II';
	const directory = isLittle ? head.readUInt32LE(4) : head.readUInt32BE(4);
	return directory + 2 > reader.size ? TRUNCATED : {};
}
