import type { INode } from 'n8n-workflow';

import { Account } from '../../nodes/shared/client/connection';
import { acceptedBy } from '../../nodes/shared/client/paidRequests';
import { startSimulator, type Simulator } from '../../simulator/server';
import { AGENT_KINDS, runAsTool } from '../support/agent';
import { askAgain, durable, itemsOf, quick, run, submitImage, wait } from '../support/kexiang';
import { leapingTime, type LeapingTime } from '../support/leapingTime';
import { QUICK } from '../support/quickTime';
import type { WorkflowRun } from '../support/runWorkflow';

jest.mock('../../nodes/shared/util/time', () => jest.requireActual('../support/quickTime'));

/** What this process has had accepted lately, listed by Kexiang Wait for Task. */

let time: LeapingTime;
let simulator: Simulator;
beforeAll(() => {
	time = leapingTime(QUICK);
});
afterAll(() => time.restore());
// Another port, and so another account, for each test.
beforeEach(async () => {
	simulator = await startSimulator({ taskSeconds: 0.3, quiet: true, now: time.now });
});
afterEach(async () => await simulator.stop());

type Given = INode['parameters'];
const recent = (parameters: Given = {}, more: Partial<INode> = {}) => ({
	...wait({ operation: 'recentTasks', ...parameters }, more),
	name: 'Recent',
});
const list = async (parameters: Given = {}, options: Parameters<typeof run>[2] = {}) =>
	await run(simulator, [recent(parameters)], options);
const listed = ({ items }: WorkflowRun) => items('Recent').map(({ json }) => json);
const idsIn = (ran: WorkflowRun) => listed(ran).map(({ taskId }) => taskId);
const ids = () => simulator.ledger.tasks.map(({ id }) => String(id));
const hints = ({ taskData }: WorkflowRun) =>
	(taskData('Recent')?.hints ?? []).map(({ message }) => message);
const prompts = (...all: string[]) => itemsOf(...all.map((prompt) => ({ prompt })));
/** So that each has a moment of its own. */
const apart = { options: { submissionsAtOnce: 1 } };

describe('what a stopped execution left', () => {
	it('is listed with where it came from, and goes straight into a wait', async () => {
		const stopped = await run(simulator, [submitImage(), wait({ options: quick })], {
			input: prompts('a secret boat', 'a secret ship'),
			executionId: 'stopped-1',
			cancelAfterMs: 150,
		});
		expect(stopped.run.status).toBe('canceled');
		expect(ids()).toHaveLength(2);
		const ran = await run(simulator, [recent(), wait({ options: quick, downloadFiles: true })]);
		expect(ran.error).toBeUndefined();
		expect(new Set(idsIn(ran))).toEqual(new Set(ids()));
		expect(listed(ran)[0]).toMatchObject({
			taskSource: 'userTask',
			provider: 'Kexiang Google',
			operation: 'kbananaProOfficialSubmit',
			node: 'Submit',
			workflow: 'test',
			workflowId: 'test',
			executionId: 'stopped-1',
			submittedAt: expect.stringMatching(/^\d{4}-.*Z$/),
		});
		expect(ran.items('Wait').map(({ json }) => json.state)).toEqual(['success', 'success']);
		expect(ran.items('Wait')[0]?.binary?.data).toBeDefined();
		const text = JSON.stringify(listed(ran));
		expect(text).not.toContain('secret');
		expect(text).not.toContain(simulator.key);
	});
});

describe('the list', () => {
	it('has the newest first, with the last state and cost that any node saw', async () => {
		const chain = [submitImage({ parameters: apart }), wait({ options: quick })];
		await run(simulator, chain, { input: prompts('one', 'two [fail]') });
		await run(simulator, [submitImage({ name: 'Later' })], { input: prompts('three') });
		const ran = await list();
		expect(idsIn(ran)).toEqual(ids().reverse());
		expect(listed(ran).map(({ state, node }) => [state, node])).toEqual([
			['pending', 'Later'],
			['failed', 'Submit'],
			['success', 'Submit'],
		]);
		const { cost, costUnit } = listed(ran)[2] ?? {};
		expect([typeof cost, costUnit]).toEqual(['number', 'credits']);
	});

	it.each([
		['the durable wait', [durable({ downloadFiles: false })]],
		['Get Status', [wait({ operation: 'getStatus' })]],
		['Get Result', [{ type: 'kexiangGoogle', parameters: { operation: 'kbananaOfficialQuery' } }]],
	])('learns the end of a task from %s', async (name, chain) => {
		const made = await run(simulator, [submitImage()], { input: prompts('one') });
		expect(listed(await list())[0]?.state).toBe('pending');
		time.leapTo(new Date(time.now() + 10_000));
		const input = made.items('Submit').map(({ json }) => ({ json }));
		const wires = name === 'the durable wait' ? { connections: askAgain() } : {};
		await run(simulator, chain, { input, onSleep: time.leapTo, ...wires });
		const [item] = listed(await list());
		expect([item?.state, typeof item?.cost]).toEqual(['success', 'number']);
	});

	it('learns it from the node that submits and waits', async () => {
		await run(simulator, [submitImage({ parameters: { waitForCompletion: true } })]);
		expect(listed(await list())[0]?.state).toBe('success');
	});

	it('holds nothing long of what it lists', async () => {
		const name = '一个很长的节点名称'.repeat(20);
		await run(simulator, [submitImage({ name })], { input: prompts('boat'.repeat(200)) });
		const { id } = new Account(simulator.platformUrl, simulator.key);
		const [request] = acceptedBy([id]);
		const texts = Object.values({ ...request, ...request?.sender }).filter(
			(value) => typeof value === 'string',
		);
		expect(texts.length).toBeGreaterThan(10);
		expect(texts.join('').length).toBeLessThan(500);
		expect(listed(await list({ nodeName: name }))[0]?.node).toBe(name.slice(0, 40));
	});

	it('is filtered by state and node, and cut at Limit', async () => {
		const chain = [submitImage({ parameters: apart }), wait({ options: quick })];
		await run(simulator, chain, { input: prompts('one', 'two [fail]') });
		await run(simulator, [submitImage({ name: 'Product Photo' })], {
			input: prompts('three', 'four'),
		});
		const states = async (parameters: Given) =>
			listed(await list(parameters)).map(({ state }) => state);
		expect(await states({ taskState: 'failed' })).toEqual(['failed']);
		expect(await states({ taskState: 'success' })).toEqual(['success']);
		expect(await states({ nodeName: ' product photo' })).toEqual(['pending', 'pending']);
		expect(await states({ nodeName: 'Submit', taskState: 'pending' })).toEqual([]);
		const cut = await list({ limit: 3 });
		expect(listed(cut)).toHaveLength(3);
		expect(hints(cut)).toEqual([
			'Only the newest 3 of 4 tasks are listed. Raise Limit to see more.',
		]);
		expect(hints(await list())).toEqual([]);
	});

	it('takes its filters from the first item, and is given out once', async () => {
		await run(simulator, [submitImage()], { input: prompts('one') });
		const ran = await list(
			{ nodeName: '={{ $json.name }}' },
			{ input: itemsOf({ name: 'Submit' }, { name: 'Other' }) },
		);
		expect(idsIn(ran)).toEqual(ids());
	});

	it('is of the key and the host alone', async () => {
		await run(simulator, [submitImage()], { input: prompts('one') });
		const of = async (credential: Record<string, string>) =>
			(await list({}, { credential })).items('Recent').length;
		expect(await of({ apiKey: `Bearer ${simulator.key}` })).toBe(1);
		expect(await of({ apiKey: `${simulator.key}-another` })).toBe(0);
		expect(await of({ taskApiUrl: 'http://localhost:9', toolApiUrl: 'http://localhost:9' })).toBe(
			0,
		);
	});

	it('asks the platform nothing, and says why it may be empty', async () => {
		const ran = await list();
		expect(ran.error).toBeUndefined();
		expect(listed(ran)).toEqual([]);
		expect(hints(ran)).toEqual([
			expect.stringMatching(/^No tasks found\. This operation lists the tasks of this n8n process/),
		]);
		expect(simulator.ledger.requests).toEqual([]);
	});
});

describe('among what is listed', () => {
	it('is a task that an unclear answer names, and nothing that was refused', async () => {
		const goesOn = { onError: 'continueRegularOutput' as const };
		simulator.addFault({ on: 'submit', kind: '422', times: 1, contains: 'refused' });
		simulator.addFault({ on: 'submit', kind: 'resetAfterAccept', times: 1, contains: 'lost' });
		await run(simulator, [submitImage(goesOn)], { input: prompts('refused', 'lost', 'taken') });
		const ran = await list();
		const taken = simulator.ledger.tasks.map(({ id }) => String(id)).at(-1);
		expect(idsIn(ran)).toEqual([taken]);
	});

	it('is a failed task beside the one that a Retry submitted in its place', async () => {
		const chain = [submitImage({ parameters: { waitForCompletion: true } })];
		const failed = await run(simulator, chain, { input: prompts('two [fail]') });
		expect(failed.error?.message).toMatch(/^Task \d+ failed: /);
		await run(simulator, chain, { retryOf: failed.run });
		expect(ids()).toHaveLength(2);
		expect(idsIn(await list())).toEqual(ids().reverse());
	});

	it('is a result that came at once, which a wait hands on', async () => {
		const card = {
			type: 'kexiangVideoTools',
			name: 'Card',
			parameters: { resource: 'image', operation: 'markdownCard', markdown: '# Boat' },
		};
		const made = await run(simulator, [card]);
		expect(made.error).toBeUndefined();
		const ran = await run(simulator, [recent(), wait({ options: quick })]);
		expect(ran.error).toBeUndefined();
		expect(listed(ran)).toEqual([
			expect.objectContaining({ state: 'success', url: made.items('Card')[0]?.json.url }),
		]);
		expect(listed(ran)[0]).not.toHaveProperty('taskId');
		expect(ran.items('Wait')).toHaveLength(1);
	});
});

describe('a wrong Limit', () => {
	it.each([0, 501, 1.5])('of %s is told', async (limit) => {
		expect((await list({ limit })).error?.message).toMatch(/^Limit /);
	});

	it('leaves as an item where errors shall not stop the node', async () => {
		const node = recent({ limit: 501 }, { onError: 'continueRegularOutput' });
		const { items, error } = await run(simulator, [node]);
		expect(error).toBeUndefined();
		expect(items('Recent')[0]?.json.error).toMatchObject({
			message: expect.stringMatching(/^Limit/),
		});
	});
});

describe.each(AGENT_KINDS)('as the tool of %s', (kind) => {
	it('tells the model of tasks, or that there are none', async () => {
		const none = await runAsTool(simulator, kind, recent());
		expect(none.said[0]).toContain('No tasks found');
		await run(simulator, [submitImage()], { input: prompts('one') });
		const some = await runAsTool(simulator, kind, recent(), [{ Node: 'submit' }]);
		expect(some.said[0]).toContain(ids()[0]);
	});
});
