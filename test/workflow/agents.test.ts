import type { IDataObject, INode } from 'n8n-workflow';
import { AGENT_KINDS, runAsTool } from '../support/agent';
import { itemsOf, quick, run, submitImage, wait, type ChainNode } from '../support/kexiang';
import { inQuickTime } from '../support/quickTime';
import { useSimulator } from '../support/usedSimulator';

/** Nodes as the tools of AI agents. */
inQuickTime();
const simulator = useSimulator({ taskSeconds: 0.3 });
const { ids, requests } = simulator;

const CONTINUE = { onError: 'continueRegularOutput' } as const;
const RETRYING = { retryOnFail: true, maxTries: 4, waitBetweenTries: 1 };
const boat = (more: Partial<INode> = {}, prompt = 'a boat') =>
	submitImage({ ...RETRYING, ...more, parameters: { prompt, ...more.parameters } });
const waiting = (waitOptions: object = quick) => ({
	parameters: { waitForCompletion: true, waitOptions: { ...waitOptions } },
});
/** As a person leaves it who chose an operation and nothing else. */
const UNTOUCHED = {
	type: 'kexiangGoogle',
	parameters: { operation: 'kbanana2OfficialSubmit', waitOptions: { interval: 0.2 } },
};
const IMAGE = { Image_URLs: 'https://example.com/a.png' };

describe.each(AGENT_KINDS)('a tool of %s', (kind) => {
	const call = async (tool: ChainNode, calls: IDataObject[] = [{}]) => {
		const { said, errors } = await runAsTool(simulator, kind, tool, calls);
		return { said, errors, all: [...said, ...errors].join('\n') };
	};
	/** What the model is told of the one item, where the call ends without an error. */
	const told = async (tool: ChainNode): Promise<IDataObject> => {
		const { said, errors } = await call(tool);
		expect(errors).toEqual([]);
		expect(said).toHaveLength(1);
		const [item] = JSON.parse(said[0] ?? '[]') as IDataObject[];
		expect(item).not.toHaveProperty('error');
		return item ?? {};
	};

	it('untouched, makes what the model asks for in each mode, and gives its URL', async () => {
		const drawn = { Prompt: 'a paper boat', Ratio: '16:9' };
		const changed = { Mode: 'img2img', Prompt: 'make it blue', ...IMAGE };
		const { said, errors } = await call(UNTOUCHED, [drawn, changed]);
		expect(errors).toEqual([]);
		expect(said).toEqual(Array(2).fill(expect.stringMatching(/"state":"success".*"url":"http/)));
		const text = { prompt: 'a paper boat', modelType: 'text2img', size: '16:9' };
		expect(simulator.ledger.tasks).toMatchObject([
			{ body: { user_input: text } },
			{ body: { user_input: { prompt: 'make it blue', modelType: 'img2img' } } },
		]);
	});

	it.each<[IDataObject, RegExp]>([
		[{ Prompt: 'a boat', Ratio: '16x9' }, /Ratio is "16x9", but must be one of 1:1, .*9:16/],
		[{ Prompt: 'blue', ...IMAGE }, /URLs is only used with Mode img2img, but Mode is text2img/],
		[{ Prompt: 'a boat', Mode: 'video' }, /Mode is "video", but must be one of text2img, img2img/],
	])('untouched, refuses %j in words that help, before payment', async (given, message) => {
		expect((await call(UNTOUCHED, [given])).all).toMatch(message);
		expect(simulator.ledger.requests).toEqual([]);
	});

	it('says what is wrong with a parameter, with what to do', async () => {
		const { errors } = await call(boat({}, '={{ $json.none }}'));
		expect(errors).toEqual([
			expect.stringMatching(/^Prompt is required but empty\..* Nothing was sent\. \[item 0\]$/),
		]);
	});

	it('tells how to go on where the time limit comes first', async () => {
		simulator.addFault({ on: 'query', kind: 'stateBackwards' });
		const item = await told(boat(waiting({ ...quick, timeLimit: 0.01 })));
		expect(item).toMatchObject({ state: 'pending', taskId: ids()[0] });
		expect(item.message).toMatch(
			/still running.*using a Kexiang Wait for Task tool.*Do not submit it again/,
		);
	});

	it('tells a lost answer in words, and pays nothing where the model calls again all the same', async () => {
		simulator.addFault({ on: 'submit', kind: 'resetAfterAccept', times: 1 });
		const { said, errors } = await call(boat(), [{}, {}]);
		expect(errors).toEqual([]);
		expect(said).toHaveLength(2);
		expect(said[0]).toMatch(/Do not call this tool again for the same result/);
		const [item] = JSON.parse(said[0] ?? '') as IDataObject[];
		expect(item).toMatchObject({ state: 'unclear', taskMayExist: true });
		expect(item).not.toHaveProperty('error');
		expect(requests('POST')).toHaveLength(1);
	});

	it('pays for nothing where n8n would tell the agent nothing of it', async () => {
		const { all } = await call(boat({ onError: 'continueErrorOutput' }));
		expect(requests('POST')).toEqual([]);
		expect(all).toMatch(/gets no response from this tool/);
	});

	it('tells a refusal as data where On Error is Continue', async () => {
		simulator.addFault({ on: 'submit', kind: '422', message: 'prompt is too long' });
		const refused = await call(boat(CONTINUE));
		const mistaken = await call(boat(CONTINUE, ''));
		expect([...refused.errors, ...mistaken.errors]).toEqual([]);
		expect(refused.said[0]).toMatch(/prompt is too long/);
		expect(mistaken.said[0]).toMatch(/Prompt is required/);
	});

	it('sends the same request again where it was told to come later, and not where it was refused', async () => {
		simulator.addFault({ on: 'submit', kind: '422', times: 1 });
		await call(boat());
		expect(requests('POST')).toHaveLength(1);
		simulator.addFault({ on: 'submit', kind: '429', times: 1, retryAfter: 40 });
		const { said } = await call(boat({}, 'a ship'));
		expect(requests('POST')).toHaveLength(3);
		expect(said[0]).toContain(ids()[0]);
	});

	it('tells a failed task as data, and one whose poll is refused not as refused', async () => {
		const failed = await told(boat(waiting(), 'bad [fail]'));
		expect(failed).toMatchObject({ state: 'failed', taskId: ids()[0] });
		simulator.addFault({ on: 'query', kind: '403' });
		const unknown = await told(boat(waiting(), 'a ship'));
		expect(unknown).toMatchObject({ state: 'unknown', taskId: ids()[1] });
		expect(requests('POST')).toHaveLength(2);
	});

	it('tells of a file in the answer, and no bytes of it', async () => {
		simulator.addFault({ on: 'query', kind: 'dataUrls' });
		const item = await told(boat(waiting()));
		expect(item.state).toBe('success');
		expect(JSON.stringify(item)).toMatch(/"mimeType":\s*"image\/png"/);
		expect(JSON.stringify(item).length).toBeLessThan(2_000);
	});

	describe('that waits', () => {
		const submitted = async (prompt: string) =>
			(await run(simulator, [submitImage()], { input: itemsOf({ prompt }) })).items('Submit')[0]
				?.json ?? {};
		const waitFor = async (taskId: unknown, parameters: INode['parameters'] = {}) =>
			await told(wait({ taskId: String(taskId), options: quick, ...parameters }));
		const impatient = { operation: 'wait', options: { timeLimit: 0.01 } };

		it('gives a result, and says why a task failed', async () => {
			const { taskId } = await submitted('a boat');
			const result = { state: 'success', taskId, url: expect.any(String) };
			expect(await waitFor(taskId)).toMatchObject(result);
			const failed = await waitFor((await submitted('a boat [fail]')).taskId);
			expect(failed.state).toBe('failed');
			expect(failed.message).toMatch(/^The task ended without a result: .* Change the input/);
		});

		it.each(['error', 'output', 'pass'])('says that a task is running (%s)', async (onTimeout) => {
			simulator.addFault({ on: 'query', kind: 'stateBackwards' });
			const { taskId } = await submitted('a boat');
			const item = await waitFor(taskId, { onTimeout, ...impatient });
			expect(item).toMatchObject({ taskId, state: 'pending' });
			expect(item.message).toMatch(/Do not submit it again/);
		});

		it.each([
			['never answers', '500'],
			['cannot be polled', '401'],
		] as const)('does not say of a task that %s that it is running', async (_, kindOfFault) => {
			simulator.addFault({ on: 'query', kind: kindOfFault });
			const unknown = { taskId: '33202', state: 'unknown', message: expect.any(String) };
			expect(await waitFor('33202', impatient)).toMatchObject(unknown);
		});

		it('throws for a mistake in its parameters', async () => {
			const { errors } = await call(wait({ taskId: '', options: quick }));
			expect(errors).toEqual([expect.stringMatching(/^Task ID is required/)]);
		});
	});
});
