// Writes a settled path into the source of an operation, where the source says it literally. Pure.
import ts from 'typescript';

import type { Fix } from './fix';

export interface Grades {
	body: string;
	response: string;
}

export type Rewriting = { done: true; source: string } | { done: false; reason: string };

/** The place of an operation in its file, by the dropdown value. */
export const declares = (source: string, id: string): boolean => find(source, id) !== undefined;

function find(source: string, id: string): ts.ObjectLiteralExpression | undefined {
	if (!source.includes(`'${id}'`)) return undefined;
	const file = ts.createSourceFile('operation.ts', source, ts.ScriptTarget.Latest, true);
	let found: ts.ObjectLiteralExpression | undefined;
	const visit = (node: ts.Node): void => {
		if (ts.isObjectLiteralExpression(node)) {
			const value = property(node, 'value');
			const isOperation = property(node, 'title') !== undefined;
			if (isOperation && value && ts.isStringLiteral(value) && value.text === id) found = node;
		}
		ts.forEachChild(node, visit);
	};
	visit(file);
	return found;
}

function property(object: ts.ObjectLiteralExpression, name: string): ts.Expression | undefined {
	for (const one of object.properties) {
		if (ts.isPropertyAssignment(one) && one.name.getText() === name) return one.initializer;
	}
	return undefined;
}

interface Edit {
	start: number;
	end: number;
	text: string;
}

export function rewrite(source: string, fix: Fix, grades: Grades): Rewriting {
	const object = find(source, fix.id);
	if (!object) return { done: false, reason: 'the operation is not written as one object' };
	const edits: Edit[] = [];
	if (fix.path !== fix.oldPath) {
		const endpoint = property(object, 'endpoint');
		const argument =
			endpoint && ts.isCallExpression(endpoint) && endpoint.expression.getText() === 'tool'
				? endpoint.arguments[0]
				: undefined;
		if (!argument || !ts.isStringLiteral(argument)) {
			return { done: false, reason: 'its path is shared with other operations' };
		}
		edits.push(over(argument, `'${fix.path.replace(/^\/minimalist\/api/, '')}'`));
	}
	const own = `{ path: 'A', body: '${grades.body}', response: '${grades.response}' }`;
	const evidence = property(object, 'evidence');
	const section = property(object, 'section');
	if (!section) return { done: false, reason: 'it does not name its section' };
	const below = (text: string): Edit => ({
		start: section.getEnd() + 1,
		end: section.getEnd() + 1,
		text: `\n\t${text},`,
	});
	// Evidence from a spread is overruled by one of its own.
	edits.push(evidence ? over(evidence, own) : below(`evidence: ${own}`));
	if (fix.docId !== undefined) {
		const docId = property(object, 'docId');
		edits.push(docId ? over(docId, String(fix.docId)) : below(`docId: ${fix.docId}`));
	}
	const alternatives = property(object, 'alternatives');
	// Other guesses at a path are over once it is known.
	if (alternatives) edits.push(without(alternatives.parent, source));
	edits.sort((a, b) => b.start - a.start);
	return {
		done: true,
		source: edits.reduce(
			(all, { start, end, text }) => all.slice(0, start) + text + all.slice(end),
			source,
		),
	};
}

const over = (node: ts.Node, text: string): Edit => ({
	start: node.getStart(),
	end: node.getEnd(),
	text,
});

/** With its comma and the line break and comments before it. */
const without = (node: ts.Node, source: string): Edit => ({
	start: node.getFullStart(),
	end: node.getEnd() + (source[node.getEnd()] === ',' ? 1 : 0),
	text: '',
});
