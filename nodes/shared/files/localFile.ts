import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';
import { createHash } from 'crypto';

import { attempt } from '../util/attempt';
import { ParameterProblem } from '../answers/parameterProblem';
import * as words from '../words/media';
import { ByteReader } from './byteReader';
import { checkMedia, isTooLarge, type Wanted } from './checkMedia';
import { givenFileName, mediaTypeBy, typeNamed, type Claims } from './fileType';
import { readMediaHeader, type MediaHeader } from './mediaHeader';
import { isEncodedAgain } from './mediaText';
import { decodeText, START_BYTES } from '../util/signatures';
import { isByteStream, silence, type ByteStream } from './transfer';

/** What was read about a file in n8n's binary data. */
export interface LocalFile {
	binary: IBinaryData;
	/** Bytes. */
	size: number;
	/** The first 512 bytes, or all if there are fewer. */
	start: Uint8Array;
	/** From the first bytes. */
	mimeType: string;
	/** With an extension that fits the type. */
	name: string;
	/** Opens the content from its beginning. May be called several times. */
	open(): Promise<ByteStream | Buffer>;
}

type Helpers = Pick<FileContext, 'helpers'>;

/**
 * Reads a file's size, its first bytes and, if the field needs it, its header, before the file is shared.
 * @throws ParameterProblem if the field does not accept the file
 */
export async function readLocalFile(
	context: Helpers,
	binary: IBinaryData,
	wanted: Wanted,
): Promise<LocalFile> {
	const open = async () => await contentOf(context, binary);
	const looked = await attempt(lookOnce(context, binary, wanted));
	if (!looked.ok)
		throw new ParameterProblem(wanted.label, words.isUnreadable(binary, looked.cause));
	const { size, start, isText, header } = looked.value;
	const { hasPictures } = header;
	const found = isText ? undefined : mediaTypeBy(start, { ...claimsOf(binary), hasPictures });
	const isEncoded = isEncodedAgain(start);
	checkMedia({ told: binary, size, mimeType: found, isEncoded, header }, wanted);
	const mimeType = found ?? binary.mimeType;
	const name = givenFileName(binary.fileName ?? '', mimeType);
	return { binary, size, start, mimeType, name, open };
}

const claimsOf = ({ mimeType, fileName = '' }: IBinaryData): Claims => ({
	declared: mimeType,
	named: typeNamed(fileName),
});

async function contentOf(
	{ helpers }: Helpers,
	{ id, data }: IBinaryData,
): Promise<ByteStream | Buffer> {
	return id === undefined ? Buffer.from(data, 'base64') : await helpers.getBinaryStream(id);
}

interface Looked {
	size: number;
	start: Uint8Array;
	isText: boolean;
	header: MediaHeader;
}

/** What was read about files, by run. Several items may have the same file, and each file is checked twice. */
const seenBy = new WeakMap<Helpers, Map<string, Promise<Looked>>>();

async function lookOnce(context: Helpers, binary: IBinaryData, wanted: Wanted): Promise<Looked> {
	if (binary.id === undefined) return await lookAt(context, binary, wanted);
	const seen = seenBy.get(context) ?? new Map<string, Promise<Looked>>();
	seenBy.set(context, seen);
	const key = JSON.stringify([binary.id, wanted.kind === 'any', wanted.maxMb]);
	const looking = seen.get(key) ?? lookAt(context, binary, wanted);
	seen.set(key, looking);
	// n8n may be able to read it later.
	looking.catch(() => seen.delete(key));
	return await looking;
}

async function lookAt(context: Helpers, binary: IBinaryData, wanted: Wanted): Promise<Looked> {
	const content = await contentOf(context, binary);
	const isStream = isByteStream(content);
	if (isStream) silence(content);
	try {
		const size = isStream
			? (await context.helpers.getBinaryMetadata(binary.id ?? '')).fileSize
			: content.length;
		const reader = new ByteReader(content, size);
		// A copy, because a slice would keep the whole chunk in memory.
		const start = Uint8Array.from(await reader.peek(START_BYTES));
		const isText = decodeText(start) !== undefined;
		const isOfUse = wanted.kind !== 'any' && !isTooLarge(size, wanted);
		const type = isOfUse && !isText ? mediaTypeBy(start, claimsOf(binary)) : undefined;
		const header = type === undefined ? {} : await readMediaHeader(type, reader);
		return { size, start, isText, header };
	} finally {
		if (isStream) content.destroy();
	}
}

/** SHA-256 of a file's content. It is the same in each execution, while the file's place in n8n's storage is not. */
export async function contentSum(context: Helpers, binary: IBinaryData): Promise<string> {
	const hash = createHash('sha256');
	const content = await contentOf(context, binary);
	if (content instanceof Uint8Array) return hash.update(content).digest('hex');
	for await (const piece of content) if (piece instanceof Uint8Array) hash.update(piece);
	return hash.digest('hex');
}

/** The parts of n8n that sharing a file needs. */
export type FileContext = Pick<
	IExecuteFunctions,
	'getExecutionId' | 'getExecutionCancelSignal' | 'getCredentials' | 'addExecutionHints'
> & {
	helpers: Pick<
		IExecuteFunctions['helpers'],
		| 'httpRequest'
		| 'prepareBinaryData'
		| 'getBinaryStream'
		| 'getBinaryMetadata'
		| 'createBinarySignedUrl'
	>;
};
