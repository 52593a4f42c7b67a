import type { TaskSourceName } from '../../nodes/shared/answers/sources';
import { readTask } from '../../nodes/shared/answers/task';
import { syncItem } from '../../nodes/shared/run/taskItem';
import { IMAGE, INPUT, UUID, VIDEO } from './sampleUrls';
import { idIn, isOf, record, rowOf, tool, toolData, output } from './taskAnswers';

const OTHER_UUID = '7c9e6679-7425-40de-944b-e07fc1f90ae7';
const HEX = '0af7651916cd43dd8448eb211c80319c';
const BEYOND = '9007199254740993';

describe('the id of a task', () => {
	it.each<[TaskSourceName, string | undefined, unknown]>([
		['userTask', '33201', { id: 33201, task_status: 'pending' }],
		['userTask', '33201', { data: { id: 33201, task_status: 'pending' } }],
		['userTask', '33201', { service_output: { taskId: 33201 } }],
		['userTask', '33201', { code: 0, data: 33201 }],
		['userTask', BEYOND, { id: BEYOND, task_status: 'pending' }],
		['userTask', '55', { id: 55, task_status: 'pending', trace_id: '0af7' }],
		['userTask', '55', { id: 55, task_status: 'pending', task_id: 'x' }],
		['userTask', '55', { code: 0, data: { id: 55, task_status: 'x', traceId: 'x' } }],
		['userTask', '55', { code: 0, data: { id: 55, traceId: 'x' } }],
		['assetReview', '5', { id: 5, asset_id: 'asset-1', status: 'active' }],
		['toolTask', '14-x', { data: { id: '14-x' } }],
		['toolTask', 'x', { data: { output: { task_id: 'x' } } }],
		['toolTask', 'x', { output: { task_id: 'x' } }],
		['toolTask', 'y', { data: { taskID: 'x', traceId: 'y' } }],
		['toolTask', 'x', { code: 0, id: 'request-1', data: { taskId: 'x' } }],
		['toolTask', 'x', { code: 0, traceId: 'request-1', data: { taskId: 'x' } }],
		['toolTask', UUID, { code: 0, errorMessage: '', traceId: UUID }],
		['toolTask', '7', { code: 50000, errorMessage: 'busy', data: { id: 7 } }],
		['toolTask', UUID, { code: 0, data: UUID }],
		['toolTask', HEX, { code: 0, data: HEX }],
		['toolTask', 'x', { id: 0, data: { taskId: 'x' } }],
		['kbananaChannel', 'x', { code: 0, traceId: 'request-1', data: { id: 'x', traceId: 'y' } }],
		['hunyuanEffect', 'x', { data: { JobId: 'x', id: 'y' } }],
		['pictureInPicture', 'x', { data: { ReqId: 'x', traceId: 'y' } }],
		['userTask', '912', { code: 0, taskId: 912, data: { task_status: 'pending' } }],
		['userTask', '912', [{ prompt: 'a boat', id: 912 }]],
		['userTask', '912', { code: 200, data: [{ task_id: '912' }] }],
		['toolTask', 't-912', { code: 200, data: [{ taskId: 't-912' }] }],
		['pictureInPicture', 't-912', [{ reqId: 't-912' }]],
		['userTask', undefined, { data: [{ id: 1 }, { id: 2 }] }],
		['userTask', undefined, { data: { total: 1, records: [{ id: 1 }] } }],
		['userTask', undefined, { data: '{"id":912}' }],
		['toolTask', undefined, { code: 0, data: null }],
		['toolTask', undefined, { code: 0, data: 12 }],
		['toolTask', undefined, { code: 0, data: 'the words' }],
		['toolTask', undefined, { code: 0, data: [{ id: 3, text: 'words', start: 0 }] }],
		['toolTask', undefined, { code: 0, data: [{ id: 3, url: IMAGE }] }],
	])('of %s is %s in %j', (source, id, answer) => {
		expect(idIn(answer, rowOf(source))).toBe(id);
		expect(readTask(answer, { source }).id).toBe(id);
	});

	it('has each of its names, and one more by one more line of a row', () => {
		for (const name of ['traceId', 'taskID', 'task_id', 'id', 'JobId', 'jobId', 'ReqId'])
			expect(tool({ data: { [name]: 'x', Duration: 3 } }).id).toBe('x');
		const bare = { madeUp: { id: 880123 } };
		for (const answer of [bare, { code: 0, data: bare }]) {
			for (const row of [rowOf('userTask'), rowOf('toolTask')]) {
				expect(idIn(answer, row)).toBeUndefined();
				const more = { ...row, ids: [...row.ids, 'madeup.id', 'data.madeup.id'] };
				expect(idIn(answer, more)).toBe('880123');
			}
		}
	});

	const NONE = [0, '0', -5, '-5', 1.5, '1.5', '', ' ', 'null', 'not yet', INPUT, {}, ['x']];
	it.each(NONE)('is not %j', (id) => {
		expect(record({ id, task_status: 'pending' })).not.toHaveProperty('id');
		expect(tool({ data: { taskId: id } })).not.toHaveProperty('id');
	});

	it('in place of data is no text, and no result', () => {
		const task = toolData(UUID, { isDirect: true });
		expect(task).not.toHaveProperty('text');
		expect(toolData({ traceId: 'x', text: OTHER_UUID })).not.toHaveProperty('text');
		expect(task).toMatchObject({ state: 'pending', hasResult: false });
		expect(syncItem({ taskId: UUID }, task)).toMatchObject({
			taskId: UUID,
			state: 'pending',
			status: 'pending',
			note: expect.stringMatching(/Kexiang Wait for Task/),
		});
	});

	it('stays that of the record where its output names another', () => {
		const named = { id: 7, task_status: 'success', service_output: { taskId: 99, imgUrl: IMAGE } };
		expect(record(named).id).toBe('7');
		expect(record({ code: 0, taskId: 98, data: named }).id).toBe('7');
	});

	it.each([
		['alone in a list in data', (one: object) => ({ code: 200, data: [one] })],
		['alone in a list', (one: object) => [one]],
	])('is read with its record %s', (_, answer) => {
		const done = answer({ id: 500, status: 'SUCCESS', imgUrl: IMAGE });
		expect(record(done)).toMatchObject({ state: 'success', id: '500', urls: [IMAGE] });
		expect([isOf(done, '500', 'userTask'), isOf(done, '501', 'userTask')]).toEqual([true, false]);
		const finished = answer({ taskId: 't5', status: 'SUCCESS', url: IMAGE });
		expect(tool(finished)).toMatchObject({ state: 'success', id: 't5' });
	});

	it('is named by JSON text in place of an output', () => {
		const task = output(JSON.stringify({ taskId: 7, imgUrl: IMAGE }));
		expect(task).toMatchObject({ id: '7', state: 'success', imageUrls: [IMAGE] });
	});
});

describe('is it about the task that was asked for?', () => {
	const OF_ANOTHER = { code: 0, taskId: 99, data: { task_status: 'success', service_output: {} } };
	const NAMING_ANOTHER = { task_status: 'success', service_output: { taskId: 99 } };
	it.each<[string, TaskSourceName, boolean, unknown]>([
		['33156', 'userTask', true, { id: 33156, task_status: 'success' }],
		['33156', 'userTask', false, { id: 99, status: 'success', service_output: { imgUrl: IMAGE } }],
		['33156', 'userTask', false, { code: 0, data: { id: 99, task_status: 'success' } }],
		['33156', 'userTask', false, { id: '99', task_status: 'success' }],
		[BEYOND, 'userTask', false, { id: '9007199254740992' }],
		[BEYOND, 'userTask', true, { id: BEYOND }],
		['33156', 'userTask', true, { id: '033156' }],
		['033156', 'userTask', true, { id: 33156 }],
		['33156', 'userTask', true, { task_status: 'success' }],
		['33156', 'userTask', true, { id: 0, task_status: 'success' }],
		['33156', 'userTask', true, { id: 7, service_output: { taskId: 33156 } }],
		['33156', 'userTask', true, { id: 33156, ...NAMING_ANOTHER }],
		['33156', 'userTask', false, NAMING_ANOTHER],
		['33156', 'userTask', true, { task_status: 'success', trace_id: '99' }],
		['33156', 'userTask', false, OF_ANOTHER],
		['33156', 'userTask', true, { ...OF_ANOTHER, taskId: 33156 }],
		['33156', 'userTask', true, { ...OF_ANOTHER, taskId: undefined, id: 5 }],
		['33156', 'userTask', true, { ...OF_ANOTHER, data: { id: 33156, task_status: 'success' } }],
		['33156', 'userTask', true, [99]],
		['5', 'assetReview', false, { id: 6, asset_id: 'asset-6', status: 'active' }],
		['5', 'assetReview', true, { id: 5, asset_id: 'asset-6', status: 'active' }],
		[UUID, 'toolTask', true, { code: 0, data: { status: 'SUCCESS', videoUrl: VIDEO } }],
		[UUID, 'toolTask', true, { code: 0, data: { traceId: UUID.toUpperCase() } }],
		[UUID, 'toolTask', false, { code: 0, data: { traceId: OTHER_UUID, videoUrl: VIDEO } }],
		[UUID, 'toolTask', true, { code: 0, data: { traceId: OTHER_UUID, taskId: UUID } }],
		[UUID, 'toolTask', true, { code: 0, traceId: OTHER_UUID, data: { videoUrl: VIDEO } }],
		[UUID, 'toolTask', true, { code: 0, data: { id: 12345, status: 'RUNNING' } }],
		[UUID, 'toolTask', false, { traceId: OTHER_UUID, status: 'SUCCESS', videoUrl: VIDEO }],
		['job-1', 'hunyuanEffect', false, { data: { JobId: 'job-2' } }],
	])('%s of %s: %s for %j', (polled, source, isIt, answer) =>
		expect(isOf(answer, polled, source)).toBe(isIt),
	);
});
