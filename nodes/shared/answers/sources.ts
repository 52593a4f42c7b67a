import type { JsonObject } from '../util/json';
import { tool, type Endpoint, type Evidence } from './endpoints';
import { fold } from './lookup';

/**
 * Another path where tasks may be polled. Only paths known to be harmless: a poll by POST must not reach another
 * service's path (the contract's x-alternatives with `safe`).
 */
export interface QueryAlternative {
	/** `{id}` in the path stands for the task id. */
	readonly endpoint: Endpoint;
	/** The body field for the task id, if the poll is a POST. */
	readonly idField?: string;
}

/** One row for each way to poll a task: the endpoint, the id and how its answers are read. */
export interface TaskSource {
	/** Label in dropdowns. */
	readonly label: string;
	readonly description: string;
	/** `{id}` in the path stands for the task id. */
	readonly endpoint: Endpoint;
	readonly evidence: Evidence;
	/** The format of a task id. Anything else is refused before it is sent. */
	readonly idPattern: RegExp;
	/** Body of a poll by POST. */
	body?(id: string): JsonObject;
	/** Other paths to poll any of its tasks, most likely first. An operation may add its own. */
	readonly alternatives?: readonly QueryAlternative[];
	/** Longest time in seconds that the server delays its answer on request. */
	readonly longPollSeconds?: number;
	readonly reads: AnswerRow;
}

/**
 * How to read the answers of one task source. Names are folded: `task_status` and `TaskStatus` are the same. Of
 * several paths, the first one with a value counts.
 */
export interface AnswerRow {
	/** Where the paths start: the whole answer, or the task's record, bare or in `data` (reference 1.3). */
	readonly from: 'answer' | 'record';
	/** State words in lower case. Any other word counts as pending, and the user sees a hint. */
	readonly success: ReadonlySet<string>;
	readonly failure: ReadonlySet<string>;
	readonly pending: ReadonlySet<string>;
	/** A success only beside an asset id. */
	readonly passed?: ReadonlySet<string>;
	readonly state: readonly string[];
	/** Paths whose state may describe only the envelope. */
	readonly envelopeState: readonly string[];
	readonly ids: readonly string[];
	/** Where the reason of a failure is. */
	readonly reasons: readonly string[];
	/** Reason fields that only failures have. */
	readonly failureReasons: readonly string[];
	readonly texts: readonly string[];
	/** Every URL in these parts is a result. Named fields come first (reference 1.4). */
	readonly results: readonly string[];
	/** Fields that contain a result if none of these parts does. */
	readonly resultsBeside: readonly string[];
}

const NUMBER = /^\d{1,30}$/;
// Not `.` or `..`, which lead to another path.
const TOKEN = /^(?!\.+$)[\w.:-]{1,128}$/;

const words = (...lists: string[]): ReadonlySet<string> =>
	new Set(lists.flatMap((list) => list.split(' ')));
const names = (list: string) => list.split(' ').map(fold);
/** Each name below each path, path by path. '' is the answer itself. */
const below = (paths: string, list: string) =>
	paths
		.split(',')
		.flatMap((path) => names(list).map((name) => (path === '' ? name : `${path}.${name}`)));

// Reference 1.4. Chinese words as `wordOf` returns them.
const SUCCESS =
	'success succeeded succeed completed complete done finished 成功 完成 生成成功 生成完成 处理成功 处理完成 执行成功 执行完成 合成成功 合成完成';
const FAILURE =
	'failed failure fail error cancelled canceled rejected expired timeout 失败 生成失败 处理失败 执行失败 合成失败 提交失败 审核失败 审核不通过 审核未通过 错误 异常 取消 拒绝 过期 超时 终止';
const PENDING =
	'pending running processing created queued submitted waiting wait run 提交 提交成功 创建 创建成功 排队 等待 待处理 待执行 待审核 受理';

const FAILURE_REASONS = 'failReason failureReason failMsg errorMessage errorMsg errMsg';
const REASONS = `service_output.failReason ${FAILURE_REASONS} error msg message StatusMsg`;
const TEXTS = 'text content result copy transcript';
/** Fields of a part that are read before its others. */
export const NAMED_RESULTS = names(
	'imgUrls imgUrl videoUrl imageUrl resultVideoUrl results array images',
);
const resultsIn = (...parts: string[]) =>
	parts.flatMap((part) => [...NAMED_RESULTS.map((name) => `${part}.${name}`), part]);

/** A task's record in V1 (reference 1.3, A). */
const RECORD = {
	from: 'record',
	success: words(SUCCESS),
	failure: words(FAILURE),
	pending: words(PENDING),
	state: names('task_status status state'),
	envelopeState: [],
	reasons: names(REASONS),
	failureReasons: names(`service_output.failReason ${FAILURE_REASONS}`),
} as const;

/** A tool's fields are in `data`, in Alibaba's `output` there, or beside the envelope (reference 1.3, 16). */
const PARTS = 'data,data.output,result,output';
const ANYWHERE = `${PARTS},`;
const TOOL = {
	from: 'answer',
	// Includes the words of suppliers behind the tools (reference 1.4, D). Alibaba calls a task that does not exist
	// "unknown".
	success: words(SUCCESS, 'jobsuccess'),
	failure: words(FAILURE, 'not_found unknown jobfailed jobmoderationfailed'),
	pending: words(PENDING, 'in_queue generating jobinit jobrunning'),
	// A task's own state outranks a `status`, which may describe the envelope.
	state: [
		...below(ANYWHERE, 'task_status taskState job_status'),
		...below(PARTS, 'status state StatusCode'),
	],
	envelopeState: names('status state StatusCode'),
	reasons: below(ANYWHERE, REASONS),
	failureReasons: below(ANYWHERE, FAILURE_REASONS),
	texts: [
		'data',
		...below('data', TEXTS),
		'result',
		...below('result,data.output,data.result,', TEXTS),
	],
	results: resultsIn('data', 'result', 'output'),
	resultsBeside: names(
		'videoUrl videoUrls video image_url imageUrls imgUrl imgUrls images image audioUrl resultVideoUrl resultUrl results array frames downloadUrl url',
	),
} as const;

const toolWithIds = (ids: readonly string[]) =>
	({ idPattern: TOKEN, reads: { ...TOOL, ids } }) as const;

/** Tasks of the tool API. Of several ids, the poll uses the trace id (reference 2.7). */
const TOOL_TASK = {
	...toolWithIds(below(ANYWHERE, 'traceId taskId id jobId reqId')),
	endpoint: tool('/task/{id}', 'GET'),
} as const;

/** Reference 8.2, 8.4, D. */
const HUNYUAN = {
	...toolWithIds(below(ANYWHERE, 'jobId taskId traceId id reqId')),
	evidence: 'D',
	body: (id: string) => ({ jobId: id }),
	alternatives: [{ endpoint: TOOL_TASK.endpoint }],
} as const;

/** Every way to poll a task, by the name that a task handle carries as `taskSource`. */
export const TASK_SOURCES = {
	userTask: {
		label: 'Task (user_task)',
		description:
			'Kbanana (Official), Seedance 2.0, KImage2, Kling and all other tasks of kexiangai.com',
		// Reference 5.6, A.
		endpoint: { api: 'task', method: 'GET', path: '/api/v1/user_task/get/passAuth/{id}' },
		evidence: 'A',
		idPattern: NUMBER,
		reads: {
			...RECORD,
			// The other ids of a record belong to a supplier and cannot be polled.
			ids: names('id service_output.taskId taskId'),
			texts: names('service_output.prompt service_output.text'),
			results: resultsIn('serviceoutput'),
			resultsBeside: names('imgUrls imgUrl videoUrl output result'),
		},
	},
	toolTask: {
		...TOOL_TASK,
		label: 'Tool Task',
		description: 'Subtitles, long video transcripts, Wanxiang and other tasks of the tool API',
		// Reference 2.8; long poll 4.3, C-.
		evidence: 'B',
		longPollSeconds: 50,
	},
	kbananaChannel: {
		...toolWithIds(below(ANYWHERE, 'id taskId traceId')),
		label: 'Kbanana Channel Task',
		description: 'Kbanana Pro and Kbanana 2 (Channel)',
		// Reference 5.3: POST is A, the path is D.
		endpoint: tool('/imgEditNB/result'),
		evidence: 'D',
		body: (id: string) => ({ id }),
		alternatives: [
			{ endpoint: tool('/imgEditNBQuery'), idField: 'id' },
			{ endpoint: tool('/draw/result'), idField: 'id' },
		],
	},
	assetReview: {
		label: 'Asset Review',
		description:
			'Review of an image, video or audio file for Seedance; use its numeric ID, not asset-...',
		// Reference 6.8, C.
		endpoint: { api: 'task', method: 'GET', path: '/api/v1/ark_asset_api_key/get/{id}' },
		evidence: 'C',
		idPattern: NUMBER,
		reads: {
			...RECORD,
			success: words('success succeeded completed approved passed 成功 完成 审核成功 审核完成'),
			passed: words('active 审核通过 通过'),
			failure: words(FAILURE, '不通过 未通过'),
			ids: names('id taskId'),
			texts: [],
			// Its URL is the input. The result is the asset id.
			results: [],
			resultsBeside: [],
		},
	},
	jimengVideo: {
		...TOOL_TASK,
		label: 'Jimeng Video Task',
		description: 'Videos of Jimeng, and probably of Seedance 1.0',
		// Reference 7.1: the route is real, that Jimeng uses it is derived.
		evidence: 'D',
		alternatives: [
			{ endpoint: tool('/volcengine/ai/jmVideoTask'), idField: 'taskId' },
			{ endpoint: tool('/jimeng/query'), idField: 'taskId' },
		],
	},
	hunyuanEffect: {
		...HUNYUAN,
		label: 'Hunyuan Effect Task',
		description: 'Video effects of Tencent Hunyuan',
		endpoint: tool('/hunyuan/videoEffectQuery'),
	},
	hunyuanStylization: {
		...HUNYUAN,
		label: 'Hunyuan Stylization Task',
		description: 'Video stylization of Tencent Hunyuan',
		endpoint: tool('/hunyuan/videoStylizeQuery'),
	},
	wanxiang: {
		...TOOL_TASK,
		label: 'Wanxiang Task',
		description: 'Character swap, lip sync and Wan 2.5 videos of Tongyi Wanxiang',
		// Reference 9.3, 9.5, 9.7: the route is real; that Wanxiang uses it is derived.
		evidence: 'D',
		longPollSeconds: 50,
	},
	pictureInPicture: {
		...toolWithIds(below(ANYWHERE, 'reqId traceId taskId id')),
		label: 'Picture in Picture Task',
		description: 'Picture in picture of Kexiang Video Tools',
		// Reference 12, B: by POST, with the id in the query.
		endpoint: tool('/volcengine/video/task/detail?req_id={id}'),
		evidence: 'B',
	},
} as const satisfies Record<string, TaskSource>;

export type TaskSourceName = keyof typeof TASK_SOURCES;

export const isTaskSourceName = (value: unknown): value is TaskSourceName =>
	typeof value === 'string' && Object.hasOwn(TASK_SOURCES, value);

/** The source with this name, as the general type. */
export const taskSource = (name: TaskSourceName): TaskSource => TASK_SOURCES[name];

/** The task source for a service whose operation names none. */
export const sourceOfApi = (api: Endpoint['api']): TaskSourceName =>
	api === 'task' ? 'userTask' : 'toolTask';

/** What a submission returns, so that any later node can wait for its task. */
export interface TaskHandle {
	taskId: string;
	taskSource: TaskSourceName;
	/** Label of the node type that submitted it. */
	provider?: string;
	/** Operation id. */
	operation?: string;
	model?: string;
	/** ISO 8601. */
	submittedAt?: string;
	/** Replaces the source's own query path; `{id}` stands for the task id. */
	queryPath?: string;
	/** Files that the platform had to accept before the request was sent, with the assets sent in their place. */
	reviewedAssets?: ReviewedAsset[];
}

/** A reviewed file: a name for people, its asset URL, and whether the review was part of this run. */
export type ReviewedAsset = { file: string; assetUrl: string; reviewed: 'now' | 'earlier' };
