/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports, no-console */
// `npm run lint`: both lint sets of n8n (the CLI's strict one, and the rules by which community packages are
// verified, which ignore disabling comments), formatting, copied code, and the words of the pages.
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import execa from 'execa';

const ROOT = path.dirname(__dirname);
const module = (...parts: string[]) => path.join(ROOT, 'node_modules', ...parts);

interface Scanner {
	SOURCE_FILE_PATTERNS: string[];
	analyzePackage(
		folder: string,
		patterns: string[],
	): Promise<{ passed: boolean; message?: string; details?: string }>;
}

let failures = 0;

function report(name: string, passed: boolean, details = ''): void {
	console.log(`${passed ? 'ok  ' : 'FAIL'} ${name}`);
	if (!passed) {
		failures += 1;
		console.log(details);
	}
}

function check(name: string, file: string, ...args: string[]): void {
	const { exitCode, stdout, stderr } = execa.sync(process.execPath, [file, ...args], {
		cwd: ROOT,
		reject: false,
	});
	report(name, exitCode === 0, `${stdout}\n${stderr}`);
}

async function scan(): Promise<void> {
	const url = pathToFileURL(
		module('@n8n', 'scan-community-package', 'scanner', 'scanner.mjs'),
	).href;
	const { SOURCE_FILE_PATTERNS, analyzePackage } = (await import(url)) as Scanner;
	const sources = await analyzePackage(ROOT, SOURCE_FILE_PATTERNS);
	report(
		'n8n verification rules on the sources',
		sources.passed,
		sources.details ?? sources.message,
	);
	const built = await analyzePackage(ROOT, ['package.json', 'dist/**/*.{js,json}']);
	report('n8n verification rules on the build', built.passed, built.details ?? built.message);
}

/** The English pages that people write; `npm run docs` makes docs/operations.md. */
function pages(): string[] {
	const docs = readdirSync(path.join(ROOT, 'docs')).filter(
		(name) => name.endsWith('.md') && !['zh-CN.md', 'operations.md'].includes(name),
	);
	return [
		'README.md',
		'CONTRIBUTING.md',
		'SECURITY.md',
		...docs.map((name) => path.join('docs', name)),
	];
}

async function main(): Promise<void> {
	check('n8n-node lint', module('@n8n', 'node-cli', 'bin', 'n8n-node.mjs'), 'lint');
	await scan();
	check('prettier', module('prettier', 'bin', 'prettier.cjs'), '--check', '--log-level=warn', '.');
	check('no copied code', module('jscpd', 'bin', 'jscpd'), 'nodes', 'credentials');
	check('plain words', module('textlint', 'bin', 'textlint.js'), ...pages());
	process.exit(failures === 0 ? 0 : 1);
}

void main();
