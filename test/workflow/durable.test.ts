import type { INodeExecutionData, INodeType } from 'n8n-workflow';
import { loadContract } from '../../simulator/contract';
import { type Simulator, startSimulator } from '../../simulator/server';
import { inLoop } from '../support/boats';
import { storeOnDisk } from '../support/binaryData';
import { InMemoryCredentials } from '../support/credentials';
import { restartable } from '../support/freshProcess';
import { askAgain, durable, itemsOf, run, submitImage, wait } from '../support/kexiang';
import { inQuickTime, leap, leapTo } from '../support/quickTime';
import type { RunOptions } from '../support/runWorkflow';
import { useSimulator } from '../support/usedSimulator';

inQuickTime();
const simulator = useSimulator({ taskSeconds: 100 });

const [ASK_AGAIN, SUCCESS, FAILED, STILL_RUNNING] = [0, 1, 2, 3];
const prompts = (...texts: string[]) => itemsOf(...texts.map((prompt) => ({ prompt })));
const taskIds = (items: INodeExecutionData[]) => items.map(({ json }) => json.taskId);
const queries = () => simulator.ledger.tasks.map(({ queries: count }) => count);

type Given = Parameters<typeof durable>[0];
type Options = Partial<Omit<RunOptions, 'credentials'>>;
/** Waits; a sleep takes no time here, but the clock and the platform move on by it. */
const sleepFor = async (input: INodeExecutionData[], parameters: Given = {}, more: Options = {}) =>
	await run(simulator, [durable(parameters)], {
		input: input.map(({ json }) => ({ json })),
		connections: askAgain(),
		onSleep: leapTo,
		...more,
	});
const submitted = async (...texts: string[]) =>
	(await run(simulator, [submitImage()], { input: prompts(...texts) })).items('Submit');
const submitAndSleep = async (parameters: Given = {}, more: Options = {}) =>
	await run(simulator, [submitImage(), durable(parameters)], {
		input: prompts('a paper boat'),
		connections: askAgain(['Submit']),
		onSleep: leapTo,
		...more,
	});
/** One task that has finished, and one that has just begun. */
const earlyAndLate = async () => {
	const early = await submitted('early');
	leap(100);
	return [...early, ...(await submitted('late'))];
};

describe('a wait in the database', () => {
	it('sleeps between its polls, and puts each task out once, by its end and in input order', async () => {
		const input = prompts('one [fail]', 'two', 'three [fail]', 'four');
		const { items, error, sleeps } = await submitAndSleep({}, { input });
		expect(error).toBeUndefined();
		expect(sleeps).toHaveLength(2);
		const [one, two, three, four] = taskIds(items('Submit'));
		expect(items('Wait', ASK_AGAIN)).toEqual([]);
		expect(items('Wait', SUCCESS)).toMatchObject([
			{ json: { taskId: two, state: 'success', polls: 3 }, pairedItem: { item: 1 } },
			{ json: { taskId: four, state: 'success', polls: 3 }, pairedItem: { item: 3 } },
		]);
		expect(taskIds(items('Wait', FAILED))).toEqual([one, three]);
		expect(queries()).toEqual([3, 3, 3, 3]);
	});

	it('sleeps less often once it knows how long such tasks take', async () => {
		const sleeps: number[] = [];
		for (let run = 0; run < 4; run++) sleeps.push((await submitAndSleep()).sleeps.length);
		expect(sleeps.at(-1)).toBe(1);
	});

	it('polls a task that two items name for both, and keeps the order of items, whichever ends first', async () => {
		const [early, late] = (await earlyAndLate()) as [INodeExecutionData, INodeExecutionData];
		const input = [late, early, late];
		const { items, sleeps } = await sleepFor(input);
		expect(items('Wait', SUCCESS).map(({ json, pairedItem }) => [json.taskId, pairedItem])).toEqual(
			input.map(({ json }, item) => [json.taskId, { item }]),
		);
		expect(queries()).toEqual([1, sleeps.length + 1]);
	});

	it('run as a single step, waits in the process, as n8n leads nothing back then', async () => {
		const step = { lastStep: 'Wait', cancelAfterMs: 500 };
		const { sleeps, run: stopped } = await submitAndSleep({}, step);
		expect(sleeps).toEqual([]);
		expect(stopped.status).toBe('canceled');
	});

	it('in a loop, waits for each batch by itself', async () => {
		const handles = await submitted('one', 'two');
		const { chain, wires } = inLoop(durable(), [['Wait'], ['Loop']]);
		const input = handles.map(({ json }) => ({ json }));
		const { error, run: whole } = await run(simulator, chain, {
			input,
			onSleep: leapTo,
			...wires,
		});
		expect(error).toBeUndefined();
		const runs = whole.data.resultData.runData.Wait ?? [];
		const given = runs.flatMap(({ data }) => data?.main?.[SUCCESS] ?? []);
		expect(taskIds(given)).toEqual(taskIds(handles));
	});

	it('keeps the whole answer where it is wanted, over all rounds', async () => {
		const { items } = await submitAndSleep({ options: { simplify: false } });
		expect(items('Wait', SUCCESS)[0]?.json.raw).toMatchObject({ id: expect.anything() });
	});

	it('sleeps for as long as the platform asks', async () => {
		simulator.addFault({ on: 'query', kind: '429', retryAfter: 300, times: 1 });
		const begun = Date.now();
		const { sleeps, items } = await submitAndSleep();
		expect(items('Wait', SUCCESS)).toHaveLength(1);
		expect(sleeps).toHaveLength(1);
		expect(((sleeps[0]?.getTime() ?? 0) - begun) / 1000).toBeCloseTo(300, -1);
	});

	it('gives up a task of ours that is missed five times, names it, and does not call it running', async () => {
		simulator.addFault({ on: 'query', kind: '404' });
		const { error, sleeps } = await submitAndSleep();
		expect(error?.message).toMatch(/could not be polled: .*404/);
		expect(error?.description).toMatch(/Check the task list on the platform before you submit it/);
		expect(error?.description).not.toMatch(/keeps running/);
		expect(sleeps).toHaveLength(4);
	});

	it('begins anew with a Retry of the whole execution', async () => {
		const first = await sleepFor(itemsOf({ taskId: '1', taskSource: 'userTask' }));
		const { error } = await sleepFor([], {}, { retryOf: first.run });
		expect(error?.message).toMatch(/^Task 1 could not be polled/);
		expect(simulator.ledger.requests).toHaveLength(4);
	});

	describe('whose time is up', () => {
		/** Two rounds, and what then is left: too short for n8n to sleep. */
		const options = { timeLimit: 65.4 / 60 };

		it('ends with an error that names the task', async () => {
			const { error, sleeps, items } = await submitAndSleep({ options });
			expect(error?.message).toMatch(/^Task \d+ is still running after 6[5-9] seconds/);
			expect(error?.message).toContain(String(items('Submit')[0]?.json.taskId));
			expect(sleeps).toHaveLength(1);
		});

		it('puts what is still running out by its output', async () => {
			const { items, error } = await submitAndSleep({ onTimeout: 'output', options });
			expect(error).toBeUndefined();
			expect(items('Wait', STILL_RUNNING).map(({ json }) => json.state)).toEqual(['pending']);
			expect([...items('Wait', SUCCESS), ...items('Wait', FAILED)]).toEqual([]);
		});

		it('begins anew when what is still running is led back', async () => {
			const connections = askAgain(['Submit'], [[], [], ['Wait']]);
			const done = await submitAndSleep({ onTimeout: 'output', options }, { connections });
			expect(done.error).toBeUndefined();
			expect(done.items('Wait', SUCCESS).map(({ json }) => json.state)).toEqual(['success']);
			// Each of the two waits sleeps once.
			expect(done.sleeps).toHaveLength(2);
			expect(simulator.ledger.requests.length).toBeLessThanOrEqual(8);
		});
	});

	describe('that downloads files', () => {
		const fetched = () => simulator.ledger.requests.filter(({ listener }) => listener === 'files');
		const downloads = { downloadFiles: true };

		it('fetches those that n8n keeps in the items at the end, as each round would save them', async () => {
			const sizes: number[] = [];
			const onSleep: RunOptions['onSleep'] = (till, data) => {
				sizes.push(JSON.stringify(data).length);
				leapTo(till);
			};
			const { items, sleeps } = await sleepFor(await earlyAndLate(), downloads, { onSleep });
			const files = items('Wait', SUCCESS).map(({ binary }) => binary?.data);
			expect(files.map((file) => file?.mimeType)).toEqual(['image/png', 'image/png']);
			expect(sizes).toHaveLength(sleeps.length);
			const growth = Math.max(...sizes) - Math.min(...sizes);
			expect(files[0]?.data.length).toBeGreaterThan(growth);
			// Once to find out, and once at the end.
			expect(fetched()).toHaveLength(3);
		});

		it('has those that n8n keeps elsewhere before the execution sleeps, and fetches them once', async () => {
			const store = await storeOnDisk();
			const handles = await earlyAndLate();
			const taskId = String(handles[0]?.json.taskId);
			const onSleep = (till: Date) => {
				// The link has lived its day.
				simulator.addFault({ on: 'result', kind: 'result404', taskId });
				leapTo(till);
			};
			const { items, error } = await sleepFor(handles, downloads, { onSleep });
			expect(error).toBeUndefined();
			expect(fetched()).toHaveLength(2);
			const stored = items('Wait', SUCCESS).map(({ binary }) => binary?.data?.id ?? '');
			expect(stored).toHaveLength(2);
			for (const id of stored) {
				const bytes = await store.getAsBuffer({ id, data: '', mimeType: '' });
				expect(bytes.subarray(1, 4).toString()).toBe('PNG');
			}
		});
	});
});

describe('what cannot come back', () => {
	interface Cause extends Record<'message' | 'advice', RegExp> {
		begin(): void;
		polls: number;
	}
	afterEach(() => reading().mockRestore());

	const entered = itemsOf({ taskId: '99999', taskSource: 'userTask' });
	const roads = {
		'Wait for Task': async () => await run(simulator, [wait()], { input: entered }),
		'a durable wait': async () => await sleepFor(entered),
	};
	const fault = () => simulator.addFault({ on: 'query', kind: '401' });
	const reading = () => jest.spyOn(InMemoryCredentials.prototype, 'getDecrypted');
	const gone = () => reading().mockRejectedValue(new Error('Credential with ID "7" is gone'));

	describe.each(Object.entries(roads))('in %s', (_, waitFor) => {
		it.each`
			cause                                  | begin       | polls | message                                                         | advice
			${'an id that the platform knows not'} | ${() => {}} | ${2}  | ${/^Task 99999 .*The platform cannot find task 99999 \(404\)/}  | ${/Check the Task ID and the Task Source/}
			${'a key that is refused'}             | ${fault}    | ${2}  | ${/refused the API key \(401\)/}                                | ${/unknown whether this task exists/}
			${'a credential that is gone'}         | ${gone}     | ${0}  | ${/^Task 99999 could not be polled: Credential with ID "7" is/} | ${/unknown whether this task exists/}
		`('ends it after one repetition: $cause', async ({ begin, polls, message, advice }: Cause) => {
			begin();
			const begun = Date.now();
			const { error } = await waitFor();
			expect(Date.now() - begun).toBeLessThan(10_000);
			expect(error?.message).toMatch(message);
			expect(error?.description).toMatch(advice);
			expect(error?.description?.replace('If it does, it keeps', '')).not.toMatch(/keeps running/);
			expect(simulator.ledger.requests).toHaveLength(polls);
		});
	});

	it('ends a durable wait at the next round where it is a credential deleted amid the sleep', async () => {
		const read = reading();
		const onSleep = () => void read.mockRejectedValue(new Error('does not exist'));
		const { error, items, sleeps } = await submitAndSleep({}, { onSleep });
		expect(sleeps).toHaveLength(1);
		expect(error?.message).toContain(`Task ${String(items('Submit')[0]?.json.taskId)} could not`);
		expect(error?.description).toMatch(/keeps running on the platform/);
	});

	it('is not a key that is refused once, and not the next time', async () => {
		simulator.addFault({ on: 'query', kind: '401', times: 1 });
		const { items, error } = await submitAndSleep();
		expect(error).toBeUndefined();
		expect(items('Wait', SUCCESS)[0]?.json.state).toBe('success');
	});
});

describe('a query path that is derived', () => {
	const QUERY = 'kbananaChannelQuery';
	const known = loadContract().byId.get(QUERY);
	const OWN = known?.path ?? '';
	const [FIRST = '', SECOND = ''] = (known?.alternatives ?? [])
		.filter(({ safe }) => safe)
		.map(({ path }) => path);
	let elsewhere: Simulator;
	afterEach(async () => await elsewhere.stop());

	const FOLDER = '../../nodes/KexiangWaitForTaskDurable';
	const load = () => {
		const { KexiangWaitForTaskDurable } = jest.requireActual<{
			KexiangWaitForTaskDurable: new () => INodeType;
		}>(`${FOLDER}/KexiangWaitForTaskDurable.node`);
		// The node itself loads it when it first runs, which would be past the load that stands for a new process.
		const { executeDurable } = jest.requireActual<{
			executeDurable: NonNullable<INodeType['execute']>;
		}>(`${FOLDER}/execute`);
		return Object.assign(new KexiangWaitForTaskDurable(), { execute: executeDurable });
	};

	/** Waits in rounds of a minute for a task that is polled at `real`. */
	async function waitInRounds(real: string, restarts = true, parameters: Given = {}) {
		const at = { paths: { [QUERY]: real } };
		elsewhere = await startSimulator({ taskSeconds: 200, quiet: true, ...at });
		const node = restartable(load);
		const submit = { operation: 'kbananaProChannelSubmit', prompt: 'a boat' };
		const done = await run(
			elsewhere,
			[
				{ type: 'kexiangGoogle', name: 'Submit', parameters: submit },
				durable({ options: { schedule: 'fixed', interval: 60 }, ...parameters }),
			],
			{
				connections: askAgain(['Submit']),
				moreTypes: [node.type],
				onSleep: (till) => {
					leapTo(till);
					if (restarts) node.restart();
				},
			},
		);
		const all = elsewhere.ledger.requests.map(({ path }) => path);
		return { ...done, polls: all.filter((path) => [OWN, FIRST, SECOND].includes(path)) };
	}

	it.each<[string, string, boolean]>([
		['at its own, in one process', OWN, false],
		['at the second alternative, in one process', SECOND, false],
		['at the second alternative, in another process for each round', SECOND, true],
	])('is found once, %s', async (_, real, restarts) => {
		const { items, error, sleeps, polls } = await waitInRounds(real, restarts);
		expect(error).toBeUndefined();
		expect(sleeps.length).toBeGreaterThan(1);
		const before = real === OWN ? [] : [OWN, FIRST];
		expect(polls).toEqual([...before, real, ...sleeps.map(() => real)]);
		const [item] = items('Wait', SUCCESS);
		expect(item?.json.state).toBe('success');
		expect(item?.json.queryPath).toBe(real === OWN ? undefined : real);
	});

	it('is found nowhere: each alternative is asked once, and the task is named', async () => {
		const { items, error, polls } = await waitInRounds('/elsewhere/{taskId}');
		expect(error?.message).toContain(String(items('Submit')[0]?.json.taskId));
		expect(polls.filter((path) => path !== OWN)).toEqual([FIRST, SECOND]);
		expect(polls).toHaveLength(7);
	});

	it('goes with what is still running at the end', async () => {
		const options = { schedule: 'fixed', interval: 60, timeLimit: 65.4 / 60 };
		const { items } = await waitInRounds(SECOND, true, { onTimeout: 'output', options });
		const running = { state: 'pending', queryPath: SECOND };
		expect(items('Wait', STILL_RUNNING)[0]?.json).toMatchObject(running);
	});
});
