import { platformTime } from './clock';
import type { Results } from './results';
import type { Dialect, Product } from './services';
import { changedAt, type Phase, type Task } from './tasks';

/** Writes a task in the format of family v1: pure functions from a task to the JSON that is sent. */

/** A task as one answer shows it. A fault may change what it shows. */
export interface View {
	task: Task;
	phase: Phase;
	product: Product;
	dialect: Dialect;
	/** Its results. Empty before the end. */
	results: Results;
	/** False for the fault that leaves the output out. */
	hasOutput: boolean;
	/** Platform time, milliseconds. */
	now: number;
}

export type Json = Record<string, unknown>;

const STRANGE_STATE = 'moderating';
export const FAIL_REASON = 'The content review refused this request (simulated)';
const PROJECT_ID = 7113;

const V1_STATES: Record<Phase, string> = names('pending', 'running', 'success', 'failed');
const ASSET_STATES: Record<Phase, string> = names('pending', 'processing', 'active', 'rejected');

/** The state names of one supplier, in the order in which a task passes through them. */
export function names(pending: string, running: string, success: string, failed: string) {
	return { pending, running, success, failed, unknown: STRANGE_STATE };
}

export function failReason({ phase }: View): string | null {
	return phase === 'failed' ? FAIL_REASON : null;
}

/** A number that JavaScript would round stays text. */
const numberOf = (id: string): number | string =>
	Number.isSafeInteger(Number(id)) ? Number(id) : id;

/** The bare task record of family v1. */
export function taskRecord(view: View): Json {
	const { task, results } = view;
	const body = task.body as { user_input: Json; source?: string };
	return {
		id: numberOf(task.id),
		created_at: platformTime(task.createdAt),
		updated_at: platformTime(changedAt(task, view.now)),
		project_id: PROJECT_ID,
		user_input: body.user_input,
		cover_url: results.coverUrl,
		service_output: view.hasOutput && view.phase !== 'pending' ? recordOutput(view) : null,
		source: body.source ?? '0',
		del_status: '0',
		is_hidden: '0',
		task_status: V1_STATES[view.phase],
		cost: task.cost,
	};
}

function recordOutput(view: View): Json {
	const { images, videoUrl, text } = view.results;
	// One picture is in imgUrl, as on the official page. OpenAI's models and series use imgUrls.
	const asList = images.length > 1 || /^(kImage|gptImage)/.test(view.task.operation.id);
	return {
		imgUrl: asList ? null : (images[0] ?? null),
		imgUrls: asList && images.length > 0 ? images : null,
		videoUrl,
		taskId: numberOf(view.task.id),
		failReason: failReason(view),
		prompt: text,
	};
}

/** An asset under review. */
export function assetRecord(view: View): Json {
	const { task } = view;
	const body = task.body as { url: string; name: string; asset_type: string };
	return {
		id: numberOf(task.id),
		asset_id: assetId(task),
		name: body.name,
		asset_type: body.asset_type,
		status: ASSET_STATES[view.phase],
		url: view.phase === 'success' ? `asset://${assetId(task)}` : body.url,
		error_msg: failReason(view),
	};
}

export function assetId(task: Task): string {
	return `asset-${task.otherId}`;
}
