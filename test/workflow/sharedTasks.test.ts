import type { INode } from 'n8n-workflow';

import { AGENT_KINDS, runAsTool } from '../support/agent';
import { countingPlatform, success, type CountingPlatform } from '../support/countingPlatform';
import { askAgain, durable, itemsOf, quick, run, submitImage, wait } from '../support/kexiang';
import { inQuickTime } from '../support/quickTime';
import type { WorkflowRun } from '../support/runWorkflow';

jest.mock('../../nodes/shared/util/time', () => jest.requireActual('../support/quickTime'));

/** A platform that answers several submissions with one id: every item that has it says so. */

inQuickTime();
let platform: CountingPlatform;
/** What the submissions are answered with, one after the other; the last one again and again. */
let ids: number[] = [];
beforeAll(async () => {
	platform = await countingPlatform('kx-shared-not-real');
	platform.reply = (request) =>
		request.method === 'POST'
			? { body: { id: ids.length > 1 ? ids.shift() : ids[0], task_status: 'pending' } }
			: success(request, 'https://files.example/images/result.png');
});
afterAll(async () => await platform.stop());
beforeEach(() => {
	platform.requests.length = 0;
});

const SHARED = /^Items 0, 1 have the same task 71 and share one result\. If you submitted each/;
const boats = (count: number) =>
	itemsOf(...Array.from({ length: count }, (_, index) => ({ prompt: `boat ${index}` })));
const notes = ({ items }: WorkflowRun, node: string, output = 0) =>
	items(node, output).map(({ json }) => json.note);
const hints = ({ taskData }: WorkflowRun, node: string) =>
	(taskData(node)?.hints ?? []).map(({ message }) => message);
const submit = (parameters: INode['parameters'] = {}, more: Partial<INode> = {}) =>
	submitImage({ ...more, parameters: { ...parameters, options: { submissionsAtOnce: 1 } } });

it('is told by the node that submits, and by the wait behind it', async () => {
	ids = [71, 71, 72];
	const done = await run(platform, [submit(), wait({ options: quick })], { input: boats(3) });
	const told = [expect.stringMatching(SHARED), expect.stringMatching(SHARED), undefined];
	expect(notes(done, 'Submit')).toEqual(told);
	expect(notes(done, 'Wait')).toEqual(told);
	for (const node of ['Submit', 'Wait'])
		expect(hints(done, node)).toContainEqual(expect.stringMatching(SHARED));
});

it('is told of results that the node itself waited for', async () => {
	ids = [71];
	const node = submit({ waitForCompletion: true, waitOptions: quick });
	const done = await run(platform, [node], { input: boats(2) });
	expect(done.items('Submit').map(({ json }) => json.state)).toEqual(['success', 'success']);
	expect(notes(done, 'Submit')).toEqual(Array(2).fill(expect.stringMatching(SHARED)));
	expect(hints(done, 'Submit')).toContainEqual(expect.stringMatching(SHARED));
});

it('is told by a durable wait', async () => {
	ids = [71];
	const done = await run(platform, [submit(), durable()], {
		input: boats(2),
		connections: askAgain(['Submit']),
	});
	expect(notes(done, 'Wait', 1)).toEqual(Array(2).fill(expect.stringMatching(SHARED)));
});

it('is told under Retry On Fail, once', async () => {
	ids = [71];
	let refusals = 1;
	const { reply } = platform;
	platform.reply = (request) => {
		const isThird = platform.requests.length === 3 && refusals-- > 0;
		return isThird ? { status: 422, body: { detail: 'no' } } : reply(request);
	};
	const retries = { retryOnFail: true, maxTries: 2, waitBetweenTries: 1 };
	const prompt = '={{ $json.prompt }} {{ Math.random() }}';
	const done = await run(platform, [submit({ prompt }, retries)], { input: boats(3) });
	platform.reply = reply;
	expect(done.error).toBeUndefined();
	const [first] = notes(done, 'Submit');
	expect(first).toMatch(/Items 0, 1, 2 have the same task 71/);
});

it.each(AGENT_KINDS)('is told to the model of %s at its second call', async (kind) => {
	ids = [71];
	const { said } = await runAsTool(
		platform,
		kind,
		submit({ prompt: '={{ "boat " + Math.random() }}' }),
		[{}, {}],
	);
	expect(said[0]).not.toMatch(/the same task/);
	expect(said[1]).toMatch(/Item 0 \(and 1 of other runs of this node\) have the same task 71/);
});

it('is not told of tasks of their own', async () => {
	ids = [81, 82, 83];
	const done = await run(platform, [submit(), wait({ options: quick })], { input: boats(3) });
	expect([...notes(done, 'Submit'), ...notes(done, 'Wait')]).toEqual(Array(6).fill(undefined));
});

it('is told in one hint, however many there are', async () => {
	ids = [71];
	const done = await run(platform, [submit()], { input: boats(200) });
	const told = hints(done, 'Submit').filter((message) => /have the same task/.test(message));
	expect(told).toEqual([expect.stringMatching(/^Items 0, 1, 2, 3, 4 and 195 more have/)]);
});
