import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';
import { createHash } from 'crypto';

import { attempt } from '../util/attempt';
import { ParameterProblem } from '../answers/parameterProblem';
import type { MediaRules } from '../util/mediaRules';
import * as words from '../words/media';
import { givenFileName } from './fileType';
import { mediaTypeOf, decodeText, START_BYTES } from './signatures';
import { readStart, type ByteStream } from './transfer';

/** What a field of an operation takes. */
export interface Wanted extends MediaRules {
	label: string;
}

/** A file of n8n's binary data, looked at. */
export interface LocalFile {
	binary: IBinaryData;
	/** Bytes. */
	size: number;
	/** The first 512 bytes, or all where there are fewer. */
	start: Uint8Array;
	/** By the first bytes. */
	mimeType: string;
	/** With an extension that fits the type. */
	name: string;
	/** The content, from its beginning; may be asked for several times. */
	open(): Promise<ByteStream | Buffer>;
}

type Helpers = Pick<FileContext, 'helpers'>;

const MB = 1024 * 1024;

/**
 * Looks at a file's size and first bytes before it is shared.
 * @throws ParameterProblem when it is not what the field takes
 */
export async function readLocalFile(
	context: Helpers,
	binary: IBinaryData,
	wanted: Wanted,
): Promise<LocalFile> {
	const open = async () => await contentOf(context, binary);
	const looked = await attempt(lookAt(context, binary));
	if (!looked.ok)
		throw new ParameterProblem(wanted.label, words.isUnreadable(binary, looked.cause));
	const { size, start } = looked.value;
	const found = decodeText(start) === undefined ? mediaTypeOf(start) : undefined;
	checkMedia(binary, size, found, wanted);
	const mimeType = found ?? binary.mimeType;
	const name = givenFileName(binary.fileName ?? '', mimeType);
	return { binary, size, start, mimeType, name, open };
}

async function contentOf(
	{ helpers }: Helpers,
	{ id, data }: IBinaryData,
): Promise<ByteStream | Buffer> {
	return id === undefined ? Buffer.from(data, 'base64') : await helpers.getBinaryStream(id);
}

async function lookAt(
	context: Helpers,
	binary: IBinaryData,
): Promise<Pick<LocalFile, 'size' | 'start'>> {
	const content = await contentOf(context, binary);
	if (content instanceof Uint8Array)
		return { size: content.length, start: content.subarray(0, START_BYTES) };
	const { start } = await readStart(content);
	content.destroy();
	return { size: (await context.helpers.getBinaryMetadata(binary.id ?? '')).fileSize, start };
}

/**
 * All that is checked of a file before it is shared, by what the field declares.
 * @param found its type by its first bytes
 * @throws ParameterProblem when it is not what the field takes
 */
function checkMedia(
	binary: IBinaryData,
	size: number,
	found: string | undefined,
	{ label, ...rules }: Wanted,
): void {
	const { kind, maxMb } = rules;
	if (size === 0) throw new ParameterProblem(label, words.isEmptyFile(binary));
	if (maxMb !== undefined && size > maxMb * MB)
		throw new ParameterProblem(label, words.isTooLarge(binary, size / MB, maxMb));
	if (kind !== 'any' && (found === undefined || !isOfKind(found, kind)))
		throw new ParameterProblem(label, words.isOfOtherKind(rules, binary, found));
}

const isOfKind = (mimeType: string, kind: Exclude<Wanted['kind'], 'any'>): boolean =>
	kind === 'media'
		? /^(image|video|audio)\//.test(mimeType)
		: mimeType.startsWith(`${kind}/`) ||
			// A container without pictures has the beginning of a video all the same.
			(kind === 'audio' && /^video\/(mp4|webm|3gpp2?|quicktime)$/.test(mimeType));

/** SHA-256 of a file's content, which is the same in each execution, as its place in n8n's storage is not. */
export async function contentSum(context: Helpers, binary: IBinaryData): Promise<string> {
	const hash = createHash('sha256');
	const content = await contentOf(context, binary);
	if (content instanceof Uint8Array) return hash.update(content).digest('hex');
	for await (const piece of content) if (piece instanceof Uint8Array) hash.update(piece);
	return hash.digest('hex');
}

/** As much of n8n as sharing a file takes. */
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
