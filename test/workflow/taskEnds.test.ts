import type { INode, INodeParameters } from 'n8n-workflow';

import { REFUSED_URL } from '../../simulator/server';
import { AGAIN, boats, drawing, drawingAndWaiting, GOES_ON, hintsOf } from '../support/boats';
import { askAgain, calling, durable, itemsOf, quick, run } from '../support/kexiang';
import { submitImage, wait, type ChainNode } from '../support/kexiang';
import { inQuickTime, leapTo } from '../support/quickTime';
import type { WorkflowRun } from '../support/runWorkflow';
import { runWell, useSimulator } from '../support/usedSimulator';

/** How waits end: what is handed on by which output, and what is said beside it. */

inQuickTime();
const simulator = useSimulator({ taskSeconds: 3 });
const { ids } = simulator;
const statesOf = ({ items }: WorkflowRun, node = 'Submit', output = 0) =>
	items(node, output).map(({ json }) => json.state);

/** The nodes that wait for what another one submitted, and where their results leave them. */
interface Waiter {
	who: string;
	/** @param options of the wait */
	node(options?: INodeParameters, more?: Partial<INode>, parameters?: INodeParameters): ChainNode;
	first: number;
	/** @param before the nodes before it */
	wires(before?: string[]): Parameters<typeof run>[2];
}
const WAIT: Waiter = {
	who: 'Kexiang Wait for Task',
	node: (options, more, parameters) =>
		wait({ options: { ...quick, ...options }, ...parameters }, more),
	first: 0,
	wires: () => ({}),
};
const DURABLE: Waiter = {
	who: 'the durable wait',
	node: (options = {}, more = {}, parameters = {}) => durable({ options, ...parameters }, more),
	first: 1,
	wires: (before = ['Submit']) => ({
		connections: askAgain(before),
		onSleep: leapTo,
	}),
};
const GET_STATUS: Waiter = {
	...WAIT,
	who: 'Get Status',
	node: (options = {}) => wait({ operation: 'getStatus', options }),
};

describe('tasks that fail', () => {
	const five = itemsOf(
		...['one', 'two [fail]', 'three', 'four [fail]', 'five'].map((prompt) => ({ prompt })),
	);
	const stop = { onFailedTask: 'error' };

	describe.each([WAIT, DURABLE])('$who', ({ node, first, wires }) => {
		const go = async (...given: Parameters<typeof node>) =>
			await run(simulator, [submitImage(), node(...given)], { input: five, ...wires() });

		it('hands failed tasks on by Failed and says how many there are', async () => {
			const done = await go();
			expect(done.error).toBeUndefined();
			expect(statesOf(done, 'Wait', first)).toEqual(['success', 'success', 'success']);
			expect(statesOf(done, 'Wait', first + 1)).toEqual(['failed', 'failed']);
			const told = expect.stringMatching(/^2 of 5 failed: \d+ \(.+\), \d+ \(.+\)$/);
			expect(hintsOf(done, 'Wait')).toEqual([told]);
		});

		it.each([{}, AGAIN])('stops after all have ended, pays once, names all: %j', async (more) => {
			const { error } = await go(stop, more);
			expect(error?.message).toMatch(/^Task \d+ failed: .+ \[item 1\]$/);
			expect(ids()).toHaveLength(5);
			for (const id of ids()) expect(error?.description).toContain(id);
			expect(error?.description).toMatch(/All tasks .*item 0, success.*item 3, failed/);
			expect(error?.description).toMatch(/Item 3: Task \d+ failed/);
			const url = expect.stringMatching(/^http/);
			const last = { item: 4, taskId: ids()[4], state: 'success', url };
			expect(error?.context?.details).toMatchObject({ tasks: expect.arrayContaining([last]) });
		});

		it('gives every item a fate of its own where errors shall not stop it', async () => {
			const done = await go(stop, GOES_ON);
			const failed = (item: number) =>
				expect.objectContaining({ taskId: ids()[item], reason: 'taskFailed' }) as unknown;
			const fates = done.items('Wait', first).map(({ json }) => json.state ?? json.error);
			expect(fates).toEqual(['success', failed(1), 'success', failed(3), 'success']);
			expect(hintsOf(done, 'Wait')).toEqual([expect.stringMatching(/^2 of 5 failed/)]);
		});
	});

	it('Get Status stops where it shall, too', async () => {
		const submitted = await run(simulator, [submitImage(), WAIT.node()], { input: five });
		const input = itemsOf({ taskId: submitted.items('Wait', 1)[0]?.json.taskId });
		const stopped = await run(simulator, [GET_STATUS.node(stop)], { input });
		expect(stopped.error?.message).toMatch(/^Task \d+ failed: /);
		const passed = await run(simulator, [GET_STATUS.node()], { input });
		expect(statesOf(passed, 'Wait', 1)).toEqual(['failed']);
	});

	it('a node that submits and waits hands them on where it shall, and counts them', async () => {
		const node = drawingAndWaiting({ onFailedTask: 'pass' });
		const done = await runWell(simulator, [node], { input: five });
		expect(statesOf(done)).toEqual(['success', 'failed', 'success', 'failed', 'success']);
		expect(done.items('Submit').every(({ json }) => !('error' in json))).toBe(true);
		expect(hintsOf(done)).toContainEqual(expect.stringMatching(/^2 of 5 failed: \d+ \(/));
	});

	it('a node that submits and waits stops and names every task', async () => {
		const { error } = await run(simulator, [drawingAndWaiting({}, AGAIN)], { input: five });
		for (const id of ids()) expect(error?.description).toContain(id);
		expect(error?.description).toMatch(/Item 3: Task \d+ failed/);
		expect(ids()).toHaveLength(5);
	});

	it('a node that submits and waits pays once under Retry On Fail, also if it changes', async () => {
		const parameters = { prompt: '={{ $json.prompt + Math.random() }}' };
		const node = drawingAndWaiting(
			{ onFailedTask: 'pass', timeLimit: 0.01 },
			{ ...AGAIN, parameters },
		);
		await run(simulator, [node], { input: five });
		expect(ids()).toHaveLength(5);
	});
});

it.each([
	['a node behind it waits', [submitImage(), WAIT.node()]],
	['it waits itself', [drawingAndWaiting()]],
	['nothing was sent', [drawing({ previewRequest: true })]],
])('what comes next is not said where %s', async (_, chain) => {
	const next = hintsOf(await run(simulator, chain)).filter((hint) => hint.includes('connect'));
	expect(next).toEqual([]);
});

describe('a time limit that is over', () => {
	const impatient = (onTimeout: string, timeLimit = 0.01) =>
		wait({ onTimeout, options: { ...quick, timeLimit } });
	const runs = () => simulator.addFault({ on: 'query', kind: 'stateBackwards' });

	it('names the tasks, which go on', async () => {
		runs();
		const { error } = await run(simulator, [submitImage(), impatient('error')], {
			input: boats(2),
		});
		const [one, two] = ids();
		expect(error?.message).toMatch(RegExp(`^Task ${one} is still running after \\d\\.\\d seconds`));
		expect(error?.description).toMatch(/keeps running.*Get Status.*charged twice/s);
		expect(error?.description).toContain(
			`All tasks of this run: ${one} (item 0, pending), ${two} (item 1, pending).`,
		);
	});

	it('gives the id of the task to what reads the error of an item', async () => {
		runs();
		const node = { ...impatient('error'), onError: 'continueRegularOutput' as const };
		const { items } = await runWell(simulator, [submitImage(), node], { input: boats(2) });
		for (const [place, taskId] of ids().entries())
			expect(items('Wait')[place]?.json.error).toMatchObject({
				taskId,
				taskSource: 'userTask',
				reason: 'timeout',
				lastState: 'pending',
				secondsWaited: expect.any(Number),
			});
	});

	it.each([REFUSED_URL, 'https://kexiang.invalid'])(
		'with nobody at %s names them',
		async (taskApiUrl) => {
			const { items } = await run(simulator, [submitImage()], { input: boats(2) });
			const input = items('Submit').map(({ json }) => ({ json }));
			const credential = { taskApiUrl };
			const { error } = await run(simulator, [impatient('error')], { input, credential });
			for (const id of ids()) expect(`${error?.message} ${error?.description}`).toContain(id);
		},
	);

	it.each([
		['output', 2],
		['pass', 0],
	])('hands the task on: On Timeout %s, by output %i', async (onTimeout, output) => {
		runs();
		const { items } = await runWell(simulator, [submitImage(), impatient(onTimeout)]);
		expect([0, 1, 2].filter((one) => items('Wait', one).length > 0)).toEqual([output]);
		expect(items('Wait', output)[0]?.json).toMatchObject({ taskId: ids()[0], state: 'pending' });
	});

	it('delivers as a success what only lacks its result', async () => {
		simulator.addFault({ on: 'query', kind: 'successWithoutUrl' });
		const { items } = await runWell(simulator, [submitImage(), impatient('error', 10 / 60)]);
		expect(items('Wait')[0]?.json).toMatchObject({ state: 'success', note: expect.anything() });
	});
});

describe('a result that comes later', () => {
	describe.each([WAIT, DURABLE])('$who', ({ node, first, wires }) => {
		const go = async () => {
			const waiter = node({}, {}, { downloadFiles: true });
			const { items } = await runWell(simulator, [submitImage(), waiter], wires());
			return items('Wait', first)[0];
		};

		it('delivers a URL that comes with a later answer', async () => {
			simulator.addFault({ on: 'query', kind: 'successWithoutUrl', times: 1 });
			const item = await go();
			expect(item?.json).toMatchObject({ state: 'success', url: expect.stringMatching(/^http/) });
			expect(item?.json).not.toHaveProperty('note');
			expect(item?.binary?.data?.mimeType).toBe('image/png');
		});

		it('takes one that never comes for a success without a result, after a minute', async () => {
			simulator.addFault({ on: 'query', kind: 'successWithoutUrl' });
			const begun = performance.now();
			const item = await go();
			expect(performance.now() - begun).toBeGreaterThan(58_000);
			const note = expect.stringMatching(/contains no result/);
			expect(item?.json).toMatchObject({ state: 'success', note });
			expect(simulator.ledger.requests.length).toBeLessThan(12);
		});

		it('fetches a file again that is not there at first', async () => {
			simulator.addFault({ on: 'result', kind: 'result404', times: 2 });
			const item = await go();
			expect(item?.binary?.data?.mimeType).toBe('image/png');
			expect(item?.json).not.toHaveProperty('filesNotDownloaded');
		});
	});

	it('is asked for once by Get Status', async () => {
		simulator.addFault({ on: 'query', kind: 'successWithoutUrl' });
		const done = await run(simulator, [submitImage(), GET_STATUS.node()]);
		expect(['success', 'pending']).toContain(statesOf(done, 'Wait')[0]);
		expect(simulator.ledger.requests).toHaveLength(2);
	});
});

describe('the cost of a task whose results name none', () => {
	const subtitle = { resource: 'subtitle', videoUrl: 'https://example.com/1.mp4' };
	const tool = (parameters: INodeParameters = {}) =>
		calling('VideoTools videoAddSubtitle', { ...subtitle, ...parameters });
	const NOT_TOLD = { costNote: 'price not reported' };
	const TOLD = { cost: 1.5, costUnit: 'credits' };

	it.each([WAIT, GET_STATUS, DURABLE])('is what its submission said: $who', async (waiter) => {
		const submitted = await run(simulator, [tool()]);
		const handle = submitted.items('Submit')[0]?.json;
		const resultOf = async (more: object) => {
			const input = itemsOf({ ...handle, ...more });
			const { items } = await run(simulator, [waiter.node()], { input, ...waiter.wires([]) });
			return items('Wait', waiter.first)[0]?.json ?? {};
		};
		const unknown = await resultOf({});
		expect(unknown).toMatchObject(NOT_TOLD);
		expect(unknown).not.toHaveProperty('cost');
		const known = await resultOf(TOLD);
		expect(known).toMatchObject(TOLD);
		expect(known).not.toHaveProperty('costNote');
		// A column of a table is none.
		expect(await resultOf({ cost: 99 })).not.toHaveProperty('cost');
	});

	it('is told by the node that submits and waits, and in the list of recent tasks', async () => {
		const done = await run(simulator, [tool({ waitForCompletion: true, waitOptions: quick })]);
		const [json] = done.items('Submit').map((item) => item.json);
		expect(json).toMatchObject({ state: 'success', ...NOT_TOLD });
		expect(hintsOf(done)).toEqual(['1 task accepted, price not reported']);
		const { items } = await run(simulator, [wait({ operation: 'recentTasks' })]);
		const listed = items('Wait').find((item) => item.json.taskId === json?.taskId);
		expect(listed?.json).toMatchObject(NOT_TOLD);
	});
});
