/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { Readable } from 'node:stream';
import fc from 'fast-check';

import { fileNameOf, givenFileName, judgeFile } from '../../../nodes/shared/files/fileType';
import { readStart, TransferMeter } from '../../../nodes/shared/files/transfer';
import { anyCharacter } from '../../support/anyText';

const latin = (text: string) => Buffer.from(text, 'latin1');

/** What is said of a file that begins so; a refusal in its own words. */
function judge(start: Uint8Array | string, contentType?: string, name = 'result'): string {
	const bytes = typeof start === 'string' ? Buffer.from(start) : start;
	const url = `https://files.example/${name}`;
	const verdict = judgeFile(bytes.subarray(0, 512), { url, contentType });
	return 'mimeType' in verdict ? verdict.mimeType : verdict.refusal;
}

const MESSAGE = 'the server returned a web page or a message instead of a media file';
const BOM = '\ufeff';
const ftyp = (...[brand = '', ...others]: string[]) =>
	`\0\0\0${String.fromCharCode(16 + 4 * others.length)}ftyp${brand}\0\0\x02\0${others.join('')}`;
/** Packets of so many bytes, each of which has its sign at one place. */
function packets(length: number, at: number): string {
	const start = Buffer.alloc(512, 1);
	for (let packet = at; packet < start.length; packet += length) start[packet] = 0x47;
	return start.toString('latin1');
}

/** How files of a type begin. */
const MEDIA: Record<string, string[]> = {
	'image/png': ['\x89PNG\r\n\x1a\n'],
	'image/jpeg': ['\xff\xd8\xff\xe0'],
	'image/gif': ['GIF89a@\0@\0'],
	'image/webp': ['RIFF\x01\x02\x03\x04WEBPVP8 '],
	'image/bmp': ['BM\x36\x10\x0e\0\0\0\0\0'],
	'image/tiff': ['II*\0\x08\0\0\0', 'MM\0\x2a\0\0\0\x08', 'II+\0\x08\0\0\0'],
	'image/avif': [ftyp('avif'), ftyp('avis'), ftyp('mif1', 'mif1', 'avif', 'miaf')],
	'image/heic': [ftyp('heic'), ftyp('heix'), ftyp('mif1', 'mif1', 'heic')],
	'image/heif': [ftyp('mif1')],
	'video/mp4': [ftyp('isom', 'isom', 'mp42'), ftyp('mp42', 'heic')],
	'video/quicktime': [ftyp('qt  ')],
	'video/3gpp': [ftyp('3gp4')],
	'video/webm': ['\x1a\x45\xdf\xa3'],
	'video/x-matroska': ['\x1a\x45\xdf\xa3\x93\x42\x82\x88matroska'],
	'video/x-msvideo': ['RIFF\x01\x02\x03\x04AVI LIST'],
	'video/x-flv': ['FLV\x01\x05\0\0\0\x09'],
	'video/mpeg': ['\0\0\x01\xba\x44'],
	'video/x-ms-wmv': ['\x30\x26\xb2\x75\x8e\x66\xcf\x11'],
	'video/mp2t': [packets(188, 0), packets(192, 4)],
	'audio/mp4': [ftyp('M4A ')],
	'audio/wav': ['RIFF\x01\x02\x03\x04WAVEfmt ', 'RIFX\x01\x02\x03\x04WAVEfmt '].concat(
		['RF64', 'BW64'].map((start) => `${start}\xff\xff\xff\xffWAVEds64`),
	),
	'audio/aiff': ['FORM\0\x01\x02\x03AIFFCOMM'],
	'audio/x-caf': ['caff\0\x01\0\0'],
	'audio/mp4a-latm': ['\x56\xe0\x02\x07\x07\x56\xe0\x02\x07'],
	'audio/ogg': ['OggS\0'],
	'audio/flac': ['fLaC\0\0\0\x22'],
	'audio/amr': ['#!AMR\n\x04\x91'],
	'audio/mpeg': [
		'ID3\x04',
		...[...'\xfb\xfa\xf3\xf2\xe3'].map((second) => `\xff${second}\x90\x64`),
	],
	'audio/aac': [...'\xf1\xf9\xf0'].map((second) => `\xff${second}\x50\x80`),
};

describe('the type of a file', () => {
	it.each(Object.entries(MEDIA))(
		'%s is told by first bytes, whatever else is said',
		(mime, starts) => {
			for (const start of starts)
				for (const told of [undefined, 'text/html', 'application/octet-stream', 'image/tiff'])
					for (const name of ['x.zip', 'x.png', 'x.mp3', 'x'])
						expect(judge(latin(start), told, name)).toBe(mime);
		},
	);

	const BINARY = latin('\0\x01\x02\x03\x04\x05');
	it.each<[string, string | undefined, string, string]>([
		['the server, of a kind of its own', 'video/x-unheard; charset=binary', 'a', 'video/x-unheard'],
		['the server, in capitals', 'Image/X-Unheard', 'a', 'image/x-unheard'],
		['the name, before a vague server', 'application/octet-stream', 'a.ZIP', 'application/zip'],
		['the name alone', undefined, 'a.zip', 'application/zip'],
		['the server, for an unknown name', 'application/pdf', 'a.xyz', 'application/pdf'],
		['an empty header', ' ; ', 'a', 'application/octet-stream'],
		['the server, of what may begin in mid-frame', 'audio/mp3', 'a', 'audio/mpeg'],
	])('otherwise by %s', (_, told, name, mime) => expect(judge(BINARY, told, name)).toBe(mime));

	it.each<[string | undefined, string]>([
		['image/jpg', 'a'],
		['audio/x-wav', 'a'],
		['video/mp4; codecs=avc1', 'a'],
		[undefined, 'a.png?x=1#y'],
		['application/octet-stream', 'a.MP4'],
	])('called %s %s, it must begin so', (told, name) => {
		expect(judge(BINARY, told, name)).toMatch(
			/^the file is labeled (image|audio|video)\/\w+, but its content does not begin like a media file$/,
		);
	});

	it('nothing is no file, and two bytes are of no type', () => {
		expect(judge('')).toBe('the file is empty');
		expect(judge(latin('\xff\xfb'))).toBe('application/octet-stream');
	});
});

describe('a web page or message in place of a file', () => {
	it.each([
		'<!DOCTYPE html><html>',
		'\n  <HTML lang="zh">',
		'<script>location="/login"</script>',
		'<!-- cached --><html>',
		`${BOM}<!doctype html>`,
		latin('<html>\xb5\xc7\xc2\xbc'),
		'<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>',
		' { "code": 1 }',
		'Access denied',
		'BMW is a car',
		'ID3 tags are missing',
		'RIFF or WEBP only',
		'文件不存在',
		'<',
		'GIF89a is not allowed here',
	])('%j is none', (text) => {
		for (const told of [undefined, 'image/png', 'video/x-unheard', 'text/html', 'text/plain'])
			for (const name of ['a.png', 'a.mp4', 'a.mp3', 'a', 'a.php'])
				expect(judge(text, told, name)).toBe(MESSAGE);
	});

	it('no text is a picture, video or sound, however long', () => {
		fc.assert(
			fc.property(
				fc.string({ unit: anyCharacter, minLength: 1, maxLength: 600 }),
				fc.constantFrom('image/png', 'video/mp4', 'audio/mpeg', 'image/x-unheard'),
				fc.constantFrom('a.png', 'a.mp4', 'a'),
				(content, told, name) =>
					expect(judge(content.replace(/[\p{Cc}\p{Cs}]/gu, ' '), told, name)).toBe(MESSAGE),
			),
		);
	});
});

describe('a text that may be a file', () => {
	const SRT = '1\n00:00:00,000 --> 00:00:01,000\nhi';
	const ASS = '[Script Info]\nTitle: a';
	const LONG = 'a'.repeat(600);
	it.each<[string, string | undefined, string, string]>([
		[SRT, 'text/plain; charset=utf-8', 'a', 'application/x-subrip'],
		[SRT, 'application/octet-stream', 'a.SRT?sign=1', 'application/x-subrip'],
		[`${BOM}${SRT.replace(/\n/g, '\r\n')}`, 'application/x-subrip', 'a', 'application/x-subrip'],
		[`; made by\n; a tool\n${ASS}`, 'text/x-ssa', 'a', 'text/x-ssa'],
		['WEBVTT - a film', 'text/plain', 'a.vtt', 'text/vtt'],
		['{"text": "Good morning"}', 'application/json', 'a', 'application/json'],
		[`[{"text": "${LONG}`, 'text/plain', 'a.json', 'application/json'],
		['Good morning.', 'text/plain', 'a.txt', 'text/plain'],
		['a,b\n1,2', 'text/csv', 'a', 'text/csv'],
		['Not found', 'text/plain', 'a.srt', MESSAGE],
		['{"code":"NoSuchKey"}', undefined, 'a.srt', MESSAGE],
		['not found', 'text/vtt', 'a', MESSAGE],
		['{"code":"NoSuchKey","message":"gone"}', 'application/json', 'a', MESSAGE],
		[`{"detail": "${LONG}`, undefined, 'a.json', MESSAGE],
		['{"text": "a"}', 'application/json', 'a.png', MESSAGE],
		['<html>', 'text/plain', 'a.txt', MESSAGE],
		['Sign in', 'text/html', 'a.txt', MESSAGE],
		[SRT, 'text/plain', 'a.mp4', MESSAGE],
		['<svg xmlns="http://www.w3.org/2000/svg">', 'image/svg+xml', 'a.svg', MESSAGE],
		['<!---->'.repeat(70), 'image/svg+xml', 'a.svg', MESSAGE],
	])('%j, called %s %s, is %s', (text, told, name, mime) =>
		expect(judge(text, told, name)).toBe(mime),
	);
});

describe('the name of a file', () => {
	const OSS = 'mathmind-files.oss-cn-beijing.aliyuncs.com/images/kx_gemini_d7f5.png';
	it.each([
		[`${OSS}?x-oss-process=a/b.gif#c`, 'image/png', 'kx_gemini_d7f5.png'],
		['x.example/a.JPG', 'image/jpeg', 'a.JPG'],
		['x.example/a.b.png', 'image/gif', 'a.b.gif'],
		['x.example/v1.2', 'image/png', 'v1.2.png'],
		['x.example/show.php?id=1', 'image/png', 'show.php.png'],
		['x.example/a', 'video/mp4', 'a.mp4'],
		['x.example/a', 'application/octet-stream', 'a'],
		['x.example/a.opus', 'audio/ogg', 'a.opus'],
		['x.example', 'image/png', 'result.png'],
		['x.example/%E7%BA%B8%E8%88%B9.png', 'image/png', '纸船.png'],
		['x.example/a%2F..%2F..%2Fetc%2Fpasswd', 'image/png', 'a_.._.._etc_passwd.png'],
		['x.example/..%5C..%5Ca.png', 'image/png', '_.._a.png'],
		['x.example/%zz.png', 'image/png', '%zz.png'],
		['x.example/.png', 'image/png', 'png.png'],
	])('%s (%s) is %s', (url, mime, name) => expect(fileNameOf(`https://${url}`, mime)).toBe(name));

	it.each(['.png', ''])('is never longer than a disk can take, and keeps its end: %s', (ending) => {
		const name = fileNameOf(`https://x.example/${'a'.repeat(5_000)}${ending}`, 'image/png');
		expect(name).toMatch(/^a+\.png$/);
		expect(name.length).toBeLessThanOrEqual(255);
	});

	it.each<[string, string, number | undefined, string]>([
		['cat', 'image/png', undefined, 'cat.png'],
		['cat.PNG', 'image/png', 2, 'cat_2.PNG'],
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
	])('given as %j of %s, number %s, is %s', (given, mime, number, name) =>
		expect(givenFileName(given, mime, number)).toBe(name),
	);

	it('fits any file system, whole letters and all', () => {
		const name = givenFileName('😀'.repeat(300), 'image/png', 12);
		expect(name).toMatch(/^(😀)+_12\.png$/u);
		expect(Buffer.byteLength(name)).toBeLessThanOrEqual(255);
	});
});

describe('the first bytes of a stream', () => {
	/** The file in pieces of these lengths, and what is left in one more. */
	function* inPieces(file: Buffer, lengths: number[]): Generator<Buffer> {
		let at = 0;
		for (const length of [...lengths, Infinity]) {
			if (at < file.length) yield file.subarray(at, at + length);
			at += length;
		}
	}

	async function read(file: Buffer, lengths: number[]) {
		let heard = 0;
		const meter = new TransferMeter({ stallMs: 1, windowMs: 1, bytesPerSecond: 0 }, 0);
		meter.add = (count) => void (heard += count);
		const stream = Readable.from(inPieces(file, lengths), { objectMode: false });
		const { start, whole } = await readStart(stream, meter);
		const pieces = whole instanceof Uint8Array ? [whole] : await Readable.from(whole).toArray();
		return { start: Buffer.from(start), file: Buffer.concat(pieces as Uint8Array[]), heard };
	}

	const files = fc.uint8Array({ maxLength: 1700 }).map((bytes) => Buffer.from(bytes));

	it('are the same, and so is the file, in whatever pieces they come', async () => {
		const lengths = fc.oneof(
			fc.array(fc.integer({ min: 1, max: 700 }), { maxLength: 8 }),
			fc.constant(new Array<number>(1200).fill(1)),
		);
		await fc.assert(
			fc.asyncProperty(files, lengths, async (file, pieces) => {
				const got = await read(file, pieces);
				expect(got.start.equals(file.subarray(0, 512))).toBe(true);
				expect(got.file.equals(file)).toBe(true);
				expect(got.heard).toBeLessThanOrEqual(file.length);
			}),
			{ numRuns: 200 },
		);
	});

	it('of a stream that breaks off do not keep anyone waiting', async () => {
		const broken = new Readable({ read: () => {} });
		const reading = readStart(broken);
		broken.destroy();
		await expect(reading).rejects.toThrow('aborted');
		await expect(readStart(broken)).rejects.toThrow('aborted');
	});

	it('leave no listener behind', async () => {
		const stream = Readable.from([Buffer.alloc(600)], { objectMode: false });
		const before = stream.eventNames();
		await readStart(stream);
		expect(stream.eventNames()).toEqual(before);
	});
});
