/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { drawPicture } from './picture';

/** The result files. A file's content depends only on its path, so nothing is stored. */

export interface Media {
	type: string;
	size: number;
	/** The bytes from `start` up to but not including `end`, in chunks. */
	read(start: number, end: number): Iterable<Buffer>;
}

const PIECE = Buffer.alloc(64 * 1024, 'kexiang simulator ');
/** File beginnings, so that a generated file of any size has the right type. */
const BEGINNINGS: Record<string, Buffer> = {
	'image/png': Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
	'image/gif': Buffer.from('GIF89a\0\x02\0\x02', 'latin1'),
	'video/mp4': Buffer.from('\0\0\0\x18ftypisom\0\0\0\0isommp42', 'latin1'),
	'audio/mpeg': Buffer.from('ID3\x04\0\0\0\0\0\0', 'latin1'),
};
const CACHED_PICTURES = 64;
const SAMPLES: Record<string, { file: string; type: string }> = {
	mp3: { file: 'sample.mp3', type: 'audio/mpeg' },
	gif: { file: 'sample.gif', type: 'image/gif' },
};

const pictures = new Map<string, Buffer>();
const samples = new Map<string, Buffer>();

/** @returns undefined for a path of no task */
export function mediaAt(path: string): Media | undefined {
	const big = /^\/big\/(\d{1,15})\.mp4$/.exec(path);
	if (big) return bigMedia(Number(big[1]), 'video/mp4');
	const picture = /^\/images\/([\w-]*?(?:_(\d{1,4})x(\d{1,4}))?)\.png$/.exec(path);
	if (picture) {
		const [, name = '', width = '512', height = '512'] = picture;
		return ofBytes(pictureNamed(name, clamp(width), clamp(height)), 'image/png');
	}
	const named = /^\/(?:videos|audios|images)\/[\w-]+?(?:_(\d+)x(\d+))?\.(mp4|mp3|gif)$/.exec(path);
	const [, wide, high, extension = ''] = named ?? [];
	if (extension === 'mp4') return ofBytes(sampleNamed(videoFor(wide, high)), 'video/mp4');
	const sample = SAMPLES[extension];
	return sample && ofBytes(sampleNamed(sample.file), sample.type);
}

/** The id of the task in its result's name: `/videos/kx_33202.mp4`. */
export function taskIdInPath(path: string): string | undefined {
	return /\/kx_([\w-]+?)(?:_\d+_\d+x\d+)?\.\w+$/.exec(path)?.[1];
}

/** A file of any size, generated while it is sent. Only the first bytes have a meaning. */
export function bigMedia(size: number, type: string): Media {
	const beginning = BEGINNINGS[type] ?? Buffer.alloc(0);
	return {
		type,
		size,
		*read(start, end) {
			if (start < beginning.length) yield beginning.subarray(start, end);
			for (let at = Math.max(start, beginning.length); at < end; at += PIECE.length) {
				yield end - at < PIECE.length ? PIECE.subarray(0, end - at) : PIECE;
			}
		},
	};
}

function ofBytes(bytes: Buffer, type: string): Media {
	return {
		type,
		size: bytes.length,
		*read(start, end) {
			yield bytes.subarray(start, end);
		},
	};
}

/** The sample with the ratio nearest to the requested one. */
function videoFor(width = '16', height = '9'): string {
	const ratio = Number(width) / Number(height);
	if (ratio > 1.3) return 'sample.mp4';
	return ratio < 0.77 ? 'sample-portrait.mp4' : 'sample-square.mp4';
}

function clamp(side: string): number {
	return Math.min(1024, Math.max(1, Number(side)));
}

function pictureNamed(name: string, width: number, height: number): Buffer {
	const key = `${name} ${width} ${height}`;
	const known = pictures.get(key);
	if (known) return known;
	const drawn = drawPicture(name, width, height);
	const [oldest] = pictures.keys();
	if (pictures.size >= CACHED_PICTURES && oldest !== undefined) pictures.delete(oldest);
	pictures.set(key, drawn);
	return drawn;
}

function sampleNamed(file: string): Buffer {
	const known = samples.get(file) ?? readFileSync(join(__dirname, 'media', file));
	samples.set(file, known);
	return known;
}
