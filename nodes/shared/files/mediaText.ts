/** How people and programs write several addresses and names in one text. Pure. */
import type { IBinaryData } from 'n8n-workflow';

import { ParameterProblem } from '../answers/parameterProblem';
import { stillHoldsExpression } from '../words/fields';
import { mediaTypeOf, START_BYTES } from './signatures';
import * as words from '../words/media';

const QUOTES = '"\'`“”‘’„«»「」『』';
const BRACKETS = ['()', '<>', '[]', '（）', '【】', '《》'];
const SEPARATORS = '\\s,;，；、';
/** What an address begins with, also in quotes or brackets. */
const BEGINNING = `[${QUOTES}(<\\[（【《]{0,3}(?:[a-z][a-z\\d+.-]{0,20}://|data:)`;
const ADDRESS = new RegExp(`^${BEGINNING}`, 'iu');

const MARKDOWN = /!?\[[^[\]]*\]\(\s*<?((?:[^\s()<>]|\([^\s()<>]*\))+)>?(?:\s+"[^"]*")?\s*\)/g;

/** A text without the quotes or brackets around the whole of it, and with the URLs alone of its Markdown links. */
export function unwrappedText(given: string): string {
	const text = given.trim();
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

// Signs that separate, with all blanks around them; or blanks, where an address begins behind them.
const BETWEEN = new RegExp(
	`((?<![${SEPARATORS}])\\s*[,;，；、\\n\\r][${SEPARATORS}]*)|(?<!\\s)\\s+(?=${BEGINNING})`,
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

/** Base64 is often broken into long lines, as in mail; then all of them are one entry. */
const joinedLines = (text: string): string =>
	/^(data:[^,\s]*,)?[a-z\d+/]*(\s+[a-z\d+/]{60,})+(\s+[a-z\d+/]+)?={0,2}$/i.test(text)
		? text.replace(/\s+/g, '')
		: text;

const AT_END = new RegExp(`(?<![${SEPARATORS}。])[${SEPARATORS}。]+$`, 'u');

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
/** Shorter base64 may be a word. */
const SHORTEST_CONTENT = 100;

/** True for a `data:` URI, and for text that is long and looks like base64. */
export const isContent = (text: string): boolean =>
	/^data:/i.test(text) || (text.length >= SHORTEST_CONTENT && /^[a-z0-9+/_-]+={0,2}$/i.test(text));

/** The file that a text holds; undefined when it cannot be decoded. */
export function decodeContent(text: string): IBinaryData | undefined {
	const [whole = '', told = ''] = DATA_URI.exec(text) ?? [];
	if (/^data:/i.test(text) && whole === '') return undefined;
	const bytes = Buffer.from(text.slice(whole.length).replace(/\s/g, ''), 'base64');
	// Letters alone may mean anything, and say nothing of a file that they do not begin.
	const mimeType = mediaTypeOf(bytes.subarray(0, START_BYTES)) ?? told;
	if (bytes.length === 0 || mimeType === '') return undefined;
	return { data: bytes.toString('base64'), mimeType };
}

/** Hosts of pages from which people download by hand, with what turns a link into one to the file, where there is a way. */
const DISKS: ReadonlyArray<{ name: string; page: RegExp; file?: RegExp; wayOut?: () => string }> = [
	{ name: '百度网盘 (Baidu)', page: /^(pan|yun|eyun)\.baidu\.com\// },
	{ name: '夸克网盘 (Quark)', page: /^(pan\.quark\.cn|drive\.uc\.cn)\// },
	{ name: '阿里云盘 (Aliyun Drive)', page: /^(www\.)?(aliyundrive|alipan)\.com\// },
	{ name: '蓝奏云 (Lanzou)', page: /^([\w-]+\.)*lanz(ou|ov)\w{0,2}\.com\// },
	{ name: '123云盘 (123pan)', page: /^(www\.)?123(pan|684|865|912)\.(com|cn)\/(s|ps)\// },
	{ name: '微云 (Weiyun)', page: /^([\w-]+\.)*weiyun\.com\// },
	{ name: '天翼云盘 (189 Cloud)', page: /^cloud\.189\.cn\/(t|web)\b/ },
	{ name: '和彩云 (139 Cloud)', page: /^(caiyun|yun)\.139\.com\// },
	{ name: '迅雷云盘 (Xunlei)', page: /^pan\.xunlei\.com\// },
	{ name: '115', page: /^(www\.)?115(cdn)?\.com\/s\// },
	{ name: '坚果云 (Nutstore)', page: /^(www\.)?jianguoyun\.com\/p\// },
	{ name: '城通网盘 (CTFile)', page: /^([\w-]+\.)*ctfile\.com\/(f|d|file|dir)\// },
	{
		name: '文叔叔 (Wenshushu)',
		page: /^((www\.)?(wenshushu\.cn|wss\.(ink|cc|email))|c-t\.work)\//,
	},
	{ name: 'WeTransfer', page: /^((www\.)?wetransfer\.com\/downloads|we\.tl)\// },
	{ name: 'Box', page: /^([\w-]+\.)*box\.com\/(s|v)\// },
	{ name: 'iCloud Drive', page: /^(www\.)?icloud\.com(\.cn)?\/iclouddrive\// },
	{
		name: 'Google Drive',
		page: /^drive\.google\.com\/(file|open|drive|folderview)\b/,
		wayOut: words.linkOfGoogleDrive,
	},
	{
		name: 'Dropbox',
		page: /^(www\.)?dropbox\.com\//,
		file: /[?&](dl|raw)=1\b/,
		wayOut: words.linkOfDropbox,
	},
	{
		name: 'OneDrive',
		page: /^(1drv\.ms\/|onedrive\.live\.com\/|[\w-]+\.sharepoint\.com\/:\w:\/)/,
		file: /^onedrive\.live\.com\/download\b|[?&]download=1\b/,
	},
	{ name: 'Mega', page: /^mega\.(nz|io)\// },
	{
		name: 'GitHub',
		page: /^github\.com\/[^/]+\/[^/]+\/blob\//,
		file: /[?&]raw=(true|1)\b/,
		wayOut: words.linkOfGitHub,
	},
];

/** The net disk whose page a URL leads to, where a file should be; and how to get at the file. */
export function pageOfNetDisk(url: string): { name: string; wayOut: string } | undefined {
	const { hostname, pathname, search } = new URL(url);
	const address = `${hostname}${pathname}${search}`;
	const disk = DISKS.find(({ page, file }) => page.test(address) && file?.test(address) !== true);
	return disk && { name: disk.name, wayOut: (disk.wayOut ?? words.putElsewhere)() };
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
