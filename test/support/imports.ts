/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
// Who imports whom, read from the sources.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

export const ROOT = path.join(__dirname, '..', '..');

export interface Import {
	/** From the root, with slashes and without the ending. */
	from: string;
	/** Likewise where it is a file of this repository, otherwise the package. */
	to: string;
	/** Gone at runtime. */
	typeOnly: boolean;
}

/** Folders in a folder, without those that start with a dot. */
export const foldersIn = (folder: string): string[] =>
	readdirSync(path.join(ROOT, folder), { withFileTypes: true })
		.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
		.map(({ name }) => name);

function sourcesIn(folder: string): string[] {
	return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
		const full = path.join(folder, entry.name);
		if (entry.isDirectory()) return sourcesIn(full);
		return entry.name.endsWith('.ts') ? [full] : [];
	});
}

const nameOf = (file: string, root = ROOT) =>
	path.relative(root, file).split(path.sep).join('/').replace(/\.ts$/, '');

/** Every source below the given folders, from the root. */
export const sourcesOf = (...folders: string[]): string[] =>
	folders.flatMap((folder) =>
		sourcesIn(path.join(ROOT, folder)).map((file) => `${nameOf(file)}.ts`),
	);

/** Every import of every source below the given folders. */
export const importsOf = (...folders: string[]): Import[] => importsUnder(ROOT, folders);

/** The same in another checkout. */
export const importsUnder = (root: string, folders: readonly string[]): Import[] =>
	folders.flatMap((folder) =>
		sourcesIn(path.join(root, folder)).flatMap((file) => importsOfFile(file, root)),
	);

function importsOfFile(file: string, root: string): Import[] {
	const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest);
	const found: Import[] = [];
	const add = (specifier: ts.Node | undefined, typeOnly: boolean) => {
		if (!specifier || !ts.isStringLiteral(specifier)) return;
		const { text } = specifier;
		const to = text.startsWith('.') ? nameOf(path.resolve(path.dirname(file), text), root) : text;
		found.push({ from: nameOf(file, root), to, typeOnly });
	};
	const visit = (node: ts.Node): void => {
		if (ts.isImportDeclaration(node)) {
			add(node.moduleSpecifier, node.importClause?.isTypeOnly === true);
		} else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly);
		else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
			add(node.argument.literal, true);
		} else if (ts.isCallExpression(node)) {
			const callee = node.expression;
			const isRequire = ts.isIdentifier(callee) && callee.text === 'require';
			if (isRequire || callee.kind === ts.SyntaxKind.ImportKeyword) add(node.arguments[0], false);
		}
		ts.forEachChild(node, visit);
	};
	visit(source);
	return found;
}
