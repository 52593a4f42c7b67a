import type { INodeProperties } from 'n8n-workflow';

import { ADVANCED, OPTIONS } from '../parameters/collections';
import { WAIT_OPTIONS_NAME } from '../parameters/waiting';

// Merging moves a parameter to where its first operation has it, so the order is made again: what decides
// over other parameters first; after the materials what the result and its price depend on; what is optional last.
const FIRST = ['resource', 'operation', 'toolDescription', 'derivedPathNotice', 'mode', 'prompt'];
const LAST = [
	...[
		'ratio',
		'size',
		'resolution',
		'quality',
		'duration',
		'generateAudio',
		'imageSeries',
		'maxImages',
	],
	'waitForCompletion',
	'downloadFiles',
	WAIT_OPTIONS_NAME,
	OPTIONS,
	ADVANCED,
];

/** Where a parameter stands in the form; equal ones keep the order of their operations. */
function placeOf(name: string): number {
	const last = LAST.indexOf(name);
	if (last >= 0) return FIRST.length + 1 + last;
	const first = FIRST.indexOf(name);
	return first >= 0 ? first : FIRST.length;
}

/** The parameters of a node, from top to bottom of its form. */
export function inOrder(properties: readonly INodeProperties[]): INodeProperties[] {
	const waiting = [...properties]
		.sort((a, b) => placeOf(a.name) - placeOf(b.name))
		.map((property) => ({ property, rules: rulesOf(property) }));
	const ordered: INodeProperties[] = [];
	while (waiting.length > 0) {
		// One that several operations share may stand before what decides about it in a later one of them.
		const free = waiting.findIndex((one) => !waiting.some((other) => decidesAbout(other, one)));
		ordered.push(...waiting.splice(Math.max(free, 0), 1).map(({ property }) => property));
	}
	return ordered;
}

/** A parameter, and the names of those whose values decide whether it shows. */
interface Placed {
	property: INodeProperties;
	rules: string[];
}

const rulesOf = ({ displayOptions }: INodeProperties) =>
	Object.keys(displayOptions?.show ?? {}).filter((name) => name !== 'operation');

/** Whether the one is shown only with certain values of the other, in an operation that has both. */
function decidesAbout({ property: other }: Placed, { property: one, rules }: Placed): boolean {
	if (!rules.includes(other.name) || other === one) return false;
	const operations = one.displayOptions?.show?.operation ?? [];
	const others = other.displayOptions?.show?.operation ?? operations;
	return others.some((operation) => operations.includes(operation));
}
