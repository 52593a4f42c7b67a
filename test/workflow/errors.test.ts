import { sleep } from 'n8n-workflow';

import { parseFault } from '../../simulator/faults';
import { REFUSED_URL } from '../../simulator/server';
import { AGAIN, boats, drawing, drawingAndWaiting, promptsOf } from '../support/boats';
import { type Reply, usePlatform } from '../support/countingPlatform';
import { calling, itemsOf, quick, run, submitImage, wait } from '../support/kexiang';
import type { ChainNode } from '../support/kexiang';
import { captureLog } from '../support/traces';
import { useSimulator } from '../support/usedSimulator';

/** What is told of paid tasks where a node ends early: by an error, or by Stop. roads.test.ts tests it for all faults. */

// The nodes' own clock ticks here, as it does for users.
jest.unmock('../../nodes/shared/util/time');

const simulator = useSimulator({ taskSeconds: 3600 });
const quickly = useSimulator();
const posts = () => simulator.requests('POST');
const oneByOne = { options: { submissionsAtOnce: 1 } };

describe('an error of a submission', () => {
	const KEY = /API Key in the credential/;
	const CHECK = /Check the task list.*Kexiang Wait for Task.*not sent again/s;
	it.each<[string, RegExp, RegExp, boolean]>([
		['401', /^The platform refused the API key \(401\) \[item 0\]$/, KEY, false],
		['403', /is not allowed to use this service \(403\) \[item 0\]$/, /./, false],
		['422', /refused the input \(422\): user_input: Value error/, /./, false],
		['429:retryAfter=600', /./, /Wait 600 seconds/, false],
		['500:accepted=true', /; the task may have been created \[item 0\]$/, CHECK, true],
	])('%s: what happened and what to do', async (fault, message, advice, taskMayExist) => {
		simulator.addFault(parseFault(`submit:${fault}`));
		const { error } = await run(simulator, [submitImage()]);
		expect(error?.message).toMatch(message);
		expect(error?.description).toMatch(advice);
		expect(error?.context?.details).toMatchObject({ taskMayExist });
		expect(posts()).toHaveLength(1);
	});

	it.each([
		[REFUSED_URL, /^The platform could not be reached \(ECONNREFUSED\) \[item 0\]$/],
		['https://kexiang.invalid', /could not be reached \((ENOTFOUND|EAI_AGAIN)\)/],
	])('to nobody at %s: says so, and that nothing was charged', async (taskApiUrl, message) => {
		const { error } = await run(simulator, [submitImage()], { credential: { taskApiUrl } });
		expect(error?.message).toMatch(message);
		expect(error?.description).toMatch(/Task API URL.*Nothing was charged/);
	});

	it('with a bad base URL: stays the reason, however often n8n tries', async () => {
		const credential = { taskApiUrl: 'nonsense' };
		const { error } = await run(simulator, [submitImage(AGAIN)], { credential });
		expect(error?.message).toMatch(/^Task API URL in the credential is not a valid base URL/);
	});

	it('of one item leaves by the error branch, with its details', async () => {
		simulator.addFault({ on: 'submit', kind: '422', contains: 'boat 1' });
		const node = submitImage({ onError: 'continueErrorOutput' });
		const { items } = await run(simulator, [node], { input: boats(3) });
		const ids = simulator.ledger.tasks.map(({ id }) => id);
		expect(items('Submit').map(({ json }) => json.taskId)).toEqual(ids);
		const [failed, ...others] = items('Submit', 1);
		expect(others).toEqual([]);
		expect(failed?.pairedItem).toEqual({ item: 1 });
		expect(failed?.json.error).toMatchObject({
			message: expect.stringMatching(/refused the input \(422\)/),
			description: expect.any(String),
			status: 422,
			taskMayExist: false,
		});
	});

	it('of several items that end together tells of every one', async () => {
		simulator.addFault({ on: 'submit', kind: '500', contains: 'boat 0' });
		simulator.addFault({ on: 'submit', kind: 'resetAfterAccept', contains: 'boat 1' });
		const node = drawing({ submissionsAtOnce: 3 });
		const { error } = await run(simulator, [node], { input: boats(3) });
		const taskId = simulator.ledger.tasks.find(({ deliveredIds: [id] }) => id)?.id;
		expect(error?.message).toMatch(/may have been created \[item 0\]$/);
		expect(error?.description).toContain(`Accepted tasks: ${taskId} (item 2).`);
		const other = / Item 1: No complete response came.*may have been created\./;
		expect(error?.description).toMatch(other);
		expect(error?.context?.details).toMatchObject({
			acceptedTasks: [{ item: 2, taskId, taskSource: 'userTask' }],
			otherItems: [{ item: 1, taskMayExist: true }],
		});
	});

	it('keeps the result that another item brought at once', async () => {
		quickly.addFault({ on: 'submit', kind: '422', contains: 'boat 1' });
		const sync = { prompt: '={{ $json.prompt }}', ...oneByOne };
		const node = calling('Google nanoBanana2Sync', sync);
		const { error } = await run(quickly, [node], { input: boats(3) });
		expect(error?.message).toMatch(/refused the input \(422\).* \[item 1\]$/);
		expect(error?.description).toContain(`(item 0).`);
		const url = expect.stringContaining(quickly.filesUrl);
		expect(error?.context).toMatchObject({ details: { acceptedTasks: [{ item: 0, url }] } });
	});
});

describe('the error of one item, or Stop', () => {
	const platform = usePlatform();

	/** By the number of the request. */
	const replies = (...all: Reply[]) =>
		(platform.reply = ({ number }) => all[number - 1] ?? { status: 503, body: {} });
	const REFUSED: Reply = { status: 422, body: { detail: 'no' }, afterMs: 300 };
	const TEXT: Reply = { body: { code: 0, data: { text: 'What was said' } } };
	const text = calling('VideoTools shortVideoTextExtract', {
		resource: 'transcript',
		videoUrl: 'https://user.example/in.mp4',
	});

	it('hides no unclear end of another, also where a later try does not come to it', async () => {
		// Item 2 is sent while item 1 is under way; the next try ends with the refusal of item 1.
		replies({ body: { id: 7001 } }, REFUSED, { status: 500, body: {} });
		const { error } = await run(platform, [submitImage(AGAIN)], { input: boats(3) });
		expect(platform.requests).toHaveLength(3);
		expect(error?.message).toMatch(/\[item 1\]$/);
		expect(error?.context?.details).toMatchObject({
			acceptedTasks: [{ item: 0, taskId: '7001' }],
			otherItems: [{ item: 2, taskMayExist: true }],
		});
	});

	it('hides no result without an address of another', async () => {
		replies(TEXT, REFUSED);
		const { error } = await run(platform, [text], { input: itemsOf({}, {}) });
		expect(error?.message).toMatch(/\[item 1\]$/);
		expect(error?.description).toContain('What was said (item 0)');
		const acceptedTasks = [{ item: 0, text: 'What was said' }];
		expect(error?.context?.details).toMatchObject({ acceptedTasks });
	});

	it('hides no result without an address from the log', async () => {
		const log = captureLog();
		replies(TEXT, { ...TEXT, afterMs: 2000 });
		await run(platform, [text], { input: itemsOf({}, {}, {}), cancelAfterMs: 1000 });
		expect(log.join('\n')).toContain('What was said (item 0)');
	});
});

describe('Stop', () => {
	const stopped = async (...given: Parameters<typeof run>) => {
		const started = Date.now();
		const { run: finished } = await run(...given);
		expect(finished.status).toBe('canceled');
		expect(Date.now() - started - (given[2]?.cancelAfterMs ?? 0)).toBeLessThan(1000);
	};

	it('ends a wait for 100 tasks within a second, and nothing is asked after it', async () => {
		const made = await run(simulator, [drawing({ submissionsAtOnce: 20 })], { input: boats(100) });
		const input = made.items('Submit').map(({ json }) => ({ json }));
		const options = { schedule: 'fixed', interval: 0.5 };
		const node = wait({ options, advanced: { requestsPerSecond: 100 } });
		let begun = 0;
		const isUnderWay = async () => {
			await simulator.asked(120);
			begun = Date.now();
		};
		const stopping = { input, cancelOn: isUnderWay() };
		const { run: finished } = await run(simulator, [node], stopping);
		expect(finished.status).toBe('canceled');
		expect(Date.now() - begun).toBeLessThan(1000);
		// What was under way when Stop came may still arrive, on a busy machine for a while; nothing is begun.
		await sleep(700);
		const arrived = Date.now();
		await sleep(1000);
		expect(simulator.ledger.requests.filter(({ at }) => at > arrived)).toEqual([]);
	});

	const again = { ...AGAIN, waitBetweenTries: 4000 };
	it.each<[string, ChainNode[], 'query' | undefined]>([
		['under Retry On Fail', [submitImage(), wait({}, again)], undefined],
		['under Retry On Fail, in a node that submits', [drawingAndWaiting({}, again)], undefined],
		['for an answer that does not come', [submitImage(), wait({ options: quick })], 'query'],
	])('ends a wait %s within a second', async (_, nodes, hangs) => {
		if (hangs) simulator.addFault({ on: hangs, kind: 'hang' });
		await stopped(simulator, nodes, { cancelAfterMs: 1000 });
		expect(simulator.ledger.tasks).toHaveLength(1);
	});

	it('ends a download within a second', async () => {
		quickly.addFault({ on: 'result', kind: 'resultSlow', seconds: 60 });
		const node = wait({ downloadFiles: true, options: quick });
		await stopped(quickly, [submitImage(), node], { cancelAfterMs: 1500 });
		expect(quickly.ledger.requests.map(({ path }) => path).join()).toMatch(/\.png/);
	});

	it('lets a submission under way finish, and its id is in the log', async () => {
		const log = captureLog();
		simulator.addFault({ on: 'submit', kind: 'slowHeaders', seconds: 1, contains: 'boat 1' });
		const node = submitImage({ parameters: oneByOne });
		await run(simulator, [node], { input: boats(3), cancelAfterMs: 500 });
		expect(promptsOf(posts())).toEqual(['boat 0', 'boat 1']);
		const [first, second, ...others] = simulator.ledger.tasks.map(({ id }) => id);
		expect(others).toEqual([]);
		expect(log).toContain(
			`Kexiang: the execution was stopped. Accepted tasks: ${first} (item 0), ${second} (item 1).`,
		);
	});

	it('writes a submission under way that ends unclear to the log as such', async () => {
		const log = captureLog();
		simulator.addFault({ on: 'submit', kind: 'hangAfterAccept', contains: 'boat 1' });
		const parameters = { ...oneByOne, advanced: { requestTimeout: 1 } };
		const node = submitImage({ parameters });
		await run(simulator, [node], { input: boats(3), cancelAfterMs: 500 });
		expect(log.join('\n')).toMatch(
			/Kexiang: the execution was stopped. Accepted tasks: \d+ \(item 0\)\. Item 1: No complete response came.*may have been created\./,
		);
	});
});
