import { createHash } from 'crypto';
import type { IBinaryData } from 'n8n-workflow';

import { msOf } from '../base/milliseconds';
import { ProcessMemory } from '../base/processMemory';
import { BUCKET_CREDENTIAL, readBucket, type Bucket } from './bucket';
import { bucketLink } from './bucketLink';
import type { FileContext } from './fileContext';
import { readLocalFile, type LocalFile, type Wanted } from './localFile';
import { unreachable } from './reachable';
import { signedLink } from './signedLink';

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
		settings.by === 'bucket'
			? readBucket(await context.getCredentials(BUCKET_CREDENTIAL, itemIndex))
			: undefined;
	const place = `execution ${context.getExecutionId()}`;
	const name = JSON.stringify([nameOf(binary), bucket ?? settings.validHours]);
	const before = links.get(place, name);
	if (before !== undefined) {
		const { url, until } = await before;
		if (until > Date.now()) return url;
	}
	// Nothing is waited for between a look and this, so that two at once share one link.
	const sharing = share(context, file, wanted, settings, bucket);
	links.set(place, name, sharing);
	// Whoever comes next tries anew where this one failed.
	sharing.catch(() => links.forget(place, name));
	return (await sharing).url;
}

async function share(
	context: FileContext,
	file: LocalFile,
	{ label }: Wanted,
	{ platformUrl, validHours = 24 }: ShareSettings,
	bucket: Bucket | undefined,
): Promise<Shared> {
	const platformIsNear = platformUrl !== undefined && unreachable(platformUrl) !== undefined;
	const validSeconds = bucket?.validSeconds ?? validHours * 3600;
	const url = bucket
		? await bucketLink(context, file, bucket, { label, platformIsNear })
		: await signedLink(context, file, { label, validSeconds, platformIsNear });
	return { url, until: Date.now() + msOf(validSeconds) * USABLE_PART };
}

/** A file by its place in n8n's storage, or by its content where it has none. */
const nameOf = ({ id, data, mimeType, fileName }: IBinaryData): string =>
	id ??
	createHash('sha256')
		.update(JSON.stringify([data, mimeType, fileName]))
		.digest('hex');
