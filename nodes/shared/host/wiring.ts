/**
 * Wires that make a node that waits go wrong: found by looking at the workflow's drawing alone. Pure.
 *
 * n8n resumes a sleeping execution by handing the input of the sleeping node out of its output 0. So the durable
 * node has an output of its own for that, and it works only if this one leads back into the node.
 */
import { isObject } from '../util/json';
import * as words from '../words/wiring';

/** Last part of the type name of the node that waits in process. */
const WAIT = 'kexiangWaitForTask';
/** Last part of the type name of the node that waits in n8n's database. */
const DURABLE = 'kexiangWaitForTaskDurable';

/** What of a node matters here; as in n8n's workflows. */
export interface WiredNode {
	readonly type: string;
	readonly disabled?: boolean | undefined;
	readonly parameters?: unknown;
	/** What n8n does with the node's errors; `continueErrorOutput` gives it one more output, the last. */
	readonly onError?: unknown;
}

/** The drawing of a workflow. */
export interface Wiring {
	/** By name. */
	readonly nodes: Readonly<Record<string, WiredNode | undefined>>;
	/** By the name of the node that they come from; n8n's `connections`. */
	readonly connections: Readonly<Record<string, unknown>>;
}

/** What has to be drawn in another way. */
interface WiringProblem {
	readonly message: string;
	readonly description: string;
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
	const node = nodeOf(wiring, name);
	if (node === undefined || node.disabled === true) return undefined;
	const type = lastPart(node.type);
	if (type === DURABLE)
		return askAgainProblem(wiring, name, here) ?? straightBack(wiring, name, here);
	if (type !== WAIT) return undefined;
	return straightBack(wiring, name, here);
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
	const isOpen = error === undefined || !comesBack(wiring, name, error);
	return isOpen ? [success, failed].find((output) => !comesBack(wiring, name, output)) : undefined;
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
	for (const name of nodesAhead(wiring, from)) {
		const node = nodeOf(wiring, name);
		if (node === undefined || node.disabled === true) continue;
		if ([WAIT, DURABLE].includes(lastPart(node.type))) return true;
	}
	return false;
}

/** The nodes that what leaves a node may come to, the nearest first. */
function* nodesAhead(wiring: Wiring, from: string): Generator<string> {
	const reached = new Set<string>();
	const open = targetsOf(wiring, from);
	for (let name = open.shift(); name !== undefined; name = open.shift()) {
		if (reached.has(name)) continue;
		reached.add(name);
		yield name;
		open.push(...targetsOf(wiring, name));
	}
}

function askAgainProblem(wiring: Wiring, name: string, here: string): WiringProblem | undefined {
	const targets = targetsOf(wiring, name, 0);
	const others = targets.filter((target) => target !== name);
	if (targets.length === 0) return words.connectAskAgain(here);
	return others.length === 0 ? undefined : words.connectAskAgainAlone(here, others);
}

/** A task that has ended stays so: handed back, it would be asked for again without an end. */
function straightBack(wiring: Wiring, name: string, here: string): WiringProblem | undefined {
	const node = nodeOf(wiring, name);
	if (node === undefined) return undefined;
	const { success, failed, error } = outputsOf(node);
	const label = (
		[
			['Success', success],
			['Failed', failed],
			['Error', error],
		] as const
	).find(([, output]) => output !== undefined && comesBack(wiring, name, output))?.[0];
	return label === undefined ? undefined : words.leadsStraightBack(label, here, success > 0);
}

/** The numbers of a node's outputs. */
function outputsOf({ type, parameters, onError }: WiredNode) {
	const success = lastPart(type) === DURABLE ? 1 : 0;
	const hasStillRunning =
		isObject(parameters) &&
		parameters.onTimeout === 'output' &&
		parameters.operation !== 'getStatus';
	const error = success + (hasStillRunning ? 3 : 2);
	return {
		success,
		failed: success + 1,
		...(onError === 'continueErrorOutput' && { error }),
	};
}

function comesBack(wiring: Wiring, name: string, output: number): boolean {
	const reached = new Set<string>();
	const open = targetsOf(wiring, name, output);
	for (let next = open.pop(); next !== undefined; next = open.pop()) {
		if (next === name) return true;
		if (reached.has(next)) continue;
		reached.add(next);
		if (handsOn(nodeOf(wiring, next))) open.push(...targetsOf(wiring, next, 0));
	}
	return false;
}

/** Nodes that hand on what they get, always and unchanged. */
function handsOn(node: WiredNode | undefined): boolean {
	if (node === undefined) return false;
	if (node.disabled === true || node.type === 'n8n-nodes-base.noOp') return true;
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
		.flatMap((targets: unknown): unknown[] => (Array.isArray(targets) ? targets : []))
		.flatMap((target) =>
			isObject(target) && typeof target.node === 'string' ? [target.node] : [],
		);
}

const nodeOf = ({ nodes }: Wiring, name: string): WiredNode | undefined =>
	Object.hasOwn(nodes, name) ? nodes[name] : undefined;

/** Type names carry their package before a dot. */
const lastPart = (type: string) => type.slice(type.lastIndexOf('.') + 1);
