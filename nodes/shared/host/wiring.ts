/**
 * Checks the workflow's connections for those that break a waiting node, before anything is polled or paid.
 *
 * n8n resumes a sleeping execution by handing the sleeping node's input out of its output 0. The durable node has an
 * output for this, and it only works if that output leads back into the node.
 */
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { attempt } from '../util/attempt';
import { failureOf, type Failure } from '../util/failure';
import { isObject } from '../util/json';
import { logged } from '../words/log';
import * as words from '../words/wiring';
import { isTool } from './itemInput';
import { sleepingCall, endsBefore, executionSeconds, timeLimitIn } from './execution';
import { errorItem, refusal } from './nodeErrors';

/** The nodes and connections of a workflow, as n8n keeps them. */
export interface Wiring {
	/** By name. */
	readonly nodes: Readonly<Record<string, unknown>>;
	/** By the name of the source node. */
	readonly connections: Readonly<Record<string, unknown>>;
	/** After this many seconds n8n ends the execution. Absent if the workflow has no limit. */
	readonly executionSeconds?: number;
	/** Another call of this sub-workflow that is asleep when this one begins. */
	readonly sleepingCall?: string;
}

/** The parts of a node that matter here. */
export interface WiredNode {
	readonly type: string;
	readonly disabled?: boolean;
	readonly parameters?: unknown;
	/** What n8n does with the node's errors. `continueErrorOutput` adds one more output, the last. */
	readonly onError?: unknown;
}

/** A connection that must be changed. */
type WiringProblem = Pick<Failure, 'message' | 'description'>;

/**
 * For a waiting node, before it polls.
 * @throws NodeOperationError that names the connection to draw
 */
export function refuseBadWiring(context: IExecuteFunctions): void {
	const wiring = readWiring(context);
	const problem = wiring && wiringProblem(wiring, context.getNode().name, words.thisNode());
	if (problem) throw refusal(context.getNode(), problem);
}

/**
 * For a submitting node, before anything is paid. Checks every node after it that will wait for its tasks.
 * @param wait its own wait settings, if it waits itself
 * @returns what the node outputs in place of tasks if errors should not stop it; undefined if all is well
 * @throws NodeOperationError that names the connection to draw, if errors stop the node
 */
export function refuseBadWiringAhead(
	context: IExecuteFunctions,
	wait?: { seconds: number; tries: number },
): INodeExecutionData[] | undefined {
	const wiring = readWiring(context);
	const { nodes } = stepOf(context);
	const willRun = (name: string) => nodes === undefined || nodes.includes(name);
	const problem =
		(wait && endsBefore(executionSeconds(context), wait)) ??
		(wiring && wiringProblemAhead(wiring, context.getNode().name, willRun));
	if (problem === undefined) return undefined;
	if (!context.continueOnFail()) throw refusal(context.getNode(), problem);
	return errorItems(context, { ...problem, details: { taskMayExist: false }, isUnsent: true });
}

/**
 * Called before anything is paid. With an error output, n8n gives an agent of version 3 an empty list, whatever its
 * tool returns, because the only output of the kind that n8n sorts is the error output. The model would call, and
 * pay, again.
 * @throws NodeOperationError
 */
export function refuseErrorOutputOfTool(context: Pick<IExecuteFunctions, 'getNode'>): void {
	const node = context.getNode();
	if (!isTool(context) || node.onError !== 'continueErrorOutput') return;
	throw refusal(node, words.errorOutputOfTool());
}

/**
 * Runs a waiting node so that no error passes the input on as if it were a result. If errors should not stop the
 * node, n8n hands the input of a node that throws out of output 0, which is Ask Again or Success. So the error is
 * output as items instead, or not at all if every output would lead back.
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
	const wiring = readWiring(context);
	const output = wiring && outputForRefusal(wiring, context.getNode().name);
	if (output !== undefined)
		return [...Array.from({ length: output }, () => []), errorItems(context, error)];
	context.logger.error(logged(error.message));
	context.addExecutionHints({ message: error.message, type: 'danger', location: 'outputPane' });
	return [];
}

const errorItems = (context: IExecuteFunctions, error: Failure): INodeExecutionData[] =>
	context.getInputData().map((_, item) => errorItem(context, error, item));

/** Whether the editor runs the workflow only up to this node. Then n8n follows none of its outputs. */
export const isLastStep = (context: IExecuteFunctions): boolean =>
	stepOf(context).last === context.getNode().name;

/** The limits of the editor's "Execute step": the last node, and the nodes that may run. */
function stepOf(context: IExecuteFunctions): { last: unknown; nodes?: unknown[] } {
	const data: unknown = Reflect.get(context, 'runExecutionData');
	const start = isObject(data) && isObject(data.startData) ? data.startData : {};
	// n8n 1.x gives the node's name, 2.x an object.
	const { destinationNode: given, runNodeFilter } = start;
	return {
		last: isObject(given) ? given.nodeName : given,
		...(Array.isArray(runNodeFilter) && { nodes: runNodeFilter }),
	};
}

/**
 * The workflow's nodes and connections. n8n's context contains them but has no method for them. Undefined if this
 * n8n version keeps them elsewhere; the node then works without the check.
 */
export function readWiring(context: IExecuteFunctions): Wiring | undefined {
	const workflow: unknown = Reflect.get(context, 'workflow');
	if (!isObject(workflow)) return undefined;
	const { connectionsBySourceNode: connections, nodes } = workflow;
	if (!isObject(connections) || !isObject(nodes)) return undefined;
	const seconds = executionSeconds(context);
	const call = sleepingCall(context);
	return {
		connections,
		nodes,
		...(seconds !== undefined && { executionSeconds: seconds }),
		...(call !== undefined && { sleepingCall: call }),
	};
}

/** A node of the workflow. Undefined if it is not known to run. */
export function nodeOf({ nodes }: Wiring, name: string): WiredNode | undefined {
	const node = Object.hasOwn(nodes, name) ? nodes[name] : undefined;
	if (!isObject(node) || typeof node.type !== 'string') return undefined;
	const { type, parameters, onError } = node;
	return { type, parameters, onError, disabled: node.disabled === true };
}

/**
 * What is wrong with the connections of one waiting node. Undefined if nothing is, or if the node does not wait.
 * @param here how the message refers to the node
 */
export function wiringProblem(
	wiring: Wiring,
	name: string,
	here = words.nodeNamed(name),
): WiringProblem | undefined {
	const node = waitingNode(wiring, name);
	if (node === undefined) return undefined;
	if (!isDurable(node)) return loopProblem(wiring, name, node, here);
	return (
		askAgainProblem(wiring, name, here) ??
		loopProblem(wiring, name, node, here) ??
		cannotSleep(wiring, node, here)
	);
}

/** The first problem among the waiting nodes that can follow this node. */
export function wiringProblemAhead(
	wiring: Wiring,
	from: string,
	willRun: (name: string) => boolean,
): WiringProblem | undefined {
	for (const name of nodesAhead(wiring, from)) {
		const problem = willRun(name) ? wiringProblem(wiring, name) : undefined;
		if (problem) return problem;
	}
	return undefined;
}

/** Whether a node that waits for tasks can follow this node. */
export function isWaitAhead(wiring: Wiring, from: string): boolean {
	for (const name of nodesAhead(wiring, from)) if (waitingNode(wiring, name)) return true;
	return false;
}

/** The node, if it waits for tasks and is enabled. */
function waitingNode(wiring: Wiring, name: string): WiredNode | undefined {
	const node = nodeOf(wiring, name);
	return node &&
		!node.disabled &&
		/(^|\.)kexiangWaitForTask(Durable)?$/.test(node.type) &&
		operationOf(node) !== 'recentTasks'
		? node
		: undefined;
}

/** Why a correctly connected durable wait would not reach its end. */
function cannotSleep(
	{ executionSeconds: execution, sleepingCall: call }: Wiring,
	{ parameters }: WiredNode,
	here: string,
): WiringProblem | undefined {
	if (call !== undefined) return words.calledForEachItem(call);
	const seconds = timeLimitIn(parameters);
	// It remembers its wait across all of its tries.
	return seconds === undefined ? undefined : endsBefore(execution, { seconds, tries: 1 }, here);
}

export const isDurable = ({ type }: Pick<WiredNode, 'type'>) =>
	/(^|\.)kexiangWaitForTaskDurable$/.test(type);

const operationOf = ({ parameters }: WiredNode): unknown =>
	isObject(parameters) ? parameters.operation : undefined;

/** The nodes that can follow this node, nearest first. */
const nodesAhead = (wiring: Wiring, from: string) =>
	reachedFrom(targetsOf(wiring, from), (name) => targetsOf(wiring, name));

function* reachedFrom(
	start: readonly string[],
	next: (name: string) => string[],
): Generator<string> {
	// Iterating over a set includes entries added meanwhile.
	const reached = new Set(start);
	for (const name of reached) {
		yield name;
		for (const target of next(name)) reached.add(target);
	}
}

function askAgainProblem(wiring: Wiring, name: string, here: string): WiringProblem | undefined {
	const targets = targetsOf(wiring, name, 0);
	if (targets.length === 0) return words.connectAskAgain(here);
	const others = targets.filter((target) => target !== name);
	return others.length === 0 ? undefined : words.connectAskAgainAlone(here, others);
}

/** A task that has ended stays ended. Handed back, it would be polled again forever. */
function loopProblem(
	wiring: Wiring,
	name: string,
	node: WiredNode,
	here: string,
): WiringProblem | undefined {
	const { success, failed, error } = outputsOf(node);
	const outputs = {
		Success: success,
		Failed: failed,
		...(error !== undefined && { Error: error }),
	};
	const back = Object.entries(outputs).find(([, output]) => comesBack(wiring, name, output));
	return back && words.leadsStraightBack(back[0], here, isDurable(node));
}

/**
 * An output that can carry a message if the waiting node cannot work as connected: one that does not lead straight
 * back. Undefined if there is none.
 */
export function outputForRefusal(wiring: Wiring, name: string): number | undefined {
	const node = nodeOf(wiring, name);
	if (node === undefined) return undefined;
	const { success, failed, error } = outputsOf(node);
	// n8n itself moves error messages to the error output.
	if (error !== undefined && comesBack(wiring, name, error)) return undefined;
	return [success, failed].find((output) => !comesBack(wiring, name, output));
}

/** The indexes of a node's outputs. */
function outputsOf(node: WiredNode) {
	const { parameters, onError } = node;
	const success = isDurable(node) ? 1 : 0;
	const hasStillRunning =
		isObject(parameters) && parameters.onTimeout === 'output' && operationOf(node) !== 'getStatus';
	const error = success + (hasStillRunning ? 3 : 2);
	return {
		success,
		failed: success + 1,
		...(onError === 'continueErrorOutput' && { error }),
	};
}

/** Whether items from an output return through nodes that pass their input on. */
function comesBack(wiring: Wiring, name: string, output: number): boolean {
	const onward = (next: string) =>
		passesOn(nodeOf(wiring, next)) ? targetsOf(wiring, next, 0) : [];
	for (const reached of reachedFrom(targetsOf(wiring, name, output), onward))
		if (reached === name) return true;
	return false;
}

/** Nodes that always pass their input on unchanged. */
function passesOn(node: WiredNode | undefined): boolean {
	if (node === undefined) return false;
	if (node.disabled || node.type === 'n8n-nodes-base.noOp') return true;
	if (node.type !== 'n8n-nodes-base.wait') return false;
	// When it is resumed by a call or a form, it outputs something else.
	const resume = isObject(node.parameters) ? node.parameters.resume : undefined;
	return resume === undefined || resume === 'timeInterval' || resume === 'specificTime';
}

/** The nodes after a node's main outputs. With `output`, only those after that output. */
function targetsOf({ connections }: Wiring, name: string, output?: number): string[] {
	const own = Object.hasOwn(connections, name) ? connections[name] : undefined;
	const main = isObject(own) && Array.isArray(own.main) ? own.main : [];
	const chosen: unknown[] = output === undefined ? main : [main[output]];
	return chosen
		.flat()
		.flatMap((target) =>
			isObject(target) && typeof target.node === 'string' ? [target.node] : [],
		);
}
