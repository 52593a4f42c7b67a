/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Handler } from './api';
import { sleep } from './clock';
import { isCarriedOut, type FaultRule } from './faults';
import { carriesKey, headerText, json, splitUrl } from './http';
import type { LedgerRequest } from './ledger';
import { bigMedia, mediaAt, taskIdInPath, type Media } from './media';
import { distort, send, silence } from './misbehave';
import type { World } from './world';

/** The result host: pictures, videos and sounds, with HEAD and ranges. It needs no key. */

const HUGE_BYTES = 3 * 1024 ** 3;
const SLOW_SECONDS = 5;

/** @param listener the mirror and the hosts of the API serve the same files, without faults */
export function filesHandler(world: World, listener: LedgerRequest['listener']): Handler {
	return async (request, response) => {
		const { path, query } = splitUrl(request.url ?? '/');
		const entry = world.ledger.open({
			at: Date.now(),
			listener,
			method: request.method ?? 'GET',
			path,
			query,
			keyPresent: carriesKey(request, world.key),
			status: 0,
			taskId: taskIdInPath(path),
		});
		const fault = listener === 'files' ? strike(world, request, entry) : undefined;
		if (fault && silence(response, fault)) return;
		request.resume();
		if (fault && !isCarriedOut(fault)) {
			const reply = distort(fault, undefined, {
				elsewhere: `${world.mirrorUrl}${request.url ?? '/'}`,
			});
			entry.status = reply.status;
			await send(response, reply, fault, world.signal);
			return;
		}
		await serve(world, request, response, entry, fault);
	};
}

function strike(world: World, request: IncomingMessage, entry: LedgerRequest) {
	const task = entry.taskId === undefined ? undefined : world.store.get(entry.taskId);
	const target = {
		point: 'result' as const,
		operationIds: [],
		taskId: entry.taskId,
		text: task && JSON.stringify(task.body),
		header: headerText(request, 'x-simulator-fault'),
	};
	const rule =
		world.faults.strike({ ...target, read: false }) ??
		world.faults.strike({ ...target, read: true });
	if (rule) entry.fault = rule.kind;
	return rule;
}

async function serve(
	world: World,
	request: IncomingMessage,
	response: ServerResponse,
	entry: LedgerRequest,
	fault: FaultRule | undefined,
): Promise<void> {
	const found = mediaAt(entry.path);
	const known = entry.method === 'GET' || entry.method === 'HEAD';
	if (!found || !known) {
		entry.status = known ? 404 : 405;
		await send(response, json(entry.status, { detail: 'Not Found' }), fault, world.signal);
		return;
	}
	const media =
		fault?.kind === 'resultHuge' ? bigMedia(fault.bytes ?? HUGE_BYTES, found.type) : found;
	if (fault?.kind === 'emptyBody' || fault?.kind === 'emptyObject') {
		entry.status = 200;
		await send(response, distort(fault, undefined), fault, world.signal);
		return;
	}
	const { start, end, status } = wantedRange(headerText(request, 'range'), media.size);
	entry.status = status;
	if (fault?.kind === 'slowHeaders') {
		await sleep((fault.seconds ?? SLOW_SECONDS) * 1000, world.signal);
	}
	response.writeHead(status, {
		'content-type': fault?.kind === 'wrongContentType' ? 'text/html' : media.type,
		'content-length': String(end - start),
		'accept-ranges': 'bytes',
		etag: `"${media.size}"`,
		...(status === 206 ? { 'content-range': `bytes ${start}-${end - 1}/${media.size}` } : {}),
		...(status === 416 ? { 'content-range': `bytes */${media.size}` } : {}),
	});
	if (entry.method === 'HEAD' || status === 416) response.end();
	else await stream(world, response, media, { start, end }, fault);
}

/** Parses `bytes=0-99`, `bytes=100-` and `bytes=-50`. Several ranges are answered with the whole file. */
function wantedRange(header: string | undefined, size: number) {
	const whole = { start: 0, end: size, status: 200 };
	const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
	if (first === '' && last === '') return whole;
	const start = first === '' ? Math.max(0, size - Number(last)) : Number(first);
	const end = first === '' || last === '' ? size : Math.min(size, Number(last) + 1);
	return start >= end ? { start: 0, end: 0, status: 416 } : { start, end, status: 206 };
}

interface Part {
	start: number;
	end: number;
}

async function stream(
	world: World,
	response: ServerResponse,
	media: Media,
	{ start, end }: Part,
	fault: FaultRule | undefined,
): Promise<void> {
	const cut = fault?.kind === 'resultTruncated' || fault?.kind === 'truncatedJson';
	const slow = fault?.kind === 'resultSlow' || fault?.kind === 'slowBody';
	const stop = cut ? start + Math.floor((end - start) / 2) : end;
	const bytes = media.read(start, stop);
	const source = slow ? slowly(bytes, fault.seconds ?? SLOW_SECONDS, world.signal) : bytes;
	try {
		await pipeline(Readable.from(source, { highWaterMark: 2 }), response, { end: !cut });
	} catch {
		return; // the client disconnected
	}
	if (!cut) return;
	// Lets written data leave before the socket is closed.
	await sleep(50, world.signal);
	response.destroy();
}

/** The same bytes, each chunk in ten parts with pauses that add up to `seconds`. */
async function* slowly(pieces: Iterable<Buffer>, seconds: number, signal: AbortSignal) {
	for (const piece of pieces) {
		const step = Math.max(1, Math.ceil(piece.length / 10));
		for (let at = 0; at < piece.length; at += step) {
			yield piece.subarray(at, at + step);
			await sleep((seconds * 1000) / 10, signal);
		}
	}
}
