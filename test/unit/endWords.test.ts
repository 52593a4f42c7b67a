import { isEndWord } from '../../nodes/shared/answers/endWords';
import { TASK_SOURCES, taskSource, type TaskSourceName } from '../../nodes/shared/answers/sources';
import { readTask } from '../../nodes/shared/answers/task';

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
	'will_expire expiring completed_with_errors created step_3 paused scheduled vetoed stop ' +
	'失败重试 失败重试中 超时等待 等待取消 正在取消 即将超时 未超时 无异常 没有错误 内容检测 敏感检测 违规检查 异常审核 暂停 草稿';

it.each(ENDS.split(' '))('%s is an end', (word) => expect(isEndWord(word)).toBe(true));
it.each(GOING_ON.split(' '))('%s is none', (word) => expect(isEndWord(word)).toBe(false));

it('a sentence decides nothing, nor does a word of success', () => {
	for (const text of [
		'The task of this user was blocked by the moderation',
		'任务因为内容违规被平台拦截并且终止了',
		'',
		'200',
	])
		expect(isEndWord(text)).toBe(false);
	for (const name of Object.keys(TASK_SOURCES) as TaskSourceName[]) {
		const { success, pending, passed = [] } = taskSource(name).reads;
		for (const word of [...success, ...pending, ...passed])
			expect([word, isEndWord(word)]).toEqual([word, false]);
	}
});

it.each(['timed_out', 'Stopped', 'content_filter', '内容违规', '任务已终止'])(
	'a task in the state %s has failed, with its word as the reason where there is no other',
	(word) => {
		const record = { id: 1, task_status: word, service_output: null };
		const failed = { state: 'failed', status: word, unknownStatus: false };
		expect(readTask(record, { source: 'userTask' })).toMatchObject({
			...failed,
			failReason: expect.stringContaining(word),
		});
		const tool = { code: 0, data: { traceId: 'ab12', status: word, message: 'no luck' } };
		expect(readTask(tool, { source: 'toolTask' })).toMatchObject({
			...failed,
			failReason: 'no luck',
		});
	},
);

it('a text result that reads like such a word is a result', () => {
	const answer = { code: 0, data: { traceId: 'ab12', status: 'success', text: 'Blocked' } };
	expect(readTask(answer, { source: 'toolTask' })).toMatchObject({
		state: 'success',
		text: 'Blocked',
	});
});
