import type { IBinaryData } from 'n8n-workflow';

import type { Wanted } from '../../../nodes/shared/files/checkMedia';
import { judgeFile } from '../../../nodes/shared/files/fileType';
import { readLocalFile } from '../../../nodes/shared/files/localFile';
import * as files from '../../support/mediaFiles';

/** A file is what the field takes, by its own bytes, or is refused with what is wrong and how to go on. */

const { behind, box, ebml, film, ftyp, heif, jpeg, mp3, png, tiff, wav, webp } = files;

type Rules = Omit<Wanted, 'label'>;
type Told = Partial<IBinaryData>;

const unused = (): never => {
	throw new Error('not asked for here');
};
const CONTEXT = {
	helpers: {
		httpRequest: unused,
		prepareBinaryData: unused,
		getBinaryStream: unused,
		getBinaryMetadata: unused,
		createBinarySignedUrl: unused,
	},
};

/** As n8n hands the file over to a field with these rules. */
async function look(content: Buffer, rules: Rules, told: Told = {}) {
	const binary = { data: content.toString('base64'), mimeType: '', ...told };
	return await readLocalFile(CONTEXT, binary, { label: 'File', ...rules });
}

const KLING: Rules = {
	...{ kind: 'image', types: ['jpg', 'png'], maxMb: 10, grade: 'D' },
	...{ minSide: 300, maxSide: 6000, ratio: 2.5 },
};
const FILM: Rules = {
	...{ kind: 'video', types: ['mp4', 'mov'], grade: 'D' },
	...{ minSide: 300, maxSide: 2000, minSeconds: 2, maxSeconds: 10 },
};
const SOUND: Rules = {
	...{ kind: 'audio', types: ['wav', 'mp3'], minSeconds: 2, maxSeconds: 30, grade: 'D' },
};
const [ANY, IMAGE, VIDEO, AUDIO, MEDIA] = (
	['any', 'image', 'video', 'audio', 'media'] as const
).map((kind) => ({ kind })) as [Rules, Rules, Rules, Rules, Rules];

describe('a file is taken', () => {
	it.each<[string, Buffer, Rules]>([
		['PNG', png(300, 750), KLING],
		['JPEG, turned', jpeg(750, 300, { orientation: 6 }), KLING],
		['MP4', film(10), FILM],
		['MP4, rounded up to a frame', film(10.05), FILM],
		['MOV', film(2, { brand: 'qt  ' }), FILM],
		['MOV as it was once', film(2).subarray(ftyp('isom').length), FILM],
		['WAV', wav(2), SOUND],
		['MP3 with its silence', mp3(Math.ceil((30.05 * 44_100) / 1152)), SOUND],
		['M4A where any sound is', film(9, { width: 0 }), AUDIO],
		['WebM where any sound is', ebml('webm'), AUDIO],
		['HEIC where any picture is', heif('heic', 900, 900), { kind: 'image', maxSide: 900 }],
		['what is cut off, unchecked', png(9, 9).subarray(0, 100), ANY],
		['a picture of unknown sides', tiff(), { kind: 'image', minSide: 300 }],
	])('%s', async (_, content, rules) => {
		const { size, start } = await look(content, rules);
		expect(size).toBe(content.length);
		expect(content.subarray(0, start.length).equals(start)).toBe(true);
	});
});

describe('a file whose bytes say nothing is what it is said to be', () => {
	/** Nothing that is known here begins so. */
	const ODD = Buffer.alloc(600, 1);
	const midFrame = mp3(100).subarray(700);
	const behindZeros = behind(Buffer.alloc(3_000), midFrame);

	it.each<[string, Buffer, Told, Rules, string]>([
		['a video', ODD, { mimeType: 'video/mp2t' }, VIDEO, 'video/mp2t'],
		['by its name', ODD, { fileName: 'a.TS' }, VIDEO, 'video/mp2t'],
		['a sound', ODD, { mimeType: 'audio/ac3' }, AUDIO, 'audio/ac3'],
		['a picture', ODD, { mimeType: 'image/x-unheard' }, MEDIA, 'image/x-unheard'],
		['MP3 in mid-frame', midFrame, { mimeType: 'audio/mpeg' }, SOUND, 'audio/mpeg'],
		['MP3 behind zeros', behindZeros, { fileName: 'a.mp3' }, SOUND, 'audio/mpeg'],
	])('%s', async (_, content, told, rules, mimeType) =>
		expect(await look(content, rules, told)).toMatchObject({ mimeType }),
	);

	it.each<[string, Buffer, Told, Rules]>([
		['of another kind', ODD, { mimeType: 'video/mp2t' }, AUDIO],
		['of another format', ODD, { mimeType: 'audio/ac3' }, SOUND],
		['that must begin otherwise', ODD, { mimeType: 'video/mp4' }, VIDEO],
		['that is text', Buffer.from('const a = 1;'), { mimeType: 'video/mp2t' }, VIDEO],
	])(
		'but none %s',
		async (_, content, told, rules) =>
			await expect(look(content, rules, told)).rejects.toThrow(
				/^File accepts (an audio file|a video)/,
			),
	);

	it('an MP3 in mid-frame has its length all the same', async () => {
		const long = mp3(1200).subarray(700);
		await expect(look(long, SOUND, { mimeType: 'audio/mpeg' })).rejects.toThrow('which is 31.');
	});

	it('a phone writes MP4 and 3GP the same: the name says which', async () => {
		const phone = film(5, { brand: '3gp5' });
		await look(phone, FILM, { mimeType: 'video/mp4', fileName: 'a.mp4' });
		await expect(look(phone, FILM, { mimeType: 'video/3gpp' })).rejects.toThrow('is video/3gpp');
	});
});

describe('a file is refused', () => {
	const WAY_ROUND =
		'To send the file anyway, enter a public URL of it, or add Options > Check Files and leave it switched off.';
	const DERIVED = `This limit is the upstream provider's and is not confirmed by the platform. ${WAY_ROUND}`;
	const heavyBy = (bytes: number) => behind(png(400, 400), Buffer.alloc(bytes));
	const accepts = (what: string, found: string) =>
		`accepts ${what}, but the file x.bin (a/b) is ${found}`;
	const NO_FILM = accepts('a video (MP4 or MOV)', 'not a video');
	const SIDES = 'each side must be 300 to 6000 pixels';
	const RATIO = 'the longer side must be at most 2.5 times the shorter one';

	it.each<[string, Buffer, Rules, string]>([
		['WebP', webp.lossy(400, 400), KLING, accepts('an image (JPG or PNG)', 'image/webp')],
		['small', png(64, 64), KLING, `which is 64 x 64 pixels; ${SIDES}`],
		['one side small', jpeg(299, 400), KLING, 'which is 299 x 400 pixels'],
		['large', png(6001, 4000), KLING, 'which is 6001 x 4000 pixels'],
		['long', jpeg(751, 300, { orientation: 6 }), KLING, `which is 300 x 751 pixels; ${RATIO}`],
		['heavy', heavyBy(11e6), KLING, 'MB; the limit is 10 MB'],
		['heavy by little', heavyBy(10 * 2 ** 20), KLING, 'which is 10.001 MB; the limit is 10 MB'],
		['FLV', behind('FLV\x01\x05\0\0\0\x09', Buffer.alloc(600, 7)), FILM, 'is video/x-flv'],
		['a long film', film(70), FILM, 'which is 70.0 seconds long; it must be 2 to 10 seconds long'],
		['a short film', film(1.5), FILM, 'which is 1.5 seconds long; it must be 2 to'],
		['a small film', film(5, { width: 200 }), FILM, 'which is 200 x 360 pixels'],
		['a sound as a film', film(5, { width: 0 }), FILM, 'is audio/mp4'],
		['a MOV of sound alone', film(5, { brand: 'qt  ', width: 0 }), FILM, NO_FILM],
		[
			'Ogg',
			behind('OggS\0', Buffer.alloc(600, 7)),
			SOUND,
			accepts('an audio file (WAV or MP3)', 'audio/ogg'),
		],
		['M4A', film(5, { width: 0 }), SOUND, 'is audio/mp4'],
		['a long WAV', wav(31), SOUND, 'which is 31.0 seconds long'],
		['a long MP3', mp3(1200), SOUND, 'which is 31.3 seconds long'],
	])('%s, by a limit that is derived', async (_, content, rules, reason) => {
		const told = { fileName: 'x.bin', mimeType: 'a/b' };
		await expect(look(content, rules, told)).rejects.toMatchObject({
			name: 'ParameterProblem',
			label: 'File',
			message: expect.stringContaining(reason),
			advice: expect.stringContaining(DERIVED),
		});
	});

	it('by a limit of the platform itself, without a way round', async () =>
		await expect(look(png(64, 64), { ...KLING, grade: 'A' })).rejects.toMatchObject({
			advice: 'Resize the image before this node.',
		}));

	it.each<[string, Buffer, Rules]>([
		['PNG', png(400, 400), IMAGE],
		['JPEG', jpeg(400, 400), IMAGE],
		['MP4', film(5), VIDEO],
		['HEIC', heif('heic', 400, 400), MEDIA],
	])(
		'%s that is cut off',
		async (_, content, rules) =>
			await expect(look(content.subarray(0, -50), rules)).rejects.toMatchObject({
				message: expect.stringContaining('which is incomplete: its end is missing'),
				advice: expect.stringContaining(WAY_ROUND),
			}),
	);

	const text = png(9, 9).toString('base64');
	it.each<[string, string | Buffer, Rules, string]>([
		['empty', '', ANY, 'which is empty'],
		['text', 'hello', IMAGE, 'is not an image'],
		['a video as a sound', film(5), AUDIO, 'is video/mp4'],
		['base64', text, IMAGE, 'contains a file that was base64-encoded twice'],
		['base64 in lines', text.replace(/(.{76})/g, '$1\r\n'), IMAGE, 'base64-encoded twice'],
	])(
		'%s',
		async (_, content, rules, reason) =>
			await expect(look(behind(content), rules)).rejects.toThrow(reason),
	);
});

describe('where bytes are the same with pictures and without', () => {
	const ISOM = behind(ftyp('isom'), box('free', Buffer.alloc(600)));
	const ASF = behind(Buffer.from('3026b2758e66cf11', 'hex'), Buffer.alloc(600, 7));
	const WEBM = ebml('webm');
	const of = (mimeType: string, fileName?: string): Told => ({
		mimeType,
		...(fileName && { fileName }),
	});
	const called = (fileName: string): Told => ({ fileName });

	it.each<[string, Buffer, Told, string, string]>([
		['n8n', ISOM, of('audio/x-m4a', 'voice'), 'audio/mp4', 'voice.m4a'],
		['the name', ISOM, called('voice.m4a'), 'audio/mp4', 'voice.m4a'],
		['n8n, of a video', ISOM, of('video/mp4', 'x'), 'video/mp4', 'x.mp4'],
		['nobody', ISOM, called('x'), 'video/mp4', 'x.mp4'],
		['the header', film(5, { width: 0 }), of('video/mp4', 'x.mp4'), 'audio/mp4', 'x.m4a'],
		['the header of a video', film(5), of('audio/mp4', 'x.m4a'), 'video/mp4', 'x.mp4'],
		['n8n, of Windows Media', ASF, of('audio/x-ms-wma'), 'audio/x-ms-wma', 'result.wma'],
		['the name, of it', ASF, called('a.wma'), 'audio/x-ms-wma', 'a.wma'],
		['nobody, of it', ASF, {}, 'video/x-ms-wmv', 'result.wmv'],
		['n8n, of WebM', WEBM, of('audio/webm'), 'audio/webm', 'result.weba'],
		['the name, of WebM', WEBM, called('a.weba'), 'audio/webm', 'a.weba'],
		['nobody, of WebM', WEBM, {}, 'video/webm', 'result.webm'],
		['the name, of Matroska', ebml('matroska'), called('a.mka'), 'audio/x-matroska', 'a.mka'],
	])('%s decides, on the way in', async (_, content, told, mimeType, name) =>
		expect(await look(content, MEDIA, told)).toMatchObject({ mimeType, name }),
	);

	it.each<[string, Buffer, Told, Rules]>([
		['a sound as a video', ISOM, of('audio/x-m4a'), VIDEO],
		['a video as a sound', ISOM, of('video/mp4'), AUDIO],
		['a sound of WebM as a video', WEBM, called('a.weba'), VIDEO],
		['a video of WebM as a sound', WEBM, of('video/webm'), AUDIO],
	])(
		'%s is refused',
		async (_, content, told, rules) =>
			await expect(look(content, rules, told)).rejects.toThrow('File accepts a'),
	);

	it.each<[string, Buffer, string | undefined, string, string]>([
		['the server', ISOM, 'audio/x-m4a', 'voice', 'audio/mp4'],
		['the name', ISOM, 'application/octet-stream', 'voice.m4a', 'audio/mp4'],
		['nobody', ISOM, undefined, 'x.mp4', 'video/mp4'],
		['the server, of WebM', WEBM, 'audio/webm;codecs=opus', 'x', 'audio/webm'],
		['nobody, of WebM', WEBM, 'video/webm', 'x.webm', 'video/webm'],
	])('%s decides, on the way out', (_, content, contentType, name, mimeType) => {
		const url = `https://files.example/${name}`;
		expect(judgeFile(content.subarray(0, 512), { url, contentType })).toEqual({ mimeType });
	});
});
