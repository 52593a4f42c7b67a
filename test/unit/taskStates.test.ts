import { isEndWord } from '../../nodes/shared/answers/endWords';
import type { TaskSourceName } from '../../nodes/shared/answers/sources';
import { readTask, type TaskState } from '../../nodes/shared/answers/task';
import { IMAGE, UUID, VIDEO } from './sampleUrls';
import { output, record, rowOf, SOURCES, tool, toolData } from './taskAnswers';

/** An answer of a record, of a review and of a tool, with the state to be told in. */
const ANSWER = {
	userTask: (task_status: string): unknown => ({ id: 33201, task_status, service_output: null }),
	assetReview: (status: string): unknown => ({ data: { id: 5, asset_id: 'asset-1', status } }),
	toolTask: (status: string): unknown => ({ code: 0, data: { traceId: UUID, status } }),
};
type Kind = keyof typeof ANSWER;
const KINDS = Object.keys(ANSWER) as Kind[];

/** Reference 1.4. */
const SUCCESS =
	'success completed 成功 SUCCESS succeeded succeed complete done finished 已完成 任务已完成 生成成功';
const FAILED =
	'failed failure FAIL error cancelled canceled rejected expired timeout 失败 任务失败 已取消 审核失败 超时';
const PENDING =
	'pending running processing created queued submitted waiting WAIT RUN 处理中 排队中 生成中 审核中 任务处理中 等待 已提交';
const WORDS: Array<[Kind, TaskState, string]> = [
	...KINDS.flatMap((source): typeof WORDS => [
		[source, 'failed', FAILED],
		[source, 'pending', PENDING],
	]),
	['userTask', 'success', SUCCESS],
	['toolTask', 'success', `${SUCCESS} jobsuccess JobSuccess`],
	['toolTask', 'failed', 'not_found UNKNOWN JobFailed JobModerationFailed'],
	['toolTask', 'pending', 'in_queue generating JobInit JobRunning'],
	['assetReview', 'success', 'success completed 成功 审核成功 active 审核通过'],
	['assetReview', 'failed', '未通过'],
];

/** An answer of each source as its supplier writes it, with its state and the address of its result. */
const OF_SOURCE: Record<TaskSourceName, (state: string, url: string) => unknown> = {
	userTask: (task_status, videoUrl) => ({ id: 1, task_status, service_output: { videoUrl } }),
	assetReview: (status) => ({ data: { id: 5, asset_id: 'asset-1', status, url: VIDEO } }),
	toolTask: (status, videoUrl) => ({ code: 0, data: { traceId: UUID, status, videoUrl } }),
	kbananaChannel: (status, url) => ({ code: 0, data: { id: UUID, status, results: [{ url }] } }),
	jimengVideo: (status, video_url) => ({ code: 0, data: { status, video_url } }),
	hunyuanEffect: (Status, ResultVideoUrl) => ({ code: 0, data: { Status, ResultVideoUrl } }),
	hunyuanStylization: (StatusCode, ResultVideoUrl) => ({ data: { StatusCode, ResultVideoUrl } }),
	wanxiang: (task_status, video_url) => ({ code: 0, data: { output: { task_status, video_url } } }),
	pictureInPicture: (status, videoUrl) => ({ code: 0, data: { ReqId: 'ab12', status, videoUrl } }),
};

describe('the word for a state', () => {
	it.each(SOURCES)('is read where the supplier of %s writes it, as is the result', (source) => {
		const stateOf = (word: string, url: string) =>
			readTask(OF_SOURCE[source](word, url), { source });
		const urls = source === 'assetReview' ? [] : [VIDEO];
		expect(stateOf('success', VIDEO)).toMatchObject({ state: 'success', status: 'success', urls });
		expect(stateOf('FAIL', '')).toMatchObject({ state: 'failed', status: 'FAIL' });
		expect(stateOf('polishing', '')).toMatchObject({ state: 'pending', unknownStatus: true });
	});

	it.each(WORDS)('of %s, %s: %s', (source, state, words) => {
		for (const status of words.split(' ')) {
			const told = { state, status, unknownStatus: false };
			expect(readTask(ANSWER[source](status), { source })).toMatchObject(told);
		}
	});

	it.each<[Kind, string]>([
		['userTask', 'polishing moderating active unknown 审核通过 未完成'],
		['toolTask', 'polishing active'],
		['assetReview', 'polishing'],
	])('of %s that is not known counts as running, and is told: %s', (source, words) => {
		for (const status of words.split(' ')) {
			const told = { state: 'pending', status, unknownStatus: true };
			expect(readTask(ANSWER[source](status), { source })).toMatchObject(told);
		}
	});

	it.each(SOURCES)('means one thing to %s, and is folded like every path', (source) => {
		const { success, failure, pending, passed = [], ...row } = rowOf(source);
		const words = [success, failure, pending, passed].flatMap((some) => [...some]);
		expect(new Set(words).size).toBe(words.length);
		expect(words.filter((word) => word !== word.toLowerCase())).toEqual([]);
		const paths = Object.values(row).filter((list) => Array.isArray(list));
		for (const path of paths.flat()) expect(path).toMatch(/^[a-z.]+$/);
	});

	it.each([
		{ task_status: 'success', status: 'failed', data: { state: 'error' } },
		{ data: { state: ' success\n' } },
		{ data: { StatusCode: 'JobSuccess' } },
		{ result: { status: 'success' } },
		{ output: { task_status: 'SUCCEEDED' } },
		{ state: 'success' },
	])('is found in %j', (answer) => expect(tool(answer).state).toBe('success'));

	it.each<[TaskSourceName, TaskState, string, unknown]>([
		['toolTask', 'pending', 'RUNNING', { status: 'success', data: { taskStatus: 'RUNNING' } }],
		['wanxiang', 'pending', 'RUN', { data: { state: 'done', output: { task_status: 'RUN' } } }],
		['toolTask', 'success', 'SUCCESS', { state: 'error', data: { TaskStatus: 'SUCCESS' } }],
		['toolTask', 'pending', 'running', { data: { status: 200, state: 'running' } }],
		['toolTask', 'pending', 'RUNNING', { code: 0, traceId: UUID, status: 'RUNNING' }],
		['toolTask', 'success', 'SUCCESS', { code: 0, status: 'SUCCESS', videoUrl: VIDEO }],
		['toolTask', 'pending', '', { code: 0, status: 'success', data: { taskId: UUID } }],
		['toolTask', 'success', 'success', { status: 'success', data: null }],
		['assetReview', 'pending', 'active', { id: 5, asset_id: null, status: 'active' }],
		['assetReview', 'success', 'active', { asset_id: null, status: 'active', url: 'asset://a-1' }],
		['userTask', 'pending', 'running', { task_status: 'running', data: { status: 'FAILED' } }],
	])('of %s means %s where it is "%s" in %j', (source, state, status, answer) => {
		expect(readTask(answer, { source })).toMatchObject({ state, status });
	});

	it('that is not known, or a small number, stays so beside a result: it may be a preview', () => {
		for (const task_status of ['0', 1, 'polishing']) {
			const answer = { id: 7, task_status, service_output: { imgUrl: IMAGE } };
			expect(record(answer)).toMatchObject({ state: 'pending', unknownStatus: true });
		}
	});

	it('may stand in place of a result, where a text begins with it', () => {
		const failed = '任务失败：内容违规';
		expect(toolData(failed)).toMatchObject({ state: 'failed', failReason: failed });
		expect(toolData('生成失败')).toMatchObject({ state: 'failed', failReason: '生成失败' });
		expect(toolData('处理中')).toMatchObject({ state: 'pending' });
		for (const data of [failed, '处理中']) expect(toolData(data)).not.toHaveProperty('text');
		// Whatever begins with no word of the row is shown, and decides nothing.
		for (const text of ['任务不存在', '余额不足', '失败是成功之母。\n这是一段文案', '一段文案'])
			expect(toolData(text)).toMatchObject({ state: 'success', text });
	});
});

describe('without a word for the state', () => {
	it('a result is a success', () => {
		const result = { videoUrl: VIDEO };
		for (const more of [{}, { status: 200 }, { task_status: '' }])
			for (const task of [
				tool({ data: result, ...more }),
				record({ service_output: result, ...more }),
			])
				expect(task).toMatchObject({ state: 'success', videoUrls: [VIDEO] });
	});

	it('a file while the platform says how far it is comes from the input', () => {
		const data = { traceId: '5006', videoUrl: 'https://in.example/input.mp4', progress: 20 };
		expect(toolData(data).state).toBe('pending');
		expect(toolData({ ...data, progress: '100%' }).state).toBe('success');
	});

	it.each([
		...[undefined, null, {}, [1, 2], 'busy', 7, { code: 0, data: null }],
		{ code: 0, data: { traceId: 'a-1' } },
		{ task_status: { name: 'success' }, status: [], state: true },
	])('%j is pending', (answer) => {
		for (const read of [record, tool])
			expect(read(answer)).toMatchObject({ state: 'pending', urls: [] });
	});
});

describe('a word for an end without success', () => {
	const ENDS =
		'timed_out TIMED_OUT timed-out timedOut TimedOut time_out aborted stopped killed blocked terminated interrupted ' +
		'content_filter CONTENT_FILTER ContentFilter content_filtered content-blocked safety_blocked prompt_blocked ' +
		'moderation_blocked blocked_by_policy user_canceled UserCancelled cancelled_by_user system_error internal_error ' +
		'TASK_FAILED job_failed failed_permanently partially_failed processing_failed queue_timeout wait_timeout ' +
		'retry_failed retries_exceeded denied refused declined invalid unsafe nsfw NSFW PROHIBITED_CONTENT BLOCKLIST ' +
		'policy_violation sensitive_content crashed discarded expired_in_queue revoked not_approved not_allowed unsuccessful ' +
		'超时 任务超时 等待超时 排队超时 已终止 中止 已中止 中断 已停止 任务已停止 被拒绝 已拦截 内容被拦截 内容违规 涉嫌违规 ' +
		'检测到敏感内容 已屏蔽 已过期 链接失效 已取消 用户取消 已撤销 审核不通过 内容不合规 未成功 无法生成 余额不足 异常终止 ' +
		'系统错误 生成出错 渲染失败 重试失败 超时未完成 被杀死 强制结束 已删除';
	const GOING_ON =
		'moderating aborting stopping cancelling retrying retry failed_retry failed_retrying error_handling timeout_retry ' +
		'no_error not_failed error_none never_expired waiting_for_block checking_content content_check safety_check filter ' +
		'will_expire expiring completed_with_errors created step_3 paused scheduled vetoed stop 200 ' +
		'失败重试 失败重试中 超时等待 等待取消 正在取消 即将超时 未超时 无异常 没有错误 内容检测 敏感检测 违规检查 异常审核 暂停 草稿';

	it.each(ENDS.split(' '))('is %s', (word) => expect(isEndWord(word)).toBe(true));
	it.each(GOING_ON.split(' '))('is not %s', (word) => expect(isEndWord(word)).toBe(false));

	it('is no sentence, nor a word of success', () => {
		const sentences = [
			'The task of this user was blocked by the moderation',
			'任务因为内容违规被平台拦截并且终止了',
			'',
		];
		const rows = SOURCES.map(rowOf);
		const good = rows.flatMap((row) => [...row.success, ...row.pending, ...(row.passed ?? [])]);
		expect([...sentences, ...good].filter(isEndWord)).toEqual([]);
	});

	it('is a failure, and its reason where there is no other', () => {
		for (const status of ['timed_out', 'content_filter', '内容违规', '任务已终止']) {
			const failed = { state: 'failed', status, unknownStatus: false };
			const failReason = expect.stringContaining(status) as string;
			expect(record({ id: 1, status })).toMatchObject({ ...failed, failReason });
			const told = toolData({ traceId: 'ab12', status, message: 'no luck' });
			expect(told).toMatchObject({ ...failed, failReason: 'no luck' });
		}
	});

	it('is a result where it is the text of a success', () => {
		const task = toolData({ traceId: 'ab12', status: 'success', text: 'Blocked' });
		expect(task).toMatchObject({ state: 'success', text: 'Blocked' });
	});
});

describe('why a task failed', () => {
	const failed = { task_status: 'failed' };
	it.each([
		{ status: 'failed', errorMessage: 'a', error: 'b' },
		{ data: { Status: 'FAIL', ErrorMessage: 'a' } },
		{ data: { StatusCode: 'JobFailed', StatusMsg: 'a' } },
		{ data: { output: { task_status: 'FAILED', message: 'a' } } },
		{ data: { status: 'failed', task_status_msg: 'a' } },
		{ status: 'failed', detail: [{ loc: ['body'], msg: 'a' }] },
		{ data: { status: 'failed', error: { code: 'a' } } },
		{ status: 'failed', error: '{"code":7,"message":"a"}' },
		{ code: 0, message: 'success', msg: 'OK', data: { status: 'failed', failure_reason: 'a' } },
	])('is found in %j', (answer) =>
		expect(tool(answer)).toMatchObject({ state: 'failed', failReason: 'a' }),
	);

	it.each([
		{ status: 'failed', user_input: { message: 'b' }, request: { message: 'b' } },
		failed,
		{ code: 0, message: 'Success', data: { status: 'failed' } },
	])('is not found in %j', (answer) => {
		const none = 'no reason was found in the platform\'s response (status "failed")';
		expect(tool(answer)).toMatchObject({ state: 'failed', failReason: none });
	});

	it('is told first by the output of a record, and is a failure by itself', () => {
		for (const task_status of ['failed', 'moderating', '']) {
			const answer = { task_status, service_output: { failReason: 'a' }, message: 'b' };
			expect(record(answer)).toMatchObject({ state: 'failed', failReason: 'a' });
		}
	});

	it('changes nothing beside a state or a result', () => {
		const running = { task_status: 'running', service_output: { failReason: 'first try failed' } };
		for (const [state, task] of [
			['pending', record(running)],
			['success', output({ failReason: 'one of two was refused', imgUrl: IMAGE })],
			['success', output({ failReason: 'no picture', prompt: 'Here is your boat' })],
			['success', output({ failReason: null, imgUrl: null })],
			['success', toolData({ status: 'success', duration: 12.5, error_msg: 'no sound' })],
		] as const) {
			expect(task.state).toBe(state);
			expect(task).not.toHaveProperty('failReason');
		}
	});

	const NAMES =
		'failReason fail_reason failure_reason failMsg errorMessage errorMsg error_msg errMsg';
	const IN_OUTPUT = (fields: object) => ({ id: 5, status: 'SUCCESS', service_output: fields });
	const RECORDS: Array<[string, TaskSourceName, (fields: object) => object]> = [
		['of a record', 'userTask', (fields) => ({ code: 200, data: { id: 500, ...fields } })],
		['of a bare record', 'userTask', (fields) => ({ id: 500, ...fields })],
		['in the output of a record', 'userTask', IN_OUTPUT],
		['of an asset', 'assetReview', (fields) => ({ id: 500, ...fields })],
		['of a tool', 'toolTask', (fields) => ({ code: 0, data: { taskId: 't5', ...fields } })],
		['beside an envelope', 'toolTask', (fields) => ({ code: 0, taskId: 't5', ...fields })],
	];
	it.each(RECORDS)('refutes a success %s without a result', (_, source, answer) => {
		const read = (fields: object) => readTask(answer({ status: 'SUCCESS', ...fields }), { source });
		const failReason = '内容审核未通过';
		for (const name of answer === IN_OUTPUT ? ['failReason'] : NAMES.split(' '))
			expect(read({ [name]: failReason, message: '任务结束', imgUrl: null })).toMatchObject({
				state: 'failed',
				status: 'SUCCESS',
				failReason,
			});
		for (const none of ['', ' ', 'OK', '成功', '操作成功', '无', 'none', 'null', 0, null, {}])
			expect(read({ failReason: none })).toMatchObject({ state: 'success' });
		for (const name of ['message', 'msg'])
			expect(read({ [name]: failReason })).toMatchObject({ state: 'success' });
		const result = source === 'assetReview' ? { asset_id: 'asset-1' } : { videoUrl: VIDEO };
		const task = read({ ...result, failReason: 'one of two was refused' });
		expect(task).toMatchObject({ state: 'success' });
		expect(task).not.toHaveProperty('failReason');
	});
});
