/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports, no-console */
// What CI does after the dependencies are there: build, types, lint, tests, package, and the demo in a real n8n.
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import execa from 'execa';

const ROOT = path.dirname(__dirname);
const RESULTS = path.join(mkdtempSync(path.join(tmpdir(), 'kexiang-ci-')), 'jest.json');

interface Count {
	passed: number;
	failed: number;
}

const STAGES: Array<[name: string, command: string[], environment?: Record<string, string>]> = [
	['build', ['npm', 'run', '--silent', 'build']],
	['types', ['npm', 'run', '--silent', 'typecheck']],
	['lint', ['npm', 'run', '--silent', 'lint']],
	['tests', ['npm', 'test', '--', '--json', `--outputFile=${RESULTS}`]],
	// Every bad fault with every kind of request on every road, and five times as many invented answers.
	['more faults', ['npm', 'run', '--silent', 'test:faults']],
	['real n8n', ['npm', 'start', '--', '--once']],
	// Stop, retries, error branches, every example, the credential and durable waiting, on the newest n8n 2.x.
	['real n8n, end to end', ['npm', 'run', '--silent', 'test:e2e']],
];

function run(name: string, [command = '', ...args]: string[], env = {}): boolean {
	console.log(`\n== ${name}`);
	const started = Date.now();
	const { exitCode } = execa.sync(command, args, {
		cwd: ROOT,
		env,
		stdio: ['ignore', 'inherit', 'inherit'],
		reject: false,
	});
	console.log(
		`== ${name}: ${exitCode === 0 ? 'ok' : 'failed'} after ${Math.round((Date.now() - started) / 1000)} s`,
	);
	return exitCode === 0;
}

function countTests(): Count {
	try {
		const results = JSON.parse(readFileSync(RESULTS, 'utf8')) as {
			numPassedTests: number;
			numFailedTests: number;
		};
		return { passed: results.numPassedTests, failed: results.numFailedTests };
	} catch {
		return { passed: 0, failed: 1 };
	}
}

const outcomes = STAGES.map(([name, command, env]) => ({ name, ok: run(name, command, env) }));
const tests = countTests();
const others = outcomes.filter(({ name }) => name !== 'tests');
const failed = tests.failed + others.filter(({ ok }) => !ok).length;
const allOk = outcomes.every(({ ok }) => ok);
console.log(`\n${outcomes.map(({ name, ok }) => `${name}: ${ok ? 'ok' : 'failed'}`).join(', ')}`);
console.log(
	`${tests.passed + others.filter(({ ok }) => ok).length} passed, ${allOk ? failed : Math.max(1, failed)} failed`,
);
process.exit(allOk ? 0 : 1);
