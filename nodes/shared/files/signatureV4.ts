/**
 * AWS Signature Version 4 for object storage (https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-authenticating-requests.html),
 * which Alibaba OSS, Tencent COS, Cloudflare R2 and MinIO understand too. Pure: the time comes from outside.
 */
import { createHash, createHmac } from 'crypto';

export interface SigningKey {
	accessKeyId: string;
	secretAccessKey: string;
	region: string;
}

/** A request to an object, as far as it is signed; the path is encoded already. */
export interface ObjectRequest {
	/** In capitals. */
	method: string;
	/** `https://`, or `http://`. */
	scheme: string;
	/** With the port, where it is not the scheme's own. */
	host: string;
	/** Begins with a slash; see `encodePath`. */
	path: string;
	query?: Record<string, string>;
}

/** The body is not part of the signature: it is streamed, and TLS guards it. */
const UNSIGNED = 'UNSIGNED-PAYLOAD';
const ALGORITHM = 'AWS4-HMAC-SHA256';

/** Longest validity that stores accept, seconds. */
export const LONGEST_VALIDITY = 7 * 24 * 3600;

/** A URL that carries its own permission: whoever has it may do this one thing until it expires. */
export function presignedUrl(
	request: ObjectRequest,
	key: SigningKey,
	{ at, validSeconds }: { at: Date; validSeconds: number },
): string {
	const { scheme, host, path } = request;
	const query = {
		...request.query,
		'X-Amz-Algorithm': ALGORITHM,
		'X-Amz-Content-Sha256': UNSIGNED,
		'X-Amz-Credential': `${key.accessKeyId}/${scopeOf(key, at)}`,
		'X-Amz-Date': timeOf(at),
		'X-Amz-Expires': String(Math.max(1, Math.min(LONGEST_VALIDITY, Math.floor(validSeconds)))),
		'X-Amz-SignedHeaders': 'host',
	};
	const signature = sign({ ...request, query }, { host }, key, at);
	return `${scheme}${host}${path}?${encodeQuery({ ...query, 'X-Amz-Signature': signature })}`;
}

/** One request, sent within minutes, with the headers that permit it. */
export function signedRequest(
	request: ObjectRequest,
	key: SigningKey,
	at: Date,
): { url: string; headers: Record<string, string> } {
	const { scheme, host, path, query = {} } = request;
	const own = { 'x-amz-content-sha256': UNSIGNED, 'x-amz-date': timeOf(at) };
	const headers = { host, ...own };
	const signature = sign(request, headers, key, at);
	const search = encodeQuery(query);
	return {
		url: `${scheme}${host}${path}${search === '' ? '' : `?${search}`}`,
		headers: {
			...own,
			authorization: `${ALGORITHM} Credential=${key.accessKeyId}/${scopeOf(key, at)}, SignedHeaders=${Object.keys(headers).join(';')}, Signature=${signature}`,
		},
	};
}

/** @param headers with names in small letters, in the order of the alphabet */
function sign(
	{ method, path, query = {} }: ObjectRequest,
	headers: Record<string, string>,
	key: SigningKey,
	at: Date,
): string {
	const canonical = [
		method,
		path,
		encodeQuery(query),
		...Object.entries(headers).map(([name, value]) => `${name}:${value}`),
		'',
		Object.keys(headers).join(';'),
		UNSIGNED,
	].join('\n');
	const text = [ALGORITHM, timeOf(at), scopeOf(key, at), sha256(canonical)].join('\n');
	const parts = [dayOf(at), key.region, 's3', 'aws4_request'];
	const secret = parts.reduce<string | Buffer>(
		(sofar, part) => hmac(sofar, part),
		`AWS4${key.secretAccessKey}`,
	);
	return hmac(secret, text).toString('hex');
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const hmac = (secret: string | Buffer, text: string) =>
	createHmac('sha256', secret).update(text).digest();

/** `20261124T002037Z` */
const timeOf = (at: Date) => at.toISOString().replace(/\.\d+|[-:]/g, '');
const dayOf = (at: Date) => timeOf(at).slice(0, 8);
const scopeOf = ({ region }: SigningKey, at: Date) => `${dayOf(at)}/${region}/s3/aws4_request`;

/** Everything but letters, digits and `-._~` as bytes in UTF-8 (RFC 3986), which stores insist on. */
export const encodePart = (text: string): string =>
	encodeURIComponent(text.replace(/\p{Cs}/gu, '\ufffd')).replace(
		/[!'()*]/g,
		(letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
	);

/** A path of names, which keeps its slashes. */
export const encodePath = (path: string): string => path.split('/').map(encodePart).join('/');

/** In the order of the names, as they are encoded. */
function encodeQuery(query: Record<string, string>): string {
	const pairs = Object.entries(query).map(([name, value]) => [encodePart(name), encodePart(value)]);
	return pairs
		.sort(([a = ''], [b = '']) => (a < b ? -1 : 1))
		.map((pair) => pair.join('='))
		.join('&');
}
