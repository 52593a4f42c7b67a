import { NodeOperationError, type IExecuteFunctions, type INodeExecutionData } from 'n8n-workflow';

import { failureOf, type Failure } from '../util/failure';
import { attempt } from '../util/attempt';
import { isObject } from '../util/json';
import * as words from '../words/wiring';
import { errorJson } from './nodeErrors';
import {
	outputForRefusal,
	wiringProblem,
	wiringProblemAhead,
	type WiredNode,
	type Wiring,
} from './wiring';

/**
 * For a node that waits, before it asks.
 * @throws NodeOperationError that names the wire to draw
 */
export function refuseBadWiring(context: IExecuteFunctions): void {
	const wiring = readWiring(context);
	const problem = wiring && wiringProblem(wiring, context.getNode().name, words.thisNode());
	if (problem) throw new NodeOperationError(context.getNode(), problem.message, problem);
}

/**
 * For a node that submits, before anything is paid: looks at every node behind it that will wait for its tasks.
 * @returns what leaves the node in place of tasks, where errors shall not stop it; undefined when all is well
 * @throws NodeOperationError that names the wire to draw, where errors stop the node
 */
export function refuseBadWiringAhead(context: IExecuteFunctions): INodeExecutionData[] | undefined {
	const wiring = readWiring(context);
	if (wiring === undefined) return undefined;
	const { nodes } = stepOf(context);
	const willRun = (name: string) => nodes === undefined || nodes.includes(name);
	const problem = wiringProblemAhead(wiring, context.getNode().name, willRun);
	if (problem === undefined) return undefined;
	const description = words.nothingPaid(problem.description);
	const { message } = problem;
	if (!context.continueOnFail())
		throw new NodeOperationError(context.getNode(), message, { description });
	return errorItems(context, { message, description, details: { taskMayExist: false } });
}

/**
 * Does the work of a node that waits, so that no error hands the input on as if it were a result: where errors shall
 * not stop the node, n8n gives the input of one that throws out of output 0, which is Ask Again, or Success. So the
 * error leaves in items; by no output at all where each would bring it back.
 */
export async function withoutHandingOn(
	context: IExecuteFunctions,
	work: () => Promise<INodeExecutionData[][]>,
): Promise<INodeExecutionData[][]> {
	const done = await attempt(work());
	if (done.ok) return done.value;
	const { cause } = done;
	if (!context.continueOnFail() || context.getExecutionCancelSignal()?.aborted) throw cause;
	const error = failureOf(cause);
	const items = errorItems(context, error);
	const wiring = readWiring(context);
	const output = wiring ? outputForRefusal(wiring, context.getNode().name) : undefined;
	if (output !== undefined) return [...Array.from({ length: output }, () => []), items];
	context.logger.error(words.logged(error.message));
	context.addExecutionHints({ message: error.message, type: 'danger', location: 'outputPane' });
	return [];
}

const errorItems = (context: IExecuteFunctions, error: Failure): INodeExecutionData[] =>
	context.getInputData().map((_, item) => ({ json: errorJson(error), pairedItem: { item } }));

/** Whether the editor runs the workflow up to this node and no further; n8n then takes no wire out of it. */
export const isLastStep = (context: IExecuteFunctions): boolean =>
	stepOf(context).last === context.getNode().name;

/**
 * The workflow's drawing, which n8n's context holds and offers by no method; undefined where this n8n keeps it
 * elsewhere, so that the node works on without the check.
 */
export function readWiring(context: IExecuteFunctions): Wiring | undefined {
	const workflow: unknown = Reflect.get(context, 'workflow');
	if (!isObject(workflow)) return undefined;
	const { connectionsBySourceNode: connections, nodes } = workflow;
	if (!isObject(connections) || !isObject(nodes)) return undefined;
	return {
		connections,
		nodes: Object.fromEntries(Object.entries(nodes).map(([name, node]) => [name, readNode(node)])),
	};
}

function readNode(node: unknown): WiredNode | undefined {
	if (!isObject(node) || typeof node.type !== 'string') return undefined;
	const { type, parameters, onError } = node;
	return { type, parameters, onError, disabled: node.disabled === true };
}

/** What the editor's "Execute step" limits a run to: its last node, and the nodes that may run. */
function stepOf(context: IExecuteFunctions): { last?: string; nodes?: string[] } {
	const data: unknown = Reflect.get(context, 'runExecutionData');
	const start = isObject(data) && isObject(data.startData) ? data.startData : {};
	// n8n 1.x names the node, 2.x gives an object.
	const { destinationNode: given, runNodeFilter } = start;
	const last = isObject(given) ? given.nodeName : given;
	return {
		...(typeof last === 'string' && { last }),
		...(Array.isArray(runNodeFilter) && {
			nodes: runNodeFilter.filter((name): name is string => typeof name === 'string'),
		}),
	};
}
