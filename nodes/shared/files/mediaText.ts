import type { IBinaryData } from 'n8n-workflow';

import { mediaTypeOf } from './signatures';

const SCHEME = /^[a-z][a-z0-9+.-]*:/i;
const DATA_URI = /^data:([\w.+-]+\/[\w.+-]+)?((?:;[\w.+-]+=[^;,]*)*)(;base64)?,/i;
/** Shorter base64 may be a word. */
const SHORTEST_CONTENT = 100;

/**
 * The entries of a text: one per line, or separated by commas. A comma may be part of a URL; a new
 * entry begins where an address or a name does.
 * @param isName whether a text names something by itself
 */
export function splitEntries(text: string, isName: (text: string) => boolean): string[] {
	return joinedLines(text.split(/[\n\r]+/))
		.flatMap((line) => splitLine(line, isName))
		.map((entry) => entry.trim())
		.filter((entry) => entry !== '');
}

/** Base64 is often broken into lines of one length, as in mail; then all of them are one entry. */
function joinedLines(lines: string[]): string[] {
	const [first = '', ...more] = lines.map((line) => line.trim()).filter((line) => line !== '');
	const length = more[0]?.length ?? 0;
	const isBroken =
		length >= 60 &&
		/^(data:[^,]*,)?[a-z0-9+/]*$/i.test(first) &&
		more.every((line, place) =>
			place < more.length - 1
				? line.length === length && /^[a-z0-9+/]+$/i.test(line)
				: /^[a-z0-9+/]+={0,2}$/i.test(line),
		);
	return isBroken ? [[first, ...more].join('')] : lines;
}

function splitLine(line: string, isName: (text: string) => boolean): string[] {
	const entries: string[] = [];
	// What separates stands between the pieces. The signs of a Chinese keyboard are part of no URL.
	const pieces = line.split(/([,;]|[，；、])/);
	for (let place = 0; place < pieces.length; place += 2) {
		const [piece = '', sign = ''] = [pieces[place], pieces[place - 1]];
		const last = entries.at(-1);
		const begins = piece.trim() === '' || SCHEME.test(piece.trim()) || isName(piece.trim());
		const goesOn = last !== undefined && /^[,;]$/.test(sign) && SCHEME.test(last.trim()) && !begins;
		if (goesOn) entries[entries.length - 1] = `${last}${sign}${piece}`;
		else entries.push(piece);
	}
	return entries;
}

/** True for a `data:` URI, and for text that is long and looks like base64. */
export const isContent = (text: string): boolean =>
	/^data:/i.test(text) || (text.length >= SHORTEST_CONTENT && /^[a-z0-9+/_-]+={0,2}$/i.test(text));

/** The file that a text holds; undefined when it cannot be decoded. */
export function decodeContent(text: string): IBinaryData | undefined {
	const uri = DATA_URI.exec(text);
	if (/^data:/i.test(text) && !uri) return undefined;
	const [whole = '', told = '', , base64] = uri ?? [];
	const rest = text.slice(whole.length);
	const bytes =
		uri && base64 === undefined
			? percentDecoded(rest)
			: Buffer.from(rest.replace(/\s/g, ''), 'base64');
	if (bytes === undefined || bytes.length === 0) return undefined;
	const mimeType = mediaTypeOf(bytes.subarray(0, 512)) ?? told;
	// Letters alone may mean anything, and say nothing of a file that they do not begin.
	if (mimeType === '') return undefined;
	return { data: bytes.toString('base64'), mimeType };
}

function percentDecoded(text: string): Buffer | undefined {
	try {
		return Buffer.from(decodeURIComponent(text), 'utf8');
	} catch {
		return undefined;
	}
}
