import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { clientFor, type Client } from '../shared/client/client';
import { endStopped } from '../shared/host/nodeErrors';
import { isLastStep, refuseBadWiring, withoutHandingOn } from '../shared/host/wiring';
import { handOnEnded } from '../shared/run/endedItems';
import { watchItems, type ItemOutcome, type WatchedItem } from '../shared/run/itemOutcomes';
import { refusedError } from '../shared/run/failures';
import { canceledError, refuseBadItems, toOutputs } from '../shared/run/waitOutputs';
import { readOnTimeout, readPlan } from '../shared/run/waitRequests';
import { watchTasks, type WatchSettings } from '../shared/run/watch';
import { attempt } from '../shared/util/attempt';
import { expectedOf } from '../shared/waiting/durations';
import { taskKey, type WaitResult, type WatchedTask } from '../shared/waiting/waitForTasks';
import { secondsWaited } from '../shared/waiting/waitState';
import { waitsInProcess } from '../shared/words/wiring';
import { deliverEnded, finalOutcomes } from './deliveries';
import { Memory, type Kept } from './memory';
import { chooseDue, nextDue, wakeAt, SHORTEST_SECONDS } from './rounds';

/** The execute method of Kexiang Wait for Task (Durable): once for each round. */
export async function executeDurable(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	return await withoutHandingOn(this, async () => await oneRound(this));
}

async function oneRound(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	refuseBadWiring(context);
	const signal = context.getExecutionCancelSignal();
	const goOn = () => !signal?.aborted;
	const onTimeout = readOnTimeout(context);
	const plan = readPlan(context, onTimeout);
	refuseBadItems(context, plan);
	const tasks = plan.watched.map(({ task }) => task);
	const memory = new Memory(context, Date.now());
	const { watched, watch: settings } = plan;
	const outcomes = settings ? await outcomesOf(context, { watched, settings, memory, goOn }) : [];
	const handedOn = outcomes ? await handOnEnded(context, plan.ended, goOn) : [];
	if (!goOn()) return endStopped(context, canceledError(context, tasks));
	if (outcomes === undefined) return [];
	const outputs = toOutputs(context, plan, outcomes, handedOn, onTimeout === 'output');
	memory.forget(tasks);
	// Output 0 is n8n's, which hands the input out there when it resumes the execution.
	return [[], ...outputs];
}

/** Undefined when the execution was put to wait. */
async function outcomesOf(
	context: IExecuteFunctions,
	wait: DurableWait,
): Promise<Array<ItemOutcome | undefined> | undefined> {
	if (!isLastStep(context)) return await durableRound(context, wait);
	context.addExecutionHints({
		message: waitsInProcess(),
		location: 'outputPane',
	});
	return await watchItems(context, wait.watched, wait.settings, wait.goOn);
}

/** One task that has not ended, of one or more input items. */
interface Open {
	task: WatchedTask;
	/** The input item whose credential asks. */
	index: number;
	kept: Kept;
}

interface DurableWait {
	readonly watched: readonly WatchedItem[];
	readonly settings: WatchSettings;
	readonly memory: Memory;
	/** False once the execution was stopped. */
	readonly goOn: () => boolean;
}

/**
 * One round of a durable wait: asks once for the tasks that are due, and brings the files of finished ones into n8n.
 * When some go on, n8n puts the execution to sleep in its database; on waking it hands this node's input out of
 * output 0, which leads back here, and the next round begins. So the wait survives restarts and holds no worker.
 * @returns the outcomes of all items, or undefined when the execution was put to wait
 */
async function durableRound(
	context: IExecuteFunctions,
	{ watched, settings, memory, goOn }: DurableWait,
): Promise<Array<ItemOutcome | undefined> | undefined> {
	const now = Date.now();
	const open = openTasks(watched, memory);
	const remaining = Math.max(
		0,
		...open.map(({ kept }) => settings.timeLimitSeconds - secondsWaited(kept.state, now)),
	);
	// n8n's clock is too coarse for so short a sleep.
	const isLast = remaining <= SHORTEST_SECONDS;
	const polled = isLast ? open : chooseDue(open, now, settings.requestsPerSecond);
	// What keeps a credential from being read, the poll tells.
	const clients: Array<Client | undefined> = [];
	for (const { task, index, kept } of polled) {
		const client = await attempt(clientFor(context, index));
		if (client.ok && kept.paths) client.value.recallPaths(task, kept.paths);
		clients.push(client.ok ? client.value : undefined);
	}
	const outcomes = await watchTasks(
		context,
		polled.map(({ task }) => task),
		polled.map(({ index }) => index),
		{ ...settings, timeLimitSeconds: isLast ? remaining : 0 },
		polled.map(({ kept }) => kept.state),
	);
	const host = clients[0]?.hostOf('task') ?? '';
	polled.forEach((one, at) => {
		remember(memory, one, outcomes[at], settings, host);
		const paths = clients[at]?.knownPaths(one.task);
		if (paths || one.kept.paths) memory.update(one.task, { paths: paths ?? {} });
	});
	if (!goOn()) return [];
	const goingOn = openTasks(watched, memory);
	const answers = new Map(polled.map(({ task }, at) => [taskKey(task), outcomes[at]]));
	if (isLast || goingOn.length === 0) {
		return await finalOutcomes(context, watched, memory, answers, goOn);
	}
	await deliverEnded(context, watched, memory, answers, goOn);
	const dues = goingOn.map(({ kept }) => kept.due);
	if (goOn()) await context.putExecutionToWait(new Date(wakeAt(dues, Date.now())));
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

/** Writes down what a poll brought: an end, a refusal that will not pass, or when to ask again. */
function remember(
	memory: Memory,
	{ task }: Open,
	outcome: WaitResult | undefined,
	settings: WatchSettings,
	host: string,
): void {
	if (outcome === undefined || outcome.kind === 'canceled') return;
	const { state } = outcome;
	switch (outcome.kind) {
		case 'finished':
			return memory.update(task, { state });
		case 'refused':
			return memory.update(task, { state, refused: refusedError(task, outcome) });
		case 'stillRunning': {
			const now = Date.now();
			const submitted = Date.parse(task.submittedAt ?? '');
			const facts = {
				now,
				submitted: submitted <= now ? submitted : state.since,
				expected: expectedOf(host, task),
			};
			// The limit of this poll is not that of the wait.
			const goingOn = { ...state, end: undefined };
			memory.update(task, { state: goingOn, due: nextDue(goingOn, facts, settings) });
		}
	}
}
