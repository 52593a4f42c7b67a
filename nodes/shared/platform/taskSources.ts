import type { JsonObject } from '../json';
import { ParameterProblem } from '../parameters/problem';
import {
	TIMEOUT_SECONDS,
	tool,
	type Endpoint,
	type Evidence,
	type PlatformRequest,
} from './endpoints';

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
	/** The server holds the answer back for at most so many seconds when asked to. */
	readonly longPollSeconds?: number;
}

const NUMBER = /^\d{1,19}$/;
const TOKEN = /^[\w.:-]{1,128}$/;

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
	},
} as const satisfies Record<string, TaskSource>;

export type TaskSourceName = keyof typeof TASK_SOURCES;

export const isTaskSourceName = (value: unknown): value is TaskSourceName =>
	typeof value === 'string' && Object.hasOwn(TASK_SOURCES, value);

/** The source by its name, seen as the general type. */
export const taskSource = (name: TaskSourceName): TaskSource => TASK_SOURCES[name];

/**
 * The request that asks for one task. `path` replaces the source's own path (same `{id}`).
 * @throws ParameterProblem when the id cannot be one of this source
 */
export function queryRequest(
	name: TaskSourceName,
	id: string,
	options: { path?: string; longPollSeconds?: number } = {},
): PlatformRequest {
	const source = taskSource(name);
	if (!source.idPattern.test(id)) {
		throw new ParameterProblem(
			'Task ID',
			`is "${id.slice(0, 60)}", which no ${source.label} id looks like`,
			'Pass the taskId of the node that submitted the task, and choose the task source that fits it.',
		);
	}
	const held = Math.min(options.longPollSeconds ?? 0, source.longPollSeconds ?? 0);
	const path = (options.path ?? source.endpoint.path).replace('{id}', encodeURIComponent(id));
	return {
		...source.endpoint,
		path,
		...(held > 0 && { query: { timeout: Math.floor(held) } }),
		...(source.body && { body: source.body(id) }),
		timeoutSeconds: TIMEOUT_SECONDS.query + held,
		paid: false,
	};
}
