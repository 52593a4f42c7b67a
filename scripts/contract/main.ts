/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports, no-console */
// `npm run contract:check`: our contract against the platform's live documentation.
import path from 'node:path';

import { Console } from '../console';
import { cacheFolder } from '../n8n/cache';
import { apply, operationFile } from './apply';
import { check } from './check';
import { fixOf, type Fix } from './fix';
import { CONTRACT_FILE, knownEndpoints, readContractText } from './known';
import { HELP, isForeign, readOptions, type ContractOptions } from './options';
import { appliedReport, report, summary } from './report';
import { folderSource, siteSource } from './source';

const ROOT = path.join(__dirname, '..', '..');
const NODES = path.join(ROOT, 'nodes');
const UNUSABLE = 2;

function sourceOf({ from, site, fresh }: ContractOptions) {
	if (from !== undefined) return folderSource(path.resolve(from));
	const folder = path.join(cacheFolder(), 'docs', new URL(site).host.replace(/[^\w.-]/g, '_'));
	return siteSource({ site, fresh, cacheFolder: folder });
}

async function run(options: ContractOptions): Promise<number> {
	const screen = new Console();
	const from = options.from ?? options.site;
	const found = await screen.step(
		`Reading the documentation from ${from}`,
		async (step) =>
			await check(
				sourceOf(options),
				options.site,
				knownEndpoints(readContractText()),
				(done, all, title) => step.note(`page ${done} of ${all}, ${title}`),
			),
		summary,
	);
	if (options.from === undefined && isForeign(options.site))
		console.log(`\nEvidence C-: ${options.site} is not the platform's own documentation.`);
	console.log(`\n${report(found, (id) => operationFile(NODES, id))}`);
	if (options.apply) {
		const fixes = found.entries.map(fixOf).filter((fix): fix is Fix => fix !== undefined);
		const applied = apply(fixes, CONTRACT_FILE);
		const open = fixes.filter(({ byHand }) => byHand !== undefined);
		console.log(`\n${appliedReport(applied, open)}`);
	}
	return found.differences + found.unread > 0 ? 1 : 0;
}

async function main(): Promise<void> {
	try {
		const options = readOptions(process.argv.slice(2));
		if (options.help) console.log(HELP);
		else process.exitCode = await run(options);
	} catch (error) {
		console.error((error as Error).message);
		process.exitCode = UNUSABLE;
	}
}

void main();
