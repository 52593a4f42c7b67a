/*
 * State words that mean a task ended without success. Each supplier has its own, alone or in a compound
 * (`content_filter`, `UserCanceled`, `timed out`), so this file lists the parts of such words.
 */

const words = (list: string): ReadonlySet<string> => new Set(list.split(' '));

/** A word means an end if one of its parts, or two neighbouring parts joined, is in this list. */
const ENDS = words(
	'fail fails failed failure error errors errored exception fault crash crashed panic unsuccessful exhausted ' +
		'cancel cancels canceled cancelled cancellation abort aborts aborted kill killed stopped halted terminate terminated ' +
		'interrupted discarded dropped dismissed abandoned deleted removed revoked voided evicted dead lost oom ' +
		'reject rejects rejected rejection refused denied declined disallowed forbidden prohibited banned unauthorized ' +
		'block blocked blocklist blocklisted intercepted filtered contentfilter safetyfilter policyfilter flagged ' +
		'violation violated violates nsfw unsafe sensitive illegal invalid unsupported ' +
		'expire expired timeout timedout overdue exceeded notallowed notapproved notpassed notpermitted notsupported',
);
/** With one of these parts, the end is denied or in the future, or there is a result. */
const DENIES = words(
	'no none non not never without will may soon success succeeded successful completed done finished passed ok',
);
/** After an end word, one of these parts means that the task continues: `failed_retry`, but not `queue_timeout`. */
const GOES_ON = words('retry retried retries wait queue queued pending');
/** A text with more parts is a sentence, and a sentence never decides. */
const MOST_PARTS = 4;

const ENDS_CHINESE =
	/失败|超时|过期|逾期|失效|取消|撤销|撤回|作废|终止|中止|中断|停止|停用|放弃|拒绝|驳回|拦截|屏蔽|阻断|阻止|封禁|禁止|过滤|违规|违禁|违法|非法|敏感|不合规|不合法|不通过|未通过|不支持|不足|无效|无法|未成功|异常|错误|出错|报错|故障|崩溃|杀死|被杀|强制结束|删除|丢弃|丢失/gu;
const DENIES_CHINESE =
	/未(?!通过|成功|完成)|无(?!效|法)|没有|正在|即将|将要|可能|是否|避免|防止|准备|等待(?=取消|终止|停止)/u;
const GOES_ON_CHINESE = /重试|等待|排队|检测|检查|审核$/u;
const MOST_LETTERS = 12;

/** Whether a state word means that its task ended without success. Pure. */
export const isEndWord = (word: string): boolean =>
	/\p{Script=Han}/u.test(word) ? isChineseEnd(word) : isEnglishEnd(word);

function isEnglishEnd(word: string): boolean {
	const [said = ''] = word
		.replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
		.toLowerCase()
		.replace(/[^a-z]+/g, ' ')
		.replace(/\bnot (?=[a-z])/g, 'not')
		// The rest is a reason, or what the task is waiting for.
		.split(/ (?:by|for|in|of|due|during|while|with) /, 1);
	const parts = said.trim().split(' ');
	if (parts.length > MOST_PARTS || parts.some((part) => DENIES.has(part))) return false;
	let isEnd = false;
	for (const [n, part] of parts.entries()) {
		if (ENDS.has(part) || ENDS.has(`${parts[n - 1] ?? ''}${part}`)) isEnd = true;
		// An activity, as in `error_handling`.
		else if (GOES_ON.has(part) || part.endsWith('ing')) isEnd = false;
	}
	return isEnd;
}

function isChineseEnd(word: string): boolean {
	if (word.length > MOST_LETTERS || DENIES_CHINESE.test(word)) return false;
	const last = [...word.matchAll(ENDS_CHINESE)].at(-1);
	return last !== undefined && !GOES_ON_CHINESE.test(word.slice(last.index + last[0].length));
}
