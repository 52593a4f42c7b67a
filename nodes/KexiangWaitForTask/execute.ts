import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { clientFor } from '../shared/client/client';
import { endStopped } from '../shared/host/nodeErrors';
import { refuseBadWiring, withoutHandingOn } from '../shared/host/wiring';
import { handOnEnded } from '../shared/run/endedItems';
import {
	deliver,
	watchItems,
	type ItemOutcome,
	type WatchedItem,
} from '../shared/run/itemOutcomes';
import { canceledError, refuseBadItems, toOutputs } from '../shared/run/waitOutputs';
import { readOnTimeout, readPlan, type Plan } from '../shared/run/waitRequests';
import type { WatchSettings } from '../shared/run/watch';
import { mapInOrder } from '../shared/util/attempt';
import { failureOf } from '../shared/util/failure';

const POLLS_AT_ONCE = 5;

/** The execute method of Kexiang Wait for Task. */
export async function executeWaitForTask(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	return await withoutHandingOn(this, async () => await statusOrWait(this));
}

async function statusOrWait(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	refuseBadWiring(context);
	const signal = context.getExecutionCancelSignal();
	const goOn = () => !signal?.aborted;
	const isWait = context.getNodeParameter('operation', 0) === 'wait';
	const onTimeout = isWait ? readOnTimeout(context) : 'error';
	const plan = readPlan(context, onTimeout);
	refuseBadItems(context, plan);
	const outcomes = await (isWait ? waitFor : statusOfEach)(context, plan, goOn);
	const handedOn = await handOnEnded(context, plan.ended, goOn);
	if (!goOn()) {
		const tasks = plan.watched.map(({ task }) => task);
		return endStopped(context, canceledError(context, tasks));
	}
	return toOutputs(context, plan, outcomes, handedOn, onTimeout === 'output');
}

type ItemOutcomes = Array<ItemOutcome | undefined>;

const waitFor = async (
	context: IExecuteFunctions,
	{ watched, watch }: Plan,
	goOn: () => boolean,
): Promise<ItemOutcomes> => (watch ? await watchItems(context, watched, watch, goOn) : []);

const statusOfEach = async (
	context: IExecuteFunctions,
	{ watched, watch }: Plan,
	goOn: () => boolean,
): Promise<ItemOutcomes> =>
	await mapInOrder(watched.length, POLLS_AT_ONCE, goOn, async (place) => {
		const own = watched[place];
		return own && watch && (await getStatus(context, own, watch));
	});

async function getStatus(
	context: IExecuteFunctions,
	{ task, index, settings }: WatchedItem,
	{ requestTimeoutSeconds: timeoutSeconds }: WatchSettings,
): Promise<ItemOutcome> {
	try {
		const client = await clientFor(context, index);
		const polled = await client.pollOnce(task, {
			...(timeoutSeconds !== undefined && { timeoutSeconds }),
		});
		const items = await deliver(context, task, polled, index, settings);
		return { output: polled.task.state === 'failed' ? 'failed' : 'success', items, task };
	} catch (cause) {
		return { error: failureOf(cause), task };
	}
}
