/** Lists the tasks that this n8n process recently submitted. The items can go straight into a wait. */
import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { outlineOf } from '../shared/answers/task';
import { clientFor } from '../shared/client/client';
import { acceptedBy, type PaidRequest } from '../shared/client/paidRequests';
import { addHint } from '../shared/host/execution';
import { errorJson, nodeError } from '../shared/host/nodeErrors';
import { isTool, rawParameters } from '../shared/host/itemInput';
import { readFields } from '../shared/operation/field';
import { toolItems } from '../shared/run/toolItems';
import { keptName } from '../shared/run/sentRequests';
import { submittedItem } from '../shared/run/taskItem';
import { attempt } from '../shared/util/attempt';
import { failureOf } from '../shared/util/failure';
import * as words from '../shared/words/tasks';
import { ANY_STATE, RECENT_FIELDS } from './recentFields';

/**
 * Lists the tasks once for the whole run, with the credential and the parameters of the first item. Sends nothing to
 * the platform.
 * @throws NodeOperationError where an error must stop the node
 */
export async function listRecentTasks(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const listed = await attempt(recentTasks(context));
	if (listed.ok) return [listed.value.map((json) => ({ json, pairedItem: { item: 0 } }))];
	const error = failureOf(listed.cause);
	if (isTool(context)) return [toolItems({ error }, 0)];
	if (!context.continueOnFail()) throw nodeError(context.getNode(), error, 0);
	return [[{ json: errorJson(error), pairedItem: { item: 0 } }]];
}

/** @throws ParameterProblem, or n8n's error if there is no credential */
async function recentTasks(context: IExecuteFunctions): Promise<IDataObject[]> {
	const {
		taskState,
		nodeName,
		limit = Infinity,
	} = readFields(RECENT_FIELDS, rawParameters(context, 0));
	const client = await clientFor(context, 0);
	const accounts = [client.account('task').id, client.account('tool').id];
	const wanted = keptName(nodeName?.trim() ?? '').toLowerCase();
	const found = acceptedBy(accounts).filter(
		(request) =>
			(taskState === ANY_STATE || request.state === taskState) &&
			request.sender.node.toLowerCase().includes(wanted),
	);
	if (found.length > limit)
		addHint(context, { message: words.moreRecentTasks(limit, found.length) });
	if (found.length > 0) return found.slice(0, limit).map(itemOf);
	const message = words.noRecentTasks();
	if (isTool(context)) return [{ message }];
	addHint(context, { message });
	return [];
}

/** The item as the submitting node returned it, plus where it came from. */
function itemOf(request: PaidRequest): IDataObject {
	const { taskSource, provider, operation, model, queryPath, at, cost, url } = request;
	const { state = 'pending', sender } = request;
	const { node, workflow, workflowId, execution } = sender;
	// An immediate result has an id only for support, if any.
	const taskId = taskSource === undefined ? undefined : request.taskId;
	const handle = { taskId, taskSource, provider, operation, model, submittedAt: at, queryPath };
	const outline = outlineOf({ state, status: request.status || state }, url);
	// Set so that the item gets no note about a missing result.
	const task = { ...outline, hasResult: true, ...(cost !== undefined && { cost }) };
	const isKeptHere = taskId !== undefined || url !== undefined;
	return {
		...submittedItem(handle, task),
		...(!isKeptHere && { note: words.cameAtOnce() }),
		node,
		...(workflow !== undefined && { workflow }),
		...(workflowId !== undefined && { workflowId }),
		executionId: execution,
	};
}
