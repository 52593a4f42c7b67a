import { parseExactly } from '../util/json';

const HEAD_LENGTH = 65_536;

const TOKEN =
	/\s+|("[^"\\]*(?:\\[\s\S][^"\\]*)*"|[{}[\],:]|-?\d[\w.+-]*|-?[A-Za-z_$][\w$]*|[\s\S])/y;
const OPENING = /[^{[]*([{[])/y;

/**
 * What a text says that is no JSON as a whole: one that was cut off, has something around it, or breaks a rule that
 * changes no meaning (NaN, a line break within a text, an escape that is none). Gives the objects and lists that begin
 * in its first 64 KB, each with the members that are whole; a number at the end may have gone on. Pure.
 */
export function readParts(text: string): unknown[] {
	const parts: unknown[] = [];
	let tokens: string[] = [];
	let depth = 0;
	/** So many tokens are whole. */
	let whole = 0;
	const add = () => {
		const known = tokens.slice(0, whole);
		const part = parseExactly([...known, ...closing(known)].join(''));
		if (part !== undefined) parts.push(part);
		tokens = [];
		whole = 0;
	};
	for (const token of tokensOf(text.slice(0, HEAD_LENGTH), () => depth === 0)) {
		const isOpening = token === '{' || token === '[';
		const isClosing = token === '}' || token === ']';
		const mended = mend(token);
		if (mended === undefined) break;
		if (token === ',') whole = tokens.length;
		const isValue = token.startsWith('"') && tokens.at(-1) === ':';
		tokens.push(mended);
		if (isClosing || isValue) whole = tokens.length;
		depth += isOpening ? 1 : isClosing ? -1 : 0;
		if (depth === 0) add();
	}
	if (whole > 0) add();
	return parts;
}

/** Token by token; outside of all brackets only the next that opens. */
function* tokensOf(text: string, isOutside: () => boolean): Generator<string> {
	let place = 0;
	for (;;) {
		const pattern = isOutside() ? OPENING : TOKEN;
		pattern.lastIndex = place;
		const found = pattern.exec(text);
		if (found === null) return;
		place = pattern.lastIndex;
		const [, token] = found;
		if (token !== undefined) yield token;
	}
}

/** The token as JSON has it; undefined for what belongs in no JSON, such as the quote of a text that has no end. */
function mend(token: string): string | undefined {
	if (/^[{}[\],:]$|^-?\d/.test(token)) return token;
	if (/^-?[A-Za-z_$]/.test(token)) return /^(true|false|null)$/.test(token) ? token : 'null';
	if (token.length < 2 || !token.startsWith('"')) return undefined;
	return token
		.replace(/\\(["\\/bfnrt]|u[\da-fA-F]{4})?/g, (escape, known) =>
			known === undefined ? '\\\\' : escape,
		)
		.replace(/\p{Cc}/gu, (sign) => JSON.stringify(sign).slice(1, -1));
}

/** The brackets that close what is open after these tokens. */
function closing(tokens: readonly string[]): string[] {
	const open: string[] = [];
	for (const token of tokens) {
		if (token === '{') open.push('}');
		else if (token === '[') open.push(']');
		else if (token === '}' || token === ']') open.pop();
	}
	return open.reverse();
}
