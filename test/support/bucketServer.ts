/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { S3RequestPresigner } from '@aws-sdk/s3-request-presigner';
import { createHash, createHmac, type Hash, type Hmac } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import S3rver from 's3rver';

/**
 * A store for objects: s3rver keeps them and answers, and as it does not check signatures of version 4, each
 * request passes a gate before, where the SDK of AWS makes the signature anew.
 */

export interface BucketServer {
	/** Where the store is reached: `http://127.0.0.1:PORT`. */
	endpoint: string;
	/** What came, oldest first. */
	requests: Array<{
		method: string;
		host: string;
		/** As it came, encoded. */
		path: string;
		headers: IncomingMessage['headers'];
		status: number;
	}>;
	/** How far the store's clock is ahead, ms. */
	aheadMs: number;
	/** Whether objects are read without a signature. */
	publicRead: boolean;
	/** What the key may do. */
	rights: Set<string>;
	/** Answers in place of the store, while it is there. */
	answer?: ((request: IncomingMessage, response: ServerResponse) => boolean) | undefined;
	/** Makes it what it was at its start, but for the objects. */
	reset(): void;
	stop(): Promise<void>;
}

export const BUCKET = 'my-bucket';
export const REGION = 'eu-central-1';
export const KEY = { accessKeyId: 'KXTESTNOTREAL', secretAccessKey: 'kx-test-secret-not-real' };

/** The data of a KexiangAI File Storage credential that leads to the store, with signed links. */
export const credentialForBucket = ({ endpoint }: Pick<BucketServer, 'endpoint'>) => ({
	...KEY,
	endpoint,
	region: REGION,
	bucket: BUCKET,
	addressStyle: 'path',
	folder: 'n8n',
	linkKind: 'signed',
	linkHours: 24,
});

const NORMAL = () => ({
	requests: [],
	aheadMs: 0,
	publicRead: false,
	rights: new Set(['GET', 'PUT', 'DELETE']),
	answer: undefined,
});
const MOST_SKEW_MS = 15 * 60 * 1000;

class Sha256 {
	private readonly hash: Hash | Hmac;

	constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
		this.hash = secret === undefined ? createHash('sha256') : createHmac('sha256', bytesOf(secret));
	}

	update(data: string | Uint8Array) {
		this.hash.update(data);
	}

	async digest() {
		return new Uint8Array(this.hash.digest());
	}

	reset() {}
}

const bytesOf = (secret: string | ArrayBuffer | ArrayBufferView): string | Uint8Array =>
	typeof secret === 'string'
		? secret
		: ArrayBuffer.isView(secret)
			? new Uint8Array(secret.buffer, secret.byteOffset, secret.byteLength)
			: new Uint8Array(secret);

type Plain = Record<string, string>;
interface Signer {
	sign(request: object, options: { signingDate: Date }): Promise<{ headers: Plain }>;
}

function refuse(response: ServerResponse, status: number, code: string, more = ''): void {
	const said = more.includes('<Message>') ? more : `<Message>Refused in the test</Message>${more}`;
	const page = `<?xml version="1.0"?>\n<Error><Code>${code}</Code>${said}</Error>`;
	response.writeHead(status, { 'content-type': 'application/xml' }).end(page);
}

export async function startBucketServer(): Promise<BucketServer> {
	const directory = mkdtempSync(path.join(tmpdir(), 'kexiang-bucket-'));
	const store = new S3rver({ silent: true, directory, configureBuckets: [{ name: BUCKET }] });
	await store.configureBuckets();
	const keep = store.callback();
	const server = createServer((request, response) => {
		const { method = '', url = '', headers } = request;
		const entry = { method, host: headers.host ?? '', path: url, headers, status: 0 };
		response.on('close', () => (entry.status = response.statusCode));
		self.requests.push(entry);
		response.setHeader('date', new Date(Date.now() + self.aheadMs).toUTCString());
		if (self.answer?.(request, response)) return;
		void gate(self, request).then((refusal) => {
			if (refusal) return refuse(response, ...refusal);
			const { pathname } = new URL(url, 'http://x');
			// One form for what keeps the objects: the bucket in the path, and no signature.
			const inHost = (headers.host ?? '').startsWith(`${BUCKET}.`);
			request.url = inHost ? `/${BUCKET}${pathname}` : pathname;
			headers.host = '127.0.0.1';
			delete headers.authorization;
			for (const name of Object.keys(headers)) if (name.startsWith('x-amz-')) delete headers[name];
			keep(request, response);
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const self: BucketServer = {
		endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		...NORMAL(),
		reset: () => void Object.assign(self, NORMAL()),
		stop: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
			rmSync(directory, { recursive: true, force: true });
		},
	};
	return self;
}

type Refusal = [status: number, code: string, more?: string];

async function gate(self: BucketServer, request: IncomingMessage): Promise<Refusal | undefined> {
	const { searchParams } = new URL(request.url ?? '', 'http://x');
	const query = Object.fromEntries(searchParams);
	const { authorization } = request.headers;
	if (authorization === undefined && query['X-Amz-Signature'] === undefined)
		return self.publicRead && request.method === 'GET' ? undefined : [403, 'AccessDenied'];
	const credential =
		query['X-Amz-Credential'] ?? /Credential=([^,]+)/.exec(authorization ?? '')?.[1] ?? '';
	const [accessKeyId, , region = ''] = credential.split('/');
	if (accessKeyId !== KEY.accessKeyId) return [403, 'InvalidAccessKeyId'];
	if (region !== REGION) return [400, 'AuthorizationHeaderMalformed', `<Region>${REGION}</Region>`];
	const date = dateOf(query['X-Amz-Date'] ?? String(request.headers['x-amz-date']));
	const late = Date.now() + self.aheadMs - date.getTime();
	if (authorization !== undefined && Math.abs(late) > MOST_SKEW_MS)
		return [403, 'RequestTimeTooSkewed'];
	if (
		authorization === undefined &&
		(late > Number(query['X-Amz-Expires']) * 1000 || late < -MOST_SKEW_MS)
	)
		return [403, 'AccessDenied', '<Message>Request has expired</Message>'];
	if (!(await isSigned(request, query, date))) return [403, 'SignatureDoesNotMatch'];
	return self.rights.has(request.method ?? '') ? undefined : [403, 'AccessDenied'];
}

/** `20261124T002037Z` */
const dateOf = (text: string) =>
	new Date(text.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));

async function isSigned(request: IncomingMessage, query: Plain, date: Date): Promise<boolean> {
	const { authorization, host = '' } = request.headers;
	const presigner = new S3RequestPresigner({ credentials: KEY, region: REGION, sha256: Sha256 });
	const [hostname = '', port] = host.split(':');
	const plain = {
		method: request.method ?? '',
		protocol: 'http:',
		hostname,
		...(port !== undefined && { port: Number(port) }),
		path: (request.url ?? '').split('?')[0] ?? '',
	};
	if (authorization !== undefined) {
		const signer = (presigner as unknown as { signer: Signer }).signer;
		const headers = {
			host,
			'x-amz-content-sha256': String(request.headers['x-amz-content-sha256']),
		};
		const signed = await signer.sign({ ...plain, query, headers }, { signingDate: date });
		return signed.headers.authorization === authorization;
	}
	const own = Object.entries(query).filter(([name]) => !/^X-Amz-/.test(name));
	const signed = await presigner.presign(
		{ ...plain, query: Object.fromEntries(own), headers: { host }, fragment: undefined } as never,
		{ signingDate: date, expiresIn: Number(query['X-Amz-Expires']) },
	);
	return signed.query?.['X-Amz-Signature'] === query['X-Amz-Signature'];
}
