/* eslint-disable @n8n/community-nodes/no-restricted-imports */
// What the functions of a file of words take and say, read from their syntax.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

import { ROOT } from '../support/imports';

interface WordFunction {
	/** Names that the parameters bind, in their order. */
	takes: string[];
	/** Those of them that the function reads. */
	uses: string[];
	/** Numbers, links and expressions in its texts, which read the same in any language; sorted. */
	facts: string[];
}

const FACT = /https?:\/\/[\w./=?&-]*[\w/=]|\{\{[^{}]*\}\}|(?<!\$)\d+(?:\.\d+)?/g;

/** Every exported function of a file, and every exported constant as one that takes nothing. */
export function wordFunctionsOf(file: string): Record<string, WordFunction> {
	const text = readFileSync(path.join(ROOT, file), 'utf8');
	const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
	const found = source.statements
		.filter((statement) => statement.getText().startsWith('export '))
		.flatMap((statement): readonly ts.Node[] =>
			ts.isVariableStatement(statement) ? statement.declarationList.declarations : [statement],
		)
		.filter((one) => ts.isVariableDeclaration(one) || ts.isFunctionDeclaration(one));
	return Object.fromEntries(found.map((one) => [one.name?.getText(), read(one)]));
}

function read(whole: ts.VariableDeclaration | ts.FunctionDeclaration): WordFunction {
	const made = ts.isVariableDeclaration(whole) ? whole.initializer : whole;
	const isFunction = made && (ts.isFunctionDeclaration(made) || ts.isArrowFunction(made));
	const takes = isFunction ? made.parameters.flatMap(({ name }) => boundBy(name)) : [];
	const seen: string[] = [];
	const facts: string[] = [];
	const visit = (node: ts.Node): void => {
		if (ts.isTypeNode(node)) return;
		if (ts.isIdentifier(node)) seen.push(node.text);
		if (ts.isStringLiteralLike(node) || ts.isTemplateLiteralToken(node))
			facts.push(...(node.text.match(FACT) ?? []));
		ts.forEachChild(node, visit);
	};
	visit(whole);
	// Each stands once where it is bound.
	const uses = takes.filter((name) => seen.filter((other) => other === name).length > 1);
	return { takes, uses, facts: facts.sort() };
}

const boundBy = (name: ts.BindingName): string[] =>
	ts.isIdentifier(name)
		? [name.text]
		: name.elements.flatMap((one) => (ts.isBindingElement(one) ? boundBy(one.name) : []));
