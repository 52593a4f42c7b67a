import { isAbout, locate } from '../../nodes/shared/answers/lookup';
import {
	TASK_SOURCES,
	taskSource,
	type AnswerRow,
	type TaskSourceName,
} from '../../nodes/shared/answers/sources';
import { readTask } from '../../nodes/shared/answers/task';

const IMAGE = 'https://files.example/images/result.png';

const VIDEO = 'https://files.example/videos/result.mp4';

const SENT = 'https://user.example/in.mp4';

const UUID = '0f8fad5b-d9cb-469f-a165-70867728950e';

const SOURCES = Object.keys(TASK_SOURCES) as TaskSourceName[];

const rowOf = (source: TaskSourceName): AnswerRow => taskSource(source).reads;

const TOOLS = SOURCES.filter((source) => rowOf(source).from === 'answer');

const idIn = (answer: unknown, row: AnswerRow): string | undefined => locate(answer, row).ids[0];

const isOf = (answer: unknown, id: string, source: TaskSourceName) =>
	isAbout(locate(answer, rowOf(source)), id);

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
			for (const source of ['toolTask', 'userTask'] as const)
				expect(readTask(answer, { source, sent })).toMatchObject({ state: 'pending', urls: [] });
		}
		const source = 'toolTask';
		const both = { code: 0, data: { videoUrl: SENT, url: VIDEO } };
		expect(readTask(both, { source, sent }).urls).toEqual([VIDEO]);
		const text = { code: 0, data: { traceId: UUID, text: 'as sent' } };
		expect(readTask(text, { source, sent: { text: 'as sent' } })).toMatchObject({
			state: 'pending',
		});
		const body = { code: 0, data: { videoUrl: SENT } };
		expect(readTask(body, { source, sent, isDirect: true }).hasResult).toBe(false);
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

	it('written as JSON text is read', () => {
		const output = JSON.stringify({ taskId: 33156, imgUrl: IMAGE_URL });
		expect(readTask(record(output), { source: 'userTask' })).toMatchObject({
			id: '33156',
			state: 'success',
			imageUrls: [IMAGE_URL],
		});
	});

	it('does not rename the task', () => {
		const output = { taskId: 99, imgUrl: IMAGE_URL };
		expect(readTask(record(output), { source: 'userTask' }).id).toBe('33156');
		expect(idIn({ code: 0, taskId: 98, data: record(output) }, rowOf('userTask'))).toBe('33156');
		expect(isOf(record(output), '33156', 'userTask')).toBe(true);
		expect(isOf(record(output, { id: undefined }), '33156', 'userTask')).toBe(false);
	});

	it('is of another task where its envelope says so', () => {
		const answer = { code: 0, taskId: 99, data: { task_status: 'success', service_output: {} } };
		expect(isOf(answer, '33156', 'userTask')).toBe(false);
		expect(isOf({ ...answer, taskId: 33156 }, '33156', 'userTask')).toBe(true);
		// The request's own number, or a trace of it.
		expect(isOf({ ...answer, taskId: undefined, id: 5 }, '33156', 'userTask')).toBe(true);
		expect(isOf({ ...answer, data: record({}) }, '33156', 'userTask')).toBe(true);
	});
});
