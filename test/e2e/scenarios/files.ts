/* eslint-disable @n8n/community-nodes/no-restricted-imports */
// Files of a user's own, on their way through a real n8n to a platform that fetches them.
import assert from 'node:assert/strict';
import type { Credential } from '../../../scripts/n8n/model';
import { freePort } from '../../../scripts/n8n/server';
import type { Bench, Site } from '../bench';
import { proveBucket } from '../files/bucket';
import { byForm, picture, toKling, user, USER } from '../files/ways';
import { proveNewcomers } from '../files/newcomers';
import { namesAndClock, PUBLIC_HOSTS, startFrontDoor, type FrontDoor } from '../files/frontDoor';
import { errorOf, itemsOf } from '../runs';
import {
	open,
	proveClosed,
	proveValidity,
	proveWays,
	runWay,
	sumOf,
	type SentFile,
} from '../files/sentFiles';

const NAME = 'files';
const HOUR_MS = 3600_000;
const PICTURE = picture('of a form');
const PDF = Buffer.from('%PDF-1.7\n1 0 obj <<>> endobj\n');
const LARGE = Buffer.concat([PICTURE, Buffer.alloc(11 * 1024 * 1024)]);

export async function files(bench: Bench): Promise<void> {
	const port = await freePort();
	const door = await startFrontDoor(port);
	const during = async (env: Record<string, string>, work: (site: Site) => Promise<void>) => {
		const mode = { N8N_DEFAULT_BINARY_DATA_MODE: 'filesystem' };
		const site = await bench.startSite(NAME, { port, env: { ...mode, ...env } });
		try {
			await work(site);
		} finally {
			await site.server.stop();
		}
	};
	const sent: SentFile[] = [];
	try {
		await during({ WEBHOOK_URL: door.url, ...namesAndClock() }, async (site) => {
			sent.push(...(await proveWays(bench, 'filesystem', site)));
			sent.push(...(await longLink(bench, site)));
			await proveNewcomers(bench, site);
			await refuseFiles(bench, site, door);
			await proveBucket(bench, site);
			await proveClosed(bench, 'filesystem', site);
		});
		// Started again a day later, and without a public address.
		await during(namesAndClock(25 * HOUR_MS), async (site) => {
			await proveValidity(bench, 'filesystem', sent);
			await refuse(bench, site, 'no public address', {
				reason:
					/^Image URL contains a file, but n8n's own address is only known on its own network \(localhost\), so the platform cannot fetch the file \[item 0\] Set n8n's environment variable WEBHOOK_URL .* to the public https address of n8n, or choose Own Bucket/,
				platform: 'https://platform.example.org',
			});
		});
		await during({ N8N_DEFAULT_BINARY_DATA_MODE: 'default' }, async (site) => {
			await refuse(bench, site, 'binary data in memory', {
				reason:
					/^Image URL contains a file, but this n8n keeps files in memory and cannot create links to them \[item 0\] Set n8n's environment variable N8N_DEFAULT_BINARY_DATA_MODE to filesystem, or choose Own Bucket/,
			});
		});
	} finally {
		await door.stop();
	}
}

interface Refusal {
	/** The message, and how to get on. */
	reason: RegExp;
	/** What stands in the field; the name of the file's binary field unless given. */
	value?: string;
	file?: Parameters<typeof byForm>[2];
	/** Where the platform is; on this machine unless given. */
	platform?: string;
}

async function refuseFiles(bench: Bench, site: Site, door: FrontDoor): Promise<void> {
	await refuse(bench, site, 'a name that is none', {
		value: 'Phto',
		reason:
			/^Image URL must be a public http\(s\) URL.* or the name of a binary field of the item, but contains "Phto" \[item 0\] The item has the binary fields Photo: photo\.png \(image\/png\)\./,
	});
	await refuse(bench, site, 'a PDF', {
		file: { bytes: PDF, name: 'cat.pdf', type: 'application/pdf' },
		reason:
			/^Image URL accepts an image \(JPG or PNG\), but the file cat\.pdf \(application\/pdf\) is not an image/,
	});
	await refuse(bench, site, 'a picture that is too large', {
		file: { bytes: LARGE },
		reason:
			/^Image URL contains the file photo\.png \(image\/png\), which is 11\.\d MB; the limit is 10 MB/,
	});
	door.asksForPassword = true;
	await refuse(bench, site, 'a proxy with a password', {
		reason:
			/^Image URL contains a file, but n8n's link to it is blocked by a login in front of n8n \(401\)/,
	});
	door.asksForPassword = false;
}

/** Nothing is sent, and the user reads why. */
async function refuse(
	bench: Bench,
	site: Site,
	title: string,
	{ reason, value, file = { bytes: PICTURE }, platform }: Refusal,
): Promise<void> {
	await bench.prove(`files, refused: ${title}`, {}, async (simulator) => {
		const way = byForm(`refused, ${title}`, toKling(value), file);
		const elsewhere = platform === undefined ? undefined : await farPlatform(site, platform);
		const execution = await runWay(bench, site, simulator, way, elsewhere);
		assert.equal(execution.status, 'error', 'it is refused');
		const said = errorOf(execution);
		assert.match(said, reason);
		assert.deepEqual(simulator.ledger.requests, [], 'nothing is sent');
		return { note: said };
	});
}

/** A platform that is somewhere in the internet, and is not asked for anything. */
const farPlatform = async ({ api }: Site, url: string): Promise<Credential> =>
	await api.saveCredential({
		name: 'A platform far away',
		type: 'kexiangApi',
		data: { apiKey: 'kx-test-not-real', taskApiUrl: url, toolApiUrl: url },
	});

/** The operation that gives links out, with a validity of its own, for a platform that is not on this machine. */
async function longLink(bench: Bench, site: Site): Promise<SentFile[]> {
	const sent: SentFile[] = [];
	await bench.prove('files: Get Public URL of File, for 48 hours', {}, async (simulator) => {
		const node = user('kexiangVideoTools', {
			resource: 'file',
			operation: 'filePublicUrl',
			files: 'Photo',
			options: { linkHours: 48 },
		});
		const way = byForm('public URL', node, { bytes: PICTURE });
		const elsewhere = await farPlatform(site, 'https://platform.example.org');
		const execution = await runWay(bench, site, simulator, way, elsewhere);
		assert.equal(execution.status, 'success', errorOf(execution));
		const url = String(itemsOf(execution, USER)[0]?.json.url);
		const sha256 = sumOf(PICTURE);
		assert.ok(url.startsWith(`http://${Object.keys(PUBLIC_HOSTS)[0]}:`), url);
		assert.deepEqual(await open(url), { status: 200, sha256 });
		sent.push({ title: 'Get Public URL of File', url, sha256, hours: 48 });
		return { note: 'the very bytes, after the execution' };
	});
	return sent;
}
