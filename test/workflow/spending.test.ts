import { type Simulator, startSimulator } from '../../simulator/server';
import { AGENT_KINDS, runAsTool } from '../support/agent';
import { itemsOf, quick, run, submitImage, wait } from '../support/kexiang';
import { loop } from '../support/loop';
import { inQuickTime } from '../support/quickTime';

jest.mock('../../nodes/shared/util/time', () => jest.requireActual('../support/quickTime'));

inQuickTime();

let simulator: Simulator;
beforeEach(async () => {
	// A platform of its own for each test, as prices are remembered by host and key.
	simulator = await startSimulator({ taskSeconds: 0.1, quiet: true });
});
afterEach(async () => await simulator.stop());

const boats = (count: number) =>
	itemsOf(...Array.from({ length: count }, (_, index) => ({ prompt: `boat ${index}` })));
const retrying = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 };

describe('in one run', () => {
	const ten = boats(10);
	const withLimit = (spendingLimit: number | string | number[], submissionsAtOnce = 1) => ({
		parameters: { options: { spendingLimit, submissionsAtOnce } },
	});
	const costs = () =>
		simulator.ledger.tasks.map(
			({ body }) => (body as { user_input: { prompt: string } }).user_input.prompt,
		);

	describe('Spending Limit', () => {
		it.each([1, 2, 5])(
			'10 items at 1.2 with a limit of 5, %i at once: 4 taken, 6 not sent',
			async (atOnce) => {
				const node = submitImage({ ...withLimit(5, atOnce), onError: 'continueRegularOutput' });
				const { items, error } = await run(simulator, [node], { input: ten });
				expect(error).toBeUndefined();
				expect(costs()).toEqual(['boat 0', 'boat 1', 'boat 2', 'boat 3']);
				const jsons = items('Submit').map(({ json }) => json);
				expect(jsons.slice(0, 4).map(({ cost }) => cost)).toEqual([1.2, 1.2, 1.2, 1.2]);
				for (const { error: told } of jsons.slice(4))
					expect(told).toMatchObject({
						reason: 'spendingLimit',
						limit: 5,
						spent: expect.closeTo(4.8),
						expectedCost: 1.2,
						message: expect.stringMatching(
							/^Not sent: 4.8 credits of the Spending Limit of 5 credits/,
						),
					});
			},
		);

		it.each([1, 2, 5])('holds over Retry On Fail, %i at once', async (atOnce) => {
			const node = submitImage({ ...withLimit(5, atOnce), ...retrying });
			const { error } = await run(simulator, [node], { input: ten });
			expect(costs()).toHaveLength(4);
			expect(error?.message).toMatch(
				/^Not sent: 4.8 credits of the Spending Limit of 5 credits .*\[item 4\]$/,
			);
			for (const { id } of simulator.ledger.tasks) expect(error?.description).toContain(id);
		});

		it('counts what ended unclear, and gives the place of a refused one to the next', async () => {
			simulator.addFault({ on: 'submit', kind: 'resetAfterAccept', contains: 'boat 1' });
			simulator.addFault({ on: 'submit', kind: '422', contains: 'boat 2' });
			const node = submitImage({ ...withLimit(5, 5), onError: 'continueRegularOutput' });
			await run(simulator, [node], { input: ten });
			expect(costs().sort()).toEqual(['boat 0', 'boat 1', 'boat 3', 'boat 4']);
		});

		it('below the price: one is sent where no price is known, and none where it is', async () => {
			const node = submitImage({ ...withLimit(0.5, 5), onError: 'continueRegularOutput' });
			await run(simulator, [node], { input: ten });
			expect(costs()).toEqual(['boat 0']);
			await run(simulator, [node], { input: ten });
			expect(costs()).toEqual(['boat 0']);
		});

		it('of nothing sends nothing', async () => {
			const node = submitImage({ ...withLimit(0), onError: 'continueRegularOutput' });
			const { items } = await run(simulator, [node], { input: ten });
			expect(simulator.ledger.requests).toEqual([]);
			// Of an unknown price nobody may say that it is 0.
			const told = items('Submit')[0]?.json.error;
			expect(told).toMatchObject({
				message:
					'Not sent: 0 credits of the Spending Limit of 0 credits are spent, and the cost of a task like this is unknown (price not reported)',
			});
			expect(told).not.toHaveProperty('expectedCost');
		});

		it.each(AGENT_KINDS)(
			'%s told to make 20 pictures with a limit of 3: 2 are paid',
			async (kind) => {
				const node = submitImage({
					parameters: { prompt: '={{ "boat " + Math.random() }}', options: { spendingLimit: 3 } },
					...retrying,
				});
				const { said, errors } = await runAsTool(
					simulator,
					kind,
					node,
					Array.from({ length: 20 }, () => ({})),
				);
				expect(simulator.ledger.tasks).toHaveLength(2);
				expect(errors).toEqual([]);
				expect(said).toHaveLength(20);
				expect(said[19]).toMatch(/does not allow further spending/);
			},
		);
	});

	describe('what keeps from paying is not off because an expression came to nothing', () => {
		it.each([
			[{ spendingLimit: '={{ $json.nope }}' }, /Spending Limit.* is set but empty/],
			[{ spendingLimit: '={{ null }}' }, /Spending Limit.* is set but empty/],
			[{ previewRequest: '={{ $json.nope }}' }, /Preview Request.* is set but empty/],
			[
				{ previewRequest: '={{ $json.prompt === "boat 3" ? "" : false }}' },
				/Preview Request.* is set but empty.*item 3/,
			],
		])('%j', async (options, message) => {
			const node = submitImage({ parameters: { options } });
			const { error } = await run(simulator, [node], { input: ten });
			expect(error?.message).toMatch(message);
			expect(simulator.ledger.requests).toHaveLength(0);
		});
	});

	describe('what holds for the whole run', () => {
		it.each([
			['spendingLimit', '={{ $itemIndex < 3 ? 5 : 2 }}', /^Spending Limit is 5 for item 0 and 2 /],
			['submissionsAtOnce', '={{ $itemIndex + 1 }}', /^Submissions at Once is 1 for item 0 and 2 /],
			[
				'submissionsAtOnce',
				'={{ $itemIndex || null }}',
				/^Submissions at Once is empty for item 0 /,
			],
		])(
			'is told where it differs by item, before anything is sent: %s %s',
			async (name, value, message) => {
				const node = submitImage({ parameters: { options: { [name]: value } } });
				const { error } = await run(simulator, [node], { input: ten });
				expect(error?.message).toMatch(message);
				expect(error?.description).toMatch(
					/returns the same value for all items\. .*Nothing was sent\./,
				);
				expect(simulator.ledger.requests).toEqual([]);
			},
		);

		it('may come from an expression that gives all items the same', async () => {
			const options = { spendingLimit: '={{ 1 + 1.5 }}', submissionsAtOnce: '={{ 1 }}' };
			const node = submitImage({ onError: 'continueRegularOutput', parameters: { options } });
			await run(simulator, [node], { input: ten });
			expect(costs()).toEqual(['boat 0', 'boat 1']);
		});
	});

	it.each(['continueRegularOutput', 'continueErrorOutput'] as const)(
		'a limit that is empty for the first item holds back all of them (%s)',
		async (onError) => {
			const spendingLimit = '={{ $itemIndex === 0 ? "" : 2.5 }}';
			const node = submitImage({ onError, parameters: { options: { spendingLimit } } });
			await run(simulator, [node], { input: ten });
			expect(simulator.ledger.requests).toHaveLength(0);
		},
	);

	it('a Query Path that does not say where the ID belongs is told before anything is paid', async () => {
		const parameters = { waitForCompletion: true, advanced: { queryPath: '/x/y' } };
		const { error } = await run(simulator, [submitImage({ parameters })], { input: ten });
		expect(error?.message).toMatch(/Query Path does not show where the task ID goes/);
		expect(simulator.ledger.requests).toHaveLength(0);
	});

	describe('what it costs', () => {
		it('is told after the run', async () => {
			const { taskData } = await run(simulator, [submitImage()], { input: ten.slice(0, 3) });
			expect(taskData('Submit')?.hints?.map(({ message }) => message)).toEqual([
				'3 tasks accepted, 3.6 credits (gemini-3-pro-image-preview 1.2 each)',
				expect.stringMatching(
					/^3 tasks are running\. To get the results, connect Kexiang Wait for Task/,
				),
			]);
		});
	});

	describe('a platform that names the cost only at the end of a task', () => {
		beforeEach(async () => {
			await simulator.stop();
			simulator = await startSimulator({ taskSeconds: 1, quiet: true, costsAtEnd: true });
		});
		const previewing = submitImage({ parameters: { options: { previewRequest: true } } });
		const expected = async () => {
			const { items } = await run(simulator, [previewing], { input: ten.slice(0, 1) });
			return items('Submit')[0]?.json.expectedCost;
		};

		it.each([
			['by Kexiang Wait for Task', {}, [wait({ options: quick })]],
			['by the node that submits', { waitForCompletion: true, waitOptions: quick }, []],
		])('learns it when the task is waited for %s', async (_who, more, then) => {
			const one = { input: ten.slice(0, 1) };
			const submitted = await run(simulator, [submitImage()], one);
			expect(submitted.items('Submit')[0]?.json).not.toHaveProperty('expectedCost');
			expect(submitted.items('Submit')[0]?.json).not.toHaveProperty('cost');
			expect(submitted.items('Submit')[0]?.json.costNote).toBe('price not reported');
			expect(submitted.taskData('Submit')?.hints?.map(({ message }) => message)).toEqual([
				'1 task accepted, price not reported',
				expect.stringMatching(
					/^The task is running\. To get the result, connect Kexiang Wait for Task/,
				),
			]);
			expect(await expected()).toBeUndefined();
			const waited = await run(simulator, [submitImage({ parameters: more }), ...then], one);
			expect(waited.error).toBeUndefined();
			expect(await expected()).toBe(1.2);
			// From now on it is known when a task is submitted.
			const next = await run(simulator, [submitImage()], one);
			expect(next.items('Submit')[0]?.json).toMatchObject({ expectedCost: 1.2 });
		});

		it('tells after the run what the ends of its tasks named', async () => {
			const parameters = { waitForCompletion: true, waitOptions: quick };
			const { taskData } = await run(simulator, [submitImage({ parameters })], {
				input: ten.slice(0, 3),
			});
			expect(taskData('Submit')?.hints?.map(({ message }) => message)).toEqual([
				'3 tasks accepted, 3.6 credits (gemini-3-pro-image-preview 1.2 each)',
			]);
		});

		it('keeps to a limit by what was learned', async () => {
			await run(simulator, [submitImage(), wait({ options: quick })], { input: ten.slice(0, 1) });
			simulator.ledger.clear();
			const node = submitImage({ ...withLimit(5, 5), onError: 'continueRegularOutput' });
			await run(simulator, [node], { input: ten });
			expect(costs()).toEqual(['boat 0', 'boat 1', 'boat 2', 'boat 3']);
		});
	});
});

describe('on every road', () => {
	const to = (node: string) => [{ node, type: 'main' as const, index: 0 }];
	const paid = () => simulator.ledger.tasks.length;

	describe('Spending Limit', () => {
		const limited = (spendingLimit: number | string | number[], more: object = {}, atOnce = 1) =>
			submitImage({
				parameters: { options: { spendingLimit, submissionsAtOnce: atOnce } },
				...more,
			});

		it.each([1, 2, 5])(
			'holds when the execution is retried, again and again, %i at once',
			async (atOnce) => {
				const node = limited(5, {}, atOnce);
				const first = await run(simulator, [node], { input: boats(10) });
				expect(paid()).toBe(4);
				for (let retries = 0; retries < 2; retries++) {
					const again = await run(simulator, [node], { retryOf: first.run });
					expect(again.error?.message).toMatch(
						/^Not sent: 4.8 credits of the Spending Limit of 5 credits/,
					);
				}
				expect(paid()).toBe(4);
			},
		);

		it.each([1, 5])(
			'of a service that names no price: one is sent, though each item has other parameters, %i at once',
			async (atOnce) => {
				await simulator.stop();
				simulator = await startSimulator({ taskSeconds: 1, quiet: true, costsAtEnd: true });
				const parameters = {
					resolution: '={{ ["1k", "2k", "4k"][$itemIndex] }}',
					options: { spendingLimit: 5, submissionsAtOnce: atOnce },
				};
				const node = submitImage({ parameters, onError: 'continueRegularOutput' });
				const { items } = await run(simulator, [node], { input: boats(3) });
				expect(paid()).toBe(1);
				expect(items('Submit')[2]?.json.error).toMatchObject({
					reason: 'spendingLimit',
					message: expect.stringMatching(/does not report what a task in this run costs/),
				});
			},
		);

		it('holds for a model of Custom Request, and previews it', async () => {
			const create = (options: Record<string, number | boolean>) => ({
				type: 'kexiangCustomRequest',
				name: 'Submit',
				onError: 'continueRegularOutput' as const,
				parameters: {
					operation: 'createTask',
					modelName: 'gemini-3-pro-image-preview',
					modelType: 'text2img',
					userInput: '{"prompt":"a boat","size":"1:1"}',
					options: { submissionsAtOnce: 5, ...options },
				},
			});
			const shown = await run(simulator, [create({ previewRequest: true })], { input: boats(1) });
			expect(simulator.ledger.requests).toEqual([]);
			await run(simulator, [create({ spendingLimit: 3 })], { input: boats(5) });
			expect(paid()).toBe(2);
			const { body } = shown.items('Submit')[0]?.json.request as { body: unknown };
			expect(JSON.stringify(simulator.ledger.requests[0]?.body)).toBe(JSON.stringify(body));
		});

		it('in a loop is that of each round', async () => {
			const node = limited(1.2, { onError: 'continueRegularOutput' });
			await run(simulator, [{ type: 'test.loop', name: 'Loop' }, node], {
				input: boats(3),
				connections: {
					Start: { main: [to('Loop')] },
					Loop: { main: [[], to('Submit')] },
					Submit: { main: [to('Loop')] },
				},
				moreTypes: [loop],
			});
			expect(paid()).toBe(3);
		});

		it.each(AGENT_KINDS)('holds for calls of %s that come at once', async (kind) => {
			const tool = submitImage({
				parameters: { prompt: '={{ "boat " + Math.random() }}', options: { spendingLimit: 3 } },
				...retrying,
			});
			const calls = Array.from({ length: 6 }, () => ({}));
			const { said, errors } = await runAsTool(simulator, kind, tool, calls, { atOnce: true });
			expect(errors).toEqual([]);
			expect(said).toHaveLength(6);
			expect(paid()).toBe(2);
		});

		it.each([
			-1,
			'much',
			[1],
			...['Infinity', 'NaN', 'false', '[]', '{}', '" "'].map((value) => `={{ ${value} }}`),
		])('%j is refused before anything is sent', async (limit: number | string | number[]) => {
			const { error } = await run(simulator, [limited(limit)], { input: boats(2) });
			expect(error?.message).toMatch(/^Spending Limit /);
			expect(simulator.ledger.requests).toEqual([]);
		});
	});
});
