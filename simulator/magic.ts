import type { MediaKind } from './inputFields';

/** Identifies pictures, videos and sounds by their first bytes, as the services behind the platform do. */

/** The number of bytes that `kindOfBytes` reads. */
export const MAGIC_BYTES = 16;

const STARTS: Array<[Exclude<MediaKind, 'media'>, RegExp]> = [
	['image', /^89504e470d0a1a0a/],
	['image', /^ffd8ff/],
	['image', /^474946383[79]61/],
	['image', /^52494646.{8}57454250/],
	['image', /^424d.{8}00000000/],
	['image', /^(49492a00|4d4d002a)/],
	['image', /^.{8}66747970(61766966|61766973|68656963|68656978|6d696631)/],
	['audio', /^.{8}667479704d3441/],
	['video', /^.{8}(66747970|6d6f6f76|6d646174|77696465)/],
	['video', /^1a45dfa3/],
	['video', /^52494646.{8}41564920/],
	['video', /^464c5601/],
	['video', /^000001b[a3]/],
	['audio', /^52494646.{8}57415645/],
	['audio', /^494433/],
	['audio', /^ff(e[23]|f[1-9a-d])/],
	['audio', /^4f676753/],
	['audio', /^664c6143/],
	['audio', /^2321414d52/],
];

/** The kind of a file with this beginning. Undefined for anything else, such as a web page. */
export function kindOfBytes(start: Buffer): Exclude<MediaKind, 'media'> | undefined {
	const head = start.subarray(0, MAGIC_BYTES).toString('hex');
	return STARTS.find(([, pattern]) => pattern.test(head))?.[0];
}
