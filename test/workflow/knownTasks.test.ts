import type { IDataObject } from 'n8n-workflow';
import type { Simulator } from '../../simulator/server';
import { askAgain, durable, itemsOf, quick, run, submitImage, wait } from '../support/kexiang';
import { earlierRun, skip, submit, waiting } from '../support/earlierRun';
import type { LeapingTime } from '../support/leapingTime';
import { simulatorInLeaps } from '../support/simulatorInLeaps';
import { QUICK } from '../support/quickTime';

jest.mock('../../nodes/shared/util/time', () => jest.requireActual('../support/quickTime'));

/** A table is run again: rows that have their task already are not paid again. */
let simulator: Simulator;

let time: LeapingTime;

simulatorInLeaps(
	{ taskSeconds: 0.3 },
	(own, leaping) => {
		simulator = own;
		time = leaping;
	},
	QUICK,
);

const { paid, earlier } = earlierRun(() => simulator);

describe('Skip Items That Have a Task', () => {
	it('submits what has none, hands on handles, and leaves finished rows as they are', async () => {
		const { taskId } = await earlier();
		const finished = { prompt: 'c', taskId: '77', url: 'https://x.example/c.png', row: 3 };
		const input = [
			{ json: { prompt: 'a', taskId: '' } },
			{ json: { prompt: '', taskId: Number(taskId) } },
			{ json: finished, binary: { data: { data: 'b25l', mimeType: 'text/plain' } } },
			{ json: { prompt: 'd', taskId: '78', state: 'Success', error: '' } },
		];
		const { items, error, taskData } = await run(simulator, [submit()], { input });
		expect(error).toBeUndefined();
		expect(paid()).toBe(1);
		const [a, b, c, d] = items('Submit');
		expect(a?.json).toMatchObject({ state: 'pending', taskSource: 'userTask' });
		expect(b?.json).toMatchObject({ taskId, state: 'pending', taskSource: 'userTask' });
		expect(c?.json).toEqual(finished);
		expect(c?.binary).toHaveProperty('data');
		expect(d?.json).toEqual({ prompt: 'd', taskId: '78', state: 'Success', input: { error: '' } });
		expect(taskData('Submit')?.hints?.map(({ message }) => message)).toContain(
			'3 of 4 items already had a task and were not submitted again',
		);
	});

	it('waits for them with the new ones', async () => {
		const { taskId } = await earlier();
		const node = submit({ ...skip, includeInputFields: true }, { parameters: waiting });
		const { items, error } = await run(simulator, [node], {
			input: itemsOf({ prompt: 'a', row: 1 }, { prompt: 'b', row: 2, taskId }),
		});
		expect(error).toBeUndefined();
		expect(paid()).toBe(1);
		expect(items('Submit').map(({ json }) => [json.row, json.state, json.taskId])).toEqual([
			[1, 'success', expect.any(String)],
			[2, 'success', taskId],
		]);
	});

	it.each([
		['the process', wait, 0, {}],
		['the database', durable, 1, { connections: askAgain(['Submit']) }],
	])('hands them to a wait in %s', async (_, node, output, wires) => {
		const { taskId } = await earlier();
		const options = output === 0 ? quick : {};
		const { items } = await run(simulator, [submit(), node({ options })], {
			input: itemsOf({ prompt: 'a', taskId }),
			onSleep: time.leapTo,
			...wires,
		});
		expect(paid()).toBe(0);
		expect(items('Wait', output).map(({ json }) => [json.taskId, json.state])).toEqual([
			[taskId, 'success'],
		]);
	});

	it('takes a running or failed state for what it is', async () => {
		const { taskId } = await earlier('x [fail]');
		const row = { taskId, url: 'https://x.example/source.png' };
		const states = itemsOf({ ...row, state: 'pending' }, { ...row, state: 'failed' });
		const { items } = await run(simulator, [submit(), wait({ options: quick })], { input: states });
		expect(items('Wait', 1).map(({ json }) => json.state)).toEqual(['failed', 'failed']);
		expect(paid()).toBe(0);
	});

	it('reads another column, of which only the platform knows whether it is finished', async () => {
		const { taskId } = await earlier();
		const options = { ...skip, taskIdColumn: 'picture' };
		const input = itemsOf({
			prompt: 'a',
			picture: ` ${String(taskId)} `,
			taskId: '1',
			state: 'success',
		});
		const { items } = await run(simulator, [submit(options)], { input });
		expect(items('Submit')[0]?.json).toMatchObject({ taskId, state: 'pending' });
		expect(paid()).toBe(0);
	});

	it.each<[string, IDataObject, RegExp]>([
		[
			'another node',
			{ taskSource: 'userTask', provider: 'Kexiang Kling' },
			/found task 33202 of Kexiang Kling/,
		],
		[
			'another operation',
			{ provider: 'Kexiang Google', operation: 'x' },
			/found task 33202 of Kexiang Google \(x\)/,
		],
		['another part of the platform', { taskSource: 'toolTask' }, /found task 33202/],
	])('refuses the task of %s before anything is paid', async (_, of, message) => {
		const input = itemsOf({ prompt: 'a' }, { prompt: 'b', taskId: '33202', ...of });
		const { error } = await run(simulator, [submit()], { input });
		expect(error?.message).toMatch(message);
		expect(paid()).toBe(0);
	});

	it.each<[string, IDataObject]>([
		['an ID that a number cannot hold', { taskId: Number('12345678901234567890') }],
		['no ID at all', { taskId: 'n/a' }],
	])('pays nothing for %s', async (_, row) => {
		const { error } = await run(simulator, [submit()], { input: itemsOf({ prompt: 'a', ...row }) });
		expect(error).toBeDefined();
		expect(paid()).toBe(0);
	});

	it.each<[string, (id: number) => IDataObject[string]]>([
		['a list of one text', (id) => [String(id)]],
		['a list of one number', (id) => [id]],
	])('takes %s for an ID, as look-ups of tables give it', async (_, cell) => {
		const { taskId, ...handle } = await earlier();
		for (const column of ['taskId', 'picture']) {
			const row = { ...(column === 'taskId' && handle), [column]: cell(Number(taskId)) };
			const options = { ...skip, taskIdColumn: column };
			const { items } = await run(simulator, [submit(options)], { input: itemsOf(row) });
			expect(items('Submit')[0]?.json).toMatchObject({ taskId, taskSource: 'userTask' });
		}
		expect(paid()).toBe(0);
	});

	it.each<[string, IDataObject[string]]>([
		['an empty list', []],
		['a list of nothing', [null]],
		['null', null],
		['blanks', ' \n'],
	])('submits for a cell with %s', async (_, taskId) => {
		await earlier();
		const { error } = await run(simulator, [submit()], { input: itemsOf({ prompt: 'a', taskId }) });
		expect(error).toBeUndefined();
		expect(paid()).toBe(1);
	});

	it.each<[string, IDataObject[string]]>([
		['a list of 2', ['33999', '34000']],
		['an object', { id: 1 }],
		['an object', { value: '33999' }],
		['an object', [{ value: '33999' }]],
		['true', true],
		['false', false],
		['"-"', '-'],
		['"无"', '无'],
		['"待处理"', '待处理'],
		['"pending"', 'pending'],
		['"0"', 0],
		['"0"', ' 0 '],
		['"-5"', -5],
		['"abc1"', 'abc1'],
	])('refuses %s before anything is paid: %j', async (found, cell) => {
		const input = itemsOf({ prompt: 'a' }, { prompt: 'b', videoTask: cell });
		const { error } = await run(simulator, [submit({ ...skip, taskIdColumn: 'videoTask' })], {
			input,
		});
		expect(error?.message).toBe(
			`Skip Items That Have a Task found ${found} in the column "videoTask", which is not a task ID [item 1]`,
		);
		expect(paid()).toBe(0);
	});

	it('refuses a word that a tool could be asked for as an ID', async () => {
		const vidu = {
			type: 'kexiangVideoTools',
			name: 'Submit',
			parameters: {
				resource: 'video',
				operation: 'viduImageToVideo',
				imageUrl: 'https://x.example/a.png',
				prompt: 'a',
				options: skip,
			},
		};
		const { error } = await run(simulator, [vidu], { input: itemsOf({ taskId: '-' }) });
		expect(error?.message).toMatch(/found "-" in the column "taskId"/);
		expect(error?.description).toMatch(/^Leave the cell empty/);
		expect(paid()).toBe(0);
	});

	it.each([
		['={{ $json.videoTask }}', /^Task ID Column contains an expression/],
		['={{ $json.nope }}', /^Task ID Column contains an expression/],
		['={{ "videoTask" }}', /^Task ID Column contains an expression/],
		['33999', /^Task ID Column is "33999", which looks like a task ID/],
	])('refuses the value of a column in place of its name: %s', async (taskIdColumn, message) => {
		const { error } = await run(simulator, [submit({ ...skip, taskIdColumn })], {
			input: itemsOf({ prompt: 'a', videoTask: '33999' }),
		});
		expect(error?.message).toMatch(message);
		expect(paid()).toBe(0);
	});

	it('tells of a column that no item has, as a table may leave out empty cells', async () => {
		await earlier();
		const hints = async (...rows: IDataObject[]) => {
			const { taskData } = await run(simulator, [submit({ ...skip, taskIdColumn: 'a <b>' })], {
				input: itemsOf(...rows),
			});
			return taskData('Submit')?.hints?.map(({ message }) => message);
		};
		const told = expect.stringMatching(/^No item has a column "a &lt;b>", so no item was skipped/);
		expect(await hints({ prompt: 'a' }, { prompt: 'b' })).toContainEqual(told);
		expect(await hints({ prompt: 'a' }, { 'a <b>': '' })).not.toContainEqual(told);
		expect(paid()).toBe(4);
	});

	it('says of a failed row that it failed, and not that its task is under way', async () => {
		const { taskId } = await earlier('x [fail]');
		const input = itemsOf({ taskId, state: 'failed' });
		const { taskData } = await run(simulator, [submit()], { input });
		expect(taskData('Submit')?.hints?.map(({ message }) => message)).toEqual([
			"1 of 1 items already had a task and were not submitted again; 1 of them failed, according to the item's state. To submit such an item again, clear its task ID.",
		]);
	});

	it.each([{ skipItemsWithTask: '={{ $json.nope }}' }, { ...skip, taskIdColumn: '' }])(
		'is not off because an expression came to nothing: %j',
		async (options) => {
			const { error } = await run(simulator, [submit(options)], {
				input: itemsOf({ prompt: 'a', taskId: '33202' }),
			});
			expect(error?.message).toMatch(/is set but empty/);
			expect(paid()).toBe(0);
		},
	);

	it('is off unless asked for, as nodes work on results of others', async () => {
		const { taskId } = await earlier();
		await run(simulator, [submitImage()], { input: itemsOf({ prompt: 'a', taskId }) });
		expect(paid()).toBe(1);
	});
});
