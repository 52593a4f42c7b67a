import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { deliver } from '../shared/delivery';
import { mapInOrder } from '../shared/mapInOrder';
import { describeError } from '../shared/nodeErrors';
import { endStopped } from '../shared/stopped';
import { canceledError, refuseBadItems, toOutputs } from '../shared/waitNode/outputs';
import { refuseBadWiring, withoutHandingOn } from '../shared/waitNode/refuseWiring';
import { readOnTimeout, readPlan, type Plan } from '../shared/waitNode/wishes';
import { watchItems, type Fate, type WatchedItem } from '../shared/waiting/fates';
import { askOnce, type WatchSettings } from '../shared/waiting/watch';

const QUESTIONS_AT_ONCE = 5;

/** The execute method of Kexiang Wait for Task. */
export async function executeWaitForTask(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	return await withoutHandingOn(this, async () => await askOrWait(this));
}

async function askOrWait(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	refuseBadWiring(context);
	const signal = context.getExecutionCancelSignal();
	const goOn = () => !signal?.aborted;
	const isWait = context.getNodeParameter('operation', 0) === 'wait';
	const onTimeout = isWait ? readOnTimeout(context) : 'error';
	const plan = readPlan(context, onTimeout);
	refuseBadItems(context, plan);
	const fates = await (isWait ? waitFor : askFor)(context, plan, goOn);
	if (!goOn()) {
		const tasks = plan.watched.map(({ task }) => task);
		return endStopped(context, canceledError(context, tasks));
	}
	return toOutputs(context, plan, fates, onTimeout === 'output');
}

type Fates = Array<Fate | undefined>;

const waitFor = async (
	context: IExecuteFunctions,
	{ watched, watch }: Plan,
	goOn: () => boolean,
): Promise<Fates> => (watch ? await watchItems(context, watched, watch, goOn) : []);

const askFor = async (
	context: IExecuteFunctions,
	{ watched, watch }: Plan,
	goOn: () => boolean,
): Promise<Fates> =>
	await mapInOrder(watched.length, QUESTIONS_AT_ONCE, goOn, async (place) => {
		const own = watched[place];
		return own && watch && (await getStatus(context, own, watch));
	});

async function getStatus(
	context: IExecuteFunctions,
	{ task, index, settings }: WatchedItem,
	{ requestTimeoutSeconds: timeoutSeconds }: WatchSettings,
): Promise<Fate> {
	try {
		const asked = await askOnce(context, task, index, {
			...(timeoutSeconds !== undefined && { timeoutSeconds }),
		});
		const items = await deliver(context, task, asked, index, settings);
		return { output: asked.task.state === 'failed' ? 'failed' : 'success', items, task };
	} catch (cause) {
		return { error: describeError(cause), task };
	}
}
