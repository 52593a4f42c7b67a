// Looks at bytes: are they a whole picture?
import { PNG } from 'pngjs';

export interface Picture {
	format: 'PNG' | 'JPEG' | 'WebP';
	/** Known for PNG only. */
	width?: number;
	height?: number;
}

/** What picture the bytes are; undefined when they are none, or only the beginning of one. */
export function recognise(bytes: Buffer): Picture | undefined {
	const start = bytes.toString('latin1', 0, 12);
	if (/^RIFF....WEBP/s.test(start))
		return bytes.length >= bytes.readUInt32LE(4) + 8 ? { format: 'WebP' } : undefined;
	if (start.startsWith('\xff\xd8'))
		return bytes.subarray(-2).equals(Buffer.from('ffd9', 'hex')) ? { format: 'JPEG' } : undefined;
	try {
		const { width, height } = PNG.sync.read(bytes);
		return { format: 'PNG', width, height };
	} catch {
		return undefined;
	}
}
