/* eslint-disable @n8n/community-nodes/no-restricted-imports */
// The example of a bot: a photo with a caption, one without a photo, and what the bot answers.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { drawPicture } from '../../../simulator/picture';
import { errorOf, itemsOf, taskIds, until } from '../runs';
import { startTelegram } from '../standIns/telegram';
import {
	allItems,
	choose,
	LIMIT_SECONDS,
	madeNote,
	proveExample,
	ready,
	requireFile,
	type Example,
} from './example';

export const TELEGRAM_TRIGGER = 'n8n-nodes-base.telegramTrigger';
const TELEGRAM = [TELEGRAM_TRIGGER, 'n8n-nodes-base.telegram'];
const CHAT = { id: 42, type: 'private' };
const SIZES = [90, 320, 800, 1280].map((width, index) => ({
	file_id: `p${index}`,
	width,
	height: width,
}));

export async function writeToBot(example: Example): Promise<void> {
	const photo = drawPicture('of a person', 800, 800);
	const telegram = await startTelegram(photo);
	const prove = async () =>
		await proveExample(example, async (simulator) => {
			const { api } = example.site;
			const document = await ready(example, simulator);
			const chosen = await choose(api, document, TELEGRAM, telegram.credential);
			const workflow = await api.createWorkflow(chosen);
			await api.activateWorkflow(workflow);
			await until('the bot has its webhook', 20, telegram.webhook);
			const say = async (message: Record<string, unknown>) => {
				const before = (await api.executionsOf(workflow.id)).length;
				// n8n may register the webhook a little later than it says.
				await until('the bot listens', 20, async () => {
					await telegram.say({ message_id: 1, chat: CHAT, ...message }).catch(() => undefined);
					const executions = await api.executionsOf(workflow.id);
					return executions.length > before ? true : undefined;
				});
				const [{ id = '' } = {}] = await api.executionsOf(workflow.id);
				const execution = await api.waitForExecution(id, LIMIT_SECONDS);
				assert.equal(execution.status, 'success', errorOf(execution));
				return execution;
			};
			await say({ text: 'hello' });
			assert.deepEqual(
				telegram.sent.map(({ method }) => method),
				['sendMessage'],
			);
			assert.deepEqual(simulator.ledger.requests, [], 'nothing is made without a photo');
			const execution = await say({ caption: 'Make it winter', photo: SIZES });
			const [, first, second] = telegram.sent;
			assert.deepEqual([first?.method, second?.method], ['sendPhoto', 'sendVideo']);
			const answers = [
				[first, 'Edited Photo'],
				[second, 'Video'],
			] as const;
			for (const [answer, node] of answers) {
				const [item] = itemsOf(execution, node);
				assert.ok(item && answer, `${node} is answered`);
				assert.ok(answer.body.includes(await requireFile(api, item)), `${node}: the very bytes`);
				assert.ok(answer.body.includes(String(CHAT.id)), 'to the chat that it came from');
			}
			const sum = createHash('sha256').update(photo).digest('hex');
			assert.ok(
				simulator.ledger.inputs.some(({ sha256 }) => sha256 === sum),
				'the platform fetched the very photo',
			);
			return { kept: taskIds(allItems(execution)), note: madeNote(simulator) };
		});
	try {
		await prove();
	} finally {
		await telegram.stop();
	}
}
