import { startSimulator, type Simulator } from '../../simulator/server';
import { AGENT_KINDS, runAsTool } from '../support/agent';
import { itemsOf, quick, run, submitImage } from '../support/kexiang';
import { inQuickTime } from '../support/quickTime';

jest.mock('../../nodes/shared/util/time', () => jest.requireActual('../support/quickTime'));

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
