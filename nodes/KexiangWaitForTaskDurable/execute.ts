import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { clientFor, type Client } from '../shared/client/client';
import { rememberSleep, addHint } from '../shared/host/execution';
import { isLastStep } from '../shared/host/wiring';
import { executeWait } from '../shared/run/executeWait';
import {
	deliverAll,
	watchItems,
	type Outcomes,
	type WatchedItem,
} from '../shared/run/itemOutcomes';
import { refusedError } from '../shared/run/taskItem';
import { watchTasks, type WatchSettings } from '../shared/run/watch';
import { attempt } from '../shared/util/attempt';
import { isObject, jsonText, toData } from '../shared/util/json';
import { expectedOf } from '../shared/waiting/durations';
import {
	taskKey,
	type End,
	type WaitResult,
	type Watch,
	type WatchedTask,
} from '../shared/waiting/waitForTasks';
import { secondsWaited, type WaitState } from '../shared/waiting/waitState';
import { waitsInProcess } from '../shared/words/wiring';
import { Memory, type Kept } from './memory';
import { chooseDue, nextDue, wakeAt, SHORTEST_SECONDS } from './rounds';

/** Largest finished item, in characters of JSON, that is added to what n8n saves with every round. */
const LARGEST_ITEMS = 256 * 1024;
const LARGEST_BODY = 64 * 1024;

/** The execute method of Kexiang Wait for Task (Durable). n8n calls it once per round. */
export async function executeDurable(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const memory = new Memory(this, Date.now());
	return await executeWait(this, {
		isWait: true,
		// Output 0 belongs to n8n, which hands the input out there when it resumes the execution.
		before: [[]],
		ask: async ({ watched, watch: settings }, canContinue) => {
			if (settings === undefined) return [];
			if (!isLastStep(this))
				return await durableRound(this, { watched, settings, memory, canContinue });
			addHint(this, { message: waitsInProcess() });
			return await watchItems(this, watched, settings, canContinue);
		},
		handedOut: (tasks) => memory.forget(tasks),
	});
}

/** One task that has not ended. It belongs to one or more input items. */
interface Open {
	task: WatchedTask;
	/** The input item whose credential is used for polls. */
	index: number;
	kept: Kept;
}

interface Round {
	readonly watched: readonly WatchedItem[];
	readonly settings: WatchSettings;
	readonly memory: Memory;
	/** Returns false once the execution was stopped. */
	readonly canContinue: () => boolean;
}

/** Answers to the polls of this round, by task key. */
type Answers = ReadonlyMap<string, WaitResult>;

/**
 * One round of a durable wait: polls the tasks that are due, and downloads the files of finished tasks into n8n. If
 * some tasks are still running, n8n saves the sleeping execution in its database. When n8n resumes it, n8n hands
 * this node's input out of output 0, which leads back here, and the next round begins. So the wait survives restarts
 * and occupies no worker.
 * @returns the outcomes of all items, or undefined if the execution was put to sleep
 */
async function durableRound(
	context: IExecuteFunctions,
	round: Round,
): Promise<Outcomes | undefined> {
	const { watched, settings, memory, canContinue } = round;
	const now = Date.now();
	const open = openTasks(watched, memory);
	const remaining = Math.max(
		0,
		...open.map(({ kept }) => settings.timeLimitSeconds - secondsWaited(kept.state, now)),
	);
	// n8n's timer is too coarse for such a short sleep.
	const isLast = remaining <= SHORTEST_SECONDS;
	const asked = isLast ? open : chooseDue(open, now, settings.requestsPerSecond);
	// The poll reports why a credential cannot be read.
	const clients: Array<Client | undefined> = [];
	for (const { task, index, kept } of asked) {
		const client = await attempt(clientFor(context, index));
		if (client.ok && kept.paths) client.value.recallPaths(task, kept.paths);
		clients.push(client.ok ? client.value : undefined);
	}
	const results = await watchTasks(
		context,
		asked.map(({ task, index, kept }) => ({ task, index, state: kept.state })),
		{ ...settings, timeLimitSeconds: isLast ? remaining : 0 },
	);
	const host = clients[0]?.hostOf('task') ?? '';
	const answers = new Map<string, WaitResult>();
	for (const [at, result] of results.entries()) {
		const one = asked[at];
		if (one === undefined) continue;
		answers.set(taskKey(one.task), result);
		remember(memory, one.task, result, settings, host);
		const paths = clients[at]?.knownPaths(one.task);
		if (paths || one.kept.paths) memory.update(one.task, { paths: paths ?? {} });
	}
	if (!canContinue()) return [];
	const unfinished = openTasks(watched, memory);
	if (isLast || unfinished.length === 0) return await finalOutcomes(context, round, answers);
	await deliverEnded(context, round, answers);
	const dues = unfinished.map(({ kept }) => kept.due);
	const wake = wakeAt(dues, Date.now());
	if (!canContinue()) return undefined;
	rememberSleep(context, wake);
	await context.putExecutionToWait(new Date(wake));
	return undefined;
}

/** Each task once, with the item that asks for it. */
function openTasks(watched: readonly WatchedItem[], memory: Memory): Open[] {
	const open = new Map<string, Open>();
	for (const { task, index } of watched) {
		const kept = memory.of(task);
		const key = taskKey(task);
		if (kept.state.end === undefined && !open.has(key)) open.set(key, { task, index, kept });
	}
	return [...open.values()];
}

/** Records what a poll brought: the end of the task, a permanent refusal, or the time of the next poll. */
function remember(
	memory: Memory,
	task: WatchedTask,
	result: WaitResult,
	settings: WatchSettings,
	host: string,
): void {
	const { state } = result;
	switch (result.kind) {
		case 'canceled':
			return;
		case 'finished':
			return memory.update(task, { state });
		case 'refused':
			return memory.update(task, { state, refused: refusedError(task, result) });
		case 'stillRunning': {
			const now = Date.now();
			const submitted = Date.parse(task.submittedAt ?? '');
			const facts = {
				now,
				submitted: submitted <= now ? submitted : state.since,
				expected: expectedOf(host, task),
			};
			// The deadline of this round is not the deadline of the wait.
			const ongoing = { ...state, end: undefined };
			memory.update(task, { state: ongoing, due: nextDue(ongoing, facts, settings) });
		}
	}
}

/**
 * Builds the output of items whose tasks have ended, before the execution sleeps. Links to results expire after a
 * day, while files in n8n last as long as the execution. Only the item with the ids of its files is kept, because
 * n8n saves it with every round.
 */
async function deliverEnded(
	context: IExecuteFunctions,
	{ watched, memory, canContinue }: Round,
	answers: Answers,
): Promise<void> {
	const ready = watched.filter(({ task, index, settings }) => {
		const { state, delivered } = memory.of(task);
		if (state.end !== 'finished' || delivered[index] !== undefined) return false;
		const { urls = [], written, cut } = state.last ?? {};
		const hasFiles =
			written !== undefined || cut === true || (settings.download && urls.length > 0);
		return !(memory.filesInItems && hasFiles && state.last?.state === 'success');
	});
	const outcomes = await deliverAll(
		context,
		ready,
		(own) => endOf(own, memory, answers),
		canContinue,
	);
	for (const own of ready) {
		const outcome = outcomes[own.index];
		if (outcome === undefined || 'error' in outcome) continue;
		const { output, items } = outcome;
		const areLight = items.every(holdsNoFile);
		if (!areLight) memory.leaveFilesToTheEnd();
		if (areLight && jsonText(items).length <= LARGEST_ITEMS) memory.deliver(own, { output, items });
		else memory.update(own.task, bodyToKeep(answers.get(taskKey(own.task))));
	}
}

/** The outcomes of all items, at the end of the wait. */
async function finalOutcomes(
	context: IExecuteFunctions,
	round: Round,
	answers: Answers,
): Promise<Outcomes> {
	const { watched, memory, canContinue } = round;
	const outcomes: Outcomes = [];
	for (const { task, index } of watched) {
		const { delivered, refused, state } = memory.of(task);
		const own = delivered[index];
		if (refused) outcomes[index] = { error: refused, task };
		else if (own) outcomes[index] = { ...own, task, ...(state.last && { ended: state.last }) };
	}
	const others = watched.filter(({ index }) => outcomes[index] === undefined);
	const whole = await withWholeAnswers(context, others, round, answers);
	const made = await deliverAll(context, others, (own) => endOf(own, memory, whole), canContinue);
	for (const { index } of others) outcomes[index] = made[index];
	return outcomes;
}

/** Includes the answers of finished tasks that were too large to keep. Polls these tasks once more. */
async function withWholeAnswers(
	context: IExecuteFunctions,
	watched: readonly WatchedItem[],
	{ memory, canContinue }: Round,
	answers: Answers,
): Promise<Answers> {
	const whole = new Map(answers);
	for (const { task, index } of watched) {
		const key = taskKey(task);
		const { state, paths } = memory.of(task);
		if (state.last?.cut !== true || whole.get(key)?.kind === 'finished' || !canContinue()) continue;
		const client = await attempt(clientFor(context, index));
		if (!client.ok) continue;
		if (paths) client.value.recallPaths(task, paths);
		const polled = await attempt(client.value.pollOnce(task));
		if (polled.ok && polled.value.task.state === state.last.state)
			whole.set(key, { kind: 'finished', ...polled.value, ...watchOf(state), state });
	}
	return whole;
}

const watchOf = (state: WaitState): Watch => ({
	polls: state.polls,
	secondsWaited: Math.round(secondsWaited(state, Date.now())),
});

/** What an item needs if it cannot be built yet: the reading, plus the answer itself where that is small. */
function bodyToKeep(answer: WaitResult | undefined): { body?: IDataObject } {
	if (answer?.kind !== 'finished' || !isObject(answer.body)) return {};
	return jsonText(answer.body).length <= LARGEST_BODY ? { body: toData(answer.body) } : {};
}

/** The end of a task with all rounds counted. A task that has not ended has reached its time limit. */
function endOf({ task }: WatchedItem, memory: Memory, answers: Answers): End {
	const { state, body, paths } = memory.of(task);
	const answer = answers.get(taskKey(task));
	const { end, last: reading } = state;
	const watch = watchOf(state);
	if (answer?.kind === 'finished') return { ...answer, ...watch };
	const queryPath = paths?.found;
	const last = reading && { task: reading, body, ...(queryPath !== undefined && { queryPath }) };
	if (end === 'finished' && last) return { ...watch, ...last, kind: 'finished' };
	const cause = answer?.kind === 'stillRunning' ? answer.cause : undefined;
	return {
		...watch,
		kind: 'stillRunning',
		...(last && { last }),
		...(cause !== undefined && { cause }),
	};
}

/**
 * Without files held in the item itself. n8n gives a file that it stores elsewhere an id; without one, the item
 * holds the file.
 */
const holdsNoFile = ({ binary }: INodeExecutionData) =>
	Object.values(binary ?? {}).every(({ id }) => id !== undefined);
