import type { INodeExecutionData } from 'n8n-workflow';
import type { Simulator } from '../../simulator/server';
import { storeOnDisk } from '../support/binaryData';
import { InMemoryCredentials } from '../support/credentials';
import { askAgain, durable, itemsOf, run, submitImage, wait } from '../support/kexiang';
import type { LeapingTime } from '../support/leapingTime';
import { loop } from '../support/loop';
import type { RunOptions } from '../support/runWorkflow';
import { QUICK } from '../support/quickTime';
import { simulatorInLeaps } from '../support/simulatorInLeaps';

jest.mock('../../nodes/shared/util/time', () => jest.requireActual('../support/quickTime'));

let simulator: Simulator;
let time: LeapingTime;
const take = (...given: [Simulator, LeapingTime]) => void ([simulator, time] = given);
simulatorInLeaps({ taskSeconds: 100 }, take, QUICK);

describe('a durable wait', () => {
	const [ASK_AGAIN, SUCCESS, FAILED, STILL_RUNNING] = [0, 1, 2, 3];
	const to = (node: string) => [{ node, type: 'main' as const, index: 0 }];
	const prompts = (...texts: string[]) => itemsOf(...texts.map((prompt) => ({ prompt })));

	/** Submits and waits; a sleep takes no time here, but the clock and the platform move on by it. */
	const submitAndWait = async (
		parameters: Parameters<typeof durable>[0] = {},
		options: Partial<RunOptions> = {},
	) =>
		await run(simulator, [submitImage(), durable(parameters)], {
			input: prompts('a paper boat'),
			connections: askAgain(['Submit']),
			onSleep: time.leapTo,
			...options,
		});

	describe('waiting in the database', () => {
		it('sleeps between its questions and gives the finished task out by Success', async () => {
			const { items, error, sleeps } = await submitAndWait();
			expect(error).toBeUndefined();
			expect(sleeps).toHaveLength(2);
			expect(items('Wait', ASK_AGAIN)).toEqual([]);
			expect(items('Wait', SUCCESS).map(({ json, pairedItem }) => [json, pairedItem])).toEqual([
				[expect.objectContaining({ state: 'success', polls: 3 }), { item: 0 }],
			]);
			expect(simulator.ledger.tasks.map(({ queries }) => queries)).toEqual([3]);
		});

		it('gives failed tasks out by Failed, in input order, and asks for each finished one once', async () => {
			const { items, error } = await submitAndWait(
				{},
				{ input: prompts('one [fail]', 'two', 'three [fail]', 'four') },
			);
			expect(error).toBeUndefined();
			const [one, two, three, four] = items('Submit').map(({ json }) => json.taskId);
			expect(items('Wait', SUCCESS).map(({ json }) => json.taskId)).toEqual([two, four]);
			expect(items('Wait', FAILED).map(({ json }) => json.taskId)).toEqual([one, three]);
		});

		it('sleeps less often once it knows how long such tasks take', async () => {
			const sleeps: number[] = [];
			for (let run = 0; run < 4; run++) sleeps.push((await submitAndWait()).sleeps.length);
			expect(sleeps.at(-1)).toBe(1);
		});

		it('asks once for a task that two items name, and gives it to both', async () => {
			const submitted = await run(simulator, [submitImage()]);
			const [handle] = submitted.items('Submit').map(({ json }) => json);
			const { items, sleeps } = await run(simulator, [durable()], {
				input: itemsOf({ ...handle }, { ...handle }),
				connections: askAgain(),
				onSleep: time.leapTo,
			});
			expect(
				items('Wait', SUCCESS).map(({ json, pairedItem }) => [json.taskId, pairedItem]),
			).toEqual([0, 1].map((item) => [handle?.taskId, { item }]));
			expect(simulator.ledger.tasks.map(({ queries }) => queries)).toEqual([sleeps.length + 1]);
		});

		it('keeps its place in the order of items, whichever task ends first', async () => {
			const quickly = await run(simulator, [submitImage()], { input: prompts('one', 'two') });
			time.leapTo(new Date(time.now() + 100_000));
			const slowly = await run(simulator, [submitImage()], { input: prompts('three') });
			const handles = [...slowly.items('Submit'), ...quickly.items('Submit')].map(
				({ json }) => json,
			);
			const { items, sleeps } = await run(simulator, [durable()], {
				input: itemsOf(...handles),
				connections: askAgain(),
				onSleep: time.leapTo,
			});
			expect(items('Wait', SUCCESS).map(({ json }) => json.taskId)).toEqual(
				handles.map(({ taskId }) => taskId),
			);
			expect(simulator.ledger.tasks.map(({ queries }) => queries).sort()).toEqual([
				1,
				1,
				sleeps.length + 1,
			]);
		});
	});

	describe('in other places of a workflow', () => {
		it('run as a single step, it waits while the execution runs, as n8n leads nothing back then', async () => {
			const { sleeps, run: stopped } = await submitAndWait(
				{},
				{ lastStep: 'Wait', cancelAfterMs: 1200 },
			);
			expect(sleeps).toEqual([]);
			expect(stopped.status).toBe('canceled');
		});

		it('in a loop, it waits for each batch by itself', async () => {
			const { items } = await run(simulator, [submitImage()], { input: prompts('one', 'two') });
			const handles = items('Submit').map(({ json }) => json);
			const { error, run: whole } = await run(
				simulator,
				[{ type: 'test.loop', name: 'Loop' }, durable()],
				{
					input: itemsOf(...handles),
					connections: {
						Start: { main: [to('Loop')] },
						Loop: { main: [[], to('Wait')] },
						Wait: { main: [to('Wait'), to('Loop')] },
					},
					moreTypes: [loop],
					onSleep: time.leapTo,
				},
			);
			expect(error).toBeUndefined();
			const runs = whole.data.resultData.runData.Wait ?? [];
			const given = runs.flatMap(({ data }) => data?.main?.[SUCCESS] ?? []);
			expect(given.map(({ json }) => json.taskId)).toEqual(handles.map(({ taskId }) => taskId));
		});

		it('keeps the whole answer where it is wanted, over all rounds', async () => {
			const { items } = await submitAndWait(
				{ options: { simplify: false } },
				{ input: prompts('one', 'two') },
			);
			const raws = items('Wait', SUCCESS).map(({ json }) => json.raw);
			expect(raws).toEqual(Array(2).fill(expect.objectContaining({ id: expect.anything() })));
		});
	});

	describe('faults over the rounds', () => {
		const unknown = () =>
			run(simulator, [durable()], {
				input: itemsOf({ taskId: '1', taskSource: 'userTask' }),
				connections: askAgain(),
				onSleep: time.leapTo,
			});

		it('a task of ours that it misses for good is named after five questions, and not called running', async () => {
			simulator.addFault({ on: 'query', kind: '404' });
			const { error, sleeps } = await submitAndWait();
			expect(error?.message).toMatch(/could not be polled: .*404/);
			expect(error?.description).toMatch(
				/Check the task list on the platform before you submit it again/,
			);
			expect(error?.description).not.toMatch(/keeps running/);
			expect(sleeps).toHaveLength(4);
		});

		it('sleeps for as long as the platform asks', async () => {
			simulator.addFault({ on: 'query', kind: '429', retryAfter: 300, times: 1 });
			const begun = time.now();
			const { sleeps, items } = await submitAndWait();
			expect(items('Wait', SUCCESS)).toHaveLength(1);
			expect(sleeps).toHaveLength(1);
			expect(((sleeps[0]?.getTime() ?? 0) - begun) / 1000).toBeCloseTo(300, -1);
		});

		it('Retry of the whole execution begins a new wait', async () => {
			const first = await unknown();
			const { error } = await run(simulator, [durable()], {
				connections: askAgain(),
				onSleep: time.leapTo,
				retryOf: first.run,
			});
			expect(error?.message).toMatch(/^Task 1 could not be polled/);
			expect(simulator.ledger.requests).toHaveLength(4);
		});
	});

	describe('the time limit', () => {
		/** Two rounds, and what then is left: too short for n8n to sleep. */
		const limit = { timeLimit: 65.4 / 60 };

		it('ends the wait with an error that names the task', async () => {
			const { error, sleeps, items } = await submitAndWait({ options: limit });
			expect(error?.message).toMatch(/^Task \d+ is still running after 6[5-9] seconds/);
			expect(error?.message).toContain(String(items('Submit')[0]?.json.taskId));
			expect(sleeps).toHaveLength(1);
		});

		it('sends what is still running to its output, in its place', async () => {
			const { items, error } = await submitAndWait({ onTimeout: 'output', options: limit });
			expect(error).toBeUndefined();
			expect(items('Wait', STILL_RUNNING).map(({ json }) => json.state)).toEqual(['pending']);
			expect([...items('Wait', SUCCESS), ...items('Wait', FAILED)]).toEqual([]);
		});

		it('begins anew when what is still running is led back', async () => {
			const { items, error, sleeps } = await submitAndWait(
				{ onTimeout: 'output', options: limit },
				{ connections: askAgain(['Submit'], [[], [], ['Wait']]) },
			);
			expect(error).toBeUndefined();
			expect(items('Wait', SUCCESS).map(({ json }) => json.state)).toEqual(['success']);
			// Each of the two waits sleeps once.
			expect(sleeps).toHaveLength(2);
			expect(simulator.ledger.requests.length).toBeLessThanOrEqual(8);
		});
	});

	describe('files', () => {
		const handlesOf = async (...texts: string[]) =>
			(await run(simulator, [submitImage()], { input: prompts(...texts) })).items('Submit');
		/** One task that is finished, and one that has just begun. */
		const earlyAndLate = async () => {
			const early = await handlesOf('early');
			time.leapTo(new Date(time.now() + 100_000));
			return [...early, ...(await handlesOf('late'))];
		};
		const fetched = () => simulator.ledger.requests.filter(({ listener }) => listener === 'files');
		const waitFor = async (input: INodeExecutionData[], options: Partial<RunOptions>) =>
			await run(simulator, [durable({ downloadFiles: true })], {
				input: itemsOf(...input.map(({ json }) => json)),
				connections: askAgain(),
				...options,
			});

		it('that n8n keeps in the items are fetched at the end, as they would be saved with each round', async () => {
			const sizes: number[] = [];
			const { items, sleeps } = await waitFor(await earlyAndLate(), {
				onSleep: (till, data) => {
					sizes.push(JSON.stringify(data).length);
					time.leapTo(till);
				},
			});
			const [early, late] = items('Wait', SUCCESS);
			expect([early, late].map((item) => item?.binary?.data?.mimeType)).toEqual(
				Array(2).fill('image/png'),
			);
			const bytes = early?.binary?.data?.data.length ?? 0;
			expect(sizes).toHaveLength(sleeps.length);
			expect(bytes).toBeGreaterThan(Math.max(...sizes) - Math.min(...sizes));
			// Once to find out, and once at the end.
			expect(fetched()).toHaveLength(3);
		});

		it('that n8n keeps elsewhere are there before the execution sleeps, and are not fetched again', async () => {
			const store = await storeOnDisk();
			const handles = await earlyAndLate();
			const taskId = String(handles[0]?.json.taskId);
			const { items, error } = await waitFor(handles, {
				onSleep: (till) => {
					// The link has lived its day.
					simulator.addFault({ on: 'result', kind: 'result404', taskId });
					time.leapTo(till);
				},
			});
			expect(error).toBeUndefined();
			expect(fetched()).toHaveLength(2);
			const files = items('Wait', SUCCESS).map(({ binary }) => binary?.data?.id ?? '');
			expect(files).toHaveLength(2);
			for (const id of files) {
				expect(
					(await store.getAsBuffer({ id, data: '', mimeType: '' })).subarray(1, 4).toString(),
				).toBe('PNG');
			}
		});
	});
});

describe('what cannot come back', () => {
	/** What cannot come back ends a wait at once, after one repetition; nothing is said of it that nobody knows. */

	afterEach(() => jest.spyOn(InMemoryCredentials.prototype, 'getDecrypted').mockRestore());

	const entered = itemsOf({ taskId: '99999', taskSource: 'userTask' });
	const roads = {
		'Wait for Task': async () => await run(simulator, [wait()], { input: entered }),
		'a durable wait': async () =>
			await run(simulator, [durable()], {
				input: entered,
				connections: askAgain(),
				onSleep: time.leapTo,
			}),
	};

	describe.each(Object.entries(roads))('in %s', (_, waitFor) => {
		it('an id that the platform does not know', async () => {
			const begun = Date.now();
			const { error } = await waitFor();
			expect(Date.now() - begun).toBeLessThan(10_000);
			expect(error?.message).toMatch(
				/^Task 99999 could not be polled: The platform cannot find task 99999 \(404\)/,
			);
			expect(error?.description).toMatch(/Check the Task ID and the Task Source/);
			expect(error?.description).not.toMatch(/keeps running/);
			expect(simulator.ledger.requests).toHaveLength(2);
		});

		it('a key that is refused', async () => {
			simulator.addFault({ on: 'query', kind: '401' });
			const { error } = await waitFor();
			expect(error?.message).toMatch(/refused the API key \(401\)/);
			expect(error?.description).toMatch(/It is unknown whether this task exists/);
			expect(simulator.ledger.requests).toHaveLength(2);
		});

		it('a credential that is gone', async () => {
			const gone = 'Credential with ID "7" does not exist for type "kexiangApi".';
			jest.spyOn(InMemoryCredentials.prototype, 'getDecrypted').mockRejectedValue(new Error(gone));
			const begun = Date.now();
			const { error } = await waitFor();
			expect(Date.now() - begun).toBeLessThan(10_000);
			expect(error?.message).toContain(`Task 99999 could not be polled: ${gone}`);
			expect(simulator.ledger.requests).toEqual([]);
		});
	});

	it('a credential that is deleted while a durable wait sleeps ends it at the next round', async () => {
		const reading = jest.spyOn(InMemoryCredentials.prototype, 'getDecrypted');
		let sleeps = 0;
		const { error, items } = await run(simulator, [submitImage(), durable()], {
			input: itemsOf({ prompt: 'a boat' }),
			connections: askAgain(['Submit']),
			onSleep: () => {
				sleeps += 1;
				reading.mockRejectedValue(new Error('does not exist'));
			},
		});
		expect(sleeps).toBe(1);
		expect(error?.message).toContain(`Task ${String(items('Submit')[0]?.json.taskId)} could not`);
		expect(error?.description).toMatch(/keeps running on the platform/);
	});

	it('a key that is refused once, and not the next time, ends no wait', async () => {
		simulator.addFault({ on: 'query', kind: '401', times: 1 });
		const { items, error } = await run(simulator, [submitImage(), durable()], {
			input: itemsOf({ prompt: 'a boat' }),
			connections: askAgain(['Submit']),
			onSleep: time.leapTo,
		});
		expect(error).toBeUndefined();
		expect(items('Wait', 1)[0]?.json.state).toBe('success');
	});
});
