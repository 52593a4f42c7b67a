import { createHash } from 'crypto';
import type { IBinaryData } from 'n8n-workflow';

import type { FileContext } from './fileContext';

/** SHA-256 of a file's content, which is the same in each execution, as its place in n8n's storage is not. */
export async function contentSum(
	{ helpers }: Pick<FileContext, 'helpers'>,
	{ id, data }: IBinaryData,
): Promise<string> {
	const hash = createHash('sha256');
	if (id === undefined) return hash.update(Buffer.from(data, 'base64')).digest('hex');
	for await (const piece of await helpers.getBinaryStream(id))
		if (piece instanceof Uint8Array) hash.update(piece);
	return hash.digest('hex');
}
