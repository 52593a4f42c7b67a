/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports, no-console */
// `npm run lint`: both lint sets of n8n (the CLI's strict one, and the rules by which community packages are
// verified, which ignore disabling comments), formatting, copied code, and the words of the pages.
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import execa from 'execa';

const ROOT = path.dirname(__dirname);
const MODULES = path.join(ROOT, 'node_modules');

interface Scanner {
	SOURCE_FILE_PATTERNS: string[];
	analyzePackage(folder: string, patterns: string[]): Promise<Scanned>;
}

interface Scanned {
	passed: boolean;
	message?: string;
	details?: string;
}

function report(name: string, passed: boolean, details = ''): void {
	console.log(`${passed ? 'ok  ' : 'FAIL'} ${name}`);
	if (passed) return;
	process.exitCode = 1;
	console.log(details);
}

function check(name: string, file: string, ...args: string[]): void {
	const program = path.join(MODULES, file);
	const options = { cwd: ROOT, reject: false };
	const { exitCode, stdout, stderr } = execa.sync(process.execPath, [program, ...args], options);
	report(name, exitCode === 0, `${stdout}\n${stderr}`);
}

/** The English pages that people write; `npm run docs` makes docs/operations.md. */
const pages = () => [
	...['README.md', 'CONTRIBUTING.md', 'SECURITY.md'],
	...readdirSync(path.join(ROOT, 'docs'))
		.filter((name) => name.endsWith('.md') && !['zh-CN.md', 'operations.md'].includes(name))
		.map((name) => path.join('docs', name)),
];

async function main(): Promise<void> {
	check('n8n-node lint', '@n8n/node-cli/bin/n8n-node.mjs', 'lint');
	const scanner = path.join(MODULES, '@n8n/scan-community-package/scanner/scanner.mjs');
	const scan = (await import(pathToFileURL(scanner).href)) as Scanner;
	for (const [what, patterns] of [
		['sources', scan.SOURCE_FILE_PATTERNS],
		['build', ['package.json', 'dist/**/*.{js,json}']],
	] as const) {
		const { passed, details, message } = await scan.analyzePackage(ROOT, [...patterns]);
		report(`n8n verification rules on the ${what}`, passed, details ?? message);
	}
	check('prettier', 'prettier/bin/prettier.cjs', '--check', '--log-level=warn', '.');
	check('no copied code', 'jscpd/bin/jscpd', 'nodes', 'credentials');
	check('plain words', 'textlint/bin/textlint.js', ...pages());
}

void main();
