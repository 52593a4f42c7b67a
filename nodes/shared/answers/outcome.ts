import { at, textOf } from '../util/json';
import { readMessage, type NetworkFault, type Refusal, type RefusalKind } from './answer';
import type { Task } from './task';
import { readTaskId } from './taskIds';
import { hasToolData } from './toolData';

/**
 * What became of a paid request. Only what is `notTaken` may be sent again: `taken` has brought a task or a
 * result, and of `unknown` nobody can tell whether it is paid for.
 */
export type WaitResult = 'taken' | 'notTaken' | 'unknown';

/** How a paid request ended: with a refusal, without any answer, or with an answer that was read as a task. */
export type Ended = { refusal?: Refusal; fault?: NetworkFault } | EndedByAnswer;

export interface EndedByAnswer {
	body: unknown;
	task: Task;
	/** Whether the service makes a task, or answers with its result. */
	kind: 'submit' | 'sync';
	/** The body of the request: nothing of it is a result. */
	sent?: unknown;
}

/** Refusals that name no task. A 503 is also the platform's guard against sending twice (reference 16). */
const BY_KIND: Readonly<Record<RefusalKind, WaitResult>> = {
	key: 'notTaken',
	notFound: 'notTaken',
	input: 'notTaken',
	slowDown: 'notTaken',
	unavailable: 'unknown',
	server: 'unknown',
	redirect: 'unknown',
	notJson: 'unknown',
	code: 'unknown',
	otherTask: 'unknown',
	other: 'unknown',
};

/** The only place that decides whether a paid request may be sent again. Pure. */
export function outcomeOf(ended: Ended): WaitResult {
	if ('task' in ended) return answered(ended);
	const { refusal, fault } = ended;
	if (refusal === undefined) return fault?.neverSent === true ? 'notTaken' : 'unknown';
	if (readTaskId(refusal.body) !== undefined) return 'taken';
	// A refusal that speaks of a task, or says that it was submitted or charged, is a plain one no more.
	const isPlain =
		!SAYS_TAKEN.test(refusal.said) && !namesTaskWithin(refusal.body) && !isHalfJson(refusal);
	return isPlain ? BY_KIND[refusal.kind] : 'unknown';
}

const DEEPEST = 6;

/** Whether something called a task, a record, a job or an order has an id in there, where no acceptor looks for it. */
function namesTaskWithin(value: unknown, isTask = false, depth = 0): boolean {
	if (typeof value !== 'object' || value === null || depth > DEEPEST) return false;
	return Object.entries(value).some(([name, inner]) => {
		const within = isTask || /task|record|job|order/i.test(name);
		const isId = within && /(id|no)$/i.test(name) && /[\p{L}\p{N}]/u.test(textOf(inner) ?? '');
		return isId || namesTaskWithin(inner, within, depth + 1);
	});
}

/** What was cut off may have gone on with an id. */
const isHalfJson = ({ body, said }: Refusal): boolean =>
	body === undefined && /^\s*[[{]/.test(said);

function answered({ body, task, kind, sent }: EndedByAnswer): WaitResult {
	if (task.id !== undefined || task.urls.length > 0 || task.text !== undefined) return 'taken';
	if (kind === 'submit') return 'unknown';
	const platformMessage = readMessage(body);
	// A text in place of the data that was not read as a result says how the request stands.
	const isSentence = typeof at(body, 'data') === 'string';
	const holdsData = !isSentence && hasToolData(body, sent);
	// What stands beside words of failure, such as the name of a machine, is no result; but no plain refusal either.
	const isBeside =
		platformMessage?.ofFailure === true && !hasToolData({ data: at(body, 'data') }, sent);
	if (holdsData && !isBeside) return 'taken';
	if (platformMessage === undefined) return 'unknown';
	const isRefusal =
		platformMessage.ofFailure &&
		!holdsData &&
		task.state !== 'failed' &&
		!PERHAPS_BEGUN.test(platformMessage.said);
	const isPlain = isRefusal || BEFORE_WORK.test(platformMessage.said);
	return isPlain && !SAYS_TAKEN.test(platformMessage.said) ? 'notTaken' : 'unknown';
}

// Whatever else is said beside them: these say that a request was taken, that work goes on, or that it was charged.
const SAYS_TAKEN =
	/已经?(自动|成功|被)?(创建|提交|受理|接收|接受|收到|生成|扣|开始|完成|修正|处理)|(创建|提交|受理|扣费|生成|接收)成功|成功(创建|提交|受理|扣费|生成|接收)|(请勿|不要|勿)重复|重复提交|继续(执行|处理|生成)|提醒|请稍后查询|(任务|请求)[^，。,.]{0,8}(正在|处理中|进行中|进入队列|排队中)|^排队中|扣费后|passauth\/\d|after deduction|(?<!(not|nothing|never) )\b(was|were|been) charged\b|\bcharged \d|\bdeducted\b|\b(is|are) (already |still )?(in progress|being processed)\b|任务\s*(id|编号)?\s*[:：]?\s*[\w-]*\d{4,}|(task|job|request|order|image|video)\b.{0,24}\b(created|submitted|accepted|received|queued|started|charged|generated)\b|(created|submitted|accepted|received|queued|started|charged) (successfully|already)|(already|successfully) (created|submitted|accepted|received|queued|started|charged)|being generated|duplicate|\bwarning\b|will be|\btask (id:? )?#?\d{4,}/i;

// Money, rights and input are looked at before any work is done.
const BEFORE_WORK =
	/(余额|积分|额度|点数|资源包)[^，。,.]{0,6}不足|欠费|(insufficient|not enough) [\w ]{0,20}(balance|credits?|quota|funds)|quota exceeded|无效的?密钥|密钥无效|未授权|无权限|没有权限|unauthori[sz]ed|forbidden|(invalid|missing) (api.?)?key|参数(错误|有误|不正确|不合法|无效)|不能为空|is required|must be|invalid param|PARAM_ERROR|REQUEST_UNAUTH|NO_OPERATION_PERMISSION/i;
// These may be said of work that was begun, or of a request that is taken already.
const PERHAPS_BEGUN =
	/失败|超时|异常|错误|繁忙|稍后|重试|重复|已提交|处理中|进行中|生成中|排队|扣|fail|time[d -]*out|internal|server|upstream|gateway|unavailable|busy|later|retry|again|duplicate|resubmit|already|progress|processing|charged/i;
