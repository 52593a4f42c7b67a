import fc from 'fast-check';

import type { Reply as Answer } from '../../support/countingPlatform';
import { makesTask, type Kind } from './kinds';

/** Generated answers to a paid request, each with the truth that the client cannot see: whether it was paid. */

/** The answer to one request. */
export interface Reply extends Answer {
	/** The server takes the money before it answers. */
	isTaken: boolean;
	body: string;
	/** Names the task plainly, so that it may not be lost. */
	id?: string;
}

/** What a hostile answer repeats the key for; put in as it would stand in JSON. */
export const KEY_HERE = '<the key>';

const words = (text: string) => text.split(' ');
/** Of platforms, so that generated answers come near to real ones. */
const NAMES = words(
	'code data status state task_status success ok result results output task url image_url videoUrl progress created_at user_input id task_id taskId traceId trace_id jobId request_id __proto__ ',
);
const WORDS = [
	...words('success SUCCESS failed pending RUNNING 处理中 已完成 失败 null ok 0 -1 12.5'),
	...['9007199254740993', 'https://files.example/a.png', 'not a url', KEY_HERE],
];
/** What may be said of work that was begun, so that it tells nothing. */
const SAID = [
	...['生成失败，请稍后重试', '系统繁忙', 'internal error', 'time out'],
	`上游服务异常 ${KEY_HERE}`,
];
/** Of HTTP: a plain word that nothing was taken. */
const REFUSALS = [400, 401, 402, 403, 404, 405, 406, 407, 411, 413, 414, 415, 422, 431];
const REFUSED_CODES = [...REFUSALS, 'PARAM_ERROR', 'REQUEST_UNAUTH', 'NO_OPERATION_PERMISSION'];
const UNCLEAR_STATUSES = [200, 201, 202, 204, 206, 301, 302, 307, 408, 409, 410, 418, 425];
const UNCLEAR_CODES = [0, 200, 1, -1, 500, 503, 50000, 'SYSTEM_ERROR', 'RESUBMIT_ERROR', '', null];

const leaf = fc.oneof(
	fc.constantFrom<unknown>(...WORDS),
	fc.string({ maxLength: 12 }),
	fc.integer(),
	fc.double({ noNaN: true, noDefaultInfinity: true }),
	fc.constantFrom<unknown>(null, true, false, 0),
);
const name = fc.oneof(
	{ weight: 4, arbitrary: fc.constantFrom(...NAMES) },
	fc.string({ maxLength: 5 }),
);
/** Any JSON, with names of the trade; `code` and words of failure are put in by those who know what they mean. */
const { any } = fc.letrec<{ any: unknown }>((tie) => ({
	any: fc.oneof(
		{ depthSize: 'small', withCrossShrink: true },
		leaf,
		fc.array(tie('any'), { maxLength: 3 }),
		fc.dictionary(name, tie('any'), { maxKeys: 4 }),
	),
}));

const withoutCode = (value: unknown): Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value)
		? Object.fromEntries(
				Object.entries(value).filter(([key]) => !/^(code|error|message|msg|detail)/i.test(key)),
			)
		: { extra: value };
const members = any.map(withoutCode);

const reply = (
	isTaken: boolean,
	status: number,
	body: unknown,
	more: Partial<Reply> = {},
): Reply => ({
	isTaken,
	status,
	body: typeof body === 'string' ? body : (JSON.stringify(body) ?? ''),
	...more,
});

/** Taken, and nobody can tell from the answer; or it even names a task by chance. */
const unclear = fc.oneof(
	fc
		.record({
			status: fc.oneof(fc.constantFrom(...UNCLEAR_STATUSES), fc.integer({ min: 500, max: 599 })),
			body: members,
			code: fc.option(fc.constantFrom(...UNCLEAR_CODES), { nil: undefined }),
			said: fc.option(fc.constantFrom(...SAID), { nil: undefined }),
			place: fc.constantFrom(...words('msg message errorMessage error detail')),
		})
		.map(({ status, body, code, said, place }) =>
			// What is not set, JSON leaves out.
			reply(true, status, { ...body, code, ...(said !== undefined && { [place]: said }) }),
		),
	fc
		.record({
			status: fc.constantFrom(200, 500, 502, 504),
			body: fc.oneof(
				fc.string(),
				fc.constant('<html><title>Bad Gateway</title></html>'),
				any.map((value) => JSON.stringify(value) ?? ''),
			),
			type: fc.constantFrom('text/html', 'application/json', 'text/plain; charset=gbk', ''),
		})
		// A text that happens to be an object with a code of refusal would be one.
		.filter(({ body }) => !/^\s*\{/.test(body))
		.map(({ status, body, type }) =>
			reply(true, status, body, { headers: { 'content-type': type } }),
		),
	fc.constantFrom(
		reply(true, 200, '', { breaks: 'before' }),
		reply(true, 200, '{"id": 4711, "task_status": "pending"}', { breaks: 'within' }),
		reply(true, 302, '', { headers: { location: 'https://files.example/x' } }),
	),
);

/** Surely not taken, in plain words of HTTP or of the platform. */
const said = fc.constantFrom(...SAID, 'no', '');
const refused = fc.oneof(
	fc
		.tuple(fc.constantFrom(...REFUSALS, 429), said)
		.map(([status, detail]) => reply(false, status, { detail })),
	fc
		.tuple(fc.constantFrom(...REFUSED_CODES), said)
		.map(([code, errorMessage]) => reply(false, 200, { code, errorMessage, data: null })),
);

let last = 700_000_000;
const isNumbered = (kind: Kind) => kind === 'V1 task' || kind === 'asset review';
const newId = (kind: Kind): string => {
	const id = String(++last);
	return isNumbered(kind) ? id : `${id.slice(0, 8)}-${id.slice(-4)}-4abc-8def-0123456789ab`;
};

/** What a platform that works answers; without an id of a task the address of the result stands for it. */
export function goodReply(kind: Kind, extra: Record<string, unknown> = {}): Reply {
	if (!makesTask(kind)) {
		const url = `https://files.example/made-${++last}.png`;
		return reply(true, 200, { code: 0, data: { image_url: url, videoUrl: url } }, { id: url });
	}
	const id = newId(kind);
	const data = { id, taskId: id, traceId: id };
	const body = isNumbered(kind)
		? { extra, id: Number(id), task_status: 'pending', status: 'pending' }
		: { extra, code: 0, errorMessage: '', data };
	return reply(true, 200, body, { id });
}

/** An error that names the task which was made all the same. */
const naming = (kind: Kind): fc.Arbitrary<Reply> =>
	fc.constantFrom(200, 400, 409, 422, 429, 500, 502, 503).map((status): Reply => {
		const id = newId(kind);
		const number = isNumbered(kind) ? Number(id) : id;
		const code = status === 200 ? { code: 500 } : {};
		const body = { ...code, message: `lost ${KEY_HERE}`, id: number, data: { taskId: number } };
		return reply(true, status, body, { id });
	});

export const replyTo = (kind: Kind): fc.Arbitrary<Reply> =>
	fc.oneof(
		{ weight: 5, arbitrary: unclear },
		{ weight: 3, arbitrary: refused },
		{ weight: 2, arbitrary: members.map((noise) => goodReply(kind, noise)) },
		{ weight: makesTask(kind) ? 2 : 0, arbitrary: naming(kind) },
	);

/** Whatever may be said of a task that is asked for. */
export const stray: fc.Arbitrary<Reply> = fc.oneof(unclear, refused);

/** The task that a path asks for has ended well. */
export function doneReply(kind: Kind, path: string): Reply {
	const id = Number(/\d{9,}|[\da-f]{8}-[\da-f-]{27}/.exec(path)?.[0] ?? '');
	const url = 'https://files.example/done.png';
	if (kind === 'V1 task')
		return reply(false, 200, { id, task_status: 'success', service_output: { imgUrl: url } });
	if (kind === 'asset review')
		return reply(false, 200, { id, status: 'active', asset_id: 'asset-1' });
	return reply(false, 200, { code: 0, data: { status: 'SUCCESS', videoUrl: url, url } });
}
