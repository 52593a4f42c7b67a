import fc from 'fast-check';

import { fileNameOf, givenFileName, judgeFile } from '../../nodes/shared/files/fileType';
import { anyCharacter } from '../support/anyText';

const bytes = (...parts: Array<string | number[]>) =>
	Uint8Array.from(
		parts.flatMap((part) => (typeof part === 'string' ? [...Buffer.from(part, 'latin1')] : part)),
	);

/** What is said of a file that begins so; a refusal in its own words. */
function judge(
	start: Uint8Array | string,
	contentType?: string,
	url = 'https://files.example/a/result',
): string {
	const verdict = judgeFile(typeof start === 'string' ? Buffer.from(start) : start, {
		url,
		contentType,
	});
	return 'mimeType' in verdict ? verdict.mimeType : verdict.refusal;
}

const MESSAGE = 'the server returned a web page or a message instead of a media file';
const BOM = '\ufeff';
const ftyp = (...brands: string[]) =>
	bytes(
		[0, 0, 0, 12 + 4 * brands.length],
		'ftyp',
		brands[0] ?? '',
		[0, 0, 2, 0],
		...brands.slice(1),
	);
/** One beginning of each kind. */
/** Packets of so many bytes, each of which has its sign at one place. */
function packets(length: number, at: number): Uint8Array {
	const start = Buffer.alloc(512, 1);
	for (let packet = at; packet < start.length; packet += length) start[packet] = 0x47;
	return start;
}

const MEDIA: Array<[name: string, start: Uint8Array, mimeType: string]> = [
	['png', bytes([0x89], 'PNG\r\n', [0x1a], '\n'), 'image/png'],
	['jpeg', bytes([0xff, 0xd8, 0xff, 0xe0]), 'image/jpeg'],
	['gif', bytes('GIF89a', [0x40, 0, 0x40, 0]), 'image/gif'],
	['webp', bytes('RIFF', [1, 2, 3, 4], 'WEBPVP8 '), 'image/webp'],
	['bmp', bytes('BM', [0x36, 0x10, 0x0e, 0, 0, 0, 0, 0]), 'image/bmp'],
	['tiff', bytes('II*', [0, 8, 0, 0, 0]), 'image/tiff'],
	['tiff, big endian', bytes('MM', [0, 0x2a, 0, 0, 0, 8]), 'image/tiff'],
	['tiff of 64 bits', bytes('II+', [0, 8, 0, 0, 0]), 'image/tiff'],
	['avif', ftyp('avif'), 'image/avif'],
	['avif, animated', ftyp('avis'), 'image/avif'],
	['avif of a general brand', ftyp('mif1', 'mif1', 'avif', 'miaf'), 'image/avif'],
	['heic', ftyp('heic'), 'image/heic'],
	['heic of ten bits', ftyp('heix'), 'image/heic'],
	['heic of a general brand', ftyp('mif1', 'mif1', 'heic'), 'image/heic'],
	['heif', ftyp('mif1'), 'image/heif'],
	['mp4', ftyp('isom', 'isom', 'mp42'), 'video/mp4'],
	['mp4 of a phone', ftyp('mp42', 'heic'), 'video/mp4'],
	['mov', ftyp('qt  '), 'video/quicktime'],
	['3gp', ftyp('3gp4'), 'video/3gpp'],
	['m4a', ftyp('M4A '), 'audio/mp4'],
	['webm', bytes([0x1a, 0x45, 0xdf, 0xa3]), 'video/webm'],
	['mkv', bytes([0x1a, 0x45, 0xdf, 0xa3, 0x93, 0x42, 0x82, 0x88], 'matroska'), 'video/x-matroska'],
	['avi', bytes('RIFF', [1, 2, 3, 4], 'AVI LIST'), 'video/x-msvideo'],
	['flv', bytes('FLV', [1, 5, 0, 0, 0, 9]), 'video/x-flv'],
	['mpeg', bytes([0, 0, 1, 0xba, 0x44]), 'video/mpeg'],
	['wmv', bytes([0x30, 0x26, 0xb2, 0x75, 0x8e, 0x66, 0xcf, 0x11]), 'video/x-ms-wmv'],
	['wav', bytes('RIFF', [1, 2, 3, 4], 'WAVEfmt '), 'audio/wav'],
	['wav of the other order', bytes('RIFX', [1, 2, 3, 4], 'WAVEfmt '), 'audio/wav'],
	['wav of 64 bits', bytes('RF64', [255, 255, 255, 255], 'WAVEds64'), 'audio/wav'],
	['wav of broadcasters', bytes('BW64', [255, 255, 255, 255], 'WAVEds64'), 'audio/wav'],
	['aiff', bytes('FORM', [0, 1, 2, 3], 'AIFFCOMM'), 'audio/aiff'],
	['caf', bytes('caff', [0, 1, 0, 0]), 'audio/x-caf'],
	['transport stream', packets(188, 0), 'video/mp2t'],
	['transport stream of a camera', packets(192, 4), 'video/mp2t'],
	['latm', bytes([0x56, 0xe0, 0x02, 7, 7, 0x56, 0xe0, 0x02, 7]), 'audio/mp4a-latm'],
	['ogg', bytes('OggS', [0]), 'audio/ogg'],
	['flac', bytes('fLaC', [0, 0, 0, 0x22]), 'audio/flac'],
	['amr', bytes('#!AMR\n', [0x04, 0x91]), 'audio/amr'],
	['mp3 with tags', bytes('ID3', [4]), 'audio/mpeg'],
	...[0xfb, 0xfa, 0xf3, 0xf2, 0xe3].map((second): [string, Uint8Array, string] => [
		`mp3 ff ${second.toString(16)}`,
		bytes([0xff, second, 0x90, 0x64]),
		'audio/mpeg',
	]),
	...[0xf1, 0xf9, 0xf0].map((second): [string, Uint8Array, string] => [
		`aac ff ${second.toString(16)}`,
		bytes([0xff, second, 0x50, 0x80]),
		'audio/aac',
	]),
];

describe('the type of a file', () => {
	it.each(MEDIA)('%s is told by its first bytes, whatever else is said', (_, start, mime) => {
		for (const told of [undefined, 'text/html', 'application/octet-stream', 'image/tiff'])
			for (const name of ['x.zip', 'x.png', 'x.mp3', 'x'])
				expect(judge(start, told, `https://files.example/${name}`)).toBe(mime);
	});

	const BINARY = bytes([0, 1, 2, 3, 4, 5]);
	it.each<[string, string | undefined, string, string]>([
		['the server, of a kind of its own', 'video/x-unheard; charset=binary', 'a', 'video/x-unheard'],
		['the server, in capitals', 'Image/X-Unheard', 'a', 'image/x-unheard'],
		['the name, before a vague server', 'application/octet-stream', 'a.ZIP', 'application/zip'],
		['the name alone', undefined, 'a.zip', 'application/zip'],
		['the server, for an unknown name', 'application/pdf', 'a.xyz', 'application/pdf'],
		['nothing', undefined, 'a', 'application/octet-stream'],
		['an empty header', ' ; ', 'a', 'application/octet-stream'],
		['the server, of what may begin in mid-frame', 'audio/mp3', 'a', 'audio/mpeg'],
		['the name, of the same', 'application/octet-stream', 'a.mp3', 'audio/mpeg'],
	])('otherwise by %s', (_, told, name, mime) => {
		expect(judge(BINARY, told, `https://files.example/${name}`)).toBe(mime);
	});

	it.each<[string | undefined, string]>([
		['image/png', 'a'],
		['image/jpg', 'a'],
		['audio/x-wav', 'a'],
		['video/mp4; codecs=avc1', 'a'],
		[undefined, 'a.png?x=1#y'],
		['application/octet-stream', 'a.MP4'],
	])('called %s %s, it must begin so', (told, name) => {
		expect(judge(BINARY, told, `https://files.example/${name}`)).toMatch(
			/^the file is labeled (image|audio|video)\/\w+, but its content does not begin like a media file$/,
		);
	});
});

describe('a web page or message in place of a file', () => {
	it.each<[string, Uint8Array | string]>([
		['a page', '<!DOCTYPE html><html>'],
		['a page in capitals, after lines', '\n  <HTML lang="zh">'],
		['a head', '<head>'],
		['a script', '<script>location="/login"</script>'],
		['a comment, then a page', '<!-- cached --><html>'],
		['a mark, then a page', `${BOM}<!doctype html>`],
		['a page in GBK', bytes('<html>', [0xb5, 0xc7, 0xc2, 0xbc])],
		['XML', '<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>'],
		['JSON', '{"detail":"Not Found"}'],
		['JSON with spaces', ' { "code": 1 }'],
		['a JSON list', '["not found"]'],
		['plain words', 'Access denied'],
		['Chinese words', '文件不存在'],
		['one letter', '<'],
		['words that begin like a signature', 'BMW is a car'],
		['words that begin like a sound', 'ID3 tags are missing'],
		['words that hold one', 'RIFF or WEBP only'],
		['words like a picture of a kind', 'GIF89a is not allowed here'],
	])('%s is none', (_, text) => {
		for (const told of [undefined, 'image/png', 'video/x-unheard', 'text/html', 'text/plain'])
			for (const name of ['a.png', 'a.mp4', 'a.mp3', 'a', 'a.php'])
				expect(judge(text, told, `https://files.example/${name}`)).toBe(MESSAGE);
	});

	it('no text is a picture, video or sound, however long', () => {
		fc.assert(
			fc.property(
				fc.string({ unit: anyCharacter, minLength: 1, maxLength: 600 }),
				fc.constantFrom('image/png', 'video/mp4', 'audio/mpeg', 'image/x-unheard'),
				fc.constantFrom('a.png', 'a.mp4', 'a'),
				(content, told, name) => {
					const text = content.replace(/[\p{Cc}\p{Cs}]/gu, ' ');
					expect(
						judge(Buffer.from(text).subarray(0, 512), told, `https://files.example/${name}`),
					).toBe(MESSAGE);
				},
			),
		);
	});

	it('nothing is no file', () => expect(judge('')).toBe('the file is empty'));
});

describe('a text that is a file', () => {
	const SRT = '1\n00:00:00,000 --> 00:00:01,000\nhi';
	const ASS = '[Script Info]\nTitle: a';
	it.each<[string, string | undefined, string, string]>([
		[SRT, 'text/plain', 'a.srt', 'application/x-subrip'],
		[SRT, 'application/octet-stream', 'a.SRT?sign=1', 'application/x-subrip'],
		[`${BOM}${SRT.replace(/\n/g, '\r\n')}`, 'application/x-subrip', 'a', 'application/x-subrip'],
		[SRT, 'text/plain; charset=utf-8', 'a', 'application/x-subrip'],
		['00:01.500 --> 00:02.000\nhi', undefined, 'a.srt', 'application/x-subrip'],
		[ASS, 'text/plain', 'a.ass', 'text/x-ssa'],
		[`; made by\n; a tool\n${ASS}`, 'text/x-ssa', 'a', 'text/x-ssa'],
		['WEBVTT\n\n', 'text/vtt', 'a', 'text/vtt'],
		['WEBVTT - a film', 'text/plain', 'a.vtt', 'text/vtt'],
		['{"text": "Good morning"}', 'application/json', 'a', 'application/json'],
		['[{"start": 0, "end": 1}]', 'text/plain', 'a.json', 'application/json'],
		[`[{"text": "${'a'.repeat(600)}`, undefined, 'a.json', 'application/json'],
		['Good morning.', 'text/plain', 'a.txt', 'text/plain'],
		['a,b\n1,2', 'text/csv', 'a', 'text/csv'],
		['# Title', 'text/plain', 'a.md', 'text/markdown'],
	])('%j, called %s %s, is one', (text, told, name, mime) => {
		expect(judge(Buffer.from(text).subarray(0, 512), told, `https://files.example/${name}`)).toBe(
			mime,
		);
	});

	it.each<[string, string | undefined, string]>([
		['Not found', 'text/plain', 'a.srt'],
		['<html>', 'text/plain', 'a.srt'],
		['{"code":"NoSuchKey"}', undefined, 'a.srt'],
		['not found', 'text/vtt', 'a'],
		['{"code":"NoSuchKey","message":"gone"}', 'application/json', 'a'],
		['{"errorMessage":"gone"}', undefined, 'a.json'],
		[`{"detail": "${'a'.repeat(600)}`, undefined, 'a.json'],
		['not found', 'application/json', 'a.json'],
		['{"text": "a"}', 'application/json', 'a.png'],
		['{"text": "a"}', 'image/png', 'a.json'],
		['<html>', 'text/plain', 'a.txt'],
		['{"message": "gone"}', 'text/plain', 'a.txt'],
		['Sign in', 'text/html', 'a.txt'],
		[SRT, 'text/plain', 'a.mp4'],
		['<svg xmlns="http://www.w3.org/2000/svg">', 'image/svg+xml', 'a.svg'],
		['<svg onload="alert(1)">', 'image/svg+xml', 'a'],
		['<html><svg>', 'image/svg+xml', 'a.svg'],
		['<!---->'.repeat(70), 'image/svg+xml', 'a.svg'],
	])('%j, called %s %s, is none', (text, told, name) => {
		expect(judge(Buffer.from(text).subarray(0, 512), told, `https://files.example/${name}`)).toBe(
			MESSAGE,
		);
	});
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
		['https://x.example/a', 'audio/ogg', 'a.ogg'],
		['https://x.example/a.opus', 'audio/ogg', 'a.opus'],
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
		expect(name.length).toBeLessThanOrEqual(255);
		expect(fileNameOf(`https://x.example/${'a'.repeat(5_000)}`, 'image/png')).toMatch(/^a+\.png$/);
	});
});

describe('the file name that somebody gave', () => {
	it.each<[string, string, number | undefined, string]>([
		['cat', 'image/png', undefined, 'cat.png'],
		['cat.png', 'image/png', undefined, 'cat.png'],
		['cat.PNG', 'image/png', 2, 'cat_2.PNG'],
		['cat.jpg', 'image/png', undefined, 'cat.png'],
		['v1.2', 'video/mp4', 3, 'v1.2_3.mp4'],
		['../../etc/passwd', 'image/png', undefined, '_.._etc_passwd.png'],
		['a\\b:c*?"<>|d\n', 'image/png', undefined, 'a_b_c_d_.png'],
		['...', 'image/png', undefined, 'result.png'],
		['', 'image/png', 1, 'result_1.png'],
		['con', 'image/png', undefined, '_con.png'],
		['LPT1.txt', 'image/png', undefined, '_LPT1.png'],
		['cat\u202egnp.exe', 'image/png', undefined, 'catgnp.exe.png'],
		['a\ud800b', 'image/png', undefined, 'a_b.png'],
		['产品 1 . ', 'image/png', undefined, '产品 1.png'],
		['data.bin', 'application/octet-stream', 2, 'data_2.bin'],
		['data', 'application/octet-stream', 2, 'data_2'],
	])('%j of %s, number %s: %s', (given, mime, number, name) =>
		expect(givenFileName(given, mime, number)).toBe(name),
	);

	it('fits any file system, whole letters and all', () => {
		const name = givenFileName('😀'.repeat(300), 'image/png', 12);
		expect(name).toMatch(/^(😀)+_12\.png$/u);
		expect(Buffer.byteLength(name)).toBeLessThanOrEqual(255);
	});
});
