import { FAIL_REASON, failReason, names, type Json, type View } from './answers';
import type { Operation } from './contract';
import type { Results } from './results';
import type { Dialect, Product } from './services';
import type { Phase, Task } from './tasks';

/** Writes a task in the format of family tool: an envelope that contains each supplier's own names. */

const ABOUT_URL = 'https://kexiang.invalid/about';

/** State names of the suppliers behind family tool. */
const TOOL_STATES: Record<Dialect, Record<Phase, string>> = {
	plain: names('PENDING', 'RUNNING', 'SUCCESS', 'FAILED'),
	supplier: names('running', 'running', 'succeeded', 'failed'),
	jimeng: names('in_queue', 'generating', 'done', 'failed'),
	tencentEffect: names('WAIT', 'RUN', 'DONE', 'FAIL'),
	tencentStyle: names('JobInit', 'JobRunning', 'JobSuccess', 'JobFailed'),
	alibaba: names('PENDING', 'RUNNING', 'SUCCEEDED', 'FAILED'),
	merge: names('processing', 'processing', 'success', 'failed'),
};

export function envelope(data: unknown, code = 0, errorMessage = ''): Json {
	return { code, errorMessage, data, aboutUrl: ABOUT_URL };
}

/** The answer of a failed sync operation: status 200, with an error code. */
export function toolFailure(): Json {
	return envelope(null, 50001, FAIL_REASON);
}

/** The answer to a submission to family tool. Every supplier has its own name for the id. */
export function toolCreated({ task, dialect }: View): Json {
	const { id, otherId } = task;
	const shapes: Record<string, Json> = {
		kbananaProChannelSubmit: { id },
		videoAddSubtitle: { taskID: otherId, traceId: id },
		longVideoTextExtract: { taskId: id, statusUrl: `/minimalist/api/task/${id}` },
		videoEffectSubmit: { JobId: id },
		videoStylizeSubmit: { jobId: id },
		lipSyncSubmit: { task_id: id },
		wan25TextToVideoSubmit: { output: { task_id: id, task_status: TOOL_STATES[dialect].pending } },
		viduImageToVideo: { traceId: id },
		subtitleRecognition: { traceId: id },
		pictureInPicture: { ReqId: id, Duration: 3 },
	};
	return envelope(shapes[task.operation.id] ?? { taskId: id });
}

/** The answer to a poll of family tool. */
export function toolState(view: View): Json {
	const state = TOOL_STATES[view.dialect][view.phase];
	return envelope(view.hasOutput ? stateData(view, state) : null);
}

function stateData(view: View, state: string): Json {
	const { task, results, phase, product, dialect } = view;
	const reason = failReason(view);
	const videoUrl = results.videoUrl ?? '';
	switch (dialect) {
		case 'supplier':
			return {
				id: task.id,
				status: state,
				progress: progressOf(view),
				results: results.images.map((url) => ({ url, content: '' })),
				failure_reason: reason ? 'output_moderation' : '',
				error: reason ?? '',
			};
		case 'jimeng':
			return { status: state, video_url: videoUrl, ...(reason ? { error_msg: reason } : {}) };
		case 'tencentEffect':
			return {
				Status: state,
				ErrorCode: reason ? 'FailedOperation.ModerationFailed' : '',
				ErrorMessage: reason ?? '',
				ResultVideoUrl: videoUrl,
			};
		case 'tencentStyle':
			return { StatusCode: state, StatusMsg: reason ?? '', ResultVideoUrl: videoUrl };
		case 'alibaba':
			return { output: alibabaOutput(task, state, videoUrl, reason) };
		case 'merge':
		case 'plain':
			return {
				traceId: task.id,
				status: state,
				...(phase === 'success' ? productData(product, task.operation, results) : {}),
				...(reason ? { message: reason } : {}),
			};
	}
}

function alibabaOutput(task: Task, state: string, url: string, reason: string | null): Json {
	const nested = task.operation.id !== 'wan25TextToVideoSubmit';
	return {
		task_id: task.id,
		task_status: state,
		...(url ? (nested ? { results: { video_url: url } } : { video_url: url }) : {}),
		...(reason ? { code: 'DataInspectionFailed', message: reason } : {}),
	};
}

function progressOf({ task, phase, now }: View): number {
	if (phase === 'success') return 100;
	const part = (now - task.createdAt) / Math.max(1, task.endsAt - task.createdAt);
	return Math.max(0, Math.min(99, Math.floor(part * 100)));
}

/** The answer of a sync operation of family tool. */
export function toolResult(view: View): Json {
	if (view.phase === 'failed') return toolFailure();
	const { product, task, results } = view;
	return envelope(view.hasOutput ? productData(product, task.operation, results, task.id) : null);
}

function productData(
	product: Product,
	operation: Operation,
	results: Results,
	traceId?: string,
): Json {
	const { videoUrl, images, text, duration, subtitles } = results;
	switch (product) {
		case 'video':
			return { ...(traceId ? { traceId } : {}), videoUrl, downloadUrl: videoUrl };
		case 'image':
			return imageData(operation, images);
		case 'frames':
			return { imageUrls: images };
		case 'card':
			return { images: images.map((url) => ({ url })) };
		case 'duration':
			return { duration };
		case 'subtitles':
			return { text, subtitles };
		case 'text':
			return operation.kind === 'sync' ? { text } : { result: text };
		case 'asset':
			return {};
	}
}

/** Each image tool has the picture in a different place. */
function imageData({ id }: Operation, images: string[]): Json {
	const url = images[0] ?? null;
	if (id === 'zImage') {
		return { output: { choices: [{ message: { content: url ? [{ image: url }] : [] } }] } };
	}
	if (id === 'doubaoImageEdit3') return { url };
	if (id === 'doubaoImageGenerate45') return { images };
	if (id === 'nanoBanana2Sync')
		return { image_url: url, array: images.map((one) => ({ url: one })) };
	return { image_url: url };
}
