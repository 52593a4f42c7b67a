import { tool, type Endpoint } from './endpoints';

/** Another place that may be the one where the tasks of a source are asked for. */
export interface QueryAlternative {
	/** `{id}` in the path stands for the task id. */
	readonly endpoint: Endpoint;
	/** The field of the body that carries the task id, where it is asked by POST. */
	readonly idField?: string;
	/** The operations whose tasks alone are asked for here; those of the whole source where absent. */
	readonly of?: readonly string[];
}

const CHARACTER_SWAP = ['videoCharacterSwapSubmit'];
const LIP_SYNC = ['lipSyncSubmit'];
const WAN_25 = ['wan25TextToVideoSubmit'];

/**
 * By task source, the likeliest first. Only places that are known to be harmless: a poll by POST goes to no path
 * that belongs to another service (the contract's x-alternatives with `safe`).
 */
const ALTERNATIVES: Readonly<Record<string, readonly QueryAlternative[]>> = {
	// Reference 5.3, D.
	kbananaChannel: [
		{ endpoint: tool('/imgEditNBQuery'), idField: 'id' },
		{ endpoint: tool('/draw/result'), idField: 'id' },
	],
	// Reference 7.1, D.
	jimengVideo: [
		{ endpoint: tool('/volcengine/ai/jmVideoTask'), idField: 'taskId' },
		{ endpoint: tool('/jimeng/query'), idField: 'taskId' },
	],
	// Reference 8.2, 8.4: the route is real, B.
	hunyuanEffect: [{ endpoint: tool('/task/{id}', 'GET') }],
	hunyuanStylization: [{ endpoint: tool('/task/{id}', 'GET') }],
	// Reference 9.3, 9.5, 9.7, D.
	wanxiang: [
		{ endpoint: tool('/tywx/animateMixQuery'), idField: 'taskId', of: CHARACTER_SWAP },
		{ endpoint: tool('/tywx/s2vQuery'), idField: 'taskId', of: LIP_SYNC },
		{ endpoint: tool('/tywx/lipSyncQuery'), idField: 'taskId', of: LIP_SYNC },
		{ endpoint: tool('/tywx/wan25T2vQuery'), idField: 'taskId', of: WAN_25 },
		{ endpoint: tool('/tywx/task/{id}', 'GET'), of: [...CHARACTER_SWAP, ...WAN_25] },
	],
};

/** All of one task source; of one operation, those where its tasks may be asked for. */
export const queryAlternatives = (
	source: string,
	operation?: string,
): readonly QueryAlternative[] =>
	(Object.hasOwn(ALTERNATIVES, source) ? (ALTERNATIVES[source] ?? []) : []).filter(
		({ of }) => operation === undefined || of === undefined || of.includes(operation),
	);

/** Every path at which tasks may be asked for, each once: these own ones, then all alternatives. */
export const allQueryPaths = (own: readonly string[]): string[] => [
	...new Set([
		...own,
		...Object.values(ALTERNATIVES).flatMap((some) => some.map(({ endpoint }) => endpoint.path)),
	]),
];
