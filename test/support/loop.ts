import type { INodeExecutionData, INodeType } from 'n8n-workflow';

/** Hands its input out in batches of one, like Loop Over Items: output 1 is the loop, output 0 the end. */
export const loop: INodeType = {
	description: {
		displayName: 'Loop',
		name: 'test.loop',
		group: ['input'],
		version: 1,
		description: '',
		defaults: { name: 'Loop' },
		inputs: ['main'],
		outputs: ['main', 'main'],
		properties: [],
	},
	async execute() {
		const memory = this.getContext('node') as { open?: INodeExecutionData[] };
		const open = (memory.open ??= this.getInputData());
		const next = open.shift();
		return next ? [[], [next]] : [[{ json: {} }], []];
	},
};
