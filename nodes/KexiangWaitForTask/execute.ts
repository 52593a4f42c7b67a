import { NodeOperationError, type IExecuteFunctions, type INodeExecutionData } from 'n8n-workflow';

import { mapInOrder } from '../shared/mapInOrder';
import { describeError, errorJson, nodeError, type ItemError } from '../shared/nodeErrors';
import { readFields } from '../shared/parameters/readFields';
import { TASK_ID } from '../shared/parameters/taskId';
import { DOWNLOAD_FILES, ON_TIMEOUT } from '../shared/parameters/waiting';
import { rawParameters } from '../shared/rawParameters';
import { askOnce, watchTasks } from '../shared/waiting/watch';
import type { Outcome, WatchedTask } from '../shared/waiting/waitForTasks';
import { deliver, type DeliverySettings } from './delivery';
import { TASK_SOURCE, WAIT_OPTIONS } from './form';
import { refusedError, timeoutError } from './messages';
import { taskOf } from './tasks';

/** Where the outcome of one input item leaves the node. */
type Fate =
	| {
			output: 'success' | 'failed' | 'stillRunning';
			items: INodeExecutionData[];
			task: WatchedTask;
	  }
	| { error: ItemError; task?: WatchedTask };

/** Items whose results are fetched at once. */
const DELIVERIES_AT_ONCE = 3;
const QUESTIONS_AT_ONCE = 5;

/** The execute method of Kexiang Wait for Task. */
export async function executeWaitForTask(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const count = this.getInputData().length;
	const signal = this.getExecutionCancelSignal();
	const goOn = () => !signal?.aborted;
	const wished = Array.from({ length: count }, (_, index) => wish(this, index));
	const fates =
		this.getNodeParameter('operation', 0) === 'getStatus'
			? await mapInOrder(
					count,
					QUESTIONS_AT_ONCE,
					goOn,
					async (index) => await getStatus(this, wished, index),
				)
			: await waitForAll(this, wished, goOn);
	if (!goOn()) throw canceled(this, wished);
	return toOutputs(this, fates);
}

type Settings = ReturnType<typeof readSettings>;
type Wish = { task: WatchedTask; settings: Settings } | { error: ItemError };

function readSettings(context: IExecuteFunctions, itemIndex: number) {
	const raw = rawParameters(context, itemIndex);
	const form = readFields(
		{ taskId: TASK_ID, taskSource: TASK_SOURCE, downloadFiles: DOWNLOAD_FILES },
		raw,
	);
	const isWait = context.getNodeParameter('operation', itemIndex) === 'wait';
	return {
		...form,
		...readFields(WAIT_OPTIONS, raw),
		onTimeout: isWait ? ON_TIMEOUT.parse(raw('onTimeout', 'form')) : 'error',
	};
}

function wish(context: IExecuteFunctions, itemIndex: number): Wish {
	try {
		const settings = readSettings(context, itemIndex);
		return { settings, task: taskOf(context.getInputData()[itemIndex]?.json ?? {}, settings) };
	} catch (cause) {
		return { error: describeError(cause) };
	}
}

const deliverySettings = (settings: Settings): DeliverySettings => ({
	download: settings.downloadFiles,
	maxFileSize: settings.maxFileSize ?? 1024,
	binaryProperty: settings.binaryProperty ?? 'data',
	itemPerFile: settings.itemPerFile ?? false,
	simplify: settings.simplify ?? true,
});

async function getStatus(
	context: IExecuteFunctions,
	wished: readonly Wish[],
	index: number,
): Promise<Fate> {
	const own = wished[index];
	if (own === undefined || 'error' in own)
		return own ?? { error: describeError(new Error('No such item')) };
	try {
		const asked = await askOnce(context, own.task, index);
		const items = await deliver(context, own.task, asked, index, deliverySettings(own.settings));
		return { output: asked.task.state === 'failed' ? 'failed' : 'success', items, task: own.task };
	} catch (cause) {
		return { error: describeError(cause), task: own.task };
	}
}

/** All items of the run are watched together; the settings of the first one hold for the whole wait. */
async function waitForAll(
	context: IExecuteFunctions,
	wished: readonly Wish[],
	goOn: () => boolean,
): Promise<Fate[]> {
	const watched = wished.flatMap((own, index) => ('task' in own ? [{ ...own, index }] : []));
	const settings = watched[0]?.settings;
	const outcomes =
		settings === undefined
			? []
			: await watchTasks(
					context,
					watched.map(({ task }) => task),
					watched.map(({ index }) => index),
					{
						timeLimitSeconds: (settings.timeLimit ?? 60) * 60,
						schedule: settings.schedule === 'fixed' ? 'fixed' : 'smart',
						...(settings.interval !== undefined && { intervalSeconds: settings.interval }),
						requestsPerSecond: settings.requestsPerSecond ?? 20,
					},
				);
	const delivered = await mapInOrder(
		watched.length,
		DELIVERIES_AT_ONCE,
		goOn,
		async (place): Promise<Fate | undefined> => {
			const own = watched[place];
			const outcome = outcomes[place];
			return own && outcome
				? await fateOf(context, own.task, outcome, own.index, own.settings)
				: undefined;
		},
	);
	const fates: Fate[] = wished.map((own) =>
		'error' in own ? own : { error: describeError(new Error('Canceled')), task: own.task },
	);
	watched.forEach(
		({ index }, place) =>
			(fates[index] = delivered[place] ?? fates[index] ?? { error: describeError('') }),
	);
	return fates;
}

async function fateOf(
	context: IExecuteFunctions,
	task: WatchedTask,
	outcome: Outcome,
	itemIndex: number,
	settings: Settings,
): Promise<Fate> {
	const watch = { polls: outcome.polls, secondsWaited: outcome.secondsWaited };
	const handOn = async (asked: { task: Parameters<typeof deliver>[2]['task']; body: unknown }) =>
		await deliver(context, task, asked, itemIndex, deliverySettings(settings), watch);
	switch (outcome.kind) {
		case 'finished':
			return {
				output: outcome.task.state === 'success' ? 'success' : 'failed',
				items: await handOn(outcome),
				task,
			};
		case 'stillRunning': {
			if (settings.onTimeout === 'error') return { error: timeoutError(task, outcome), task };
			const items = outcome.last
				? await handOn(outcome.last)
				: [
						{
							json: { ...task, state: 'pending', status: '', ...watch },
							pairedItem: { item: itemIndex },
						},
					];
			return { output: settings.onTimeout === 'output' ? 'stillRunning' : 'success', items, task };
		}
		case 'refused':
			return { error: refusedError(task, outcome), task };
		default:
			return { error: describeError(new Error('The execution was canceled')), task };
	}
}

/** Sorts the fates to the node's outputs, in input order; throws where an error must stop the node. */
function toOutputs(
	context: IExecuteFunctions,
	fates: ReadonlyArray<Fate | undefined>,
): INodeExecutionData[][] {
	const outputs = {
		success: [] as INodeExecutionData[],
		failed: [] as INodeExecutionData[],
		stillRunning: [] as INodeExecutionData[],
	};
	for (const [index, fate] of fates.entries()) {
		if (fate === undefined) continue;
		if ('items' in fate) outputs[fate.output].push(...fate.items);
		else if (context.continueOnFail())
			outputs.success.push({ json: errorJson(fate.error), pairedItem: { item: index } });
		else throw nodeError(context.getNode(), withAllTasks(fate.error, fates), index);
	}
	const hasThird =
		context.getNodeParameter('operation', 0) === 'wait' &&
		context.getNodeParameter('onTimeout', 0) === 'output';
	return [outputs.success, outputs.failed, ...(hasThird ? [outputs.stillRunning] : [])];
}

/** One item's error must not hide the tasks of the others. */
function withAllTasks(error: ItemError, fates: ReadonlyArray<Fate | undefined>): ItemError {
	const tasks = fates.flatMap((fate, item) =>
		fate?.task
			? [{ item, taskId: fate.task.taskId, state: 'output' in fate ? fate.output : 'unknown' }]
			: [],
	);
	if (tasks.length < 2) return error;
	const list = tasks
		.map(({ item, taskId, state }) => `${taskId} (item ${item}, ${state})`)
		.join(', ');
	return {
		...error,
		description: `${error.description} All tasks of this run: ${list}.`,
		details: { ...error.details, tasks },
	};
}

function canceled(context: IExecuteFunctions, wished: readonly Wish[]): NodeOperationError {
	const ids = wished.flatMap((own) => ('task' in own ? [own.task.taskId] : []));
	return new NodeOperationError(context.getNode(), 'The execution was canceled while waiting', {
		description: `The tasks go on running on the platform: ${ids.join(', ')}. Get Status fetches their results later.`,
	});
}
