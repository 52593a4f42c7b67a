/**
 * Reads the duration of sounds from WAV headers and from MP3 and AAC frames, and whether WAV and WebM files are
 * complete.
 */
import type { ByteReader } from './byteReader';
import type { MediaHeader } from './mediaHeader';

export async function readSoundHeader(mimeType: string, reader: ByteReader): Promise<MediaHeader> {
	if (mimeType === 'audio/wav') return await readWav(reader);
	if (mimeType === 'audio/mpeg') return await readFrames(reader, mpegFrame);
	if (/\/(webm|x-matroska)$/.test(mimeType)) return await readEbml(reader);
	return mimeType === 'audio/aac' ? await readFrames(reader, aacFrame) : {};
}

/** Larger numbers mean an unknown length. */
const LONGEST_WAV = 0x7fff_0000;
/** Some programs include the header in the length. */
const MOST_MISCOUNTED = 1024;

async function readWav(reader: ByteReader): Promise<MediaHeader> {
	const isBigEndian = (await reader.take(12)).toString('latin1', 0, 4) === 'RIFX';
	const uint32 = (data: Buffer, at: number) =>
		isBigEndian ? data.readUInt32BE(at) : data.readUInt32LE(at);
	let bytesPerSecond = 0;
	while (true) {
		const head = await reader.take(8);
		if (head.length < 8) return {};
		const type = head.toString('latin1', 0, 4);
		const length = uint32(head, 4);
		if (type === 'data') {
			// A file written during recording does not know its length.
			const isKnown = length > 0 && length < LONGEST_WAV;
			const bytes = isKnown ? Math.min(length, reader.left) : reader.left;
			return {
				...(bytesPerSecond > 0 && { seconds: bytes / bytesPerSecond }),
				...(isKnown && length > reader.left + MOST_MISCOUNTED && { isTruncated: true }),
			};
		}
		const data = await reader.peek(12);
		if (type === 'fmt ' && data.length === 12) bytesPerSecond = uint32(data, 8);
		if (!(await reader.skip(length + (length % 2)))) return {};
	}
}

/** RFC 8794: the header element is followed by the segment, which contains everything else. */
async function readEbml(reader: ByteReader): Promise<MediaHeader> {
	await reader.skip(4);
	const head = await takeLength(reader);
	if (head === undefined || !(await reader.skip(head))) return {};
	if (!(await reader.take(4)).equals(SEGMENT)) return {};
	const length = await takeLength(reader);
	return length !== undefined && length > reader.left ? { isTruncated: true } : {};
}

const SEGMENT = Buffer.from('18538067', 'hex');

/** A number whose first byte gives its own length. Undefined if all bits are set, which means unknown. */
async function takeLength(reader: ByteReader): Promise<number | undefined> {
	const [first = 0] = await reader.peek(1);
	const width = Math.clz32(first) - 23;
	const bytes = await reader.take(width);
	if (width > 8 || bytes.length < width) return undefined;
	const value = bytes.subarray(1).reduce((sum, byte) => sum * 256 + byte, first & (0xff >> width));
	return value >= 2 ** (7 * width) - 1 ? undefined : value;
}

interface Frame {
	/** In bytes. */
	length: number;
	seconds: number;
}

/** Adds up all frames, because with a variable bit rate the first one says nothing. */
async function readFrames(
	reader: ByteReader,
	frameAt: (head: Buffer) => Frame | undefined,
): Promise<MediaHeader> {
	await skipTags(reader);
	await skipToFrame(reader, frameAt);
	let seconds = 0;
	let isFirst = true;
	while (true) {
		const head = await reader.peek(64);
		const frame = frameAt(head);
		if (frame === undefined) break;
		// The first frame may contain a table of contents instead of sound.
		if (!isFirst || !/Xing|Info|VBRI/.test(head.toString('latin1'))) seconds += frame.seconds;
		isFirst = false;
		if (!(await reader.skip(frame.length))) break;
	}
	// Tags may follow at the end. If more is left, the format is not understood here.
	return seconds > 0 && reader.left < reader.size / 10 ? { seconds } : {};
}

/** A clip from a stream begins within a frame. Other programs write zeros first. */
async function skipToFrame(
	reader: ByteReader,
	frameAt: (head: Buffer) => Frame | undefined,
): Promise<void> {
	let frame = frameAt(await reader.peek(64));
	while (frame === undefined && (await reader.skip(1)) && (await reader.skipTo(SYNC))) {
		frame = frameAt(await reader.peek(64));
		// Any two bytes may look like a frame. Then no second frame follows.
		if (frame && !frameAt((await reader.peek(frame.length + 64)).subarray(frame.length)))
			frame = undefined;
	}
}

/** Every frame begins with this. */
const SYNC = Buffer.from([0xff]);

/** ID3v2 at the beginning. Its length has seven bits per byte. */
async function skipTags(reader: ByteReader): Promise<void> {
	while (true) {
		const head = await reader.peek(10);
		if (head.length < 10 || head.toString('latin1', 0, 3) !== 'ID3') return;
		const [a = 0, b = 0, c = 0, d = 0] = head.subarray(6);
		await reader.skip(10 + (((a * 128 + b) * 128 + c) * 128 + d));
	}
}

/** Kilobits per second, by MPEG version and layer. */
const RATES = {
	v1Layer2: [32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384],
	v1Layer3: [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
	v2: [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
};
const SAMPLES_PER_SECOND = [44_100, 48_000, 32_000];

/** ISO 11172-3, 2.4.1.3 and ISO 13818-3: layers 2 and 3. */
function mpegFrame(head: Buffer): Frame | undefined {
	const [first, second = 0, third = 0] = head;
	if (head.length < 4 || first !== 0xff || (second & 0xe0) !== 0xe0) return undefined;
	const version = (second >> 3) & 3;
	const isV1 = version === 3;
	const isLayer3 = ((second >> 1) & 3) === 1;
	const isLayer2 = ((second >> 1) & 3) === 2;
	const rates = !isV1 ? RATES.v2 : isLayer3 ? RATES.v1Layer3 : RATES.v1Layer2;
	const kbits = rates[(third >> 4) - 1];
	const fastest = SAMPLES_PER_SECOND[(third >> 2) & 3];
	if (kbits === undefined || fastest === undefined || version === 1) return undefined;
	if (!isLayer2 && !isLayer3) return undefined;
	const perSecond = isV1 ? fastest : version === 2 ? fastest / 2 : fastest / 4;
	const samples = isLayer3 && !isV1 ? 576 : 1152;
	const length = Math.floor((samples * kbits * 125) / perSecond) + ((third >> 1) & 1);
	return { length, seconds: samples / perSecond };
}

const AAC_SAMPLES_PER_SECOND = [
	96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000,
	7_350,
];

/** ISO 14496-3, 1.A.2.2: ADTS. */
function aacFrame(head: Buffer): Frame | undefined {
	const [first, second = 0, third = 0, fourth = 0, fifth = 0, sixth = 0, seventh = 0] = head;
	if (head.length < 7 || first !== 0xff || (second & 0xf6) !== 0xf0) return undefined;
	const perSecond = AAC_SAMPLES_PER_SECOND[(third >> 2) & 0xf];
	const length = ((fourth & 3) << 11) | (fifth << 3) | (sixth >> 5);
	if (perSecond === undefined || length < 7) return undefined;
	return { length, seconds: (1024 * ((seventh & 3) + 1)) / perSecond };
}
