/** The user's own object storage: reads its credential and signs the URLs of its objects. */
import { createHash, createHmac } from 'crypto';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { ParameterProblem } from '../answers/parameterProblem';
import { visible } from '../util/addresses';
import * as words from '../words/storage';
import type { Refusal } from '../words/fields';

export const BUCKET_CREDENTIAL = 'kexiangFileStorageApi';

export interface Bucket {
	key: SigningKey;
	scheme: string;
	/**
	 * Host of the objects. Starts with the bucket's name if the storage wants that, and has a port unless it is the
	 * default.
	 */
	host: string;
	/** Path prefix of every object: empty, or the bucket's name. */
	prefix: string;
	name: string;
	/** Folder for the objects. Empty, or without leading and trailing slashes. */
	folder: string;
	/** How long a link is valid, seconds. */
	validSeconds: number;
	/** Base URL where anyone can read the objects without a signature, without a trailing slash. */
	publicUrl?: string;
}

interface SigningKey {
	accessKeyId: string;
	secretAccessKey: string;
	region: string;
}

/** How long an upload may take to start, seconds. It may then last longer. */
const UPLOAD_VALIDITY = 3600;
/** Longest validity that storage services accept, seconds. */
const LONGEST_VALIDITY = 7 * 24 * 3600;

/** @throws ParameterProblem if the credential cannot work as it is */
export function readBucket(credential: ICredentialDataDecryptedObject): Bucket {
	const { scheme, host, path } = readEndpoint(valueOf(credential, 'endpoint', 'Endpoint'));
	const name = valueOf(credential, 'bucket', 'Bucket');
	if (!/^[a-z0-9][a-z0-9._-]+$/i.test(name)) throw problem('Bucket', words.isNoBucketName(name));
	// A copied bucket address already has the bucket's name in the endpoint.
	const bare = host.startsWith(`${name.toLowerCase()}.`) ? host.slice(name.length + 1) : host;
	const inPath = credential.addressStyle === 'path';
	const publicUrl = credential.linkKind === 'public' ? readPublicUrl(credential) : undefined;
	const hours = Number(credential.linkHours ?? 24);
	return {
		name,
		scheme,
		host: inPath ? bare : `${name}.${bare}`,
		prefix: `${path}${inPath ? `/${encodePath(name)}` : ''}`,
		key: {
			accessKeyId: valueOf(credential, 'accessKeyId', 'Access Key ID'),
			secretAccessKey: valueOf(credential, 'secretAccessKey', 'Secret Access Key'),
			region: String(credential.region ?? '').trim() || 'us-east-1',
		},
		folder: folderOf(String(credential.folder ?? '')),
		validSeconds: Math.max(60, Math.min(LONGEST_VALIDITY, (hours > 0 ? hours : 24) * 3600)),
		...(publicUrl !== undefined && { publicUrl }),
	};
}

function valueOf(credential: ICredentialDataDecryptedObject, name: string, label: string): string {
	const value = visible(String(credential[name] ?? '')).trim();
	if (value === '') throw problem(label, words.isEmpty());
	return value;
}

const problem = (label: string, refusal: Refusal) =>
	new ParameterProblem(words.ofStorage(label), refusal);

function readEndpoint(given: string) {
	const full = /^[a-z]+:\/\//i.test(given) ? given : `https://${given}`;
	const url =
		/^https?:\/\/[^\s?#@]+$/i.test(full) && URL.canParse(full) ? new URL(full) : undefined;
	if (url === undefined) throw problem('Endpoint', words.isNoEndpoint(given));
	return { scheme: `${url.protocol}//`, host: url.host, path: url.pathname.replace(/\/+$/, '') };
}

function readPublicUrl(credential: ICredentialDataDecryptedObject): string {
	const given = valueOf(credential, 'publicUrl', 'Public Base URL');
	if (!/^https?:\/\/[^\s/?#]+[^\s?#]*$/i.test(given))
		throw problem('Public Base URL', words.isNoPublicUrl(given));
	return given.replace(/\/+$/, '');
}

/** Drops empty segments and those that consist of dots. */
const folderOf = (given: string) =>
	given
		.split(/[\\/]+/)
		.map((name) => name.trim())
		.filter((name) => !/^\.{0,2}$/.test(name))
		.join('/');

/** The URL for uploading one object, valid for an hour. */
export const uploadUrl = (bucket: Bucket, object: string, at: Date): string =>
	signedUrl(bucket, object, { method: 'PUT', at, validSeconds: UPLOAD_VALIDITY });

/** The URL for deleting one object, valid for a minute. */
export const deletionUrl = (bucket: Bucket, object: string, at: Date): string =>
	signedUrl(bucket, object, { method: 'DELETE', at, validSeconds: 60 });

/**
 * The URL where anyone can read one object: within the link's validity, or at a public URL as long as the object
 * exists.
 */
export const linkOf = (bucket: Bucket, object: string, at: Date): string =>
	bucket.publicUrl !== undefined
		? `${bucket.publicUrl}/${encodePath(object)}`
		: signedUrl(bucket, object, { method: 'GET', at, validSeconds: bucket.validSeconds });

/**
 * The name of a new object: `<folder>/<date>/<random>.<extension>`. The date lets a rule of the bucket delete old
 * objects. The random part cannot be guessed.
 */
export function objectKey({ folder }: Bucket, random: string, extension: string, at: Date): string {
	const day = at.toISOString().slice(0, 10);
	return [folder, day, extension === '' ? random : `${random}.${extension}`]
		.filter((part) => part !== '')
		.join('/');
}

// AWS Signature Version 4 (https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-authenticating-requests.html).
// Alibaba OSS, Tencent COS, Cloudflare R2 and MinIO support it too.

/** The body is streamed and not part of the signature. TLS protects it. */
const UNSIGNED = 'UNSIGNED-PAYLOAD';
const ALGORITHM = 'AWS4-HMAC-SHA256';

/** A URL that carries its own permission: whoever has it may do this one thing until it expires. */
function signedUrl(
	{ scheme, host, prefix, key }: Bucket,
	object: string,
	{ method, at, validSeconds }: { method: string; at: Date; validSeconds: number },
): string {
	const path = `${prefix}/${encodePath(object)}`;
	const time = at.toISOString().replace(/\.\d+|[-:]/g, '');
	const day = time.slice(0, 8);
	const scope = [day, key.region, 's3', 'aws4_request'];
	const query = encodeQuery({
		'X-Amz-Algorithm': ALGORITHM,
		'X-Amz-Content-Sha256': UNSIGNED,
		'X-Amz-Credential': [key.accessKeyId, ...scope].join('/'),
		'X-Amz-Date': time,
		'X-Amz-Expires': String(Math.floor(validSeconds)),
		'X-Amz-SignedHeaders': 'host',
	});
	const request = [method, path, query, `host:${host}`, '', 'host', UNSIGNED].join('\n');
	const text = [ALGORITHM, time, scope.join('/'), sha256(request)].join('\n');
	const signingKey = scope.reduce<string | Buffer>(
		(secret, part) => hmac(secret, part),
		`AWS4${key.secretAccessKey}`,
	);
	const signature = hmac(signingKey, text).toString('hex');
	return `${scheme}${host}${path}?${query}&X-Amz-Signature=${signature}`;
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const hmac = (secret: string | Buffer, text: string): Buffer =>
	createHmac('sha256', secret).update(text).digest();

/** Percent-encodes all UTF-8 bytes except letters, digits and `-._~` (RFC 3986), as storage services require. */
export const encodePart = (text: string): string =>
	encodeURIComponent(text.replace(/\p{Cs}/gu, '\ufffd')).replace(
		/[!'()*]/g,
		(letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
	);

const encodePath = (path: string): string => path.split('/').map(encodePart).join('/');

/** @param query with names in alphabetical order */
const encodeQuery = (query: Record<string, string>): string =>
	Object.entries(query)
		.map(([name, value]) => `${name}=${encodePart(value)}`)
		.join('&');
