/** What people read of links to files: of one's own store, of uploads to it, and of n8n's own links. */
import type { Unreachable } from '../util/addresses';
import type { Refusal } from './fields';

export const SHARE_FILES_BY = 'Share Files By';

/** @param said by n8n */
export const needsCredential = (said: string): Refusal => ({
	reason: 'is Own Bucket, which needs a credential',
	advice: `Choose or create a Kexiang File Storage API credential in this node. n8n said: ${said}.`,
});

export const ofStorage = (label: string): string => `${label} in the file storage credential`;

export const isEmpty = (): Refusal => ({
	reason: 'is empty',
	advice: 'Enter it in the credential.',
});

export const isNoBucketName = (name: string): Refusal => ({
	reason: `is "${name}", which is not a valid bucket name`,
	advice: 'Enter only the name of the bucket.',
});

export const isNoEndpoint = (given: string): Refusal => ({
	reason: `is "${given.slice(0, 80)}", which is not a valid URL`,
	advice:
		'Enter a URL such as https://s3.eu-central-1.amazonaws.com, https://s3.oss-cn-hangzhou.aliyuncs.com or https://cos.ap-guangzhou.myqcloud.com.',
});

export const isNoPublicUrl = (given: string): Refusal => ({
	reason: `is "${given.slice(0, 80)}", which is not a valid http(s) URL`,
	advice: 'Enter a URL such as https://files.example.com.',
});

export const testContent = (): string => 'Written by the test of an n8n credential.';

export const testReadsOther = (isPublic: boolean): string =>
	isPublic
		? 'Public Base URL does not return the test file that was uploaded: check that it leads to this bucket'
		: 'The link to the test file that was uploaded does not return it: check Endpoint';

// What a store answers, as the end of the sentence "The file storage ...".

/** As much of an answer as is said of it. */
export interface StorageAnswer {
	status: number;
	/** Of S3. */
	code?: string | undefined;
	/** Where the bucket is. */
	region?: string | undefined;
	/** The store's own words. */
	told?: string | undefined;
}

const answered = (reason: string, { status, code }: StorageAnswer): string =>
	`${reason} (${code === undefined ? status : `${status} ${code}`})`;

const CHECK_KEYS = 'Check Access Key ID and Secret Access Key in the credential.';

export const signatureRefused = (answer: StorageAnswer): Refusal => ({
	reason: answered('refused the signature', answer),
	advice: `${CHECK_KEYS} The Secret Access Key does not belong to the Access Key ID, or the region is wrong.`,
});

export const keyNotKnown = (answer: StorageAnswer): Refusal => ({
	reason: answered('does not know the Access Key ID', answer),
	advice: CHECK_KEYS,
});

export const noSuchBucket = (answer: StorageAnswer): Refusal => ({
	reason: answered('has no such bucket', answer),
	advice: 'Check Bucket, Region and Endpoint in the credential.',
});

export const inOtherRegion = (answer: StorageAnswer): Refusal => ({
	reason: answered(
		`reports that the bucket is in another region${answer.region === undefined ? '' : `: ${answer.region}`}`,
		answer,
	),
	advice: 'Enter the region of the bucket and the endpoint for that region in the credential.',
});

export const nameBelongsInFront = (answer: StorageAnswer): Refusal => ({
	reason: answered('requires the bucket name in front of its host name', answer),
	advice: 'Set Address Style to Virtual Host in the credential.',
});

export const keyMayNot = (answer: StorageAnswer): Refusal => ({
	reason: answered('does not allow this key to do that', answer),
	advice: 'Allow the key to write and read objects in this bucket (s3:PutObject, s3:GetObject).',
});

/** @param minutesAhead of n8n's clock; below 0 where it is behind, 0 where that is not known */
export const timeIsWrong = (answer: StorageAnswer, minutesAhead: number): Refusal => ({
	reason: answered(
		`reports that the time is wrong${
			minutesAhead === 0
				? ''
				: `: n8n's clock is ${Math.abs(minutesAhead)} minutes ${minutesAhead > 0 ? 'ahead' : 'behind'}`
		}`,
		answer,
	),
	advice: 'Set the clock of the computer that runs n8n, for example with NTP.',
});

export const isNoStore = (answer: StorageAnswer): Refusal => ({
	reason: answered('did not respond like S3-compatible storage', answer),
	advice:
		'Check Endpoint in the credential. It must be the URL of the API, not of a web page or console.',
});

/** @param passing the same may work a moment later */
export const answeredOtherwise = (answer: StorageAnswer, passing: boolean): Refusal => ({
	reason: answered(
		answer.told === undefined ? 'refused the request' : `refused the request: ${answer.told}`,
		answer,
	),
	advice: passing ? 'Try again later.' : 'Check the credential.',
});

export const addressNotKnown = (why: string): Refusal => ({
	reason: `has an unknown host name (${why})`,
	advice:
		'Check Endpoint in the credential. If the storage does not support the bucket name in front of its host name, set Address Style to Path.',
});

export const isNotThere = (why: string): Refusal => ({
	reason: `refused the connection (${why})`,
	advice: 'Check Endpoint in the credential, and that the storage is running.',
});

export const hasNoCertificate = (why: string): Refusal => ({
	reason: `has no valid certificate for this URL (${why})`,
	advice:
		'Check Endpoint in the credential. If the name of the bucket contains a dot, set Address Style to Path.',
});

export const notReached = (why: string): Refusal => ({
	reason: `could not be reached (${why})`,
	advice: 'Check the network and Endpoint in the credential.',
});

/** Stands for a reason where none was given. */
export const noAnswer = (): string => 'no response';

/** @param refusal one of those above */
export const storageFault = ({ reason, advice }: Refusal): string =>
	`The file storage ${reason}. ${advice}`;

// A field that holds a file of n8n.

/** @param refusal one of those of a store */
export const isNotStored = ({ reason, advice }: Refusal): Refusal => ({
	reason: `contains a file, but the file storage ${reason}`,
	advice,
});

export const storageIsUnreachable = (why: Unreachable): Refusal => ({
	reason: `contains a file, but the address of the file storage ${unreachableText(why)}, so the platform cannot fetch the file`,
	advice: 'Enter a public URL of the storage as Endpoint or Public Base URL in the credential.',
});

/** @param status 0 where something else came */
export const linkOfStorageIsDead = (status: number, isPublic: boolean): Refusal => ({
	reason: `contains a file, which was uploaded to the file storage, but the link to it ${
		status === 0 ? 'does not return the file' : `returned ${status}`
	}`,
	advice: isPublic
		? 'Make the objects of the bucket readable for everyone, check Public Base URL in the credential, or choose signed links.'
		: 'Allow the key to read objects, too (s3:GetObject), and check the address of the bucket.',
});

const OTHER_WAY =
	'choose Own Bucket under Options > Share Files By and add a Kexiang File Storage API credential to the node';
const WAYS_OUT = `Set n8n's environment variable WEBHOOK_URL (N8N_WEBHOOK_URL in newer versions) to the public https address of n8n, or ${OTHER_WAY}.`;

export const n8nMakesNoLinks = (): Refusal => ({
	reason: 'contains a file, but this n8n cannot create links to its files',
	advice: `Update n8n, or ${OTHER_WAY}.`,
});

export const n8nIsUnreachable = (why: Unreachable): Refusal => ({
	reason: `contains a file, but n8n's own address ${unreachableText(why)}, so the platform cannot fetch the file`,
	advice: WAYS_OUT,
});

export const n8nKeepsFilesInMemory = (): Refusal => ({
	reason: 'contains a file, but this n8n keeps files in memory and cannot create links to them',
	advice: `Set n8n's environment variable N8N_DEFAULT_BINARY_DATA_MODE to filesystem, or ${OTHER_WAY}.`,
});

/** @param status 0 where something else came */
export const linkOfN8nIsDead = (status: number): Refusal => ({
	reason: `contains a file, but n8n's link to it ${linkAnswered(status)}`,
	advice: WAYS_OUT,
});

function linkAnswered(status: number): string {
	if (status === 401 || status === 403 || status === 407)
		return `is blocked by a login in front of n8n (${status})`;
	if (status === 0) return 'does not return the file, maybe because of a proxy';
	if (status === 404) return 'leads nowhere (404), because n8n has another address or path';
	return `returned ${status}`;
}

export const ownLinkNotOpened = (why: string): string =>
	`n8n could not open its own link to a file (${why}). If the platform cannot open it either, set WEBHOOK_URL to n8n's public https address.`;

function unreachableText({ kind, host }: Unreachable): string {
	switch (kind) {
		case 'noUrl':
			return 'is not a valid URL';
		case 'noWebAddress':
			return 'is not an http(s) URL';
		case 'ownAddress':
			return `is only reachable from its own network (${host})`;
		case 'ownName':
			return `is only known on its own network (${host})`;
	}
}
