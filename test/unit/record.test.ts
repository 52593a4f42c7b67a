import { isAbout, locate } from '../../nodes/shared/answers/lookup';
import {
	taskSource,
	type AnswerRow,
	type TaskSourceName,
} from '../../nodes/shared/answers/sources';
import { readTask } from '../../nodes/shared/answers/task';
import { syncItem } from '../../nodes/shared/run/taskItem';

const IMAGE = 'https://files.example/images/result.png';
const VIDEO = 'https://files.example/videos/result.mp4';
const SENT = 'https://user.example/in.mp4';
const UUID = '0f8fad5b-d9cb-469f-a165-70867728950e';
const OTHER_UUID = '7c9e6679-7425-40de-944b-e07fc1f90ae7';

const rowOf = (source: TaskSourceName): AnswerRow => taskSource(source).reads;
const idIn = (answer: unknown, row: AnswerRow): string | undefined => locate(answer, row).ids[0];
const isOf = (answer: unknown, id: string, source: TaskSourceName) =>
	isAbout(locate(answer, rowOf(source)), id);

describe('where an id may stand', () => {
	it.each<[string, unknown, string | undefined]>([
		['a record', { id: 33201, task_status: 'pending' }, '33201'],
		['a wrapped record', { data: { id: 33201, task_status: 'pending' } }, '33201'],
		['a large number as text', { id: '9007199254740993' }, '9007199254740993'],
		['service_output.taskId', { service_output: { taskId: 33201 } }, '33201'],
	])('of a task: %s', (_place, answer, id) => {
		expect(idIn(answer, rowOf('userTask'))).toBe(id);
	});
	it.each<[string, unknown, string | undefined]>([
		['data.traceId', { data: { traceId: 'a-b' } }, 'a-b'],
		['data.taskID', { data: { taskID: 'x' } }, 'x'],
		['data.taskId', { data: { taskId: 'x' } }, 'x'],
		['data.task_id', { data: { task_id: 'x' } }, 'x'],
		['data.TaskId', { data: { TaskId: 'x' } }, 'x'],
		['data.id', { data: { id: '14-x' } }, '14-x'],
		['data.JobId', { data: { JobId: 'x' } }, 'x'],
		['data.jobId', { data: { jobId: 'x' } }, 'x'],
		['data.ReqId', { data: { ReqId: 'x', Duration: 3 } }, 'x'],
		['data.output.task_id', { data: { output: { task_id: 'x' } } }, 'x'],
		['output.task_id', { output: { task_id: 'x' } }, 'x'],
		['the trace id before the task id', { data: { taskID: 'x', traceId: 'y' } }, 'y'],
		['an envelope with an id of its own', { code: 0, id: 'request-1', data: { taskId: 'x' } }, 'x'],
		['an empty one', { id: '', data: { traceId: ' ' } }, undefined],
		['an object', { id: {}, data: { taskId: ['x'] } }, undefined],
		['a refusal that names a task', { code: 50000, errorMessage: 'busy', data: { id: 7 } }, '7'],
		['nothing', { code: 0, data: null }, undefined],
	])('of a tool: %s', (_place, answer, id) => {
		expect(idIn(answer, rowOf('toolTask'))).toBe(id);
	});
});

describe('ids', () => {
	it.each<[string, unknown, TaskSourceName, string | undefined]>([
		[
			'a record beats its supplier',
			{ id: 55001, task_status: 'pending', trace_id: '0af7' },
			'userTask',
			'55001',
		],
		['also traceId', { id: 55001, task_status: 'pending', traceId: '0af7' }, 'userTask', '55001'],
		['also task_id', { id: 55001, task_status: 'pending', task_id: 'x' }, 'userTask', '55001'],
		[
			'also wrapped',
			{ code: 0, data: { id: 55001, task_status: 'pending', traceId: 'x' } },
			'userTask',
			'55001',
		],
		[
			'also wrapped without a state',
			{ code: 0, data: { id: 55001, traceId: 'x' } },
			'userTask',
			'55001',
		],
		['a tool prefers the trace id', { data: { taskID: 'x', traceId: 'y' } }, 'toolTask', 'y'],
		['beside the envelope', { code: 0, errorMessage: '', traceId: UUID }, 'toolTask', UUID],
		[
			'data before the envelope',
			{ code: 0, traceId: 'request-1', data: { taskId: 'x' } },
			'toolTask',
			'x',
		],
		[
			'the supplier of Kbanana says id',
			{ code: 0, traceId: 'request-1', data: { id: 'x', traceId: 'y' } },
			'kbananaChannel',
			'x',
		],
		['Hunyuan says job id', { data: { JobId: 'x', id: 'y' } }, 'hunyuanEffect', 'x'],
		[
			'picture in picture says req id',
			{ data: { ReqId: 'x', traceId: 'y' } },
			'pictureInPicture',
			'x',
		],
		['alone in data', { code: 0, data: UUID }, 'toolTask', UUID],
		[
			'alone in hex',
			{ code: 0, data: '0af7651916cd43dd8448eb211c80319c' },
			'toolTask',
			'0af7651916cd43dd8448eb211c80319c',
		],
		['a number alone, of a task', { code: 0, data: 33201 }, 'userTask', '33201'],
		['a number alone, of a tool, is a result', { code: 0, data: 12 }, 'toolTask', undefined],
		['text alone is text', { code: 0, data: 'the words' }, 'toolTask', undefined],
		[
			'of an asset, its number',
			{ id: 5, asset_id: 'asset-1', status: 'active' },
			'assetReview',
			'5',
		],
		[
			'beyond 2^53',
			{ id: '9007199254740993', task_status: 'pending' },
			'userTask',
			'9007199254740993',
		],
		['zero', { id: 0, task_status: 'pending' }, 'userTask', undefined],
		['zero as text', { id: '0', task_status: 'pending' }, 'userTask', undefined],
		['negative', { id: -5, task_status: 'pending' }, 'userTask', undefined],
		['negative as text', { data: { taskId: '-5' } }, 'toolTask', undefined],
		['fractional', { id: 1.5, task_status: 'pending' }, 'userTask', undefined],
		['fractional as text', { data: { taskId: '1.5' } }, 'toolTask', undefined],
		['a word for nothing', { data: { taskId: 'null' } }, 'toolTask', undefined],
		['a sentence', { data: { taskId: 'not yet' } }, 'toolTask', undefined],
		['an address', { data: { taskId: SENT } }, 'toolTask', undefined],
		['zero, but another', { id: 0, data: { taskId: 'x' } }, 'toolTask', 'x'],
	])('%s', (_, answer, source, id) => {
		expect(idIn(answer, rowOf(source))).toBe(id);
		expect(readTask(answer, { source }).id).toBe(id);
	});

	const LISTS: Array<[string, (record: object) => unknown]> = [
		['alone in a list in data', (record) => ({ code: 200, data: [record] })],
		['alone in a list', (record) => [record]],
	];
	describe.each(LISTS)('a record %s', (_, answer) => {
		it.each<[object, TaskSourceName, string]>([
			[{ id: 912 }, 'userTask', '912'],
			[{ prompt: 'a boat', id: 912 }, 'userTask', '912'],
			[{ task_id: '912' }, 'userTask', '912'],
			[{ taskId: 't-912' }, 'toolTask', 't-912'],
			[{ reqId: 't-912' }, 'pictureInPicture', 't-912'],
		])('%j (%s) names its task', (record, source, id) => {
			expect(idIn(answer(record), rowOf(source))).toBe(id);
		});

		it('is read, and is about its task alone', () => {
			const done = answer({ id: 500, status: 'SUCCESS', imgUrl: IMAGE });
			expect(readTask(done, { source: 'userTask' })).toMatchObject({
				state: 'success',
				id: '500',
				urls: [IMAGE],
			});
			expect(isOf(done, '500', 'userTask')).toBe(true);
			expect(isOf(done, '501', 'userTask')).toBe(false);
			const tool = answer({ taskId: 't5', status: 'SUCCESS', url: IMAGE });
			expect(readTask(tool, { source: 'toolTask' })).toMatchObject({ state: 'success', id: 't5' });
		});
	});

	it.each<[string, unknown, TaskSourceName]>([
		['two records', { data: [{ id: 1 }, { id: 2 }] }, 'userTask'],
		['a page of records', { data: { total: 1, records: [{ id: 1 }] } }, 'userTask'],
		['a record as JSON text', { data: '{"id":912}' }, 'userTask'],
		['part of a transcript', { code: 0, data: [{ id: 3, text: 'words', start: 0 }] }, 'toolTask'],
		['a picture', { code: 0, data: [{ id: 3, url: IMAGE }] }, 'toolTask'],
	])('%s: no task is named', (_, answer, source) => {
		expect(idIn(answer, rowOf(source))).toBeUndefined();
	});

	it('an id in place of data is no text, and no result', () => {
		const task = readTask({ code: 0, data: UUID }, { source: 'toolTask', isDirect: true });
		expect(task).not.toHaveProperty('text');
		expect(task).toMatchObject({ state: 'pending', hasResult: false });
		expect(syncItem({ taskId: UUID }, task).state).toBe('pending');
	});
});

describe('is it about the task that was asked for?', () => {
	it.each<[string, unknown, string, TaskSourceName, boolean]>([
		['the task', { id: 33156, task_status: 'success' }, '33156', 'userTask', true],
		[
			'another',
			{ id: 99, task_status: 'success', service_output: { imgUrl: IMAGE } },
			'33156',
			'userTask',
			false,
		],
		[
			'another, wrapped',
			{ code: 0, data: { id: 99, task_status: 'success' } },
			'33156',
			'userTask',
			false,
		],
		['another, as text', { id: '99', task_status: 'success' }, '33156', 'userTask', false],
		['a neighbor beyond 2^53', { id: '9007199254740992' }, '9007199254740993', 'userTask', false],
		['the same beyond 2^53', { id: '9007199254740993' }, '9007199254740993', 'userTask', true],
		['written otherwise', { id: '033156' }, '33156', 'userTask', true],
		['asked otherwise', { id: 33156 }, '033156', 'userTask', true],
		['no id', { task_status: 'success' }, '33156', 'userTask', true],
		['an id that is none', { id: 0, task_status: 'success' }, '33156', 'userTask', true],
		['one of several', { id: 7, service_output: { taskId: 33156 } }, '33156', 'userTask', true],
		[
			"a supplier's trace id",
			{ task_status: 'success', trace_id: '99' },
			'33156',
			'userTask',
			true,
		],
		['another asset', { id: 6, asset_id: 'asset-6', status: 'active' }, '5', 'assetReview', false],
		['the asset', { id: 5, asset_id: 'asset-6', status: 'active' }, '5', 'assetReview', true],
		[
			'a tool without an id',
			{ code: 0, data: { status: 'SUCCESS', videoUrl: VIDEO } },
			UUID,
			'toolTask',
			true,
		],
		[
			'a tool, the same',
			{ code: 0, data: { traceId: UUID.toUpperCase() } },
			UUID,
			'toolTask',
			true,
		],
		[
			'a tool, another',
			{ code: 0, data: { traceId: OTHER_UUID, videoUrl: VIDEO } },
			UUID,
			'toolTask',
			false,
		],
		[
			'a tool, several ids',
			{ code: 0, data: { traceId: OTHER_UUID, taskId: UUID } },
			UUID,
			'toolTask',
			true,
		],
		[
			'a tool, the trace id of the request',
			{ code: 0, traceId: OTHER_UUID, data: { videoUrl: VIDEO } },
			UUID,
			'toolTask',
			true,
		],
		[
			'a tool, a number of its own',
			{ code: 0, data: { id: 12345, status: 'RUNNING' } },
			UUID,
			'toolTask',
			true,
		],
		[
			'a tool, bare',
			{ traceId: OTHER_UUID, status: 'SUCCESS', videoUrl: VIDEO },
			UUID,
			'toolTask',
			false,
		],
		['a job', { data: { JobId: 'job-2' } }, 'job-1', 'hunyuanEffect', false],
		['nothing', {}, '33156', 'userTask', true],
		['no object', [99], '33156', 'userTask', true],
	])('%s', (_, answer, polled, source, about) => {
		expect(isOf(answer, polled, source)).toBe(about);
	});
});
