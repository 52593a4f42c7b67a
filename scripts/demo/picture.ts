// Looks at bytes: are they a whole picture?

export interface Picture {
	format: 'PNG' | 'JPEG' | 'WebP';
	/** Known for PNG only. */
	width?: number;
	height?: number;
	bytes: number;
}

const PNG_SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const PNG_END = Buffer.from('IEND');

/** What picture the bytes are; undefined when they are none, or only the beginning of one. */
export function recognise(bytes: Buffer): Picture | undefined {
	if (bytes.subarray(0, 8).equals(PNG_SIGNATURE)) {
		// The last chunk is four bytes of length, its name, and a checksum.
		const isWhole = bytes.length >= 45 && bytes.subarray(-8, -4).equals(PNG_END);
		if (!isWhole) return undefined;
		const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
		return { format: 'PNG', width, height, bytes: bytes.length };
	}
	if (bytes.length > 4 && bytes.readUInt16BE(0) === 0xffd8) {
		return bytes.readUInt16BE(bytes.length - 2) === 0xffd9
			? { format: 'JPEG', bytes: bytes.length }
			: undefined;
	}
	const isWebp =
		bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 8, 12) === 'WEBP';
	return isWebp && bytes.length >= bytes.readUInt32LE(4) + 8
		? { format: 'WebP', bytes: bytes.length }
		: undefined;
}
