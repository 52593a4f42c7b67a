/**
 * Nodes that were added before the form changed keep the form that they were made with, because n8n saves their version
 * but no value that is a default. What is new is shown from version 1.1 on.
 */
import type { INodeProperties } from 'n8n-workflow';

import type { Operation } from './operation';

const FORMER = 1;
const NEWEST = 1.1;

/** For a node that has both forms. */
export const BOTH_VERSIONS = { version: [FORMER, NEWEST], defaultVersion: NEWEST };

/** What differs in nodes of version 1. */
export interface FormerForm {
	/** The operation that they start with. */
	readonly begins?: string;
	/** Operations that have other fields there. */
	readonly operations?: readonly Operation[];
}

/** The operations of a node of some version. */
export const operationsIn = (
	typeVersion: number,
	operations: readonly Operation[],
	{ operations: former = [] }: FormerForm = {},
): readonly Operation[] => (typeVersion === FORMER ? [...former, ...operations] : operations);

/** Both forms in one. A parameter that differs is limited to its version; the newer one comes first, because n8n 1.x looks at only one. */
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

/** Its rule comes first, because n8n takes the first expression that it finds as the answer to all rules. */
const shownIn = (property: INodeProperties, version: number): INodeProperties => ({
	...property,
	displayOptions: {
		...property.displayOptions,
		show: { '@version': [version], ...property.displayOptions?.show },
	},
});
