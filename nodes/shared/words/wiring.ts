/** What people read where a node cannot work as it stands in the workflow: its wires, its settings, its items. */
import type { Explained } from './platform';

const DURABLE_NAME = 'Kexiang Wait for Task (Durable)';

export const thisNode = (): string => 'this node';
export const nodeNamed = (name: string): string => `the node "${name}"`;

const WHY_ASK_AGAIN =
	'When n8n resumes the sleeping execution, the items go to "Ask Again". That output must lead directly back into the node, so that it polls the tasks again.';

export const connectAskAgain = (here: string): Explained => ({
	message: `Connect the output "Ask Again" to the input of ${here}`,
	description: `Draw a connection from "Ask Again" to the node's own input. ${WHY_ASK_AGAIN}`,
});

/** @param others the nodes that it leads to beside */
export const connectAskAgainAlone = (here: string, others: readonly string[]): Explained => ({
	message: `Connect the output "Ask Again" only to the input of ${here}; it leads to "${others.join('", "')}"`,
	description: `Finished tasks go to "Success". ${WHY_ASK_AGAIN}`,
});

export const leadsStraightBack = (output: string, here: string, isDurable: boolean): Explained => ({
	message: `The output "${output}" leads directly back into ${here}; remove that connection`,
	description: isDurable
		? `Draw the connection back from "Ask Again"; "Still Running" may lead back, too. Items from "${output}" would return to the node again and again.`
		: `The items would return to the node again and again. This node needs no connection back, because it waits by itself. Only ${DURABLE_NAME} needs one, from its output "Ask Again".`,
});

export const errorOutputOfTool = (): Explained => ({
	message:
		'An AI agent gets no response from this tool while On Error is "Continue (using error output)"',
	description:
		'Choose "Stop Workflow" or "Continue" under Settings > On Error of this tool. With the error output, n8n discards what a tool returns.',
});

export const ofItem = (message: string, itemIndex: number): string =>
	`${message} [item ${itemIndex}]`;

/** @param execution of the call that sleeps */
export const calledForEachItem = (execution: string): Explained => ({
	message: `This workflow is called once for each item, and its call in execution ${execution} is still sleeping`,
	description:
		'In the node that calls this workflow, set Mode to "Run once with all items", or put Loop Over Items before it. n8n returns the results of only one of these calls. The tasks of the sleeping call are not lost: their results appear in its own execution.',
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
	description: `Raise "Timeout After" in the workflow settings, or lower "Time Limit"${tries > 1 ? ' or "Max. Tries" of Retry On Fail' : ''} in the node. n8n counts sleeping time, too. An execution that n8n ends returns nothing, but its tasks keep running and are charged.`,
});

/** Of a wait that ended at its time limit. */
export const waitsInAll = (tries: number, seconds: number): string =>
	tries > 1
		? `Retry On Fail starts this wait ${tries} times, which is ${duration(seconds)} in total.`
		: '';

/** Where only this step of a workflow is run. */
export const waitsInProcess = (): string =>
	'The execution did not sleep, because only this step was run. In that case, n8n does not follow the connections out of the last node';
