import type { INodeParameters, INodeType } from 'n8n-workflow';
import { KexiangWaitForTask } from '../../nodes/KexiangWaitForTask/KexiangWaitForTask.node';
import { type Simulator, startSimulator } from '../../simulator/server';
import { AGENT_KINDS, runAsTool } from '../support/agent';
import { itemsOf, quick, run, submitImage, wait } from '../support/kexiang';
import { inQuickTime } from '../support/quickTime';

jest.mock('../../nodes/shared/util/time', () => jest.requireActual('../support/quickTime'));

/** Nodes as the tools of AI agents. */

describe('the form', () => {
	inQuickTime();

	/** As a person leaves it who chose an operation and nothing else. */
	const UNTOUCHED = {
		type: 'kexiangGoogle',
		parameters: { operation: 'kbanana2OfficialSubmit', waitOptions: { interval: 0.2 } },
	};

	describe.each(AGENT_KINDS)('the untouched tool of %s', (kind) => {
		let simulator: Simulator;
		beforeEach(async () => {
			simulator = await startSimulator({ taskSeconds: 0.3, quiet: true });
		});
		afterEach(async () => await simulator.stop());

		it('makes what the model asks for, and gives its URL', async () => {
			const call = { Prompt: 'a paper boat', Ratio: '16:9' };
			const { said, errors } = await runAsTool(simulator, kind, UNTOUCHED, [call]);
			expect(errors).toEqual([]);
			expect(said[0]).toMatch(/"state":"success".*"url":"http/);
			const [task] = simulator.ledger.tasks;
			expect(task?.body).toMatchObject({
				user_input: { prompt: 'a paper boat', modelType: 'text2img', size: '16:9' },
			});
		});

		it('takes the other mode from the model', async () => {
			const call = {
				Mode: 'img2img',
				Prompt: 'make it blue',
				Image_URLs: 'https://example.com/a.png',
			};
			const { errors } = await runAsTool(simulator, kind, UNTOUCHED, [call]);
			expect(errors).toEqual([]);
			expect(simulator.ledger.tasks[0]?.body).toMatchObject({
				user_input: { modelType: 'img2img' },
			});
		});

		it.each([
			[{ Prompt: 'a boat', Ratio: '16x9' }, /Ratio is "16x9", but must be one of 1:1, .*9:16/],
			[
				{ Prompt: 'make it blue', Image_URLs: 'https://example.com/a.png' },
				/Image URLs is only used with Mode img2img, but Mode is text2img/,
			],
			[
				{ Prompt: 'a boat', Mode: 'video' },
				/Mode is "video", but must be one of text2img, img2img/,
			],
		])('refuses %j in words that help, before payment', async (call, message) => {
			const { said, errors } = await runAsTool(simulator, kind, UNTOUCHED, [call]);
			expect([...said, ...errors].join()).toMatch(message);
			expect(simulator.ledger.requests).toEqual([]);
		});
	});

	it.each(AGENT_KINDS)(
		'of %s tells how to go on where the time limit comes first',
		async (kind) => {
			const simulator = await startSimulator({ taskSeconds: 60, quiet: true });
			try {
				const tool = {
					...UNTOUCHED,
					parameters: { ...UNTOUCHED.parameters, waitOptions: { timeLimit: 0.01 } },
				};
				const { said, errors } = await runAsTool(simulator, kind, tool, [{ Prompt: 'a boat' }]);
				expect(errors).toEqual([]);
				expect(said[0]).toContain(`"taskId":"${simulator.ledger.tasks[0]?.id}"`);
				expect(said[0]).toMatch(
					/"state":"pending".*still running.*using a Kexiang Wait for Task tool.*Do not submit it again/,
				);
			} finally {
				await simulator.stop();
			}
		},
	);
});

describe('a node that submits', () => {
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

	describe('What is wrong with a parameter', () => {
		const wrong = { parameters: { prompt: '={{ $json.none }}' } };

		it.each(AGENT_KINDS)('is told an agent with what to do (%s)', async (kind) => {
			const { errors } = await runAsTool(simulator, kind, submitImage(wrong));
			expect(errors).toEqual([
				expect.stringMatching(/^Prompt is required but empty\..* Nothing was sent\. \[item 0\]$/),
			]);
		});

		it.each(['continueRegularOutput', 'continueErrorOutput'] as const)(
			'leaves the item its files under %s',
			async (onError) => {
				const binary = { data: { data: 'aGk=', mimeType: 'text/plain', fileName: 'a.txt' } };
				const input = [{ json: {}, binary }];
				const { items } = await run(simulator, [submitImage({ ...wrong, onError })], { input });
				const [failed] = items('Submit', onError === 'continueErrorOutput' ? 1 : 0);
				expect(failed).toMatchObject({ json: { error: { parameter: 'Prompt' } }, binary });
			},
		);
	});

	describe.each(AGENT_KINDS)('as a tool of %s', (kind) => {
		it('a lost answer is told in words: the model shall not repeat the call', async () => {
			simulator.addFault({ on: 'submit', kind: 'resetAfterAccept', times: 1 });
			const node = submitImage({ parameters: { prompt: 'a boat' }, ...retrying });
			const { said, errors } = await runAsTool(simulator, kind, node);
			expect(errors).toEqual([]);
			expect(said).toHaveLength(1);
			expect(said[0]).toMatch(/Do not call this tool again for the same result/);
			const [item] = JSON.parse(said[0] ?? '') as Array<Record<string, unknown>>;
			expect(item).toMatchObject({ state: 'unclear', taskMayExist: true });
			expect(item).not.toHaveProperty('error');
		});

		it('a model that calls again all the same pays nothing for the same request', async () => {
			simulator.addFault({ on: 'submit', kind: 'resetAfterAccept' });
			const node = submitImage({ parameters: { prompt: 'a boat' }, ...retrying });
			const { said } = await runAsTool(simulator, kind, node, [{}, {}]);
			expect(said).toHaveLength(2);
			expect(posts()).toBe(1);
		});

		it('pays for nothing where n8n would tell the agent nothing of it', async () => {
			const node = submitImage({ onError: 'continueErrorOutput', ...retrying });
			const { said, errors } = await runAsTool(simulator, kind, node);
			expect(posts()).toBe(0);
			expect([...said, ...errors].join()).toMatch(/gets no response from this tool/);
		});

		it('a refusal is told as data where On Error is Continue', async () => {
			simulator.addFault({ on: 'submit', kind: '422', message: 'prompt is too long' });
			const [refused, mistaken] = await Promise.all(
				['a boat', ''].map(async (prompt) => {
					const node = submitImage({ parameters: { prompt }, onError: 'continueRegularOutput' });
					return await runAsTool(simulator, kind, node);
				}),
			);
			expect([...(refused?.errors ?? []), ...(mistaken?.errors ?? [])]).toEqual([]);
			expect(refused?.said[0]).toMatch(/prompt is too long/);
			expect(mistaken?.said[0]).toMatch(/Prompt is required/);
		});

		it('a failed task is told as data, with its reason', async () => {
			const parameters = { prompt: 'bad [fail]', waitForCompletion: true, waitOptions: quick };
			const node = submitImage({ parameters, ...retrying });
			const { said, errors } = await runAsTool(simulator, kind, node);
			expect(errors).toEqual([]);
			expect(posts()).toBe(1);
			const [item] = JSON.parse(said[0] ?? '') as Array<Record<string, unknown>>;
			expect(item).toMatchObject({ state: 'failed', taskId: simulator.ledger.tasks[0]?.id });
		});

		it('a task whose poll is refused is told as data, with its id, and not as refused', async () => {
			simulator.addFault({ on: 'query', kind: '403' });
			const parameters = { prompt: 'a boat', waitForCompletion: true, waitOptions: quick };
			const { said } = await runAsTool(simulator, kind, submitImage({ parameters, ...retrying }));
			const [item] = JSON.parse(said[0] ?? '') as Array<Record<string, unknown>>;
			expect(item).toMatchObject({ state: 'unknown', taskId: simulator.ledger.tasks[0]?.id });
			expect(posts()).toBe(1);
		});

		it('a task that is still running is told as data, with its id', async () => {
			const slow = await startSimulator({ taskSeconds: 30, quiet: true });
			try {
				const waitOptions = { ...quick, timeLimit: 0.01 };
				const parameters = { prompt: 'a boat', waitForCompletion: true, waitOptions };
				const { said } = await runAsTool(slow, kind, submitImage({ parameters, ...retrying }));
				const [item] = JSON.parse(said[0] ?? '') as Array<Record<string, unknown>>;
				expect(item).toMatchObject({ state: 'pending', taskId: slow.ledger.tasks[0]?.id });
			} finally {
				await slow.stop();
			}
		});

		it('the same request is not sent again where it was refused', async () => {
			simulator.addFault({ on: 'submit', kind: '422', times: 1 });
			const node = submitImage({ parameters: { prompt: 'a boat' }, ...retrying });
			await runAsTool(simulator, kind, node);
			expect(posts()).toBe(1);
		});

		it('what was not taken is tried again', async () => {
			simulator.addFault({ on: 'submit', kind: '429', times: 1, retryAfter: 40 });
			const node = submitImage({ parameters: { prompt: 'a boat' }, ...retrying });
			const { said } = await runAsTool(simulator, kind, node);
			expect(posts()).toBe(2);
			expect(said[0]).toContain(simulator.ledger.tasks[0]?.id);
		});
	});
});

describe('Kexiang Wait for Task', () => {
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

	describe('as the tool of an agent', () => {
		/** The name that n8n gives to the tool form of the node type. */
		const asTool = (parameters: INodeParameters) => ({
			...wait({
				taskId: '={{ $json.taskId }}',
				...parameters,
				...(parameters.operation ? {} : { options: quick }),
			}),
			type: 'kexiangWaitForTaskTool',
		});
		const tool = (): INodeType => {
			const node = new KexiangWaitForTask();
			return {
				...node,
				execute: node.execute,
				description: { ...node.description, name: 'kexiangWaitForTaskTool' },
			};
		};
		const runTool = async (json: object, parameters: INodeParameters = {}) => {
			const { items, error, taskData } = await run(simulator, [asTool(parameters)], {
				input: itemsOf({ ...json }),
				moreTypes: [tool()],
			});
			expect(taskData('Wait')?.data?.main?.length ?? 0).toBeLessThan(2);
			return { json: items('Wait')[0]?.json, error };
		};
		const submitted = async (prompt: string) =>
			(await run(simulator, [submitImage()], { input: itemsOf({ prompt }) })).items('Submit')[0]
				?.json ?? {};

		it('gives a result out by the first output', async () => {
			expect(await runTool(await submitted('a boat'))).toMatchObject({
				json: { state: 'success', url: expect.any(String) },
				error: undefined,
			});
		});

		it('says why a task failed', async () => {
			const { json } = await runTool(await submitted('a boat [fail]'));
			expect(json).toMatchObject({
				state: 'failed',
				message: expect.stringMatching(/^The task ended without a result: .* Change the input/),
			});
		});

		it.each(['error', 'output', 'pass'])(
			'says that a task is still running (%s)',
			async (onTimeout) => {
				simulator.addFault({ on: 'query', kind: 'stateBackwards' });
				const handle = await submitted('a boat');
				const { json, error } = await runTool(handle, {
					onTimeout,
					operation: 'wait',
					options: { timeLimit: 0.01 },
				});
				expect(error).toBeUndefined();
				expect(json).toMatchObject({
					taskId: handle.taskId,
					state: 'pending',
					message: expect.stringMatching(/Do not submit it again/),
				});
				expect(json).not.toHaveProperty('error');
			},
		);

		it('does not say of a task that never answered that it is running', async () => {
			simulator.addFault({ on: 'query', kind: '500' });
			const { json } = await runTool({ taskId: '33202', options: { timeLimit: 0.01 } });
			expect(json).toMatchObject({ taskId: '33202', state: 'unknown' });
		});

		it('says that a task cannot be asked for, and throws only for a mistake in the parameters', async () => {
			simulator.addFault({ on: 'query', kind: '401' });
			const { json, error } = await runTool({ taskId: '33202' });
			expect(error).toBeUndefined();
			expect(json).toMatchObject({
				taskId: '33202',
				state: 'unknown',
				message: expect.any(String),
			});
			expect(json).not.toHaveProperty('error');
			const mistaken = await runTool({ taskId: '' });
			expect(mistaken.error?.message).toMatch(/^Task ID is required/);
		});
	});
});
