/** What people read of links to files: of one's own store, of uploads to it, and of n8n's own links. */
import type { Unreachable } from '../util/addresses';
import type { Refusal } from './fields';

export const SHARE_FILES_BY = 'Share Files By';

/** @param said by n8n */
export const needsCredential = (said: string): Refusal => ({
	reason: 'is Own Bucket, which needs a credential',
	advice: `Choose or create the Kexiang File Storage API credential of this node. n8n said: ${said}.`,
});

export const ofStorage = (label: string): string => `${label} of the file storage`;

export const isEmpty = (): Refusal => ({
	reason: 'is empty',
	advice: 'Enter it in the credential.',
});

export const isNoBucketName = (name: string): Refusal => ({
	reason: `is "${name}", which is no name of a bucket`,
	advice: 'Enter its name alone.',
});

export const isNoEndpoint = (given: string): Refusal => ({
	reason: `is "${given.slice(0, 80)}", which is no address`,
	advice:
		'Enter it like https://s3.eu-central-1.amazonaws.com, https://s3.oss-cn-hangzhou.aliyuncs.com or https://cos.ap-guangzhou.myqcloud.com.',
});

export const isNoPublicUrl = (given: string): Refusal => ({
	reason: `is "${given.slice(0, 80)}", which is no http(s) address`,
	advice: 'Enter it like https://files.example.com.',
});

export const testContent = (): string => 'Written by the test of an n8n credential.';

export const testReadsOther = (isPublic: boolean): string =>
	isPublic
		? 'Public Base URL gives something else than the file that was written: check that it leads to this bucket'
		: 'The link to a file that was written gives something else: check Endpoint';

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
	reason: answered('refuses the signature', answer),
	advice: `The Secret Access Key is not that of the Access Key ID, or the region is another. ${CHECK_KEYS}`,
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
		`says that the bucket is in another region${answer.region === undefined ? '' : `: ${answer.region}`}`,
		answer,
	),
	advice: 'Enter the region of the bucket and the endpoint that belongs to it in the credential.',
});

export const nameBelongsInFront = (answer: StorageAnswer): Refusal => ({
	reason: answered('wants the name of the bucket in front of its own', answer),
	advice: 'Choose Virtual Host as Address Style in the credential.',
});

export const keyMayNot = (answer: StorageAnswer): Refusal => ({
	reason: answered('does not let this key do it', answer),
	advice:
		'Give the key the rights to write and to read objects in this bucket (s3:PutObject, s3:GetObject).',
});

/** @param minutesAhead of n8n's clock; below 0 where it is behind, 0 where that is not known */
export const timeIsWrong = (answer: StorageAnswer, minutesAhead: number): Refusal => ({
	reason: answered(
		`says that the time is wrong${
			minutesAhead === 0
				? ''
				: `: n8n's clock is ${Math.abs(minutesAhead)} minutes ${minutesAhead > 0 ? 'ahead' : 'behind'}`
		}`,
		answer,
	),
	advice: 'Set the clock of the computer on which n8n runs, for example by NTP.',
});

export const isNoStore = (answer: StorageAnswer): Refusal => ({
	reason: answered('is none: its address does not answer like a store', answer),
	advice:
		'Check Endpoint in the credential: it is the address of the API, not that of a web page or console.',
});

/** @param passing the same may work a moment later */
export const answeredOtherwise = (answer: StorageAnswer, passing: boolean): Refusal => ({
	reason: answered(
		answer.told === undefined ? `answers ${answer.status}` : `answers: ${answer.told}`,
		answer,
	),
	advice: passing ? 'Try again later.' : 'Check the credential.',
});

export const addressNotKnown = (why: string): Refusal => ({
	reason: `has an address that is not known (${why})`,
	advice:
		'Check Endpoint in the credential; where the store knows no names of buckets in front of its own, choose Path as Address Style.',
});

export const isNotThere = (why: string): Refusal => ({
	reason: `is not there (${why})`,
	advice: 'Check Endpoint in the credential, and that the store runs.',
});

export const hasNoCertificate = (why: string): Refusal => ({
	reason: `has no valid certificate for this address (${why})`,
	advice:
		'Check Endpoint in the credential; a bucket with a dot in its name needs Path as Address Style.',
});

export const notReached = (why: string): Refusal => ({
	reason: `was not reached (${why})`,
	advice: 'Check Endpoint in the credential, and the network.',
});

/** Stands for a reason where none was given. */
export const noAnswer = (): string => 'no answer';

/** @param refusal one of those above */
export const storageFault = ({ reason, advice }: Refusal): string =>
	`The file storage ${reason}. ${advice}`;

// A field that holds a file of n8n.

/** @param refusal one of those of a store */
export const isNotStored = ({ reason, advice }: Refusal): Refusal => ({
	reason: `holds a file, but the file storage ${reason}`,
	advice,
});

export const storageIsUnreachable = (why: Unreachable): Refusal => ({
	reason: `holds a file, but the address of the file storage ${unreachableText(why)}, so that the platform cannot fetch the file`,
	advice: 'Enter an address of the store in the credential that is public, or a Public Base URL.',
});

/** @param status 0 where something else came */
export const linkOfStorageIsDead = (status: number, isPublic: boolean): Refusal => ({
	reason: `holds a file; it is in the file storage, but the link to it ${
		status === 0 ? 'gives something else' : `answers ${status}`
	}`,
	advice: isPublic
		? 'Let everyone read the objects of the bucket, check Public Base URL in the credential, or choose signed links.'
		: 'Give the key the right to read objects too (s3:GetObject), and check the address of the bucket.',
});

const OTHER_WAY =
	'use your own bucket: choose it under Options > Share Files By and give the node a Kexiang File Storage credential';
const WAYS_OUT = `Either set n8n's environment variable WEBHOOK_URL (N8N_WEBHOOK_URL in newer versions) to the public https address under which n8n is reached, or ${OTHER_WAY}.`;

export const n8nMakesNoLinks = (): Refusal => ({
	reason: 'holds a file, but this n8n cannot make links to its files',
	advice: `Update n8n, or ${OTHER_WAY}.`,
});

export const n8nIsUnreachable = (why: Unreachable): Refusal => ({
	reason: `holds a file, but n8n's own address ${unreachableText(why)}, so that the platform cannot fetch the file`,
	advice: WAYS_OUT,
});

export const n8nKeepsFilesInMemory = (): Refusal => ({
	reason: 'holds a file, but this n8n keeps files in memory, where no link can lead',
	advice: `Either set n8n's environment variable N8N_DEFAULT_BINARY_DATA_MODE to filesystem, or ${OTHER_WAY}.`,
});

/** @param status 0 where something else came */
export const linkOfN8nIsDead = (status: number): Refusal => ({
	reason: `holds a file, but n8n's link to it ${linkAnswered(status)}`,
	advice: WAYS_OUT,
});

function linkAnswered(status: number): string {
	if (status === 401 || status === 403 || status === 407)
		return `asks for a password (${status}): something stands before n8n`;
	if (status === 0) return 'gives something else: a page of a proxy, maybe';
	if (status === 404) return 'leads nowhere (404): the address or path of n8n is another';
	return `answers ${status}`;
}

export const ownLinkNotOpened = (why: string): string =>
	`n8n could not open its own link to a file (${why}). If the platform cannot either, set WEBHOOK_URL to n8n's public https address.`;

function unreachableText({ kind, host }: Unreachable): string {
	switch (kind) {
		case 'noUrl':
			return 'is no address';
		case 'noWebAddress':
			return 'is no http(s) address';
		case 'ownAddress':
			return `is an address of its own network alone (${host})`;
		case 'ownName':
			return `is known on its own network alone (${host})`;
	}
}
