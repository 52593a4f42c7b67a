import type { ICredentialDataDecryptedObject, IHttpRequestOptions } from 'n8n-workflow';

import { ParameterProblem } from '../answers/parameterProblem';
import * as words from '../words/storage';
import type { Refusal } from '../words/fields';
import {
	encodePath,
	LONGEST_VALIDITY,
	presignedUrl,
	type ObjectRequest,
	type SigningKey,
} from './signatureV4';

/** Name of the credential type. */
export const BUCKET_CREDENTIAL = 'kexiangFileStorageApi';

/** One's own store for files, as the credential describes it. */
export interface Bucket {
	key: SigningKey;
	scheme: string;
	/** Of the objects: with the bucket's name in front where the store wants it so. */
	host: string;
	/** What stands before an object's name in a path: empty, or the bucket's name. */
	prefix: string;
	name: string;
	/** Where objects go; empty, or without slashes at its ends. */
	folder: string;
	/** How long a link holds, seconds. */
	validSeconds: number;
	/** Where anyone may read the objects without a signature; no slash at its end. */
	publicUrl?: string;
}

/** How long an upload may take to begin, seconds; it may go on for longer. */
const UPLOAD_VALIDITY = 3600;

/** @throws ParameterProblem when the credential cannot work as it stands */
export function readBucket(credential: ICredentialDataDecryptedObject): Bucket {
	const { scheme, host, path } = readEndpoint(valueOf(credential, 'endpoint', 'Endpoint'));
	const name = valueOf(credential, 'bucket', 'Bucket');
	if (!/^[a-z0-9][a-z0-9._-]+$/i.test(name)) throw problem('Bucket', words.isNoBucketName(name));
	// Whoever copies the address of the bucket has its name in the endpoint already.
	const bare = host.toLowerCase().startsWith(`${name.toLowerCase()}.`)
		? host.slice(name.length + 1)
		: host;
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
	const value = String(credential[name] ?? '').trim();
	if (value === '') throw problem(label, words.isEmpty());
	return value;
}

const problem = (label: string, { reason, advice }: Refusal) =>
	new ParameterProblem(words.ofStorage(label), reason, advice);

function readEndpoint(given: string) {
	const full = /^[a-z]+:\/\//i.test(given) ? given : `https://${given}`;
	const parts = /^(https?:\/\/)([a-z0-9._-]+|\[[0-9a-f:.]+\])(:\d+)?((?:\/[^?#\s]*)?)$/i.exec(full);
	if (!parts) throw problem('Endpoint', words.isNoEndpoint(given));
	const [, scheme = '', host = '', port = '', path = ''] = parts;
	const own = scheme.toLowerCase() === 'https://' ? ':443' : ':80';
	return {
		scheme: scheme.toLowerCase(),
		host: host.toLowerCase() + (port === own ? '' : port),
		path: encodePath(path.replace(/\/+$/, '')),
	};
}

function readPublicUrl(credential: ICredentialDataDecryptedObject): string {
	const given = valueOf(credential, 'publicUrl', 'Public Base URL');
	if (!/^https?:\/\/[^\s/?#]+[^\s?#]*$/i.test(given))
		throw problem('Public Base URL', words.isNoPublicUrl(given));
	return given.replace(/\/+$/, '');
}

/** Names that lead up or nowhere are left out. */
const folderOf = (given: string) =>
	given
		.split(/[\\/]+/)
		.map((name) => name.trim())
		.filter((name) => !/^\.{0,2}$/.test(name))
		.join('/');

/** A request to one object. */
export function requestOf(
	{ scheme, host, prefix }: Bucket,
	key: string,
	method: ObjectRequest['method'],
): ObjectRequest {
	return { method, scheme, host, path: `${prefix}/${encodePath(key)}` };
}

/**
 * Any other request to the store, as n8n's own HTTP Request node sends one with this credential.
 * @throws ParameterProblem for another host: the key signs for its own store alone
 */
export function requestTo(
	{ scheme, host }: Bucket,
	{ url, baseURL, method = 'GET', qs }: IHttpRequestOptions,
): ObjectRequest {
	const full = `${/^https?:/i.test(url) ? '' : (baseURL ?? `${scheme}${host}`)}${url}`;
	const target = URL.canParse(full) ? new URL(full) : undefined;
	const isOwn = target?.host === host || host.endsWith(`.${target?.host}`);
	if (!target || !isOwn) throw problem('Endpoint', words.isOtherHost(`${scheme}${host}`));
	const query = Object.fromEntries(target.searchParams);
	for (const [name, value] of Object.entries(qs ?? {})) query[name] = String(value);
	return {
		method,
		scheme: `${target.protocol}//`,
		host: target.host,
		path: encodePath(decodeURIComponent(target.pathname)),
		query,
	};
}

/** The address that takes one object, for an hour. */
export const uploadUrl = (bucket: Bucket, key: string, at: Date): string =>
	presignedUrl(requestOf(bucket, key, 'PUT'), bucket.key, { at, validSeconds: UPLOAD_VALIDITY });

/** The address under which anyone may read one object: for the link's validity, or for as long as it is there. */
export const linkOf = (bucket: Bucket, key: string, at: Date): string =>
	bucket.publicUrl !== undefined
		? `${bucket.publicUrl}/${encodePath(key)}`
		: presignedUrl(requestOf(bucket, key, 'GET'), bucket.key, {
				at,
				validSeconds: bucket.validSeconds,
			});

/**
 * The name of a new object: `<folder>/<date>/<random>.<extension>`, so that a rule of the bucket can
 * delete old ones, and nobody can guess it.
 */
export function objectKey({ folder }: Bucket, random: string, extension: string, at: Date): string {
	const day = at.toISOString().slice(0, 10);
	return [folder, day, extension === '' ? random : `${random}.${extension}`]
		.filter((part) => part !== '')
		.join('/');
}
