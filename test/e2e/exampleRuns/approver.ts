/* eslint-disable @n8n/community-nodes/no-restricted-imports */
// The example in which a person reads what is to be paid in a form, and says no, and another time yes.
import assert from 'node:assert/strict';
import axios from 'axios';
import { errorOf, itemsOf, taskIds, untilStatus } from '../runs';
import { MANUAL_TRIGGER } from './byHand';
import {
	filesNote,
	finalItems,
	LIMIT_SECONDS,
	proveExample,
	ready,
	requireFile,
	triggerOf,
	type Example,
} from './example';

export async function askApprover(example: Example): Promise<void> {
	await proveExample(example, async (simulator) => {
		const { api } = example.site;
		const document = await ready(example, simulator);
		const workflow = await api.createWorkflow(document);
		const decide = async (decision: string) => {
			const id = await api.runWorkflow(workflow, triggerOf(workflow, MANUAL_TRIGGER));
			const asleep = await untilStatus(api, id, 'waiting', 60);
			const [message] = itemsOf(asleep, 'Message to the Approver');
			const form = await openForm(String(message?.json.link));
			const previews = itemsOf(asleep, 'Preview').map(({ json }) => json);
			const bodies = previews.map(({ request }) => (request as { body: unknown }).body);
			for (const { prompt } of itemsOf(asleep, 'Script').map(({ json }) => json))
				assert.ok(form.page.includes(String(prompt)), 'the form shows the script');
			await form.answer(decision);
			const execution = await api.waitForExecution(id, LIMIT_SECONDS);
			assert.equal(execution.status, 'success', errorOf(execution));
			return { execution, bodies, cost: String(message?.json.cost), page: form.page };
		};
		await decide('Do not make them');
		assert.deepEqual(simulator.ledger.requests, [], 'nothing is sent without approval');
		const { execution, bodies, cost, page } = await decide('Make them');
		assert.equal(cost, 'not known yet');
		assert.match(page, /Cost: not known yet/);
		const paid = simulator.ledger.tasks.map(({ body }) => body);
		assert.deepEqual(paid, bodies, 'what is paid is what was shown');
		const items = finalItems(execution, document);
		assert.equal(items.length, bodies.length);
		for (const item of items) await requireFile(api, item);
		// From now on the cost is known before.
		const again = await decide('Do not make them');
		assert.match(again.cost, /^about ([1-9]\d*|0)\.\d\d credits$/);
		return {
			kept: taskIds(items),
			note: `${paid.length} paid after approval; ${filesNote(items)}`,
		};
	});
}

/** The page behind the link, and what a browser sends when its one dropdown is chosen. */
async function openForm(link: string) {
	const { data: page } = await axios.get<string>(link, { proxy: false });
	const field = /<select[^>]* name=['"]([^'"]+)/.exec(page)?.[1] ?? '';
	assert.ok(field, 'the form has a dropdown');
	const answer = async (decision: string) => {
		const form = new FormData();
		form.append(field, decision);
		await axios.post(link, form, { proxy: false });
	};
	return { page, answer };
}
