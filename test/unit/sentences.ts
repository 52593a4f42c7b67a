/* eslint-disable @n8n/community-nodes/no-restricted-imports */
// Where sentences stand in the sources, read from their syntax.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

import { ROOT } from '../support/imports';
import { list } from '../support/rows';

/** A text in a source that reads like a sentence, with `Xx` in place of what is put into it. */
interface Sentence {
	line: number;
	text: string;
}

/** Three words one after the other; a name of the form begins each of its words with a capital. */
const SENTENCE = /[A-Za-z]{2,}[,;:]? [a-z]{2,}[,;:]? [a-z]/;

/** What the form, n8n's search and a model's tool read of a node stands where the form is defined. */
const OF_FORM = new Set(list`
	action default description displayName hint label name note placeholder propertyHint relationHint
	searchHint subtitle summary title`);

/** An operation's file declares a form: there, only what is thrown is no form data. */
const DECLARES_FORM = /^nodes\/Kexiang\w+\/operations\//;

/** The sentences of one source outside of form data. */
export function sentencesIn(file: string): Sentence[] {
	const text = readFileSync(path.join(ROOT, file), 'utf8');
	return sentencesOf(text, DECLARES_FORM.test(file) ? isThrown : undefined);
}

/** Whether a text is part of something that is made to be thrown. */
const isThrown = (node: ts.Node): boolean =>
	ts.isNewExpression(node) ||
	ts.isThrowStatement(node) ||
	(node.parent !== undefined && isThrown(node.parent));

/** The same of a source's text. */
export function sentencesOf(
	code: string,
	isLookedAt: (node: ts.Node) => boolean = () => true,
): Sentence[] {
	const source = ts.createSourceFile('source.ts', code, ts.ScriptTarget.Latest, true);
	const found: Sentence[] = [];
	const visit = (node: ts.Node): void => {
		if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node) || isOfLogger(node)) return;
		const text = textOf(node) ?? '';
		const isSentence = SENTENCE.test(text) && !isOfForm(node) && !isListOfWords(node, text);
		if (isSentence && isLookedAt(node)) {
			const { line } = source.getLineAndCharacterOfPosition(node.getStart());
			found.push({ line: line + 1, text });
		}
		ts.forEachChild(node, visit);
	};
	visit(source);
	return found;
}

/** Of a text, also one that is put together by `+`, once as a whole. */
const textOf = (node: ts.Node): string | undefined =>
	(node.parent && isSum(node.parent)) ||
	!(isSum(node) || ts.isStringLiteralLike(node) || ts.isTemplateExpression(node))
		? undefined
		: partsOf(node);

function partsOf(node: ts.Node): string {
	if (isSum(node)) return partsOf(node.left) + partsOf(node.right);
	if (ts.isStringLiteralLike(node)) return node.text;
	if (!ts.isTemplateExpression(node)) return 'Xx';
	return node.head.text + node.templateSpans.map(({ literal }) => `Xx${literal.text}`).join('');
}

const isSum = (node: ts.Node): node is ts.BinaryExpression =>
	ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken;

/** Logs stay English. */
const isOfLogger = (node: ts.Node): boolean =>
	ts.isCallExpression(node) && /\blogger\.\w+$/.test(node.expression.getText());

/** `'one two three'.split(' ')`, or the words of a table: names alone, in a constant or in a call that takes lists. */
function isListOfWords({ parent: outside }: ts.Node, text: string): boolean {
	const parent = ts.isParenthesizedExpression(outside) ? outside.parent : outside;
	if (ts.isPropertyAccessExpression(parent)) return parent.name.text === 'split';
	const isConstant = ts.isVariableDeclaration(parent) && /^[A-Z_]+$/.test(parent.name.getText());
	const isGiven =
		ts.isCallExpression(parent) && /^(below|names|words)$/.test(parent.expression.getText());
	return (isConstant || isGiven) && /^[\w.\p{Script=Han} ]+$/u.test(text);
}

/** Whether a text is, itself or as a part of an expression, what a property of form data holds. */
function isOfForm(node: ts.Node): boolean {
	const { parent } = node;
	if (ts.isPropertyAssignment(parent) && parent.initializer === node)
		return OF_FORM.has(parent.name.getText()) && !isOfFailure(parent.parent);
	if (ts.isPropertyDeclaration(parent)) return OF_FORM.has(parent.name.getText());
	const isPart =
		isSum(parent) ||
		ts.isConditionalExpression(parent) ||
		ts.isParenthesizedExpression(parent) ||
		ts.isTemplateSpan(parent) ||
		ts.isTemplateExpression(parent);
	return isPart && isOfForm(parent);
}

/** What happened has a description too, beside its message. */
const isOfFailure = (object: ts.ObjectLiteralExpression): boolean =>
	object.properties.some(({ name }) => name?.getText() === 'message');
