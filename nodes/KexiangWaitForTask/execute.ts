import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { clientFor } from '../shared/client/client';
import { executeWait } from '../shared/run/executeWait';
import {
	outcomeOfAnswer,
	outcomesOfEach,
	watchItems,
	type Outcome,
	type WatchedItem,
} from '../shared/run/itemOutcomes';
import type { WatchSettings } from '../shared/run/watch';
import { failureOf } from '../shared/util/failure';
import { listRecentTasks } from './recentTasks';

const POLLS_AT_ONCE = 5;

export async function executeWaitForTask(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const operation = this.getNodeParameter('operation', 0);
	if (operation === 'recentTasks') return await listRecentTasks(this);
	const isWait = operation === 'wait';
	return await executeWait(this, {
		isWait,
		ask: async ({ watched, watch }, canContinue) => {
			if (watch === undefined) return [];
			if (isWait) return await watchItems(this, watched, watch, canContinue);
			return await outcomesOfEach(watched, POLLS_AT_ONCE, canContinue, async (own) => {
				return await statusOf(this, own, watch);
			});
		},
	});
}

async function statusOf(
	context: IExecuteFunctions,
	own: WatchedItem,
	{ requestTimeoutSeconds: timeoutSeconds }: WatchSettings,
): Promise<Outcome> {
	try {
		const client = await clientFor(context, own.index);
		const polled = await client.pollOnce(own.task, {
			...(timeoutSeconds !== undefined && { timeoutSeconds }),
		});
		return await outcomeOfAnswer(context, own, polled);
	} catch (cause) {
		return { error: failureOf(cause), task: own.task };
	}
}
