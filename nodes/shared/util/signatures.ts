/** This many bytes of a file, or all if there are fewer, identify its type. */
export const START_BYTES = 512;

/** Media types by the bytes at one offset of a file, the more specific ones first. `start` must be at offset 0. */
const SIGNATURES: Array<[mime: string, offset: number, bytes: string, start?: string]> = [
	['image/png', 0, '\x89PNG\r\n\x1a\n'],
	['image/jpeg', 0, '\xff\xd8\xff'],
	['image/gif', 0, 'GIF87a'],
	['image/gif', 0, 'GIF89a'],
	['image/webp', 8, 'WEBP', 'RIFF'],
	['image/bmp', 6, '\0\0\0\0', 'BM'],
	['image/tiff', 0, 'II*\0'],
	['image/tiff', 0, 'MM\0*'],
	// 64-bit variant.
	['image/tiff', 0, 'II+\0'],
	['image/tiff', 0, 'MM\0+'],
	['audio/wav', 8, 'WAVE', 'RIFF'],
	// Big-endian, and larger than 4 GB.
	['audio/wav', 8, 'WAVE', 'RIFX'],
	['audio/wav', 8, 'WAVE', 'RF64'],
	['audio/wav', 8, 'WAVE', 'BW64'],
	['audio/aiff', 8, 'AIFF', 'FORM'],
	['audio/aiff', 8, 'AIFC', 'FORM'],
	['audio/x-caf', 0, 'caff\0\x01'],
	['video/x-msvideo', 8, 'AVI ', 'RIFF'],
	['audio/ogg', 0, 'OggS\0'],
	['audio/flac', 0, 'fLaC\0'],
	['audio/flac', 0, 'fLaC\x80'],
	['audio/mpeg', 0, 'ID3\x02'],
	['audio/mpeg', 0, 'ID3\x03'],
	['audio/mpeg', 0, 'ID3\x04'],
	['audio/amr', 0, '#!AMR'],
	['video/x-flv', 0, 'FLV\x01'],
	// QuickTime as it was before the MP4 format.
	['video/quicktime', 4, 'moov'],
	['video/quicktime', 4, 'mdat'],
	['video/quicktime', 4, 'wide'],
	['video/quicktime', 4, 'free'],
	['video/mpeg', 0, '\0\0\x01\xba'],
	['video/mpeg', 0, '\0\0\x01\xb3'],
	['video/x-ms-wmv', 0, '\x30\x26\xb2\x75\x8e\x66\xcf\x11'],
];

/** Types by the brands of an MP4-like file (ISO 14496-12). `video/mp4` if none matches. */
const BRANDS: Array<[mime: string, brands: RegExp]> = [
	['image/avif', /^avi[fs]/],
	['image/heic', /^(hei[cxms]|hev[cxms])/],
	['image/heif', /^(mif1|msf1|miaf)/],
	['audio/mp4', /^(M4[ABP] |F4[AB] )/],
	['video/quicktime', /^qt {2}/],
	['video/3gpp', /^3g/],
];

const EBML = '\x1a\x45\xdf\xa3';

/** MP3 may begin within a frame, or with zeros. */
const MAY_BEGIN_OTHERWISE = 'audio/mpeg';

/** All media types that can be identified by their bytes. A file declared as one of these must begin like one. */
export const KNOWN_BY_BYTES: ReadonlySet<string> = new Set(
	[
		...SIGNATURES.map(([mime]) => mime),
		...BRANDS.map(([mime]) => mime),
		...['video/mp4', 'video/webm', 'video/x-matroska', 'audio/aac'],
		...['audio/webm', 'audio/x-matroska'],
	].filter((mime) => mime !== MAY_BEGIN_OTHERWISE),
);

/** Containers whose first bytes are the same with and without pictures: the type with pictures, then without. */
export const SOUND_ALONE: Readonly<Record<string, string>> = {
	'video/mp4': 'audio/mp4',
	'video/webm': 'audio/webm',
	'video/x-matroska': 'audio/x-matroska',
	'video/x-ms-wmv': 'audio/x-ms-wma',
};

/**
 * The media type of a file that begins like a picture, video or sound. Undefined for any other.
 * @param start up to 512 bytes; must not be text, whose letters may look like a signature
 */
export function mediaTypeOf(start: Uint8Array): string | undefined {
	const head = String.fromCharCode(...start.subarray(0, START_BYTES));
	const signature = SIGNATURES.find(
		([, offset, bytes, first = '']) => head.startsWith(bytes, offset) && head.startsWith(first),
	);
	if (signature) return signature[0];
	if (head.startsWith('ftyp', 4)) return typeByBrand(head);
	if (head.startsWith(EBML))
		return head.slice(0, 64).includes('matroska') ? 'video/x-matroska' : 'video/webm';
	return isTransportStream(start) ? 'video/mp2t' : audioFrame(start);
}

/** Packets of 188 bytes (ISO 13818-1), or of 192 with a timestamp first, as cameras write them. */
const isTransportStream = (start: Uint8Array): boolean =>
	[
		[0, 188, 376],
		[4, 196, 388],
	].some((places) => places.every((at) => start[at] === 0x47));

/** The major brand decides. If it is too general, the compatible brands after it do. */
function typeByBrand(head: string): string {
	const size = Math.min(64, 256 * head.charCodeAt(2) + head.charCodeAt(3));
	const brands = [head.slice(8, 12)];
	for (let at = 16; at + 4 <= size && at + 4 <= head.length; at += 4)
		brands.push(head.slice(at, at + 4));
	const typeOf = (brand = '') => BRANDS.find(([, pattern]) => pattern.test(brand))?.[0];
	const major = typeOf(brands[0]);
	if (major !== undefined && major !== 'image/heif') return major;
	if (major === undefined) return 'video/mp4';
	return brands.map(typeOf).find((type) => type === 'image/avif' || type === 'image/heic') ?? major;
}

/** A frame of MPEG audio (layers 2 and 3) or AAC at offset 0, recognized by the fields of its header. */
function audioFrame(start: Uint8Array): string | undefined {
	const [first = 0, second = 0, third = 0xff] = start;
	if (isLatm(start)) return 'audio/mp4a-latm';
	if (first !== 0xff || (second & 0xe0) !== 0xe0) return undefined;
	const layer = (second >> 1) & 3;
	if (layer === 0) {
		const isAac = (second & 0xf0) === 0xf0 && ((third >> 2) & 0xf) < 13;
		return isAac ? 'audio/aac' : undefined;
	}
	const version = (second >> 3) & 3;
	const isMpeg = layer !== 3 && version !== 1 && third >> 4 !== 0xf && ((third >> 2) & 3) !== 3;
	return isMpeg ? 'audio/mpeg' : undefined;
}

/** Two consecutive AAC frames as used in television (ISO 14496-3, 1.7.2). */
function isLatm(start: Uint8Array): boolean {
	const isFrame = (at: number) => start[at] === 0x56 && ((start[at + 1] ?? 0) & 0xe0) === 0xe0;
	return isFrame(0) && isFrame(3 + 256 * ((start[1] ?? 0) & 0x1f) + (start[2] ?? 0));
}

/** A text format that a tool may return as its result. */
interface TextKind {
	mimeType: string;
	extensions: readonly string[];
	/** Content types of this format. */
	declared?: RegExp;
	begins: RegExp;
	/** True if nothing else begins like this. Then the format is accepted whatever type is declared. */
	isCertain?: boolean;
}

const NO_MARKUP = /^[^<{]/;
const TIME = String.raw`(\d{1,3}:)?\d{1,2}:\d{2}[,.]\d{1,3}`;

const TEXT_KINDS: readonly TextKind[] = [
	{
		mimeType: 'application/x-subrip',
		extensions: ['srt'],
		declared: /\/(x-)?(subrip|srt)$/,
		begins: new RegExp(`^(\\d+[ \\t]*\\r?\\n)?\\s*${TIME}[ \\t]*-->`),
		isCertain: true,
	},
	{
		mimeType: 'text/x-ssa',
		extensions: ['ass', 'ssa'],
		declared: /\/(x-)?(ssa|ass)$/,
		begins: /^(;[^\n]*\n\s*)*\[(script info|v4)/i,
		isCertain: true,
	},
	{
		mimeType: 'text/vtt',
		extensions: ['vtt'],
		declared: /\/(x-)?(web)?vtt$/,
		begins: /^WEBVTT/,
		isCertain: true,
	},
	{
		mimeType: 'application/json',
		extensions: ['json'],
		declared: /\/([\w.-]+\+)?json$/,
		// Except an object that says why there is no file.
		begins: /^(\[|\{(?!\s*"(error\w*|detail|code|message|msg|fault)"))/i,
	},
	// Recognized only by its extension, because many servers declare every text as plain.
	{ mimeType: 'text/plain', extensions: ['txt'], begins: NO_MARKUP },
	{ mimeType: 'text/csv', extensions: ['csv'], declared: /\/csv$/, begins: NO_MARKUP },
	{
		mimeType: 'text/markdown',
		extensions: ['md'],
		declared: /\/(x-)?markdown$/,
		begins: NO_MARKUP,
	},
];

/** Extensions of text files, with the type of each. */
export const TEXT_EXTENSIONS: Record<string, string> = Object.fromEntries(
	TEXT_KINDS.flatMap(({ extensions, mimeType }) => extensions.map((name) => [name, mimeType])),
);

/**
 * The type of a text that is a file and not a web page or message in its place. Undefined if it is not.
 * @param text the beginning of the file
 * @param declared the server's content type, without its parameters
 * @param extension of the URL's path
 * @param saysMedia true if content type or extension is that of a picture, video or sound
 */
export function textTypeOf(
	text: string,
	{ declared, extension, saysMedia }: { declared: string; extension: string; saysMedia: boolean },
): string | undefined {
	const start = text.trimStart();
	const named = TEXT_KINDS.find(
		(kind) => kind.extensions.includes(extension) || kind.declared?.test(declared),
	);
	if (named === undefined)
		return declared === 'text/plain' && !saysMedia
			? TEXT_KINDS.find(({ begins, isCertain }) => isCertain && begins.test(start))?.mimeType
			: undefined;
	const isDenied = !named.isCertain && (saysMedia || declared === 'text/html');
	return !isDenied && named.begins.test(start) ? named.mimeType : undefined;
}

/** Control characters that occur in texts: tabs, line and page ends, and the escape of ISO 2022. */
const LAYOUT = '\t\n\v\f\r\x1b';

const isControl = (letter: string) =>
	(letter < ' ' && !LAYOUT.includes(letter)) || letter === '\x7f';

/**
 * The bytes as text without its byte order mark. Undefined if they are not text, that is, contain control characters
 * other than these. Invalid UTF-8 becomes U+FFFD, because a page may have another encoding.
 */
export function decodeText(start: Uint8Array): string | undefined {
	if (start.includes(0xff)) return undefined;
	const text = new TextDecoder().decode(start);
	return [...text].some(isControl) ? undefined : text;
}
