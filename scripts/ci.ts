/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports, no-console */
// What CI does after the dependencies are there: build, types, lint, tests, real n8n servers and the quick benches. It
// ends with one summary: tests, faults by road, end to end, benches, sizes.
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import execa from 'execa';

interface Stage {
	name: string;
	command: string;
	/** Counts of passed and failed in what it prints; without them it counts as one. */
	counts?: RegExp;
	/** What of it belongs into the summary, wherever it stands. */
	excerpt?: RegExp;
}

const OF_JEST = /^Tests: +(?:(?<failed>\d+) failed, )?(?:\d+ skipped, )?(?<passed>\d+) passed/m;
const OF_E2E = /^(?<passed>\d+) passed, (?<failed>\d+) failed$/m;
const RUNS = /^Runs by road and kind\n[^]*?^\d+ runs, \d+ payments$/gm;
const TABLE = /(?:^\|.*\n)+/gm;
const SIZES = /^npm notice package size: [^]*?^npm notice total files: .*$/gm;

const STAGES: Stage[] = [
	{ name: 'build', command: 'npm run --silent build' },
	{ name: 'types', command: 'npm run --silent typecheck' },
	{ name: 'lint', command: 'npm run --silent lint' },
	{ name: 'tests', command: 'npm test', counts: OF_JEST },
	// Every bad fault with every kind of request on every road, and five times as many invented answers.
	{
		name: 'more faults',
		command: 'npm run --silent test:faults',
		counts: OF_JEST,
		excerpt: RUNS,
	},
	{ name: 'real n8n', command: 'npm start -- --once' },
	// Stop, retries, error branches, every example, the credential and durable waiting, on the newest n8n 2.x.
	{ name: 'real n8n, end to end', command: 'npm run --silent test:e2e', counts: OF_E2E },
	{ name: 'benches', command: 'npm run --silent bench -- --quick', excerpt: TABLE },
	{ name: 'sizes', command: 'npm pack --dry-run --ignore-scripts', excerpt: SIZES },
];

async function run({ name, command, counts, excerpt }: Stage) {
	console.log(`\n== ${name}`);
	const started = Date.now();
	const child = execa.command(command, {
		cwd: path.dirname(__dirname),
		stdin: 'ignore',
		all: true,
		reject: false,
		maxBuffer: 1e9,
	});
	child.all?.pipe(process.stdout, { end: false });
	const { exitCode, all = '' } = await child;
	const said = stripVTControlCharacters(all);
	const isOk = exitCode === 0;
	const seconds = Math.round((Date.now() - started) / 1000);
	console.log(`== ${name}: ${isOk ? 'ok' : 'failed'} after ${seconds} s`);
	const { passed = isOk ? 1 : 0, failed = 0 } = counts?.exec(said)?.groups ?? {};
	return {
		name,
		isOk,
		seconds,
		passed: Number(passed),
		// What ended badly has failed, whatever it counted.
		failed: Math.max(Number(failed), isOk ? 0 : 1),
		text: excerpt ? (said.match(excerpt) ?? []).map((one) => one.trimEnd()).join('\n\n') : '',
	};
}

async function main(): Promise<void> {
	const outcomes: Array<Awaited<ReturnType<typeof run>>> = [];
	for (const stage of STAGES) outcomes.push(await run(stage));
	console.log('\n== summary');
	for (const { name, isOk, passed, failed, seconds, text } of outcomes) {
		const counts = passed + failed > 1 ? `, ${passed} passed, ${failed} failed` : '';
		console.log(`${name.padEnd(22)}${isOk ? 'ok' : 'FAILED'}${counts} (${seconds} s)`);
		if (text !== '') console.log(`\n${text}\n`);
	}
	const sum = (of: 'passed' | 'failed') => outcomes.reduce((all, one) => all + one[of], 0);
	console.log(`${sum('passed')} passed, ${sum('failed')} failed`);
	process.exitCode = sum('failed') === 0 ? 0 : 1;
}

void main();
