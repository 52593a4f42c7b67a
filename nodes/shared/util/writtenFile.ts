/** Files written as text: as a `data:` address or as base64. Pure. */
import { decodeText, mediaTypeOf, START_BYTES } from './signatures';

export interface WrittenFile {
	/** The media type in its address. Empty if there is none. */
	declared: string;
	bytes(): Buffer;
}

/** Shorter base64 may be a word. Even the smallest picture with a known signature has more. */
const SHORTEST_BASE64 = 100;
const SHORTEST_FILE = 24;
const NOT_BASE64 = /[^\w+/-]/;
const LONGEST_HEAD = 200;

/** One letter at a time, as a pattern for the whole text can exceed the stack if it has many megabytes. */
const isBase64Text = (text: string): boolean => {
	const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
	return text.length > padding && !NOT_BASE64.test(text.slice(0, text.length - padding));
};

/** True for a `data:` address, and for long text that looks like base64. */
export const isContent = (text: string): boolean =>
	/^data:/i.test(text) || (text.length >= SHORTEST_BASE64 && isBase64Text(text));

/**
 * The file in a text. Undefined if there is none, or it has no bytes.
 * @param isCalledSo true if the text is declared as base64; otherwise it must begin like a picture, a video or a
 * sound
 */
export function writtenFile(text: string, isCalledSo = false): WrittenFile | undefined {
	const [head] = /^data:[^,]*,/i.exec(text.slice(0, LONGEST_HEAD)) ?? [];
	if (head !== undefined) return fileOfAddress(head, text.slice(head.length));
	const base64 = joined(text);
	if (base64.length < SHORTEST_FILE || !isBase64Text(base64)) return undefined;
	const start = Buffer.from(base64.slice(0, 2 * START_BYTES), 'base64').subarray(0, START_BYTES);
	const isMedia = decodeText(start) === undefined && mediaTypeOf(start) !== undefined;
	return isMedia || isCalledSo ? ofBase64('', base64) : undefined;
}

function fileOfAddress(head: string, content: string): WrittenFile | undefined {
	const [declared = '', ...parameters] = head.slice('data:'.length, -1).split(';');
	const isBase64 = parameters.at(-1)?.trim().toLowerCase() === 'base64';
	const plain = content.includes('%') || !isBase64 ? decoded(content) : content;
	if (plain === undefined || plain === '') return undefined;
	if (!isBase64) return { declared, bytes: () => Buffer.from(plain) };
	const base64 = joined(plain);
	return isBase64Text(base64) ? ofBase64(declared, base64) : undefined;
}

const ofBase64 = (declared: string, base64: string): WrittenFile => ({
	declared,
	bytes: () => Buffer.from(base64, 'base64'),
});

/** Base64 is often broken into lines, as in mail. */
const joined = (base64: string): string => base64.replace(/[\r\n]+\s*/g, '').trim();

function decoded(text: string): string | undefined {
	try {
		return decodeURIComponent(text);
	} catch {
		return undefined;
	}
}

/** The files within a longer text, such as a model's text around its picture. */
export const filesWithin = (text: string): string[] => [
	...new Set(text.match(/data:[\w.+-]+\/[\w.+-]+;base64,[\w+/-]{24,}={0,2}/gi)),
];

const SHOWN = 60;

/** A written file as users see it: its beginning. */
export const beginningOf = (file: string): string => `${file.slice(0, SHOWN)}...`;

/** Shortens the files written in a text to their beginnings. */
export const withBeginnings =
	(files: readonly string[]) =>
	(text: string): string =>
		files.reduce(
			(shown, file) => (shown.includes(file) ? shown.split(file).join(beginningOf(file)) : shown),
			text,
		);
