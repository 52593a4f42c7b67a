import { NodeOperationError, type IExecuteFunctions } from 'n8n-workflow';

import { isObject } from '../json';
import { wiringProblem, wiringProblemAhead, type WiredNode, type Wiring } from './wiring';

/**
 * For a node that waits, before it asks.
 * @throws NodeOperationError that names the wire to draw
 */
export function refuseBadWiring(context: IExecuteFunctions): void {
	const wiring = readWiring(context);
	const problem = wiring && wiringProblem(wiring, context.getNode().name, 'this node');
	if (problem) throw new NodeOperationError(context.getNode(), problem.message, problem);
}

/**
 * For a node that submits, before anything is paid: looks at every node behind it that will wait for its tasks.
 * @throws NodeOperationError that names the wire to draw
 */
export function refuseBadWiringAhead(context: IExecuteFunctions): void {
	const wiring = readWiring(context);
	if (wiring === undefined) return;
	const { nodes } = stepOf(context);
	const willRun = (name: string) => nodes === undefined || nodes.includes(name);
	const problem = wiringProblemAhead(wiring, context.getNode().name, willRun);
	if (problem === undefined) return;
	throw new NodeOperationError(context.getNode(), problem.message, {
		description: `${problem.description} Nothing was submitted or paid.`,
	});
}

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
	const { type, parameters } = node;
	return { type, parameters, disabled: node.disabled === true };
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
