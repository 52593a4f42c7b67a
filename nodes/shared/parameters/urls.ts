import { isObject, parseJson } from '../json';
import { ParameterProblem, refuseExpression } from './problem';

const PUBLIC_URL = /^https?:\/\/[^\s/?#]\S*$/i;
const ASSET_URL = /^asset:\/\/\S+$/i;

/**
 * Reads URLs from whatever a form or an expression gives: a list (of texts, or of
 * objects with a `url`), a JSON list, one per line, or comma-separated.
 * @throws ParameterProblem when an entry is no URL that the platform can reach
 */
export function readUrls(raw: unknown, label: string, assets = false): string[] {
	return entriesOf(raw, label)
		.map((entry) => entry.trim())
		.filter((entry) => entry !== '')
		.map((entry) => checked(entry, label, assets));
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
	const text = raw.trim();
	if (text.startsWith('[')) {
		const list = parseJson(text);
		if (list === undefined) {
			throw new ParameterProblem(label, 'begins like a JSON list, but is not valid JSON');
		}
		return entriesOf(list, label, depth + 1);
	}
	// A comma may be part of a URL: split only where the next entry begins.
	return text.split(/[\n\r]+/).flatMap((line) => line.split(/,(?=\s*(?:[a-z]+:|$))/i));
}

function checked(entry: string, label: string, assets: boolean): string {
	if (PUBLIC_URL.test(entry) || (assets && ASSET_URL.test(entry))) return entry;
	if (/^data:/i.test(entry) || (entry.length > 500 && /^[a-z0-9+/=]+$/i.test(entry))) {
		throw new ParameterProblem(
			label,
			'holds file content (base64), but the platform takes public URLs only',
			'Upload the file to public storage first (S3, OSS, a web server) and pass its URL.',
		);
	}
	throw new ParameterProblem(
		label,
		`must be a public http(s) URL${assets ? ' or asset://...' : ''}, but holds "${entry.slice(0, 60)}"`,
	);
}

/** The URLs in one text, as some services take them; their own commas are encoded. */
export const joinUrls = (urls: readonly string[] | undefined): string | undefined =>
	urls?.map((url) => url.replace(/,/g, '%2C')).join(',');
