import { readingOf, taskOf, wholeReadingOf } from '../../nodes/shared/answers/reading';
import { readTask } from '../../nodes/shared/answers/task';
import { resultItem, submittedItem, syncItem } from '../../nodes/shared/run/taskItem';
import official from '../fixtures/official-record.json';

const IMAGE = 'https://files.example/images/result.png';
const handle = { taskSource: 'toolTask' as const, operation: 'any' };

/** Of each shape that an answer is known to have. */
const ANSWERS: Array<[string, unknown]> = [
	['the official record', official],
	['a new task', { code: 0, data: { traceId: 'a-1' } }],
	['a picture', { code: 0, errorMessage: '', data: { image_url: IMAGE }, aboutUrl: IMAGE }],
	['a text', { code: 0, data: 'the words' }],
	['a duration', { code: 0, data: { duration: 12.5 } }],
	['a duration beside the envelope', { code: 0, errorMessage: '', Duration: 3 }],
	['subtitles', { data: { text: 'a b', subtitles: [{ start: 0, text: 'a' }], aboutUrl: IMAGE } }],
	['a list', { code: 0, data: [{ start: 0, text: 'a' }] }],
	['a failure', { data: { status: 'FAILED', message: 'not this' } }],
	['an asset', { id: 5, asset_id: 'asset-1', status: 'active', url: 'asset://asset-1' }],
	['nothing', {}],
];

describe('a reading', () => {
	it.each(ANSWERS)('of %s makes the same items as the answer', (_, body) => {
		const task = readTask(body);
		const stored = JSON.parse(JSON.stringify(readingOf(task, body))) as ReturnType<
			typeof readingOf
		>;
		expect(taskOf(stored)).toEqual(task);
		expect(submittedItem(handle, stored)).toEqual(
			submittedItem(handle, wholeReadingOf(task, body)),
		);
		expect(syncItem(handle, stored)).toEqual(syncItem(handle, wholeReadingOf(task, body)));
		expect(resultItem(handle, { task: stored })).toEqual(resultItem(handle, { task, body }));
	});

	it('is small, however large the answer', () => {
		const urls = Array.from({ length: 20_000 }, (_, n) => `https://files.example/${n}.png`);
		const longText = 'word '.repeat(100_000);
		for (const data of [
			urls,
			longText,
			{ text: longText, list: urls },
			{ status: longText, message: longText },
		]) {
			const body = { code: 0, data };
			const task = readTask(body);
			const reading = readingOf(task, body);
			expect(JSON.stringify(reading).length).toBeLessThan(512 * 1024);
			expect(reading.cut).toBe(true);
			expect(syncItem(handle, reading).note).toMatch(/too large to be remembered/);
			expect(syncItem(handle, wholeReadingOf(task, body))).toMatchObject(
				task.text === undefined ? {} : { text: longText.trim() },
			);
			expect(wholeReadingOf(task, body)).not.toHaveProperty('cut');
		}
	});

	it('never holds the answer itself', () => {
		const body = { code: 0, secret: 'x', data: { image_url: IMAGE } };
		expect(JSON.stringify(readingOf(readTask(body), body))).not.toContain('secret');
	});
});

it('an id in place of a result is no success', () => {
	const body = { code: 0, data: { traceId: 'a-1' } };
	expect(
		syncItem({ ...handle, taskId: 'a-1' }, wholeReadingOf(readTask(body), body)),
	).toMatchObject({
		taskId: 'a-1',
		state: 'pending',
		status: 'pending',
		note: expect.stringMatching(/Kexiang Wait for Task/),
	});
});
