/* eslint-disable @n8n/community-nodes/no-restricted-imports */
// Files of a user's own, on their way through a real n8n to a platform that fetches them.
import assert from 'node:assert/strict';
import type { Credential } from '../../../scripts/n8n/model';
import { freePort } from '../../../scripts/n8n/server';
import type { Bench, Proof, Site } from '../bench';
import { proveBucket } from '../files/bucket';
import { PUBLIC_NAME, startFrontDoor } from '../files/frontDoor';
import { proveNewcomers } from '../files/newcomers';
import {
	open,
	proveClosed,
	proveValidity,
	proveWays,
	sumOf,
	type SentFile,
} from '../files/sentFiles';
import { byForm, picture, startWay, toKling, user, USER } from '../files/ways';
import { itemsOf } from '../runs';
import type { Scene } from '../scene';
import { elsewhere } from '../standIns/elsewhere';

const HOUR_MS = 3600_000;
export const DAY_AND_HOUR_MS = 25 * HOUR_MS;
const ON_DISK = { N8N_DEFAULT_BINARY_DATA_MODE: 'filesystem' };
const PICTURE = picture('of a form');
/** Somewhere in the internet, and not asked for anything. */
const FAR = 'https://platform.example.org';

const LOGIN =
	/^Image URL contains a file, but n8n's link to it is blocked by a login in front of n8n \(401\)/;
const NO_ADDRESS =
	/^Image URL contains a file, but n8n's own address is only known on its own network \(localhost\), so the platform cannot fetch the file \[item 0\] Set n8n's environment variable WEBHOOK_URL .* to the public https address of n8n, or choose Own Bucket/;
const IN_MEMORY =
	/^Image URL contains a file, but this n8n keeps files in memory and cannot create links to them \[item 0\] Set n8n's environment variable N8N_DEFAULT_BINARY_DATA_MODE to filesystem, or choose Own Bucket/;

export async function files(bench: Bench): Promise<void> {
	const port = await freePort();
	const door = await startFrontDoor(bench, port);
	const during = async (env: Record<string, string>, work: (site: Site) => Promise<void>) => {
		const site = await bench.startSite('files', { port, env });
		await work(site);
		await site.server.stop();
	};
	const names = [PUBLIC_NAME];
	const sent: SentFile[] = [];
	await during({ ...ON_DISK, WEBHOOK_URL: door.url, ...elsewhere({ names }) }, async (site) => {
		sent.push(...(await proveWays(bench, 'filesystem', site)));
		const title = 'files: Get Public URL of File, for 48 hours';
		await bench.prove(title, { site }, async (scene) => longLink(scene, sent));
		await proveNewcomers(bench, site);
		door.asksForPassword = true;
		await refuse(bench, site, 'a proxy with a password', LOGIN);
		door.asksForPassword = false;
		await proveBucket(bench, site);
		await proveClosed(bench, site);
	});
	// Started again a day later, and without a public address.
	const later = elsewhere({ names, aheadMs: DAY_AND_HOUR_MS });
	await during({ ...ON_DISK, ...later }, async (site) => {
		await proveValidity(bench, 'filesystem', sent);
		await refuse(bench, site, 'no public address', NO_ADDRESS, farPlatform);
	});
	await during({ N8N_DEFAULT_BINARY_DATA_MODE: 'default' }, async (site) => {
		await refuse(bench, site, 'binary data in memory', IN_MEMORY);
	});
}

/** Nothing is sent, and the user reads why. */
async function refuse(
	bench: Bench,
	site: Site,
	title: string,
	reason: RegExp,
	credential?: (scene: Scene) => Promise<Credential>,
): Promise<void> {
	await bench.prove(`files, refused: ${title}`, { site }, async (scene) => {
		const way = byForm(title, [toKling()], [{ bytes: PICTURE }]);
		const note = await scene.failed(await startWay(scene, way, await credential?.(scene)), reason);
		assert.deepEqual(scene.ledger.requests, [], 'nothing is sent');
		return { note };
	});
}

const farPlatform = async ({ api }: Scene): Promise<Credential> => {
	const data = { apiKey: 'kx-test-not-real', taskApiUrl: FAR, toolApiUrl: FAR };
	return await api.saveCredential({ name: 'A platform far away', type: 'kexiangApi', data });
};

/** The operation that gives links out, with a validity of its own, for a platform that is not on this machine. */
async function longLink(scene: Scene, sent: SentFile[]): Promise<Proof> {
	const node = user('kexiangVideoTools', {
		resource: 'file',
		operation: 'filePublicUrl',
		files: 'Photo',
		options: { linkHours: 48 },
	});
	const way = byForm('public URL', [node], [{ bytes: PICTURE }]);
	const id = await startWay(scene, way, await farPlatform(scene));
	const url = String(itemsOf(await scene.succeeded(id), USER)[0]?.json.url);
	const sha256 = sumOf(PICTURE);
	assert.ok(url.startsWith(`http://${PUBLIC_NAME}:`), url);
	assert.deepEqual(await open(url), { status: 200, sha256 });
	sent.push({ title: way.title, url, sha256, hours: 48 });
	return { note: 'the very bytes, after the execution' };
}
