import type { TaskSourceName } from '../../nodes/shared/answers/sources';
import { bounded } from '../../nodes/shared/waiting/waitState';
import { readTask, type Task } from '../../nodes/shared/answers/task';
import { resultItem, submittedItem, syncItem } from '../../nodes/shared/run/taskItem';
import official from '../fixtures/official-record.json';

const IMAGE = 'https://files.example/images/result.png';
const handle = { taskSource: 'toolTask' as const, operation: 'any' };

/** Of each shape that an answer is known to have. */
const ANSWERS: Array<[string, TaskSourceName, unknown]> = [
	['the official record', 'userTask', official],
	['a new task', 'toolTask', { code: 0, data: { traceId: 'a-1' } }],
	[
		'a picture',
		'toolTask',
		{ code: 0, errorMessage: '', data: { image_url: IMAGE }, aboutUrl: IMAGE },
	],
	['a text', 'toolTask', { code: 0, data: 'the words' }],
	['a duration', 'toolTask', { code: 0, data: { duration: 12.5 } }],
	['a duration beside the envelope', 'toolTask', { code: 0, errorMessage: '', Duration: 3 }],
	[
		'subtitles',
		'toolTask',
		{ data: { text: 'a b', subtitles: [{ start: 0, text: 'a' }], aboutUrl: IMAGE } },
	],
	['a list', 'toolTask', { code: 0, data: [{ start: 0, text: 'a' }] }],
	['a failure', 'toolTask', { data: { status: 'FAILED', message: 'not this' } }],
	[
		'an asset',
		'assetReview',
		{ id: 5, asset_id: 'asset-1', status: 'active', url: 'asset://asset-1' },
	],
	['nothing', 'toolTask', {}],
];

const stored = (task: Task) => JSON.parse(JSON.stringify(bounded(task))) as Task;

describe('a task within bounds', () => {
	it.each(ANSWERS)('of %s is the task, and makes the same items', (_, source, body) => {
		for (const isDirect of [true, false]) {
			const task = readTask(body, { source, isDirect });
			expect(stored(task)).toEqual(task);
			expect(submittedItem(handle, stored(task))).toEqual(submittedItem(handle, task));
			expect(syncItem(handle, stored(task))).toEqual(syncItem(handle, task));
			expect(resultItem(handle, { task: stored(task) })).toEqual(resultItem(handle, { task }));
		}
	});

	it('is small, however large the answer', () => {
		const urls = Array.from({ length: 20_000 }, (_, n) => `https://files.example/${n}.png`);
		const longText = 'word '.repeat(100_000);
		for (const data of [
			urls,
			longText,
			{ text: longText, list: urls },
			{ status: longText, message: longText, more: urls },
		]) {
			const task = readTask({ code: 0, data }, { source: 'toolTask', isDirect: true });
			const small = bounded(task);
			expect(JSON.stringify(small).length).toBeLessThan(512 * 1024);
			expect(small.cut).toBe(true);
			expect(syncItem(handle, small).note).toMatch(/too large to keep in memory/);
			expect(syncItem(handle, task)).toMatchObject(
				task.text === undefined ? {} : { text: longText.trim() },
			);
			expect(task).not.toHaveProperty('cut');
		}
	});

	it('never holds the answer itself', () => {
		const body = { code: 0, secret: 'x', data: { image_url: IMAGE } };
		for (const isDirect of [true, false])
			expect(JSON.stringify(readTask(body, { source: 'toolTask', isDirect }))).not.toContain(
				'secret',
			);
	});
});

it('an id in place of a result is no success', () => {
	const task = readTask(
		{ code: 0, data: { traceId: 'a-1' } },
		{ source: 'toolTask', isDirect: true },
	);
	expect(syncItem({ ...handle, taskId: 'a-1' }, task)).toMatchObject({
		taskId: 'a-1',
		state: 'pending',
		status: 'pending',
		note: expect.stringMatching(/Kexiang Wait for Task/),
	});
});
