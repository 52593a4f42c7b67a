import type { ByteReader } from './byteReader';
import { readPictureHeader } from './pictureHeader';
import { readSoundHeader } from './soundHeader';

/** What a file's header says. Absent if it says nothing. */
export interface MediaHeader {
	/** In pixels, as displayed: rotated if the file says so. */
	width?: number;
	height?: number;
	seconds?: number;
	/** Whether an MP4-like container has moving pictures, not only sound. */
	hasPictures?: boolean;
	/** The file is shorter than its header says. */
	isTruncated?: boolean;
}

/**
 * Reads the header of a file.
 * @param mimeType from its first bytes
 */
export async function readMediaHeader(mimeType: string, reader: ByteReader): Promise<MediaHeader> {
	if (/^(image\/(avif|hei[cf])|(audio|video)\/mp4|video\/(quicktime|3gpp))$/.test(mimeType))
		return await readIsoHeader(reader);
	return mimeType.startsWith('image/')
		? await readPictureHeader(mimeType, reader)
		: await readSoundHeader(mimeType, reader);
}

// MP4-like files (ISO 14496-12): MP4, MOV, M4A, HEIC, AVIF.

/** Top-level boxes of a file. */
const OF_FILE = new Set(
	'ftyp moov mdat moof meta mfra sidx styp free skip wide uuid udta pdin idat'.split(' '),
);

/** A larger box is not a header. */
const LARGEST_HEADER = 64 * 1024 * 1024;

/** Boxes follow each other, each with a length, a type and data. Some contain boxes themselves. */
async function readIsoHeader(reader: ByteReader): Promise<MediaHeader> {
	let found: MediaHeader = {};
	const seen = new Set<string>();
	while (reader.left >= 8) {
		const { type, length } = await readBoxHead(reader);
		// Cameras may append anything after the last box.
		if (length < 0 || (length > reader.left && !OF_FILE.has(type))) return found;
		seen.add(type);
		if (length > reader.left) return { ...found, isTruncated: true };
		if (/^(moov|meta)$/.test(type) && length <= LARGEST_HEADER) {
			const data = await reader.take(length);
			found = { ...found, ...(type === 'moov' ? movieHeader(data) : pictureHeader(data)) };
			continue;
		}
		// The rest is complete as well and need not be read.
		if (seen.has('moov') && length === reader.left) return found;
		await reader.skip(length);
	}
	const hasNoHeader = seen.has('mdat') && !['moov', 'moof', 'meta'].some((type) => seen.has(type));
	return hasNoHeader ? { isTruncated: true } : found;
}

/** @returns the length of what follows; negative if it is invalid */
async function readBoxHead(reader: ByteReader): Promise<{ type: string; length: number }> {
	const head = await reader.take(8);
	if (head.length < 8) return { type: '', length: -1 };
	const type = head.toString('latin1', 4);
	const size = head.readUInt32BE(0);
	// Up to the end of the file.
	if (size === 0) return { type, length: reader.left };
	if (size !== 1) return { type, length: size - 8 };
	const large = await reader.take(8);
	return { type, length: large.length < 8 ? -1 : Number(large.readBigUInt64BE(0)) - 16 };
}

interface Box {
	type: string;
	data: Buffer;
}

function boxesIn(data: Buffer): Box[] {
	const boxes: Box[] = [];
	for (let at = 0; at + 8 <= data.length; ) {
		const size = data.readUInt32BE(at);
		if (size < 8) break;
		boxes.push({
			type: data.toString('latin1', at + 4, at + 8),
			data: data.subarray(at + 8, at + size),
		});
		at += size;
	}
	return boxes;
}

const boxOf = (boxes: readonly Box[], type: string): Buffer =>
	boxes.find((box) => box.type === type)?.data ?? Buffer.alloc(0);

/** The number at an offset. 0 if the data end before. */
const uint32 = (data: Buffer, at: number): number =>
	at + 4 > data.length ? 0 : data.readUInt32BE(at);

// Videos and sounds.

function movieHeader(data: Buffer): MediaHeader {
	const boxes = boxesIn(data);
	const header = boxOf(boxes, 'mvhd');
	const isLong = header[0] === 1;
	const perSecond = uint32(header, isLong ? 20 : 12);
	// A fragmented file has its length elsewhere.
	const fragments = boxOf(boxesIn(boxOf(boxes, 'mvex')), 'mehd');
	const units =
		(isLong ? uint64(header, 24) : known(uint32(header, 16))) ||
		(fragments[0] === 1 ? uint64(fragments, 4) : uint32(fragments, 4));
	const tracks = boxes.filter(({ type }) => type === 'trak').map((track) => boxesIn(track.data));
	const video = tracks.find((track) => handlerOf(track) === 'vide');
	return {
		...(perSecond > 0 && units > 0 && { seconds: units / perSecond }),
		...(tracks.length > 0 && { hasPictures: video !== undefined }),
		...(video && trackSides(boxOf(video, 'tkhd'))),
	};
}

/** All bits set means an unknown length. */
const known = (units: number) => (units === 0xffff_ffff ? 0 : units);

function uint64(data: Buffer, at: number): number {
	const units = 2 ** 32 * uint32(data, at) + uint32(data, at + 4);
	return units > Number.MAX_SAFE_INTEGER ? 0 : units;
}

const handlerOf = (track: readonly Box[]): string =>
	boxOf(boxesIn(boxOf(track, 'mdia')), 'hdlr').toString('latin1', 8, 12);

function trackSides(header: Buffer): MediaHeader {
	const matrix = header[0] === 1 ? 52 : 40;
	const isRotated = uint32(header, matrix) === 0 && uint32(header, matrix + 4) !== 0;
	// Fixed point with 16 fractional bits.
	return sidesOf(uint32(header, matrix + 36) >>> 16, uint32(header, matrix + 40) >>> 16, isRotated);
}

const sidesOf = (width: number, height: number, isRotated: boolean): MediaHeader =>
	width === 0 || height === 0
		? {}
		: { width: isRotated ? height : width, height: isRotated ? width : height };

// Pictures (ISO 23008-12): the primary item, with its properties.

function pictureHeader(data: Buffer): MediaHeader {
	const boxes = boxesIn(data.subarray(4));
	const primary = boxOf(boxes, 'pitm');
	const item = primary[0] === 0 ? uint32(primary, 2) & 0xffff : uint32(primary, 4);
	const properties = boxesIn(boxOf(boxes, 'iprp'));
	const all = boxesIn(boxOf(properties, 'ipco'));
	const own = propertiesOf(item, boxOf(properties, 'ipma')).flatMap(
		(place) => all[place - 1] ?? [],
	);
	const sides = boxOf(own, 'ispe');
	const quarters = boxOf(own, 'irot')[0] ?? 0;
	return sidesOf(uint32(sides, 4), uint32(sides, 8), quarters % 2 === 1);
}

/** Positions of the properties of one item, counted from 1. */
function propertiesOf(item: number, links: Buffer): number[] {
	const idLength = links[0] === 0 ? 2 : 4;
	const isWide = ((links[3] ?? 0) & 1) === 1;
	let at = 8;
	for (let entry = 0; entry < uint32(links, 4) && at < links.length; entry++) {
		const id = idLength === 2 ? uint32(links, at) >>> 16 : uint32(links, at);
		const count = links[at + idLength] ?? 0;
		at += idLength + 1;
		const places = Array.from({ length: count }, (_, index) =>
			isWide
				? (((links[at + 2 * index] ?? 0) & 0x7f) << 8) | (links[at + 2 * index + 1] ?? 0)
				: (links[at + index] ?? 0) & 0x7f,
		);
		if (id === item) return places;
		at += count * (isWide ? 2 : 1);
	}
	return [];
}
