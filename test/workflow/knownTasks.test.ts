import type { IConnections, IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';
import { hintsOf } from '../support/boats';
import { earlierRun, skip, submit, waiting } from '../support/earlierRun';
import { calling, itemsOf, quick, run, submitImage, wait } from '../support/kexiang';
import { WAYS_TO_WAIT, type ChainNode } from '../support/kexiang';
import { inQuickTime } from '../support/quickTime';
import { runWell, useSimulator } from '../support/usedSimulator';

/** Which task an item has: a row that is submitted again, and an item that is waited for. */
inQuickTime();
const simulator = useSimulator({ taskSeconds: 0.3 });
const { ids } = simulator;

const CONTINUE = { onError: 'continueRegularOutput' } as const;
const jsons = (items: INodeExecutionData[]) => items.map(({ json }) => json);

/** A row of a table of tests. */
interface Row {
	item: IDataObject;
	options: object;
	told: RegExp;
}

describe('Skip Items That Have a Task', () => {
	const { paid, earlier } = earlierRun(simulator);
	const rows = async (options: typeof skip & { taskIdColumn?: string }, ...json: IDataObject[]) => {
		const done = await run(simulator, [submit(options)], { input: itemsOf(...json) });
		return { ...done, hints: hintsOf(done), given: jsons(done.items('Submit')) };
	};

	it('submits what has none, hands on handles, and leaves finished rows as they are', async () => {
		const { taskId } = await earlier();
		const finished = { prompt: 'c', taskId: '77', url: 'https://x.example/c.png', row: 3 };
		const input = [
			{ json: { prompt: 'a', taskId: '' } },
			{ json: { prompt: '', taskId: Number(taskId) } },
			{ json: finished, binary: { data: { data: 'b25l', mimeType: 'text/plain' } } },
			{ json: { prompt: 'd', taskId: '78', state: 'Success', error: '' } },
		];
		const done = await runWell(simulator, [submit()], { input });
		expect(paid()).toBe(1);
		const [a, b, c, d] = done.items('Submit');
		expect(a?.json).toMatchObject({ state: 'pending', taskSource: 'userTask' });
		expect(b?.json).toMatchObject({ taskId, state: 'pending', taskSource: 'userTask' });
		expect(c?.json).toEqual(finished);
		expect(c?.binary).toHaveProperty('data');
		expect(d?.json).toEqual({ prompt: 'd', taskId: '78', state: 'Success', input: { error: '' } });
		const told = '3 of 4 items already had a task and were not submitted again';
		expect(hintsOf(done)).toContain(told);
	});

	it('waits for them with the new ones', async () => {
		const { taskId } = await earlier();
		const node = submit({ ...skip, includeInputFields: true }, { parameters: waiting });
		const input = itemsOf({ prompt: 'a', row: 1 }, { prompt: 'b', row: 2, taskId });
		const { items } = await run(simulator, [node], { input });
		expect(paid()).toBe(1);
		expect(jsons(items('Submit'))).toMatchObject([
			{ row: 1, state: 'success', taskId: expect.any(String) },
			{ row: 2, state: 'success', taskId },
		]);
	});

	it.each(WAYS_TO_WAIT)('hands them to a node that waits %s', async (_, node, output, wires) => {
		const { taskId } = await earlier();
		const input = itemsOf({ prompt: 'a', taskId });
		const { items } = await run(simulator, [submit(), node()], { input, ...wires(['Submit']) });
		expect(paid()).toBe(0);
		expect(jsons(items('Wait', output))).toMatchObject([{ taskId, state: 'success' }]);
	});

	it('takes a running or failed state for what it is', async () => {
		const { taskId } = await earlier('x [fail]');
		const row = { taskId, url: 'https://x.example/source.png' };
		const input = itemsOf({ ...row, state: 'pending' }, { ...row, state: 'failed' });
		const done = await run(simulator, [submit(), wait({ options: quick })], { input });
		expect(jsons(done.items('Wait', 1)).map(({ state }) => state)).toEqual(['failed', 'failed']);
		expect(paid()).toBe(0);
		expect(hintsOf(done)).toContain(
			"2 of 2 items already had a task and were not submitted again; 1 of them failed, according to the item's state. To submit such an item again, clear its task ID.",
		);
	});

	it('reads another column, of which only the platform knows whether it is finished', async () => {
		const { taskId } = await earlier();
		const options = { ...skip, taskIdColumn: 'picture' };
		const row = { picture: ` ${String(taskId)} `, taskId: '1', state: 'success' };
		expect((await rows(options, row)).given).toMatchObject([{ taskId, state: 'pending' }]);
		expect(paid()).toBe(0);
	});

	const GOOGLE = { provider: 'Kexiang Google' };
	it.each<[string, IDataObject, RegExp]>([
		['another node', { taskSource: 'userTask', provider: 'Kexiang Kling' }, / of Kexiang Kling/],
		['another operation', { ...GOOGLE, operation: 'x' }, / of Kexiang Google \(x\)/],
		['another part of the platform', { taskSource: 'toolTask' }, /^/],
	])('refuses the task of %s before anything is paid', async (_, of, told) => {
		const { error } = await rows(skip, { prompt: 'a' }, { prompt: 'b', taskId: '33202', ...of });
		expect(error?.message).toMatch(/found task 33202/);
		expect(error?.message).toMatch(told);
		expect(paid()).toBe(0);
	});

	it.each<[string, string, (id: string) => IDataObject[string]]>([
		['a list of one text', 'taskId', (id) => [id]],
		['a list of one number', 'picture', (id) => [Number(id)]],
	])('takes %s for an ID, as look-ups of tables give it', async (_, taskIdColumn, cell) => {
		const { taskId } = await earlier();
		const { given } = await rows({ ...skip, taskIdColumn }, { [taskIdColumn]: cell(`${taskId}`) });
		expect(given).toMatchObject([{ taskId, taskSource: 'userTask' }]);
		expect(paid()).toBe(0);
	});

	it('submits for an empty list, a list of nothing, null and blanks', async () => {
		const cells: Array<IDataObject[string]> = [[], [null], null, ' \n'];
		const { error } = await rows(skip, ...cells.map((taskId, at) => ({ prompt: `${at}`, taskId })));
		expect(error).toBeUndefined();
		expect(paid()).toBe(cells.length);
	});

	it.each<[string, IDataObject[string]]>([
		['a list of 2', ['33999', '34000']],
		['an object', { id: 1 }],
		['an object', [{ value: '33999' }]],
		['true', true],
		['"-"', '-'],
		['"待处理"', '待处理'],
		['"0"', 0],
		['"-5"', -5],
		['"abc1"', 'abc1'],
	])('refuses %s before anything is paid: %j', async (found, videoTask) => {
		const options = { ...skip, taskIdColumn: 'videoTask' };
		const { error } = await rows(options, { prompt: 'a' }, { prompt: 'b', videoTask });
		expect(error?.message).toBe(
			`Skip Items That Have a Task found ${found} in the column "videoTask", which is not a task ID [item 1]`,
		);
		expect(paid()).toBe(0);
	});

	it('refuses a word that a tool could be asked for as an ID', async () => {
		const given = { resource: 'video', imageUrl: 'https://x.example/a.png', options: skip };
		const vidu = calling('VideoTools viduImageToVideo', given);
		const { error } = await run(simulator, [vidu], { input: itemsOf({ taskId: 'pending' }) });
		expect(error?.message).toMatch(/found "pending" in the column "taskId"/);
		expect(error?.description).toMatch(/^Leave the cell empty/);
		expect(paid()).toBe(0);
	});

	const VALUE = '={{ $json.videoTask }}';
	it.each`
		what                               | options                                          | told
		${'the value of a column'}         | ${{ taskIdColumn: VALUE }}                       | ${/^Task ID Column contains an expression/}
		${'an ID in place of a column'}    | ${{ taskIdColumn: '33999' }}                     | ${/^Task ID Column is "33999", which looks like a task ID/}
		${'no column'}                     | ${{ taskIdColumn: '' }}                          | ${/is set but empty/}
		${'a switch that came to nothing'} | ${{ skipItemsWithTask: '={{ $json.nothing }}' }} | ${/is set but empty/}
	`('refuses $what before anything is paid', async ({ options, told }: Row) => {
		const { error } = await rows({ ...skip, ...options }, { prompt: 'a', videoTask: '33999' });
		expect(error?.message).toMatch(told);
		expect(paid()).toBe(0);
	});
	it('tells of a column that no item has, as a table may leave out empty cells', async () => {
		const options = { ...skip, taskIdColumn: 'a <b>' };
		const told = expect.stringMatching(/^No item has a column "a &lt;b>", so no item was skipped/);
		expect((await rows(options, { prompt: 'a' }, { prompt: 'b' })).hints).toContainEqual(told);
		const { hints } = await rows(options, { prompt: 'a' }, { 'a <b>': '' });
		expect(hints).not.toContainEqual(told);
		expect(paid()).toBe(4);
	});
});

const POST = { taskId: 'a1', taskSource: 'kbananaChannel', queryPath: '/minimalist/api/other' };

const go = async (node: ChainNode, input: INodeExecutionData[], connections?: IConnections) =>
	await run(simulator, [node], { input, ...(connections && { connections }) });

describe('a mistake in one item', () => {
	it.each`
		mistake                                 | item                                          | told
		${'a blank task ID'}                    | ${{ taskId: ' ' }}                            | ${/^Task ID is required/}
		${'a source that cannot be told'}       | ${{ taskId: 'no-such-form' }}                 | ${/^Task Source cannot be derived/}
		${'an ID of another kind'}              | ${{ taskId: 'abc', taskSource: 'userTask' }}  | ${/^Task ID is "abc"/}
		${'a path that leads a POST elsewhere'} | ${POST}                                       | ${/^Query Path of the input item is "\/minimalist\/api\/other"/}
		${'the ID missing that is named'}       | ${{ taskId: '', url: 'https://a.example/1' }} | ${/^Task ID is required/}
	`('is told before the first poll: $mistake', async ({ item, told }: Row) => {
		for (const [, node, , wires] of WAYS_TO_WAIT) {
			const input = itemsOf({ taskId: '33202' }, item);
			const { error } = await run(simulator, [node()], { input, ...wires() });
			expect(error?.message).toMatch(told);
			expect(error?.message).toMatch(/\[item 1\]$/);
		}
		expect(simulator.ledger.requests).toEqual([]);
	});
});

describe('an item without a task', () => {
	const FACTS = { provider: 'Kexiang Wanxiang', operation: 'zImage' };
	const URL = 'https://files.example/x.png';
	const RESULT = { state: 'success', status: 'success', url: URL, imageUrls: [URL], ...FACTS };
	const ERROR = { message: 'No voice', description: 'Nothing was sent.', taskMayExist: false };
	const submit = submitImage({ parameters: { prompt: '={{ $json.prompt }}' }, ...CONTINUE });

	it.each(WAYS_TO_WAIT)(
		'that has its result or its error leaves as it is: waiting %s',
		async (_, node, first, wires) => {
			const done = await run(simulator, [submit, node({ includeInputFields: true })], {
				input: itemsOf({ prompt: 'a' }, { prompt: '' }),
				...wires(['Submit']),
			});
			expect(done.error).toBeUndefined();
			expect(jsons(done.items('Wait', first)).map(({ state }) => state)).toEqual(['success']);
			const json = done.items('Submit')[1]?.json ?? {};
			expect(json).toHaveProperty('error.message');
			expect(done.items('Wait', first + 1)).toEqual([{ json, pairedItem: { item: 1 } }]);
			expect(hintsOf(done, 'Wait')).toContain(
				'1 of 2 items had no task ID but already contained a result or an error; they were passed on unchanged',
			);
		},
	);

	it.each(WAYS_TO_WAIT)(
		'is asked nothing of, where there is no other: waiting %s',
		async (_, ...kind) => {
			const [node, first, wires] = kind;
			const results = [RESULT, { state: 'success', text: 'words', ...FACTS }];
			// Nobody knows where the task is that the latter error names.
			const errors = [{ ...RESULT, error: ERROR }, { error: { ...ERROR, taskId: '33202' } }];
			const input = itemsOf(...results, ...errors);
			const { items, error } = await run(simulator, [node()], { input, ...wires() });
			expect(error).toBeUndefined();
			expect(jsons(items('Wait', first))).toEqual(results);
			expect(jsons(items('Wait', first + 1))).toEqual(errors);
			expect(simulator.ledger.requests).toEqual([]);
		},
	);

	it('whose error names one is waited for', async () => {
		simulator.addFault({ on: 'submit', kind: 'named', contains: 'b boat', times: 1 });
		const input = itemsOf({ prompt: 'a boat' }, { prompt: 'b boat' });
		const { items, error } = await run(simulator, [submit, wait({ options: quick })], { input });
		expect(error).toBeUndefined();
		const named = { error: { taskId: ids()[1], taskSource: 'userTask' } };
		expect(items('Submit')[1]?.json).toMatchObject(named);
		expect(jsons(items('Wait')).map(({ taskId, state }) => [taskId, state])).toEqual(
			ids().map((id) => [id, 'success']),
		);
		expect(ids()).toHaveLength(2);
	});

	it('has the files of its result fetched where they are wanted', async () => {
		const { items: of } = await run(simulator, [submitImage(), wait({ options: quick })]);
		const { taskId, taskSource, ...json } = of('Wait')[0]?.json ?? {};
		expect([typeof taskId, taskSource]).toEqual(['string', 'userTask']);
		const own = { data: 'b25l', mimeType: 'text/plain' };
		const node = wait({ downloadFiles: true, options: quick });
		const { items } = await go(node, [{ json, binary: { own } }]);
		expect(items('Wait')[0]?.json).toEqual(json);
		expect(Object.keys(items('Wait')[0]?.binary ?? {})).toEqual(['own', 'data']);
	});

	it.each<[string, IDataObject, INodeParameters]>([
		['another Task ID is named', RESULT, { taskId: '={{ $json.id }}' }],
		['it has no result', { state: 'success', ...FACTS }, {}],
		['its result is not of this package', { ...RESULT, provider: '' }, {}],
		['its error is of another node', { error: 'boom' }, {}],
	])('is refused before a poll where %s', async (_, item, parameters) => {
		const input = itemsOf({ taskId: '33202', id: '33202' }, item);
		const { error } = await go(wait(parameters), input);
		expect(error?.message).toMatch(/^Task ID is required but empty \[item 1\]$/);
		expect(simulator.ledger.requests).toEqual([]);
	});
});

describe('a path to poll at', () => {
	it('that an item names leads no poll of any node to another POST', async () => {
		const { error } = await go(calling('Google kbananaChannelQuery'), itemsOf(POST));
		expect(error?.message).toMatch(/^Query Path of the input item is "/);
		expect(simulator.ledger.requests).toEqual([]);
	});

	it('that the form names is used for a POST, and one that an item names for a GET', async () => {
		const [queryPath, taskId] = ['/minimalist/api/asked', 'a1'];
		await go(wait({ operation: 'getStatus', advanced: { queryPath } }), itemsOf(POST));
		const item = { taskId, taskSource: 'toolTask', queryPath: `${queryPath}/{id}` };
		await go(wait({ operation: 'getStatus' }), itemsOf(item));
		expect(simulator.ledger.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
			`POST ${queryPath}`,
			`GET ${queryPath}/a1`,
		]);
	});
});
