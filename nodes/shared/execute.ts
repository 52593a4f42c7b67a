import {
	NodeOperationError,
	type IDataObject,
	type IExecuteFunctions,
	type INodeExecutionData,
} from 'n8n-workflow';

import { mapInOrder } from './mapInOrder';
import { describeError, errorJson, nodeError, type ItemError } from './nodeErrors';
import { EXTRAS } from './parameters/extras';
import { readTaskId } from './platform/task';
import { rawParameters } from './rawParameters';
import { runItem, type ItemResult, type Provider } from './runItem';
import { Submissions } from './submissions';
import { watchItems } from './waiting/fates';
import { failedError } from './waiting/messages';

export type { Provider } from './runItem';

/** Careful, as no limit of the platform is known (reference 1.6). */
const SUBMISSIONS_AT_ONCE = 2;

/** What became of one input item. */
type Fate =
	| { items: INodeExecutionData[]; result: ItemResult }
	| { error: ItemError; task?: TaskFacts };

/** What finds a task, or its result, again. */
type TaskFacts = Partial<Pick<IDataObject, 'taskId' | 'taskSource' | 'url'>>;

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
	const fates = await mapInOrder(count, atOnce(this), goOn, async (index): Promise<Fate> => {
		try {
			const result = await runItem(this, provider, submissions, index);
			return { items: [{ json: result.json, pairedItem: { item: index } }], result };
		} catch (cause) {
			failed = true;
			return { error: describeError(cause) };
		}
	});
	// Under Retry On Fail, a try may end before it comes to an item that an earlier try had accepted.
	for (const { item, body } of submissions.accepted()) {
		fates[item] ??= {
			error: describeError(new Error('This item was accepted in an earlier try')),
			task: { taskId: readTaskId(body) },
		};
	}
	if (goOn()) await waitWhereAsked(this, fates, submissions, goOn);
	if (signal?.aborted) {
		const description = `${acceptedText(fates)}${errorsText(errorsOf(fates))}`.trim();
		// n8n keeps nothing that a stopped node returns, so the log is the one place left.
		if (description !== '') this.logger.warn(`Kexiang, stopped execution: ${description}`);
		throw new NodeOperationError(this.getNode(), 'The execution was canceled', { description });
	}
	return [fates.flatMap((fate, index) => toItems(this, fate, index, fates))];
}

/** Paid requests under way at once, as the first item says; a value that cannot be read is told per item. */
function atOnce(context: IExecuteFunctions): number {
	try {
		const raw = rawParameters(context, 0)('submissionsAtOnce', 'options');
		return EXTRAS.submissionsAtOnce.parse(raw) ?? SUBMISSIONS_AT_ONCE;
	} catch {
		return 1;
	}
}

/** Waits for the submitted tasks whose item asks for it, all together, and puts their ends in place. */
async function waitWhereAsked(
	context: IExecuteFunctions,
	fates: Array<Fate | undefined>,
	submissions: Submissions,
	goOn: () => boolean,
): Promise<void> {
	const watched = fates.flatMap((fate) =>
		fate && 'result' in fate && fate.result.wait ? [fate.result.wait] : [],
	);
	const settings = watched[0]?.watch;
	if (settings === undefined) return;
	const ends = await watchItems(context, watched, settings, goOn);
	watched.forEach(({ index, task: { taskId, taskSource }, task }, place) => {
		const before = fates[index];
		const end = ends[place];
		if (end === undefined || before === undefined || !('result' in before)) return;
		if ('error' in end) fates[index] = { error: end.error, task: { taskId, taskSource } };
		else if (end.output === 'failed') {
			const { failReason = 'no reason given', cost } = end.asked?.task ?? {};
			fates[index] = { error: failedError(task, failReason, cost), task: { taskId, taskSource } };
			if (before.result.submissionKey) submissions.markFailed(before.result.submissionKey);
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
	const [first = { item: index, error }, ...others] = errorsOf(fates);
	const accepted = acceptedTasks(fates);
	throw nodeError(
		context.getNode(),
		{
			...first.error,
			description: `${first.error.description}${acceptedText(fates)}${errorsText(others)}`,
			details: {
				...first.error.details,
				...(accepted.length > 0 && { acceptedTasks: accepted }),
				...(others.length > 0 && {
					otherItems: others.map(({ item, error: { message, details } }) => ({
						item,
						message,
						...details,
					})),
				}),
			},
		},
		first.item,
	);
}

const errorsOf = (fates: ReadonlyArray<Fate | undefined>) =>
	fates.flatMap((fate, item) => (fate && 'error' in fate ? [{ item, error: fate.error }] : []));

/** Items under way together may end together, and none of them must hide another. */
const errorsText = (errors: ReturnType<typeof errorsOf>) =>
	errors.map(({ item, error }) => ` Item ${item}: ${error.message}.`).join('');

const acceptedTasks = (fates: ReadonlyArray<Fate | undefined>) =>
	fates.flatMap((fate, item) => {
		const facts = fate && ('result' in fate ? fate.result.json : fate.task);
		if (facts?.taskId === undefined && facts?.url === undefined) return [];
		const { taskId, taskSource, url } = facts;
		return [
			{
				item,
				...(taskId !== undefined && { taskId }),
				...(taskSource !== undefined && { taskSource }),
				...(url !== undefined && { url }),
			},
		];
	});

/** Names the tasks that exist already, so that a failed item does not hide them. */
function acceptedText(fates: ReadonlyArray<Fate | undefined>): string {
	const accepted = acceptedTasks(fates);
	if (accepted.length === 0) return '';
	return ` Tasks that were accepted: ${accepted.map(({ item, taskId, url }) => `${String(taskId ?? url)} (item ${item})`).join(', ')}.`;
}
