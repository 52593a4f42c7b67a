// Writes what the live documentation settles into the contract's text. Pure: only the places that change are
// touched, so comments and layout stay.
import {
	isMap,
	isScalar,
	LineCounter,
	parseDocument,
	stringify,
	type Pair,
	type YAMLMap,
} from 'yaml';

import type { Fix } from './fix';

interface Edit {
	start: number;
	end: number;
	text: string;
}

/** @throws Error when the contract has no such operation */
export function applyToContract(text: string, fixes: readonly Fix[]): string {
	const lines = new LineCounter();
	const paths = parseDocument(text, { lineCounter: lines }).get('paths');
	if (!isMap(paths)) throw new Error('The contract has no paths');
	const edits = fixes.flatMap((fix) => editsOf(text, paths, fix));
	edits.sort((a, b) => b.start - a.start);
	return edits.reduce(
		(all, { start, end, text: by }) => all.slice(0, start) + by + all.slice(end),
		text,
	);
}

function editsOf(text: string, paths: YAMLMap, fix: Fix): Edit[] {
	const pair = paths.items.find((one) => String(nameOf(one)).endsWith(`#${fix.id}`));
	const operation = isMap(pair?.value) ? pair.value.get(fix.method.toLowerCase()) : undefined;
	if (!pair || !isMap(operation)) throw new Error(`The contract has no ${fix.method} ${fix.id}`);
	const evidence = operation.get('x-evidence');
	const key = `${fix.path}#${fix.id}`;
	return [
		...(key === nameOf(pair) ? [] : [replace(pair.key, stringify(key).trim())]),
		...(isMap(evidence) ? [replace(evidence.get('path', true), 'A')] : []),
		...docIdEdit(text, operation, fix),
		...removal(text, operation, 'x-alternatives'),
	];
}

const nameOf = (pair: Pair) => (isScalar(pair.key) ? pair.key.value : undefined);

function replace(node: unknown, by: string): Edit {
	if (!isScalar(node) || !node.range) throw new Error('The contract has an unexpected form');
	return { start: node.range[0], end: node.range[1], text: by };
}

function docIdEdit(text: string, operation: YAMLMap, { docId }: Fix): Edit[] {
	if (docId === undefined) return [];
	const known = operation.get('x-doc-id', true);
	if (isScalar(known)) return known.value === docId ? [] : [replace(known, String(docId))];
	const evidence = lineOf(text, operation, 'x-evidence');
	const indent = /^\s*/.exec(text.slice(evidence.start))?.[0] ?? '';
	return [{ start: evidence.start, end: evidence.start, text: `${indent}x-doc-id: ${docId}\n` }];
}

/** Other guesses at a path are over once it is known. */
function removal(text: string, operation: YAMLMap, name: string): Edit[] {
	return operation.has(name) ? [{ ...lineOf(text, operation, name), text: '' }] : [];
}

/** From the beginning of the key's line, with the comment above it, to the beginning of the next key's. */
function lineOf(text: string, operation: YAMLMap, name: string): { start: number; end: number } {
	const pair = operation.items.find((one) => nameOf(one) === name);
	if (!isScalar(pair?.key) || !pair.key.range) throw new Error(`The contract lacks ${name}`);
	const value = pair.value as { range?: [number, number, number] };
	let start = text.lastIndexOf('\n', pair.key.range[0]) + 1;
	while (start > 0) {
		const above = text.lastIndexOf('\n', start - 2) + 1;
		if (!/^\s*#/.test(text.slice(above, start))) break;
		start = above;
	}
	const after = text.indexOf('\n', (value.range?.[1] ?? start) - 1);
	return { start, end: after < 0 ? text.length : after + 1 };
}
