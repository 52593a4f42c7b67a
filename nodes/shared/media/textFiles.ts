import { isObject, parseJson } from '../base/json';

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
