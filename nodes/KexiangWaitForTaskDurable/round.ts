import type { IExecuteFunctions } from 'n8n-workflow';

import { isLastStep } from '../shared/waitNode/refuseWiring';
import type { Fate, WatchedItem } from '../shared/waiting/fates';
import { refusedError } from '../shared/waiting/messages';
import { reactTo } from '../shared/waiting/reaction';
import { watchTasks, type WatchSettings } from '../shared/waiting/watch';
import { taskKey, type Outcome, type WatchedTask } from '../shared/waiting/waitForTasks';
import { fatesSoFar, lastFates } from './deliveries';
import type { Kept, Memory } from './memory';
import { chooseDue, nextDue, SHORTEST_SECONDS, wakeAt } from './rounds';

/** One task that has not ended, of one or more input items. */
interface Open {
	task: WatchedTask;
	/** The input item whose credential asks. */
	index: number;
	standing: Kept;
}

/**
 * One round of a durable wait: asks once for the tasks that are due, and brings the files of finished ones into n8n.
 * When some go on, n8n puts the execution to sleep in its database; on waking it hands this node's input out of
 * output 0, which leads back here, and the next round begins. So the wait survives restarts and holds no worker.
 * @returns the fates of all items, or undefined when the execution was put to wait
 */
export async function durableRound(
	context: IExecuteFunctions,
	watched: readonly WatchedItem[],
	settings: WatchSettings,
	memory: Memory,
	goOn: () => boolean,
): Promise<Array<Fate | undefined> | undefined> {
	const now = Date.now();
	const open = openTasks(watched, memory);
	const remaining = Math.max(
		0,
		...open.map(({ standing }) => settings.timeLimitSeconds - (now - standing.since) / 1000),
	);
	// With little time left, n8n's clock is too coarse; and it takes no wire out of the last node of a step.
	const inProcess = remaining <= SHORTEST_SECONDS || isLastStep(context);
	const asked = inProcess ? open : chooseDue(open, now, settings.requestsPerSecond);
	const outcomes = await watchTasks(
		context,
		asked.map(({ task }) => task),
		asked.map(({ index }) => index),
		{ ...settings, timeLimitSeconds: inProcess ? remaining : 0 },
	);
	asked.forEach((one, place) => remember(memory, one, outcomes[place], settings));
	if (!goOn()) return [];
	const goingOn = openTasks(watched, memory);
	if (inProcess || goingOn.length === 0) {
		const answers = new Map(asked.map(({ task }, place) => [taskKey(task), outcomes[place]]));
		return await lastFates(context, watched, memory, answers, goOn);
	}
	await fatesSoFar(context, watched, memory, goOn);
	const dues = goingOn.map(({ standing }) => standing.due);
	if (goOn()) await context.putExecutionToWait(new Date(wakeAt(dues, Date.now())));
	return undefined;
}

/** Each task once, with the item that asks for it. */
function openTasks(watched: readonly WatchedItem[], memory: Memory): Open[] {
	const open = new Map<string, Open>();
	for (const { task, index } of watched) {
		const standing = memory.of(task);
		const isOpen = standing.end === undefined && standing.refused === undefined;
		if (isOpen && !open.has(taskKey(task))) open.set(taskKey(task), { task, index, standing });
	}
	return [...open.values()];
}

/** Writes down what a question brought: an end, a refusal that will not pass, or when to ask again. */
function remember(
	memory: Memory,
	{ task, standing }: Open,
	outcome: Outcome | undefined,
	settings: WatchSettings,
): void {
	if (outcome === undefined || outcome.kind === 'canceled') return;
	const polls = standing.polls + outcome.polls;
	if (outcome.kind === 'finished') {
		const { task: reading, body } = outcome;
		memory.update(task, { polls, end: { task: reading, body } });
		return;
	}
	const now = Date.now();
	const { cause } = outcome;
	const failures = cause === undefined ? 0 : standing.failures + 1;
	// One round is one question, so that only their sequence over the rounds tells what will not pass.
	const reaction = cause === undefined ? undefined : reactTo(cause, failures);
	const waited = { polls, secondsWaited: Math.round((now - standing.since) / 1000) };
	if (outcome.kind === 'refused' || reaction?.kind === 'giveUp') {
		const refused = refusedError(task, { kind: 'refused', cause, ...waited });
		memory.update(task, { polls, failures, refused });
		return;
	}
	const submitted = Date.parse(task.submittedAt ?? '');
	const due = nextDue(
		{ since: standing.since, polls, failures },
		{
			now,
			submitted: submitted <= now ? submitted : standing.since,
			...(reaction?.kind === 'retry' && { retryAfterSeconds: reaction.retryAfterSeconds }),
		},
		settings,
	);
	memory.update(task, { polls, failures, due });
}
