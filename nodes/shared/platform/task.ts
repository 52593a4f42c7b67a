import { at, isObject, textOf } from '../json';
import { resultFiles, type ResultFiles } from './results';

export type TaskState = 'pending' | 'success' | 'failed';

/** What any answer of the platform says about one task. */
export interface Task extends ResultFiles {
	state: TaskState;
	/** The platform's own word for the state; empty when it gave none. */
	status: string;
	/** True when `status` is a word that the reference does not list. */
	unknownStatus: boolean;
	id?: string;
	/** Text result: a transcript, or what the model said beside its picture. */
	text?: string;
	failReason?: string;
	/** Price in the platform's units, as given, e.g. "1.2". */
	cost?: string;
	/** Percent, where the platform tells. */
	progress?: number;
	/** Name of a reviewed asset, usable as `asset://<assetId>`. */
	assetId?: string;
	/** ISO 8601, as given. */
	createdAt?: string;
	updatedAt?: string;
	model?: string;
}

// Reference 1.4, compared in lower case.
const SUCCESS = new Set(
	'success succeeded completed complete done finished active jobsuccess'.split(' '),
);
const FAILURE = new Set(
	'failed failure fail error cancelled canceled rejected expired timeout not_found jobfailed jobmoderationfailed unknown'.split(
		' ',
	),
);
const PENDING = new Set(
	'pending running processing created queued in_queue generating wait run jobinit jobrunning submitted waiting'.split(
		' ',
	),
);

// Reference 1.4, in this order.
const STATE_PATHS = [
	'task_status',
	'data.task_status',
	'data.status',
	'data.state',
	'data.Status',
	'data.StatusCode',
	'data.output.task_status',
	'result.status',
	'output.task_status',
	'status',
	'state',
];
const REASON_PATHS = [
	'service_output.failReason',
	'errorMessage',
	'error',
	'error.message',
	'msg',
	'message',
	'data.message',
	'data.ErrorMessage',
	'data.failure_reason',
	'data.error_msg',
	'data.failReason',
	'data.StatusMsg',
	'data.output.message',
	'output.message',
	'data.error',
	'error_msg',
];
const TEXT_KEYS = ['text', 'content', 'result', 'copy', 'transcript'];
// A tool's query takes the trace id where an answer holds both (reference 2.7); elsewhere there is one id only.
// Everyone spells them otherwise: taskId, taskID, TaskId, task_id.
const ID_KEYS = ['traceid', 'taskid', 'id', 'jobid', 'reqid'];

/**
 * Reads an answer of either API family, wrapped or bare (reference 1.3, 1.4).
 * Pure; never throws: an answer without a state and without a result reads as pending.
 */
export function readTask(answer: unknown): Task {
	const record = unwrap(answer);
	const status = firstText(record, STATE_PATHS) ?? '';
	const files = resultFiles(record, answer);
	const text = readText(record);
	const reason = firstText(record, REASON_PATHS, isReason);
	const state = stateOf(status, {
		hasResult: files.urls.length > 0 || text !== undefined,
		failReason: textOf(at(record, 'service_output.failReason')),
	});
	const task: Task = {
		...files,
		state,
		status,
		unknownStatus: status !== '' && !isKnown(status),
	};
	const id = readTaskId(record);
	const optional = {
		id,
		text,
		failReason:
			state === 'failed'
				? (reason ?? `the platform gave no reason (state "${status}")`)
				: undefined,
		cost: firstText(record, ['cost', 'data.cost']),
		assetId: firstText(record, ['asset_id', 'data.asset_id']),
		createdAt: firstText(record, ['created_at', 'data.created_at']),
		updatedAt: firstText(record, ['updated_at', 'data.updated_at']),
		model: firstText(record, ['user_input.modelName', 'data.user_input.modelName']),
		progress: numberOf(at(record, 'data.progress') ?? at(record, 'progress')),
	};
	return { ...task, ...withoutUndefined(optional) };
}

/**
 * The id of a task that an answer names, or undefined. Read it from a refusal too:
 * an id that was given must not be lost.
 */
export function readTaskId(answer: unknown): string | undefined {
	const record = unwrap(answer);
	const inEnvelope = [at(record, 'data'), at(record, 'data.output')];
	const inRecord = [record, at(record, 'output'), at(record, 'service_output')];
	// The `data` of a V1 record holds the details of a supplier, whose ids nobody can ask for.
	const holders = isRecord(record) ? inRecord : [...inEnvelope, ...inRecord];
	return holders.map(idIn).find((id) => id !== undefined);
}

function idIn(holder: unknown): string | undefined {
	if (!isObject(holder)) return undefined;
	const named = Object.entries(holder).map(
		([key, value]) => [key.toLowerCase().replaceAll('_', ''), textOf(value)] as const,
	);
	for (const wanted of ID_KEYS) {
		const found = named.find(([key, id]) => key === wanted && id !== undefined);
		if (found) return found[1];
	}
	return undefined;
}

/** A V1 record, in contrast to an envelope (reference 1.3, C's rule). */
const isRecord = (value: unknown) =>
	isObject(value) && !('code' in value) && ('id' in value || 'task_status' in value);

/** A V1 record may come inside `data`; a tool's envelope stays as it is. */
function unwrap(answer: unknown): unknown {
	if (!isObject(answer) || isRecord(answer)) return answer;
	const inner = answer.data;
	return isObject(inner) &&
		('task_status' in inner || 'service_output' in inner || 'asset_id' in inner)
		? inner
		: answer;
}

function stateOf(status: string, signs: { hasResult: boolean; failReason?: string }): TaskState {
	const word = status.toLowerCase();
	if (SUCCESS.has(word)) return 'success';
	if (FAILURE.has(word)) return 'failed';
	if (PENDING.has(word)) return 'pending';
	// Reference 15, point 6: a reason beside a state that nobody knows is a failure.
	if (signs.failReason !== undefined) return 'failed';
	// Reference 1.4: no state, but a result, counts as success. A number is an HTTP status, not a state.
	return /^\d*$/.test(word) && signs.hasResult ? 'success' : 'pending';
}

const isKnown = (status: string) => {
	const word = status.toLowerCase();
	return SUCCESS.has(word) || FAILURE.has(word) || PENDING.has(word);
};

function readText(record: unknown): string | undefined {
	const spoken = textOf(at(record, 'service_output.prompt'));
	if (spoken !== undefined) return spoken;
	for (const holder of [at(record, 'data'), at(record, 'result'), record]) {
		if (typeof holder === 'string' && holder !== record && !isUrl(holder)) return textOf(holder);
		for (const key of TEXT_KEYS) {
			const text = isObject(holder) ? holder[key] : undefined;
			if (typeof text === 'string' && !isUrl(text)) return textOf(text);
		}
	}
	return undefined;
}

const isUrl = (value: string) => /^https?:\/\/\S+$/i.test(value.trim());

/** The envelope around a failed task may well say "success" of itself. */
const isReason = (text: string) => !SUCCESS.has(text.toLowerCase()) && !/^ok$/i.test(text);

function firstText(
	record: unknown,
	paths: string[],
	fits: (text: string) => boolean = () => true,
): string | undefined {
	for (const path of paths) {
		const found = textOf(at(record, path));
		if (found !== undefined && fits(found)) return found;
	}
	return undefined;
}

function numberOf(value: unknown): number | undefined {
	const number = typeof value === 'string' ? Number.parseFloat(value) : value;
	return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

function withoutUndefined<T extends object>(
	value: T,
): { [K in keyof T]?: Exclude<T[K], undefined> };
function withoutUndefined(value: object): object {
	return Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== undefined));
}
