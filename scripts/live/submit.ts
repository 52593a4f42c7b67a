/* eslint-disable @n8n/community-nodes/no-restricted-imports */
// Submits services one by one, each with its task waited for, within a budget.
import { setTimeout as sleep } from 'node:timers/promises';

import { TIMEOUT_SECONDS } from '../../nodes/shared/answers/endpoints';
import { queryRequest } from '../../nodes/shared/answers/queryRequest';
import { sourceOfApi } from '../../nodes/shared/answers/sources';
import type { Task } from '../../nodes/shared/answers/task';
import { toRequest } from '../../nodes/shared/operation/extras';
import type { Operation } from '../../nodes/shared/operation/operation';
import { isObject } from '../../nodes/shared/util/json';
import type { Contract } from '../../simulator/contract';
import { minimalBody, type Media } from './minimal';
import { notTried, said, walk, type Outcome, type Send, type Service } from './platform';

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

type Tell = (line: string) => void;

/** Submits service after service while what the next one may cost is left of the budget. */
export const submitAll = async (
	send: Send,
	contract: Contract,
	operations: readonly Operation[],
	options: SubmitOptions,
	tell: Tell = () => {},
): Promise<Array<Maker & Submitted>> =>
	await walk<Maker, Submitted>(
		operations.map((operation) => ({
			operation,
			name: operation.value,
			place: `${operation.endpoint.method} ${operation.endpoint.path}`,
		})),
		async ({ operation }, before) => {
			const why = whyStop(before, options.budget);
			if (why !== undefined) return notTried(why);
			return await submit(send, contract, operation, options, tell);
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
	tell: Tell,
): Promise<Submitted> {
	const known = contract.byId.get(operation.value);
	if (operation.kind === 'query' || !known) return notTried('it submits nothing by itself');
	const minimal = minimalBody(contract, known, options.media);
	if ('problem' in minimal) return notTried(minimal.problem);
	const started = Date.now();
	// As the node would send it, with the contract's body.
	const plain: Operation = { ...operation, fields: {}, toBody: () => minimal.body };
	const made = toRequest(plain, () => undefined, {});
	const timeoutSeconds = Math.max(made.timeoutSeconds, TIMEOUT_SECONDS.submit);
	const source = operation.taskSource ?? sourceOfApi(made.api);
	const wanted = operation.kind === 'submit' ? 'task' : 'result';
	const asked = { for: wanted, source, sent: made.body } as const;
	const reply = await send({ ...made, timeoutSeconds }, asked);
	if ('silence' in reply) {
		const detail = `no answer (${reply.silence}); look at the task list of the platform`;
		return { verdict: 'unknown', detail };
	}
	const { answer, status } = reply;
	if ('refusal' in answer) {
		const verdict = answer.kind === 'unclear' ? 'unknown' : 'refused';
		return { verdict, detail: said(status, answer.refusal) };
	}
	if (answer.task.id !== undefined) tell(`${operation.value}: task ${answer.task.id}`);
	const last = await ended(send, operation, answer, options);
	const { id: taskId } = answer.task;
	// A query may leave out the price that the submission told.
	const cost = last.task.cost ?? answer.task.cost;
	return {
		...told(last),
		...(taskId !== undefined && { taskId }),
		...(Number.isFinite(Number(cost ?? NaN)) && { cost: Number(cost) }),
		seconds: (Date.now() - started) / 1000,
		fields: fieldsOf(last.body),
	};
}

interface Last {
	task: Task;
	body: Record<string, unknown>;
	trouble?: string;
}

/** The last that was answered of a task: its end, or its state when the time is up. */
async function ended(
	send: Send,
	{ kind, taskSource, queryPath }: Operation,
	first: Last,
	{ intervalSeconds, limitMinutes }: SubmitOptions,
): Promise<Last> {
	const { id, state } = first.task;
	if (id === undefined || taskSource === undefined) {
		if (kind === 'submit') return { ...first, trouble: 'the answer names no task' };
		// A tool that names neither state nor task has answered with its result.
		return { ...first, task: { ...first.task, state: state === 'failed' ? state : 'success' } };
	}
	const request = queryRequest(taskSource, id, queryPath === undefined ? {} : { path: queryPath });
	const end = Date.now() + limitMinutes * 60_000;
	let last = first;
	while (last.task.state === 'pending' && Date.now() < end) {
		await sleep(intervalSeconds * 1000);
		const reply = await send(request, { for: 'state', source: taskSource, taskId: id });
		if ('silence' in reply)
			last = { ...last, trouble: `a question brought no answer (${reply.silence})` };
		else if ('task' in reply.answer) last = reply.answer;
		else last = { ...last, trouble: `a question was answered with HTTP ${reply.status}` };
	}
	return last;
}

function told({ task, trouble }: Last): Pick<Submitted, 'verdict' | 'detail' | 'files'> {
	const files = [
		...[`${task.imageUrls.length} images`, `${task.videoUrls.length} videos`],
		...[`${task.audioUrls.length} sounds`, `${task.text === undefined ? 0 : 1} text`],
	];
	const state = task.status === '' ? '' : `state "${task.status}"`;
	const strange = task.unknownStatus ? 'a state that the nodes do not know' : '';
	return {
		verdict: task.state === 'pending' ? 'still running' : task.state,
		detail: [state, strange, task.failReason, trouble].filter(Boolean).join(', '),
		files: files.filter((count) => !count.startsWith('0')).join(', '),
	};
}

/** Names only: values may be private. */
function fieldsOf(body: Record<string, unknown>): string[] {
	const inner = ['data', 'service_output'].flatMap((name) => {
		const part = body[name];
		return isObject(part) ? Object.keys(part).map((field) => `${name}.${field}`) : [];
	});
	return [...Object.keys(body), ...inner].sort();
}
