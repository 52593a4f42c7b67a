import type { INode, INodeParameters } from 'n8n-workflow';
import { Account } from '../../nodes/shared/client/connection';
import { acceptedBy } from '../../nodes/shared/client/paidRequests';
import { AGENT_KINDS, runAsTool } from '../support/agent';
import { hintsOf } from '../support/boats';
import {
	askAgain,
	calling,
	durable,
	itemsOf,
	quick,
	run,
	submitImage,
	wait,
} from '../support/kexiang';
import type { ChainNode } from '../support/kexiang';
import { inQuickTime, leap, leapTo } from '../support/quickTime';
import { useSimulator } from '../support/usedSimulator';

/** What this process has had accepted lately, listed by Kexiang Wait for Task. */
inQuickTime();
// Another port, and so another account, for each test.
const simulator = useSimulator({ taskSeconds: 0.3 }, 'new for each test');

const recent = (parameters: INodeParameters = {}, more: Partial<INode> = {}) => ({
	...wait({ operation: 'recentTasks', ...parameters }, more),
	name: 'Recent',
});
const prompts = (...all: string[]) => itemsOf(...all.map((prompt) => ({ prompt })));
const made = simulator.ids;
const list = async (parameters: INodeParameters = {}, options: Parameters<typeof run>[2] = {}) => {
	const done = await run(simulator, [recent(parameters)], options);
	const listed = done.items('Recent').map(({ json }) => json);
	const hints = hintsOf(done, 'Recent');
	return { listed, error: done.error, hints, ids: listed.map(({ taskId }) => taskId) };
};
/** Submits one by one, so that each has a moment of its own. */
const oneByOne = submitImage({ parameters: { options: { submissionsAtOnce: 1 } } });

it('names what a stopped execution left, and goes straight into a wait', async () => {
	simulator.addFault({ on: 'query', kind: 'stateBackwards' });
	const { run: stopped } = await run(simulator, [submitImage(), wait({ options: quick })], {
		input: prompts('a secret boat', 'a secret ship'),
		executionId: 'stopped-1',
		cancelOn: simulator.asked(3),
	});
	expect(stopped.status).toBe('canceled');
	simulator.clearFaults();
	const files = wait({ options: quick, downloadFiles: true });
	const { items, error } = await run(simulator, [recent(), files]);
	expect(error).toBeUndefined();
	const listed = items('Recent').map(({ json }) => json);
	expect(new Set(listed.map(({ taskId }) => taskId))).toEqual(new Set(made()));
	expect(listed).toHaveLength(2);
	expect(listed[0]).toMatchObject({
		taskSource: 'userTask',
		provider: 'Kexiang Google',
		operation: 'kbananaProOfficialSubmit',
		node: 'Submit',
		workflow: 'test',
		workflowId: 'test',
		executionId: 'stopped-1',
		submittedAt: expect.stringMatching(/^\d{4}-.*Z$/),
	});
	expect(items('Wait').map(({ json }) => json.state)).toEqual(['success', 'success']);
	expect(items('Wait')[0]?.binary?.data).toBeDefined();
	expect(JSON.stringify(listed)).not.toContain('secret');
	expect(JSON.stringify(listed)).not.toContain(simulator.key);
});

it('has the newest first, with the last state and cost that any node saw', async () => {
	const input = prompts('one', 'two [fail]');
	await run(simulator, [oneByOne, wait({ options: quick })], { input });
	await run(simulator, [submitImage({ name: 'Later' })]);
	const { listed, ids: newestFirst } = await list();
	expect(newestFirst).toEqual(made().reverse());
	expect(listed).toMatchObject([
		{ state: 'pending', node: 'Later' },
		{ state: 'failed', node: 'Submit' },
		{ state: 'success', node: 'Submit', cost: expect.any(Number), costUnit: 'credits' },
	]);
});

it.each<[string, ChainNode, object]>([
	['the durable wait', durable({ downloadFiles: false }), { connections: askAgain() }],
	['Get Status', wait({ operation: 'getStatus' }), {}],
	['Get Result', calling('Google kbananaOfficialQuery'), {}],
	['the node that submits', submitImage({ parameters: { waitForCompletion: true } }), {}],
])('learns the end of a task from %s', async (_, node, wires) => {
	const { items } = await run(simulator, [submitImage()]);
	leap(10);
	const input = items('Submit').map(({ json }) => ({ json }));
	await run(simulator, [node], { input, onSleep: leapTo, ...wires });
	expect((await list()).listed[0]).toMatchObject({ state: 'success', cost: expect.any(Number) });
});

it('holds nothing long of what it lists', async () => {
	const name = '一个很长的节点名称'.repeat(20);
	await run(simulator, [submitImage({ name })], { input: prompts('boat'.repeat(200)) });
	const [request] = acceptedBy([new Account(simulator.platformUrl, simulator.key).id]);
	const facts: unknown[] = Object.values({ ...request, ...request?.sender });
	const texts = facts.filter((value) => typeof value === 'string');
	expect(texts.length).toBeGreaterThan(10);
	expect(texts.join('').length).toBeLessThan(500);
	expect((await list({ nodeName: name })).listed[0]?.node).toBe(name.slice(0, 40));
});

it('is filtered by state and node of the first item, and cut at Limit', async () => {
	const input = prompts('one', 'two [fail]');
	await run(simulator, [oneByOne, wait({ options: quick })], { input });
	const photo = submitImage({ name: 'Product Photo' });
	await run(simulator, [photo], { input: prompts('three', 'four') });
	const states = async (parameters: INodeParameters, options = {}) =>
		(await list(parameters, options)).listed.map(({ state }) => state);
	expect(await states({ taskState: 'failed' })).toEqual(['failed']);
	expect(await states({ taskState: 'success' })).toEqual(['success']);
	const names = { input: itemsOf({ name: ' product photo' }, { name: 'Submit' }) };
	expect(await states({ nodeName: '={{ $json.name }}' }, names)).toEqual(['pending', 'pending']);
	expect(await states({ nodeName: 'Submit', taskState: 'pending' })).toEqual([]);
	const { listed, hints } = await list({ limit: 3 });
	expect(listed).toHaveLength(3);
	expect(hints).toEqual(['Only the newest 3 of 4 tasks are listed. Raise Limit to see more.']);
	expect((await list()).hints).toEqual([]);
});

it('refuses a wrong Limit, in an item where errors go on', async () => {
	for (const limit of [0, 501, 1.5])
		expect((await list({ limit })).error?.message).toMatch(/^Limit /);
	const { items, error } = await run(simulator, [
		recent({ limit: 501 }, { onError: 'continueRegularOutput' }),
	]);
	expect(error).toBeUndefined();
	expect(items('Recent')[0]?.json.error).toMatchObject({
		message: expect.stringMatching(/^Limit/),
	});
});

it('is of the key and the host alone', async () => {
	await run(simulator, [submitImage()]);
	const of = async (credential: Record<string, string>) =>
		(await list({}, { credential })).listed.length;
	const elsewhere = 'http://localhost:9';
	expect(await of({ apiKey: `Bearer ${simulator.key}` })).toBe(1);
	expect(await of({ apiKey: `${simulator.key}-another` })).toBe(0);
	expect(await of({ taskApiUrl: elsewhere, toolApiUrl: elsewhere })).toBe(0);
});

it('asks the platform nothing, and says why it may be empty', async () => {
	const { listed, error, hints } = await list();
	expect([listed, error]).toEqual([[], undefined]);
	const told = /^No tasks found\. This operation lists the tasks of this n8n process/;
	expect(hints).toEqual([expect.stringMatching(told)]);
	expect(simulator.ledger.requests).toEqual([]);
});

it('has no request that was refused or whose answer was lost', async () => {
	simulator.addFault({ on: 'submit', kind: '422', times: 1, contains: 'refused' });
	simulator.addFault({ on: 'submit', kind: 'resetAfterAccept', times: 1, contains: 'lost' });
	const input = prompts('refused', 'lost', 'taken');
	await run(simulator, [submitImage({ onError: 'continueRegularOutput' })], { input });
	expect((await list()).ids).toEqual(made().slice(-1));
});

it('has a failed task beside the one that a Retry submitted in its place', async () => {
	const chain = [submitImage({ parameters: { waitForCompletion: true } })];
	const failed = await run(simulator, chain, { input: prompts('two [fail]') });
	expect(failed.error?.message).toMatch(/^Task \d+ failed: /);
	await run(simulator, chain, { retryOf: failed.run });
	expect(made()).toHaveLength(2);
	expect((await list()).ids).toEqual(made().reverse());
});

it('has a result that came at once, which a wait hands on', async () => {
	const card = calling('VideoTools markdownCard', { resource: 'image', markdown: '# Boat' });
	const { items: of } = await run(simulator, [card]);
	const { items, error } = await run(simulator, [recent(), wait({ options: quick })]);
	expect(error).toBeUndefined();
	const { url } = of('Submit')[0]?.json ?? {};
	expect(items('Recent')).toMatchObject([{ json: { state: 'success', url } }]);
	expect(items('Recent')[0]?.json).not.toHaveProperty('taskId');
	expect(items('Wait')).toHaveLength(1);
});

it.each(AGENT_KINDS)('is told to the model of %s, or that there are none', async (kind) => {
	const none = await runAsTool(simulator, kind, recent());
	expect(none.said[0]).toContain('No tasks found');
	await run(simulator, [submitImage()]);
	const some = await runAsTool(simulator, kind, recent(), [{ Node: 'submit' }]);
	expect(some.said[0]).toContain(made()[0]);
});
