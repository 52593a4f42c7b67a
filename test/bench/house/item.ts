/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
// What the way of one item passes: it is submitted, asked for twice, and found to be finished at the second time.
import '../../support/environment';
import type { Profiler } from 'node:inspector';
import { Session } from 'node:inspector/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { builtPackage } from '../../support/built';
import { InMemoryCredentials } from '../../support/credentials';
import { startPlatform } from './platform';
import { runPackage } from './runs';

export interface ItemFigures {
	/** Files of the package of which a function ran. */
	files: number;
	/** Functions that ran, and how often. */
	functions: number;
	calls: number;
	/** How often n8n looked a credential up, for the node or for its own helper. */
	credentials: number;
}

const POLLS = 2;

/** Counts what runs in a second item: with the first one, the package is loaded. @param root of a built checkout */
async function measure(root: string): Promise<ItemFigures> {
	const nodes = `${pathToFileURL(path.join(root, 'dist', 'nodes')).href}/`;
	const platform = await startPlatform(POLLS);
	const session = new Session();
	session.connect();
	await session.post('Profiler.enable');
	await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false });
	const built = builtPackage(root);
	await runPackage(built, platform.url, 1);
	const before = await platform.seen();
	// Each look begins the count anew.
	await session.post('Profiler.takePreciseCoverage');
	const credentials = await countingCredentials(
		async () => await runPackage(built, platform.url, 1),
	);
	const { result } = await session.post('Profiler.takePreciseCoverage');
	const after = await platform.seen();
	platform.stop();
	const submissions = after.submissions - before.submissions;
	const polls = after.polls - before.polls;
	if (submissions !== 1 || polls !== POLLS)
		throw new Error(`The item was submitted ${submissions} times and asked for ${polls} times`);
	const ran = result
		.filter(({ url }) => url.startsWith(nodes))
		// Modules begin at 0; later looks leave them out, as nothing loads them again.
		.map(({ functions }) => functions.flatMap(({ ranges: [range] }) => countOf(range)))
		.filter((counts) => counts.length > 0);
	return {
		files: ran.length,
		functions: ran.flat().length,
		calls: ran.flat().reduce((a, b) => a + b, 0),
		credentials,
	};
}

const countOf = (range: Profiler.CoverageRange | undefined): number[] =>
	range && range.startOffset > 0 && range.count > 0 ? [range.count] : [];

async function countingCredentials(work: () => Promise<void>): Promise<number> {
	const { getDecrypted } = InMemoryCredentials.prototype;
	let count = 0;
	InMemoryCredentials.prototype.getDecrypted = async function (...given) {
		count += 1;
		return await getDecrypted.apply(this, given);
	};
	await work();
	InMemoryCredentials.prototype.getDecrypted = getDecrypted;
	return count;
}

void measure(process.argv[2] ?? '').then((figures) => process.send?.(figures));
