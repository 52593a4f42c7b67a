/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
// `npm run test:e2e`: the packed package in real n8n servers, scenario by scenario.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Console } from '../../scripts/console';
import { runScript } from '../../scripts/lifecycle';
import { packPackage } from '../../scripts/n8n/package';
import { provideN8n } from '../../scripts/n8n/provide';
import '../english.cjs';
import { Bench } from './bench';
import { readPlan, type Plan } from './options';
import { SCENARIOS, type ScenarioName } from './scenarios/index';
import { tableLines, type Row } from './table';

// Plain lines only: scenarios run side by side.
const console = new Console({ plain: true });
let folder: string | undefined;
let keep = false;

async function runRound(
	{ major, names }: Plan['rounds'][number],
	tarball: string,
	place: string,
	pictures = path.join(place, 'pictures'),
): Promise<Row[]> {
	const installation = await provideN8n(console, major);
	const own = path.join(place, `n8n-${installation.version}`);
	mkdirSync(own, { recursive: true });
	const line = (text: string) => console.line(text);
	const bench = new Bench({ installation, tarball, folder: own, pictures, line });
	await console.step(
		`Starting n8n ${installation.version} on Node ${installation.runtime.version}`,
		async () => await bench.startShared(),
	);
	const run = async (name: ScenarioName) => {
		console.line(`${name}: ${SCENARIOS[name].about}`);
		try {
			await SCENARIOS[name].run(bench);
		} catch (error) {
			// Outside of every proof.
			await bench.prove(name, {}, async () => await Promise.reject(error as Error));
		}
	};
	const aside = names.filter((name) => SCENARIOS[name].aside).map(run);
	for (const name of names.filter((one) => !SCENARIOS[one].aside)) await run(name);
	await Promise.all(aside);
	await bench.site.server.stop();
	return bench.rows;
}

async function main(args: string[]): Promise<number> {
	const plan = readPlan(args);
	keep = plan.keep;
	folder = mkdtempSync(path.join(os.tmpdir(), 'kexiang-e2e-'));
	if (keep) console.line(`Everything is left in ${folder}`);
	const place = folder;
	const tarball = await console.step('Building and packing', async () => await packPackage(place));
	const rows: Row[] = [];
	for (const round of plan.rounds)
		rows.push(...(await runRound(round, tarball, place, plan.pictures)));
	const count = (outcome: Row['outcome']) => rows.filter((row) => row.outcome === outcome).length;
	console.line();
	for (const line of tableLines(rows)) console.line(line);
	const skipped = count('skipped');
	if (skipped > 0) console.line(`\n${skipped} skipped`);
	console.line(`\n${count('passed')} passed, ${count('failed')} failed`);
	return count('failed') === 0 && count('passed') > 0 ? 0 : 1;
}

runScript({
	console,
	main: async () => await main(process.argv.slice(2)),
	cleanUp: async () => {
		if (folder && !keep) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
	},
	endsByInterruption: () => false,
});
