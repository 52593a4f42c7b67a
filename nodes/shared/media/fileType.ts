/** Media types by the first bytes of a file; short ones would fit a text too without the bytes at its very start. */
const SIGNATURES: Array<[mime: string, offset: number, bytes: string, start?: string]> = [
	['image/png', 0, '\x89PNG\r\n\x1a\n'],
	['image/jpeg', 0, '\xff\xd8\xff'],
	['image/gif', 0, 'GIF8'],
	['image/webp', 8, 'WEBP', 'RIFF'],
	['image/bmp', 6, '\0\0\0\0', 'BM'],
	['image/avif', 4, 'ftypavif'],
	['image/heic', 4, 'ftypheic'],
	['video/quicktime', 4, 'ftypqt'],
	['audio/mp4', 4, 'ftypM4A'],
	['video/mp4', 4, 'ftyp'],
	['video/webm', 0, '\x1a\x45\xdf\xa3'],
	['audio/wav', 8, 'WAVE', 'RIFF'],
	['audio/ogg', 0, 'OggS'],
	['audio/flac', 0, 'fLaC'],
	['audio/mpeg', 0, 'ID3'],
	['audio/mpeg', 0, '\xff\xfb'],
];

const EXTENSIONS: Record<string, string> = {
	png: 'image/png',
	jpg: 'image/jpeg',
	jpeg: 'image/jpeg',
	gif: 'image/gif',
	webp: 'image/webp',
	bmp: 'image/bmp',
	avif: 'image/avif',
	heic: 'image/heic',
	svg: 'image/svg+xml',
	mp4: 'video/mp4',
	m4v: 'video/mp4',
	mov: 'video/quicktime',
	webm: 'video/webm',
	mp3: 'audio/mpeg',
	wav: 'audio/wav',
	ogg: 'audio/ogg',
	flac: 'audio/flac',
	m4a: 'audio/mp4',
	aac: 'audio/aac',
	srt: 'application/x-subrip',
	ass: 'text/x-ssa',
	vtt: 'text/vtt',
	zip: 'application/zip',
};

/** What a file is, told by its first bytes, then by the server, then by its name; never by the server alone against the bytes. */
export function mimeTypeOf(
	start: Uint8Array,
	contentType: string | undefined,
	fileName: string,
): string {
	const head = String.fromCharCode(...start.subarray(0, 32));
	const signature = SIGNATURES.find(
		([, offset, bytes, first = '']) => head.startsWith(bytes, offset) && head.startsWith(first),
	);
	if (signature) return signature[0];
	const told = (contentType ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
	if (/^(image|video|audio)\//.test(told)) return told;
	return EXTENSIONS[extensionOf(fileName)] ?? (told === '' ? 'application/octet-stream' : told);
}

/** True for a web page or a JSON message where a media file should be. */
export function isMessage(start: Uint8Array, mimeType: string): boolean {
	if (/^(text\/html|application\/(json|xml|problem\+json))$/.test(mimeType)) return true;
	const head = String.fromCharCode(...start.subarray(0, 256))
		.trimStart()
		.toLowerCase();
	return /^(<!doctype html|<html|<head|<body|<\?xml[^>]*>\s*<error|<error|\{\s*")/.test(head);
}

/** A file name for the URL of a result, with an extension that fits its type. */
export function fileNameOf(url: string, mimeType: string): string {
	const path = url.replace(/^[a-z]+:\/\/[^/?#]*/i, '').split(/[?#]/, 1)[0] ?? '';
	const name = decode(path.split('/').pop() ?? '')
		.replace(/[\\/:*?"<>|\p{Cc}]+/gu, '_')
		.replace(/^\.+/, '')
		.slice(-120);
	const known = EXTENSIONS[extensionOf(name)];
	const extension = Object.keys(EXTENSIONS).find((key) => EXTENSIONS[key] === mimeType);
	if (name !== '' && (known === mimeType || extension === undefined)) return name;
	const stem = (known === undefined ? name : name.replace(/\.[^.]*$/, '')) || 'result';
	return extension === undefined ? stem : `${stem}.${extension}`;
}

const extensionOf = (name: string) => /\.([a-z0-9]{1,5})$/i.exec(name)?.[1]?.toLowerCase() ?? '';

function decode(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}
