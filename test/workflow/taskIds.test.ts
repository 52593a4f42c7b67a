import type { INode } from 'n8n-workflow';
import { isNumberOfId } from '../../nodes/shared/answers/lookup';
import { type Simulator, startSimulator } from '../../simulator/server';
import { AGENT_KINDS, runAsTool } from '../support/agent';
import {
	askAgain,
	type ChainNode,
	durable,
	itemsOf,
	run,
	submitImage,
	wait,
} from '../support/kexiang';
import { earlierRun, skip, submit, waiting } from '../support/earlierRun';
import { inQuickTime, QUICK } from '../support/quickTime';
import { simulatorInLeaps } from '../support/simulatorInLeaps';

jest.mock('../../nodes/shared/util/time', () => jest.requireActual('../support/quickTime'));

/** Task IDs: which are taken, which never, and items that have theirs already. */

describe('an ID that became a number', () => {
	/** IDs of which a spreadsheet or JavaScript made a number are never asked for, and never taken for no task. */

	let simulator: Simulator;
	beforeAll(async () => {
		simulator = await startSimulator({ taskSeconds: 0.05, quiet: true });
	});
	afterAll(async () => await simulator.stop());
	beforeEach(() => simulator.ledger.clear());

	/** 19 digits in JavaScript's hands: the last ones are lost. */
	const ROUNDED = Number('1234567890123456789');

	const NUMBERS: unknown[] = [
		ROUNDED,
		1e21,
		33203.5,
		'1.23457E+18',
		'1,23457E+18',
		'1e+21',
		'1.2345e18',
		' 1,234,567 ',
		'1.234.567',
		'1’234’567',
		'1 234 567',
		'1\u00a0234\u00a0567',
		'1\u202f234\u202f567',
		'12,34,567',
		'1，234，567',
		'1,234,567.00',
		'33203.0',
		'33203,00',
	];

	it.each(NUMBERS)('%s is the number of an ID', (value) => expect(isNumberOfId(value)).toBe(true));

	it.each([
		33203,
		'33203',
		'1234567890123456789',
		'0033203',
		'1e21e0d2-1111-4222-8333-444455556666',
		'12345e67',
		'cgt-20260101-1.2',
		'task_1.5',
		'33203,33204',
		'pending',
		'',
		null,
		undefined,
		{},
	])('%s is none', (value) => expect(isNumberOfId(value)).toBe(false));

	const WHY =
		/: a spreadsheet or a program turned the ID into a number, which may have lost digits/;

	describe.each([ROUNDED, 1e21, '1.23457E+18', ' 1,234,567 '])('%s', (given) => {
		const input = itemsOf({ prompt: 'a boat', taskId: given as string, cell: given as string });

		it.each<[string, ChainNode, object?]>([
			['Kexiang Wait for Task', wait()],
			['Get Status', wait({ operation: 'getStatus' })],
			['Kexiang Wait for Task (Durable)', durable(), { connections: askAgain() }],
			['Get Result', submitImage({ parameters: { operation: 'kbananaOfficialQuery' } })],
			['an expression', wait({ taskId: '={{ $json.cell }}' })],
		])('%s: refused, with the reason', async (_, node, more = {}) => {
			const { error } = await run(simulator, [node], { input, ...more });
			expect(error?.message).toMatch(WHY);
			expect(error?.message).toContain(`Task ID is ${String(given).slice(0, 8).trim()}`);
			expect(error?.description).toMatch(/as text .* Nothing was sent\.$/);
			expect(simulator.ledger.requests).toEqual([]);
		});

		it.each(['taskId', 'cell'])('the column %s: refused, and not paid', async (taskIdColumn) => {
			const node = submitImage({
				parameters: { options: { skipItemsWithTask: true, taskIdColumn } },
			});
			const { error } = await run(simulator, [node], { input });
			expect(error?.message).toMatch(WHY);
			expect(error?.message).toContain(`in the column "${taskIdColumn}"`);
			expect(error?.description).toMatch(/Nothing was sent\.$/);
			expect(simulator.ledger.requests).toEqual([]);
		});
	});

	it('refuses such an ID in an error that came from a table', async () => {
		const error = { message: 'm', description: 'd', taskId: ROUNDED, taskSource: 'userTask' };
		const { error: told } = await run(simulator, [wait()], { input: itemsOf({ error }) });
		expect(told?.message).toMatch(WHY);
		expect(simulator.ledger.requests).toEqual([]);
	});

	it('refuses one item of several where errors go on', async () => {
		const goesOn: Partial<INode> = { onError: 'continueRegularOutput' };
		const { items: made } = await run(simulator, [submitImage()]);
		const taskId = made('Submit')[0]?.json.taskId as string;
		const { items } = await run(simulator, [wait({}, goesOn)], {
			input: itemsOf({ taskId }, { taskId: ROUNDED }),
		});
		expect(items('Wait').map(({ json }) => json)).toEqual([
			expect.objectContaining({ taskId, state: 'success' }),
			{ error: expect.objectContaining({ message: expect.stringMatching(WHY) as string }) },
		]);
	});

	it.each(AGENT_KINDS)('is told to the model of %s', async (kind) => {
		const { said, errors } = await runAsTool(simulator, kind, wait({ taskId: '1.23E+18' }));
		expect([...said, ...errors].join()).toMatch(WHY);
		expect(simulator.ledger.requests).toEqual([]);
	});
});

describe('an ID that is entered', () => {
	inQuickTime();

	/** Values of every type and size that an expression can bring, through n8n's own engine. */
	let simulator: Simulator;

	beforeAll(async () => {
		simulator = await startSimulator({ taskSeconds: 0.1, quiet: true });
	});

	afterAll(async () => await simulator.stop());

	beforeEach(() => simulator.ledger.clear());

	describe('a task ID', () => {
		const poll = async (taskId: unknown, taskSource = 'userTask') => {
			const { error } = await run(
				simulator,
				[wait({ operation: 'getStatus', taskId: '={{ $json.id }}', taskSource })],
				{ input: [{ json: { id: taskId } as never }] },
			);
			return error?.message;
		};

		it('a very long one is refused, and told shortened', async () => {
			expect(await poll('1'.repeat(100_000))).toMatch(/^Task ID is "1{60}"/);
			expect(simulator.ledger.requests).toEqual([]);
		});

		it.each<[unknown]>([[['33202']], ['\u200b33202'], ['33202\u2060'], ['\u202a33202\u202c']])(
			'%j is the one in it',
			async (taskId) => {
				await poll(taskId);
				expect(simulator.ledger.requests.map(({ path: asked }) => asked)).toEqual([
					expect.stringMatching(/\/33202$/),
				]);
			},
		);

		it.each<[unknown, RegExp]>([
			[null, /^Task ID is required but empty/],
			['', /^Task ID is required but empty/],
			['../../admin', /^Task ID is "..\/..\/admin", which does not look like an ID of /],
			['33202/../1', /^Task ID is "33202/],
			['33202?x=1', /^Task ID is /],
			['33202#', /^Task ID is /],
			['１２３', /^Task ID is /],
			[['33202', '33203'], /^Task ID must be text, but is a list/],
			[{ id: 33202 }, /^Task ID must be text, but is an object/],
			['{{ $json.taskId }}', /^Task ID contains an expression/],
		])('%j is refused before it is sent', async (taskId, message) => {
			expect(await poll(taskId)).toMatch(message);
			expect(simulator.ledger.requests).toEqual([]);
		});

		it.each([['..'], ['.'], ['a/b'], ['a b'], ['%2e%2e']])(
			'a tool is not asked for %j',
			async (taskId) => {
				expect(await poll(taskId, 'toolTask')).toMatch(/^Task ID is /);
				expect(simulator.ledger.requests).toEqual([]);
			},
		);

		it.each([33202, '33202', ' 33202 '])('%j is asked for', async (taskId) => {
			await run(simulator, [submitImage()]);
			const [task] = simulator.ledger.tasks;
			const given =
				typeof taskId === 'number' ? Number(task?.id) : taskId.replace('33202', task?.id ?? '');
			expect(await poll(given)).toBeUndefined();
			expect(simulator.ledger.requests.at(-1)?.taskId).toBe(task?.id);
		});
	});
});

describe('an ID in a table', () => {
	/** A table is run again: rows that have their task already are not paid again. */
	let simulator: Simulator;

	simulatorInLeaps(
		{ taskSeconds: 0.3 },
		(own) => {
			simulator = own;
		},
		QUICK,
	);

	const { paid, earlier } = earlierRun(() => simulator);

	describe('a row with a task, on every road', () => {
		const retried = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 };

		it('is not paid by a try, and hides nothing that another try paid', async () => {
			const { taskId } = await earlier();
			// Paid in the first try, and skipped by what the expression says in the second.
			const spy = jest.spyOn(Math, 'random').mockImplementation(() => (paid() > 0 ? 1 : 0));
			const options = {
				skipItemsWithTask: '={{ $itemIndex === 0 ? Math.random() > 0.5 : false }}',
			};
			const node = submit(options, { ...retried, parameters: { prompt: '={{ $json.prompt }}' } });
			simulator.addFault({
				on: 'submit',
				kind: '429',
				retryAfter: 40,
				contains: 'second',
				times: 1,
			});
			const { items, error } = await run(simulator, [node], {
				input: itemsOf({ prompt: 'a', taskId }, { prompt: 'second' }),
			});
			spy.mockRestore();
			expect(error).toBeUndefined();
			const [, first, second] = simulator.ledger.tasks.map(({ id }) => String(id));
			expect(items('Submit').map(({ json }) => json.taskId)).toEqual([first, second]);
		});

		it('stays unpaid under Retry On Fail with changing parameters', async () => {
			const { taskId } = await earlier('x [fail]');
			const parameters = { ...waiting, prompt: '={{ $json.prompt + Math.random() }}' };
			const { error } = await run(simulator, [submit(skip, { ...retried, parameters })], {
				input: itemsOf({ prompt: 'a', taskId }, { prompt: 'b' }),
			});
			expect(error?.message).toContain(`Task ${String(taskId)} failed`);
			expect(paid()).toBe(1);
		});

		it('is named where another item stops the node', async () => {
			const { error } = await run(simulator, [submit(skip, { parameters: waiting })], {
				input: itemsOf({ prompt: 'a', taskId: (await earlier()).taskId }, { prompt: 'b [fail]' }),
			});
			expect(error?.description).toMatch(/Accepted tasks: \d+ \(item 0\), \d+ \(item 1\)/);
		});

		it('has a fate of its own where errors shall not stop the node', async () => {
			const { taskId } = await earlier();
			const node = submit(skip, { onError: 'continueRegularOutput', parameters: waiting });
			const { items } = await run(simulator, [node], {
				input: itemsOf({ taskId: 'n/a' }, { prompt: '', taskId }),
			});
			expect(items('Submit').map(({ json }) => json.state ?? 'error')).toEqual([
				'error',
				'success',
			]);
			expect(paid()).toBe(0);
		});

		it('is named in the log when the execution is stopped', async () => {
			const { taskId } = await earlier();
			const { run: whole } = await run(
				simulator,
				[
					submit(skip, {
						parameters: { ...waiting, waitOptions: { interval: 60, schedule: 'fixed' } },
					}),
				],
				{
					input: itemsOf({ prompt: 'a', taskId }),
					cancelAfterMs: 100,
				},
			);
			expect(whole.status).toBe('canceled');
			expect(paid()).toBe(0);
		});

		it.each(AGENT_KINDS)('is what the tool of an agent gives (%s)', async (kind) => {
			const { taskId } = await earlier();
			const { said } = await runAsTool(
				simulator,
				kind,
				submit(skip, { parameters: waiting }),
				[{ taskId }],
				{
					input: itemsOf({ taskId }),
				},
			);
			expect(said[0]).toContain(String(taskId));
			expect(paid()).toBe(0);
		});
	});
});
