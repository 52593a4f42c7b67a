import { isObject, parseJson } from '../util/json';
/** Media types by the bytes at one place of a file, the more exact ones first; `start` must stand at its very start. */
const SIGNATURES: Array<[mime: string, offset: number, bytes: string, start?: string]> = [
	['image/png', 0, '\x89PNG\r\n\x1a\n'],
	['image/jpeg', 0, '\xff\xd8\xff'],
	['image/gif', 0, 'GIF87a'],
	['image/gif', 0, 'GIF89a'],
	['image/webp', 8, 'WEBP', 'RIFF'],
	['image/bmp', 6, '\0\0\0\0', 'BM'],
	['image/tiff', 0, 'II*\0'],
	['image/tiff', 0, 'MM\0*'],
	['image/jxl', 4, 'JXL \r\n\x87\n', '\0\0\0\x0c'],
	['image/jxl', 0, '\xff\x0a'],
	['audio/wav', 8, 'WAVE', 'RIFF'],
	['video/x-msvideo', 8, 'AVI ', 'RIFF'],
	['audio/aiff', 8, 'AIF', 'FORM'],
	['audio/ogg', 0, 'OggS\0'],
	['audio/flac', 0, 'fLaC\0'],
	['audio/flac', 0, 'fLaC\x80'],
	['audio/mpeg', 0, 'ID3\x02'],
	['audio/mpeg', 0, 'ID3\x03'],
	['audio/mpeg', 0, 'ID3\x04'],
	['audio/amr', 0, '#!AMR'],
	['video/x-flv', 0, 'FLV\x01'],
	['video/mpeg', 0, '\0\0\x01\xba'],
	['video/mpeg', 0, '\0\0\x01\xb3'],
	['video/x-ms-wmv', 0, '\x30\x26\xb2\x75\x8e\x66\xcf\x11'],
	// QuickTime of the old kind has no box that names it; a segment of MP4 has one of its own.
	['video/quicktime', 4, 'moov'],
	['video/quicktime', 4, 'mdat'],
	['video/quicktime', 4, 'wide'],
	['video/quicktime', 4, 'free'],
	['video/quicktime', 4, 'skip'],
	['video/mp4', 4, 'styp'],
	['image/x-icon', 0, '\0\0\x01\0'],
];

/** What the brands of a file of the MP4 kind (ISO 14496-12) say that it is; `video/mp4` where none does. */
const BRANDS: Array<[mime: string, brands: RegExp]> = [
	['image/avif', /^avi[fs]/],
	['image/heic', /^(hei[cxms]|hev[cxms])/],
	['image/heif', /^(mif1|msf1|miaf)/],
	['audio/mp4', /^(M4[ABP] |F4[AB] )/],
	['video/quicktime', /^qt {2}/],
	['video/3gpp2', /^3g2/],
	['video/3gpp', /^3g/],
];

const EBML = '\x1a\x45\xdf\xa3';

/** Every media type that files are told by; one that says to be of these must begin like one. */
export const KNOWN_BY_BYTES: ReadonlySet<string> = new Set([
	...SIGNATURES.map(([mime]) => mime),
	...BRANDS.map(([mime]) => mime),
	...['video/webm', 'video/x-matroska', 'video/mp2t', 'audio/aac'],
]);

/**
 * The media type of a file that begins like a picture, video or sound; undefined for any other.
 * @param start up to 512 bytes; they must not be text, whose letters may look like a signature
 */
export function mediaTypeOf(start: Uint8Array): string | undefined {
	const head = String.fromCharCode(...start.subarray(0, 512));
	const signature = SIGNATURES.find(
		([, offset, bytes, first = '']) => head.startsWith(bytes, offset) && head.startsWith(first),
	);
	if (signature) return signature[0];
	if (head.startsWith('ftyp', 4)) return typeByBrand(head);
	if (head.startsWith(EBML))
		return head.slice(0, 64).includes('matroska') ? 'video/x-matroska' : 'video/webm';
	return transportStream(head) ?? audioFrame(start);
}

/** The major brand decides, unless it is a vague one: then the compatible brands behind it do. */
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

/** MPEG transport: packets of 188 bytes (192 with a time in front) that all begin with G. */
function transportStream(head: string): string | undefined {
	const fits = [
		[0, 188],
		[4, 192],
	].some(([first = 0, step = 188]) => {
		const places = [first, first + step, first + 2 * step].filter((place) => place < head.length);
		return places.length > 1 && places.every((place) => head[place] === 'G');
	});
	return fits ? 'video/mp2t' : undefined;
}

/** A frame of MPEG audio (layers 2 and 3) or AAC at the very start, by the fields of its header. */
function audioFrame([first = 0, second = 0, third = 0xff]: Uint8Array): string | undefined {
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

/** A kind of text that a tool may give as its result. */
interface TextKind {
	mimeType: string;
	extensions: readonly string[];
	/** Content types that name the kind. */
	told?: RegExp;
	/** How such a text begins; where any text may do, it is believed to its name alone. */
	begins?: RegExp;
}

const TIME = String.raw`(\d{1,3}:)?\d{1,2}:\d{2}[,.]\d{1,3}`;

const TEXT_KINDS: readonly TextKind[] = [
	{
		mimeType: 'application/x-subrip',
		extensions: ['srt'],
		told: /\/(x-)?(subrip|srt)$/,
		begins: new RegExp(`^(\\d+[ \\t]*\\r?\\n)?\\s*${TIME}[ \\t]*-->`),
	},
	{
		mimeType: 'text/x-ssa',
		extensions: ['ass', 'ssa'],
		told: /\/(x-)?(ssa|ass)$/,
		begins: /^(;[^\n]*\n\s*)*(\[(script info|v4|events|fonts|aegisub)|dialogue:|\{\\)/i,
	},
	{ mimeType: 'text/vtt', extensions: ['vtt'], told: /\/(x-)?(web)?vtt$/, begins: /^WEBVTT/ },
	{
		mimeType: 'application/vnd.apple.mpegurl',
		extensions: ['m3u8'],
		told: /mpegurl$/,
		begins: /^#EXTM3U/,
	},
	{
		mimeType: 'application/json',
		extensions: ['json'],
		told: /\/([\w.-]+\+)?json$/,
	},
	{ mimeType: 'text/plain', extensions: ['txt'] },
	{ mimeType: 'text/csv', extensions: ['csv'], told: /\/csv$/ },
	{ mimeType: 'text/markdown', extensions: ['md'], told: /\/(x-)?markdown$/ },
];

/** Extensions of text files with the type of each. */
export const TEXT_EXTENSIONS: Record<string, string> = Object.fromEntries(
	TEXT_KINDS.flatMap(({ extensions, mimeType }) => extensions.map((name) => [name, mimeType])),
);

const COMMENT = String.raw`<!--(?:(?!-->)[^])*-->\s*`;
const SVG = new RegExp(
	String.raw`^(?:<\?xml[^>]*>\s*)?(?:${COMMENT}|<!doctype\s+svg[^>]*>\s*)*<svg[\s>]`,
	'i',
);
/** What runs when the picture is shown as a page. */
const PROGRAM = /<script|\son\w+\s*=/i;

/**
 * The type of a text that is a file, and no web page or message in its place; undefined where it is none.
 * @param text the beginning of the file
 * @param whole that beginning is the whole file
 * @param told the server's content type, without its parameters
 * @param extension of the URL's path
 * @param saysMedia one of the two names a picture, video or sound
 */
export function textTypeOf(
	text: string,
	whole: boolean,
	{ told, extension, saysMedia }: { told: string; extension: string; saysMedia: boolean },
): string | undefined {
	const start = text.trimStart();
	// A picture that can hold programs: one that shows them in its first lines is left alone.
	if (extension === 'svg' || told === 'image/svg+xml')
		return SVG.test(start) && !PROGRAM.test(start) ? 'image/svg+xml' : undefined;
	const named = TEXT_KINDS.find(
		(kind) => kind.extensions.includes(extension) || kind.told?.test(told),
	);
	if (named?.begins) return named.begins.test(start) ? named.mimeType : undefined;
	if (saysMedia || told === 'text/html') return undefined;
	if (named?.mimeType === 'application/json')
		return isJson(start, whole) && !isComplaint(start, whole) ? named.mimeType : undefined;
	if (named && start !== '') return /^[<{]/.test(start) ? undefined : named.mimeType;
	// Many servers call every text plain; then only what begins like nothing else is believed.
	if (told !== 'text/plain') return undefined;
	return TEXT_KINDS.find(({ begins }) => begins?.test(start))?.mimeType;
}

/** A list or an object; whether it goes on as one is known only where the text is whole. */
const isJson = (text: string, whole: boolean) =>
	/^[{[]/.test(text) && (!whole || parseJson(text) !== undefined);

/** JSON that says why there is no file. */
function isComplaint(text: string, whole: boolean): boolean {
	const value = whole ? parseJson(text) : undefined;
	if (!isObject(value)) return /^\{\s*"(error\w*|detail|code|message|msg|fault)"/i.test(text);
	return Object.keys(value).some((key) => /^(error\w*|detail|code|message|msg|fault)$/i.test(key));
}

/**
 * The bytes as text without its byte order mark, or undefined when they are none: text has no
 * control characters but those of lines. UTF-16 is known by its mark, or by every other byte being zero.
 */
export function decodeText(start: Uint8Array): string | undefined {
	const wide = wideEncoding(start);
	// U+FFFD stands for whatever is no UTF-8: a page in another encoding is text all the same.
	const text = new TextDecoder(wide ?? 'utf-8').decode(start);
	if (wide === undefined && start.includes(0xff)) return undefined;
	return [...text].some(isControl) ? undefined : text;
}

/** Bytes below the space that texts have: tabs, ends of lines and pages, and the escape of ISO 2022. */
const LAYOUT = '\t\n\v\f\r\x1b';

const isControl = (letter: string) =>
	(letter < ' ' && !LAYOUT.includes(letter)) || letter === '\x7f';

function wideEncoding(start: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
	const [first, second] = start;
	if (first === 0xff && second === 0xfe) return 'utf-16le';
	if (first === 0xfe && second === 0xff) return 'utf-16be';
	const zeros = (odd: number) =>
		start.length >= 4 &&
		start.every((byte, place) => place >= 32 || (byte === 0) === (place % 2 === odd));
	return zeros(1) ? 'utf-16le' : zeros(0) ? 'utf-16be' : undefined;
}
