import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { deliverAll, type Fate, type WatchedItem } from '../shared/waiting/fates';
import { taskKey, type End, type Outcome } from '../shared/waiting/waitForTasks';
import type { Memory } from './memory';

/**
 * Makes the output of items whose tasks have ended, before the execution sleeps: links to results live a day, files in
 * n8n as long as the execution. Only the item with the numbers of its files is kept, as it is saved with every round.
 */
export async function fatesSoFar(
	context: IExecuteFunctions,
	watched: readonly WatchedItem[],
	memory: Memory,
	goOn: () => boolean,
): Promise<void> {
	const ready = watched.filter(({ task, index, settings }) => {
		const { end, delivered } = memory.of(task);
		if (end === undefined || delivered[index] !== undefined) return false;
		return !(memory.filesInItems && settings.download && end.task.urls.length > 0);
	});
	const outcomes = ready.map((own) => outcomeOf(own, memory));
	const fates = await deliverAll(context, ready, outcomes, goOn);
	for (const [place, own] of ready.entries()) {
		const fate = fates[place];
		if (fate === undefined || 'error' in fate) continue;
		const { output, items } = fate;
		if (items.every(isSmall)) memory.deliver(own, { output, items });
		else memory.leaveFilesToTheEnd();
	}
}

/**
 * The fates of all items, at the end of the wait.
 * @param answers to the questions of this round, by task key
 */
export async function lastFates(
	context: IExecuteFunctions,
	watched: readonly WatchedItem[],
	memory: Memory,
	answers: ReadonlyMap<string, Outcome | undefined>,
	goOn: () => boolean,
): Promise<Array<Fate | undefined>> {
	const known = watched.map(({ task, index }): Fate | undefined => {
		const { delivered, refused } = memory.of(task);
		if (refused !== undefined) return { error: refused, task };
		const own = delivered[index];
		return own && { ...own, task };
	});
	const others = watched.filter((_, place) => known[place] === undefined);
	const outcomes = others.map((own) => outcomeOf(own, memory, answers.get(taskKey(own.task))));
	const fates = await deliverAll(context, others, outcomes, goOn);
	const fateOf = new Map(others.map((own, place) => [own, fates[place]]));
	return watched.map((own, place) => known[place] ?? fateOf.get(own));
}

/** With all rounds counted; a task that has not ended has come to its time limit. */
function outcomeOf({ task }: WatchedItem, memory: Memory, answer?: Outcome): End {
	const { end, polls, since } = memory.of(task);
	const watch = { polls, secondsWaited: Math.round((Date.now() - since) / 1000) };
	if (end !== undefined) return { kind: 'finished', ...end, ...watch };
	return answer === undefined || answer.kind === 'finished'
		? { kind: 'stillRunning', ...watch }
		: { ...answer, ...watch };
}

/** n8n gives a file that it stores outside the item a number; without one, the item holds the file itself. */
const isSmall = ({ binary }: INodeExecutionData) =>
	Object.values(binary ?? {}).every(({ id }) => id !== undefined);
