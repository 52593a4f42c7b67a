/* eslint-disable @n8n/community-nodes/no-restricted-imports */
// Sends a file through an n8n by each way, and compares what the simulator fetched with what was sent.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { platform } from 'node:os';
import axios from 'axios';
import type { Credential, Execution } from '../../../scripts/n8n/model';
import type { Simulator } from '../../../simulator/server';
import type { Bench, Proof, Site } from '../bench';
import { MAKER, TOOL, USER, WAYS, type Way } from './ways';
import { fromHere, PUBLIC_HOSTS } from './frontDoor';
import { startLanguageModel } from '../languageModel';
import { errorOf, itemsOf, startedBy } from '../runs';

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
	const { status, data } = await axios.get<ArrayBuffer>(fromHere(url), {
		responseType: 'arraybuffer',
		proxy: false,
		validateStatus: () => true,
	});
	return { status, sha256: sumOf(Buffer.from(data)) };
}

/** Proves each way, one after another. Answers the links, which must go on answering. */
export async function proveWays(
	bench: Bench,
	place: string,
	site: Site,
	logFiles = [site.server.logFile],
): Promise<SentFile[]> {
	const sent: SentFile[] = [];
	for (const way of WAYS) {
		const options = { taskSeconds: 1.5, inputs: { hosts: PUBLIC_HOSTS } };
		await bench.prove(`files, ${place}: ${way.title}`, options, async (simulator) => {
			const { file, ...proof } = await send(bench, site, simulator, way);
			sent.push(file);
			return proof;
		});
	}
	assert.equal(sent.length, WAYS.length, 'every way was gone');
	for (const file of logFiles)
		assert.ok(!readFileSync(file, 'utf8').includes('token='), 'no link stands in the log of n8n');
	return sent;
}

/** That n8n closed every file, however often its links were asked for. */
export async function proveClosed(bench: Bench, place: string, { server }: Site): Promise<void> {
	await bench.prove(`files, ${place}: none is left open`, {}, async () => {
		if (platform() !== 'linux') return { note: 'not looked at: only Linux tells' };
		const log = readFileSync(server.logFile, 'utf8');
		assert.ok(!/on garbage collection/i.test(log), 'none was closed for having been forgotten');
		assert.deepEqual(openFiles(server.pid), []);
		return { note: 'n8n holds no file of its storage' };
	});
}

/** What a process has open of n8n's storage. */
const openFiles = (pid: number) =>
	readdirSync(`/proc/${pid}/fd`).flatMap((name) => {
		// One may be closed meanwhile, as that of this very look is.
		const file = readlink(`/proc/${pid}/fd/${name}`);
		return file?.includes('binary_data') ? [file] : [];
	});

const readlink = (file: string) => {
	try {
		return readlinkSync(file);
	} catch {
		return undefined;
	}
};

async function send(
	bench: Bench,
	site: Site,
	simulator: Simulator,
	way: Way,
): Promise<Proof & { file: SentFile }> {
	const execution = await runWay(bench, site, simulator, way);
	assert.equal(execution.status, 'success', errorOf(execution));
	const done = JSON.stringify(execution.data.resultData.runData[USER]);
	assert.match(done, /"state":"success"|\\"state\\":\\"success\\"/, 'the task was waited for');
	assert.ok(!done.includes('could not open its own link'), 'n8n opened its own link');

	const [made] = Object.values(itemsOf(execution, MAKER)[0]?.binary ?? {});
	const bytes = way.bytes ?? (made && (await site.api.downloadBinary(made)));
	assert.ok(bytes && bytes.length > 0, 'there is a file to compare with');
	const sha256 = sumOf(bytes);
	const { inputs, requests, tasks } = simulator.ledger;
	const [input, ...others] = inputs;
	assert.equal(others.length, 0, 'one file was fetched');
	assert.deepEqual(
		{ status: input?.status, bytes: input?.bytes, sha256: input?.sha256, host: input?.host },
		{ status: 200, bytes: bytes.length, sha256, host: Object.keys(PUBLIC_HOSTS)[0] },
	);

	const [url = ''] = requests.flatMap(({ body }) => linksIn(body));
	assert.ok(!JSON.stringify(execution).includes('token='), 'no link stands in the execution');
	assert.deepEqual(await open(url), { status: 200, sha256 }, 'the link outlives the execution');
	const text = JSON.stringify(execution);
	return {
		kept: tasks.map(({ id }) => id).filter((id) => text.includes(id)),
		note: `${bytes.length} bytes, sha256 ${sha256.slice(0, 12)}: equal; 200 after the execution`,
		file: { title: way.title, url, sha256 },
	};
}

/** At an n8n whose clock is 25 hours ahead: a link of a day is dead, one of two days is not. */
export async function proveValidity(bench: Bench, place: string, sent: SentFile[]): Promise<void> {
	await bench.prove(`files, ${place}: 25 hours later`, {}, async () => {
		const said: string[] = [];
		for (const { title, url, sha256, hours = 24 } of sent) {
			const got = await open(url);
			const isOver = hours < 25;
			assert.equal(got.status, isOver ? 400 : 200, title);
			if (!isOver) assert.equal(got.sha256, sha256, title);
			said.push(`${title} (${hours} h) ${got.status}`);
		}
		return { note: said.join(', ') };
	});
}

const linksIn = (body: unknown) =>
	[...JSON.stringify(body ?? '').matchAll(/"(http[^"]*[?&]token=[^"]*)"/g)].map(
		([, url = '']) => url,
	);

/** Builds the workflow, starts it by its trigger and waits for its end. */
export async function runWay(
	bench: Bench,
	{ api }: Site,
	simulator: Simulator,
	way: Pick<Way, 'document' | 'send'>,
	/** In place of that of the simulator. */
	otherCredential?: Credential,
): Promise<Execution> {
	const languageModel = await startLanguageModel(TOOL, { prompt: 'it sails', files: 'data0' });
	try {
		const model = await api.saveCredential({
			name: `Stand-in ${languageModel.url}`,
			type: 'openAiApi',
			data: { apiKey: 'none', url: languageModel.url },
		});
		const credential = otherCredential ?? (await bench.credential(simulator, { api }));
		const document = way.document({ credential, model, simulator });
		const workflow = await api.createWorkflow(document);
		await api.activateWorkflow(workflow);
		const id = await startedBy(api, workflow.id, async () => await way.send(api.url, document));
		return await api.waitForExecution(id, 120);
	} finally {
		await languageModel.stop();
	}
}
