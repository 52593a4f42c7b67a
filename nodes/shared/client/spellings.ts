/** One word in all the ways in which it may stand in a text. */

/**
 * Finds a word as it is, escaped for JSON (also for JSON within JSON), for a URL, for HTML, or for one of them and
 * then for another: gives the pattern that does, for a text. The counts in it are limits, so that no text makes it
 * slow. Pure.
 */
export function spellingsOf(word: string): (text: string) => RegExp {
	const patternWith = (signs: Signs) =>
		new RegExp([...word].map((character) => inEverySpelling(character, signs)).join(''), 'g');
	const once = patternWith(AS_THEY_ARE);
	// A URL writes a blank as a plus, which needs none of the signs.
	const asItIs = word.includes(' ') ? once : new RegExp([...word].map(plain).join(''), 'g');
	let twice: RegExp | undefined;
	return (text) => {
		// Nearly every answer, and many times as fast where it has megabytes.
		if (!SPELLED_WITH.some((sign) => text.includes(sign))) return asItIs;
		if (!SIGN_SPELLED.test(text)) return once;
		// Large, and hardly ever needed.
		twice ??= patternWith(SPELLED);
		return twice;
	};
}

/** Every spelling begins with one of these, but for the word as it is. */
const SPELLED_WITH = ['\\', '%', '&'];

/** What a spelling begins and ends with, as a regular expression. */
type Signs = Readonly<Record<'backslash' | 'percent' | 'ampersand' | 'hash' | 'semicolon', string>>;

function inEverySpelling(character: string, signs: Signs): string {
	const { backslash, percent, ampersand, hash, semicolon } = signs;
	const hex = hexOf(character);
	return (
		`(?:${backslash}{0,8}(?:${plain(character)}|u0{0,4}${hex})|${percent}(?:25){0,4}${hex}` +
		`|${ampersand}(?:${inHtml(character, hash)})${semicolon}${character === ' ' ? '|\\+' : ''})`
	);
}

const codeOf = (character: string) => character.codePointAt(0) ?? 0;
const plain = (character: string) => character.replace(/[\\^$.*+?()[\]{}|/-]/, '\\$&');
const hexOf = (character: string) =>
	codeOf(character)
		.toString(16)
		.padStart(2, '0')
		.replace(/[a-f]/g, (letter) => `[${letter}${letter.toUpperCase()}]`);

const HTML_NAMES: Readonly<Record<string, string>> = {
	'"': 'quot',
	'&': 'amp',
	"'": 'apos',
	'<': 'lt',
	'>': 'gt',
};

/** What stands between `&` and `;`. */
function inHtml(character: string, hash: string): string {
	const name = HTML_NAMES[character];
	const numbers = [`0{0,4}${codeOf(character)}`, `[xX]0{0,4}${hexOf(character)}`];
	return [...numbers.map((number) => hash + number), ...(name === undefined ? [] : [name])].join(
		'|',
	);
}

const AS_THEY_ARE: Signs = {
	backslash: '\\\\',
	percent: '%',
	ampersand: '&',
	hash: '#',
	semicolon: ';',
};

const inUrlOrHtml = (sign: string) => `%(?:25){0,4}${hexOf(sign)}|&(?:${inHtml(sign, '#')});`;
const inJson = (sign: string) => `\\\\{1,8}u0{0,4}${hexOf(sign)}`;
const inAny = (sign: string) => `(?:${plain(sign)}|${inUrlOrHtml(sign)}|${inJson(sign)})`;

/** As another spelling around that one writes them. */
const SPELLED: Signs = {
	// JSON within JSON repeats it as it is.
	backslash: `(?:\\\\|${inUrlOrHtml('\\')})`,
	percent: inAny('%'),
	ampersand: inAny('&'),
	hash: inAny('#'),
	semicolon: inAny(';'),
};

const SIGN_SPELLED = new RegExp(
	['\\', '%', '&', '#', ';'].map((sign) => `${inUrlOrHtml(sign)}|${inJson(sign)}`).join('|'),
);
