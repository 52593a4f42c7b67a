import type { JsonObject } from '../util/json';
import { tool, type Endpoint, type Evidence } from './endpoints';

/**
 * Another place that may be the one where tasks are asked for. Only places that are known to be harmless: a poll by
 * POST goes to no path that belongs to another service (the contract's x-alternatives with `safe`).
 */
export interface QueryAlternative {
	/** `{id}` in the path stands for the task id. */
	readonly endpoint: Endpoint;
	/** The field of the body that carries the task id, where it is asked by POST. */
	readonly idField?: string;
}

/** Where and how the state of a task is asked. */
export interface TaskSource {
	/** Label in dropdowns. */
	readonly label: string;
	readonly description: string;
	/** `{id}` in the path stands for the task id. */
	readonly endpoint: Endpoint;
	readonly evidence: Evidence;
	/** What a task id looks like here; anything else is refused before it is sent. */
	readonly idPattern: RegExp;
	/** Body of a query that is asked by POST. */
	body?(id: string): JsonObject;
	/** Where else all its tasks may be asked for, the likeliest first; an operation may know more for its own. */
	readonly alternatives?: readonly QueryAlternative[];
	/** The server holds the answer back for at most so many seconds when asked to. */
	readonly longPollSeconds?: number;
}

const NUMBER = /^\d{1,30}$/;
// Not `.` or `..`, which lead to another path.
const TOKEN = /^(?!\.+$)[\w.:-]{1,128}$/;

/** Every way to ask for a task, by the name that a task handle carries as `taskSource`. */
export const TASK_SOURCES = {
	userTask: {
		label: 'Task (user_task)',
		description:
			'Kbanana official, Seedance 2.0, KImage2, Kling and every other task of kexiangai.com',
		// Reference 5.6, A.
		endpoint: { api: 'task', method: 'GET', path: '/api/v1/user_task/get/passAuth/{id}' },
		evidence: 'A',
		idPattern: NUMBER,
	},
	toolTask: {
		label: 'Tool Task',
		description: 'Subtitles, long video transcripts, Wanxiang and other tasks of the tool API',
		// Reference 2.8, B; long poll 4.3, C-.
		endpoint: tool('/task/{id}', 'GET'),
		evidence: 'B',
		idPattern: TOKEN,
		longPollSeconds: 50,
	},
	kbananaChannel: {
		label: 'Kbanana Channel Task',
		description: 'Kbanana Pro and Kbanana 2, channel version',
		// Reference 5.3: POST is A, the path is D.
		endpoint: tool('/imgEditNB/result'),
		evidence: 'D',
		idPattern: TOKEN,
		body: (id: string) => ({ id }),
		alternatives: [
			{ endpoint: tool('/imgEditNBQuery'), idField: 'id' },
			{ endpoint: tool('/draw/result'), idField: 'id' },
		],
	},
	assetReview: {
		label: 'Asset Review',
		description:
			'Review of a picture, video or sound for Seedance; asked for by its numeric ID, not by asset-...',
		// Reference 6.8, C.
		endpoint: { api: 'task', method: 'GET', path: '/api/v1/ark_asset_api_key/get/{id}' },
		evidence: 'C',
		idPattern: NUMBER,
	},
	jimengVideo: {
		label: 'Jimeng Video Task',
		description: 'Videos of Jimeng, probably those of Seedance 1.0 too',
		// Reference 7.1: the route is real, that Jimeng uses it is derived.
		endpoint: tool('/task/{id}', 'GET'),
		evidence: 'D',
		idPattern: TOKEN,
		alternatives: [
			{ endpoint: tool('/volcengine/ai/jmVideoTask'), idField: 'taskId' },
			{ endpoint: tool('/jimeng/query'), idField: 'taskId' },
		],
	},
	hunyuanEffect: {
		label: 'Hunyuan Effect Task',
		description: 'Video effects of Tencent Hunyuan',
		// Reference 8.2, D.
		endpoint: tool('/hunyuan/videoEffectQuery'),
		evidence: 'D',
		idPattern: TOKEN,
		body: (id: string) => ({ jobId: id }),
		// The route is real, B.
		alternatives: [{ endpoint: tool('/task/{id}', 'GET') }],
	},
	hunyuanStylization: {
		label: 'Hunyuan Stylization Task',
		description: 'Video stylization of Tencent Hunyuan',
		// Reference 8.4, D.
		endpoint: tool('/hunyuan/videoStylizeQuery'),
		evidence: 'D',
		idPattern: TOKEN,
		body: (id: string) => ({ jobId: id }),
		// The route is real, B.
		alternatives: [{ endpoint: tool('/task/{id}', 'GET') }],
	},
	wanxiang: {
		label: 'Wanxiang Task',
		description: 'Character swap, lip sync and Wan 2.5 videos of Tongyi Wanxiang',
		// Reference 9.3, 9.5, 9.7: the route is real, that Wanxiang uses it is derived.
		endpoint: tool('/task/{id}', 'GET'),
		evidence: 'D',
		idPattern: TOKEN,
		longPollSeconds: 50,
	},
	pictureInPicture: {
		label: 'Picture in Picture Task',
		description: 'Picture in picture of the video tools',
		// Reference 12, B: by POST, with the id in the query.
		endpoint: tool('/volcengine/video/task/detail?req_id={id}'),
		evidence: 'B',
		idPattern: TOKEN,
	},
} as const satisfies Record<string, TaskSource>;

export type TaskSourceName = keyof typeof TASK_SOURCES;

/** What a submission hands on, so that any later node can wait for its task. */
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
}

export const isTaskSourceName = (value: unknown): value is TaskSourceName =>
	typeof value === 'string' && Object.hasOwn(TASK_SOURCES, value);

/** The source by its name, seen as the general type. */
export const taskSource = (name: TaskSourceName): TaskSource => TASK_SOURCES[name];
