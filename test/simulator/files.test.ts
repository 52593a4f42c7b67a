/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import { PNG } from 'pngjs';
import { get, type IncomingMessage } from 'node:http';
import { drawPicture } from '../../simulator/picture';
import { startSimulator, type Simulator } from '../../simulator/server';
import { ask } from './client';

let simulator: Simulator;
beforeAll(async () => {
	simulator = await startSimulator();
});
afterAll(async () => await simulator.stop());

async function open(path: string): Promise<IncomingMessage> {
	return await new Promise((resolve, reject) => {
		get(`${simulator.filesUrl}${path}`, resolve).on('error', reject);
	});
}

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
	const got = await ask(simulator.filesUrl + path);
	expect(got.headers['content-type']).toBe(type);
	expect(got.text.slice(0, 16)).toContain(mark);
	const head = await ask(simulator.filesUrl + path, { method: 'HEAD' });
	expect(head.headers['content-length']).toBe(got.headers['content-length']);
	expect(Number(head.headers['content-length'])).toBeGreaterThan(500);
	expect(head.text).toBe('');
});

it.each([
	['bytes=0-9', 206, '10', 'bytes 0-9/1000'],
	['bytes=990-', 206, '10', 'bytes 990-999/1000'],
	['bytes=-5', 206, '5', 'bytes 995-999/1000'],
	['bytes=500-5000', 206, '500', 'bytes 500-999/1000'],
	['bytes=1000-', 416, '0', 'bytes */1000'],
	['lines=1-2', 200, '1000', undefined],
])('answers the range %s with %d', async (range, status, length, contentRange) => {
	const got = await ask(`${simulator.filesUrl}/big/1000.mp4`, { headers: { range } });
	expect(got.status).toBe(status);
	expect(got.headers['content-length']).toBe(length);
	expect(got.headers['content-range']).toBe(contentRange);
	expect(got.text.length).toBe(Number(length));
});

it.each(['/images/none.txt', '/videos/../kx.mp4', '/', '/big/x.mp4'])('has no %s', async (path) => {
	expect((await ask(simulator.filesUrl + path)).status).toBe(404);
});

it('streams a big file without holding it', async () => {
	const bytes = 300 * 1024 * 1024;
	const response = await open(`/big/${bytes}.mp4`);
	expect(response.headers['content-length']).toBe(String(bytes));
	let seen = 0;
	for await (const piece of response as AsyncIterable<Buffer>) seen += piece.length;
	expect(seen).toBe(bytes);
});

it('waits for a reader who waits', async () => {
	const response = await open(`/big/${10 ** 12}.mp4`);
	const before = process.memoryUsage().arrayBuffers;
	response.pause();
	await new Promise((resolve) => setTimeout(resolve, 200));
	expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20 * 1024 * 1024);
	response.destroy();
});
