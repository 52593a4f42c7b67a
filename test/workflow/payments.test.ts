import type { IConnections, INode, INodeParameters, IRun } from 'n8n-workflow';

import {
	AGAIN,
	boats,
	drawing,
	drawingAndWaiting,
	GOES_ON,
	inLoop,
	promptsOf,
} from '../support/boats';
import { askAgain, calling, durable, itemsOf, run, submitImage, wait } from '../support/kexiang';
import type { ChainNode } from '../support/kexiang';
import { inQuickTime, leapTo } from '../support/quickTime';
import { wired } from '../support/runWorkflow';
import { runWell, useSimulator } from '../support/usedSimulator';

/** What is sent, and what is not, when n8n runs a node once, several times, or an execution again. */

inQuickTime();

/** Another value at each evaluation, as a random seed or the time is. */
const changing = (options: INodeParameters = { submissionsAtOnce: 1 }) =>
	drawing(options, { ...AGAIN, parameters: { prompt: '={{ $json.prompt }} {{ Math.random() }}' } });

describe('payments', () => {
	const simulator = useSimulator({ taskSeconds: 0.1 });
	const posts = () => simulator.requests('POST');
	const sent = () => promptsOf(posts());
	const { ids } = simulator;
	const one = drawing({ submissionsAtOnce: 1 });

	it.each([
		[undefined, 2],
		[1, 1],
		['4', 4],
		[20, 7],
	])('limit %s of submissions: %i at a time, in input order', async (limit, most) => {
		// Long enough for so many to begin, also on a busy machine.
		const seconds = most > 2 ? 1 : 0.3;
		simulator.addFault({ on: 'submit', kind: 'slowHeaders', seconds });
		const node = drawing(limit === undefined ? {} : { submissionsAtOnce: limit });
		const { items } = await runWell(simulator, [node], { input: boats(7) });
		const starts = posts().map(({ at }) => at);
		const under = (at: number) => starts.filter((s) => s <= at && s > at - seconds * 1000).length;
		expect(Math.max(...starts.map(under))).toBe(most);
		const order = items('Submit').map(({ json, pairedItem }) => {
			const task = simulator.ledger.task(String(json.taskId));
			return [pairedItem, ...promptsOf(task ? [task] : [])];
		});
		expect(order).toEqual(boats(7).map(({ json }, item) => [{ item }, json.prompt]));
	});

	it('a loop submits each batch, also when all are the same', async () => {
		const { chain, wires } = inLoop(submitImage(AGAIN));
		const same = itemsOf(...Array.from({ length: 3 }, () => ({ prompt: 'same' })));
		const { run: whole } = await runWell(simulator, chain, { input: same, ...wires });
		expect(sent()).toEqual(['same', 'same', 'same']);
		const runs = whole.data.resultData.runData.Submit ?? [];
		expect(runs.map(({ data }) => data?.main?.[0]?.[0]?.json.taskId)).toEqual(ids());
	});

	it('another execution knows nothing of the first', async () => {
		await run(simulator, [submitImage()], { input: boats(1) });
		await run(simulator, [submitImage()], { input: boats(1) });
		expect(sent()).toEqual(['boat 0', 'boat 0']);
	});

	describe('Retry On Fail with parameters that change at each try', () => {
		it('what ended unclear is not sent again, and says that the parameters changed', async () => {
			simulator.addFault({ on: 'submit', kind: 'resetAfterAccept', contains: 'boat 1' });
			const { error } = await run(simulator, [changing()], { input: boats(3) });
			expect(sent().map((prompt) => prompt.slice(0, 6))).toEqual(['boat 0', 'boat 1']);
			expect(error?.message).toMatch(/may have been created \[item 1\]$/);
			expect(error?.description).toMatch(/The parameters have changed since then/);
		});

		it('an item that was taken is handed out as it was, with a note', async () => {
			simulator.addFault({ on: 'submit', kind: '422', contains: 'boat 1', times: 1 });
			const { items } = await runWell(simulator, [changing()], { input: boats(3) });
			expect(ids()).toHaveLength(3);
			const [first, second] = items('Submit').map(({ json }) => json);
			const note = expect.stringMatching(/other parameters/);
			expect(first).toMatchObject({ taskId: ids()[0], note });
			expect(second).not.toHaveProperty('note');
		});

		it('what was refused is sent where it has changed, and said to be refused where not', async () => {
			simulator.addFault({ on: 'submit', kind: '422', times: 1 });
			await runWell(simulator, [changing()]);
			simulator.addFault({ on: 'submit', kind: '422', times: 1 });
			const { error } = await run(simulator, [submitImage(AGAIN)]);
			expect(error?.description).toContain('refused earlier in this execution');
			expect(ids()).toHaveLength(1);
		});

		it('a free GET of Custom Request is asked anew and counts as no payment', async () => {
			const path = '/api/v1/user_task/get/passAuth/1';
			const node = calling('CustomRequest callPath', { api: 'task', method: 'GET', path }, AGAIN);
			const { error } = await run(simulator, [node]);
			expect(error?.message).not.toMatch(/may have been created/);
			expect(simulator.ledger.requests.length).toBeGreaterThan(1);
		});
	});

	describe('a Retry of the whole execution', () => {
		it('keeps what was accepted and sends the rest', async () => {
			simulator.addFault({ on: 'submit', kind: '422', contains: 'boat 1', times: 1 });
			const first = await run(simulator, [one], { input: boats(3) });
			expect(first.error?.message).toMatch(/refused the input .* \[item 1\]$/);
			const second = await runWell(simulator, [one], { retryOf: first.run });
			expect(sent()).toEqual(['boat 0', 'boat 1', 'boat 1', 'boat 2']);
			expect(second.items('Submit').map(({ json }) => json.taskId)).toEqual(ids());
		});

		it('makes a new task where the first one failed', async () => {
			const node = drawingAndWaiting({}, AGAIN);
			const input = itemsOf({ prompt: 'good' }, { prompt: 'bad [fail]' });
			const first = await run(simulator, [node], { input });
			expect(first.error?.message).toMatch(/^Task \d+ failed: /);
			expect(sent().sort()).toEqual(['bad [fail]', 'good']);
			const second = await run(simulator, [node], { retryOf: first.run });
			expect(second.error?.message).toMatch(/^Task \d+ failed: /);
			expect(sent().sort()).toEqual(['bad [fail]', 'bad [fail]', 'good']);
		});

		it.each([1, 20])('twice at the same moment pays each item once, %i at once', async (atOnce) => {
			const node = { ...changing({ submissionsAtOnce: atOnce }), retryOnFail: false };
			simulator.addFault({ on: 'submit', kind: '422', contains: 'boat 0', times: 1 });
			const original = await run(simulator, [node], { input: boats(9) });
			expect(original.error?.message).toMatch(/\[item 0\]$/);
			simulator.addFault({ on: 'submit', kind: 'slowHeaders', seconds: 0.05 });
			const again = async () => await run(simulator, [node], { retryOf: original.run });
			await Promise.all([again(), again()]);
			expect(ids()).toHaveLength(9);
		});
	});

	describe('what is remembered', () => {
		const other = useSimulator({ key: 'kx-another-made-up-one' });
		it('does not depend on the key', async () => {
			const memoryAt = async (at: typeof other) => {
				const { run: whole } = await run(at, [submitImage()], { input: boats(2) });
				const memory = whole.data.executionData?.contextData['node:Submit']?.kexiangSubmissions;
				const { entries } = memory as { entries: Record<string, { fingerprint: string }> };
				return Object.values(entries).map(({ fingerprint }) => fingerprint);
			};
			const [own, others] = [await memoryAt(simulator), await memoryAt(other)];
			expect(own).toHaveLength(2);
			expect(others).toEqual(own);
		});
	});

	describe('before the first payment', () => {
		const lastIsBlank = { parameters: { prompt: '={{ $itemIndex < 2 ? "a" : "" }}' } };
		const queryPath = { parameters: { advanced: { queryPath: '/x/y' } } };
		it.each<[RegExp, ChainNode]>([
			[/^Submissions at Once .* \[item 0\]$/, drawing({ submissionsAtOnce: 0 })],
			[/^Submissions at Once .* \[item 0\]$/, drawing({ submissionsAtOnce: 21 })],
			[/^Time Limit must be a number/, drawingAndWaiting({ timeLimit: 'soon' })],
			[/^Max File Size must be 1 to 102400, but is -1/, drawingAndWaiting({ maxFileSize: -1 })],
			[/^On Timeout is "never"/, drawingAndWaiting({ onTimeout: 'never' })],
			[/Query Path does not show where the task ID goes/, drawingAndWaiting({}, queryPath)],
			[/^Prompt .* \[item 2\]$/, submitImage(lastIsBlank)],
		])('a mistake is found: %s', async (message, node) => {
			const { error } = await run(simulator, [node], { input: boats(3) });
			expect(error?.message).toMatch(message);
			expect(simulator.ledger.requests).toEqual([]);
		});

		it('a mistake in one item is its own where errors go on', async () => {
			const node = submitImage({ ...GOES_ON, ...lastIsBlank });
			const { items } = await run(simulator, [node], { input: boats(3) });
			expect(posts()).toHaveLength(2);
			expect(items('Submit')[2]?.json).toMatchObject({ error: { parameter: 'Prompt' } });
		});
	});
});

describe('an execution that n8n lists as crashed and that goes on', () => {
	const simulator = useSimulator({ taskSeconds: 0.05 });
	const paid = () => simulator.ledger.summary().paid;
	const upscale = submitImage({ name: 'Upscale', parameters: { prompt: 'the same, larger' } });
	const chain = [submitImage(), durable({ downloadFiles: false }), upscale];
	const connections = askAgain(['Submit'], [['Upscale']]);

	it('is not paid again by a Retry from what was saved before it paid', async () => {
		let saved: IRun['data'] | undefined;
		simulator.addFault({ on: 'query', kind: 'unknownState', times: 1 });
		const first = await run(simulator, chain, {
			executionId: 'crashed-1',
			connections,
			onSleep: (till, data) => {
				// What n8n's database holds while it sleeps.
				saved = structuredClone(data);
				leapTo(till);
			},
		});
		expect(first.error).toBeUndefined();
		expect(paid()).toBe(2);
		const again = await runWell(simulator, chain, {
			executionId: 'crashed-2',
			retryOfId: 'crashed-1',
			retryOf: { data: saved } as IRun,
			connections,
			onSleep: leapTo,
		});
		expect(paid()).toBe(2);
		expect(again.items('Upscale')[0]?.json.taskId).toBe(first.items('Upscale')[0]?.json.taskId);
	});

	it('is paid once, also where many others were retried in between', async () => {
		const failed = async (executionId: string) => {
			simulator.addFault({ on: 'submit', kind: '422', times: 1 });
			return (await run(simulator, [submitImage()], { executionId })).run;
		};
		const retry = async (retryOf: IRun, executionId: string) =>
			await run(simulator, [submitImage()], { retryOf, executionId });
		const original = await failed('many-0');
		const first = await retry(original, 'many-0-first');
		for (let other = 1; other <= 30; other++)
			await retry(await failed(`many-${other}`), `many-${other}-again`);
		const second = await retry(original, 'many-0-second');
		expect(paid()).toBe(31);
		expect(second.items('Submit')[0]?.json.taskId).toBe(first.items('Submit')[0]?.json.taskId);
	}, 60_000);
});

describe('Nothing was sent', () => {
	/** Whatever is refused before it is sent says so, last of all; what was sent is never said to be unsent. */
	const simulator = useSimulator({ taskSeconds: 0.3 });
	const SAID = /Nothing was sent\.$/;
	const toWait = wired({ Start: [['Wait']] });
	const skipping = { skipItemsWithTask: true, taskIdColumn: 'cell' };

	it.each<[string, ChainNode, { connections?: IConnections }]>([
		['an empty prompt', submitImage({ parameters: { prompt: '={{ $json.nothing }}' } }), {}],
		['advice of its own', submitImage({ parameters: { prompt: '{{ $json.prompt }}' } }), {}],
		['an expression', submitImage({ parameters: { prompt: '={{ $json.prompt.a.b }}' } }), {}],
		['an operation that is none', submitImage({ parameters: { operation: 'none' } }), {}],
		['no credential', submitImage({ credentials: {} }), {}],
		['a guard that came to nothing', drawing({ spendingLimit: '={{ $json.nothing }}' }), {}],
		['a limit of credits', drawing({ spendingLimit: 0 }), {}],
		['a cell that holds no ID', drawing(skipping), {}],
		['a task ID that is none', wait({ taskId: 'no id' }), {}],
		['a choice by expression', wait({ onTimeout: '={{ $json.x }}' }), {}],
		['no way back', durable({ taskId: '1' }), { connections: toWait }],
		['a durable wait for no ID', durable({ taskId: 'no id' }), { connections: askAgain() }],
	])('%s: says so in each way to take errors', async (_, node, wires) => {
		const input = itemsOf({ prompt: 'a boat', cell: 'pending' }, { prompt: 'a ship', cell: '-' });
		const go = async (more: Partial<INode>) =>
			await run(simulator, [{ ...node, ...more }], { input, ...wires });
		for (const more of [{}, AGAIN]) {
			const { error } = await go(more);
			expect(error?.description).toMatch(SAID);
			expect(error?.description?.match(/Nothing was/g)).toHaveLength(1);
		}
		const { items } = await go(GOES_ON);
		const told = { error: expect.objectContaining({ description: expect.stringMatching(SAID) }) };
		const output = items(node.name ?? '', wires.connections ? 1 : 0).map(({ json }) => json);
		expect(output).toEqual([expect.objectContaining(told), expect.objectContaining(told)]);
		expect(simulator.ledger.requests).toEqual([]);
	});

	it('is said of the item alone beside what was sent', async () => {
		const { error } = await run(simulator, [drawing({ spendingLimit: 1.5 })], { input: boats(3) });
		const own = /Nothing was sent for this item\. Accepted tasks: \d+ \(item 0\)\./;
		expect(error?.description).toMatch(own);
		expect(error?.description).not.toMatch(/Nothing was sent\./);
	});

	it('is not said of an item that an earlier try submitted', async () => {
		simulator.addFault({ on: 'submit', kind: '422', times: 1, after: 1 });
		const prompt = '={{ $execution.id === "first" ? $json.prompt : undefined }}';
		const chain = [submitImage({ parameters: { prompt } })];
		const first = await run(simulator, chain, { input: boats(2), executionId: 'first' });
		expect(first.error).toBeDefined();
		const { error } = await run(simulator, chain, { retryOf: first.run });
		expect(error?.message).toBe('Prompt is required but empty [item 0]');
		expect(error?.description).toMatch(/^Accepted tasks: \d+ \(item 0\)\./);
		expect(error?.description).not.toMatch(/Nothing was sent/);
	});

	it('is not said where a task could not be polled', async () => {
		simulator.addFault({ on: 'query', kind: '401' });
		const { error } = await run(simulator, [submitImage(), wait()]);
		expect(error?.description).not.toMatch(/Nothing was sent/);
	});

	it('a thousand same mistakes are told of the first few, with how many more there are', async () => {
		const node = submitImage({ parameters: { prompt: '={{ $json.nothing }}' } });
		const { error } = await run(simulator, [node], { input: boats(1000) });
		const { description = '' } = error ?? {};
		expect(description).toMatch(/Item 5: .* 994 more items failed\. Nothing was sent\.$/);
		expect(description?.length).toBeLessThan(500);
		expect(error?.context?.details).toMatchObject({ otherItems: { length: 999 } });
	});
});
