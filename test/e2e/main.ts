/* eslint-disable @n8n/community-nodes/no-restricted-imports */
// `npm run test:e2e`: the packed package in real n8n servers, scenario by scenario.
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { command, list, majorOf } from '../../scripts/commandLine';
import { Console } from '../../scripts/console';
import { runScript } from '../../scripts/lifecycle';
import { packPackage } from '../../scripts/n8n/package';
import { ENVIRONMENT, provideN8n } from '../../scripts/n8n/provide';
import { table } from '../bench/figures';
import '../english.cjs';
import { Bench, type Ground, type Row } from './bench';
import { SCENARIOS } from './scenarios/index';

// Plain lines only: scenarios run side by side.
const console = new Console({ plain: true });
let folder: string | undefined;
let keeps = false;

const ALL = Object.keys(SCENARIOS);
const USUAL = ALL.filter((name) => SCENARIOS[name]?.usual);

const commandLine = () =>
	command('test:e2e')
		.description(
			'Proves the package in real n8n servers, against the simulator: nothing is paid for. ' +
				`Without options: ${USUAL.join(', ')}, on the newest n8n 2.x.`,
		)
		.option('--only <a,b>', 'only these scenarios', list)
		.option('--n8n <1|2>', 'n8n 1.x or 2.x', majorOf)
		.option('--all', 'every scenario on n8n 2.x, and the usual ones on 1.x')
		.option('--keep', "leave the servers' folders and logs behind")
		.option('--pictures <folder>', "put the browser's pictures into this folder")
		.addHelpText(
			'after',
			`\nScenarios:\n${ALL.map((name) => `  ${name.padEnd(12)} ${SCENARIOS[name]?.about}\n`).join('')}${ENVIRONMENT}
  CHROMIUM           the browser's program (/usr/bin/chromium unless given)
  CI                 true: a scenario that lacks its programs fails instead of being skipped`,
		);

async function runRound(major: 1 | 2, names: string[], ground: Omit<Ground, 'installation'>) {
	const installation = await provideN8n(console, major);
	const own = path.join(ground.folder, `n8n-${installation.version}`);
	mkdirSync(own, { recursive: true });
	const whole: Ground = { ...ground, installation, folder: own };
	const all = new Bench(whole);
	const shared = await console.step(
		`Starting n8n ${installation.version} on Node ${installation.runtime.version}`,
		async () => await all.startSite('shared'),
	);
	const run = async (name: string) => {
		const { about, run: work } = SCENARIOS[name] ?? {};
		console.line(`${name}: ${about}`);
		const bench = new Bench(whole, shared);
		// Of what is outside of every proof.
		const fail = async (error: Error) =>
			await bench.prove(name, {}, async () => await Promise.reject(error));
		await work?.(bench).catch(fail);
		await bench.close().catch(fail);
	};
	const aside = names.filter((name) => SCENARIOS[name]?.aside).map(run);
	for (const name of names.filter((one) => !SCENARIOS[one]?.aside)) await run(name);
	await Promise.all(aside);
	await all.close();
}

const HEAD = ['', 'scenario', 'n8n', 'Node', 'tasks', 'paid', 'lost', 'seconds', 'note'];
const SIGNS = { passed: 'ok', failed: 'FAIL', skipped: 'skip' };

const cellsOf = ({ outcome, scenario, n8n, node, seconds, note, ...counts }: Row) => [
	...[SIGNS[outcome], scenario, n8n, node],
	...[counts.tasks ?? '-', counts.paid ?? '-', counts.lost ?? '-'],
	...[seconds, note?.split('\n')[0] ?? ''],
];

async function main(): Promise<number> {
	const { all, only, n8n, keep, pictures } = commandLine().parse().opts();
	const unknown = (only ?? []).filter((name) => !ALL.includes(name));
	if (unknown.length > 0) throw new Error(`No scenario ${unknown.join(', ')}: ${ALL.join(', ')}`);
	keeps = keep === true;
	folder = mkdtempSync(path.join(os.tmpdir(), 'kexiang-e2e-'));
	if (keep) console.line(`Everything is left in ${folder}`);
	const place = folder;
	const tarball = await console.step('Building and packing', async () => await packPackage(place));
	const rows: Row[] = [];
	// n8n wants a number and a capital letter in a password.
	const password = `Test1-${randomBytes(6).toString('hex')}`;
	const ground = {
		tarball,
		rows,
		folder: place,
		pictures: pictures ?? path.join(place, 'pictures'),
		login: { email: 'e2e@kexiang.example', password },
		line: (text: string) => console.line(text),
	};
	const names = only ?? (all ? ALL : USUAL);
	if (n8n !== 1) await runRound(2, names, ground);
	if (n8n === 1 || (n8n === undefined && all && !only)) {
		await runRound(1, only ?? USUAL, ground);
	}
	const count = (outcome: Row['outcome']) => rows.filter((row) => row.outcome === outcome).length;
	console.line();
	console.line(table(HEAD, rows.map(cellsOf)));
	if (count('skipped') > 0) console.line(`\n${count('skipped')} skipped`);
	console.line(`\n${count('passed')} passed, ${count('failed')} failed`);
	return count('failed') === 0 && count('passed') > 0 ? 0 : 1;
}

runScript({
	console,
	main,
	cleanUp: async () => {
		if (folder && !keeps) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
	},
	endsByInterruption: () => false,
});
