import {
	NodeOperationError,
	type IDataObject,
	type IExecuteFunctions,
	type INodeExecutionData,
} from 'n8n-workflow';

import { isObject } from './json';
import { mapInOrder } from './mapInOrder';
import { describeError, errorJson, nodeError, type ItemError } from './nodeErrors';
import { toRequest, type Operation } from './operation';
import { EXTRAS } from './parameters/extras';
import { readFields } from './parameters/readFields';
import { TASK_ID } from './parameters/taskId';
import { rawParameters } from './rawParameters';
import { Submissions } from './submissions';
import { submit } from './submit';
import { readHandle, submittedItem, syncItem, taskItem } from './taskItem';
import { askOnce } from './waiting/watch';

/** A provider node: its label, and what its dropdown offers. */
export interface Provider {
	readonly name: string;
	readonly operations: readonly Operation[];
}

/** Paid requests under way at once; careful, as no limit of the platform is known (reference 1.6). */
const SUBMISSIONS_AT_ONCE = 2;

/** What became of one input item. */
type Fate = { json: IDataObject; taskId?: string } | { error: ItemError };

/** The execute method of every provider node: each item is submitted, or asked for, by itself. */
export async function executeProvider(
	this: IExecuteFunctions,
	provider: Provider,
): Promise<INodeExecutionData[][]> {
	const items = this.getInputData();
	const submissions = new Submissions(this);
	const signal = this.getExecutionCancelSignal();
	let failed = false;
	const goOn = () => !signal?.aborted && (!failed || this.continueOnFail());
	const fates = await mapInOrder(
		items.length,
		SUBMISSIONS_AT_ONCE,
		goOn,
		async (index): Promise<Fate> => {
			try {
				return await runItem(this, provider, submissions, index);
			} catch (cause) {
				failed = true;
				return { error: describeError(cause) };
			}
		},
	);
	if (signal?.aborted)
		throw new NodeOperationError(
			this.getNode(),
			`The execution was canceled${acceptedText(fates)}`,
		);
	return [fates.map((fate, index) => toItem(this, fate, index, fates))];
}

async function runItem(
	context: IExecuteFunctions,
	provider: Provider,
	submissions: Submissions,
	itemIndex: number,
): Promise<Fate> {
	const operation = chosenOperation(context, provider, itemIndex);
	const raw = rawParameters(context, itemIndex);
	const { simplify = true, ...extras } = readFields(EXTRAS, (name) => raw(name, 'options'));
	const rawAnswer = (body: unknown): IDataObject => (simplify ? {} : { raw: plain(body) });
	const common = { provider: provider.name, operation: operation.value };

	if (operation.kind === 'query' && operation.taskSource !== undefined) {
		const { taskId } = readFields({ taskId: TASK_ID }, raw);
		const input = readHandle(context.getInputData()[itemIndex]?.json ?? {});
		const handle = {
			...(input.taskId === taskId ? input : {}),
			taskId,
			taskSource: operation.taskSource,
			...(extras.path !== undefined && { queryPath: extras.path }),
		};
		const { task, body } = await askOnce(context, handle, itemIndex);
		return { json: { ...taskItem(handle, task), ...rawAnswer(body) }, taskId };
	}

	const request = toRequest(operation, raw, extras);
	const { task, body, submittedAt } = await submit(
		context,
		submissions,
		operation,
		request,
		itemIndex,
	);
	const model = modelOf(request.body);
	const handle = { ...common, ...(model !== undefined && { model }) };
	const traced = {
		...handle,
		...(task.id !== undefined && { taskId: task.id }),
		...(operation.taskSource !== undefined && { taskSource: operation.taskSource }),
		submittedAt,
	};
	const isTask = traced.taskId !== undefined && traced.taskSource !== undefined;
	// Some tools answer either with the result or with a task; what the answer holds decides.
	const json =
		isTask && (operation.kind === 'submit' || task.state === 'pending')
			? submittedItem(traced, task)
			: syncItem(traced, task, body);
	return {
		json: { ...json, ...rawAnswer(body) },
		...(task.id !== undefined && { taskId: task.id }),
	};
}

function chosenOperation(
	context: IExecuteFunctions,
	provider: Provider,
	itemIndex: number,
): Operation {
	const value: unknown = context.getNodeParameter('operation', itemIndex);
	const resource: unknown = context.getNodeParameter('resource', itemIndex, null);
	const found = provider.operations.find(
		(operation) =>
			operation.value === value &&
			(operation.resource === undefined || operation.resource === resource),
	);
	if (!found)
		throw new NodeOperationError(
			context.getNode(),
			`The operation "${String(value)}" is not known`,
			{ itemIndex },
		);
	return found;
}

/** Turns a fate into its output item, or ends the node when errors must stop it. */
function toItem(
	context: IExecuteFunctions,
	fate: Fate | undefined,
	index: number,
	fates: ReadonlyArray<Fate | undefined>,
): INodeExecutionData {
	const pairedItem = { item: index };
	if (fate && 'json' in fate) return { json: fate.json, pairedItem };
	const error = fate?.error ?? describeError(new Error('This item was not reached'));
	if (context.continueOnFail()) return { json: errorJson(error), pairedItem };
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
	fates.flatMap((fate, item) =>
		fate && 'json' in fate && fate.taskId !== undefined ? [{ item, taskId: fate.taskId }] : [],
	);

/** Names the tasks that exist already, so that a failed item does not hide them. */
function acceptedText(fates: ReadonlyArray<Fate | undefined>): string {
	const accepted = acceptedTasks(fates);
	if (accepted.length === 0) return '';
	return ` Tasks that were accepted before: ${accepted.map(({ item, taskId }) => `${taskId} (item ${item})`).join(', ')}.`;
}

function modelOf(body: unknown): string | undefined {
	const name = isObject(body) && isObject(body.user_input) ? body.user_input.modelName : undefined;
	return typeof name === 'string' ? name : undefined;
}

/** Plain JSON data, which is all that n8n stores. */
const plain = (body: unknown): IDataObject => JSON.parse(JSON.stringify(body)) as IDataObject;
