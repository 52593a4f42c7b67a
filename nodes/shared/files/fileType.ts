import * as words from '../words/connection';
import {
	KNOWN_BY_BYTES,
	mediaTypeOf,
	decodeText,
	SOUND_ALONE,
	TEXT_EXTENSIONS,
	textTypeOf,
} from '../util/signatures';

/** Media types by file extension. */
export const EXTENSIONS: Readonly<Record<string, string>> = {
	png: 'image/png',
	jpg: 'image/jpeg',
	jpeg: 'image/jpeg',
	gif: 'image/gif',
	webp: 'image/webp',
	bmp: 'image/bmp',
	avif: 'image/avif',
	heic: 'image/heic',
	heif: 'image/heif',
	tiff: 'image/tiff',
	tif: 'image/tiff',
	mp4: 'video/mp4',
	m4v: 'video/mp4',
	mov: 'video/quicktime',
	webm: 'video/webm',
	mkv: 'video/x-matroska',
	weba: 'audio/webm',
	mka: 'audio/x-matroska',
	flv: 'video/x-flv',
	avi: 'video/x-msvideo',
	mpg: 'video/mpeg',
	wmv: 'video/x-ms-wmv',
	'3gp': 'video/3gpp',
	ts: 'video/mp2t',
	m2ts: 'video/mp2t',
	mts: 'video/mp2t',
	mp3: 'audio/mpeg',
	mp2: 'audio/mpeg',
	wav: 'audio/wav',
	ogg: 'audio/ogg',
	opus: 'audio/ogg',
	flac: 'audio/flac',
	m4a: 'audio/mp4',
	aac: 'audio/aac',
	amr: 'audio/amr',
	wma: 'audio/x-ms-wma',
	aiff: 'audio/aiff',
	aif: 'audio/aiff',
	caf: 'audio/x-caf',
	ac3: 'audio/ac3',
	zip: 'application/zip',
	...TEXT_EXTENSIONS,
};

/** Other names that servers use for the types above. */
const ALIASES: Record<string, string> = {
	'image/jpg': 'image/jpeg',
	'image/x-ms-bmp': 'image/bmp',
	'video/x-m4v': 'video/mp4',
	'video/avi': 'video/x-msvideo',
	'audio/mp3': 'audio/mpeg',
	'audio/wave': 'audio/wav',
	'audio/x-wav': 'audio/wav',
	'audio/vnd.wave': 'audio/wav',
	'audio/opus': 'audio/ogg',
	'audio/x-flac': 'audio/flac',
	'audio/x-m4a': 'audio/mp4',
	'audio/m4a': 'audio/mp4',
	'audio/x-aac': 'audio/aac',
	'audio/x-aiff': 'audio/aiff',
};

const MEDIA = /^(image|video|audio)\//;

/** The type of a file, or why it is not a task's result. */
export type Verdict = { mimeType: string } | { refusal: string };

/**
 * Decides by the first bytes of a response whether it is the file, and of which type. The bytes decide: a picture is
 * a picture whatever type the server declares, and a web page or a message is not. A file that is declared a
 * picture, video or sound, by content type or name, must begin like one, unless its type has no known signature and
 * it is not text.
 * @param start the first 512 bytes, or the whole file if it is shorter
 */
export function judgeFile(
	start: Uint8Array,
	{ url, contentType }: { url: string; contentType: string | undefined },
): Verdict {
	if (start.length === 0) return { refusal: words.isEmpty() };
	const declared = declaredType(contentType);
	const extension = extensionOf(pathOf(url));
	const named = typeNamed(pathOf(url));
	const claim = claimIn({ declared, named });
	const text = decodeText(start);
	if (text !== undefined) {
		const mimeType = textTypeOf(text, { declared, extension, saysMedia: claim !== undefined });
		return mimeType === undefined ? { refusal: words.isPageOrMessage() } : { mimeType };
	}
	const mimeType = mediaTypeBy(start, { declared, named });
	if (mimeType === undefined && claim !== undefined)
		return { refusal: words.isNotWhatItIsCalled(claim) };
	return { mimeType: mimeType ?? (named || declared || 'application/octet-stream') };
}

/**
 * The same for a file that an answer contained. A text counts as the file here, because no web page can take its
 * place.
 */
export function judgeWritten(start: Uint8Array, declared: string): Verdict {
	const verdict = judgeFile(start, { url: '', contentType: declared });
	const type = declaredType(declared);
	if ('mimeType' in verdict || start.length === 0 || KNOWN_BY_BYTES.has(type)) return verdict;
	return { mimeType: type || 'text/plain' };
}

/** What is declared about a file, for what its bytes don't tell. */
export interface Claims {
	/** The type declared by a server or by n8n. */
	declared: string;
	/** The type of its file name. Empty if unknown. */
	named: string;
	/** From its header: whether it contains moving pictures. */
	hasPictures?: boolean | undefined;
}

/** The declared picture, video or sound type. Undefined if there is none. */
const claimIn = ({ declared, named }: Claims): string | undefined =>
	[declaredType(declared), named].find((type) => MEDIA.test(type));

/**
 * The media type of a file that is not text: by its bytes, otherwise the declared type, unless all files of that
 * type have a known beginning.
 */
export function mediaTypeBy(start: Uint8Array, claims: Claims): string | undefined {
	const claim = claimIn(claims);
	const isBelieved = claim !== undefined && !KNOWN_BY_BYTES.has(claim);
	return typeOfBytes(start, claims) ?? (isBelieved ? claim : undefined);
}

/**
 * The media type by the first bytes. If a container begins the same with and without pictures, its header decides.
 * If that is unknown, a declaration as sound is believed.
 */
export function typeOfBytes(start: Uint8Array, claims: Claims): string | undefined {
	const found = mediaTypeOf(start);
	const sound = SOUND_ALONE[found ?? ''];
	const { declared, named, hasPictures } = claims;
	// Phones use the same bytes for both.
	if (found === 'video/3gpp' && [declaredType(declared), named].includes('video/mp4'))
		return 'video/mp4';
	const isSound =
		hasPictures === undefined ? declared.startsWith('audio/') || named === sound : !hasPictures;
	return isSound && sound !== undefined ? sound : found;
}

/** The media type for the extension of a name or path. Empty if unknown. */
export const typeNamed = (name: string): string => EXTENSIONS[extensionOf(name)] ?? '';

export function declaredType(contentType: string | undefined): string {
	const type = (contentType ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
	return ALIASES[type] ?? type;
}

export const fileNameOf = (url: string, mimeType: string): string =>
	givenFileName(decode(pathOf(url).split('/').pop() ?? ''), mimeType);

/** A given file name, made safe for any file system, with an extension that fits the file's type. */
export function givenFileName(given: string, mimeType: string, number?: number): string {
	const name = shortened(
		given
			.replace(/\p{Bidi_Control}/gu, '')
			.replace(UNSAFE, '_')
			.replace(/^[.\s]+|[.\s]+$/g, ''),
	);
	const safe = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(name) ? `_${name}` : name;
	return withExtension(safe, mimeType, number);
}

const UNSAFE = /[\\/:*?"<>|\p{Cc}\p{Cs}]+/gu;

/** Keeps the name's extension if it fits, or if the type has none. */
function withExtension(name: string, mimeType: string, number?: number): string {
	const own = extensionOf(name);
	const known = EXTENSIONS[own];
	const extension = Object.keys(EXTENSIONS).find((key) => EXTENSIONS[key] === mimeType);
	const keepsName = name !== '' && (known === mimeType || extension === undefined);
	const isOwn = own !== '' && (known !== undefined || keepsName);
	const stem = (isOwn ? name.slice(0, -own.length - 1) : name) || 'result';
	const end = keepsName ? (isOwn ? name.slice(-own.length - 1) : '') : `.${extension ?? ''}`;
	return `${stem}${number === undefined ? '' : `_${number}`}${end === '.' ? '' : end}`;
}

/** File systems allow 255 bytes. The rest is for a number and an extension. */
const MOST_BYTES = 200;

function shortened(name: string): string {
	let short = '';
	for (const letter of name) {
		if (Buffer.byteLength(short + letter) > MOST_BYTES) break;
		short += letter;
	}
	return short;
}

/** The path of a URL, without decoding. */
const pathOf = (url: string) => url.replace(/^[a-z]+:\/\/[^/?#]*/i, '').split(/[?#]/, 1)[0] ?? '';

/** Without the dot, in lower case. Empty if there is none. */
export const extensionOf = (name: string): string =>
	/\.([a-z0-9]{1,5})$/i.exec(name)?.[1]?.toLowerCase() ?? '';

function decode(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}
