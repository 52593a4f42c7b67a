import type { IRun } from 'n8n-workflow';
import { paidRequests } from '../../nodes/shared/client/paidRequests';
import { type Simulator, startSimulator } from '../../simulator/server';
import { askAgain, durable, itemsOf, run, submitImage } from '../support/kexiang';
import type { LeapingTime } from '../support/leapingTime';
import { inQuickTime } from '../support/quickTime';
import { simulatorInLeaps } from '../support/simulatorInLeaps';

jest.mock('../../nodes/shared/util/time', () => jest.requireActual('../support/quickTime'));

/** What is sent when n8n runs a node or an execution again. */

describe('tries of a node', () => {
	inQuickTime();

	const retrying = { retryOnFail: true, maxTries: 4, waitBetweenTries: 1 };

	let simulator: Simulator;

	beforeAll(async () => {
		simulator = await startSimulator({ taskSeconds: 0.1, quiet: true });
	});

	afterAll(async () => await simulator.stop());

	beforeEach(() => {
		simulator.ledger.clear();
		simulator.clearFaults();
	});

	const posts = () => simulator.ledger.requests.filter(({ method }) => method === 'POST').length;

	/** A value that is another one at each evaluation, as a random seed or the time is. */
	const changing = {
		prompt: '={{ $json.prompt }} at {{ Math.random() }}',
		options: { submissionsAtOnce: 1 },
	};

	const three = itemsOf({ prompt: 'boat 0' }, { prompt: 'boat 1' }, { prompt: 'boat 2' });

	describe('Retry On Fail with parameters that change at each try', () => {
		it('what ended unclear stays so, and says that the parameters changed', async () => {
			simulator.addFault({ on: 'submit', kind: 'resetAfterAccept', contains: 'boat 1' });
			const node = submitImage({ parameters: changing, ...retrying });
			const { error } = await run(simulator, [node], { input: three });
			expect(posts()).toBe(2);
			expect(error?.message).toMatch(/may have been created \[item 1\]$/);
			expect(error?.description).toMatch(/The parameters have changed since then/);
		});

		it('an item that was taken is handed out as it was, with a note', async () => {
			simulator.addFault({ on: 'submit', kind: '422', contains: 'boat 1', times: 1 });
			const node = submitImage({ parameters: changing, ...retrying });
			const { error, items } = await run(simulator, [node], { input: three });
			expect(error).toBeUndefined();
			expect(simulator.ledger.tasks).toHaveLength(3);
			const [first, second] = items('Submit').map(({ json }) => json);
			expect(first).toMatchObject({
				taskId: simulator.ledger.tasks[0]?.id,
				note: expect.stringMatching(/other parameters/),
			});
			expect(second).not.toHaveProperty('note');
		});
	});

	describe('Retry of a whole execution', () => {
		it.each([1, 20])(
			'two Retries at the same moment pay each item once, %i at once',
			async (submissionsAtOnce) => {
				const node = submitImage({ parameters: { ...changing, options: { submissionsAtOnce } } });
				const many = itemsOf(...Array.from({ length: 12 }, (_, i) => ({ prompt: `boat ${i}!` })));
				simulator.addFault({ on: 'submit', kind: '422', contains: 'boat 0!', times: 1 });
				const original = await run(simulator, [node], { input: many });
				expect(original.error?.message).toMatch(/\[item 0\]$/);
				const again = async () => await run(simulator, [node], { retryOf: original.run });
				simulator.addFault({ on: 'submit', kind: 'slowHeaders', seconds: 0.05 });
				await Promise.all([again(), again()]);
				expect(simulator.ledger.tasks).toHaveLength(12);
			},
		);
	});

	describe('before the first payment', () => {
		it('the parameters of all items are read', async () => {
			const parameters = { prompt: '={{ $json.prompt }}', options: { submissionsAtOnce: 1 } };
			const input = itemsOf({ prompt: 'a' }, { prompt: 'b' }, { prompt: '' });
			const { error } = await run(simulator, [submitImage({ parameters, ...retrying })], { input });
			expect(error?.message).toMatch(/^Prompt .* \[item 2\]$/);
			expect(posts()).toBe(0);
		});

		it('a mistake in one item is its own under Continue', async () => {
			const input = itemsOf({ prompt: 'a' }, { prompt: 'b' }, { prompt: '' });
			const parameters = { prompt: '={{ $json.prompt }}' };
			const { items } = await run(
				simulator,
				[submitImage({ parameters, onError: 'continueRegularOutput' })],
				{ input },
			);
			expect(posts()).toBe(2);
			expect(items('Submit')[2]?.json).toMatchObject({ error: { parameter: 'Prompt' } });
		});
	});

	describe('a free GET of Custom Request', () => {
		it('is asked anew at each try and counts as no payment', async () => {
			const node = {
				type: 'kexiangCustomRequest',
				name: 'Ask',
				parameters: {
					operation: 'callPath',
					api: 'task',
					method: 'GET',
					path: '/api/v1/user_task/get/passAuth/1',
				},
				...retrying,
			};
			const { error } = await run(simulator, [node]);
			expect(error?.message).not.toMatch(/may have been created/);
			expect(simulator.ledger.requests.length).toBeGreaterThan(1);
		});
	});
});

describe('Retries of an execution', () => {
	/** What the executions of one run know of each other's payments, in one n8n process. */

	let simulator: Simulator;
	let time: LeapingTime;
	simulatorInLeaps({ taskSeconds: 0.05 }, (own, leaping) => {
		simulator = own;
		time = leaping;
	});

	const paid = () => simulator.ledger.summary().paid;
	const upscale = submitImage({ name: 'Upscale', parameters: { prompt: 'the same, larger' } });

	describe('an execution that n8n lists as crashed and that goes on', () => {
		/** Sleeps once, and pays behind its sleep; gives what n8n's database held while it slept. */
		async function sleepThenPay(executionId: string) {
			let saved: IRun['data'] | undefined;
			const ran = await run(
				simulator,
				[submitImage(), durable({ downloadFiles: false }), upscale],
				{
					executionId,
					input: itemsOf({ prompt: 'a boat' }),
					connections: askAgain(['Submit'], [['Upscale']]),
					onSleep: (till, data) => {
						saved = structuredClone(data);
						time.leapTo(till);
					},
				},
			);
			if (saved === undefined) throw new Error('did not sleep');
			return { ran, saved };
		}

		const retry = async (saved: IRun['data'], of: string, executionId: string) =>
			await run(simulator, [submitImage(), durable({ downloadFiles: false }), upscale], {
				executionId,
				retryOfId: of,
				retryOf: { data: saved } as IRun,
				connections: askAgain(['Submit'], [['Upscale']]),
				onSleep: (till) => time.leapTo(till),
			});

		it('is not paid again by a Retry from what was saved before it paid', async () => {
			simulator.addFault({ on: 'query', kind: 'unknownState', times: 1 });
			const { ran, saved } = await sleepThenPay('crashed-1');
			expect(ran.error).toBeUndefined();
			expect(paid()).toBe(2);
			const again = await retry(saved, 'crashed-1', 'crashed-2');
			expect(again.error).toBeUndefined();
			expect(paid()).toBe(2);
			expect(again.items('Upscale')[0]?.json.taskId).toBe(ran.items('Upscale')[0]?.json.taskId);
		});
	});

	describe('one execution, retried again and again', () => {
		const node = submitImage({ parameters: { prompt: '={{ $json.prompt }}' } });

		it('pays once, also where many others were retried in between', async () => {
			const failed = async (executionId: string) => {
				simulator.addFault({ on: 'submit', kind: '422', times: 1 });
				return (await run(simulator, [node], { executionId, input: itemsOf({ prompt: 'a' }) })).run;
			};
			const original = await failed('many-0');
			const retry = async (of: IRun, executionId: string) =>
				await run(simulator, [node], { retryOf: of, executionId });
			const first = await retry(original, 'many-0-first');
			expect(paid()).toBe(1);
			for (let other = 1; other <= 260; other++)
				await retry(await failed(`many-${other}`), `many-${other}-again`);
			expect(paid()).toBe(261);
			const second = await retry(original, 'many-0-second');
			expect(paid()).toBe(261);
			expect(second.items('Submit')[0]?.json.taskId).toBe(first.items('Submit')[0]?.json.taskId);
			expect(paidRequests()).toBeGreaterThanOrEqual(261);
		}, 60_000);
	});
});
