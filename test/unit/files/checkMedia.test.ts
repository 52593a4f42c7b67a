import type { IBinaryData } from 'n8n-workflow';

import type { Wanted } from '../../../nodes/shared/files/checkMedia';
import { judgeFile } from '../../../nodes/shared/files/fileType';
import { readLocalFile } from '../../../nodes/shared/files/localFile';
import * as files from '../../support/mediaFiles';

/** A file is what the field takes, by its own bytes, or is refused with what is wrong and how to go on. */

type Rules = Omit<Wanted, 'label'>;

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

async function look(content: Buffer, rules: Rules, told: Partial<IBinaryData> = {}) {
	const binary = { data: content.toString('base64'), mimeType: '', ...told };
	return await readLocalFile(CONTEXT, binary, { label: 'File', ...rules });
}

const KLING = {
	kind: 'image',
	types: ['jpg', 'png'],
	maxMb: 10,
	minSide: 300,
	maxSide: 6000,
	ratio: 2.5,
	grade: 'D',
} satisfies Rules;
const FILM = {
	kind: 'video',
	types: ['mp4', 'mov'],
	minSide: 300,
	maxSide: 2000,
	minSeconds: 2,
	maxSeconds: 10,
	grade: 'D',
} satisfies Rules;
const SOUND = {
	kind: 'audio',
	types: ['wav', 'mp3'],
	minSeconds: 2,
	maxSeconds: 30,
	grade: 'D',
} satisfies Rules;

const flv = Buffer.concat([Buffer.from('FLV\x01\x05\0\0\0\x09'), Buffer.alloc(600, 7)]);
const ogg = Buffer.concat([Buffer.from('OggS\0'), Buffer.alloc(600, 7)]);
const encoded = (content: Buffer) => Buffer.from(content.toString('base64'));

describe('a file is taken', () => {
	it.each<[string, Buffer, Rules]>([
		['PNG', files.png(300, 750), KLING],
		['JPEG, turned', files.jpeg(750, 300, { orientation: 6 }), KLING],
		['MP4', files.film(10), FILM],
		['MP4, rounded up to a frame', files.film(10.05), FILM],
		['MOV', files.film(2, { brand: 'qt  ' }), FILM],
		['MOV as it was once', files.film(2).subarray(files.ftyp('isom').length), FILM],
		['WAV', files.wav(2), SOUND],
		['MP3 with its silence', files.mp3(Math.ceil((30.05 * 44_100) / 1152)), SOUND],
		['M4A where any sound is', files.film(9, { width: 0 }), { kind: 'audio' }],
		['WebM where any sound is', files.ebml('webm'), { kind: 'audio' }],
		['HEIC where any picture is', files.heif('heic', 900, 900), { kind: 'image', maxSide: 900 }],
		['what is cut off, unchecked', files.png(9, 9).subarray(0, 100), { kind: 'any' }],
		['a picture of unknown sides', files.tiff(), { kind: 'image', minSide: 300 }],
	])('%s', async (_, content, rules) => {
		const { size, start } = await look(content, rules);
		expect(size).toBe(content.length);
		expect(content.subarray(0, start.length).equals(start)).toBe(true);
	});
});

/** Nothing that is known here begins so. */
const ODD = Buffer.alloc(600, 1);
const midFrame = files.mp3(100).subarray(700);

describe('a file whose bytes say nothing is what it is said to be', () => {
	it.each<[string, Buffer, Partial<IBinaryData>, Rules, string]>([
		['a video', ODD, { mimeType: 'video/mp2t' }, { kind: 'video' }, 'video/mp2t'],
		['by its name', ODD, { fileName: 'a.TS' }, { kind: 'video' }, 'video/mp2t'],
		['a sound', ODD, { mimeType: 'audio/ac3' }, { kind: 'audio' }, 'audio/ac3'],
		['a picture', ODD, { mimeType: 'image/x-unheard' }, { kind: 'media' }, 'image/x-unheard'],
		['MP3 in mid-frame', midFrame, { mimeType: 'audio/mpeg' }, SOUND, 'audio/mpeg'],
		[
			'MP3 behind zeros',
			Buffer.concat([Buffer.alloc(3_000), midFrame]),
			{ fileName: 'a.mp3' },
			SOUND,
			'audio/mpeg',
		],
	])('%s', async (_, content, told, rules, mimeType) => {
		expect(await look(content, rules, told)).toMatchObject({ mimeType });
	});

	it.each<[string, Buffer, Partial<IBinaryData>, Rules]>([
		['of another kind', ODD, { mimeType: 'video/mp2t' }, { kind: 'audio' }],
		['of another format', ODD, { mimeType: 'audio/ac3' }, SOUND],
		['that must begin otherwise', ODD, { mimeType: 'video/mp4' }, { kind: 'video' }],
		['that is text', Buffer.from('const a = 1;'), { mimeType: 'video/mp2t' }, { kind: 'video' }],
	])('but none %s', async (_, content, told, rules) => {
		await expect(look(content, rules, told)).rejects.toThrow(
			/^File accepts (an audio file|a video)/,
		);
	});

	it('an MP3 in mid-frame has its length all the same', async () => {
		const long = files.mp3(1200).subarray(700);
		await expect(look(long, SOUND, { mimeType: 'audio/mpeg' })).rejects.toThrow('which is 31.');
	});
});

it('a phone writes MP4 and 3GP the same: the name says which', async () => {
	const phone = files.film(5, { brand: '3gp5' });
	await look(phone, FILM, { mimeType: 'video/mp4', fileName: 'a.mp4' });
	await expect(look(phone, FILM, { mimeType: 'video/3gpp' })).rejects.toThrow('is video/3gpp');
});

const WAY_ROUND =
	'To send the file anyway, enter a public URL of it, or add Options > Check Files and leave it switched off.';
const DERIVED = `This limit is the upstream provider's and is not confirmed by the platform. ${WAY_ROUND}`;

describe('a file is refused', () => {
	it.each<[string, Buffer, Rules, string]>([
		['WebP', files.webp.lossy(400, 400), KLING, 'accepts an image (JPG or PNG), but the file '],
		[
			'small',
			files.png(64, 64),
			KLING,
			'which is 64 x 64 pixels; each side must be 300 to 6000 pixels',
		],
		['one side small', files.jpeg(299, 400), KLING, 'which is 299 x 400 pixels'],
		['large', files.png(6001, 4000), KLING, 'which is 6001 x 4000 pixels'],
		[
			'long, lying on its side',
			files.jpeg(751, 300, { orientation: 6 }),
			KLING,
			'which is 300 x 751 pixels; the longer side must be at most 2.5 times the shorter one',
		],
		[
			'heavy',
			Buffer.concat([files.png(400, 400), Buffer.alloc(11e6)]),
			KLING,
			'MB; the limit is 10 MB',
		],
		[
			'heavy by little',
			Buffer.concat([files.png(400, 400), Buffer.alloc(10 * 1024 * 1024)]),
			KLING,
			'which is 10.001 MB; the limit is 10 MB',
		],
		['FLV', flv, FILM, 'accepts a video (MP4 or MOV), but the file x.bin (a/b) is video/x-flv'],
		[
			'a long film',
			files.film(70),
			FILM,
			'which is 70.0 seconds long; it must be 2 to 10 seconds long',
		],
		[
			'a short film',
			files.film(1.5),
			FILM,
			'which is 1.5 seconds long; it must be 2 to 10 seconds long',
		],
		['a small film', files.film(5, { width: 200 }), FILM, 'which is 200 x 360 pixels'],
		['a sound as a film', files.film(5, { width: 0 }), FILM, 'is audio/mp4'],
		[
			'a MOV of sound alone',
			files.film(5, { brand: 'qt  ', width: 0 }),
			FILM,
			'accepts a video (MP4 or MOV), but the file x.bin (a/b) is not a video',
		],
		[
			'Ogg',
			ogg,
			SOUND,
			'accepts an audio file (WAV or MP3), but the file x.bin (a/b) is audio/ogg',
		],
		['M4A', files.film(5, { width: 0 }), SOUND, 'is audio/mp4'],
		['a long WAV', files.wav(31), SOUND, 'which is 31.0 seconds long'],
		['a long MP3', files.mp3(1200), SOUND, 'which is 31.3 seconds long'],
	])('%s, by a limit that is derived', async (_, content, rules, reason) => {
		await expect(
			look(content, rules, { fileName: 'x.bin', mimeType: 'a/b' }),
		).rejects.toMatchObject({
			name: 'ParameterProblem',
			label: 'File',
			message: expect.stringContaining(reason),
			advice: expect.stringContaining(DERIVED),
		});
	});

	it('by a limit of the platform itself, without a way round', async () => {
		const official: Rules = { ...KLING, grade: 'A' };
		await expect(look(files.png(64, 64), official)).rejects.toMatchObject({
			advice: 'Resize the image before this node.',
		});
	});

	it.each<[string, Buffer, Rules]>([
		['PNG', files.png(400, 400), { kind: 'image' }],
		['JPEG', files.jpeg(400, 400), { kind: 'image' }],
		['MP4', files.film(5), { kind: 'video' }],
		['HEIC', files.heif('heic', 400, 400), { kind: 'media' }],
	])('%s that is cut off', async (_, content, rules) => {
		const cut = content.subarray(0, content.length - 50);
		await expect(look(cut, rules)).rejects.toMatchObject({
			message: expect.stringContaining('which is incomplete: its end is missing'),
			advice: expect.stringContaining(WAY_ROUND),
		});
	});

	it.each<[string, Buffer, Rules, string]>([
		['empty', Buffer.alloc(0), { kind: 'any' }, 'which is empty'],
		['text', Buffer.from('hello'), { kind: 'image' }, 'is not an image'],
		['a video as a sound', files.film(5), { kind: 'audio' }, 'is video/mp4'],
		[
			'base64',
			encoded(files.png(9, 9)),
			{ kind: 'image' },
			'contains a file that was base64-encoded twice',
		],
		[
			'base64 in lines',
			Buffer.from(
				encoded(files.png(9, 9))
					.toString()
					.replace(/(.{76})/g, '$1\r\n'),
			),
			{ kind: 'image' },
			'contains a file that was base64-encoded twice',
		],
	])('%s', async (_, content, rules, reason) => {
		await expect(look(content, rules)).rejects.toThrow(reason);
	});
});

const isom = Buffer.concat([files.ftyp('isom'), files.box('free', Buffer.alloc(600))]);
const asf = Buffer.concat([Buffer.from('3026b2758e66cf11', 'hex'), Buffer.alloc(600, 7)]);
describe('where bytes are the same with pictures and without', () => {
	it.each<[string, Buffer, Partial<IBinaryData>, string, string]>([
		['n8n', isom, { mimeType: 'audio/x-m4a', fileName: 'voice' }, 'audio/mp4', 'voice.m4a'],
		['the name', isom, { fileName: 'voice.m4a' }, 'audio/mp4', 'voice.m4a'],
		['n8n, of a video', isom, { mimeType: 'video/mp4', fileName: 'x' }, 'video/mp4', 'x.mp4'],
		['nobody', isom, { fileName: 'x' }, 'video/mp4', 'x.mp4'],
		[
			'the header, whoever says otherwise',
			files.film(5, { width: 0 }),
			{ mimeType: 'video/mp4', fileName: 'x.mp4' },
			'audio/mp4',
			'x.m4a',
		],
		[
			'the header of a video',
			files.film(5),
			{ mimeType: 'audio/mp4', fileName: 'x.m4a' },
			'video/mp4',
			'x.mp4',
		],
		['n8n, of Windows Media', asf, { mimeType: 'audio/x-ms-wma' }, 'audio/x-ms-wma', 'result.wma'],
		['the name, of it', asf, { fileName: 'a.wma' }, 'audio/x-ms-wma', 'a.wma'],
		['nobody, of it', asf, {}, 'video/x-ms-wmv', 'result.wmv'],
		['n8n, of WebM', files.ebml('webm'), { mimeType: 'audio/webm' }, 'audio/webm', 'result.weba'],
		['the name, of WebM', files.ebml('webm'), { fileName: 'a.weba' }, 'audio/webm', 'a.weba'],
		['nobody, of WebM', files.ebml('webm'), {}, 'video/webm', 'result.webm'],
		[
			'the name, of Matroska',
			files.ebml('matroska'),
			{ fileName: 'a.mka' },
			'audio/x-matroska',
			'a.mka',
		],
	])('%s decides, on the way in', async (_, content, told, mimeType, name) => {
		expect(await look(content, { kind: 'media' }, told)).toMatchObject({ mimeType, name });
	});

	it.each<[string, Buffer, Partial<IBinaryData>, Rules]>([
		['a sound as a video', isom, { mimeType: 'audio/x-m4a' }, { kind: 'video' }],
		['a video as a sound', isom, { mimeType: 'video/mp4' }, { kind: 'audio' }],
		['a sound of WebM as a video', files.ebml('webm'), { fileName: 'a.weba' }, { kind: 'video' }],
		[
			'a video of WebM as a sound',
			files.ebml('webm'),
			{ mimeType: 'video/webm' },
			{ kind: 'audio' },
		],
	])('%s is refused', async (_, content, told, rules) => {
		await expect(look(content, rules, told)).rejects.toThrow('File accepts a');
	});

	it.each<[string, Buffer, string | undefined, string, string]>([
		['the server', isom, 'audio/x-m4a', 'voice', 'audio/mp4'],
		['the name', isom, 'application/octet-stream', 'voice.m4a', 'audio/mp4'],
		['nobody', isom, undefined, 'x.mp4', 'video/mp4'],
		['the server, of WebM', files.ebml('webm'), 'audio/webm;codecs=opus', 'x', 'audio/webm'],
		['nobody, of WebM', files.ebml('webm'), 'video/webm', 'x.webm', 'video/webm'],
	])('%s decides, on the way out', (_, content, contentType, name, mimeType) => {
		const url = `https://files.example/${name}`;
		expect(judgeFile(content.subarray(0, 512), { url, contentType })).toEqual({ mimeType });
	});
});
