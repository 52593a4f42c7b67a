import type { INode, INodeExecutionData, INodeParameters, INodeType } from 'n8n-workflow';

import { itemsOf, quick, submitImage, type ChainNode } from './kexiang';
import { describedAs, wired, type WorkflowRun } from './runWorkflow';

/** What tests of paid requests begin with: items that ask for a boat each, and nodes that draw them. */

export const boats = (count: number) =>
	itemsOf(...Array.from({ length: count }, (_, index) => ({ prompt: `boat ${index}` })));

/** How a node takes errors. */
export const AGAIN = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 } as const;
export const GOES_ON = { onError: 'continueRegularOutput' } as const;

/** A node that draws, with these entries of Options. */
export const drawing = (options: INodeParameters, more: Partial<INode> = {}): ChainNode =>
	submitImage({ ...more, parameters: { ...more.parameters, options } });

/** A node that draws and waits for it, with these entries of Wait Options. */
export const drawingAndWaiting = (
	options: INodeParameters = {},
	more: Partial<INode> = {},
): ChainNode => {
	const waiting = { waitForCompletion: true, waitOptions: { ...quick, ...options } };
	return submitImage({ ...more, parameters: { ...waiting, ...more.parameters } });
};

/** Hands its input out in batches of one, like Loop Over Items: output 1 is the loop, output 0 the end. */
const loop: INodeType = {
	description: { ...describedAs('test.loop'), outputs: ['main', 'main'] },
	async execute() {
		const memory = this.getContext('node') as { open?: INodeExecutionData[] };
		const open = (memory.open ??= this.getInputData());
		const next = open.shift();
		return next ? [[], [next]] : [[{ json: {} }], []];
	},
};

/** The node in a loop that hands it one item at a time, with where its outputs lead. */
export const inLoop = (node: ChainNode, outputs = [['Loop']]) => ({
	chain: [{ type: 'test.loop', name: 'Loop' }, node],
	wires: {
		connections: wired({
			Start: [['Loop']],
			Loop: [[], [node.name ?? '']],
			[node.name ?? '']: outputs,
		}),
		moreTypes: [loop],
	},
});

/** The prompts of requests, or of tasks. */
export const promptsOf = (sent: ReadonlyArray<{ body?: unknown }>): string[] =>
	sent.map(({ body }) => (body as { user_input: { prompt: string } }).user_input.prompt);

export const hintsOf = ({ taskData }: WorkflowRun, node = 'Submit'): string[] =>
	(taskData(node)?.hints ?? []).map(({ message }) => message);
