/** Finds result URLs in a text. Pure. */
import { writtenFile } from '../util/writtenFile';
import { fold } from './lookup';
import { NAMED_RESULTS } from './sources';

type MediaKind = 'image' | 'video' | 'audio';

export type Kind =
	| MediaKind
	| 'other'
	/** A file that the text contains, as `data:` or base64. */
	| 'written'
	/** An address outside the web, such as `oss:`. */
	| 'elsewhere';

/** Each kind with the extensions of its files and the names of fields that contain it. */
const KINDS: ReadonlyArray<readonly [MediaKind, RegExp, RegExp]> = [
	['video', /\.(mp4|mov|webm|mkv|avi|m4v|m3u8)$/i, /video/i],
	['audio', /\.(mp3|wav|aac|m4a|flac|ogg|opus)$/i, /audio|voice|music|sound/i],
	['image', /\.(png|jpe?g|webp|gif|bmp|tiff?|avif|heic|svg)$/i, /im(a)?ge?|pic|photo|frame|cover/i],
];

/** Names of fields that contain base64, for any kind of file. */
const OF_BASE64 = /b64|base64/;
const NAMED = new Set(NAMED_RESULTS);
/** Names of fields that contain the address of a result. A path in such a field is an address too. */
const OF_ADDRESS =
	/^(result|output|final|download)?(im(a)?ge?|pic(ture)?|photo|video|audio|file)?s?(url|uri|link)?s?(list)?$/;
/** Names of fields that contain a path on the platform's own disk or storage. */
const OF_PATH = /(path|file|name|key|dir|folder)s?$/;
const FROM_ROOT = /^\.{0,2}\/(?!\/)[^\s:]+$/;
/** The first segment has no dot, so it is not a host. */
const IN_FOLDER = /^[\w%-]+\/[^\s:]+$/;
const OTHER_SCHEME = /^(?!https?:)[a-z][a-z\d+.-]+:\S+$/i;

/**
 * The files and addresses that make up a text. Empty if the text contains anything else.
 * @param name the field that contains the text
 * @param baseUrl of the platform, for relative addresses
 */
export function addressesIn(
	text: string,
	name: string,
	baseUrl?: string,
): Array<readonly [string, Kind]> {
	const urls = urlsOf(text);
	if (urls.length > 0) return urls.map((url) => [url, kindOf(url, name)]);
	const word = fold(name);
	const alone = bareUrl(text);
	if (writtenFile(alone, OF_BASE64.test(word))) return [[alone, 'written']];
	const isOfAddress = NAMED.has(word) || OF_ADDRESS.test(word);
	if (OTHER_SCHEME.test(alone) && (isOfAddress || alone.includes('://')))
		return [[alone, 'elsewhere']];
	const isPath = isOfAddress
		? FROM_ROOT.test(alone) || isPathOfFile(alone)
		: isPathOfFile(alone) && !OF_PATH.test(word);
	if (!isPath) return [];
	const url = absolute(alone, baseUrl);
	return url === undefined ? [] : [[url, kindOf(url, name)]];
}

const isPathOfFile = (text: string): boolean =>
	(FROM_ROOT.test(text) || IN_FOLDER.test(text)) && kindOfFile(text) !== undefined;

/** The leading `./` keeps the path from leading to another host. */
function absolute(path: string, baseUrl: string | undefined): string | undefined {
	const relative = `./${path.replace(/^\/+/, '')}`;
	const base = `${baseUrl ?? ''}/`;
	return URL.canParse(relative, base) ? new URL(relative, base).href : undefined;
}

/** The addresses that make up a text. Empty if the text contains anything else. */
function urlsOf(text: string): string[] {
	const urls: string[] = [];
	for (const piece of text.trim().split(/[\s,;，；|](?=["'`<]?(?:https?:)?\/\/)/i)) {
		const url = bareUrl(piece.replace(/[,;，；|]\s{0,9}$/, ''));
		if (url === '') continue;
		if (!/^https?:\/\/[^\s/]\S*$/i.test(url)) return [];
		urls.push(url);
	}
	return urls;
}

/** Removes blanks, quotes or a Markdown link around the address, and adds a scheme if only that is missing. */
function bareUrl(text: string): string {
	const inLink = /^!?\[[^\]]*\]\(\s*(\S+?)\s*\)$/.exec(text.trim())?.[1] ?? text;
	const url = inLink.replace(/^[\s"'`<]+|[\s"'`>]+$/g, '');
	if (!/^(https?:)?\/\/\S/i.test(url)) return url;
	// A file name may contain blanks, which an address never does. A sentence does not end like a file name.
	const isFile = /[^\S\r\n]/.test(url) && kindOfFile(url) !== undefined;
	const whole = isFile ? url.replace(/[^\S\r\n]/g, encodeURIComponent) : url;
	return /^\/\/[\w.-]+\.\w+\//.test(whole) ? `https:${whole}` : whole;
}

/** Decided by the file's extension, otherwise by the field's name. */
const kindOf = (url: string, name: string): Kind =>
	kindOfFile(url) ?? KINDS.find(([, , named]) => named.test(name))?.[0] ?? 'other';

function kindOfFile(url: string): Kind | undefined {
	const [path = url] = url.split(/[?#]/, 1);
	return KINDS.find(([, extension]) => extension.test(path))?.[0];
}
