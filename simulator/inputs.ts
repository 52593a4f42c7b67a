/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { createHash } from 'node:crypto';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { lookup as systemLookup } from 'node:dns';
import type { Call } from './handlers';
import { inputFields, type InputField, type MediaKind } from './inputFields';
import type { LedgerInput } from './ledger';
import { kindOfBytes } from './magic';
import type { World } from './world';

/** Fetches the files that a request names, as the platform does before it starts the task. */

export interface InputOptions {
	/** Largest file for a field without its own limit, bytes. */
	maxBytes?: number;
	/** Time limit for one file, real seconds. Default 20. */
	seconds?: number;
	/** Addresses for host names that no resolver knows: `{"n8n.example.net": "127.0.0.1"}`. */
	hosts?: Record<string, string>;
}

const MB = 1024 * 1024;
const MAX_BYTES: Record<MediaKind, number> = {
	image: 50 * MB,
	audio: 100 * MB,
	video: 500 * MB,
	media: 500 * MB,
};
const SECONDS = 20;
const AT_ONCE = 4;
const REDIRECTS = 3;

/** Names reserved for examples (RFC 2606). Nothing is fetched from them. */
const EXAMPLE_HOST = /(^|\.)(example|example\.(com|net|org)|test|invalid)$/i;

/** Why the request cannot be carried out. Undefined if every file arrived and is of the right kind. */
export async function refuseInputs(world: World, call: Call): Promise<string | undefined> {
	const { inputs = {} } = world.options;
	if (inputs === 'off' || call.operation.kind === 'query') return undefined;
	const open = inputFields(world.contract, call.operation, call.body).filter(
		({ url, mayBePage }) => !isExample(url, inputs) && mayBePage !== true,
	);
	const refusals: string[] = [];
	const work = async () => {
		for (let field = open.shift(); field && refusals.length === 0; field = open.shift()) {
			const entry = await read(field, call, inputs);
			world.ledger.addInput(entry);
			if (entry.refusal !== undefined)
				refusals.push(`${entry.field}: the ${wanted(field.kind)} ${entry.refusal}`);
		}
	};
	await Promise.all(Array.from({ length: Math.min(AT_ONCE, open.length) }, work));
	return refusals[0];
}

const wanted = (kind: MediaKind) => (kind === 'media' ? 'file' : kind);

function isExample(url: string, { hosts = {} }: InputOptions): boolean {
	const host = hostOf(url);
	return !(host in hosts) && EXAMPLE_HOST.test(host);
}

const hostOf = (url: string) => (URL.canParse(url) ? new URL(url).hostname : '');

async function read(field: InputField, call: Call, options: InputOptions): Promise<LedgerInput> {
	const { loc, kind, url, maxBytes = options.maxBytes ?? MAX_BYTES[kind] } = field;
	const hash = createHash('sha256');
	const entry: LedgerInput = {
		at: Date.now(),
		operationId: call.operation.id,
		field: loc.slice(1).join('.'),
		kind,
		host: hostOf(url),
		status: 0,
		bytes: 0,
		sha256: '',
	};
	const seconds = options.seconds ?? SECONDS;
	const late = AbortSignal.timeout(seconds * 1000);
	try {
		const response = await get(url, AbortSignal.any([late, call.signal]), options.hosts ?? {});
		entry.status = response.statusCode ?? 0;
		entry.type = response.headers['content-type'];
		let start = Buffer.alloc(0);
		for await (const piece of response as AsyncIterable<Buffer>) {
			if (start.length < 64) start = Buffer.concat([start, piece.subarray(0, 64)]);
			entry.bytes += piece.length;
			hash.update(piece);
			if (entry.bytes > maxBytes) break;
		}
		entry.refusal = refusal(entry, kindOfBytes(start), maxBytes);
	} catch (error) {
		entry.refusal = late.aborted
			? `did not come within ${seconds} seconds`
			: `could not be fetched (${reasonOf(error)})`;
	}
	entry.sha256 = hash.digest('hex');
	return entry;
}

function refusal(
	{ status, kind, bytes }: LedgerInput,
	found: MediaKind | undefined,
	maxBytes: number,
): string | undefined {
	if (status !== 200) return `could not be fetched (its server answered ${status})`;
	if (bytes > maxBytes) return `is larger than ${Math.round(maxBytes / MB)} MB`;
	if (bytes === 0) return 'is empty';
	if (found === undefined) return 'is no picture, video or sound';
	return kind === 'media' || kind === found ? undefined : `is of another kind: ${found}`;
}

async function get(
	url: string,
	signal: AbortSignal,
	hosts: Record<string, string>,
	redirects = REDIRECTS,
): Promise<IncomingMessage> {
	const request = url.startsWith('https:') ? httpsRequest : httpRequest;
	const response = await new Promise<IncomingMessage>((resolve, reject) => {
		const headers = { 'user-agent': 'kexiang-simulator' };
		request(url, { signal, headers, agent: false, lookup: lookupWith(hosts) }, resolve)
			.on('error', reject)
			.end();
	});
	const { statusCode = 0, headers } = response;
	if (statusCode < 300 || statusCode >= 400 || !headers.location || redirects === 0)
		return response;
	response.destroy();
	return await get(new URL(headers.location, url).href, signal, hosts, redirects - 1);
}

/** Works like a hosts file: these names first, then the system's resolver. */
const lookupWith =
	(hosts: Record<string, string>): LookupFunction =>
	(name, options, done) => {
		const address = hosts[name];
		if (address === undefined) return systemLookup(name, options, done);
		if (options.all) return done(null, [{ address, family: isIP(address) }]);
		done(null, address, isIP(address));
	};

function reasonOf(error: unknown): string {
	const { code, message } = error as Error & { code?: string };
	return code ?? message;
}
