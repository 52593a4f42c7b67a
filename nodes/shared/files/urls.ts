import { ParameterProblem, refuseExpression } from '../util/failure';
import { isObject, parseJson } from '../util/json';
import { pageOfNetDisk } from './netDisks';

export interface UrlRules {
	/** Takes `asset://` too. */
	assets?: boolean;
	/** Takes pages that a service reads for itself, such as share links of video sites. */
	pages?: boolean;
}

/**
 * Reads URLs from whatever a form or an expression gives: a list (of texts, or of objects with a `url`), a JSON
 * list, one per line, or separated by commas, semicolons or blanks, also by those of a Chinese keyboard; in quotes,
 * in brackets, or as Markdown links.
 * @throws ParameterProblem when an entry is no URL of a file that the platform can fetch
 */
export function readUrls(raw: unknown, label: string, rules: UrlRules = {}): string[] {
	const shared = rules.pages === true && typeof raw === 'string' ? linkIn(raw) : undefined;
	return entriesOf(shared ?? raw, label)
		.map(bare)
		.filter((entry) => entry !== '')
		.map((entry) => checked(entry, label, rules));
}

/** The one link in what an app's Share button copies: words for people, with a link among them. */
function linkIn(text: string): string | undefined {
	const links = text.match(/https?:\/\/[^\s，；、。“”]+/gi) ?? [];
	return links.length === 1 ? links[0] : undefined;
}

/** Deeper than this, lists in lists are no way to write URLs. */
const MAX_DEPTH = 5;

function entriesOf(raw: unknown, label: string, depth = 0): string[] {
	if (raw === undefined || raw === null) return [];
	if (depth > MAX_DEPTH)
		throw new ParameterProblem(label, 'must hold URLs, but holds lists of lists');
	if (Array.isArray(raw)) return raw.flatMap((entry) => entriesOf(entry, label, depth + 1));
	if (isObject(raw)) {
		const found = raw.url ?? raw.image_url ?? raw.video_url;
		if (typeof found === 'string') return [found];
		throw new ParameterProblem(label, 'must hold URLs, but holds an object without a url');
	}
	if (typeof raw !== 'string')
		throw new ParameterProblem(label, `must hold URLs, but holds ${String(raw)}`);
	refuseExpression(raw, label);
	const text = withoutMarkdown(unwrapped(raw.trim()));
	if (!text.startsWith('[')) return text.split(BETWEEN_URLS);
	const list = parseJson(text);
	if (list !== undefined) return entriesOf(list, label, depth + 1);
	// As JavaScript and Python write lists, and people by hand.
	if (text.endsWith(']') && !/[[{]/.test(text.slice(1)))
		return text.slice(1, -1).split(BETWEEN_URLS);
	throw new ParameterProblem(label, 'begins like a JSON list, but is not valid JSON');
}

/** `[text](url)` and `![text](url "title")` become the URL. */
const withoutMarkdown = (text: string) =>
	text.includes('](')
		? text.replace(
				/!?\[[^[\]]*\]\(\s*<?((?:[^\s()<>]|\([^\s()<>]*\))+)>?(?:\s+"[^"]*")?\s*\)/g,
				' $1 ',
			)
		: text;

const SEPARATORS = '\\s,;，；、';
const QUOTES = '"\'`“”‘’„«»「」『』';
// A comma or a semicolon may be part of a URL: split only where the next one begins, or at the end.
const BETWEEN_URLS = new RegExp(
	`(?<![${SEPARATORS}])[${SEPARATORS}]+(?=[${QUOTES}(<\\[（【《]{0,3}(?:[a-z][a-z\\d+.-]{0,20}://|data:)|$)`,
	'iu',
);

const BRACKETS = ['()', '<>', '[]', '（）', '【】', '《》'];
const AT_END = new RegExp(`(?<![${SEPARATORS}。])[${SEPARATORS}。]+$`, 'u');

/** A text without the pair of quotes or brackets around the whole of it. */
function unwrapped(text: string): string {
	const [first = '', last = ''] = [text.charAt(0), text.charAt(text.length - 1)];
	const inside = text.slice(1, -1);
	const isQuoted = QUOTES.includes(first) && QUOTES.includes(last);
	// The brackets of a list are left to its reader.
	const isPair = isQuoted || (first !== '[' && BRACKETS.includes(first + last));
	const isWhole = !inside.includes(first) && !inside.includes(last);
	return text.length > 1 && isPair && isWhole ? inside.trim() : text;
}

/** An entry without the quotes and brackets around it, and without what ends a sentence. */
function bare(entry: string): string {
	let text = entry.trim();
	for (let layers = 0; layers < 4; layers++) {
		text = text.replace(AT_END, '');
		const ends = text.charAt(0) + text.charAt(text.length - 1);
		const isQuoted = [...ends].every((sign) => QUOTES.includes(sign));
		if (text.length < 2 || !(isQuoted || BRACKETS.includes(ends))) return text;
		text = text.slice(1, -1).trim();
	}
	return text;
}

const PUBLIC_URL = /^https?:\/\/[^\s/?#]\S*$/i;
const ASSET_URL = /^asset:\/\/\S+$/i;
/** What no URL holds as it is, and what is easily typed in place of a comma. */
const ODD_SIGN = /[\s\p{Cc}，；、“”‘’"<>]|^[^（]*）|^[^【]*】|^[^《]*》/u;

function checked(entry: string, label: string, { assets, pages }: UrlRules): string {
	const isAsset = assets === true && ASSET_URL.test(entry);
	if (/^data:/i.test(entry) || (entry.length > 500 && /^[a-z0-9+/=]+$/i.test(entry))) {
		throw new ParameterProblem(
			label,
			'holds file content (base64), but the platform takes public URLs only',
			'Upload the file to public storage first (S3, OSS, a web server) and pass its URL.',
		);
	}
	const oddSign = ODD_SIGN.exec(entry)?.[0].slice(-1);
	if (oddSign !== undefined && /^(https?|asset):\/\//i.test(entry)) {
		throw new ParameterProblem(
			label,
			`must be a public http(s) URL, but holds ${nameOf(oddSign)} in "${entry.slice(0, 60)}"`,
			'Write each URL in a line of its own. A sign that belongs to a URL is written percent-encoded.',
		);
	}
	if (!isAsset && !(PUBLIC_URL.test(entry) && URL.canParse(entry))) {
		throw new ParameterProblem(
			label,
			`must be a public http(s) URL${assets ? ' or asset://...' : ''}, but holds "${entry.slice(0, 60)}"`,
		);
	}
	const disk = pages ? undefined : pageOfNetDisk(entry);
	if (disk !== undefined) {
		throw new ParameterProblem(
			label,
			`holds a page of ${disk.name}, not a file: "${entry.slice(0, 60)}"`,
			`The platform would fetch the page. ${disk.advice}`,
		);
	}
	return entry;
}

const nameOf = (sign: string) => (/[\s\p{Cc}]/u.test(sign) ? 'a blank' : sign);

/** The URLs in one text, as some services take them; their own commas are encoded. */
export const joinUrls = (urls: readonly string[] | undefined): string | undefined =>
	urls?.map((url) => url.replace(/,/g, '%2C')).join(',');
