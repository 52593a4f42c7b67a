import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { deliver } from '../shared/delivery';
import { mapInOrder } from '../shared/mapInOrder';
import { describeError } from '../shared/nodeErrors';
import { watchItems, type Fate } from '../shared/waiting/fates';
import { askOnce, type WatchSettings } from '../shared/waiting/watch';
import { durableRound } from './durable';
import { canceledError, sortFates } from './outputs';
import { readWishes, type Wish } from './wishes';

const QUESTIONS_AT_ONCE = 5;

type Readable = Extract<Wish, { task: unknown }>;

/** The execute method of Kexiang Wait for Task. */
export async function executeWaitForTask(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const signal = this.getExecutionCancelSignal();
	const goOn = () => !signal?.aborted;
	const isWait = this.getNodeParameter('operation', 0) === 'wait';
	const isDurable = isWait && this.getNodeParameter('waitMode', 0) === 'durable';
	const wishes = readWishes(this, isWait);
	const readable = wishes.filter((wish): wish is Readable => 'task' in wish);
	const fates = await fatesOf(this, readable, { isWait, isDurable }, goOn);
	if (!goOn()) {
		throw canceledError(
			this,
			readable.map(({ task }) => task),
		);
	}
	if (fates === undefined) return [];
	const fateByWish = new Map<Wish, Fate | undefined>(
		readable.map((wish, place) => [wish, fates[place]]),
	);
	const all = wishes.map((wish) => ('task' in wish ? fateByWish.get(wish) : wish));
	const { success, failed, stillRunning } = sortFates(this, all);
	const hasThird = isWait && this.getNodeParameter('onTimeout', 0) === 'output';
	return [...(isDurable ? [[]] : []), success, failed, ...(hasThird ? [stillRunning] : [])];
}

/** Undefined when the execution was put to wait in n8n's database. */
async function fatesOf(
	context: IExecuteFunctions,
	readable: readonly Readable[],
	mode: { isWait: boolean; isDurable: boolean },
	goOn: () => boolean,
): Promise<Array<Fate | undefined> | undefined> {
	// One schedule watches the whole run, so the first item's settings hold for all.
	const settings: WatchSettings | undefined = readable[0]?.watch;
	if (settings === undefined) return [];
	if (mode.isDurable) return await durableRound(context, readable, settings, goOn);
	if (mode.isWait) return await watchItems(context, readable, settings, goOn);
	return await mapInOrder(readable.length, QUESTIONS_AT_ONCE, goOn, async (place) => {
		const item = readable[place];
		return item && (await getStatus(context, item));
	});
}

async function getStatus(
	context: IExecuteFunctions,
	{ task, index, settings, watch }: Readable,
): Promise<Fate> {
	try {
		const { requestTimeoutSeconds: timeoutSeconds } = watch;
		const asked = await askOnce(context, task, index, {
			...(timeoutSeconds !== undefined && { timeoutSeconds }),
		});
		const items = await deliver(context, task, asked, index, settings);
		return { output: asked.task.state === 'failed' ? 'failed' : 'success', items, task };
	} catch (cause) {
		return { error: describeError(cause), task };
	}
}
