/** Reads the ways in which people and programs write several addresses and names in one text. Pure. */
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
/** The beginning of an address, also in quotes or brackets. */
const BEGINNING = `${OPENING}{0,3}(?:[a-z][a-z\\d+.-]{0,20}://|data:)`;
const ADDRESS = new RegExp(`^${BEGINNING}`, 'iu');

/** The link format of Slack and wikis. */
const LABELLED = /[[<](https?:\/\/[^\s<>[\]|]+)\|[^<>[\]|]*[\]>]/gi;
const MARKDOWN = /!?\[[^[\]]*\]\(\s*<?((?:[^\s()<>]|\([^\s()<>]*\))+)>?(?:\s+"[^"]*")?\s*\)/g;

/** Removes quotes or brackets around the whole text, and reduces links with labels to their URLs. */
export function unwrappedText(given: string): string {
	const text = given.replace(LABELLED, ' $1 ').trim();
	const inside = text.slice(1, -1);
	const ends = endsOf(text);
	// The brackets of a list are left to its parser.
	const isWhole = isPair(ends) && ends !== '[]' && ![...ends].some((sign) => inside.includes(sign));
	return (isWhole ? inside : text).replace(MARKDOWN, ' $1 ').trim();
}

const endsOf = (text: string) => text.charAt(0) + text.slice(1).slice(-1);

const isPair = (ends: string) =>
	ends.length === 2 &&
	(BRACKETS.includes(ends) || [...ends].every((sign) => QUOTES.includes(sign)));

/** The content of a list as written in JavaScript, Python or by hand. Undefined if the text is not a list. */
export const insideOfList = (text: string): string | undefined =>
	text.startsWith('[') && text.endsWith(']') && !/[[{]/.test(text.slice(1))
		? text.slice(1, -1).trim()
		: undefined;

/** The only link in a text. Undefined if there are none or several. */
export function linkIn(text: string): string | undefined {
	const links = text.match(/https?:\/\/[^\s，；、。"“”‘’„«»「」『』<>]+/gi) ?? [];
	return links.length === 1 ? links[0] : undefined;
}

/**
 * Separators with all blanks around them; blanks before an address; and the gap between two addresses written
 * without a separator. An address within another one comes after `/`, `=` and the like.
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
 * The entries of a text, one per line or separated. A URL may contain a comma or a semicolon. After one, a new entry
 * begins only with an address, a name or content.
 * @param isName whether a text is a name by itself
 */
export function splitEntries(text: string, isName: (text: string) => boolean): string[] {
	const entries: string[] = [];
	let isOpen = false;
	// Separators are between the pieces. Undefined for blanks before an address.
	const pieces = joinedLines(text).split(BETWEEN);
	for (let index = 0; index < pieces.length; index += 2) {
		const [piece = '', sign = ''] = [pieces[index], pieces[index - 1]];
		const isAddress = ADDRESS.test(piece);
		const begins = isAddress || isName(piece) || (/[，；、]/.test(sign) && isContent(bare(piece)));
		if (isOpen && /^[^\n\r]+$/.test(sign) && !begins)
			entries.push(`${entries.pop()}${sign}${piece}`);
		else {
			entries.push(piece);
			// Closing quotes or brackets end the address.
			isOpen = isAddress && bare(piece) === piece;
		}
	}
	return entries;
}

/**
 * Joins base64 that is broken into long lines, as in mail. All its lines are one entry, up to the beginning of
 * another file.
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

/** All lines except the last are long. The first may start with the head of an address. */
const isBrokenFile = (lines: readonly string[]): boolean =>
	lines.every((line, index) => {
		const content = index === 0 ? line.replace(/^data:[^,]*,/i, '') : line;
		const isLong = index === lines.length - 1 || content.length >= 60 || content !== line;
		return isLong && /^[a-z\d+/]*={0,2}$/i.test(content);
	});

/** Mail has lines of 76 letters, other programs up to 128. */
const LONGEST_WIDTH = 128;

/**
 * Whether a file begins with this line of base64 and does not merely continue, since a file may contain a small
 * picture. The line before must end a file or be longer than any broken line. Audio frames have so few fixed bits
 * that every file contains something like them.
 */
const beginsFile = (line: string, before: string, width: number): boolean =>
	(before.endsWith('=') || before.length > LONGEST_WIDTH || before.length < width) &&
	!/^\/[/+]/.test(line) &&
	writtenFile(line) !== undefined;

const AT_END = new RegExp(`(?<![${SEPARATORS}。])[${SEPARATORS}。]+$`, 'u');

/** A path on the user's own disk, for Windows, a Mac or Linux. JPEG in base64 begins with a slash, too. */
export const isPathOfDisk = (entry: string): boolean =>
	/^([a-z]:[\\/]|\\\\|~[\\/]|\.{1,2}[\\/]|file:|\/(?!\/|9j\/)\S|[^/:]+\\)/i.test(entry);

const HOST = String.raw`(([\p{L}\p{N}_-]+\.)+\p{L}{2,}|\d+(\.\d+){3}|localhost)(:\d+)?`;
const WITHOUT_SCHEME = new RegExp(`^(\\/\\/)?(${HOST}\\/\\S|www\\.\\S)`, 'iu');
const MISSPELT_SCHEME = /^(?!https?:\/\/)(h?t{1,3}ps?|hxxps?)[:：]?[\\/]+(?=[^\\/])/i;

/**
 * Adds https:// to an address that lacks it, or corrects one that is misspelt or doubled. Undefined for any other
 * text.
 */
export function withScheme(given: string): string | undefined {
	// JSON may escape slashes.
	const entry = given.replace(/\\\//g, '/');
	if (/^(https?:\/\/){2}/i.test(entry)) return entry.replace(/^(https?:\/\/)+(?=http)/i, '');
	const misspelt = MISSPELT_SCHEME.exec(entry)?.[0];
	if (misspelt !== undefined) return `https://${entry.slice(misspelt.length)}`;
	if (entry !== given && URL.canParse(entry)) return entry;
	return WITHOUT_SCHEME.test(entry) ? `https://${entry.replace(/^\/\//, '')}` : undefined;
}

/** Removes quotes and brackets around an entry, and punctuation at its end. */
export function bare(entry: string): string {
	let text = entry.trim();
	for (let layers = 0; layers < 4; layers++) {
		text = text.replace(AT_END, '');
		if (!isPair(endsOf(text))) return text;
		text = text.slice(1, -1).trim();
	}
	return text;
}

/** Characters that no URL contains unencoded and that are easily typed in place of a comma. */
const ODD_SIGN = /[\s\p{Cc}，；、“”‘’"<>]|^[^（]*）|^[^【]*】|^[^《]*》/u;

export const oddSignIn = (url: string): string | undefined => ODD_SIGN.exec(url)?.[0].slice(-1);

/** Joins URLs into one text, as some services want it. Commas within a URL are encoded. */
export const joinUrls = (urls: readonly string[] | undefined): string | undefined =>
	urls?.map((url) => url.replace(/,/g, '%2C')).join(',');

const DATA_URI = /^data:([\w.+-]+\/[\w.+-]+)?(?:;[\w.+-]+=[^;,]*)*;base64,/i;
/** True if a file begins like base64 or `data:` text, so that it was encoded twice. */
export const isEncodedAgain = (start: Uint8Array): boolean =>
	isContent((decodeText(start) ?? '').replace(/\s/g, ''));

/** The file that a text contains, or that it was encoded twice. Undefined if it cannot be decoded. */
export function decodeContent(text: string): IBinaryData | 'encodedAgain' | undefined {
	const [whole = '', declared = ''] = DATA_URI.exec(text) ?? [];
	if (/^data:/i.test(text) && whole === '') return undefined;
	const bytes = Buffer.from(text.slice(whole.length).replace(/\s/g, ''), 'base64');
	const start = bytes.subarray(0, START_BYTES);
	if (isEncodedAgain(start)) return 'encodedAgain';
	// Plain letters may mean anything, and don't show which file they belong to.
	const mimeType = typeOfBytes(start, { declared, named: '' }) ?? declared;
	if (bytes.length === 0 || mimeType === '') return undefined;
	return { data: bytes.toString('base64'), mimeType };
}

/**
 * Refuses text with {{ ... }}, which n8n does not evaluate in a Fixed parameter.
 * @throws ParameterProblem
 */
export function refuseExpression(text: string, label: string): void {
	const start = text.search(/\{\{\s*\$\w/);
	if (start < 0 || !text.includes('}}', start)) return;
	throw new ParameterProblem(label, stillHoldsExpression());
}
