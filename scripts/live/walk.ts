/* eslint-disable @n8n/community-nodes/no-restricted-imports */
// Submits chosen services one after the other within a budget, and waits for each.
import { setTimeout as sleep } from 'node:timers/promises';

import { toRequest } from '../../nodes/shared/operation/extras';
import type { Operation } from '../../nodes/shared/operation/operation';
import { TIMEOUT_SECONDS, type PlatformRequest } from '../../nodes/shared/answers/endpoints';
import type { Task } from '../../nodes/shared/answers/task';
import type { Contract } from '../../simulator/contract';
import { minimalBody } from './minimal';
import type { LiveOptions } from './options';
import type { Send } from './platform';
import { queryRequest } from '../../nodes/shared/answers/queryRequest';
import { sourceOfApi } from '../../nodes/shared/answers/sources';

export interface Outcome {
	operation: Operation;
	/** `not tried`: nothing was sent. */
	verdict: 'success' | 'failed' | 'refused' | 'unknown' | 'still running' | 'not tried';
	detail: string;
	taskId?: string;
	cost?: number;
	seconds?: number;
	/** Result files by kind. */
	files?: string;
	/** Names of the fields of the last answer, which tell what the contract does not know yet. */
	fields?: string[];
}

export interface Walk {
	outcomes: Outcome[];
	spent: number;
	/** Services whose answer named no price. */
	unpriced: number;
}

export type Note = (text: string) => void;

export async function walk(
	send: Send,
	contract: Contract,
	operations: readonly Operation[],
	options: Pick<LiveOptions, 'budget' | 'media' | 'intervalSeconds' | 'limitMinutes'>,
	note: Note = () => {},
): Promise<Walk> {
	const { budget = 0 } = options;
	const result: Walk = { outcomes: [], spent: 0, unpriced: 0 };
	let lastCost = 0;
	let stopped = '';
	for (const operation of operations) {
		if (stopped === '' && result.spent + lastCost > budget) {
			stopped = `the budget of ${budget} does not cover another ${lastCost}`;
		}
		if (stopped === '' && result.spent >= budget) stopped = `the budget of ${budget} is spent`;
		const outcome: Outcome =
			stopped === ''
				? await tryOne(send, contract, operation, options, note)
				: { operation, verdict: 'not tried', detail: stopped };
		result.outcomes.push(outcome);
		note(`${operation.value}: ${outcome.verdict}${outcome.detail && `, ${outcome.detail}`}`);
		if (outcome.cost !== undefined) {
			result.spent = round(result.spent + outcome.cost);
			lastCost = Math.max(lastCost, outcome.cost);
		} else if (!['not tried', 'refused'].includes(outcome.verdict)) result.unpriced += 1;
		// What may have been created may have been charged: nobody knows what is left.
		if (outcome.verdict === 'unknown') stopped = 'an earlier submission may have been charged';
	}
	return result;
}

const round = (value: number) => Math.round(value * 1e6) / 1e6;

async function tryOne(
	send: Send,
	contract: Contract,
	operation: Operation,
	options: Pick<LiveOptions, 'media' | 'intervalSeconds' | 'limitMinutes'>,
	note: Note,
): Promise<Outcome> {
	const known = contract.byId.get(operation.value);
	if (operation.kind === 'query' || !known) {
		return { operation, verdict: 'not tried', detail: 'it submits nothing by itself' };
	}
	const minimal = minimalBody(contract, known, options.media);
	if ('problem' in minimal) return { operation, verdict: 'not tried', detail: minimal.problem };
	const started = Date.now();
	const request = requestOf(operation, minimal.body);
	const source = operation.taskSource ?? sourceOfApi(request.api);
	const wanted = operation.kind === 'submit' ? 'task' : 'result';
	const reply = await send(request, { for: wanted, source, sent: request.body });
	if ('silence' in reply) {
		return {
			operation,
			verdict: 'unknown',
			detail: `no answer (${reply.silence}); look at the task list of the platform`,
		};
	}
	const { answer, status } = reply;
	if ('refusal' in answer) {
		const { kind, said } = answer.refusal;
		const verdict = answer.kind === 'unclear' ? 'unknown' : 'refused';
		return { operation, verdict, detail: `HTTP ${status}, ${kind}: ${said}` };
	}
	const { task, body } = answer;
	if (task.id !== undefined) note(`${operation.value}: task ${task.id}`);
	const last = await finish(send, operation, task, body, options);
	return describe(operation, last, (Date.now() - started) / 1000);
}

/** As the node would send it, with the contract's body. */
function requestOf(operation: Operation, body: Record<string, unknown>): PlatformRequest {
	const toBody = () => JSON.parse(JSON.stringify(body));
	const plain: Operation = { ...operation, fields: {}, toBody };
	const request = toRequest(plain, () => undefined, {});
	return { ...request, timeoutSeconds: Math.max(request.timeoutSeconds, TIMEOUT_SECONDS.submit) };
}

interface Last {
	task: Task;
	body: Record<string, unknown>;
	id?: string;
	trouble?: string;
}

async function finish(
	send: Send,
	{ kind, taskSource, queryPath }: Operation,
	first: Task,
	body: Record<string, unknown>,
	{ intervalSeconds, limitMinutes }: Pick<LiveOptions, 'intervalSeconds' | 'limitMinutes'>,
): Promise<Last> {
	const { id } = first;
	let last: Last = { task: first, body, ...(id !== undefined && { id }) };
	if (id === undefined || taskSource === undefined) {
		// A tool that names neither state nor task has answered with its result.
		if (kind === 'sync' && first.state === 'pending') {
			return { ...last, task: { ...first, state: 'success' } };
		}
		return kind === 'submit' ? { ...last, trouble: 'the answer names no task' } : last;
	}
	if (kind === 'sync' && first.state !== 'pending') return last;
	const end = Date.now() + limitMinutes * 60_000;
	while (last.task.state === 'pending' && Date.now() < end) {
		await sleep(intervalSeconds * 1000);
		const path = queryPath === undefined ? {} : { path: queryPath };
		const asked = { for: 'state', source: taskSource, taskId: id } as const;
		const reply = await send(queryRequest(taskSource, id, path), asked);
		if ('silence' in reply) last.trouble = `a question brought no answer (${reply.silence})`;
		else if ('task' in reply.answer) last = { id, ...reply.answer };
		else last.trouble = `a question was answered with HTTP ${reply.status}`;
	}
	// A query may leave out the price that the submission told.
	const cost = last.task.cost ?? first.cost;
	return { ...last, task: { ...last.task, ...(cost !== undefined && { cost }) } };
}

function describe(
	operation: Operation,
	{ task, body, id, trouble }: Last,
	seconds: number,
): Outcome {
	const cost = Number(task.cost);
	const counts = [
		[task.imageUrls.length, 'images'],
		[task.videoUrls.length, 'videos'],
		[task.audioUrls.length, 'sounds'],
		[task.text === undefined ? 0 : 1, 'text'],
	] as const;
	const files = counts.filter(([count]) => count > 0).map(([count, kind]) => `${count} ${kind}`);
	const state = task.status === '' ? '' : `state "${task.status}"`;
	const strange = task.unknownStatus ? 'a state that the nodes do not know' : '';
	return {
		operation,
		verdict: task.state === 'pending' ? 'still running' : task.state,
		detail: [state, strange, task.failReason, trouble].filter(Boolean).join(', '),
		...(id !== undefined && { taskId: id }),
		...(task.cost !== undefined && Number.isFinite(cost) && { cost }),
		seconds,
		files: files.join(', '),
		fields: fieldsOf(body),
	};
}

/** Names only: values may be private. */
function fieldsOf(body: Record<string, unknown>): string[] {
	const inner = ['data', 'service_output'].flatMap((name) => {
		const part = body[name];
		return typeof part === 'object' && part !== null && !Array.isArray(part)
			? Object.keys(part).map((field) => `${name}.${field}`)
			: [];
	});
	return [...Object.keys(body), ...inner].sort();
}
