import { fileNameOf, isMessage, mimeTypeOf } from '../../nodes/shared/media/fileType';

const bytes = (...parts: Array<string | number[]>) =>
	Uint8Array.from(
		parts.flatMap((part) => (typeof part === 'string' ? [...Buffer.from(part, 'latin1')] : part)),
	);

describe('the type of a file', () => {
	it.each<[string, Uint8Array, string]>([
		['png', bytes([0x89], 'PNG\r\n', [0x1a], '\n'), 'image/png'],
		['jpeg', bytes([0xff, 0xd8, 0xff, 0xe0]), 'image/jpeg'],
		['gif', bytes('GIF89a'), 'image/gif'],
		['webp', bytes('RIFF', [1, 2, 3, 4], 'WEBPVP8 '), 'image/webp'],
		['bmp', bytes('BM', [0x36, 0x10, 0x0e, 0, 0, 0, 0, 0]), 'image/bmp'],
		['avif', bytes([0, 0, 0, 0x1c], 'ftypavif'), 'image/avif'],
		['heic', bytes([0, 0, 0, 0x1c], 'ftypheic'), 'image/heic'],
		['mp4', bytes([0, 0, 0, 0x18], 'ftypisom'), 'video/mp4'],
		['mov', bytes([0, 0, 0, 0x14], 'ftypqt  '), 'video/quicktime'],
		['m4a', bytes([0, 0, 0, 0x14], 'ftypM4A '), 'audio/mp4'],
		['webm', bytes([0x1a, 0x45, 0xdf, 0xa3]), 'video/webm'],
		['wav', bytes('RIFF', [1, 2, 3, 4], 'WAVEfmt '), 'audio/wav'],
		['ogg', bytes('OggS', [0]), 'audio/ogg'],
		['flac', bytes('fLaC'), 'audio/flac'],
		['mp3 with tags', bytes('ID3', [4]), 'audio/mpeg'],
		['mp3', bytes([0xff, 0xfb, 0x90]), 'audio/mpeg'],
	])('%s is told by its first bytes, whatever the server and the name say', (_, start, mime) => {
		for (const told of [undefined, 'text/html', 'application/octet-stream', 'image/tiff'])
			expect(mimeTypeOf(start, told, 'x.zip')).toBe(mime);
	});

	it.each<[string, string | undefined, string, string]>([
		['the server', 'video/x-flv; charset=binary', 'a.mp4', 'video/x-flv'],
		['the server, in capitals', 'Image/TIFF', 'a', 'image/tiff'],
		[
			'the name, before a vague server',
			'application/octet-stream',
			'a.SRT',
			'application/x-subrip',
		],
		['the name alone', undefined, 'a.zip', 'application/zip'],
		['the server, for an unknown name', 'application/pdf', 'a.xyz', 'application/pdf'],
		['nothing', undefined, 'a', 'application/octet-stream'],
		['an empty header', ' ; ', 'a', 'application/octet-stream'],
	])('otherwise by %s', (_, told, name, mime) => {
		expect(mimeTypeOf(bytes('plain'), told, name)).toBe(mime);
	});

	it.each<[string, string]>([
		['BMW is a car', 'a.srt'],
		['BM', 'a.txt'],
		['a name: WEBP', 'a.srt'],
		['a name: WAVE', 'a.srt'],
	])('the text "%s" is no picture or sound', (text, name) => {
		expect(mimeTypeOf(bytes(text), 'text/plain', name)).not.toMatch(/^(image|audio)/);
	});
});

describe('a message in place of a file', () => {
	it.each([
		'<!DOCTYPE html><html>',
		'\n  <HTML lang="zh">',
		'<head>',
		'<body>',
		'<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>',
		'<Error>',
		'{"detail":"Not Found"}',
		' { "code": 1 }',
	])('%s is one', (text) => expect(isMessage(bytes(text), 'image/png')).toBe(true));
	it.each(['text/html', 'application/json', 'application/xml', 'application/problem+json'])(
		'%s is one',
		(mime) => expect(isMessage(bytes('x'), mime)).toBe(true),
	);
	it.each<[string, string]>([
		['<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg">', 'image/svg+xml'],
		['<svg>', 'image/svg+xml'],
		['1\n00:00:00,000 --> 00:00:01,000\nhi', 'application/x-subrip'],
		['{\\an8}', 'text/x-ssa'],
		['#EXTM3U', 'application/vnd.apple.mpegurl'],
	])('%s is none', (text, mime) => expect(isMessage(bytes(text), mime)).toBe(false));
});

describe('the name of a file', () => {
	const OSS = 'https://mathmind-files.oss-cn-beijing.aliyuncs.com/images/kx_gemini_d7f5.png';
	it.each<[string, string, string]>([
		[OSS, 'image/png', 'kx_gemini_d7f5.png'],
		[`${OSS}?x-oss-process=a/b.gif#c`, 'image/png', 'kx_gemini_d7f5.png'],
		['https://x.example/a.jpeg', 'image/jpeg', 'a.jpeg'],
		['https://x.example/a.JPG', 'image/jpeg', 'a.JPG'],
		['https://x.example/a.png', 'image/webp', 'a.webp'],
		['https://x.example/a.b.png', 'image/gif', 'a.b.gif'],
		['https://x.example/v1.2', 'image/png', 'v1.2.png'],
		['https://x.example/show.php?id=1', 'image/png', 'show.php.png'],
		['https://x.example/a', 'video/mp4', 'a.mp4'],
		['https://x.example/a', 'application/octet-stream', 'a'],
		['https://x.example/a.m3u8', 'application/vnd.apple.mpegurl', 'a.m3u8'],
		['https://x.example/', 'image/png', 'result.png'],
		['https://x.example', 'image/png', 'result.png'],
		['https://x.example/?file=1', 'image/png', 'result.png'],
		['https://x.example/%E7%BA%B8%E8%88%B9.png', 'image/png', '纸船.png'],
		['https://x.example/a%2F..%2F..%2Fetc%2Fpasswd', 'image/png', 'a_.._.._etc_passwd.png'],
		['https://x.example/..%5C..%5Ca.png', 'image/png', '_.._a.png'],
		['https://x.example/a%00%0A%22%3C%3E.png', 'image/png', 'a_.png'],
		['https://x.example/%zz.png', 'image/png', '%zz.png'],
		['https://x.example/.png', 'image/png', 'png.png'],
		['https://x.example/..', 'image/png', 'result.png'],
	])('%s (%s) is %s', (url, mime, name) => expect(fileNameOf(url, mime)).toBe(name));

	it('is never longer than a disk can take, and keeps its end', () => {
		const name = fileNameOf(`https://x.example/${'a'.repeat(5_000)}.png`, 'image/png');
		expect(name).toMatch(/^a+\.png$/);
		expect(name.length).toBeLessThanOrEqual(130);
		expect(fileNameOf(`https://x.example/${'a'.repeat(5_000)}`, 'image/png')).toMatch(/^a+\.png$/);
	});
});
