import type { FaultRule } from './faults';
import { json, type Reply } from './http';

/** Answers in a valid format that mislead a careless reader. */

const DEPTH = 6000;
const NESTED = `"deep":${'['.repeat(DEPTH)}${']'.repeat(DEPTH)}`;
const PADDING_BYTES = 17 * 1024 * 1024;
/** Ids of a supplier behind the platform. A task cannot be polled with them. */
const SUPPLIER_IDS =
	'"trace_id":"0af7651916cd43dd","traceId":"0af7","task_id":"supplier-7","log_id":8';
/** Beside a tool's envelope, where the platform would put its own trace id. */
const TOOL_SUPPLIER_IDS = '"request_id":"supplier-7","log_id":8';
const OTHER_NUMBER = '99';
const OTHER_NAME = 'another-task-0099';

export function hostile(rule: FaultRule, truth: Reply, taskId: string | undefined): Reply {
	const text = truth.body.toString('utf8');
	switch (rule.kind) {
		case 'deep':
			return withText(truth, inFront(text, NESTED));
		case 'oversized':
			return { ...truth, body: Buffer.concat([Buffer.from(open(text)), padding(rule.bytes)]) };
		case 'hugeId':
			return withText(truth, text.replace(/:"(\d{16,})"/g, ':$1'));
		case 'supplierIds':
			return withText(
				truth,
				inFront(text, /^\{"id"/.test(text) ? SUPPLIER_IDS : TOOL_SUPPLIER_IDS),
			);
		case 'otherTask':
			if (taskId === undefined) return truth;
			return withText(
				truth,
				text.replaceAll(taskId, /^\d+$/.test(taskId) ? OTHER_NUMBER : OTHER_NAME),
			);
		case 'named': {
			const [id] = truth.ids ?? [];
			const message = rule.message ?? 'The worker was lost';
			return json(500, { message, data: { taskId: id } }, truth.ids);
		}
		default:
			return truth;
	}
}

const withText = (reply: Reply, text: string): Reply => ({ ...reply, body: Buffer.from(text) });
const inFront = (text: string, members: string) => `{${members},${text.slice(1)}`;
const open = (text: string) => `${text.slice(0, -1)},"padding":"`;

const made = new Map<number, Buffer>();

/** Created once for each size. */
function padding(bytes = PADDING_BYTES): Buffer {
	const known = made.get(bytes) ?? Buffer.concat([Buffer.alloc(bytes, 'x'), Buffer.from('"}')]);
	made.set(bytes, known);
	return known;
}

/** A refusal that repeats a text unchanged, escaped for JSON, and escaped for a URL. */
export function spelledOut(text: string): Reply {
	const inJson = JSON.stringify(text).slice(1, -1);
	const spellings = [inJson, inJson.replaceAll('/', '\\/'), encodeURIComponent(text)];
	// Written by hand, because JSON.stringify produces only one spelling of each letter.
	const detail = spellings.map((one) => `{"loc":["body"],"msg":"Not ${one}"}`).join(',');
	return {
		status: 422,
		headers: { 'content-type': 'application/json' },
		body: Buffer.from(`{"detail":[${detail}],"${inJson}":"${inJson}"}`),
	};
}
