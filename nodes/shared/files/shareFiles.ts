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

/** A file in a media field, and the stand-in for it until it is shared. */
export interface UsedFile {
	binary: IBinaryData;
	wanted: Wanted;
	/**
	 * A URL that never resolves, unique for each file. Requests are read, checked and compared with it, because the
	 * link itself differs in each execution.
	 */
	standIn: string;
	/** The item's binary field, if the file is one. */
	property?: string;
}

export interface SharedRequest {
	request: PlatformRequest;
	links: SharedLinks;
}

/** By link: the text that replaces it in messages, and the file behind it. */
export type SharedLinks = ReadonlyMap<string, { shown: string; file: UsedFile }>;

/** Replaces the request's files with links. Each file is shared once per execution. @throws ParameterProblem */
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

/** The link for each file, by its stand-in. @throws ParameterProblem */
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
	/** `n8n`: n8n's own signed link. `bucket`: the user's own storage, from the credential Kexiang File Storage. */
	by: 'n8n' | 'bucket';
	/** How long a link to n8n is valid, hours; default 24. A bucket's credential has its own setting. */
	validHours?: number;
	/** Base URL of the platform. If it is in this network, links may use local addresses. */
	platformUrl?: string;
}

interface Shared {
	url: string;
	/** Until when the link is reused, milliseconds since 1970. */
	until: number;
}

/** A link is reused during the first half of its validity, so that the platform has time to open it. */
const USABLE_PART = 0.5;
const MOST_LINKS = 5_000;

/** Finished and running shares, by execution and file. Links are created once and never written down. */
const links = new ProcessMemory<Promise<Shared>>(MOST_LINKS);

/** @throws ParameterProblem if the node has no credential that n8n can read */
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
 * A public URL for a file in n8n's binary data. The file is checked and shared once per execution, however many
 * fields, items and tries use it. This costs nothing.
 * @param wanted the field that contains it, with its rules
 * @throws ParameterProblem if the field does not accept the file, or the platform could not fetch it
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
	// No await between the lookup and this line, so that two concurrent calls share one link.
	const sharing = share(context, file, wanted.label, settings, bucket);
	links.set(execution, name, sharing);
	// If this fails, the next call tries again.
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

/** Identifies a file by its location in n8n's storage, or by its content if it has none. */
const nameOf = ({ id, data, mimeType, fileName }: IBinaryData): string =>
	id ??
	createHash('sha256')
		.update(JSON.stringify([data, mimeType, fileName]))
		.digest('hex');

/** Replaces each stand-in in a body, also within a longer text. Pure. */
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

/** The text that stands for a file in place of a link. Pure. */
export const shownFile = ({ binary, property }: UsedFile): string => linkToFile(binary, property);
