import fc from 'fast-check';

import { ACCEPTORS } from '../../nodes/shared/answers/acceptors';
import { outcomeOf } from '../../nodes/shared/answers/outcome';
import { readingOf, taskOf, wholeReadingOf } from '../../nodes/shared/answers/reading';
import { readTask, type TaskState } from '../../nodes/shared/answers/task';
import { isAbout, readTaskId } from '../../nodes/shared/answers/taskIds';
import { TASK_SOURCES, type TaskSourceName } from '../../nodes/shared/answers/sources';
import { syncItem } from '../../nodes/shared/run/taskItem';
import { cpuMs } from '../support/cpuTime';

const IMAGE = 'https://files.example/images/result.png';
const VIDEO = 'https://files.example/videos/result.mp4';
const SENT = 'https://user.example/in.mp4';
const UUID = '0f8fad5b-d9cb-469f-a165-70867728950e';
const OTHER_UUID = '7c9e6679-7425-40de-944b-e07fc1f90ae7';

const SOURCES = Object.keys(TASK_SOURCES) as TaskSourceName[];
const TOOLS = SOURCES.filter((source) => ACCEPTORS[source].from === 'answer');

describe('the table', () => {
	it('has a row for each task source', () => {
		expect(Object.keys(ACCEPTORS).sort()).toEqual([...SOURCES].sort());
	});

	it.each(SOURCES)('%s: no word means two things', (source) => {
		const { success, failure, pending, ...row } = ACCEPTORS[source];
		const all = [success, failure, pending, 'passed' in row ? row.passed : []];
		const states = all.flatMap((some) => [...some]);
		expect(new Set(states).size).toBe(states.length);
		expect(states.filter((word) => word !== word.toLowerCase())).toEqual([]);
	});
});

/** An answer of each source as its supplier writes it, with the state to be told in. */
const ANSWER: Record<TaskSourceName, (state: string) => unknown> = {
	userTask: (task_status) => ({ id: 33201, task_status, user_input: {}, service_output: null }),
	assetReview: (status) => ({ data: { id: 5, asset_id: 'asset-1', status, url: SENT } }),
	toolTask: (status) => ({ code: 0, errorMessage: '', data: { traceId: UUID, status } }),
	kbananaChannel: (status) => ({ code: 0, data: { id: UUID, status, progress: 7, results: [] } }),
	jimengVideo: (status) => ({ code: 0, data: { status, video_url: '' } }),
	hunyuanEffect: (Status) => ({ code: 0, data: { Status, ErrorCode: '', ResultVideoUrl: '' } }),
	hunyuanStylization: (StatusCode) => ({ code: 0, data: { StatusCode, StatusMsg: '' } }),
	wanxiang: (task_status) => ({ code: 0, data: { output: { task_id: UUID, task_status } } }),
	pictureInPicture: (status) => ({ code: 0, data: { ReqId: 'ab12', status } }),
};

/** Words that every source knows, then those of one. */
const WORDS: Record<TaskState, string> = {
	success:
		'success SUCCESS succeeded succeed completed done finished 成功 已完成 任务已完成 生成成功',
	failed:
		'failed FAIL failure error cancelled canceled rejected expired timeout 失败 任务失败 已取消 审核失败 超时',
	pending:
		'pending running processing queued submitted waiting 处理中 排队中 生成中 审核中 任务处理中 等待 已提交',
};
const OWN: Array<[TaskSourceName, string, TaskState]> = [
	['jimengVideo', 'in_queue', 'pending'],
	['jimengVideo', 'generating', 'pending'],
	['jimengVideo', 'not_found', 'failed'],
	['hunyuanEffect', 'WAIT', 'pending'],
	['hunyuanEffect', 'RUN', 'pending'],
	['hunyuanEffect', 'DONE', 'success'],
	['hunyuanStylization', 'JobInit', 'pending'],
	['hunyuanStylization', 'JobRunning', 'pending'],
	['hunyuanStylization', 'JobSuccess', 'success'],
	['hunyuanStylization', 'JobModerationFailed', 'failed'],
	['wanxiang', 'UNKNOWN', 'failed'],
	['toolTask', 'JobSuccess', 'success'],
	['assetReview', 'active', 'success'],
	['assetReview', '审核通过', 'success'],
	['assetReview', '未通过', 'failed'],
];

describe('states', () => {
	const shared = SOURCES.flatMap((source) =>
		Object.entries(WORDS).flatMap(([state, states]) =>
			states
				.split(' ')
				// A review knows fewer words of success.
				.filter(
					(word) =>
						source !== 'assetReview' ||
						state !== 'success' ||
						/^(success|completed|成功)$/.test(word),
				)
				.map((word) => [source, word, state] as const),
		),
	);
	it.each([...shared, ...OWN])('%s: %s is %s', (source, word, state) => {
		expect(readTask(ANSWER[source](word), { source })).toMatchObject({
			state,
			status: word,
			unknownStatus: false,
		});
	});

	it.each<[TaskSourceName, string]>([
		...SOURCES.map((source) => [source, 'polishing'] as [TaskSourceName, string]),
		...SOURCES.filter((source) => source !== 'assetReview').map(
			(source) => [source, 'active'] as [TaskSourceName, string],
		),
		['userTask', 'unknown'],
		['userTask', '审核通过'],
		['userTask', '未完成'],
		['kbananaChannel', 'JobSuccess'],
	])('%s: %s is not known, counts as running, and is told', (source, word) => {
		expect(readTask(ANSWER[source](word), { source })).toMatchObject({
			state: 'pending',
			status: word,
			unknownStatus: true,
		});
	});

	it.each<[string, unknown, TaskSourceName | undefined, TaskState, string]>([
		[
			'a wrapper that succeeded',
			{ status: 'success', data: { taskStatus: 'RUNNING' } },
			undefined,
			'pending',
			'RUNNING',
		],
		[
			'the same, of a tool',
			{ status: 'success', data: { taskStatus: 'RUNNING' } },
			'toolTask',
			'pending',
			'RUNNING',
		],
		[
			'the same, of a task',
			{ status: 'success', data: { taskStatus: 'RUNNING' } },
			'userTask',
			'pending',
			'RUNNING',
		],
		[
			'a wrapper in data',
			{ data: { status: 'success', output: { task_status: 'RUNNING' } } },
			'wanxiang',
			'pending',
			'RUNNING',
		],
		[
			'a wrapper that failed',
			{ state: 'error', data: { TaskStatus: 'SUCCESS' } },
			'toolTask',
			'success',
			'SUCCESS',
		],
		[
			'an HTTP status beside a word',
			{ data: { status: 200, state: 'running' } },
			'toolTask',
			'pending',
			'running',
		],
		[
			'fields beside the envelope',
			{ code: 0, errorMessage: '', traceId: UUID, status: 'RUNNING' },
			'toolTask',
			'pending',
			'RUNNING',
		],
		[
			'a result beside the envelope',
			{ code: 0, errorMessage: '', status: 'SUCCESS', videoUrl: VIDEO },
			'toolTask',
			'success',
			'SUCCESS',
		],
		[
			'a submission that succeeded',
			{ code: 0, status: 'success', data: { taskId: UUID } },
			'toolTask',
			'pending',
			'',
		],
		[
			'a success without anything',
			{ status: 'success', data: null },
			'toolTask',
			'success',
			'success',
		],
		[
			'an asset without its id',
			{ id: 5, asset_id: null, status: 'active' },
			'assetReview',
			'pending',
			'active',
		],
		[
			'an asset named by its address',
			{ id: 5, asset_id: null, status: 'active', url: 'asset://asset-1' },
			'assetReview',
			'success',
			'active',
		],
		[
			'a task that calls itself active',
			{ id: 5, task_status: 'active' },
			undefined,
			'pending',
			'active',
		],
		[
			'a record whose supplier failed',
			{ id: 5, task_status: 'running', data: { status: 'FAILED' } },
			'userTask',
			'pending',
			'running',
		],
	])('%s', (_, answer, source, state, status) => {
		expect(readTask(answer, { source })).toMatchObject({ state, status });
	});
});

describe('results', () => {
	const URLS: Record<TaskSourceName, unknown> = {
		userTask: {
			id: 1,
			task_status: 'success',
			cover_url: IMAGE,
			service_output: { videoUrl: VIDEO },
		},
		assetReview: { id: 5, asset_id: 'asset-1', status: 'active', url: IMAGE },
		toolTask: {
			code: 0,
			data: { status: 'SUCCESS', videoUrl: VIDEO, downloadUrl: `${VIDEO}?d=1` },
		},
		kbananaChannel: { code: 0, data: { status: 'succeeded', results: [{ url: VIDEO }] } },
		jimengVideo: { code: 0, data: { status: 'done', video_url: VIDEO } },
		hunyuanEffect: { code: 0, data: { Status: 'DONE', ResultVideoUrl: VIDEO } },
		hunyuanStylization: { code: 0, data: { StatusCode: 'JobSuccess', ResultVideoUrl: VIDEO } },
		wanxiang: { code: 0, data: { output: { task_status: 'SUCCEEDED', video_url: VIDEO } } },
		pictureInPicture: { code: 0, data: { status: 'success', videoUrl: VIDEO } },
	};
	it.each(SOURCES)('of %s', (source) => {
		const task = readTask(URLS[source], { source });
		expect(task.state).toBe('success');
		expect(task.urls).toEqual(source === 'assetReview' ? [] : [VIDEO]);
	});

	it.each(TOOLS)('of %s may stand beside the envelope', (source) => {
		for (const name of ['videoUrl', 'video_url', 'ResultVideoUrl', 'downloadUrl', 'url'])
			expect(readTask({ code: 0, errorMessage: '', [name]: VIDEO }, { source }).urls).toEqual([
				VIDEO,
			]);
	});

	it('are nothing that was sent', () => {
		const sent = {
			videoUrl: SENT,
			images: `${IMAGE}，https://user.example/图.png`,
			deep: [{ a: SENT }],
		};
		const echoes: unknown[] = [
			{ traceId: UUID, videoUrl: SENT },
			{ code: 0, data: { traceId: UUID, videoUrl: SENT } },
			{ code: 0, data: { traceId: UUID, videoUrl: ` ${SENT}` } },
			{ code: 0, data: { traceId: UUID, images: [IMAGE, 'https://user.example/%E5%9B%BE.png'] } },
			{ id: 5, task_status: 'pending', service_output: { videoUrl: SENT } },
		];
		for (const answer of echoes) {
			for (const source of [undefined, 'toolTask', 'userTask'] as const)
				expect(readTask(answer, { source, sent })).toMatchObject({ state: 'pending', urls: [] });
		}
		expect(readTask({ code: 0, data: { videoUrl: SENT, url: VIDEO } }, { sent }).urls).toEqual([
			VIDEO,
		]);
		const text = { code: 0, data: { traceId: UUID, text: 'as sent' } };
		expect(readTask(text, { sent: { text: 'as sent' } })).toMatchObject({ state: 'pending' });
		const body = { code: 0, data: { videoUrl: SENT } };
		expect(outcomeOf({ body, task: readTask(body, { sent }), kind: 'sync', sent })).toBe('unknown');
	});
});

describe('ids', () => {
	it.each<[string, unknown, TaskSourceName | undefined, string | undefined]>([
		[
			'a record beats its supplier',
			{ id: 55001, task_status: 'pending', trace_id: '0af7' },
			undefined,
			'55001',
		],
		['also traceId', { id: 55001, task_status: 'pending', traceId: '0af7' }, 'userTask', '55001'],
		['also task_id', { id: 55001, task_status: 'pending', task_id: 'x' }, 'userTask', '55001'],
		[
			'also wrapped',
			{ code: 0, data: { id: 55001, task_status: 'pending', traceId: 'x' } },
			undefined,
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
		['alone, source unknown', { code: 0, data: UUID }, undefined, UUID],
		[
			'alone in hex',
			{ code: 0, data: '0af7651916cd43dd8448eb211c80319c' },
			'toolTask',
			'0af7651916cd43dd8448eb211c80319c',
		],
		['a number alone, of a task', { code: 0, data: 33201 }, 'userTask', '33201'],
		['a number alone, of a tool, is a result', { code: 0, data: 12 }, undefined, undefined],
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
		['zero as text', { id: '0', task_status: 'pending' }, undefined, undefined],
		['negative', { id: -5, task_status: 'pending' }, undefined, undefined],
		['negative as text', { data: { taskId: '-5' } }, 'toolTask', undefined],
		['fractional', { id: 1.5, task_status: 'pending' }, undefined, undefined],
		['fractional as text', { data: { taskId: '1.5' } }, undefined, undefined],
		['a word for nothing', { data: { taskId: 'null' } }, undefined, undefined],
		['a sentence', { data: { taskId: 'not yet' } }, undefined, undefined],
		['an address', { data: { taskId: SENT } }, undefined, undefined],
		['zero, but another', { id: 0, data: { taskId: 'x' } }, 'toolTask', 'x'],
	])('%s', (_, answer, source, id) => {
		expect(readTaskId(answer, source)).toBe(id);
		expect(readTask(answer, { source }).id).toBe(id);
	});

	const WRAPPED: Array<[string, (record: object) => unknown]> = [
		['alone in a list', (record) => ({ code: 200, data: [record] })],
		['as JSON text', (record) => ({ code: 200, data: JSON.stringify(record) })],
		['alone in a list in JSON text', (record) => ({ code: 0, data: JSON.stringify([record]) })],
		['alone among its tasks', (record) => ({ code: 200, data: { tasks: [record] } })],
		['as its task', (record) => ({ code: 200, data: { task: record } })],
		['on a page of records', (record) => ({ code: 200, data: { total: 1, records: [record] } })],
	];
	describe.each(WRAPPED)('a record %s', (_, answer) => {
		it.each<[object, TaskSourceName | undefined, string]>([
			[{ id: 912 }, 'userTask', '912'],
			[{ prompt: 'a boat', id: 912 }, 'userTask', '912'],
			[{ id: 912 }, undefined, '912'],
			[{ task_id: '912' }, 'userTask', '912'],
			[{ task_id: '912' }, undefined, '912'],
			[{ id: 't-912' }, 'toolTask', 't-912'],
			[{ taskId: 't-912' }, 'toolTask', 't-912'],
			[{ reqId: 't-912' }, 'pictureInPicture', 't-912'],
		])('%j (%s) names its task', (record, source, id) => {
			expect(readTaskId(answer(record), source)).toBe(id);
		});

		it('is read, and is about its task alone', () => {
			const done = answer({ id: 500, status: 'SUCCESS', imgUrl: 'https://x.example/a.png' });
			expect(readTask(done, { source: 'userTask' })).toMatchObject({
				state: 'success',
				id: '500',
				urls: ['https://x.example/a.png'],
			});
			expect(isAbout(done, '500', 'userTask')).toBe(true);
			expect(isAbout(done, '501', 'userTask')).toBe(false);
			const tool = answer({ taskId: 't5', status: 'SUCCESS', url: 'https://x.example/a.png' });
			expect(readTask(tool, { source: 'toolTask' })).toMatchObject({ state: 'success', id: 't5' });
		});
	});

	it.each<[string, unknown, TaskSourceName | undefined]>([
		['two records', { data: [{ id: 1 }, { id: 2 }] }, 'userTask'],
		['two tasks', { data: { tasks: [{ task_id: 1 }, { task_id: 2 }] } }, 'userTask'],
		['part of a transcript', { code: 0, data: [{ id: 3, text: 'words', start: 0 }] }, 'toolTask'],
		['a picture', { code: 0, data: [{ id: 3, url: 'https://x.example/a.png' }] }, undefined],
		['half JSON', { data: '{"id":912' }, 'userTask'],
	])('%s: no task is named', (_, answer, source) => {
		expect(readTaskId(answer, source)).toBeUndefined();
	});

	it.each([[[{ task_id: 915 }]], ['{"code":200,"data":{"id":915}}']])(
		'an answer that is no object names one: %j',
		(answer) => expect(readTaskId(answer)).toBe('915'),
	);

	it('an id in place of data is no text, and no result', () => {
		const body = { code: 0, data: UUID };
		const task = readTask(body, { source: 'toolTask' });
		expect(task).not.toHaveProperty('text');
		expect(task.state).toBe('pending');
		expect(syncItem({ taskId: UUID }, wholeReadingOf(task, body)).state).toBe('pending');
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
		expect(isAbout(answer, polled, source)).toBe(about);
	});
});

describe('the output of a record', () => {
	const IMAGE_URL = 'https://files.example/a.png';
	const record = (output: unknown, more: object = {}) => ({
		id: 33156,
		task_status: 'success',
		service_output: output,
		...more,
	});

	it('that gives a reason of failure and nothing else failed, whatever its state says', () => {
		const read = readTask(record({ imgUrl: null, failReason: '内容违规' }), { source: 'userTask' });
		expect(read).toMatchObject({ state: 'failed', failReason: '内容违规', status: 'success' });
	});

	it.each([
		['a result beside it', { imgUrl: IMAGE_URL, failReason: 'one of two was refused' }],
		['a text beside it', { prompt: 'Here is your boat', failReason: 'no picture' }],
		['no reason', { imgUrl: null, failReason: null }],
	])('with %s succeeded as it says', (_, output) => {
		const read = readTask(record(output), { source: 'userTask' });
		expect(read).toMatchObject({ state: 'success' });
		expect(read).not.toHaveProperty('failReason');
	});

	it.each(['userTask', undefined] as const)('written as JSON text is read (%s)', (source) => {
		const output = JSON.stringify({ taskId: 33156, imgUrl: IMAGE_URL });
		expect(readTask(record(output), { source })).toMatchObject({
			id: '33156',
			state: 'success',
			imageUrls: [IMAGE_URL],
		});
		const failed = record(JSON.stringify({ failReason: 'too dark' }), { task_status: 'failed' });
		expect(readTask(failed, { source })).toMatchObject({ state: 'failed', failReason: 'too dark' });
	});

	it.each([{ taskId: 99, imgUrl: IMAGE_URL }, JSON.stringify({ taskId: 99, imgUrl: IMAGE_URL })])(
		'does not rename the task: %j',
		(output) => {
			expect(readTask(record(output), { source: 'userTask' }).id).toBe('33156');
			expect(readTaskId({ code: 0, taskId: 98, data: record(output) }, 'userTask')).toBe('33156');
			expect(isAbout(record(output), '33156', 'userTask')).toBe(true);
			expect(isAbout(record(output, { id: undefined }), '33156', 'userTask')).toBe(false);
		},
	);

	it('is of another task where its envelope says so', () => {
		const answer = { code: 0, taskId: 99, data: { task_status: 'success', service_output: {} } };
		expect(isAbout(answer, '33156', 'userTask')).toBe(false);
		expect(isAbout({ ...answer, taskId: 33156 }, '33156', 'userTask')).toBe(true);
		// The request's own number, or a trace of it.
		expect(isAbout({ ...answer, taskId: undefined, id: 5 }, '33156', 'userTask')).toBe(true);
		expect(isAbout({ ...answer, data: record({}) }, '33156', 'userTask')).toBe(true);
	});
});

describe('any JSON at all, by any row', () => {
	const KEYS =
		'service_output user_input data output result results images imgUrl videoUrl downloadUrl url id taskId task_id traceId JobId task_status taskStatus status State message error msg prompt failReason code aboutUrl text cost progress asset_id created_at __proto__ constructor toString'.split(
			' ',
		);
	const { answers } = fc.letrec<{ answers: unknown }>((tie) => ({
		answers: fc.oneof(
			{ maxDepth: 5, depthSize: 'small' },
			fc.oneof(
				fc.constantFrom(
					SENT,
					IMAGE,
					VIDEO,
					UUID,
					'success',
					'FAILED',
					'处理中',
					'odd',
					'active',
					'',
					null,
					0,
					-1,
					200,
					1.5,
					true,
				),
				fc.jsonValue({ maxDepth: 1 }),
			),
			fc.dictionary(fc.constantFrom(...KEYS), tie('answers'), { maxKeys: 7 }),
			fc.array(tie('answers'), { maxLength: 4 }),
		),
	}));
	const source = fc.constantFrom(undefined, ...SOURCES);

	it('becomes a task; nothing sent becomes a result, and no number that is none an id', () => {
		fc.assert(
			fc.property(answers, source, (made, from) => {
				const answer: unknown = JSON.parse(JSON.stringify(made));
				const task = readTask(answer, { source: from, sent: { videoUrl: SENT } });
				expect(task.urls).not.toContain(SENT);
				expect(new Set(task.urls).size).toBe(task.urls.length);
				expect(task.id ?? '1').not.toMatch(/^(0+|-[\d.]+|\d*\.\d+|[^\p{L}\p{N}]*)$/u);
				expect(task.id).toBe(readTaskId(answer, from));
				expect((task.failReason !== undefined) === (task.state === 'failed')).toBe(true);
				if (task.id !== undefined) expect(isAbout(answer, task.id, from)).toBe(true);
				const reading = readingOf(task, answer);
				expect(taskOf(JSON.parse(JSON.stringify(reading)) as typeof reading)).toEqual(task);
				expect(syncItem({}, reading)).toEqual(syncItem({}, wholeReadingOf(task, answer)));
				const kind = from === undefined ? 'sync' : 'submit';
				expect(['taken', 'notTaken', 'unknown']).toContain(outcomeOf({ body: answer, task, kind }));
			}),
			{ numRuns: 800 },
		);
	});

	it.each([6_000, 50_000])('nested %i deep', (depth) => {
		const deep: unknown = JSON.parse(
			`{"id":33201,"task_status":"pending","data":${'{"data":['.repeat(depth)}1${']}'.repeat(depth)}}`,
		);
		for (const from of [undefined, ...SOURCES]) {
			const task = readTask(deep, { source: from });
			expect(task.id).toBe('33201');
			expect(JSON.stringify(readingOf(task, deep)).length).toBeLessThan(70_000);
			expect(isAbout(deep, '33201', from)).toBe(true);
		}
	});

	it.each([
		['many names', Object.fromEntries(Array.from({ length: 50_000 }, (_, n) => [`name${n}`, n]))],
		[
			'many spellings of a name',
			Object.fromEntries(
				Array.from({ length: 20_000 }, (_, n) => [
					`${'_'.repeat(n % 100)}id${'-'.repeat(n / 100)}`,
					'x',
				]),
			),
		],
	])('%s take no time', (_, data) => {
		const started = cpuMs();
		for (const from of ['userTask', 'toolTask'] as const)
			readTask({ code: 0, data }, { source: from });
		expect(cpuMs() - started).toBeLessThan(3_000);
	});
});
