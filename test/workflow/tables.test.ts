import type { INode } from 'n8n-workflow';

import { AGENT_KINDS, runAsTool } from '../support/agent';
import { AGAIN, drawing, GOES_ON } from '../support/boats';
import { earlierRun, skip, submit, waiting } from '../support/earlierRun';
import {
	askAgain,
	calling,
	durable,
	itemsOf,
	quick,
	run,
	submitImage,
	wait,
} from '../support/kexiang';
import { inQuickTime, leapTo } from '../support/quickTime';
import { runWell, useSimulator } from '../support/usedSimulator';

/** Rows of a table: they come along with what is made of them, and those that have their task are not paid again. */

inQuickTime();
const simulator = useSimulator({ taskSeconds: 0.3 });

describe('Include Input Fields', () => {
	const include = { includeInputFields: true };
	const downloads = { downloadFiles: true };
	const including = (more: Partial<INode> = {}) => drawing(include, more);
	const file = { data: 'b25l', mimeType: 'text/plain', fileName: 'row.txt' };
	const url = 'https://x.example/from';
	const rows = () => [
		{ json: { prompt: 'one', row: 1, status: 'todo', url }, binary: { data: file, brief: file } },
		{ json: { prompt: 'two', row: 2, status: 'todo' } },
	];
	const sleeping = {
		connections: askAgain(['Submit']),
		onSleep: leapTo,
	};

	it.each([
		['Kexiang Wait for Task', wait({ ...downloads, options: { ...quick, ...include } }), 0, {}],
		['the durable wait', durable({ ...downloads, options: include }), 1, sleeping],
	])('goes along to the result of %s', async (_, node, output, wires) => {
		const done = await runWell(simulator, [including(), node], { input: rows(), ...wires });
		const [first, second] = done.items('Wait', output);
		expect(first?.json).toMatchObject({
			prompt: 'one',
			row: 1,
			state: 'success',
			url: expect.stringContaining('/images/kx_'),
			input: { status: 'todo', url },
		});
		expect(second?.json).toMatchObject({ row: 2, state: 'success' });
		expect(second?.json.input).toEqual({ status: 'todo' });
		expect(first?.pairedItem).toEqual({ item: 0 });
		expect(first?.binary?.data?.mimeType).toBe('image/png');
		expect(first?.binary?.brief?.fileName).toBe('row.txt');
	});

	it('is off unless asked for', async () => {
		for (const options of [{}, { includeInputFields: false }]) {
			const { items } = await run(simulator, [drawing(options)], { input: rows() });
			expect(items('Submit')[0]?.json).not.toHaveProperty('row');
			expect(items('Submit')[0]).not.toHaveProperty('binary');
		}
	});

	it('works in one node, for each file, in a preview and for one question', async () => {
		const waitOptions = { ...quick, itemPerFile: true };
		const parameters = { waitForCompletion: true, waitOptions };
		const one = await run(simulator, [including({ parameters })], { input: rows() });
		const shown = one.items('Submit').map(({ json }) => `${json.row} ${json.state}`);
		expect(shown).toEqual(['1 success', '2 success']);
		const taskId = one.items('Submit')[0]?.json.taskId;
		const input = itemsOf({ row: 3, taskId });
		const preview = await run(simulator, [drawing({ ...include, previewRequest: true })], {
			input,
		});
		const json = { preview: true, row: 3, input: { taskId } };
		expect(preview.items('Submit')[0]?.json).toMatchObject(json);
		const asking = wait({ operation: 'getStatus', options: include });
		const polled = await run(simulator, [asking], { input });
		expect(polled.items('Wait')[0]?.json).toMatchObject({ taskId, row: 3, state: 'success' });
	});

	it('does not make n8n run the node again over a column error', async () => {
		const input = itemsOf({ prompt: '={{ Math.random() }}', error: 'n/a' }, { prompt: 'two' });
		const { items, taskData } = await run(simulator, [including(AGAIN)], { input });
		expect(items('Submit')[0]?.json).toMatchObject({ state: 'pending', input: { error: 'n/a' } });
		expect(taskData('Submit')?.executionStatus).toBe('success');
		expect(simulator.ledger.requests).toHaveLength(2);
	});

	it.each([
		['continueRegularOutput', 0],
		['continueErrorOutput', 1],
	] as const)('comes along with an error under %s', async (onError, output) => {
		const input = itemsOf({ prompt: 'one', row: 1 }, { prompt: '', row: 2 });
		const { items } = await run(simulator, [including({ onError })], { input });
		const error = expect.objectContaining({ parameter: 'Prompt' });
		expect(items('Submit', output).at(-1)?.json).toMatchObject({ row: 2, error });
	});

	it.each(AGENT_KINDS)('is nothing for the tool of an agent (%s)', async (kind) => {
		const { said } = await runAsTool(simulator, kind, including(), [{ row: 1, error: 'x' }]);
		expect(said).toHaveLength(1);
		expect(said[0]).toContain('taskId');
		expect(said[0]).not.toContain('"row"');
		expect(simulator.ledger.tasks).toHaveLength(1);
	});
});

describe('File Name', () => {
	const named = async (fileName: string) => {
		const waiter = wait({ downloadFiles: true, options: { ...quick, fileName } });
		const input = itemsOf({ prompt: '猫' }, { prompt: 'a/b' });
		const { items, error } = await run(simulator, [submitImage(), waiter], { input });
		const files = items('Wait').flatMap(({ binary }) => Object.values(binary ?? {}));
		return { error, files: files.map((one) => [one.fileName, one.fileExtension]) };
	};

	const OWN = /^kx_.*\.png$/;
	it.each([
		['is made for every item', '={{ $("Start").item.json.prompt }}', '猫.png', 'a_b.png'],
		['that comes to nothing is that of the platform', '={{ $json.nope }}', OWN, OWN],
	])('%s, with the extension of the content', async (_, fileName, ...names) => {
		const expected = names.map((name) => [expect.stringMatching(name), 'png']);
		expect((await named(fileName)).files).toEqual(expected);
	});

	it.each([false, true])(
		'numbers several files of one task, one item per file: %j',
		async (itemPerFile) => {
			const three = { prompt: 'a boat', advanced: { additionalFields: '{"n": 3}' } };
			const options = { ...quick, fileName: '={{ "v1.2" }}', itemPerFile };
			const submitting = calling('OpenAi kImage2OfficialSubmit', three);
			const { items } = await run(simulator, [submitting, wait({ downloadFiles: true, options })]);
			const files = items('Wait').flatMap(({ binary }) => Object.values(binary ?? {}));
			const names = files.map(({ fileName }) => fileName);
			expect(names).toEqual(['v1.2_1.png', 'v1.2_2.png', 'v1.2_3.png']);
		},
	);

	it('refuses a name that every object has', async () => {
		expect((await named('__proto__')).error?.message).toMatch(/^File Name is "__proto__"/);
	});
});

describe('a row with a task', () => {
	const { paid, earlier } = earlierRun(simulator);

	it('is not paid by a try, and hides nothing that another try paid', async () => {
		const { taskId } = await earlier();
		// Paid in the first try, and skipped by what the expression says in the second.
		const spy = jest.spyOn(Math, 'random').mockImplementation(() => (paid() > 0 ? 1 : 0));
		const skipItemsWithTask = '={{ $itemIndex === 0 ? Math.random() > 0.5 : false }}';
		const limited = { on: 'submit', kind: '429', retryAfter: 40 } as const;
		simulator.addFault({ ...limited, contains: 'second', times: 1 });
		const input = itemsOf({ prompt: 'a', taskId }, { prompt: 'second' });
		const { items, error } = await run(simulator, [submit({ skipItemsWithTask }, AGAIN)], {
			input,
		});
		spy.mockRestore();
		expect(error).toBeUndefined();
		const [, ...ids] = simulator.ledger.tasks.map(({ id }) => String(id));
		expect(ids).toHaveLength(2);
		expect(items('Submit').map(({ json }) => json.taskId)).toEqual(ids);
	});

	it('stays unpaid under Retry On Fail with changing parameters', async () => {
		const { taskId } = await earlier('x [fail]');
		const parameters = { ...waiting, prompt: '={{ $json.prompt + Math.random() }}' };
		const input = itemsOf({ prompt: 'a', taskId }, { prompt: 'b' });
		const { error } = await run(simulator, [submit(skip, { ...AGAIN, parameters })], { input });
		expect(error?.message).toContain(`Task ${String(taskId)} failed`);
		expect(paid()).toBe(1);
	});

	const nodeOf = (more: Partial<INode> = {}) => submit(skip, { parameters: waiting, ...more });

	it('is named where another item stops the node', async () => {
		const { taskId } = await earlier();
		const input = itemsOf({ prompt: 'a', taskId }, { prompt: 'b [fail]' });
		const { error } = await run(simulator, [nodeOf()], { input });
		expect(error?.description).toMatch(/Accepted tasks: \d+ \(item 0\), \d+ \(item 1\)/);
	});

	it('has a fate of its own where errors shall not stop the node', async () => {
		const input = itemsOf({ taskId: 'n/a' }, { prompt: '', taskId: (await earlier()).taskId });
		const { items } = await run(simulator, [nodeOf(GOES_ON)], { input });
		const fates = items('Submit').map(({ json }) => json.state ?? 'error');
		expect(fates).toEqual(['error', 'success']);
		expect(paid()).toBe(0);
	});

	it('is not paid where the execution is stopped', async () => {
		const input = itemsOf({ prompt: 'a', taskId: (await earlier()).taskId });
		const waitOptions = { interval: 60, schedule: 'fixed' };
		const node = nodeOf({ parameters: { ...waiting, waitOptions } });
		simulator.addFault({ on: 'query', kind: 'stateBackwards' });
		const stopping = { input, cancelOn: simulator.asked(simulator.ledger.requests.length + 1) };
		const { run: whole } = await run(simulator, [node], stopping);
		expect(whole.status).toBe('canceled');
		expect(paid()).toBe(0);
	});

	it.each(AGENT_KINDS)('is what the tool of an agent gives (%s)', async (kind) => {
		const { taskId } = await earlier();
		const calls = [{ taskId }];
		const { said } = await runAsTool(simulator, kind, nodeOf(), calls, {
			input: itemsOf(...calls),
		});
		expect(said[0]).toContain(String(taskId));
		expect(paid()).toBe(0);
	});
});
