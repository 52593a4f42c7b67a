import { createHash } from 'crypto';
import type { IBinaryData, ICredentialDataDecryptedObject } from 'n8n-workflow';

import type { PlatformRequest } from '../answers/endpoints';
import { ParameterProblem } from '../answers/parameterProblem';
import { attempt } from '../util/attempt';
import { ProcessMemory } from '../util/processMemory';
import { unreachable } from '../util/addresses';
import { msOf } from '../util/time';
import { linkToFile } from '../words/media';
import { needsCredential, SHARE_FILES_BY } from '../words/storage';
import { BUCKET_CREDENTIAL, readBucket, type Bucket } from './bucket';
import { bucketLink, signedLink } from './fileLink';
import type { Wanted } from './checkMedia';
import { type FileContext, readLocalFile, type LocalFile } from './localFile';
import type { JsonObject, JsonValue } from '../util/json';

/** A file that a field for media holds, and what stands in its place until it is shared. */
export interface UsedFile {
	binary: IBinaryData;
	wanted: Wanted;
	/**
	 * An address that nothing answers at, one for each file: a request is read, checked and recognized
	 * again by it, as the link itself is another at each execution.
	 */
	standIn: string;
	/** Binary field of the item, where the file is one. */
	property?: string;
}

export interface SharedRequest {
	request: PlatformRequest;
	links: SharedLinks;
}

/** By link: what stands for the file in a message, and the file that it leads to. */
export type SharedLinks = ReadonlyMap<string, { shown: string; file: UsedFile }>;

/** The request with links in place of its files, each shared once per execution. @throws ParameterProblem */
export async function withLinks(
	context: FileContext,
	request: PlatformRequest,
	files: readonly UsedFile[],
	settings: ShareSettings,
	itemIndex: number,
): Promise<SharedRequest> {
	const links = await sharedLinks(context, files, settings, itemIndex);
	const { body } = request;
	return {
		request: body === undefined ? request : { ...request, body: replaceStandIns(body, links) },
		links: new Map(
			files.map((file) => [links.get(file.standIn) ?? '', { shown: shownFile(file), file }]),
		),
	};
}

/** A link to each file, by what stands for it. @throws ParameterProblem */
export async function sharedLinks(
	context: FileContext,
	files: readonly UsedFile[],
	settings: ShareSettings,
	itemIndex: number,
): Promise<Map<string, string>> {
	const links = new Map<string, string>();
	for (const { standIn, binary, wanted } of files)
		links.set(standIn, await shareFile(context, itemIndex, binary, wanted, settings));
	return links;
}

export interface ShareSettings {
	/** `n8n`: by n8n's own signed link; `bucket`: by one's own store, of the credential Kexiang File Storage. */
	by: 'n8n' | 'bucket';
	/** How long a link of n8n holds, hours; default 24. A bucket's credential has its own. */
	validHours?: number;
	/** Base URL of the platform: one on this very network may be given addresses of this network. */
	platformUrl?: string;
}

interface Shared {
	url: string;
	/** Until when the link is handed out again, milliseconds since 1970. */
	until: number;
}

/** A link is used again during the first half of its validity, so that the platform has time to follow it. */
const USABLE_PART = 0.5;
const MOST_LINKS = 5_000;

/** What is shared, or being shared, by execution and file: links are made once, and are nowhere written down. */
const links = new ProcessMemory<Promise<Shared>>(MOST_LINKS);

/** @throws ParameterProblem where the node has none that n8n can read */
async function bucketCredential(
	context: FileContext,
	itemIndex: number,
): Promise<ICredentialDataDecryptedObject> {
	const read = await attempt(context.getCredentials(BUCKET_CREDENTIAL, itemIndex));
	if (read.ok) return read.value;
	const said = read.cause instanceof Error ? read.cause.message : '';
	throw new ParameterProblem(SHARE_FILES_BY, needsCredential(said));
}

/**
 * A public URL for a file of n8n's binary data, which is checked and shared once per execution, however many
 * fields, items and tries use it. Nothing is paid by this.
 * @param wanted the field that holds it, and what that takes
 * @throws ParameterProblem when the file is not what the field takes, or the platform could not fetch it
 */
export async function shareFile(
	context: FileContext,
	itemIndex: number,
	binary: IBinaryData,
	wanted: Wanted,
	settings: ShareSettings,
): Promise<string> {
	const file = await readLocalFile(context, binary, wanted);
	const bucket =
		settings.by === 'bucket' ? readBucket(await bucketCredential(context, itemIndex)) : undefined;
	const execution = `execution ${context.getExecutionId()}`;
	const name = JSON.stringify([nameOf(binary), bucket ?? settings.validHours]);
	const before = links.get(execution, name);
	if (before !== undefined) {
		const { url, until } = await before;
		if (until > Date.now()) return url;
	}
	// There is no await between the look and this, so that two at once share one link.
	const sharing = share(context, file, wanted.label, settings, bucket);
	links.set(execution, name, sharing);
	// The next call tries again where this one failed.
	sharing.catch(() => links.forget(execution, name));
	return (await sharing).url;
}

async function share(
	context: FileContext,
	file: LocalFile,
	label: string,
	{ platformUrl, validHours = 24 }: ShareSettings,
	bucket: Bucket | undefined,
): Promise<Shared> {
	const platformIsNear = platformUrl !== undefined && unreachable(platformUrl) !== undefined;
	const validSeconds = bucket?.validSeconds ?? validHours * 3600;
	const settings = { label, validSeconds, platformIsNear };
	const url = bucket
		? await bucketLink(context, file, bucket, settings)
		: await signedLink(context, file, settings);
	return { url, until: Date.now() + msOf(validSeconds) * USABLE_PART };
}

/** A file by its place in n8n's storage, or by its content where it has none. */
const nameOf = ({ id, data, mimeType, fileName }: IBinaryData): string =>
	id ??
	createHash('sha256')
		.update(JSON.stringify([data, mimeType, fileName]))
		.digest('hex');

/** A body with something else in place of each stand-in, also within a longer text. Pure. */
export function replaceStandIns(body: JsonObject, by: ReadonlyMap<string, string>): JsonObject {
	return Object.fromEntries(Object.entries(body).map(([key, value]) => [key, replaced(value, by)]));
}

function replaced(
	value: JsonValue | undefined,
	by: ReadonlyMap<string, string>,
): JsonValue | undefined {
	if (typeof value === 'string') {
		let text = value;
		for (const [standIn, instead] of by) text = text.split(standIn).join(instead);
		return text;
	}
	if (Array.isArray(value)) return value.map((entry) => replaced(entry, by) ?? null);
	return typeof value === 'object' && value !== null ? replaceStandIns(value, by) : value;
}

/** What stands for a file where a link would. Pure. */
export const shownFile = ({ binary, property }: UsedFile): string => linkToFile(binary, property);
