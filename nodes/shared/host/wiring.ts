/**
 * Wires that make a node that waits go wrong, found in the workflow's drawing before anything is asked or paid.
 *
 * n8n resumes a sleeping execution by handing the input of the sleeping node out of its output 0. So the durable
 * node has an output of its own for that, and it works only if this one leads back into the node.
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

/** The drawing of a workflow, as n8n holds it. */
export interface Wiring {
	/** By name. */
	readonly nodes: Readonly<Record<string, unknown>>;
	/** By the name of the node that they come from. */
	readonly connections: Readonly<Record<string, unknown>>;
	/** After so many seconds n8n ends the execution; absent where the workflow sets no limit. */
	readonly executionSeconds?: number;
	/** Another call of this sub-workflow that is asleep while this one begins. */
	readonly sleepingCall?: string;
}

/** What of a node matters here. */
export interface WiredNode {
	readonly type: string;
	readonly disabled?: boolean;
	readonly parameters?: unknown;
	/** What n8n does with the node's errors; `continueErrorOutput` gives it one more output, the last. */
	readonly onError?: unknown;
}

/** What has to be drawn in another way. */
type WiringProblem = Pick<Failure, 'message' | 'description'>;

/**
 * For a node that waits, before it asks.
 * @throws NodeOperationError that names the wire to draw
 */
export function refuseBadWiring(context: IExecuteFunctions): void {
	const wiring = readWiring(context);
	const problem = wiring && wiringProblem(wiring, context.getNode().name, words.thisNode());
	if (problem) throw refusal(context.getNode(), problem);
}

/**
 * For a node that submits, before anything is paid: looks at every node behind it that will wait for its tasks.
 * @param wait its own, where it waits itself
 * @returns what leaves the node in place of tasks, where errors shall not stop it; undefined when all is well
 * @throws NodeOperationError that names the wire to draw, where errors stop the node
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
 * Before anything is paid: with an error output, n8n gives an agent of version 3 an empty list, whatever its tool
 * returns, as the only output of the kind that it sorts is that of errors. The model would call again, and pay again.
 * @throws NodeOperationError
 */
export function refuseErrorOutputOfTool(context: Pick<IExecuteFunctions, 'getNode'>): void {
	const node = context.getNode();
	if (!isTool(context) || node.onError !== 'continueErrorOutput') return;
	throw refusal(node, words.errorOutputOfTool());
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

/** Whether the editor runs the workflow up to this node and no further; n8n then takes no wire out of it. */
export const isLastStep = (context: IExecuteFunctions): boolean =>
	stepOf(context).last === context.getNode().name;

/** What the editor's "Execute step" limits a run to: its last node, and the nodes that may run. */
function stepOf(context: IExecuteFunctions): { last: unknown; nodes?: unknown[] } {
	const data: unknown = Reflect.get(context, 'runExecutionData');
	const start = isObject(data) && isObject(data.startData) ? data.startData : {};
	// n8n 1.x names the node, 2.x gives an object.
	const { destinationNode: given, runNodeFilter } = start;
	return {
		last: isObject(given) ? given.nodeName : given,
		...(Array.isArray(runNodeFilter) && { nodes: runNodeFilter }),
	};
}

/**
 * The workflow's drawing, which n8n's context holds and offers by no method; undefined where this n8n keeps it
 * elsewhere, so that the node works on without the check.
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

/** A node of the drawing; undefined where there is none that is known to run. */
export function nodeOf({ nodes }: Wiring, name: string): WiredNode | undefined {
	const node = Object.hasOwn(nodes, name) ? nodes[name] : undefined;
	if (!isObject(node) || typeof node.type !== 'string') return undefined;
	const { type, parameters, onError } = node;
	return { type, parameters, onError, disabled: node.disabled === true };
}

/**
 * What is wrong with the wires of one node that waits; undefined when nothing is, or when the node is no such node.
 * @param here how the message calls the node
 */
export function wiringProblem(
	wiring: Wiring,
	name: string,
	here = words.nodeNamed(name),
): WiringProblem | undefined {
	const node = waitingNode(wiring, name);
	if (node === undefined) return undefined;
	if (!isDurable(node)) return straightBack(wiring, name, node, here);
	return (
		askAgainProblem(wiring, name, here) ??
		straightBack(wiring, name, node, here) ??
		cannotSleep(wiring, node, here)
	);
}

/** The first problem among the nodes that wait and that what leaves a node may come to. */
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

/** Whether what leaves a node may come to one that waits for tasks. */
export function isWaitAhead(wiring: Wiring, from: string): boolean {
	for (const name of nodesAhead(wiring, from)) if (waitingNode(wiring, name)) return true;
	return false;
}

/** The node, where it waits for tasks and is switched on. */
function waitingNode(wiring: Wiring, name: string): WiredNode | undefined {
	const node = nodeOf(wiring, name);
	return node &&
		!node.disabled &&
		/(^|\.)kexiangWaitForTask(Durable)?$/.test(node.type) &&
		operationOf(node) !== 'recentTasks'
		? node
		: undefined;
}

/** Why a durable wait that is drawn well would not come to its end. */
function cannotSleep(
	{ executionSeconds: execution, sleepingCall: call }: Wiring,
	{ parameters }: WiredNode,
	here: string,
): WiringProblem | undefined {
	if (call !== undefined) return words.calledForEachItem(call);
	const seconds = timeLimitIn(parameters);
	// What it remembers of its wait holds over all of its tries.
	return seconds === undefined ? undefined : endsBefore(execution, { seconds, tries: 1 }, here);
}

export const isDurable = ({ type }: Pick<WiredNode, 'type'>) =>
	/(^|\.)kexiangWaitForTaskDurable$/.test(type);

const operationOf = ({ parameters }: WiredNode): unknown =>
	isObject(parameters) ? parameters.operation : undefined;

/** The nodes that what leaves a node may come to, the nearest first. */
const nodesAhead = (wiring: Wiring, from: string) =>
	reachedFrom(targetsOf(wiring, from), (name) => targetsOf(wiring, name));

function* reachedFrom(
	start: readonly string[],
	next: (name: string) => string[],
): Generator<string> {
	// A set goes on to what is added while it is gone through.
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

/** A task that has ended stays so: handed back, it would be asked for again without an end. */
function straightBack(
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
 * An output of a node that waits by which a message may leave when the node cannot work as it is drawn: one that does
 * not lead straight back. Undefined where there is none.
 */
export function outputForRefusal(wiring: Wiring, name: string): number | undefined {
	const node = nodeOf(wiring, name);
	if (node === undefined) return undefined;
	const { success, failed, error } = outputsOf(node);
	// n8n itself moves what carries a message to the error output.
	if (error !== undefined && comesBack(wiring, name, error)) return undefined;
	return [success, failed].find((output) => !comesBack(wiring, name, output));
}

/** The numbers of a node's outputs. */
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

/** Whether what leaves by an output comes back by nodes that hand on what they get. */
function comesBack(wiring: Wiring, name: string, output: number): boolean {
	const onward = (next: string) =>
		handsOn(nodeOf(wiring, next)) ? targetsOf(wiring, next, 0) : [];
	for (const reached of reachedFrom(targetsOf(wiring, name, output), onward))
		if (reached === name) return true;
	return false;
}

/** Nodes that hand on what they get, always and unchanged. */
function handsOn(node: WiredNode | undefined): boolean {
	if (node === undefined) return false;
	if (node.disabled || node.type === 'n8n-nodes-base.noOp') return true;
	if (node.type !== 'n8n-nodes-base.wait') return false;
	// Resumed by a call or a form, it hands on something else.
	const resume = isObject(node.parameters) ? node.parameters.resume : undefined;
	return resume === undefined || resume === 'timeInterval' || resume === 'specificTime';
}

/** The nodes that a node's main outputs lead to; of one output only, where it is given. */
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
