import { assetId, assetRecord, taskRecord, type View } from './answers';
import { sleep } from './clock';
import type { Operation } from './contract';
import { toDetails, type Detail } from './details';
import type { FaultRule } from './faults';
import { json, type Reply } from './http';
import { addressedAs, noResults, resultsOf } from './results';
import { phaseOf, type Phase, type Task } from './tasks';
import { envelope, toolCreated, toolResult, toolState } from './toolAnswers';
import { cachedService, secondsFor, type World } from './world';

/** Handles the requests of both families: creates tasks, waits, reads tasks. */

/** One parsed request. */
export interface Call {
	operation: Operation;
	/** All operations with this method and path. */
	operations: Operation[];
	/** The JSON body, and its text. */
	body: unknown;
	text: string;
	/** The requested id, from the path, the query string or the body. */
	id: string | undefined;
	/** Value of `?timeout=`, platform seconds. */
	timeout: number;
	fault: FaultRule | undefined;
	/** Aborted when the client disconnects or the simulator stops. */
	signal: AbortSignal;
}

/** Checks the body against the contract. Undefined if it is valid. */
export function refuseBody(world: World, { operation, body }: Call): Detail[] | undefined {
	const validate = world.contract.bodyValidator(operation);
	if (!validate || validate(body)) return undefined;
	return toDetails(validate.errors);
}

export async function carryOut(world: World, call: Call): Promise<Reply> {
	if (call.operation.kind === 'query') return await query(world, call);
	const kind = world.options.kinds?.[call.operation.id] ?? call.operation.kind;
	return kind === 'sync' ? await produce(world, call) : await submit(world, call);
}

function newTask(world: World, call: Call): Task {
	const { operation, body, text } = call;
	const service = cachedService(operation);
	const task = world.store.create({
		operation,
		body,
		now: world.clock.now(),
		seconds: secondsFor(world, operation, service),
		idForm: call.fault?.kind === 'hugeId' ? 'huge' : service.idForm,
		cost: service.cost,
		fails: text.includes('[fail]'),
		unknownState: text.includes('[unknown-state]'),
	});
	world.ledger.addTask({
		id: task.id,
		operationId: operation.id,
		body,
		created: Date.now(),
		paid: service.cost !== '0',
		cost: service.cost,
		deliveredIds: [],
		queries: 0,
	});
	return task;
}

function viewOf(world: World, task: Task, fault: FaultRule | undefined): View {
	const service = cachedService(task.operation);
	const now = world.clock.now();
	const phase = phaseShown(phaseOf(task, now), fault);
	const empty = phase !== 'success' || fault?.kind === 'successWithoutUrl';
	return {
		task,
		phase,
		now,
		product: service.product,
		dialect: service.dialect,
		results: empty
			? noResults()
			: addressedAs(fault?.kind, resultsOf(task, service.product, world.filesUrl)),
		hasOutput: fault?.kind !== 'nullOutput',
	};
}

function phaseShown(phase: Phase, fault: FaultRule | undefined): Phase {
	switch (fault?.kind) {
		case 'unknownState':
			return 'unknown';
		case 'stateBackwards':
			return phase === 'success' || phase === 'failed' ? 'running' : 'pending';
		case 'successWithoutUrl':
		case 'nullOutput':
			return 'success';
		default:
			return phase;
	}
}

function isAsset(operation: Operation): boolean {
	return cachedService(operation).product === 'asset';
}

/** The body for a task of family v1. */
function v1Body(world: World, view: View): unknown {
	const whole = isAsset(view.task.operation) ? assetRecord(view) : taskRecord(view);
	const hidesCost = world.options.costsAtEnd && ['pending', 'running'].includes(view.phase);
	const record = hidesCost ? { ...whole, cost: null } : whole;
	return world.options.wrapRecords ? { code: 0, data: record } : record;
}

/** Creates a task and returns its id. Only an asset's review may be waited for in the same request. */
async function submit(world: World, call: Call): Promise<Reply> {
	const task = newTask(world, call);
	const waits = (call.body as { wait_complete?: boolean } | null)?.wait_complete === true;
	if (waits) await waitForEnd(world, task, Infinity, call.signal);
	const view = viewOf(world, task, call.fault);
	if (call.operation.family === 'tool') return json(200, toolCreated(view), [task.id]);
	const ids = isAsset(call.operation) ? [task.id, assetId(task)] : [task.id];
	return json(200, v1Body(world, view), ids);
}

/** A sync operation: the answer comes when the work is finished. */
async function produce(world: World, call: Call): Promise<Reply> {
	const task = newTask(world, call);
	await waitForEnd(world, task, Infinity, call.signal);
	return json(200, toolResult(viewOf(world, task, call.fault)), [task.id]);
}

async function query(world: World, call: Call): Promise<Reply> {
	const { operation, operations } = call;
	if (operation.family === 'v1' && !/^\d+$/.test(call.id ?? '')) return notANumber(call.id);
	const task = world.store.get(call.id ?? '');
	const readable = operations.some(({ id }) => id === task?.operation.query);
	const generic = operation.path.startsWith('/minimalist/api/task/');
	// If a query has moved, its old path has no service any more, even if other queries use that path.
	const queryOf = task?.operation.query ?? '';
	if (task && !readable && world.options.paths?.[queryOf] !== undefined)
		return json(404, { detail: 'Not Found' });
	if (!task || !(readable || (generic && task.operation.family === 'tool'))) {
		if (operation.family === 'v1') return json(404, { detail: 'Task not found' });
		const code = operation.id === 'kbananaChannelQuery' ? -22 : 40400;
		return json(200, envelope(null, code, 'task not found'));
	}
	const entry = world.ledger.task(task.id);
	if (entry) entry.queries++;
	if (world.options.longPoll !== false) {
		await waitForEnd(world, task, call.timeout, call.signal);
	}
	const view = viewOf(world, task, call.fault);
	return json(200, operation.family === 'v1' ? v1Body(world, view) : toolState(view));
}

/** @param atMost platform seconds */
async function waitForEnd(world: World, task: Task, atMost: number, signal: AbortSignal) {
	const { clock } = world;
	const until = Math.min(task.endsAt, clock.now() + atMost * 1000);
	// Timers may fire a little early, so check again.
	while (clock.now() < until && !signal.aborted) {
		await sleep(Math.ceil(clock.realMs(until - clock.now())), signal);
	}
}

function notANumber(id: string | undefined): Reply {
	const msg = `Input should be a valid integer, unable to parse "${id ?? ''}"`;
	return json(422, { detail: [{ loc: ['path', 'id'], msg, type: 'int_parsing' }] });
}
