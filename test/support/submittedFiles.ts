import type { IBinaryData, INodeParameters } from 'n8n-workflow';

import { drawPicture } from '../../simulator/picture';
import { startSimulator, type Simulator } from '../../simulator/server';
import { binaryOnDisk, type BinaryOnDisk } from './binaryOnDisk';
import { run, type ChainNode } from './kexiang';

/** A node whose field for media names binary fields, with n8n's files on disk and a platform that fetches them. */

export const PNG = drawPicture('a boat', 320, 320);
export let n8n: BinaryOnDisk;
export let simulator: Simulator;
let executions = 0;
/** The ID of the next execution. */
export const newExecution = () => `local-${++executions}`;
/** For all tests of a file. */
export function submitsFiles(): void {
	beforeAll(async () => {
		n8n = await binaryOnDisk();
	});
	afterAll(async () => await n8n.stop());
	beforeEach(async () => {
		simulator = await startSimulator({ taskSeconds: 0.1, quiet: true });
	});
	afterEach(async () => await simulator.stop());
}

export async function stored(content: Buffer): Promise<IBinaryData> {
	return await n8n.service.store(
		{ type: 'execution', workflowId: 'w', executionId: '9' },
		content,
		{ data: '', mimeType: 'image/png', fileName: 'cat.png' },
	);
}

export const binaryOf = async (content = PNG) => ({
	data: await stored(content),
	photo_2: await stored(PNG),
});

export interface Submission {
	type?: string;
	operation?: string;
	parameters?: INodeParameters;
	options?: INodeParameters;
	binary?: Awaited<ReturnType<typeof binaryOf>>;
	items?: number;
	/** Settings of the node. */
	node?: Partial<ChainNode>;
	/** Nodes behind it. */
	after?: ChainNode[];
	more?: Parameters<typeof run>[2];
}

export async function submit(
	imageUrls: unknown,
	{ options = {}, parameters, items = 1, after = [], ...rest }: Submission = {},
) {
	const binary = rest.binary ?? (await binaryOf());
	const node = {
		type: rest.type ?? 'kexiangKling',
		name: 'Submit',
		parameters: {
			operation: rest.operation ?? 'klingV3OmniImageToVideo',
			...(parameters ?? { prompt: 'it sails', imageUrls: imageUrls as string }),
			options,
		},
		...rest.node,
	};
	return await run(simulator, [node, ...after], {
		input: Array.from({ length: items }, () => ({ json: {}, binary })),
		restApiUrl: n8n.restApiUrl,
		executionId: newExecution(),
		...rest.more,
	});
}
export const inputs = () => simulator.ledger.inputs;
