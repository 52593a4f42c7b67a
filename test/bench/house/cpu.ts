/* eslint-disable @n8n/community-nodes/no-restricted-globals */
// The CPU time of 1,000 items, each submitted and asked for once, and of the same requests by n8n's own helper.
import '../../support/environment';
import { builtPackage } from '../../support/built';
import { cpuMs } from '../../support/cpuTime';
import { startPlatform } from './platform';
import { runHelper, runPackage } from './runs';

export interface CpuFigures {
	/** Milliseconds of one item, in each round. */
	own: number[];
	helper: number[];
	/** The same by the helper, asking no faster than the package does. */
	paced: number[];
}

const ITEMS = 1000;
const WARM_UPS = 2;
const ROUNDS = 5;

/** Measures by turns, so that what else the machine does falls on all. @param root of a built checkout */
async function measure(root: string): Promise<CpuFigures> {
	// Otherwise the loader of TypeScript makes every error dearer.
	process.setSourceMapsEnabled(false);
	const platform = await startPlatform(1);
	const built = builtPackage(root);
	const figures: CpuFigures = { own: [], helper: [], paced: [] };
	const ways = {
		own: async () => await runPackage(built, platform.url, ITEMS, true),
		helper: async () => await runHelper(built, platform.url, ITEMS),
		paced: async () => await runHelper(built, platform.url, ITEMS, true),
	};
	for (let round = -WARM_UPS; round < ROUNDS; round++) {
		for (const way of ['own', 'helper', 'paced'] as const) {
			globalThis.gc?.();
			const before = cpuMs();
			await ways[way]();
			if (round >= 0) figures[way].push((cpuMs() - before) / ITEMS);
		}
	}
	platform.stop();
	return figures;
}

void measure(process.argv[2] ?? '').then((figures) => process.send?.(figures));
