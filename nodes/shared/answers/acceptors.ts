import { fold } from './folded';
import type { TaskSourceName } from './sources';

/**
 * How the answers of one task source are read, a row of the table below. Of several places, the first that says
 * something counts. Names are folded: `task_status` and `TaskStatus` are the same.
 */
export interface Acceptor {
	/** What the places are counted from: the whole answer, or the task's record, bare or in `data` (reference 1.3). */
	readonly from: 'answer' | 'record';
	/** Words of the states, compared in lower case; any other word counts as running, and is told. */
	readonly success: ReadonlySet<string>;
	readonly failure: ReadonlySet<string>;
	readonly pending: ReadonlySet<string>;
	/** Words of success that count only beside the id of an asset. */
	readonly passed?: ReadonlySet<string>;
	readonly state: readonly string[];
	/** Where a state may stand that is only the envelope's. */
	readonly envelope: readonly string[];
	readonly id: readonly string[];
	readonly reason: readonly string[];
	/** Of these, the ones that speak of nothing but a failure, and of the task. */
	readonly failureReason: readonly string[];
	readonly text: readonly string[];
	/** Every URL in these parts is a result. */
	readonly results: readonly string[];
	/** Fields that are a result where no such part is there. */
	readonly beside: readonly string[];
}

const states = (...lists: string[]): ReadonlySet<string> =>
	new Set(lists.flatMap((some) => some.split(' ')));
const names = (list: string) => list.split(' ').map(fold);
/** The names in each of the places, place by place; '' is the whole. */
const below = (places: string, list: string) =>
	places
		.split(',')
		.flatMap((place) => names(list).map((name) => (place === '' ? name : `${place}.${name}`)));

// Reference 1.4; in Chinese as `readState` leaves them.
const SUCCESS =
	'success succeeded succeed completed complete done finished 成功 完成 生成成功 生成完成 处理成功 处理完成 执行成功 执行完成 合成成功 合成完成';
const FAILURE =
	'failed failure fail error cancelled canceled rejected expired timeout 失败 生成失败 处理失败 执行失败 合成失败 提交失败 审核失败 审核不通过 审核未通过 错误 异常 取消 拒绝 过期 超时 终止';
const PENDING =
	'pending running processing created queued submitted waiting wait run 提交 提交成功 创建 创建成功 排队 等待 待处理 待执行 待审核 受理';
/** Of the suppliers behind the tools (reference 1.4, D). */
const JIMENG = { failure: 'not_found', pending: 'in_queue generating' };
const TENCENT = {
	success: 'jobsuccess',
	failure: 'jobfailed jobmoderationfailed',
	pending: 'jobinit jobrunning',
};
/** There "unknown" is a task that is not there. */
const ALIBABA = { failure: 'unknown' };

/** Said of failures alone; `message` and the like may say anything. */
const FAILURE_REASONS = 'failReason failureReason failMsg errorMessage errorMsg errMsg';
const REASONS = `service_output.failReason ${FAILURE_REASONS} error error.message msg message StatusMsg`;
const TEXTS = 'text content result copy transcript';
const FILES =
	'videoUrl videoUrls video image_url imageUrls imgUrl imgUrls images image audioUrl resultVideoUrl resultUrl results array frames downloadUrl url';

/** Of a task's record (reference 1.3, A). */
const RECORD_STATE = names('task_status status state');
/** A tool's fields stand in `data`, there in Alibaba's `output`, or beside the envelope (reference 1.3, 16). */
const PLACES = 'data,data.output,result,output';
/** A task's own state outranks a `status`, which may be the envelope's. */
const TOOL_STATE = [
	...below(`${PLACES},`, 'task_status taskState job_status'),
	...below(PLACES, 'status state StatusCode'),
];
const ENVELOPE_STATE = names('status state StatusCode');
const TOOL_REASON = below(`${PLACES},`, REASONS);
const RECORD_FAILURE_REASON = names(`service_output.failReason ${FAILURE_REASONS}`);
const TOOL_TEXT = [
	'data',
	...below('data', TEXTS),
	'result',
	...below('result,data.output,data.result,', TEXTS),
];
const TOOL_RESULTS = ['data', 'result', 'output'];
/** What the answers of all tools have in common. */
const TOOL_ANSWER = {
	from: 'answer',
	state: TOOL_STATE,
	envelope: ENVELOPE_STATE,
	reason: TOOL_REASON,
	failureReason: below(`${PLACES},`, FAILURE_REASONS),
	text: TOOL_TEXT,
	results: TOOL_RESULTS,
	beside: names(FILES),
} as const;
/** Of several ids, the query takes the trace id (reference 2.7). */
const TRACE_ID = below(`${PLACES},`, 'traceId taskId id jobId reqId');
const JOB_ID = below(`${PLACES},`, 'jobId taskId traceId id reqId');

export const ACCEPTORS = {
	userTask: {
		from: 'record',
		success: states(SUCCESS),
		failure: states(FAILURE),
		pending: states(PENDING),
		state: RECORD_STATE,
		envelope: [],
		// The other ids of a record are a supplier's; nobody can ask for them.
		id: names('id service_output.taskId taskId'),
		reason: names(REASONS),
		failureReason: RECORD_FAILURE_REASON,
		text: names('service_output.prompt service_output.text'),
		results: ['serviceoutput'],
		beside: names('imgUrls imgUrl videoUrl output result'),
	},
	assetReview: {
		from: 'record',
		success: states('success succeeded completed approved passed 成功 完成 审核成功 审核完成'),
		passed: states('active 审核通过 通过'),
		failure: states(FAILURE, '不通过 未通过'),
		pending: states(PENDING),
		state: RECORD_STATE,
		envelope: [],
		id: names('id'),
		reason: names(REASONS),
		failureReason: RECORD_FAILURE_REASON,
		text: [],
		// Its URL is what was handed in; what comes of it is the asset's id.
		results: [],
		beside: [],
	},
	toolTask: {
		...TOOL_ANSWER,
		success: states(SUCCESS, TENCENT.success),
		failure: states(FAILURE, JIMENG.failure, TENCENT.failure, ALIBABA.failure),
		pending: states(PENDING, JIMENG.pending, TENCENT.pending),
		id: TRACE_ID,
	},
	kbananaChannel: {
		...TOOL_ANSWER,
		success: states(SUCCESS),
		failure: states(FAILURE),
		pending: states(PENDING),
		id: below(`${PLACES},`, 'id taskId traceId'),
	},
	jimengVideo: {
		...TOOL_ANSWER,
		success: states(SUCCESS),
		failure: states(FAILURE, JIMENG.failure),
		pending: states(PENDING, JIMENG.pending),
		id: TRACE_ID,
	},
	hunyuanEffect: {
		...TOOL_ANSWER,
		success: states(SUCCESS),
		failure: states(FAILURE),
		pending: states(PENDING),
		id: JOB_ID,
	},
	hunyuanStylization: {
		...TOOL_ANSWER,
		success: states(SUCCESS, TENCENT.success),
		failure: states(FAILURE, TENCENT.failure),
		pending: states(PENDING, TENCENT.pending),
		id: JOB_ID,
	},
	wanxiang: {
		...TOOL_ANSWER,
		success: states(SUCCESS),
		failure: states(FAILURE, ALIBABA.failure),
		pending: states(PENDING),
		id: TRACE_ID,
	},
	pictureInPicture: {
		...TOOL_ANSWER,
		success: states(SUCCESS),
		failure: states(FAILURE),
		pending: states(PENDING),
		id: below(`${PLACES},`, 'reqId traceId taskId id'),
	},
} as const satisfies Record<TaskSourceName, Acceptor>;

/** For answers of which nobody knows the source, by their shape. */
export const GENERAL = {
	record: {
		from: 'record',
		success: states(SUCCESS, TENCENT.success),
		failure: states(FAILURE, JIMENG.failure, TENCENT.failure, ALIBABA.failure),
		pending: states(PENDING, JIMENG.pending, TENCENT.pending),
		state: RECORD_STATE,
		envelope: [],
		id: names('id service_output.taskId taskId traceId jobId reqId'),
		reason: names(REASONS),
		failureReason: RECORD_FAILURE_REASON,
		text: names('service_output.prompt service_output.text text content result'),
		results: ['serviceoutput'],
		beside: names(`${FILES} output result`),
	},
	// Whatever may come, in the widest reading that the tools have.
	answer: ACCEPTORS.toolTask,
} as const satisfies Record<Acceptor['from'], Acceptor>;

/** The source's row, seen as the general type. */
export const acceptorOf = (source: TaskSourceName): Acceptor => ACCEPTORS[source];

/** Words that stand in place of a reason where nothing went wrong. */
export const saysNothingWrong = (text: string) =>
	/^(success|ok|成功|操作成功|无|没有|null|none|nil|undefined|no error|n\/?a|0|-+)$/i.test(
		text.trim(),
	);
