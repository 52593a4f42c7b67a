import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { endStopped } from '../shared/host/stopped';
import { canceledError, refuseBadItems, toOutputs } from '../shared/waitNode/outputs';
import { handOnEnded } from '../shared/waitNode/endedItems';
import { isLastStep, refuseBadWiring, withoutHandingOn } from '../shared/host/refuseWiring';
import { readOnTimeout, readPlan } from '../shared/waitNode/waitRequests';
import { watchItems, type ItemOutcome } from '../shared/run/itemOutcomes';
import { Memory } from './memory';
import { durableRound, type DurableWait } from './round';

/** The execute method of Kexiang Wait for Task (Durable): once for each round. */
export async function executeDurable(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	return await withoutHandingOn(this, async () => await oneRound(this));
}

async function oneRound(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	refuseBadWiring(context);
	const signal = context.getExecutionCancelSignal();
	const goOn = () => !signal?.aborted;
	const onTimeout = readOnTimeout(context);
	const plan = readPlan(context, onTimeout);
	refuseBadItems(context, plan);
	const tasks = plan.watched.map(({ task }) => task);
	const memory = new Memory(context, Date.now());
	const { watched, watch: settings } = plan;
	const outcomes = settings ? await outcomesOf(context, { watched, settings, memory, goOn }) : [];
	const handedOn = outcomes ? await handOnEnded(context, plan.ended, goOn) : [];
	if (!goOn()) return endStopped(context, canceledError(context, tasks));
	if (outcomes === undefined) return [];
	const outputs = toOutputs(context, plan, outcomes, handedOn, onTimeout === 'output');
	memory.forget(tasks);
	// Output 0 is n8n's, which hands the input out there when it resumes the execution.
	return [[], ...outputs];
}

/** Undefined when the execution was put to wait. */
async function outcomesOf(
	context: IExecuteFunctions,
	wait: DurableWait,
): Promise<Array<ItemOutcome | undefined> | undefined> {
	if (!isLastStep(context)) return await durableRound(context, wait);
	context.addExecutionHints({
		message:
			'Run by itself, this node waits while the execution runs: n8n leads nothing back into the last node of a step',
		location: 'outputPane',
	});
	return await watchItems(context, wait.watched, wait.settings, wait.goOn);
}
