import type { INode } from 'n8n-workflow';

import type { ChainNode } from '../../support/kexiang';

/** Every kind of paid request, by what its answer is. */

export type Kind =
	| 'V1 task'
	| 'tool task'
	| 'synchronous'
	| 'either-or, a task'
	| 'either-or, at once'
	| 'asset review'
	| 'Custom Request';

interface KindFacts {
	type: string;
	/** @param what an expression for a word that tells the item */
	parameters(what: string): INode['parameters'];
	/** The platform answers with a task, which can be waited for. */
	makesTask: boolean;
}

const EXAMPLE = 'https://example.com';

const KINDS: Record<Kind, KindFacts> = {
	'V1 task': {
		type: 'kexiangGoogle',
		parameters: (what) => ({ operation: 'kbananaProOfficialSubmit', prompt: `=${what}` }),
		makesTask: true,
	},
	'tool task': {
		type: 'kexiangGoogle',
		parameters: (what) => ({ operation: 'kbananaProChannelSubmit', prompt: `=${what}` }),
		makesTask: true,
	},
	synchronous: {
		type: 'kexiangGoogle',
		parameters: (what) => ({ operation: 'nanoBanana2Sync', prompt: `=${what}` }),
		makesTask: false,
	},
	'either-or, a task': {
		type: 'kexiangVideoTools',
		parameters: (what) => ({
			resource: 'video',
			operation: 'imgToVideo',
			imageUrl: `=${EXAMPLE}/${what}.png`,
		}),
		makesTask: true,
	},
	'either-or, at once': {
		type: 'kexiangVideoTools',
		parameters: (what) => ({
			resource: 'video',
			operation: 'videoAddGif',
			videoUrl: `${EXAMPLE}/a.mp4`,
			gifUrl: `=${EXAMPLE}/${what}.gif`,
		}),
		makesTask: false,
	},
	'asset review': {
		type: 'kexiangVolcengine',
		parameters: (what) => ({
			operation: 'seedance2AssetReviewSubmit',
			fileUrl: `${EXAMPLE}/a.png`,
			assetName: `=${what}`,
		}),
		makesTask: true,
	},
	'Custom Request': {
		type: 'kexiangCustomRequest',
		parameters: (what) => ({
			operation: 'callPath',
			api: 'tool',
			method: 'POST',
			path: '/minimalist/api/video-audio/video2txtAsync',
			body: `={"videoUrl": "${EXAMPLE}/${what}.mp4"}`,
			taskSource: 'toolTask',
		}),
		makesTask: true,
	},
};

export const KIND_NAMES = Object.keys(KINDS) as Kind[];

/** How the platform of these tests answers where its documentation leaves it open. */
export const ANSWERS = { imgToVideo: 'submit', videoAddGif: 'sync' } as const;

export const makesTask = (kind: Kind): boolean => KINDS[kind].makesTask;

/** The node that submits, as it stands in a chain. */
export const nodeOf = (kind: Kind, what: string, more: Partial<INode> = {}): ChainNode => ({
	type: KINDS[kind].type,
	name: 'Submit',
	...more,
	parameters: { ...KINDS[kind].parameters(what), ...more.parameters },
});
