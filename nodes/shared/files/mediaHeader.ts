import type { ByteReader } from './byteReader';
import { readIsoHeader } from './isoHeader';
import { readPictureHeader } from './pictureHeader';
import { readSoundHeader } from './soundHeader';

/** What the header of a file tells; absent where it tells nothing. */
export interface MediaHeader {
	/** In pixels, as people see it: turned where the file says so. */
	width?: number;
	height?: number;
	seconds?: number;
	/** Whether a container of the MP4 kind has moving pictures, and not sound alone. */
	hasPictures?: boolean;
	/** The file ends before its end. */
	isTruncated?: boolean;
}

/**
 * Reads what a file says of itself.
 * @param mimeType by its first bytes
 */
export async function readMediaHeader(mimeType: string, reader: ByteReader): Promise<MediaHeader> {
	if (/^(image\/(avif|hei[cf])|(audio|video)\/mp4|video\/(quicktime|3gpp))$/.test(mimeType))
		return await readIsoHeader(reader);
	return mimeType.startsWith('image/')
		? await readPictureHeader(mimeType, reader)
		: await readSoundHeader(mimeType, reader);
}
