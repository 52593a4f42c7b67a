/* eslint-disable @n8n/community-nodes/no-restricted-imports */
// Examples that begin with Execute workflow, or with a chat in the editor.
import assert from 'node:assert/strict';
import type { Proof } from '../bench';
import { allItems, http, itemsOf, taskIds } from '../runs';
import { choose } from '../workflows';
import { filesNote, finalItems, requireFile, type Example } from './example';

const LANGUAGE_MODEL = '@n8n/n8n-nodes-langchain.lmChatOpenAi';

/** How many items nodes must have put out, besides what holds for every example. */
const EXPECTED: Record<string, Record<string, number>> = {
	'batch-from-table': { 'Rows Without a Task': 1, Pictures: 3 },
	'durable-waiting': { Videos: 1 },
	'one-sentence-film': { Scenes: 2, Clips: 2, 'Merge Clips': 1, Film: 1 },
};

const scene = (number: number) => ({
	picture: `Scene ${number}: a paper boat on a stream`,
	motion: 'The boat rocks, the camera follows it.',
	narration: `This is scene ${number}.`,
});
/** A chat model's answer, as n8n's parser of structured output wants it. */
const STORYBOARD = `\`\`\`json\n${JSON.stringify({ output: { scenes: [scene(1), scene(2)] } })}\n\`\`\``;

export async function runByHand({ scene, name, document }: Example): Promise<Proof> {
	const { model, chosen } = await scene.languageModel('', {});
	model.says = STORYBOARD;
	const workflow = await scene.create(choose(document, [LANGUAGE_MODEL], chosen));
	const execution = await scene.succeeded(await scene.byHand(workflow));
	for (const [node, count] of Object.entries(EXPECTED[name] ?? {})) {
		const runs = execution.data.resultData.runData[node] ?? [];
		const items = runs.flatMap(({ data }) => data?.main?.[0] ?? []);
		assert.equal(items.length, count, `items of ${node}`);
	}
	if (name === 'one-sentence-film') {
		const clips = itemsOf(execution, 'Clips').map(({ json }) => json.url);
		const [all] = itemsOf(execution, 'All Clips');
		assert.deepEqual(all?.json.urls, clips, 'it is joined in the order of its story');
	}
	const files = finalItems(execution, document).filter(({ binary }) => binary !== undefined);
	assert.ok(files.length > 0, 'the example ends with files');
	for (const item of files) await requireFile(scene, item);
	return { kept: taskIds(allItems(execution)), note: filesNote(files) };
}

/** Has our nodes as tools. */
export async function runAgent({ scene, document }: Example): Promise<Proof> {
	const { model, chosen } = await scene.languageModel('Make_Picture', { prompt: 'a paper boat' });
	const workflow = await scene.create(choose(document, [LANGUAGE_MODEL], chosen));
	const message = { sessionId: 'e2e', action: 'sendMessage', chatInput: 'A paper boat' };
	const trigger = '@n8n/n8n-nodes-langchain.chatTrigger';
	const execution = await scene.succeeded(await scene.byHand(workflow, trigger, [message]));
	const agent = document.nodes.find(({ type }) => type.endsWith('.agent'))?.name ?? '';
	assert.equal(scene.tasks.length, 1, 'the tool is called once');
	const said = String(itemsOf(execution, agent)[0]?.json.output);
	assert.match(said, /https?:/, 'the answer has the URL of the picture');
	const tools = model.tools.map((tool) => `${tool.name} (${tool.description ?? ''})`);
	return { kept: scene.idsIn(said), note: `tools: ${tools.join(', ')}` };
}

/** A person reads what is to be paid in a form, and says no, and another time yes. */
export async function askApprover({ scene, document }: Example): Promise<Proof> {
	const workflow = await scene.create(document);
	const decide = async (decision: string) => {
		const id = await scene.byHand(workflow);
		const asleep = await scene.untilStatus(id, 'waiting', 60);
		const [message] = itemsOf(asleep, 'Message to the Approver');
		const link = String(message?.json.link);
		const { data: page } = await http.get<string>(link);
		for (const { json } of itemsOf(asleep, 'Script'))
			assert.ok(page.includes(String(json.prompt)), 'the form shows the script');
		const requests = itemsOf(asleep, 'Preview').map(({ json }) => json.request);
		const bodies = requests.map((request) => (request as { body: unknown }).body);
		// What a browser sends when the one dropdown is chosen.
		const field = /<select[^>]* name=['"]([^'"]+)/.exec(page)?.[1] ?? '';
		assert.ok(field, 'the form has a dropdown');
		const form = new FormData();
		form.append(field, decision);
		await http.post(link, form);
		const execution = await scene.succeeded(id);
		return { execution, bodies, cost: String(message?.json.cost), page };
	};
	await decide('Do not make them');
	assert.deepEqual(scene.ledger.requests, [], 'nothing is sent without approval');
	const { execution, bodies, cost, page } = await decide('Make them');
	assert.equal(cost, 'not known yet');
	assert.match(page, /Cost: not known yet/);
	const paid = scene.ledger.tasks.map(({ body }) => body);
	assert.deepEqual(paid, bodies, 'what is paid is what was shown');
	const items = finalItems(execution, document);
	assert.equal(items.length, bodies.length);
	for (const item of items) await requireFile(scene, item);
	// From now on the cost is known before.
	const again = await decide('Do not make them');
	assert.match(again.cost, /^about ([1-9]\d*|0)\.\d\d credits$/);
	return { kept: taskIds(items), note: `${paid.length} paid after approval; ${filesNote(items)}` };
}
