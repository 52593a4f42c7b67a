import fc from 'fast-check';
import { isAbout, locate } from '../../nodes/shared/answers/lookup';
import {
	TASK_SOURCES,
	taskSource,
	type AnswerRow,
	type TaskSourceName,
} from '../../nodes/shared/answers/sources';
import { bounded } from '../../nodes/shared/waiting/waitState';
import { readTask, type TaskState } from '../../nodes/shared/answers/task';
import { cpuMs } from '../support/cpuTime';

const IMAGE = 'https://files.example/images/result.png';

const VIDEO = 'https://files.example/videos/result.mp4';

const SENT = 'https://user.example/in.mp4';

const UUID = '0f8fad5b-d9cb-469f-a165-70867728950e';

const SOURCES = Object.keys(TASK_SOURCES) as TaskSourceName[];

const rowOf = (source: TaskSourceName): AnswerRow => taskSource(source).reads;

const idIn = (answer: unknown, row: AnswerRow): string | undefined => locate(answer, row).ids[0];

const isOf = (answer: unknown, id: string, source: TaskSourceName) =>
	isAbout(locate(answer, rowOf(source)), id);

describe('the table', () => {
	it.each(SOURCES)('%s: no word means two things', (source) => {
		const { success, failure, pending, passed = [] } = rowOf(source);
		const all = [success, failure, pending, passed];
		const states = all.flatMap((some) => [...some]);
		expect(new Set(states).size).toBe(states.length);
		expect(states.filter((word) => word !== word.toLowerCase())).toEqual([]);
	});

	it.each(SOURCES)('%s: every path is folded, as names in answers are', (source) => {
		const { state, envelopeState, ids, reasons, failureReasons, ...row } = rowOf(source);
		const paths = [state, envelopeState, ids, reasons, failureReasons, row.texts, row.results];
		for (const path of [...paths.flat(), ...row.resultsBeside]) expect(path).toMatch(/^[a-z.]+$/);
	});

	it('one more path to an id is one more line of a row', () => {
		const answer = { code: 0, data: { madeUp: { id: 880123 } } };
		const bare = { madeUp: { id: 880123 } };
		for (const source of ['userTask', 'toolTask'] as const) {
			const row = rowOf(source);
			for (const one of [answer, bare]) expect(idIn(one, row)).toBeUndefined();
			const more = { ...row, ids: [...row.ids, 'madeup.id', 'data.madeup.id'] };
			for (const one of [answer, bare]) expect(idIn(one, more)).toBe('880123');
		}
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
	])('%s: %s is not known, counts as running, and is told', (source, word) => {
		expect(readTask(ANSWER[source](word), { source })).toMatchObject({
			state: 'pending',
			status: word,
			unknownStatus: true,
		});
	});

	it.each<[string, unknown, TaskSourceName, TaskState, string]>([
		[
			'a wrapper that succeeded, of a tool',
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
			'userTask',
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
	const sources = fc.constantFrom(...SOURCES);

	it('becomes a task; nothing sent becomes a result, and no number that is none an id', () => {
		fc.assert(
			fc.property(answers, sources, fc.boolean(), (made, source, isDirect) => {
				const answer: unknown = JSON.parse(JSON.stringify(made));
				const task = readTask(answer, { source, sent: { videoUrl: SENT }, isDirect });
				expect(task.urls).not.toContain(SENT);
				expect(new Set(task.urls).size).toBe(task.urls.length);
				expect(task.id ?? '1').not.toMatch(/^(0+|-[\d.]+|\d*\.\d+|[^\p{L}\p{N}]*)$/u);
				expect(task.id).toBe(idIn(answer, rowOf(source)));
				expect((task.failReason !== undefined) === (task.state === 'failed')).toBe(true);
				if (task.id !== undefined) expect(isOf(answer, task.id, source)).toBe(true);
				expect(JSON.parse(JSON.stringify(task))).toEqual(task);
			}),
			{ numRuns: 800 },
		);
	});

	it.each([6_000, 200_000])('nested %i deep', (depth) => {
		const deep: unknown = JSON.parse(
			`{"id":33201,"task_status":"pending","data":${'{"data":['.repeat(depth)}1${']}'.repeat(depth)}}`,
		);
		for (const source of SOURCES) {
			const task = readTask(deep, { source, isDirect: true });
			expect(task.id).toBe('33201');
			expect(JSON.stringify(bounded(task)).length).toBeLessThan(70_000);
			expect(isOf(deep, '33201', source)).toBe(true);
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
		for (const source of ['userTask', 'toolTask'] as const) readTask({ code: 0, data }, { source });
		expect(cpuMs() - started).toBeLessThan(3_000);
	});
});
