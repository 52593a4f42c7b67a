/** How people and programs write several addresses and names in one text. Pure. */
import type { IBinaryData } from 'n8n-workflow';

import { ParameterProblem } from '../answers/parameterProblem';
import { stillHoldsExpression } from '../words/fields';
import { typeOfBytes } from './fileType';
import { decodeText, START_BYTES } from '../util/signatures';
import { isContent, writtenFile } from '../util/writtenFile';

const QUOTES = '"\'`“”‘’„«»「」『』';
const BRACKETS = ['()', '<>', '[]', '（）', '【】', '《》'];
const SEPARATORS = '\\s,;，；、';
const OPENING = `[${QUOTES}(<\\[（【《]`;
const CLOSING = `[${QUOTES})>\\]）】》]`;
/** What an address begins with, also in quotes or brackets. */
const BEGINNING = `${OPENING}{0,3}(?:[a-z][a-z\\d+.-]{0,20}://|data:)`;
const ADDRESS = new RegExp(`^${BEGINNING}`, 'iu');

/** As Slack and wikis write links. */
const LABELLED = /[[<](https?:\/\/[^\s<>[\]|]+)\|[^<>[\]|]*[\]>]/gi;
const MARKDOWN = /!?\[[^[\]]*\]\(\s*<?((?:[^\s()<>]|\([^\s()<>]*\))+)>?(?:\s+"[^"]*")?\s*\)/g;

/** A text without the quotes or brackets around the whole of it, and with the URLs alone of its links with words. */
export function unwrappedText(given: string): string {
	const text = given.replace(LABELLED, ' $1 ').trim();
	const inside = text.slice(1, -1);
	const ends = endsOf(text);
	// The brackets of a list are left to its reader.
	const isWhole = isPair(ends) && ends !== '[]' && ![...ends].some((sign) => inside.includes(sign));
	return (isWhole ? inside : text).replace(MARKDOWN, ' $1 ').trim();
}

const endsOf = (text: string) => text.charAt(0) + text.slice(1).slice(-1);

const isPair = (ends: string) =>
	ends.length === 2 &&
	(BRACKETS.includes(ends) || [...ends].every((sign) => QUOTES.includes(sign)));

/** What stands in a list as JavaScript and Python write it, and people by hand; undefined where the text is none. */
export const insideOfList = (text: string): string | undefined =>
	text.startsWith('[') && text.endsWith(']') && !/[[{]/.test(text.slice(1))
		? text.slice(1, -1).trim()
		: undefined;

/** The one link in a text; undefined where there are none or several. */
export function linkIn(text: string): string | undefined {
	const links = text.match(/https?:\/\/[^\s，；、。"“”‘’„«»「」『』<>]+/gi) ?? [];
	return links.length === 1 ? links[0] : undefined;
}

/**
 * Signs that separate, with all blanks around them; blanks, where an address begins behind them; and what stands before
 * an address that is glued to another. One that is part of another stands behind `/`, `=` and the like.
 */
const BETWEEN = new RegExp(
	[
		`((?<![${SEPARATORS}])\\s*[,;，；、\\n\\r][${SEPARATORS}]*)`,
		`(?<!\\s)\\s+(?=${BEGINNING})`,
		`[|。]\\s*(?=${OPENING}{0,3}https?://)`,
		'(?<=[\\p{L}\\p{N}])(?=https?://)',
		`(?<=${CLOSING})(?=${OPENING}{1,3}https?://)`,
	].join('|'),
	'iu',
);

/**
 * The entries of a text, one per line or separated. A comma or a semicolon may be part of a URL: behind one a new entry
 * begins only where an address, a name or content does.
 * @param isName whether a text names something by itself
 */
export function splitEntries(text: string, isName: (text: string) => boolean): string[] {
	const entries: string[] = [];
	let isOpen = false;
	// What separates stands between the pieces; nothing where it is blanks before an address.
	const pieces = joinedLines(text).split(BETWEEN);
	for (let index = 0; index < pieces.length; index += 2) {
		const [piece = '', sign = ''] = [pieces[index], pieces[index - 1]];
		const isAddress = ADDRESS.test(piece);
		const begins = isAddress || isName(piece) || (/[，；、]/.test(sign) && isContent(bare(piece)));
		if (isOpen && /^[^\n\r]+$/.test(sign) && !begins)
			entries.push(`${entries.pop()}${sign}${piece}`);
		else {
			entries.push(piece);
			// Quotes or brackets that are closed close the address.
			isOpen = isAddress && bare(piece) === piece;
		}
	}
	return entries;
}

/**
 * Base64 is often broken into long lines, as in mail; then all of them are one entry, up to where another file begins.
 */
function joinedLines(text: string): string {
	const lines = text.split(/\s+/);
	const width = lines[1]?.length ?? 0;
	const files: string[][] = [];
	for (const [index, line] of lines.entries()) {
		if (index === 0 || beginsFile(line, lines[index - 1] ?? '', width)) files.push([]);
		files.at(-1)?.push(line);
	}
	return files.every(isBrokenFile) ? files.map((parts) => parts.join('')).join('\n') : text;
}

/** All lines but the last are long; in front may be the head of an address. */
const isBrokenFile = (lines: readonly string[]): boolean =>
	lines.every((line, index) => {
		const content = index === 0 ? line.replace(/^data:[^,]*,/i, '') : line;
		const isLong = index === lines.length - 1 || content.length >= 60 || content !== line;
		return isLong && /^[a-z\d+/]*={0,2}$/i.test(content);
	});

/** Mail has lines of 76 letters, other programs of up to 128. */
const LONGEST_WIDTH = 128;

/**
 * Whether a file begins with a line of base64, and none goes on, which may hold a small picture: behind a line that
 * ends one, or is longer than any that is broken. Frames of sound are told by so few bits that every file has the like.
 */
const beginsFile = (line: string, before: string, width: number): boolean =>
	(before.endsWith('=') || before.length > LONGEST_WIDTH || before.length < width) &&
	!/^\/[/+]/.test(line) &&
	writtenFile(line) !== undefined;

const AT_END = new RegExp(`(?<![${SEPARATORS}。])[${SEPARATORS}。]+$`, 'u');

/** A path of somebody's own disk, of Windows, a Mac or Linux. JPEG in base64 begins with a slash, too. */
export const isPathOfDisk = (entry: string): boolean =>
	/^([a-z]:[\\/]|\\\\|~[\\/]|\.{1,2}[\\/]|file:|\/(?!\/|9j\/)\S|[^/:]+\\)/i.test(entry);

const HOST = String.raw`(([\p{L}\p{N}_-]+\.)+\p{L}{2,}|\d+(\.\d+){3}|localhost)(:\d+)?`;
const WITHOUT_SCHEME = new RegExp(`^(\\/\\/)?(${HOST}\\/\\S|www\\.\\S)`, 'iu');
const MISSPELT_SCHEME = /^(?!https?:\/\/)(h?t{1,3}ps?|hxxps?)[:：]?[\\/]+(?=[^\\/])/i;

/** What an address is to be that has no https:// at its beginning, a misspelt one, or two; undefined for any other text. */
export function withScheme(given: string): string | undefined {
	// As JSON writes a slash.
	const entry = given.replace(/\\\//g, '/');
	if (/^(https?:\/\/){2}/i.test(entry)) return entry.replace(/^(https?:\/\/)+(?=http)/i, '');
	const misspelt = MISSPELT_SCHEME.exec(entry)?.[0];
	if (misspelt !== undefined) return `https://${entry.slice(misspelt.length)}`;
	if (entry !== given && URL.canParse(entry)) return entry;
	return WITHOUT_SCHEME.test(entry) ? `https://${entry.replace(/^\/\//, '')}` : undefined;
}

/** An entry without the quotes and brackets around it, and without what ends a sentence. */
export function bare(entry: string): string {
	let text = entry.trim();
	for (let layers = 0; layers < 4; layers++) {
		text = text.replace(AT_END, '');
		if (!isPair(endsOf(text))) return text;
		text = text.slice(1, -1).trim();
	}
	return text;
}

/** What no URL holds as it is, and what is easily typed in place of a comma. */
const ODD_SIGN = /[\s\p{Cc}，；、“”‘’"<>]|^[^（]*）|^[^【]*】|^[^《]*》/u;

export const oddSignIn = (url: string): string | undefined => ODD_SIGN.exec(url)?.[0].slice(-1);

/** The URLs in one text, as some services take them; their own commas are encoded. */
export const joinUrls = (urls: readonly string[] | undefined): string | undefined =>
	urls?.map((url) => url.replace(/,/g, '%2C')).join(',');

const DATA_URI = /^data:([\w.+-]+\/[\w.+-]+)?(?:;[\w.+-]+=[^;,]*)*;base64,/i;
/** True for the beginning of a file that is content itself: base64 was made of it once more. */
export const isEncodedAgain = (start: Uint8Array): boolean =>
	isContent((decodeText(start) ?? '').replace(/\s/g, ''));

/** The file that a text holds, or that it is content once more; undefined when it cannot be decoded. */
export function decodeContent(text: string): IBinaryData | 'encodedAgain' | undefined {
	const [whole = '', told = ''] = DATA_URI.exec(text) ?? [];
	if (/^data:/i.test(text) && whole === '') return undefined;
	const bytes = Buffer.from(text.slice(whole.length).replace(/\s/g, ''), 'base64');
	const start = bytes.subarray(0, START_BYTES);
	if (isEncodedAgain(start)) return 'encodedAgain';
	// Letters alone may mean anything, and say nothing of a file that they do not begin.
	const mimeType = typeOfBytes(start, { told, named: '' }) ?? told;
	if (bytes.length === 0 || mimeType === '') return undefined;
	return { data: bytes.toString('base64'), mimeType };
}

/**
 * Refuses text that n8n was meant to replace: a Fixed parameter keeps {{ ... }} as it stands.
 * @throws ParameterProblem
 */
export function refuseExpression(text: string, label: string): void {
	const start = text.search(/\{\{\s*\$\w/);
	if (start < 0 || !text.includes('}}', start)) return;
	throw new ParameterProblem(label, stillHoldsExpression());
}
