/* eslint-disable @n8n/community-nodes/no-restricted-imports */
// Examples with an outside service, for which there is a stand-in.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { drawPicture } from '../../../simulator/picture';
import type { Proof } from '../bench';
import { allItems, fetchFile, itemsOf, post, taskIds, until } from '../runs';
import { WEBHOOK } from '../scene';
import { serviceAccount } from '../standIns/google';
import { startStandIn } from '../standIns/httpStandIn';
import { startTelegram } from '../standIns/telegram';
import { changed, choose } from '../workflows';
import { isVideo, madeNote, requireFile, type Example } from './example';

/** Answers at once: a caller posts a prompt, and is called back with the video. */
export async function callBack({ scene, document }: Example): Promise<Proof> {
	const caller = await startStandIn(({ path }) => (path === '/done' ? {} : undefined));
	scene.later(caller.stop);
	const chosen = await scene.api.saveCredential({
		name: 'Callers',
		type: 'httpHeaderAuth',
		data: { name: 'x-caller', value: 'known' },
	});
	const { workflow } = await scene.activate(choose(document, [WEBHOOK], chosen));
	const url = `${scene.api.url}/webhook/kexiang-video`;
	const call = async (prompt: string, name = 'known') => {
		const body = () => ({ prompt, callbackUrl: `${caller.url}/done` });
		return await post<Record<string, unknown>>(url, body, { 'x-caller': name });
	};
	assert.equal((await call('a paper boat', 'a stranger')).status, 403);
	const refused = await call('');
	assert.equal(refused.status, 422);
	assert.match(String(refused.data.message), /Prompt/);
	assert.equal(scene.tasks.length, 0, 'nothing is made without a prompt');
	const started = Date.now();
	const { status, data } = await call('a paper boat');
	const seconds = (Date.now() - started) / 1000;
	assert.equal(status, 202);
	assert.equal(data.taskId, scene.tasks[0]);
	const delivered = await until('the callback comes', 180, () => caller.calls.at(0));
	const result = JSON.parse(delivered.body.toString()) as Record<string, unknown>;
	assert.deepEqual([result.taskId, result.state], [data.taskId, 'success']);
	assert.ok(isVideo(await fetchFile(String(result.url))));
	const [{ id = '' } = {}] = await scene.api.executionsOf(workflow.id);
	await scene.succeeded(id);
	assert.equal(caller.calls.length, 1, 'it is delivered once');
	const note = `answered after ${seconds.toFixed(1)} s, delivered by the callback`;
	return { kept: [String(result.taskId)], note };
}

const SHEETS = 'n8n-nodes-base.googleSheets';
const GOOGLE = [SHEETS, 'n8n-nodes-base.googleDrive'];
/** The tab that the example's note asks for. */
export const TAB = 'Videos';

const HEAD = ['prompt', 'taskId', 'status', 'video'];
const BEGUN = ['begun before n8n stopped', '', '', ''];
const OTHERS = [
	['a paper boat', '', '', ''],
	['was made before', '7', 'done', 'https://drive.google.com/file/d/old/view'],
	['', '', '', ''],
	['failed before', '8', 'failed: the platform said no', ''],
	['a red kite', '', '', ''],
];
/** Places of the rows that end with a video. */
const MADE = [0, 1, 5];

export async function runTable({ scene, document, google }: Example): Promise<Proof> {
	const { cells, written, files } = google;
	// As the user's own sheet and account would be chosen.
	const account = await scene.api.saveCredential(serviceAccount());
	const documentId = { __rl: true, mode: 'id', value: 'a-sheet-of-the-user' };
	const own = changed(
		choose(document, GOOGLE, account),
		({ type }) => GOOGLE.includes(type),
		({ type, parameters }) => {
			const sheet = type === SHEETS && { documentId };
			return { parameters: { ...parameters, authentication: 'serviceAccount', ...sheet } };
		},
	);
	const workflow = await scene.create(own);
	const begin = async () => await scene.byHand(workflow, 'n8n-nodes-base.scheduleTrigger');
	cells.push(HEAD, [...BEGUN]);
	const stopped = await begin();
	await until('its row has the task', 60, () => written.includes('submitted'));
	await scene.api.stopExecution(stopped);
	assert.equal((await scene.ended(stopped)).status, 'canceled');
	assert.deepEqual(cells[1]?.slice(2), ['submitted', ''], 'it is not made yet');
	cells.push(...OTHERS.map((row) => [...row]));
	const execution = await scene.succeeded(await begin());
	const rows = cells.slice(1);
	assert.deepEqual(
		rows.map(([, , status]) => status),
		['done', 'done', 'done', '', 'failed: the platform said no', 'done'],
	);
	const kept = scene.tasks;
	assert.equal(kept.length, MADE.length, 'only new rows are paid');
	assert.deepEqual(new Set(MADE.map((row) => rows[row]?.[1])), new Set(kept));
	for (const row of MADE) {
		const file = files.find(({ id }) => rows[row]?.[3]?.includes(`/${id}/`));
		assert.equal(file?.name, `video-${row + 2}.mp4`);
		assert.ok(isVideo(file.bytes), 'the drive has the video');
	}
	for (const item of itemsOf(execution, 'Video')) await requireFile(scene, item);
	await scene.succeeded(await begin());
	assert.equal(scene.tasks.length, kept.length, 'the next run has nothing to do');
	return { kept, note: `${files.length} files on the drive; ${madeNote(scene)}` };
}

const TELEGRAM = ['n8n-nodes-base.telegramTrigger', 'n8n-nodes-base.telegram'];
const CHAT = { id: 42, type: 'private' };
const SIZES = [90, 320, 800, 1280].map((width, index) => ({
	file_id: `p${index}`,
	width,
	height: width,
}));

export async function writeToBot({ scene, document }: Example): Promise<Proof> {
	const photo = drawPicture('of a person', 800, 800);
	const telegram = await startTelegram(photo);
	scene.later(telegram.stop);
	const bot = await scene.api.saveCredential(telegram.credential);
	const { workflow } = await scene.activate(choose(document, TELEGRAM, bot));
	await until('the bot has its webhook', 20, telegram.isRegistered);
	const executions = async () => await scene.api.executionsOf(workflow.id);
	const say = async (message: Record<string, unknown>) => {
		const before = (await executions()).length;
		// n8n may register the webhook a little later than it says.
		const id = await until('the bot listens', 20, async () => {
			await telegram.say({ message_id: 1, chat: CHAT, ...message });
			const now = await executions();
			return now.length > before && now[0]?.id;
		});
		return await scene.succeeded(id);
	};
	await say({ text: 'hello' });
	const methods = () => telegram.sent.map(({ method }) => method);
	assert.deepEqual(methods(), ['sendMessage']);
	assert.deepEqual(scene.ledger.requests, [], 'nothing is made without a photo');
	const execution = await say({ caption: 'Make it winter', photo: SIZES });
	assert.deepEqual(methods(), ['sendMessage', 'sendPhoto', 'sendVideo']);
	for (const [place, node] of ['Edited Photo', 'Video'].entries()) {
		const [item] = itemsOf(execution, node);
		const answer = telegram.sent[place + 1]?.body;
		assert.ok(item && answer, `${node} is answered`);
		assert.ok(answer.includes(await requireFile(scene, item)), `${node}: the very bytes`);
		assert.ok(answer.includes(String(CHAT.id)), 'to the chat that it came from');
	}
	const sum = createHash('sha256').update(photo).digest('hex');
	const fetched = scene.ledger.inputs.map(({ sha256 }) => sha256);
	assert.ok(fetched.includes(sum), 'the platform fetched the very photo');
	return { kept: taskIds(allItems(execution)), note: madeNote(scene) };
}
