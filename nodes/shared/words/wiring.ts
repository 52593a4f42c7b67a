/** What people read where a node cannot work as it stands in the workflow: its wires, its settings, its items. */
import type { Explained } from './platform';

const DURABLE_NAME = 'Kexiang Wait for Task (Durable)';

export const thisNode = (): string => 'this node';
export const nodeNamed = (name: string): string => `the node "${name}"`;

const WHY_ASK_AGAIN =
	'Whenever n8n resumes the sleeping execution, it hands the items out of "Ask Again"; that output has to lead straight back into the node, so that it asks for the tasks again.';

export const connectAskAgain = (here: string): Explained => ({
	message: `Connect the output "Ask Again" to the input of ${here}`,
	description: `Draw one connection from "Ask Again" to the node's own input. ${WHY_ASK_AGAIN}`,
});

/** @param others the nodes that it leads to beside */
export const connectAskAgainAlone = (here: string, others: readonly string[]): Explained => ({
	message: `Connect the output "Ask Again" to the input of ${here} alone; it leads to "${others.join('", "')}"`,
	description: `Finished tasks leave by "Success". ${WHY_ASK_AGAIN}`,
});

export const leadsStraightBack = (output: string, here: string, isDurable: boolean): Explained => ({
	message: `The output "${output}" leads straight back into ${here}; remove that connection`,
	description: isDurable
		? 'Items that leave there would come back forever. Draw the connection back from "Ask Again" to the input of the node; "Still Running" may lead back, too.'
		: `Items that leave there would come back forever. This node needs no connection back: it waits by itself. The one that does is ${DURABLE_NAME}, from its output "Ask Again".`,
});

export const errorOutputOfTool = (): Explained => ({
	message:
		'An AI agent is not told what its tool returns while On Error is "Continue (using error output)"',
	description:
		'n8n empties the output of a tool then. Choose "Stop Workflow" or "Continue" under Settings > On Error of this tool.',
});

export const ofItem = (message: string, itemIndex: number): string =>
	`${message} [item ${itemIndex}]`;

/** @param execution of the call that sleeps */
export const calledForEachItem = (execution: string): Explained => ({
	message: `This workflow is called once for each item, and its call in execution ${execution} is still asleep`,
	description:
		'n8n returns the results of only one of these calls. In the node that calls this workflow, set Mode to "Run once with all items", or put Loop Over Items before it. The tasks of the sleeping call are not lost: their results come in its own execution.',
});

function duration(seconds: number): string {
	const whole = Math.round(seconds);
	return whole >= 60 && whole % 6 === 0 ? `${whole / 60} minutes` : `${whole} seconds`;
}

/** @param tries how often n8n runs the node that ends with an error */
export const executionEndsFirst = (
	execution: number,
	{ seconds, tries }: { seconds: number; tries: number },
	here = thisNode(),
): Explained => ({
	message: `n8n ends this execution after ${duration(execution)}, but ${here} may wait for ${duration(seconds)}${tries > 1 ? ` in ${tries} tries` : ''}`,
	description: `Raise "Timeout After" in the settings of the workflow, or lower "Time Limit" in the node${tries > 1 ? ' or its tries under Retry On Fail' : ''}. n8n counts the time asleep, too. An execution that it ends returns nothing, while its tasks go on and are charged.`,
});

/** Of a wait that ended at its time limit. */
export const waitsInAll = (tries: number, seconds: number): string =>
	tries > 1
		? `Retry On Fail begins this wait ${tries} times, which is ${duration(seconds)} in all.`
		: '';

/** Where only this step of a workflow is run. */
export const waitsInProcess = (): string =>
	'Run by itself, this node waits while the execution runs: n8n runs no connection out of the last node of a step';
