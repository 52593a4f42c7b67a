import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { canceledError, refuseBadItems, toOutputs } from '../shared/waitNode/outputs';
import { isLastStep, refuseBadWiring } from '../shared/waitNode/refuseWiring';
import { readOnTimeout, readPlan } from '../shared/waitNode/wishes';
import { watchItems, type Fate, type WatchedItem } from '../shared/waiting/fates';
import type { WatchSettings } from '../shared/waiting/watch';
import { Memory } from './memory';
import { durableRound } from './round';

/** The execute method of Kexiang Wait for Task (Durable): once for each round. */
export async function executeDurable(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	refuseBadWiring(this);
	const signal = this.getExecutionCancelSignal();
	const goOn = () => !signal?.aborted;
	const onTimeout = readOnTimeout(this);
	const plan = readPlan(this, onTimeout);
	refuseBadItems(this, plan);
	const tasks = plan.watched.map(({ task }) => task);
	const memory = new Memory(this, Date.now());
	const fates = plan.watch ? await fatesOf(this, plan.watched, plan.watch, memory, goOn) : [];
	if (!goOn()) throw canceledError(this, tasks);
	if (fates === undefined) return [];
	const outputs = toOutputs(this, plan, fates, onTimeout === 'output');
	memory.forget(tasks);
	// Output 0 is n8n's, which hands the input out there when it resumes the execution.
	return [[], ...outputs];
}

/** Undefined when the execution was put to wait. */
async function fatesOf(
	context: IExecuteFunctions,
	watched: readonly WatchedItem[],
	settings: WatchSettings,
	memory: Memory,
	goOn: () => boolean,
): Promise<Array<Fate | undefined> | undefined> {
	if (!isLastStep(context)) return await durableRound(context, watched, settings, memory, goOn);
	context.addExecutionHints({
		message:
			'Run by itself, this node waits while the execution runs: n8n leads nothing back into the last node of a step',
		location: 'outputPane',
	});
	return await watchItems(context, watched, settings, goOn);
}
