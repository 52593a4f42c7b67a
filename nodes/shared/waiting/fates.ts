import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { deliver, type DeliverySettings } from '../delivery';
import { mapInOrder } from '../mapInOrder';
import type { ItemError } from '../nodeErrors';
import type { OnTimeout } from '../parameters/waiting';
import { refusedError, timeoutError } from './messages';
import { watchTasks, type WatchSettings } from './watch';
import type { Asked, Outcome, WatchedTask } from './waitForTasks';

/** One input item whose task is waited for. */
export interface WatchedItem {
	task: WatchedTask;
	/** Of the input item. */
	index: number;
	settings: DeliverySettings & { onTimeout: OnTimeout };
}

/** How one input item leaves the node. */
export type Fate =
	| {
			output: 'success' | 'failed' | 'stillRunning';
			items: INodeExecutionData[];
			task: WatchedTask;
			asked?: Asked;
	  }
	| { error: ItemError; task?: WatchedTask };

/** Items whose results are fetched at once. */
const DELIVERIES_AT_ONCE = 3;

/**
 * Watches the tasks of all items together and turns their ends into output.
 * @returns one fate per item, in the same order; undefined where `goOn` said no before its turn
 */
export async function watchItems(
	context: IExecuteFunctions,
	watched: readonly WatchedItem[],
	settings: WatchSettings,
	goOn: () => boolean,
): Promise<Array<Fate | undefined>> {
	const outcomes = await watchTasks(
		context,
		watched.map(({ task }) => task),
		watched.map(({ index }) => index),
		settings,
	);
	return await deliverAll(context, watched, outcomes, goOn);
}

/** The output of every item, a few at a time, as results may be downloaded. */
export async function deliverAll(
	context: IExecuteFunctions,
	watched: readonly WatchedItem[],
	outcomes: readonly Outcome[],
	goOn: () => boolean,
): Promise<Array<Fate | undefined>> {
	return await mapInOrder(
		watched.length,
		DELIVERIES_AT_ONCE,
		goOn,
		async (place): Promise<Fate | undefined> => {
			const own = watched[place];
			const outcome = outcomes[place];
			return own && outcome ? await fateOf(context, own, outcome) : undefined;
		},
	);
}

async function fateOf(
	context: IExecuteFunctions,
	own: WatchedItem,
	outcome: Outcome,
): Promise<Fate | undefined> {
	const { task, index, settings } = own;
	const watch = { polls: outcome.polls, secondsWaited: outcome.secondsWaited };
	switch (outcome.kind) {
		case 'finished':
			return {
				output: outcome.task.state === 'success' ? 'success' : 'failed',
				items: await deliver(context, task, outcome, index, settings, watch),
				task,
				asked: outcome,
			};
		case 'stillRunning': {
			if (settings.onTimeout === 'error') return { error: timeoutError(task, outcome), task };
			const items = outcome.last
				? await deliver(context, task, outcome.last, index, settings, watch)
				: [
						{
							json: { ...task, state: 'pending', status: '', ...watch },
							pairedItem: { item: index },
						},
					];
			return { output: settings.onTimeout === 'output' ? 'stillRunning' : 'success', items, task };
		}
		case 'refused':
			return { error: refusedError(task, outcome), task };
		case 'canceled':
			return undefined;
	}
}
