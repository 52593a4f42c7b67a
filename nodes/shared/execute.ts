import { NodeOperationError, type IExecuteFunctions, type INodeExecutionData } from 'n8n-workflow';

import { mapInOrder } from './mapInOrder';
import { describeError, errorJson, nodeError, type ItemError } from './nodeErrors';
import { runItem, type ItemResult, type Provider } from './runItem';
import { Submissions } from './submissions';
import { watchItems } from './waiting/fates';
import { failedError } from './waiting/messages';

export type { Provider } from './runItem';

/** Paid requests under way at once; careful, as no limit of the platform is known (reference 1.6). */
const SUBMISSIONS_AT_ONCE = 2;

/** What became of one input item. */
type Fate =
	| { items: INodeExecutionData[]; result: ItemResult }
	| { error: ItemError; taskId?: string };

/** The execute method of every provider node: each item is submitted, or asked for, by itself. */
export async function executeProvider(
	this: IExecuteFunctions,
	provider: Provider,
): Promise<INodeExecutionData[][]> {
	const count = this.getInputData().length;
	const submissions = new Submissions(this);
	const signal = this.getExecutionCancelSignal();
	let failed = false;
	const goOn = () => !signal?.aborted && (!failed || this.continueOnFail());
	const fates = await mapInOrder(count, SUBMISSIONS_AT_ONCE, goOn, async (index): Promise<Fate> => {
		try {
			const result = await runItem(this, provider, submissions, index);
			return { items: [{ json: result.json, pairedItem: { item: index } }], result };
		} catch (cause) {
			failed = true;
			return { error: describeError(cause) };
		}
	});
	if (goOn()) await waitWhereAsked(this, fates, goOn);
	if (signal?.aborted) {
		throw new NodeOperationError(this.getNode(), 'The execution was canceled', {
			description: acceptedText(fates),
		});
	}
	return [fates.flatMap((fate, index) => toItems(this, fate, index, fates))];
}

/** Waits for the submitted tasks whose item asks for it, all together, and puts their ends in place. */
async function waitWhereAsked(
	context: IExecuteFunctions,
	fates: Array<Fate | undefined>,
	goOn: () => boolean,
): Promise<void> {
	const watched = fates.flatMap((fate) =>
		fate && 'result' in fate && fate.result.wait ? [fate.result.wait] : [],
	);
	const settings = watched[0]?.watch;
	if (settings === undefined) return;
	const ends = await watchItems(context, watched, settings, goOn);
	watched.forEach(({ index, task }, place) => {
		const before = fates[index];
		const end = ends[place];
		if (end === undefined || before === undefined || !('result' in before)) return;
		if ('error' in end) fates[index] = { error: end.error, taskId: task.taskId };
		else if (end.output === 'failed') {
			const { failReason = 'no reason given', cost } = end.asked?.task ?? {};
			fates[index] = { error: failedError(task, failReason, cost), taskId: task.taskId };
		} else fates[index] = { ...before, items: end.items };
	});
}

/** Turns a fate into output items, or ends the node when errors must stop it. */
function toItems(
	context: IExecuteFunctions,
	fate: Fate | undefined,
	index: number,
	fates: ReadonlyArray<Fate | undefined>,
): INodeExecutionData[] {
	if (fate && 'items' in fate) return fate.items;
	const error = fate?.error ?? describeError(new Error('This item was not reached'));
	if (context.continueOnFail()) return [{ json: errorJson(error), pairedItem: { item: index } }];
	const first = firstError(fates) ?? { error, index };
	const accepted = acceptedTasks(fates);
	throw nodeError(
		context.getNode(),
		{
			...first.error,
			description: `${first.error.description}${acceptedText(fates)}`,
			details: { ...first.error.details, ...(accepted.length > 0 && { acceptedTasks: accepted }) },
		},
		first.index,
	);
}

function firstError(
	fates: ReadonlyArray<Fate | undefined>,
): { error: ItemError; index: number } | undefined {
	for (const [index, fate] of fates.entries()) {
		if (fate && 'error' in fate) return { error: fate.error, index };
	}
	return undefined;
}

const acceptedTasks = (fates: ReadonlyArray<Fate | undefined>) =>
	fates.flatMap((fate, item) => {
		const taskId = fate && ('result' in fate ? fate.result.taskId : fate.taskId);
		return taskId === undefined ? [] : [{ item, taskId }];
	});

/** Names the tasks that exist already, so that a failed item does not hide them. */
function acceptedText(fates: ReadonlyArray<Fate | undefined>): string {
	const accepted = acceptedTasks(fates);
	if (accepted.length === 0) return '';
	return ` Tasks that were accepted: ${accepted.map(({ item, taskId }) => `${taskId} (item ${item})`).join(', ')}.`;
}
