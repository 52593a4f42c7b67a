import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { isObject, jsonText, toData } from '../shared/util/json';
import { deliverAll, type ItemOutcome, type WatchedItem } from '../shared/run/itemOutcomes';
import { taskKey, type End, type WaitResult } from '../shared/waiting/waitForTasks';
import { secondsWaited } from '../shared/waiting/waitState';
import type { Memory } from './memory';

/** By task key. */
type Answers = ReadonlyMap<string, WaitResult | undefined>;

/** Characters of JSON that a finished item may add to what n8n saves with every round. */
const LARGEST_ITEMS = 256 * 1024;
const LARGEST_BODY = 64 * 1024;

/**
 * Makes the output of items whose tasks have ended, before the execution sleeps: links to results live a day, files in
 * n8n as long as the execution. Only the item with the numbers of its files is kept, as it is saved with every round.
 * @param answers to the polls of this round
 */
export async function deliverEnded(
	context: IExecuteFunctions,
	watched: readonly WatchedItem[],
	memory: Memory,
	answers: Answers,
	goOn: () => boolean,
): Promise<void> {
	const ready = watched.filter(({ task, index, settings }) => {
		const { state, delivered } = memory.of(task);
		if (state.end !== 'finished' || delivered[index] !== undefined) return false;
		return !(memory.filesInItems && settings.download && state.last?.state === 'success');
	});
	const ends = ready.map((own) => endOf(own, memory, answers));
	const outcomes = await deliverAll(context, ready, ends, goOn);
	for (const [at, own] of ready.entries()) {
		const outcome = outcomes[at];
		if (outcome === undefined || 'error' in outcome) continue;
		const { output, items } = outcome;
		const areLight = items.every(holdsNoFile);
		if (!areLight) memory.leaveFilesToTheEnd();
		if (areLight && jsonText(items).length <= LARGEST_ITEMS) memory.deliver(own, { output, items });
		else memory.update(own.task, rememberAnswer(answers.get(taskKey(own.task))));
	}
}

/**
 * The outcomes of all items, at the end of the wait.
 * @param answers to the polls of this round
 */
export async function finalOutcomes(
	context: IExecuteFunctions,
	watched: readonly WatchedItem[],
	memory: Memory,
	answers: Answers,
	goOn: () => boolean,
): Promise<Array<ItemOutcome | undefined>> {
	const known = watched.map(({ task, index }): ItemOutcome | undefined => {
		const { delivered, refused } = memory.of(task);
		if (refused !== undefined) return { error: refused, task };
		const own = delivered[index];
		return own && { ...own, task };
	});
	const others = watched.filter((_, place) => known[place] === undefined);
	const ends = others.map((own) => endOf(own, memory, answers));
	const outcomes = await deliverAll(context, others, ends, goOn);
	const outcomeOf = new Map(others.map((own, place) => [own, outcomes[place]]));
	return watched.map((own, place) => known[place] ?? outcomeOf.get(own));
}

/** What an item needs that cannot be made yet: beside the reading, the answer itself where that is small. */
function rememberAnswer(answer: WaitResult | undefined): { body?: IDataObject } {
	if (answer?.kind !== 'finished' || !isObject(answer.body)) return {};
	return jsonText(answer.body).length <= LARGEST_BODY ? { body: toData(answer.body) } : {};
}

/** With all rounds counted; a task that has not ended has come to its time limit. */
function endOf({ task }: WatchedItem, memory: Memory, answers: Answers): End {
	const { state, body, paths } = memory.of(task);
	const answer = answers.get(taskKey(task));
	const { polls, end, last: reading } = state;
	const watch = { polls, secondsWaited: Math.round(secondsWaited(state, Date.now())) };
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

/** n8n gives a file that it stores outside the item a number; without one, the item holds the file itself. */
const holdsNoFile = ({ binary }: INodeExecutionData) =>
	Object.values(binary ?? {}).every(({ id }) => id !== undefined);
