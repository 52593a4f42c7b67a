import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';
import { createHash } from 'crypto';

import { attempt } from '../util/attempt';
import { ParameterProblem } from '../answers/parameterProblem';
import type { MediaRules } from '../util/mediaRules';
import * as words from '../words/media';
import { fileNameOf } from './fileType';
import { encodePart } from './signatureV4';
import { mediaTypeOf, decodeText } from './signatures';
import { readStart, type ByteStream } from './transfer';

/** What a field of an operation takes. */
export interface Wanted extends MediaRules {
	/** The field's label, as the form shows it. */
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

const MB = 1024 * 1024;
/**
 * Looks at a file's size and first bytes before it is shared.
 * @throws ParameterProblem when it is not what the field is for
 */
export async function readLocalFile(
	{ helpers }: Pick<FileContext, 'helpers'>,
	binary: IBinaryData,
	wanted: Wanted,
): Promise<LocalFile> {
	const { id } = binary;
	const inMemory = id === undefined ? Buffer.from(binary.data, 'base64') : undefined;
	const open = async () =>
		inMemory ?? ((await helpers.getBinaryStream(id ?? '')) satisfies ByteStream);
	const looked = await attempt(
		(async () => {
			const size = inMemory?.length ?? (await helpers.getBinaryMetadata(id ?? '')).fileSize;
			return { size, start: await startOf(await open()) };
		})(),
	);
	if (!looked.ok)
		throw new ParameterProblem(
			wanted.label,
			words.isUnreadable(binary, looked.cause),
			words.readAgain(),
		);
	const { size, start } = looked.value;
	const mimeType = mediaTypeAt(start) ?? binary.mimeType;
	checkMedia(binary, { size, start }, wanted);
	const name = fileNameOf(`/${encodePart(binary.fileName ?? '')}`, mimeType);
	return { binary, size, start, mimeType, name, open };
}

async function startOf(content: ByteStream | Buffer): Promise<Uint8Array> {
	if (content instanceof Uint8Array) return content.subarray(0, 512);
	const { start } = await readStart(content, () => {});
	content.destroy();
	return start;
}

const mediaTypeAt = (start: Uint8Array) =>
	decodeText(start) === undefined ? mediaTypeOf(start) : undefined;

/**
 * All that is checked of a file before it is shared, by what the field declares.
 * @throws ParameterProblem when it is not what the field takes
 */
function checkMedia(
	binary: IBinaryData,
	{ size, start }: Pick<LocalFile, 'size' | 'start'>,
	{ label, ...rules }: Wanted,
): void {
	const { kind, maxMb } = rules;
	if (size === 0) throw new ParameterProblem(label, words.isEmptyFile(binary));
	if (maxMb !== undefined && size > maxMb * MB)
		throw new ParameterProblem(
			label,
			words.isTooLarge(binary, size / MB, maxMb),
			words.makeSmaller(),
		);
	if (kind === 'any') return;
	const found = mediaTypeAt(start);
	if (found === undefined || !isOfKind(found, kind))
		throw new ParameterProblem(label, words.isOfOtherKind(rules, binary, found));
}

const isOfKind = (mimeType: string, kind: Exclude<Wanted['kind'], 'any'>): boolean =>
	kind === 'media'
		? /^(image|video|audio)\//.test(mimeType)
		: mimeType.startsWith(`${kind}/`) ||
			// A container without pictures has the beginning of a video all the same.
			(kind === 'audio' && /^video\/(mp4|webm|3gpp2?|quicktime)$/.test(mimeType));

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
