/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { answerControl } from './control';
import { filesHandler } from './files';
import { isCarriedOut, type FaultPoint, type FaultRule } from './faults';
import { carryOut, refuseBody, type Call } from './handlers';
import { carriesKey, headerText, json, readBody, splitUrl, type Reply } from './http';
import { refuseInputs } from './inputs';
import type { LedgerRequest } from './ledger';
import { mediaAt } from './media';
import { distort, send, silence } from './misbehave';
import { chooseOperation, type Match, type Router } from './routes';
import type { World } from './world';

/** The HTTP listener of the API: routing, faults, key, contract and answer of a request. */

export type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

export function apiHandler(world: World, listener: 'platform' | 'tools', router: Router): Handler {
	const serveFile = filesHandler(world, listener);
	return async (request, response) => {
		const { path, query } = splitUrl(request.url ?? '/');
		if (mediaAt(path)) return await serveFile(request, response);
		const method = request.method ?? 'GET';
		if (listener === 'platform' && path.startsWith('/__simulator/')) {
			await answerControl(world, { method, path, query }, request, response);
			return;
		}
		const entry = world.ledger.open({
			at: Date.now(),
			listener,
			method,
			path,
			query,
			keyPresent: carriesKey(request, world.key),
			status: 0,
		});
		const match = router.match(method, path);
		const early = strike(world, request, entry, match, undefined, false);
		if (early && silence(response, early)) return;
		const text = await readBody(request);
		if (text === undefined) {
			await finish(world, response, entry, json(413, { detail: 'Request Entity Too Large' }));
			return;
		}
		const call = typeof match === 'number' ? undefined : understand(world, match, query, text);
		entry.body = call ? call.body : text || undefined;
		entry.operationId = call?.operation.id;
		entry.taskId = call?.id;
		const fault = strike(world, request, entry, match, call, true);
		await answer(world, request, response, { entry, match, call, fault });
	};
}

interface Understood {
	entry: LedgerRequest;
	match: Match | 404 | 405;
	call: Omit<Call, 'signal' | 'fault'> | undefined;
	fault: FaultRule | undefined;
}

async function answer(
	world: World,
	request: IncomingMessage,
	response: ServerResponse,
	{ entry, match, call, fault }: Understood,
): Promise<void> {
	const gone = new AbortController();
	const leave = () => gone.abort();
	response.once('close', leave);
	world.signal.addEventListener('abort', leave, { once: true });
	let truth: Reply | undefined;
	if (!fault || isCarriedOut(fault)) {
		truth = call
			? await answerTruly(world, request, entry, { ...call, fault, signal: gone.signal })
			: unknownCall(world, entry, match as 404 | 405);
	}
	world.signal.removeEventListener('abort', leave);
	if (fault && silence(response, fault)) return;
	const elsewhere = `${world.filesUrl}${request.url ?? '/'}`;
	const reply = fault ? distort(fault, truth, { elsewhere, taskId: call?.id }) : truth;
	if (reply) await finish(world, response, entry, reply, fault);
}

async function finish(
	world: World,
	response: ServerResponse,
	entry: LedgerRequest,
	reply: Reply,
	fault?: FaultRule,
): Promise<void> {
	if (response.destroyed) return;
	entry.status = reply.status;
	response.once('finish', () => {
		const [id] = reply.ids ?? [];
		if (id !== undefined) world.ledger.task(id)?.deliveredIds.push(...(reply.ids ?? []));
	});
	await send(response, reply, fault, world.signal);
}

/** Finds the fault for a request and records it. `read`: the body has been read. */
function strike(
	world: World,
	request: IncomingMessage,
	entry: LedgerRequest,
	match: Match | 404 | 405,
	call: Understood['call'],
	read: boolean,
): FaultRule | undefined {
	const operations = call ? [call.operation] : typeof match === 'number' ? [] : match.operations;
	const kind = operations[0]?.kind;
	const point: FaultPoint | undefined = kind && (kind === 'query' ? 'query' : 'submit');
	const taskId = call?.id ?? (typeof match === 'number' ? undefined : match.params.id);
	const rule = world.faults.strike({
		point,
		read,
		operationIds: operations.map(({ id }) => id),
		taskId,
		text: kind === 'query' ? textOfTask(world, taskId) : call?.text,
		header: headerText(request, 'x-simulator-fault'),
	});
	if (rule) entry.fault = rule.kind;
	return rule;
}

/** The body that created a task. */
function textOfTask(world: World, id: string | undefined): string | undefined {
	const task = id === undefined ? undefined : world.store.get(id);
	return task && JSON.stringify(task.body);
}

/** Reads the body and picks the operation. */
function understand(world: World, match: Match, query: string, text: string): Understood['call'] {
	let body: unknown;
	try {
		body = text === '' ? undefined : JSON.parse(text);
	} catch {
		body = text;
	}
	const search = query ? new URLSearchParams(query) : undefined;
	const id = match.params.id ?? search?.get('req_id') ?? idInBody(body);
	const submitted = id === undefined ? undefined : world.store.get(id)?.operation.query;
	const operation =
		match.operations.find((one) => one.kind === 'query' && one.id === submitted) ??
		chooseOperation(world.contract, match.operations, body);
	const timeout = Number(search?.get('timeout') ?? 0) || 0;
	return { operation, operations: match.operations, body, text, id, timeout };
}

function idInBody(body: unknown): string | undefined {
	if (typeof body !== 'object' || body === null) return undefined;
	const { id, taskId, jobId } = body as Record<string, unknown>;
	const value = id ?? taskId ?? jobId;
	return typeof value === 'string' ? value : undefined;
}

async function answerTruly(
	world: World,
	request: IncomingMessage,
	entry: LedgerRequest,
	call: Call,
): Promise<Reply> {
	if (headerText(request, 'x-api-key') !== world.key) {
		const message = 'Invalid or missing API key';
		if (call.operation.family === 'v1') return json(401, { detail: message });
		return json(401, { code: 401, errorMessage: message, data: null });
	}
	const details = refuseBody(world, call);
	if (!details) {
		const refusal = await refuseInputs(world, call);
		return refusal === undefined ? await carryOut(world, call) : refusedInput(call, refusal);
	}
	const { method, path } = entry;
	world.ledger.addViolation({
		at: entry.at,
		method,
		path,
		operationId: call.operation.id,
		details,
	});
	return json(422, { detail: details });
}

function refusedInput({ operation }: Call, reason: string): Reply {
	return operation.family === 'v1'
		? json(400, { detail: reason })
		: json(400, { code: 40000, errorMessage: reason, data: null });
}

function unknownCall(world: World, entry: LedgerRequest, status: 404 | 405): Reply {
	const msg = status === 404 ? 'Not Found' : 'Method Not Allowed';
	const { at, method, path } = entry;
	world.ledger.addViolation({ at, method, path, details: [{ loc: ['path'], msg, type: 'route' }] });
	return json(status, { detail: msg });
}
