/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import { PNG } from 'pngjs';
import { get, type IncomingMessage } from 'node:http';
import { mediaAt } from '../../simulator/media';
import { drawPicture } from '../../simulator/picture';
import { resultsOf } from '../../simulator/results';
import { ask, pause, shared, type Ask } from './client';

const client = shared();
const fetched = async (path: string, given: Ask = {}) =>
	await ask(client().simulator.filesUrl + path, given);
const open = async (path: string): Promise<IncomingMessage> =>
	await new Promise((resolve, reject) => {
		get(client().simulator.filesUrl + path, resolve).on('error', reject);
	});

it('draws a picture of the wished size, the same every time', () => {
	const first = drawPicture('kx_1_0', 320, 180);
	const { width, height, data } = PNG.sync.read(first);
	expect([width, height]).toEqual([320, 180]);
	expect(new Set(Array.from({ length: 180 }, (_, y) => data[y * 320 * 4])).size).toBeGreaterThan(5);
	expect(drawPicture('kx_1_0', 320, 180)).toEqual(first);
	expect(drawPicture('kx_2_0', 320, 180)).not.toEqual(first);
});

it.each([
	['/images/kx_1_0_512x288.png', 'image/png', 'PNG'],
	['/videos/kx_1.mp4', 'video/mp4', 'ftyp'],
	['/audios/kx_1.mp3', 'audio/mpeg', 'ID3'],
	['/images/kx_1.gif', 'image/gif', 'GIF89a'],
])('%s is a real %s', async (path, type, mark) => {
	const got = await fetched(path);
	expect(got.headers['content-type']).toBe(type);
	expect(got.text.slice(0, 16)).toContain(mark);
	const head = await fetched(path, { method: 'HEAD' });
	expect(head.headers['content-length']).toBe(got.headers['content-length']);
	expect(Number(head.headers['content-length'])).toBeGreaterThan(500);
	expect(head.text).toBe('');
});

it.each([
	['', 320, 180],
	['_512x288', 320, 180],
	['_288x512', 180, 320],
	['_512x512', 240, 240],
])('a video whose name ends with "%s" has %d by %d pixels', (ending, width, height) => {
	const file = mediaAt(`/videos/kx_1${ending}.mp4`);
	const bytes = Buffer.concat([...(file?.read(0, file.size) ?? [])]);
	// The header of the first track ends with its sides, as numbers with 16 bits behind the point.
	const at = bytes.indexOf('tkhd') - 4;
	const end = at + bytes.readUInt32BE(at);
	const sides = [bytes.readUInt32BE(end - 8), bytes.readUInt32BE(end - 4)];
	expect(sides.map((side) => side >> 16)).toEqual([width, height]);
});

const PORTRAIT = 'http://files/images/kx_1_0_432x768.png';
const wide = { modelName: 'KlingV3', modelType: 'img2video', size: '16:9' };
const omni = { modelName: 'Kling-v3-omni', size: '16:9' };
const portrait = { image_url: PORTRAIT };
it.each`
	what                                            | input                                                                                        | ending
	${'the ratio that is asked for'}                | ${{ size: '9:16' }}                                                                          | ${'_432x768'}
	${'the ratio beside a resolution'}              | ${{ size: '2K', aspectRatio: '16:9' }}                                                       | ${'_768x432'}
	${'no ratio where none is meant'}               | ${{ ratio: 'adaptive' }}                                                                     | ${''}
	${'no ratio where none is asked for'}           | ${{}}                                                                                        | ${''}
	${'the ratio of its first frame'}               | ${{ ...wide, ...portrait }}                                                                  | ${'_432x768'}
	${'no ratio with a first frame from elsewhere'} | ${{ ...wide, image_url: 'https://example.com/a.png' }}                                       | ${''}
	${'the ratio asked for without a first frame'}  | ${{ ...wide, modelType: 'text2video', image_url: '' }}                                       | ${'_768x432'}
	${'the ratio of the first frame in a list'}     | ${{ ...omni, modelType: 'frame2video', image_list: [{ ...portrait, type: 'first_frame' }] }} | ${'_432x768'}
	${'the ratio asked for beside references'}      | ${{ ...omni, modelType: 'img2video', image_list: [portrait] }}                               | ${'_768x432'}
`('a video has $what', ({ input, ending }: { input: object; ending: string }) => {
	const { videoUrl } = resultsOf({ id: '7', body: { user_input: input } }, 'video', 'http://files');
	expect(videoUrl).toBe(`http://files/videos/kx_7${ending}.mp4`);
});

it.each([
	['bytes=0-9', 206, '10', 'bytes 0-9/1000'],
	['bytes=990-', 206, '10', 'bytes 990-999/1000'],
	['bytes=-5', 206, '5', 'bytes 995-999/1000'],
	['bytes=500-5000', 206, '500', 'bytes 500-999/1000'],
	['bytes=1000-', 416, '0', 'bytes */1000'],
	['lines=1-2', 200, '1000', undefined],
])('answers the range %s with %d', async (range, status, length, contentRange) => {
	const got = await fetched('/big/1000.mp4', { headers: { range } });
	expect(got.status).toBe(status);
	expect(got.headers['content-length']).toBe(length);
	expect(got.headers['content-range']).toBe(contentRange);
	expect(got.text.length).toBe(Number(length));
});

it.each(['/images/none.txt', '/videos/../kx.mp4', '/', '/big/x.mp4'])('has no %s', async (path) => {
	expect((await fetched(path)).status).toBe(404);
});

it('streams a big file to its end', async () => {
	const bytes = 20 * 1024 * 1024;
	const response = await open(`/big/${bytes}.mp4`);
	expect(response.headers['content-length']).toBe(String(bytes));
	let seen = 0;
	for await (const piece of response as AsyncIterable<Buffer>) seen += piece.length;
	expect(seen).toBe(bytes);
});

it('waits for a reader who waits, and holds nothing of the file', async () => {
	const response = await open(`/big/${10 ** 12}.mp4`);
	const before = process.memoryUsage().arrayBuffers;
	response.pause();
	await pause(200);
	expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20 * 1024 * 1024);
	response.destroy();
});
