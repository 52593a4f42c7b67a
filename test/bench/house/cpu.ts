/* eslint-disable @n8n/community-nodes/no-restricted-globals */
// The CPU time of 1,000 items, each submitted and asked for once, and of the same requests by n8n's own helper.
import { cpuMs } from '../../support/cpuTime';
import { startPlatform } from './platform';
import { runHelper, runPackage } from './runs';

/** Milliseconds of one item, in each round. */
export interface CpuFigures {
	own: number[];
	helper: number[];
	/** The same by the helper, asking no faster than the package does. */
	paced: number[];
}

const ITEMS = 1000;
const WARM_UPS = 2;
const ROUNDS = 5;

/** Measures by turns, so that what else the machine does falls on all. */
async function measure(): Promise<CpuFigures> {
	// Otherwise the loader of TypeScript makes every error dearer.
	process.setSourceMapsEnabled(false);
	const { url, stop } = await startPlatform(1);
	const figures: CpuFigures = { own: [], helper: [], paced: [] };
	const ways = {
		own: async () => await runPackage(url, ITEMS, true),
		helper: async () => await runHelper(url, ITEMS),
		paced: async () => await runHelper(url, ITEMS, true),
	};
	for (let round = -WARM_UPS; round < ROUNDS; round++)
		for (const way of ['own', 'helper', 'paced'] as const) {
			globalThis.gc?.();
			const before = cpuMs();
			await ways[way]();
			if (round >= 0) figures[way].push((cpuMs() - before) / ITEMS);
		}
	stop();
	return figures;
}

void measure().then((figures) => process.send?.(figures));
