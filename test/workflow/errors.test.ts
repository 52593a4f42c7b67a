import type { INode } from 'n8n-workflow';

import {
	REFUSED_URL,
	startSimulator,
	type FaultKind,
	type Simulator,
} from '../../simulator/server';
import { itemsOf, quick, run, submitImage, wait } from '../support/kexiang';
import { inQuickTime } from '../support/quickTime';

jest.mock('../../nodes/shared/util/time', () => jest.requireActual('../support/quickTime'));

/** What an error says, and how a wait may end; what becomes of payments and tasks, roads.test.ts tests for all faults. */

inQuickTime();

const moved = '/minimalist/api/moved';
let simulator: Simulator;
beforeAll(async () => {
	const paths = { kbanana2ChannelSubmit: moved };
	simulator = await startSimulator({ taskSeconds: 0.3, quiet: true, paths });
});
afterAll(async () => await simulator.stop());
beforeEach(() => {
	simulator.ledger.clear();
	simulator.clearFaults();
});

const requests = (method: string) =>
	simulator.ledger.requests.filter((one) => one.method === method);
const ids = () => simulator.ledger.tasks.map(({ id }) => id);

describe('a submission', () => {
	it('with another key (401): says where keys are entered', async () => {
		const { error } = await run(simulator, [submitImage()], {
			credential: { apiKey: 'kx-another-example-key' },
		});
		expect(error?.message).toBe('The platform refused the API key (401) [item 0]');
		expect(error?.description).toMatch(/API Key in the credential/);
		expect(requests('POST')).toHaveLength(1);
	});

	it.each<[FaultKind, RegExp]>([
		['403', /is not allowed to use this service \(403\) \[item 0\]/],
		['422', /refused the input \(422\): user_input: Value error/],
	])('%s: nothing was made', async (kind, message) => {
		simulator.addFault({ on: 'submit', kind });
		const { error } = await run(simulator, [submitImage()]);
		expect(error?.message).toMatch(message);
		expect(error?.context?.details).toMatchObject({ taskMayExist: false });
	});

	it('429 with a long Retry-After: said, not waited for', async () => {
		simulator.addFault({ on: 'submit', kind: '429', retryAfter: 600 });
		const { error } = await run(simulator, [submitImage()]);
		expect(error?.description).toMatch(/Wait 600 seconds/);
		expect(requests('POST')).toHaveLength(1);
	});

	it('with an unclear end: says what to do', async () => {
		simulator.addFault({ on: 'submit', kind: '500', accepted: true });
		const { error } = await run(simulator, [submitImage()]);
		expect(error?.message).toMatch(/; the task may have been created \[item 0\]$/);
		expect(error?.description).toMatch(
			/Check the task list.*Kexiang Wait for Task.*not sent again/s,
		);
		expect(error?.context?.details).toMatchObject({ taskMayExist: true });
	});

	it('to nobody: says so, and that nothing was charged', async () => {
		const [closed, nowhere] = await Promise.all(
			[REFUSED_URL, 'https://kexiang.invalid'].map(
				async (taskApiUrl) => await run(simulator, [submitImage()], { credential: { taskApiUrl } }),
			),
		);
		expect(closed?.error?.message).toBe(
			'The platform could not be reached (ECONNREFUSED) [item 0]',
		);
		expect(nowhere?.error?.message).toMatch(/could not be reached \((ENOTFOUND|EAI_AGAIN)\)/);
		for (const one of [closed, nowhere])
			expect(one?.error?.description).toMatch(/Task API URL.*Nothing was charged/);
	});

	it('with a bad base URL: stays the reason, however often n8n tries', async () => {
		const node = submitImage({ retryOnFail: true, maxTries: 3, waitBetweenTries: 1 });
		const { error } = await run(simulator, [node], { credential: { taskApiUrl: 'nonsense' } });
		expect(error?.message).toMatch(/^Task API URL in the credential is not a valid base URL/);
	});

	it('at a wrong path: names Advanced > Path, where the right one can be entered', async () => {
		const submit = (advanced: INode['parameters'] = {}) =>
			submitImage({ parameters: { operation: 'kbanana2ChannelSubmit', advanced } });
		const { error } = await run(simulator, [submit()]);
		expect(error?.message).toMatch(/no service at \/minimalist\/api\/imgEditNB2Async \(404\)/);
		expect(error?.description).toMatch(/Advanced > Path\. .*derived.*Nothing was charged/s);
		const right = await run(simulator, [submit({ path: moved }), wait({ options: quick })]);
		expect(right.items('Wait')[0]?.json).toMatchObject({ state: 'success' });
	});

	it('of one item that is refused: leaves by the error branch, with its details', async () => {
		const input = itemsOf({}, { more: { prompt: 5 } }, {});
		const node = submitImage({
			onError: 'continueErrorOutput',
			parameters: { advanced: { additionalFields: '={{ $json.more ?? {} }}' } },
		});
		const { items } = await run(simulator, [node], { input });
		expect(items('Submit').map(({ json }) => json.taskId)).toEqual(ids());
		expect(items('Submit', 1)).toMatchObject([
			{
				json: {
					error: {
						message: expect.stringMatching(/refused the input \(422\)/),
						description: expect.any(String),
						status: 422,
						taskMayExist: false,
					},
				},
				pairedItem: { item: 1 },
			},
		]);
	});

	it('that was refused: is sent by Retry On Fail where it has changed', async () => {
		simulator.addFault({ on: 'submit', kind: '422', times: 1 });
		const parameters = { prompt: '={{ "a boat " + Math.random() }}' };
		const node = submitImage({ parameters, retryOnFail: true, maxTries: 3, waitBetweenTries: 1 });
		expect((await run(simulator, [node])).error).toBeUndefined();
		expect(simulator.ledger.summary()).toMatchObject({ paid: 1 });
	});

	it('that was refused, and has not changed: says that it was refused earlier', async () => {
		simulator.addFault({ on: 'submit', kind: '422', times: 1 });
		const node = submitImage({ retryOnFail: true, maxTries: 3, waitBetweenTries: 1 });
		const { error } = await run(simulator, [node]);
		expect(error?.description).toContain('refused earlier in this execution');
	});
});

describe('a wait', () => {
	const impatient = (onTimeout: string) =>
		wait({ onTimeout, options: { ...quick, timeLimit: 0.01 } });
	const runs = () => simulator.addFault({ on: 'query', kind: 'stateBackwards' });

	it('whose poll is redirected: follows it not, and ends', async () => {
		simulator.addFault({ on: 'query', kind: 'redirectApi' });
		const { error } = await run(simulator, [submitImage(), wait({ options: quick })]);
		expect(error?.message).toMatch(/redirect \(302\).*keep the API key safe/);
		expect(requests('GET')).toHaveLength(1);
	});

	it.each([REFUSED_URL, 'https://kexiang.invalid'])(
		'with nobody at %s: ends with an error that names the tasks',
		async (taskApiUrl) => {
			const { items } = await run(simulator, [submitImage()], { input: itemsOf({}, {}) });
			const input = items('Submit').map(({ json }) => ({ json }));
			const credential = { taskApiUrl };
			const { error } = await run(simulator, [impatient('error')], { input, credential });
			for (const id of ids()) expect(`${error?.message} ${error?.description}`).toContain(id);
		},
	);

	it('whose time is up: names its tasks, which go on', async () => {
		runs();
		const input = itemsOf({ prompt: 'one' }, { prompt: 'two' });
		const { error } = await run(simulator, [submitImage(), impatient('error')], { input });
		const [one, two] = ids();
		expect(error?.message).toMatch(
			new RegExp(`^Task ${one} is still running after \\d\\.\\d seconds`),
		);
		expect(error?.description).toMatch(/keeps running.*Get Status.*charged twice/s);
		expect(error?.description).toContain(
			`All tasks of this run: ${one} (item 0, pending), ${two} (item 1, pending).`,
		);
	});

	it.each<[string, number]>([
		['output', 2],
		['pass', 0],
	])('whose time is up: hands the task on by the output of %s', async (onTimeout, output) => {
		runs();
		const { items, error } = await run(simulator, [submitImage(), impatient(onTimeout)]);
		expect(error).toBeUndefined();
		for (const one of [0, 1, 2]) expect(items('Wait', one)).toHaveLength(one === output ? 1 : 0);
		expect(items('Wait', output)[0]?.json).toMatchObject({ taskId: ids()[0], state: 'pending' });
	});

	it('for a task that does not succeed: hands it on by the second output', async () => {
		const { items } = await run(simulator, [submitImage(), wait({ options: quick })], {
			input: itemsOf({ prompt: 'good' }, { prompt: 'bad [fail]' }),
		});
		expect(items('Wait', 0)).toMatchObject([{ json: { state: 'success' } }]);
		expect(items('Wait', 1)).toMatchObject([
			{ json: { state: 'failed', failReason: expect.stringMatching(/content review/) } },
		]);
	});
});
