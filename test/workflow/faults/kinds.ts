import type { INode } from 'n8n-workflow';

import type { ChainNode } from '../../support/kexiang';

/** Every kind of paid request, by what its answer is. */

const EXAMPLE = 'https://example.com';
const PATH = '/minimalist/api/video-audio/video2txtAsync';
const calling = { operation: 'callPath', api: 'tool', method: 'POST', path: PATH };
const reviewing = { operation: 'seedance2AssetReviewSubmit', fileUrl: `${EXAMPLE}/a.png` };
const adding = { resource: 'video', operation: 'videoAddGif', videoUrl: `${EXAMPLE}/a.mp4` };

/** Of a node, the parameters by an expression for a word that tells the item. */
type Row = [node: string, makesTask: boolean, parameters: (what: string) => INode['parameters']];

const google =
	(operation: string): Row[2] =>
	(what) => ({ operation, prompt: `=${what}` });

const KINDS = {
	'V1 task': ['Google', true, google('kbananaProOfficialSubmit')],
	'tool task': ['Google', true, google('kbananaProChannelSubmit')],
	synchronous: ['Google', false, google('nanoBanana2Sync')],
	'either-or, a task': [
		'VideoTools',
		true,
		(what) => ({
			resource: 'video',
			operation: 'imgToVideo',
			imageUrl: `=${EXAMPLE}/${what}.png`,
		}),
	],
	'either-or, at once': [
		'VideoTools',
		false,
		(what) => ({ ...adding, gifUrl: `=${EXAMPLE}/${what}.gif` }),
	],
	'asset review': ['Volcengine', true, (what) => ({ ...reviewing, assetName: `=${what}` })],
	'Custom Request': [
		'CustomRequest',
		true,
		(what) => ({
			...calling,
			body: `={"videoUrl": "${EXAMPLE}/${what}.mp4"}`,
			taskSource: 'toolTask',
		}),
	],
} satisfies Record<string, Row>;

export type Kind = keyof typeof KINDS;
export const KIND_NAMES = Object.keys(KINDS) as Kind[];

/** How the platform of these tests answers where its documentation leaves it open. */
export const ANSWERS = { imgToVideo: 'submit', videoAddGif: 'sync' } as const;

/** The platform answers with a task, which can be waited for. */
export const makesTask = (kind: Kind): boolean => KINDS[kind][1];

/** The node that submits, as it stands in a chain. */
export function nodeOf(kind: Kind, what: string, more: Partial<INode> = {}): ChainNode {
	const [node, , parameters]: Row = KINDS[kind];
	const all = { ...parameters(what), ...more.parameters };
	return { type: `kexiang${node}`, name: 'Submit', ...more, parameters: all };
}
