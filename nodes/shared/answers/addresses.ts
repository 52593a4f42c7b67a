/** Where a text says that a result is. Pure. */
import { writtenFile } from '../util/writtenFile';
import { fold } from './lookup';
import { NAMED_RESULTS } from './sources';

type MediaKind = 'image' | 'video' | 'audio';

export type Kind =
	| MediaKind
	| 'other'
	/** A file that the text holds itself, as `data:` or base64. */
	| 'written'
	/** An address that is none of the web, such as `oss:`. */
	| 'elsewhere';

/** Each kind by the extension of its files, and by the names of fields that hold it. */
const KINDS: ReadonlyArray<readonly [MediaKind, RegExp, RegExp]> = [
	['video', /\.(mp4|mov|webm|mkv|avi|m4v|m3u8)$/i, /video/i],
	['audio', /\.(mp3|wav|aac|m4a|flac|ogg|opus)$/i, /audio|voice|music|sound/i],
	['image', /\.(png|jpe?g|webp|gif|bmp|tiff?|avif|heic|svg)$/i, /im(a)?ge?|pic|photo|frame|cover/i],
];

/** Names of fields that hold base64, of whatever file. */
const OF_BASE64 = /b64|base64/;
const NAMED = new Set(NAMED_RESULTS);
/** Names of fields that hold the address of a result, so that a path there is one, too. */
const OF_ADDRESS =
	/^(result|output|final|download)?(im(a)?ge?|pic(ture)?|photo|video|audio|file)?s?(url|uri|link)?s?(list)?$/;
/** Names of fields that hold a path of the platform's own disk or storage. */
const OF_PATH = /(path|file|name|key|dir|folder)s?$/;
const FROM_ROOT = /^\.{0,2}\/(?!\/)[^\s:]+$/;
/** The first of two parts holds no dot, as a host does. */
const IN_FOLDER = /^[\w%-]+\/[^\s:]+$/;
const OTHER_SCHEME = /^(?!https?:)[a-z][a-z\d+.-]+:\S+$/i;

/**
 * The files and addresses that a text is made of; none where it says anything else.
 * @param name of the field that holds it
 * @param baseUrl of the platform, which an address may be relative to
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

/** Behind a dot, a path cannot lead to another host. */
function absolute(path: string, baseUrl: string | undefined): string | undefined {
	const relative = `./${path.replace(/^\/+/, '')}`;
	const base = `${baseUrl ?? ''}/`;
	return URL.canParse(relative, base) ? new URL(relative, base).href : undefined;
}

/** The addresses that a text is made of; none where it says anything else. */
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

/** Without blanks, quotes or a Markdown link around it, and with a scheme where only that is missing. */
function bareUrl(text: string): string {
	const inLink = /^!?\[[^\]]*\]\(\s*(\S+?)\s*\)$/.exec(text.trim())?.[1] ?? text;
	const url = inLink.replace(/^[\s"'`<]+|[\s"'`>]+$/g, '');
	if (!/^(https?:)?\/\/\S/i.test(url)) return url;
	// A file's name may hold blanks, which no address does; a sentence does not end like a file.
	const isFile = /[^\S\r\n]/.test(url) && kindOfFile(url) !== undefined;
	const whole = isFile ? url.replace(/[^\S\r\n]/g, encodeURIComponent) : url;
	return /^\/\/[\w.-]+\.\w+\//.test(whole) ? `https:${whole}` : whole;
}

/** Told by the file's extension, else by the name of the field that holds it. */
const kindOf = (url: string, name: string): Kind =>
	kindOfFile(url) ?? KINDS.find(([, , named]) => named.test(name))?.[0] ?? 'other';

function kindOfFile(url: string): Kind | undefined {
	const [path = url] = url.split(/[?#]/, 1);
	return KINDS.find(([, extension]) => extension.test(path))?.[0];
}
