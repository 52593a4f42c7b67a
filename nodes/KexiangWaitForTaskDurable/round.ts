import type { IExecuteFunctions } from 'n8n-workflow';

import { attempt } from '../shared/attempt';
import type { Fate, WatchedItem } from '../shared/waiting/fates';
import { expectedOf } from '../shared/waiting/learned';
import { refusedError } from '../shared/waiting/messages';
import { hostFor } from '../shared/waiting/place';
import { hostOfTask, knownPlaces, recallPlaces } from '../shared/waiting/queryPlaces';
import { watchTasks, type WatchSettings } from '../shared/waiting/watch';
import { taskKey, type Outcome, type WatchedTask } from '../shared/waiting/waitForTasks';
import { secondsWaited } from '../shared/waiting/waitState';
import { fatesSoFar, lastFates } from './deliveries';
import type { Kept, Memory } from './memory';
import { chooseDue, nextDue, wakeAt } from './rounds';
import { SHORTEST_SECONDS } from './shortestSleep';

/** One task that has not ended, of one or more input items. */
interface Open {
	task: WatchedTask;
	/** The input item whose credential asks. */
	index: number;
	kept: Kept;
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
		...open.map(({ kept }) => settings.timeLimitSeconds - secondsWaited(kept.state, now)),
	);
	// n8n's clock is too coarse for so short a sleep.
	const isLast = remaining <= SHORTEST_SECONDS;
	const asked = isLast ? open : chooseDue(open, now, settings.requestsPerSecond);
	const hosts: string[] = [];
	for (const { task, index } of asked) hosts.push(await hostOfTask(context, task, index));
	for (const [at, { task, kept }] of asked.entries())
		if (kept.places) recallPlaces(hosts[at] ?? '', task, kept.places);
	const outcomes = await watchTasks(
		context,
		asked.map(({ task }) => task),
		asked.map(({ index }) => index),
		{ ...settings, timeLimitSeconds: isLast ? remaining : 0 },
		asked.map(({ kept }) => kept.state),
	);
	const host = await attempt(hostFor(context, 'task', asked[0]?.index ?? 0));
	const place = host.ok ? host.value : '';
	asked.forEach((one, at) => {
		remember(memory, one, outcomes[at], settings, place);
		const places = knownPlaces(hosts[at] ?? '', one.task);
		if (places || one.kept.places) memory.update(one.task, { places: places ?? {} });
	});
	if (!goOn()) return [];
	const goingOn = openTasks(watched, memory);
	const answers = new Map(asked.map(({ task }, at) => [taskKey(task), outcomes[at]]));
	if (isLast || goingOn.length === 0) {
		return await lastFates(context, watched, memory, answers, goOn);
	}
	await fatesSoFar(context, watched, memory, answers, goOn);
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

/** Writes down what a question brought: an end, a refusal that will not pass, or when to ask again. */
function remember(
	memory: Memory,
	{ task }: Open,
	outcome: Outcome | undefined,
	settings: WatchSettings,
	place: string,
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
				expected: expectedOf(place, task),
			};
			// The limit of this question is not that of the wait.
			const goingOn = { ...state, end: undefined };
			memory.update(task, { state: goingOn, due: nextDue(goingOn, facts, settings) });
		}
	}
}
