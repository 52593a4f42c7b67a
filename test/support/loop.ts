import type { INodeExecutionData, INodeType } from 'n8n-workflow';

import { describedAs } from './runWorkflow';

/** Hands its input out in batches of one, like Loop Over Items: output 1 is the loop, output 0 the end. */
export const loop: INodeType = {
	description: { ...describedAs('test.loop'), outputs: ['main', 'main'] },
	async execute() {
		const memory = this.getContext('node') as { open?: INodeExecutionData[] };
		const open = (memory.open ??= this.getInputData());
		const next = open.shift();
		return next ? [[], [next]] : [[{ json: {} }], []];
	},
};
