import type { IBinaryKeyData, INodeParameters } from 'n8n-workflow';

import { drawPicture } from '../../simulator/picture';
import { inLeaps, simulator } from './inLeaps';
import { run, type ChainNode } from './kexiang';
import { n8n, sharesFiles, stored } from './sharing';

/** A node whose field for media names binary fields, with n8n's files on disk and a platform that fetches them. */

export const PNG = drawPicture('a boat', 320, 320);
let executions = 0;

/** For all tests of a file. */
export function submitsFiles(): void {
	sharesFiles();
	inLeaps({ taskSeconds: 0.1 });
}

/** What n8n knows of an execution that has files. */
export const place = () => ({
	restApiUrl: n8n.restApiUrl.replace('n8n.example.org', '127.0.0.1'),
	executionId: `local-${++executions}`,
});

export const binaryOf = async (content = PNG): Promise<IBinaryKeyData> => ({
	data: await stored(content),
	photo_2: await stored(PNG),
});

export interface Submission {
	type?: string;
	operation?: string;
	parameters?: INodeParameters;
	options?: INodeParameters;
	binary?: IBinaryKeyData;
	items?: number;
	/** Settings of the node. */
	node?: Partial<ChainNode>;
	/** Nodes behind it. */
	after?: ChainNode[];
	more?: Parameters<typeof run>[2];
}

export async function submit(
	imageUrls: string,
	{ options = {}, parameters, items = 1, after = [], ...rest }: Submission = {},
) {
	const binary = rest.binary ?? (await binaryOf());
	const node = {
		type: rest.type ?? 'kexiangKling',
		name: 'Submit',
		parameters: {
			operation: rest.operation ?? 'klingV3OmniImageToVideo',
			...(parameters ?? { prompt: 'it sails', imageUrls }),
			options,
		},
		...rest.node,
	};
	const input = Array.from({ length: items }, () => ({ json: {}, binary }));
	return await run(simulator, [node, ...after], { input, ...place(), ...rest.more });
}

/** The sizes of the files that the platform fetched. */
export const fetched = () => simulator.ledger.inputs.map(({ bytes }) => bytes);
