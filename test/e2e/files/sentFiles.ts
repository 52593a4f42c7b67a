/* eslint-disable @n8n/community-nodes/no-restricted-imports */
// Sends a file through an n8n by each way, and compares what the simulator fetched with what was sent.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { platform } from 'node:os';
import type { Bench, Proof, Site } from '../bench';
import { fetchFile, http, itemsOf } from '../runs';
import type { Scene } from '../scene';
import { fromHere, PUBLIC_HOSTS, PUBLIC_NAME } from './frontDoor';
import { MAKER, startWay, USER, WAYS, type Way } from './ways';

/** A link that was given to the platform. */
export interface SentFile {
	title: string;
	url: string;
	/** Of the file's bytes. */
	sha256: string;
	/** How long the link holds; a day unless given. */
	hours?: number;
}

export const sumOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** What somebody without a login gets under a link. */
export async function open(url: string): Promise<{ status: number; sha256: string }> {
	const { status } = await http.get(fromHere(url));
	return { status, sha256: sumOf(await fetchFile(fromHere(url))) };
}

/** Proves each way, one after another. Answers the links, which must go on answering. */
export async function proveWays(
	bench: Bench,
	place: string,
	site: Site,
	logFiles = [site.server.logFile],
): Promise<SentFile[]> {
	const sent: SentFile[] = [];
	const options = { site, taskSeconds: 1.5, inputs: { hosts: PUBLIC_HOSTS } };
	for (const way of WAYS)
		await bench.prove(`files, ${place}: ${way.title}`, options, async (scene) => {
			return await send(scene, way, sent);
		});
	assert.equal(sent.length, WAYS.length, 'every way was gone');
	for (const file of logFiles)
		assert.ok(!readFileSync(file, 'utf8').includes('token='), 'no link stands in the log of n8n');
	return sent;
}

async function send(scene: Scene, way: Way, sent: SentFile[]): Promise<Proof> {
	const execution = await scene.succeeded(await startWay(scene, way));
	const done = JSON.stringify(execution.data.resultData.runData[USER]);
	assert.match(done, /"state":"success"|\\"state\\":\\"success\\"/, 'the task was waited for');
	assert.ok(!done.includes('could not open its own link'), 'n8n opened its own link');

	const [made] = itemsOf(execution, MAKER);
	const bytes = way.bytes ?? (made && (await scene.fileOf(made)));
	assert.ok(bytes && bytes.length > 0, 'there is a file to compare with');
	const sha256 = sumOf(bytes);
	const { inputs, requests } = scene.ledger;
	const fetched = inputs.map(({ status, sha256: sum, host }) => ({ status, sum, host }));
	assert.deepEqual(fetched, [{ status: 200, sum: sha256, host: PUBLIC_NAME }]);

	const bodies = JSON.stringify(requests.map(({ body }) => body));
	const [, url = ''] = /"(http[^"]*[?&]token=[^"]*)"/.exec(bodies) ?? [];
	assert.ok(!JSON.stringify(execution).includes('token='), 'no link stands in the execution');
	assert.deepEqual(await open(url), { status: 200, sha256 }, 'the link outlives the execution');
	sent.push({ title: way.title, url, sha256 });
	return { kept: scene.idsIn(execution), note: `${bytes.length} bytes: equal` };
}

/** That n8n closed every file, however often its links were asked for. */
export async function proveClosed(bench: Bench, { server }: Site): Promise<void> {
	await bench.prove('files: none is left open', {}, async () => {
		if (platform() !== 'linux') return { note: 'not looked at: only Linux tells' };
		const log = readFileSync(server.logFile, 'utf8');
		assert.ok(!/on garbage collection/i.test(log), 'none was closed for having been forgotten');
		const folder = `/proc/${server.pid}/fd`;
		const open = readdirSync(folder).map((name) => readlink(`${folder}/${name}`));
		assert.deepEqual(
			open.filter((file) => file.includes('binary_data')),
			[],
		);
		return { note: 'n8n holds no file of its storage' };
	});
}

/** A file may be closed meanwhile, as that of this very look is. */
const readlink = (file: string) => {
	try {
		return readlinkSync(file);
	} catch {
		return '';
	}
};

/** At an n8n whose clock is 25 hours ahead: a link of a day is dead, one of two days is not. */
export async function proveValidity(bench: Bench, place: string, sent: SentFile[]): Promise<void> {
	await bench.prove(`files, ${place}: 25 hours later`, {}, async () => {
		for (const { title, url, sha256, hours = 24 } of sent) {
			const got = await open(url);
			assert.equal(got.status, hours < 25 ? 400 : 200, title);
			if (hours >= 25) assert.equal(got.sha256, sha256, title);
		}
		return { note: `${sent.length} links` };
	});
}
