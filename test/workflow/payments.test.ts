import type { IConnections, INode, INodeExecutionData } from 'n8n-workflow';
import { nanoBanana2Sync } from '../../nodes/KexiangGoogle/operations/kbananaChannel';
import { type Simulator, startSimulator } from '../../simulator/server';
import {
	askAgain,
	type ChainNode,
	durable,
	itemsOf,
	quick,
	run,
	submitImage,
	wait,
} from '../support/kexiang';
import { loop } from '../support/loop';
import { inQuickTime } from '../support/quickTime';

jest.mock('../../nodes/shared/util/time', () => jest.requireActual('../support/quickTime'));

describe('payments', () => {
	const prompts = (count: number) =>
		itemsOf(...Array.from({ length: count }, (_, index) => ({ prompt: `boat ${index}` })));
	const retrying = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 };

	let simulator: Simulator;
	beforeAll(async () => {
		simulator = await startSimulator({ taskSeconds: 0.1, quiet: true });
	});
	afterAll(async () => await simulator.stop());
	beforeEach(() => {
		simulator.ledger.clear();
		simulator.clearFaults();
	});

	const bodies = () =>
		simulator.ledger.requests
			.filter(({ method }) => method === 'POST')
			.map(({ body }) => (body as { user_input: { prompt: string } }).user_input.prompt);

	describe('several submissions at once', () => {
		/** Most requests that were open at the same moment; each stays open for `seconds`. */
		const mostAtOnce = (seconds: number) => {
			const starts = simulator.ledger.requests.map(({ at }) => at);
			return Math.max(
				...starts.map(
					(at) => starts.filter((one) => one <= at && one > at - seconds * 1000).length,
				),
			);
		};

		it.each([
			[undefined, 2],
			[1, 1],
			['4', 4],
			[20, 7],
		])('limit %s: %i at a time, in input order', async (limit, most) => {
			// Long enough for so many to begin, also on a busy machine.
			const seconds = most > 2 ? 1 : 0.3;
			simulator.addFault({ on: 'submit', kind: 'slowHeaders', seconds });
			const parameters = { options: limit === undefined ? {} : { submissionsAtOnce: limit } };
			const { items, error } = await run(simulator, [submitImage({ parameters })], {
				input: prompts(7),
			});
			expect(error).toBeUndefined();
			expect(mostAtOnce(seconds)).toBe(most);
			expect(items('Submit').map(({ pairedItem }) => pairedItem)).toEqual(
				Array.from({ length: 7 }, (_, item) => ({ item })),
			);
			const promptOf = (id: unknown) =>
				(simulator.ledger.task(String(id))?.body as { user_input: { prompt: string } }).user_input
					.prompt;
			expect(items('Submit').map(({ json }) => promptOf(json.taskId))).toEqual(
				prompts(7).map(({ json }) => json.prompt),
			);
		});

		it.each([0, 21, 1.5, 'many', [3]])('refuses %j before anything is sent', async (limit) => {
			const parameters = { options: { submissionsAtOnce: limit } };
			const { error } = await run(simulator, [submitImage({ parameters })]);
			expect(error?.message).toMatch(/^Submissions at Once .* \[item 0\]$/);
			expect(simulator.ledger.requests).toEqual([]);
		});

		it('tells of every item when several end together', async () => {
			simulator.addFault({ on: 'submit', kind: '500', contains: 'boat 0' });
			simulator.addFault({ on: 'submit', kind: 'resetAfterAccept', contains: 'boat 1' });
			const parameters = { options: { submissionsAtOnce: 3 } };
			const { error } = await run(simulator, [submitImage({ parameters })], { input: prompts(3) });
			const [lost, named] = simulator.ledger.tasks;
			expect(lost?.deliveredIds).toEqual([]);
			expect(error?.message).toMatch(/may have been created \[item 0\]$/);
			expect(error?.description).toContain(`Accepted tasks: ${named?.id} (item 2).`);
			expect(error?.description).toMatch(
				/ Item 1: No complete response came.*may have been created\./,
			);
			expect(error?.context).toMatchObject({
				details: {
					acceptedTasks: [{ item: 2, taskId: named?.id, taskSource: 'userTask' }],
					otherItems: [{ item: 1, taskMayExist: true }],
				},
			});
		});
	});

	describe('running again', () => {
		it('a loop submits each batch, also when all are the same', async () => {
			const to = (node: string) => [{ node, type: 'main' as const, index: 0 }];
			const connections: IConnections = {
				Start: { main: [to('Loop')] },
				Loop: { main: [[], to('Submit')] },
				Submit: { main: [to('Loop')] },
			};
			const { error, run: whole } = await run(
				simulator,
				[{ type: 'test.loop', name: 'Loop' }, submitImage(retrying)],
				{
					connections,
					moreTypes: [loop],
					input: itemsOf({ prompt: 'same' }, { prompt: 'same' }, { prompt: 'same' }),
				},
			);
			expect(error).toBeUndefined();
			expect(bodies()).toEqual(['same', 'same', 'same']);
			const ids = whole.data.resultData.runData.Submit?.map(
				({ data }) => data?.main?.[0]?.[0]?.json.taskId,
			);
			expect(new Set(ids).size).toBe(3);
		});

		it('a Retry of the whole execution keeps what was accepted and sends the rest', async () => {
			simulator.addFault({ on: 'submit', kind: '422', contains: 'boat 1', times: 1 });
			const chain = [submitImage({ parameters: { options: { submissionsAtOnce: 1 } } })];
			const first = await run(simulator, chain, { input: prompts(3) });
			expect(first.error?.message).toMatch(/refused the input .* \[item 1\]$/);
			expect(bodies()).toEqual(['boat 0', 'boat 1']);
			const second = await run(simulator, chain, { retryOf: first.run });
			expect(second.error).toBeUndefined();
			expect(bodies()).toEqual(['boat 0', 'boat 1', 'boat 1', 'boat 2']);
			expect(second.items('Submit').map(({ json }) => json.taskId)).toEqual(
				simulator.ledger.tasks.map(({ id }) => id),
			);
		});

		it('a Retry of the whole execution makes a new task where the first one failed', async () => {
			const node = submitImage({
				parameters: { waitForCompletion: true, waitOptions: quick },
				...retrying,
			});
			const input = itemsOf({ prompt: 'good' }, { prompt: 'bad [fail]' });
			const first = await run(simulator, [node], { input });
			expect(first.error?.message).toMatch(/^Task \d+ failed: /);
			expect(bodies().sort()).toEqual(['bad [fail]', 'good']);
			const second = await run(simulator, [node], { retryOf: first.run });
			expect(second.error?.message).toMatch(/^Task \d+ failed: /);
			expect(bodies().sort()).toEqual(['bad [fail]', 'bad [fail]', 'good']);
		});

		it('another execution knows nothing of the first', async () => {
			await run(simulator, [submitImage()], { input: prompts(1) });
			await run(simulator, [submitImage()], { input: prompts(1) });
			expect(bodies()).toEqual(['boat 0', 'boat 0']);
		});

		it('what is remembered does not depend on the key', async () => {
			const other = await startSimulator({ key: 'kx-another-made-up-one', quiet: true });
			try {
				const memories = await Promise.all(
					[simulator, other].map(async (one) => {
						const { run: whole } = await run(one, [submitImage()], { input: prompts(2) });
						const memory = whole.data.executionData?.contextData['node:Submit']
							?.kexiangSubmissions as { entries: Record<string, { fingerprint: string }> };
						return Object.values(memory.entries).map(({ fingerprint }) => fingerprint);
					}),
				);
				expect(memories[0]).toHaveLength(2);
				expect(memories[1]).toEqual(memories[0]);
			} finally {
				await other.stop();
			}
		});
	});

	describe('nothing is paid in vain', () => {
		it.each([
			[{ timeLimit: 'soon' }, /^Time Limit must be a number/],
			[{ maxFileSize: -1 }, /^Max File Size must be 1 to 102400, but is -1/],
			[{ onTimeout: 'never' }, /^On Timeout is "never"/],
		])('a mistake in the wait options %j is found before the submission', async (more, message) => {
			const parameters = { waitForCompletion: true, waitOptions: { ...quick, ...more } };
			const { error } = await run(simulator, [submitImage({ parameters })]);
			expect(error?.message).toMatch(message);
			expect(simulator.ledger.requests).toEqual([]);
		});

		it('keeps the result of an item whose neighbor is refused', async () => {
			simulator.addFault({ on: 'submit', kind: '422', contains: 'boat 1' });
			const node = {
				type: 'kexiangGoogle',
				name: 'Submit',
				parameters: {
					operation: nanoBanana2Sync.value,
					prompt: '={{ $json.prompt }}',
					options: { submissionsAtOnce: 1 },
				},
			};
			const { error } = await run(simulator, [node], { input: prompts(3) });
			expect(error?.message).toMatch(/refused the input \(422\).* \[item 1\]$/);
			expect(error?.description).toContain(`(item 0).`);
			expect(error?.context).toMatchObject({
				details: { acceptedTasks: [{ item: 0, url: expect.stringContaining(simulator.filesUrl) }] },
			});
		});
	});
});

describe('Nothing was sent', () => {
	/** Whatever is refused before it is sent says so, last of all; what was sent is never said to be unsent. */

	inQuickTime();
	let simulator: Simulator;
	beforeAll(async () => {
		simulator = await startSimulator({ taskSeconds: 0.3, quiet: true });
	});
	afterAll(async () => await simulator.stop());
	beforeEach(() => {
		simulator.ledger.clear();
		simulator.clearFaults();
	});

	const SAID = /Nothing was sent\.$/;
	const to = (node: string) => [{ node, type: 'main' as const, index: 0 }];
	const goesOn = { onError: 'continueRegularOutput' } as const;
	const retries = { retryOnFail: true, maxTries: 2, waitBetweenTries: 1 } as const;

	const descriptions = (items: INodeExecutionData[]) =>
		items.map(({ json: { error } }) =>
			typeof error === 'object' && error !== null && 'description' in error
				? String(error.description)
				: undefined,
		);

	interface Refused {
		node: (more: Partial<INode>) => ChainNode;
		connections?: IConnections;
		/** By which it leaves where errors go on. */
		output?: number;
	}

	const submitting =
		(parameters: INode['parameters'], own: Partial<INode> = {}): Refused['node'] =>
		(more) =>
			submitImage({ ...own, ...more, parameters });

	const REFUSED: Record<string, Refused> = {
		'an empty prompt': { node: submitting({ prompt: '={{ $json.nothing }}' }) },
		'advice of its own': { node: submitting({ prompt: '{{ $json.prompt }}' }) },
		'an expression that n8n cannot read': {
			node: submitting({ prompt: '={{ $json.prompt.a.b }}' }),
		},
		'an operation that is none': { node: submitting({ operation: 'none' }) },
		'no credential': { node: submitting({}, { credentials: {} }) },
		'a guard that came to nothing': {
			node: submitting({ options: { spendingLimit: '={{ $json.nothing }}' } }),
		},
		'a limit of credits': { node: submitting({ options: { spendingLimit: 0 } }) },
		'a cell that holds no ID': {
			node: submitting({ options: { skipItemsWithTask: true, taskIdColumn: 'cell' } }),
		},
		'a task ID that is none': { node: (more) => wait({ taskId: 'no id' }, more) },
		'a choice by expression': { node: (more) => wait({ onTimeout: '={{ $json.x }}' }, more) },
		'no way back': {
			node: (more) => durable({ taskId: '1' }, more),
			connections: { Start: { main: [to('Wait')] } },
			output: 1,
		},
		'an ID that is none, in a durable wait': {
			node: (more) => durable({ taskId: 'no id' }, more),
			connections: askAgain(),
			output: 1,
		},
	};

	describe.each(Object.entries(REFUSED))('%s', (_, { node, connections, output = 0 }) => {
		const input = itemsOf({ prompt: 'a boat', cell: 'pending' }, { prompt: 'a ship', cell: '-' });
		const wires = connections && { connections };

		it.each([
			['plain', {}],
			['under Retry On Fail', retries],
		])('%s', async (_road, more) => {
			const { error } = await run(simulator, [node(more)], { input, ...wires });
			expect(error?.description).toMatch(SAID);
			expect(error?.description?.match(/Nothing was/g)).toHaveLength(1);
			expect(simulator.ledger.requests).toEqual([]);
		});

		it('where errors go on', async () => {
			const one = node(goesOn);
			const { items } = await run(simulator, [one], { input, ...wires });
			const said = descriptions(items(one.name ?? '', output));
			expect(said).toEqual([expect.stringMatching(SAID), expect.stringMatching(SAID)]);
			expect(simulator.ledger.requests).toEqual([]);
		});
	});

	describe('beside what was sent', () => {
		const limited = submitImage({ parameters: { options: { spendingLimit: 1.5 } } });

		it('is said of the item alone', async () => {
			const { error } = await run(simulator, [limited], { input: itemsOf({}, {}, {}) });
			expect(error?.description).toMatch(
				/Nothing was sent for this item\. Accepted tasks: \d+ \(item 0\)\./,
			);
			expect(error?.description).not.toMatch(/Nothing was sent\./);
		});

		it('is not said of an item that an earlier try submitted', async () => {
			simulator.addFault({ on: 'submit', kind: '422', times: 1, after: 1 });
			const input = itemsOf({ prompt: 'a' }, { prompt: 'b' });
			const prompt = '={{ $execution.id === "first" ? $json.prompt : undefined }}';
			const chain = [submitImage({ parameters: { prompt } })];
			const first = await run(simulator, chain, { input, executionId: 'first' });
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
	});

	describe('the same mistake in a thousand items', () => {
		const input = itemsOf(...Array.from({ length: 1000 }, () => ({})));

		it('is told of the first few, with how many more there are', async () => {
			const node = submitImage({ parameters: { prompt: '={{ $json.nothing }}' } });
			const { error } = await run(simulator, [node], { input });
			const { description = '' } = error ?? {};
			expect(description).toMatch(/Item 5: .* 994 more items failed\. Nothing was sent\.$/);
			expect(description?.length).toBeLessThan(500);
			const { details } = error?.context ?? {};
			expect(details).toMatchObject({ otherItems: { length: 999 } });
		});
	});
});
