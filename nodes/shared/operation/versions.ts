/**
 * Nodes that were added before the form changed keep the one that they were made with: n8n saves their version, and no
 * value that is a default. What is new shows from this version on.
 */
import type { INodeProperties } from 'n8n-workflow';

import type { Operation } from './operation';

const FORMER = 1;
const NEWEST = 1.1;

/** Of a node that has both forms. */
export const BOTH_VERSIONS = { version: [FORMER, NEWEST], defaultVersion: NEWEST };

/** What differs in nodes of version 1. */
export interface FormerForm {
	/** The operation that they begin with. */
	readonly begins?: string;
	/** Operations whose fields are others there. */
	readonly operations?: readonly Operation[];
}

/** What a node of some version offers. */
export const operationsIn = (
	typeVersion: number,
	operations: readonly Operation[],
	{ operations: former = [] }: FormerForm = {},
): readonly Operation[] => (typeVersion === FORMER ? [...former, ...operations] : operations);

/** Both forms in one, each parameter that differs in its versions alone; the newer first, as n8n 1.x looks at one. */
export function bothVersions(
	newer: readonly INodeProperties[],
	former: readonly INodeProperties[],
): INodeProperties[] {
	const [inNewer, inFormer] = [newer, former].map(
		(properties) => new Set(properties.map((property) => JSON.stringify(property))),
	);
	return [
		...newer.map((property) =>
			inFormer?.has(JSON.stringify(property)) ? property : shownIn(property, NEWEST),
		),
		...former
			.filter((property) => !inNewer?.has(JSON.stringify(property)))
			.map((property) => shownIn(property, FORMER)),
	];
}

/** Its rule comes first, as n8n takes the first expression that it meets as the answer to all rules. */
const shownIn = (property: INodeProperties, version: number): INodeProperties => ({
	...property,
	displayOptions: {
		...property.displayOptions,
		show: { '@version': [version], ...property.displayOptions?.show },
	},
});
