/* eslint-disable @n8n/community-nodes/no-restricted-imports */
// Submits one service and waits for its task, within what is left of a budget.
import { setTimeout as sleep } from 'node:timers/promises';

import { TIMEOUT_SECONDS, type PlatformRequest } from '../../nodes/shared/answers/endpoints';
import { queryRequest } from '../../nodes/shared/answers/queryRequest';
import { sourceOfApi } from '../../nodes/shared/answers/sources';
import type { Task } from '../../nodes/shared/answers/task';
import { toRequest } from '../../nodes/shared/operation/extras';
import type { Operation } from '../../nodes/shared/operation/operation';
import type { Contract } from '../../simulator/contract';
import { minimalBody, type Media } from './minimal';
import type { Send } from './platform';
import { notTried, said, walk, type Outcome, type Service } from './walk';

export interface Submitted extends Outcome {
	verdict: 'success' | 'failed' | 'refused' | 'unknown' | 'still running' | 'not tried';
	taskId?: string;
	cost?: number;
	seconds?: number;
	/** Result files by kind. */
	files?: string;
	/** Names of the fields of the last answer, which tell what the contract does not know yet. */
	fields?: string[];
}

export type Maker = Service & { operation: Operation };

export interface SubmitOptions {
	/** In the platform's units. */
	budget: number;
	media: Media;
	intervalSeconds: number;
	limitMinutes: number;
}

/** Submits service after service while what the next one may cost is left of the budget. */
export const submitAll = async (
	send: Send,
	contract: Contract,
	operations: readonly Operation[],
	options: SubmitOptions,
	tell?: (line: string) => void,
): Promise<Array<Maker & Submitted>> =>
	await walk<Maker, Submitted>(
		operations.map((operation) => ({
			operation,
			name: operation.value,
			place: `${operation.endpoint.method} ${operation.endpoint.path}`,
		})),
		async ({ operation }, before) => {
			const why = whyStop(before, options.budget);
			return why === undefined
				? await submit(send, contract, operation, options, tell)
				: notTried(why);
		},
		tell,
	);

/** What was spent, and how many answers named no price. Pure. */
export function spentBy(submitted: readonly Submitted[]): { spent: number; unpriced: number } {
	const spent = submitted.reduce((sum, { cost = 0 }) => sum + cost, 0);
	const unpriced = submitted.filter(
		({ verdict, cost }) => cost === undefined && !['not tried', 'refused'].includes(verdict),
	);
	return { spent: Math.round(spent * 1e6) / 1e6, unpriced: unpriced.length };
}

function whyStop(before: readonly Submitted[], budget: number): string | undefined {
	// What may have been created may have been charged: nobody knows what is left.
	if (before.some(({ verdict }) => verdict === 'unknown'))
		return 'an earlier submission may have been charged';
	const { spent } = spentBy(before);
	const next = Math.max(0, ...before.map(({ cost = 0 }) => cost));
	if (spent >= budget) return `the budget of ${budget} is spent`;
	return spent + next > budget
		? `the budget of ${budget} does not cover another ${next}`
		: undefined;
}

async function submit(
	send: Send,
	contract: Contract,
	operation: Operation,
	options: SubmitOptions,
	tell: (line: string) => void = () => {},
): Promise<Submitted> {
	const known = contract.byId.get(operation.value);
	if (operation.kind === 'query' || !known) return notTried('it submits nothing by itself');
	const minimal = minimalBody(contract, known, options.media);
	if ('problem' in minimal) return notTried(minimal.problem);
	const started = Date.now();
	const request = requestOf(operation, minimal.body);
	const source = operation.taskSource ?? sourceOfApi(request.api);
	const wanted = operation.kind === 'submit' ? 'task' : 'result';
	const reply = await send(request, { for: wanted, source, sent: request.body });
	if ('silence' in reply) {
		const detail = `no answer (${reply.silence}); look at the task list of the platform`;
		return { verdict: 'unknown', detail };
	}
	const { answer } = reply;
	if ('refusal' in answer) {
		const verdict = answer.kind === 'unclear' ? 'unknown' : 'refused';
		return { verdict, detail: said(reply, answer.refusal) };
	}
	const { task, body } = answer;
	if (task.id !== undefined) tell(`${operation.value}: task ${task.id}`);
	const last = await finish(send, operation, task, body, options);
	return describe(last, (Date.now() - started) / 1000);
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
	{ intervalSeconds, limitMinutes }: SubmitOptions,
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

function describe({ task, body, id, trouble }: Last, seconds: number): Submitted {
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
