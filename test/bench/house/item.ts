/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
// What the way of one item passes: it is submitted, asked for twice, and found to be finished at the second time.
import { Session } from 'node:inspector/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

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
const NODES = `${pathToFileURL(path.join(__dirname, '..', '..', '..', 'dist', 'nodes')).href}/`;

/** Counts what runs in a second item: with the first one, the package is loaded. */
async function measure(): Promise<ItemFigures> {
	const session = new Session();
	session.connect();
	await session.post('Profiler.enable');
	await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false });
	// Not before, as the package is loaded with them.
	const { startPlatform } = await import('./platform');
	const { runPackage } = await import('./runs');
	const platform = await startPlatform(POLLS);
	await runPackage(platform.url, 1);
	const before = await platform.seen();
	// Each look begins the count anew.
	await session.post('Profiler.takePreciseCoverage');
	const credentials = await countingCredentials(async () => await runPackage(platform.url, 1));
	const { result } = await session.post('Profiler.takePreciseCoverage');
	const after = await platform.seen();
	platform.stop();
	const submissions = after.submissions - before.submissions;
	const polls = after.polls - before.polls;
	if (submissions !== 1 || polls !== POLLS)
		throw new Error(`The item was submitted ${submissions} times and asked for ${polls} times`);
	const ran = result
		.filter(({ url }) => url.startsWith(NODES))
		// Modules begin at 0; later looks leave them out, as nothing loads them again.
		.map(({ functions }) => functions.flatMap(({ ranges: [range] }) => range ?? []))
		.map((ranges) => ranges.filter(({ startOffset, count }) => startOffset > 0 && count > 0))
		.filter((ranges) => ranges.length > 0);
	const calls = ran.flat().reduce((sum, { count }) => sum + count, 0);
	return { files: ran.length, functions: ran.flat().length, calls, credentials };
}

async function countingCredentials(work: () => Promise<void>): Promise<number> {
	const { InMemoryCredentials } = await import('../../support/credentials');
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

void measure().then((figures) => process.send?.(figures));
