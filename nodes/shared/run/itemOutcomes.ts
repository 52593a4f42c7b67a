import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { Failure } from '../base/failure';
import { attempt } from '../base/attempt';
import { deliver, type DeliverySettings } from './delivery';
import type { OnFailed, OnTimeout } from '../parameters/waiting';
import { Gate } from '../waiting/gate';
import { refusedError, timeoutError, undeliveredError } from './messages';
import { watchEach, type WatchSettings } from '../polling/watch';
import type { PollAnswer, End, WatchedTask } from '../waiting/waitForTasks';

/** How the task of one input item leaves the node, whatever its end. */
export type WaitedSettings = DeliverySettings & { onTimeout: OnTimeout; onFailed: OnFailed };

/** One input item whose task is waited for. */
export interface WatchedItem {
	task: WatchedTask;
	/** Of the input item. */
	index: number;
	settings: WaitedSettings;
	/** The body of the request that made the task, where this node sent it. */
	sent?: unknown;
}

/** How one input item leaves the node. */
export type ItemOutcome =
	| {
			output: 'success' | 'failed' | 'stillRunning';
			items: INodeExecutionData[];
			task: WatchedTask;
			polled?: PollAnswer;
	  }
	| { error: Failure; task?: WatchedTask };

/** Items whose results are fetched at once. */
const DELIVERIES_AT_ONCE = 3;

/**
 * Watches the tasks of all items together and turns their ends into output. Results are fetched as soon as their
 * task has ended, a few at a time, while the others are waited for.
 * @returns one outcome per item, in the same order; undefined where `goOn` said no before its turn
 */
export async function watchItems(
	context: IExecuteFunctions,
	watched: readonly WatchedItem[],
	settings: WatchSettings,
	goOn: () => boolean,
): Promise<Array<ItemOutcome | undefined>> {
	const deliveries = new Deliveries(context, watched, goOn);
	let unreached = 0;
	await watchEach(
		context,
		watched.map(({ task }) => task),
		watched.map(({ index }) => index),
		settings,
		(place, outcome) => {
			if (outcome.kind === 'stillRunning' && outcome.polls === 0) unreached += 1;
			deliveries.add(place, outcome);
		},
		{ sent: watched.map(({ sent }) => sent) },
	);
	if (unreached > 0)
		context.addExecutionHints({
			message: `${unreached} of ${watched.length} tasks were not asked for even once: so many are not reached within the Time Limit at this pace. Wait again with a longer Time Limit, or raise Requests per Second`,
			location: 'outputPane',
		});
	return await deliveries.all();
}

/** The output of items whose tasks have ended, in the same order; undefined where `goOn` said no before its turn. */
export async function deliverAll(
	context: IExecuteFunctions,
	watched: readonly WatchedItem[],
	ends: ReadonlyArray<End | undefined>,
	goOn: () => boolean,
): Promise<Array<ItemOutcome | undefined>> {
	const deliveries = new Deliveries(context, watched, goOn);
	ends.forEach((end, place) => end && deliveries.add(place, end));
	return await deliveries.all();
}

/** Turns ends into outcomes, a few at a time, as results may be downloaded. */
class Deliveries {
	private readonly places = new Gate({ atOnce: DELIVERIES_AT_ONCE });
	private readonly outcomes: Array<Promise<ItemOutcome | undefined>>;

	constructor(
		private readonly context: IExecuteFunctions,
		private readonly watched: readonly WatchedItem[],
		private readonly goOn: () => boolean,
	) {
		this.outcomes = watched.map(async () => undefined);
	}

	add(place: number, end: End): void {
		const own = this.watched[place];
		if (own) this.outcomes[place] = this.deliver(own, end);
	}

	async all(): Promise<Array<ItemOutcome | undefined>> {
		return await Promise.all(this.outcomes);
	}

	/** Never rejects: one item's trouble is not the others'. */
	private async deliver(own: WatchedItem, end: End): Promise<ItemOutcome | undefined> {
		const turn = await this.places.enter(this);
		const outcome = await attempt(
			this.goOn() ? outcomeOf(this.context, own, end) : Promise.resolve(undefined),
		);
		turn?.leave();
		return outcome.ok
			? outcome.value
			: { error: undeliveredError(own.task, outcome.cause), task: own.task };
	}
}

async function outcomeOf(
	context: IExecuteFunctions,
	own: WatchedItem,
	outcome: End,
): Promise<ItemOutcome | undefined> {
	const { task, index, settings } = own;
	const watch = { polls: outcome.polls, secondsWaited: outcome.secondsWaited };
	switch (outcome.kind) {
		case 'finished':
			return {
				output: outcome.task.state === 'success' ? 'success' : 'failed',
				items: await deliver(context, task, outcome, index, settings, watch),
				task,
				polled: outcome,
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
