import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';
import { createHash } from 'crypto';

import { attempt } from '../util/attempt';
import { ParameterProblem } from '../util/failure';
import { fileNameOf } from './fileType';
import { encodePart } from './signatureV4';
import { mediaTypeOf, decodeText } from './signatures';
import { readStart, type ByteStream } from './transfer';

/** What files a field for media takes. */
export interface MediaRules {
	/** `media` is any of the three, `any` any file at all. */
	kind: 'image' | 'video' | 'audio' | 'media' | 'any';
	/** Largest file in MB, where a limit is known. */
	maxMb?: number;
}

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
const KINDS = {
	image: 'a picture',
	video: 'a video',
	audio: 'a sound',
	media: 'a picture, a video or a sound',
} as const;

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
	if (!looked.ok) throw unreadable(binary, wanted.label, looked.cause);
	const { size, start } = looked.value;
	const mimeType = mediaTypeAt(start) ?? binary.mimeType;
	refuseOther(binary, { size, start }, wanted);
	const name = fileNameOf(`/${encodePart(binary.fileName ?? '')}`, mimeType);
	return { binary, size, start, mimeType, name, open };
}

/** n8n deletes the files of old executions, and pinned data keeps their names. */
const unreadable = (binary: IBinaryData, label: string, cause: unknown) =>
	new ParameterProblem(
		label,
		`holds the file ${describeFile(binary)}, which n8n cannot read any more (${cause instanceof Error ? cause.message : String(cause)})`,
		'Run the node that makes or reads the file again. Nothing was sent to the platform.',
	);

async function startOf(content: ByteStream | Buffer): Promise<Uint8Array> {
	if (content instanceof Uint8Array) return content.subarray(0, 512);
	const { start } = await readStart(content, () => {});
	content.destroy();
	return start;
}

const mediaTypeAt = (start: Uint8Array) =>
	decodeText(start) === undefined ? mediaTypeOf(start) : undefined;

function refuseOther(
	binary: IBinaryData,
	{ size, start }: Pick<LocalFile, 'size' | 'start'>,
	{ label, kind, maxMb }: Wanted,
): void {
	const file = `the file ${describeFile(binary)}`;
	if (size === 0) throw new ParameterProblem(label, `holds ${file}, which is empty`);
	if (maxMb !== undefined && size > maxMb * MB)
		throw new ParameterProblem(
			label,
			`holds ${file} of ${(size / MB).toFixed(1)} MB, but takes ${maxMb} MB at most`,
			'Make the file smaller before this node.',
		);
	if (kind === 'any') return;
	const found = mediaTypeAt(start);
	if (found !== undefined && isOfKind(found, kind)) return;
	const instead = found === undefined ? `is not ${KINDS[kind]}` : `is ${found}`;
	throw new ParameterProblem(label, `takes ${KINDS[kind]}, but ${file} ${instead}`);
}

const isOfKind = (mimeType: string, kind: Exclude<Wanted['kind'], 'any'>): boolean =>
	kind === 'media'
		? /^(image|video|audio)\//.test(mimeType)
		: mimeType.startsWith(`${kind}/`) ||
			// A container without pictures has the beginning of a video all the same.
			(kind === 'audio' && /^video\/(mp4|webm|3gpp2?|quicktime)$/.test(mimeType));

/** `cat.png (image/png)`: what a person knows of a file. */
export const describeFile = ({ fileName, mimeType }: IBinaryData): string =>
	fileName === undefined || fileName === ''
		? `of the type ${mimeType}`
		: `${fileName.slice(0, 80)} (${mimeType})`;

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
