/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import type { IDataObject, INode } from 'n8n-workflow';
import { setTimeout as sleep } from 'node:timers/promises';
import { inspect } from 'node:util';
import {
	REFUSED_URL,
	startSimulator,
	type FaultRule,
	type Simulator,
} from '../../simulator/server';
import type { WorkflowRun } from '../support/runWorkflow';
import { itemsOf, quick, run, submitImage, wait } from '../support/kexiang';
import { inQuickTime } from '../support/quickTime';

jest.mock('../../nodes/shared/util/time', () => jest.requireActual('../support/quickTime'));

/** The id of the first task that a new simulator makes. */
const FIRST_ID = 33202;
const idOf = (place: number) => String(FIRST_ID + place);

const polled = (simulator: Simulator, what: RegExp) =>
	simulator.ledger.requests.filter(({ operationId = '' }) => what.test(operationId));
const submits = (simulator: Simulator) => polled(simulator, /Submit$/);
const queries = (simulator: Simulator) => polled(simulator, /Query$/);

/** Everything that a run left behind, hidden parts of errors too. */
const everything = (run: WorkflowRun) =>
	inspect(run.run, {
		depth: Infinity,
		showHidden: true,
		maxStringLength: null,
		maxArrayLength: null,
	});

/** Every run of this file, so that none of them may hold the key. */
const runs: Array<[Simulator, WorkflowRun]> = [];
const go: typeof run = async (simulator, chain, options) => {
	const result = await run(simulator, chain, options);
	runs.push([simulator as Simulator, result]);
	return result;
};

const prompts = (...texts: string[]) => itemsOf(...texts.map((prompt) => ({ prompt })));
/** A submission that an item can spoil: `more` is merged into its user_input. */
const spoilable = (more: Partial<INode> = {}) =>
	submitImage({
		...more,
		parameters: { advanced: { additionalFields: '={{ $json.more ?? {} }}' } },
	});
const oneSpoiled = itemsOf({ prompt: 'a' }, { prompt: 'b', more: { prompt: 5 } }, { prompt: 'c' });

/** A simulator for each test, so that ids begin anew. */
function simulatorFor(options: Parameters<typeof startSimulator>[0] = {}): () => Simulator {
	let simulator: Simulator;
	beforeEach(async () => {
		simulator = await startSimulator({ taskSeconds: 0.3, quiet: true, ...options });
	});
	afterEach(async () => {
		expect(simulator.ledger.summary().keysSentToResultHosts).toBe(0);
		await simulator.stop();
	});
	return () => simulator;
}

afterAll(() => {
	expect(runs.length).toBeGreaterThan(30);
	for (const [{ key }, one] of runs) expect(everything(one)).not.toContain(key);
});

describe('a submission that is refused', () => {
	inQuickTime();
	const simulator = simulatorFor();

	it('401: says where keys are entered', async () => {
		const { error } = await go(simulator(), [submitImage()], {
			credential: { apiKey: 'kx-another-example-key' },
		});
		expect(error?.message).toBe('The platform refused the API key (401) [item 0]');
		expect(error?.description).toMatch(/API Key in the credential/);
		expect(submits(simulator())).toHaveLength(1);
	});

	it.each<[string, FaultRule['kind'], RegExp]>([
		['403', '403', /is not allowed to use this service \(403\) \[item 0\]/],
		['422', '422', /refused the input \(422\): user_input: Value error/],
	])('%s: nothing was made', async (_, kind, message) => {
		simulator().addFault({ on: 'submit', kind });
		const { error } = await go(simulator(), [submitImage()]);
		expect(error?.message).toMatch(message);
		expect(error?.context?.details).toMatchObject({ taskMayExist: false });
		expect(simulator().ledger.tasks).toHaveLength(0);
	});

	it.each(['401', '403', '422', '500text', '502', 'code'] as const)(
		'%s that repeats the key: the key goes nowhere',
		async (kind) => {
			const { key } = simulator();
			simulator().addFault({ on: 'any', kind, message: `the key ${key} is odd` });
			const failed = await go(simulator(), [submitImage()]);
			expect(failed.error?.description).toContain('the key *** is odd');
			const polled = await go(simulator(), [wait({ operation: 'getStatus', taskId: '1' })]);
			expect(`${polled.error?.message} ${polled.error?.description}`).toContain('***');
		},
	);

	it('429: sent again, and paid once', async () => {
		simulator().addFault({ on: 'submit', kind: '429', retryAfter: 1, times: 1 });
		const { items, error } = await go(simulator(), [submitImage()]);
		expect(error).toBeUndefined();
		expect(items('Submit')[0]?.json.taskId).toBe(idOf(0));
		expect(simulator().ledger.tasks).toHaveLength(1);
		expect(submits(simulator()).map(({ status }) => status)).toEqual([429, 200]);
	});

	it('429 with a long Retry-After: said, not waited for', async () => {
		simulator().addFault({ on: 'submit', kind: '429', retryAfter: 600 });
		const { error } = await go(simulator(), [submitImage()]);
		expect(error?.description).toMatch(/Wait 600 seconds/);
		expect(submits(simulator())).toHaveLength(1);
	});

	const uncertain: FaultRule['kind'][] = [
		'500',
		'500text',
		'502',
		'503',
		'resetAfterAccept',
		'truncatedJson',
		'html200',
		'emptyBody',
		'emptyObject',
		'redirectApi',
	];
	it.each(uncertain)(
		'%s after the task was made: not sent again, says that it may exist',
		async (kind) => {
			simulator().addFault({ on: 'submit', kind, accepted: true });
			const { error } = await go(simulator(), [submitImage()]);
			expect(error?.message).toMatch(/; the task may have been created \[item 0\]$/);
			expect(error?.description).toMatch(
				/Check the task list.*Kexiang Wait for Task.*not sent again/s,
			);
			expect(error?.context?.details).toMatchObject({ taskMayExist: true });
			expect(submits(simulator())).toHaveLength(1);
			expect(simulator().ledger.tasks).toHaveLength(1);
		},
	);
});

describe('a platform that cannot be reached', () => {
	inQuickTime();
	const simulator = simulatorFor();
	it('says so, and that nothing was charged', async () => {
		const [closed, nowhere] = await Promise.all(
			[REFUSED_URL, 'https://kexiang.invalid'].map(
				async (taskApiUrl) =>
					await go(simulator(), [submitImage()], { credential: { taskApiUrl } }),
			),
		);
		expect(closed?.error?.message).toBe(
			'The platform could not be reached (ECONNREFUSED) [item 0]',
		);
		expect(nowhere?.error?.message).toMatch(/could not be reached \((ENOTFOUND|EAI_AGAIN)\)/);
		for (const one of [closed, nowhere])
			expect(one?.error?.description).toMatch(/Task API URL.*Nothing was charged/);
	});

	it('a bad base URL stays the reason, however often n8n tries', async () => {
		const node = submitImage({ retryOnFail: true, maxTries: 3, waitBetweenTries: 1 });
		const { error } = await go(simulator(), [node], { credential: { taskApiUrl: 'nonsense' } });
		expect(error?.message).toMatch(/^Task API URL in the credential is not a valid base URL/);
	});
});

describe('a derived path', () => {
	inQuickTime();
	const moved = '/minimalist/api/moved';
	const simulator = simulatorFor({ paths: { kbanana2ChannelSubmit: moved } });
	const submit = (advanced: INode['parameters'] = {}) =>
		submitImage({ parameters: { operation: 'kbanana2ChannelSubmit', advanced } });

	it('that is wrong names Advanced > Path, where the right one can be entered', async () => {
		const wrong = await go(simulator(), [submit()]);
		expect(wrong.error?.message).toMatch(
			/no service at \/minimalist\/api\/imgEditNB2Async \(404\)/,
		);
		expect(wrong.error?.description).toMatch(/Advanced > Path\. .*derived.*Nothing was charged/s);

		const right = await go(simulator(), [submit({ path: moved }), wait({ options: quick })]);
		expect(right.error).toBeUndefined();
		expect(right.items('Wait')[0]?.json).toMatchObject({
			state: 'success',
			imageUrls: [expect.any(String)],
		});
	});
});

describe('several items, one of which is refused', () => {
	inQuickTime();
	const simulator = simulatorFor();
	const taskIds = (one: WorkflowRun, node: string, output = 0) =>
		one.items(node, output).map(({ json }) => json.taskId ?? (json.error as IDataObject).message);

	it('Continue: the others are submitted, and it tells why', async () => {
		const node = spoilable({ onError: 'continueRegularOutput' });
		const result = await go(simulator(), [node], { input: oneSpoiled });
		expect(result.error).toBeUndefined();
		expect(taskIds(result, 'Submit')).toEqual([
			expect.stringMatching(/^\d+$/),
			expect.stringMatching(/refused the input \(422\)/),
			expect.stringMatching(/^\d+$/),
		]);
		expect(result.items('Submit').map(({ pairedItem }) => pairedItem)).toEqual([
			{ item: 0 },
			{ item: 1 },
			{ item: 2 },
		]);
	});

	it('Continue (using error output): it leaves by the error branch, with its details', async () => {
		const node = spoilable({ onError: 'continueErrorOutput' });
		const result = await go(simulator(), [node], { input: oneSpoiled });
		expect(result.error).toBeUndefined();
		expect(taskIds(result, 'Submit')).toEqual([idOf(0), idOf(1)]);
		const [failed, ...more] = result.items('Submit', 1);
		expect(more).toEqual([]);
		expect(failed?.json).toMatchObject({
			error: {
				message: expect.stringMatching(/refused the input \(422\)/),
				description: expect.any(String),
				status: 422,
				taskMayExist: false,
			},
		});
		expect(failed?.pairedItem).toEqual({ item: 1 });
	});

	it('Stop: the error names the tasks that were accepted', async () => {
		simulator().addFault({ on: 'submit', kind: '422', after: 2 });
		const { error } = await go(simulator(), [submitImage()], { input: prompts('a', 'b', 'c') });
		expect(error?.message).toMatch(/\(422\).*\[item 2\]$/);
		for (const place of [0, 1]) expect(error?.description).toContain(idOf(place));
	});

	it('Retry On Fail: each item is paid once', async () => {
		simulator().addFault({ on: 'submit', kind: '429', retryAfter: 40, times: 1, after: 1 });
		const node = submitImage({ retryOnFail: true, maxTries: 3, waitBetweenTries: 1 });
		const result = await go(simulator(), [node], { input: prompts('a', 'b', 'c') });
		expect(result.error).toBeUndefined();
		expect(new Set(taskIds(result, 'Submit')).size).toBe(3);
		expect(simulator().ledger.summary()).toMatchObject({ paid: 3, undelivered: 0 });
	});

	it('Retry On Fail: an unchanged request that was refused is not sent again', async () => {
		simulator().addFault({ on: 'submit', kind: '422', times: 1, after: 1 });
		const node = submitImage({ retryOnFail: true, maxTries: 3, waitBetweenTries: 1 });
		const { error } = await go(simulator(), [node], { input: prompts('a', 'b', 'c') });
		expect(error?.message).toMatch(/refused the input \(422\).*\[item 1\]$/);
		expect(error?.description).toContain('refused earlier in this execution');
		expect(simulator().ledger.requests).toHaveLength(3);
	});

	it('Retry On Fail: another request than the refused one is sent', async () => {
		simulator().addFault({ on: 'submit', kind: '422', times: 1 });
		const parameters = { prompt: '={{ "a boat " + Math.random() }}' };
		const node = submitImage({ parameters, retryOnFail: true, maxTries: 3, waitBetweenTries: 1 });
		const { error } = await go(simulator(), [node]);
		expect(error).toBeUndefined();
		expect(simulator().ledger.summary()).toMatchObject({ paid: 1 });
	});

	it('Retry On Fail: what may have been paid is not sent again', async () => {
		simulator().addFault({ on: 'submit', kind: '500', accepted: true, times: 1, after: 1 });
		const node = submitImage({ retryOnFail: true, maxTries: 3, waitBetweenTries: 1 });
		const { error } = await go(simulator(), [node], { input: prompts('a', 'b', 'c') });
		expect(error?.message).toMatch(/task may have been created/);
		const { tasks } = simulator().ledger;
		expect(simulator().ledger.summary()).toMatchObject({ paid: 3, undelivered: 1 });
		expect(submits(simulator())).toHaveLength(3);
		for (const { id, deliveredIds } of tasks)
			expect(error?.description?.includes(id)).toBe(deliveredIds.length > 0);
	});

	it('waiting: the one that may not be asked for leaves by the error branch', async () => {
		simulator().addFault({ on: 'query', kind: '403', taskId: idOf(1) });
		const node = wait({ options: quick }, { onError: 'continueErrorOutput' });
		const result = await go(simulator(), [submitImage(), node], { input: prompts('a', 'b', 'c') });
		expect(result.error).toBeUndefined();
		expect(result.items('Wait', 0).map(({ json }) => json.state)).toEqual(['success', 'success']);
		expect(result.items('Wait', 1)).toEqual([]);
		expect(result.items('Wait', 2)).toMatchObject([
			{
				json: {
					error: {
						message: expect.stringMatching(/Task 33203 could not be polled/),
						taskId: idOf(1),
						status: 403,
					},
				},
			},
		]);
	});

	it('waiting: an error that stops the node names the tasks of all items', async () => {
		simulator().addFault({ on: 'query', kind: '403', taskId: idOf(1) });
		const { error } = await go(simulator(), [submitImage(), wait({ options: quick })], {
			input: prompts('a', 'b', 'c'),
		});
		expect(error?.message).toMatch(/Task 33203 could not be polled/);
		for (const place of [0, 1, 2]) expect(error?.description).toContain(idOf(place));
	});
});

describe('questions that go wrong', () => {
	// Still running when they are first asked for: one of the faults leaves the answer readable.
	const simulator = simulatorFor({ taskSeconds: 1.5 });
	const kinds: FaultRule['kind'][] = [
		'404',
		'500',
		'500text',
		'502',
		'503',
		'429',
		'truncatedJson',
		'wrongContentType',
		'html200',
		'code',
		'emptyBody',
		'emptyObject',
		'resetBeforeRead',
		'resetAfterAccept',
		'unknownState',
		'stateBackwards',
	];

	it('are asked again until each task has ended', async () => {
		kinds.forEach((kind, place) => {
			simulator().addFault({ on: 'query', kind, taskId: idOf(place), times: 2 });
		});
		const often = wait({ options: quick, advanced: { requestsPerSecond: 200 } });
		const { items, error } = await go(simulator(), [submitImage(), often], {
			input: prompts(...kinds),
		});
		expect(error).toBeUndefined();
		expect(items('Wait').map(({ json }) => json.state)).toEqual(kinds.map(() => 'success'));
		expect(simulator().ledger.summary().byFault).toMatchObject(
			Object.fromEntries(kinds.map((kind) => [kind, 2])),
		);
		expect(simulator().ledger.tasks).toHaveLength(kinds.length);
	});

	it('a redirect is not followed, and the wait ends', async () => {
		simulator().addFault({ on: 'query', kind: 'redirectApi' });
		const { error } = await go(simulator(), [submitImage(), wait({ options: quick })]);
		expect(error?.message).toMatch(/redirect \(302\).*keep the API key safe/);
		expect(queries(simulator())).toHaveLength(1);
	});
});

describe('the end of a wait', () => {
	const simulator = simulatorFor({ taskSeconds: 30 });
	const impatient = (onTimeout: string) =>
		wait({ onTimeout, options: { ...quick, timeLimit: 0.01 } });

	it('timeout as an error names the task, which goes on', async () => {
		const { error } = await go(simulator(), [submitImage(), impatient('error')]);
		expect(error?.message).toMatch(/^Task 33202 is still running after 0\.\d seconds/);
		expect(error?.description).toMatch(/keeps running.*Get Status.*charged twice/s);
	});
	it('timeout as an error names the other tasks, which go on as well', async () => {
		const input = prompts('one', 'two');
		const { error } = await go(simulator(), [submitImage(), impatient('error')], { input });
		expect(error?.description).toContain(
			`All tasks of this run: ${idOf(0)} (item 0, pending), ${idOf(1)} (item 1, pending).`,
		);
	});
	it.each<[string, number]>([
		['output', 2],
		['pass', 0],
	])('timeout %s hands the task on by output %i', async (onTimeout, output) => {
		const { items, error } = await go(simulator(), [submitImage(), impatient(onTimeout)]);
		expect(error).toBeUndefined();
		for (const one of [0, 1, 2]) expect(items('Wait', one)).toHaveLength(one === output ? 1 : 0);
		expect(items('Wait', output)[0]?.json).toMatchObject({ taskId: idOf(0), state: 'pending' });
	});
	it('a task that does not succeed leaves by the second output', async () => {
		const quickly = await startSimulator({ taskSeconds: 0.2, quiet: true });
		try {
			const { items, error } = await go(quickly, [submitImage(), wait({ options: quick })], {
				input: prompts('good', 'bad [fail]'),
			});
			expect(error).toBeUndefined();
			expect(items('Wait', 0)).toMatchObject([{ json: { state: 'success' } }]);
			expect(items('Wait', 1)).toMatchObject([
				{ json: { state: 'failed', failReason: expect.stringMatching(/content review/) } },
			]);
		} finally {
			await quickly.stop();
		}
	});

	/** Stops a run and tells how long it took to end, and what was asked afterwards. */
	async function stopped(chain: Parameters<typeof run>[1], cancelAfterMs: number) {
		const started = Date.now();
		const result = await go(simulator(), chain, { cancelAfterMs, input: prompts('a', 'b') });
		const ended = Date.now();
		await sleep(800);
		return {
			...result,
			settledMs: ended - started - cancelAfterMs,
			later: simulator().ledger.requests.filter(({ at }) => at > ended),
		};
	}

	it('Stop ends it within a second, and nothing is asked any more', async () => {
		const { run, settledMs, later } = await stopped(
			[submitImage(), wait({ options: quick })],
			1_000,
		);
		expect(run.status).toBe('canceled');
		expect(settledMs).toBeLessThan(1_000);
		expect(later).toEqual([]);
		expect(queries(simulator()).length).toBeGreaterThan(2);
	});
	it('Stop does not wait for an answer that does not come', async () => {
		simulator().addFault({ on: 'query', kind: 'hang' });
		const { run, settledMs, later } = await stopped(
			[submitImage(), wait({ options: quick })],
			1_000,
		);
		expect(run.status).toBe('canceled');
		expect(settledMs).toBeLessThan(1_000);
		expect(later).toEqual([]);
	});
});

describe('downloads', () => {
	const simulator = simulatorFor();
	const downloads = () => wait({ downloadFiles: true, options: { ...quick, maxFileSize: 1 } });
	const cases: Array<[FaultRule, string | undefined]> = [
		[{ on: 'result', kind: 'result404' }, 'returned 404'],
		[{ on: 'result', kind: '500' }, 'returned 500'],
		[{ on: 'result', kind: 'resultHtml' }, 'the server returned a web page or a message instead'],
		[{ on: 'result', kind: 'resultHuge', bytes: 5 * 1024 ** 2 }, 'larger than the limit of 1 MB'],
		[{ on: 'result', kind: 'resultTruncated' }, ''],
		[{ on: 'result', kind: 'emptyBody' }, 'empty'],
		[{ on: 'result', kind: 'resetBeforeRead' }, ''],
		[{ on: 'result', kind: 'resultTruncated', times: 1 }, undefined],
		[{ on: 'result', kind: 'wrongContentType' }, undefined],
		[{ on: 'result', kind: 'redirectResult' }, undefined],
		[{ on: 'result', kind: 'resultSlow', seconds: 0.5 }, undefined],
	];

	describe('in quick time', () => {
		inQuickTime();

		it('bring every finished task, with its files or with the reason why not', async () => {
			cases.forEach(([rule], place) => simulator().addFault({ ...rule, taskId: idOf(place) }));
			const { items, error } = await go(simulator(), [submitImage(), downloads()], {
				input: prompts(...cases.map(([{ kind }]) => kind)),
			});
			expect(error).toBeUndefined();
			expect(items('Wait')).toHaveLength(cases.length);
			const byId = new Map(items('Wait').map((item) => [item.json.taskId, item]));
			cases.forEach(([{ kind }, reason], place) => {
				const item = byId.get(idOf(place));
				const [url] = item?.json.imageUrls as string[];
				expect(item?.json).toMatchObject({ state: 'success', url });
				const missing =
					reason === undefined ? undefined : [{ url, failReason: expect.stringContaining(reason) }];
				expect([kind, item?.json.filesNotDownloaded]).toEqual([kind, missing]);
				expect([kind, item?.binary?.data?.mimeType]).toEqual([
					kind,
					missing ? undefined : 'image/png',
				]);
			});
			const { requests } = simulator().ledger;
			expect(requests.some(({ listener }) => listener === 'mirror')).toBe(true);
			// Over a minute, by the nodes' clock.
			expect(requests.filter(({ fault }) => fault === 'result404').length).toBeGreaterThan(5);
		});
	});

	it('Stop ends a download too', async () => {
		simulator().addFault({ on: 'result', kind: 'resultSlow', seconds: 60 });
		const started = Date.now();
		const { run } = await go(simulator(), [submitImage(), downloads()], { cancelAfterMs: 2_000 });
		expect(run.status).toBe('canceled');
		expect(Date.now() - started).toBeLessThan(3_000);
	});
});
