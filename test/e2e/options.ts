/* eslint-disable @n8n/community-nodes/no-restricted-imports */
// The command line of `npm run test:e2e`.
import { parseArgs } from 'node:util';
import { SCENARIOS, type ScenarioName } from './scenarios/index';

export interface Plan {
	help: boolean;
	/** What to run on which n8n, in this order. */
	rounds: Array<{ major: 1 | 2; names: ScenarioName[] }>;
	/** Leave the folders of the servers behind, with their logs. */
	keep: boolean;
	/** Where the browser's pictures go; into the throwaway folder unless given. */
	pictures?: string;
}

export const HELP = `npm run test:e2e [-- OPTIONS]

Proves the package in real n8n servers, against the simulator: nothing is paid for.
Without options: ${namesOf('usual').join(', ')}, on the newest n8n 2.x.

  --only A,B   only these scenarios
  --n8n 1|2    n8n 1.x or 2.x
  --all        every scenario on n8n 2.x, and the usual ones on 1.x
  --keep       leave the servers' folders and logs behind
  --pictures F put the browser's pictures into this folder
  --help       this text

Scenarios:
${Object.entries(SCENARIOS)
	.map(([name, { about }]) => `  ${name.padEnd(12)} ${about}`)
	.join('\n')}

Environment:
  KEXIANG_CACHE_DIR  where n8n is kept between runs (about 2 GB each)
  KEXIANG_N8N        an installed n8n to use instead
  CHROMIUM           the browser's program (/usr/bin/chromium unless given)
  CI                 true: a scenario that lacks its programs fails instead of being skipped
`;

function namesOf(which: 'usual' | 'all'): ScenarioName[] {
	const names = Object.keys(SCENARIOS) as ScenarioName[];
	return names.filter((name) => which === 'all' || SCENARIOS[name].usual);
}

/** Throws an error in plain words for anything it does not know. */
export function readPlan(args: string[]): Plan {
	const flag = { type: 'boolean', default: false } as const;
	const { values } = parseArgs({
		args,
		options: {
			help: flag,
			all: flag,
			keep: flag,
			only: { type: 'string' },
			pictures: { type: 'string' },
			n8n: { type: 'string' },
		},
	});
	const { all, only, n8n, ...rest } = values;
	if (n8n !== undefined && n8n !== '1' && n8n !== '2') {
		throw new Error(`--n8n needs 1 or 2, not "${n8n}"`);
	}
	const major = n8n === '1' ? 1 : 2;
	if (only !== undefined) return { ...rest, rounds: [{ major, names: readNames(only) }] };
	if (!all) return { ...rest, rounds: [{ major, names: namesOf('usual') }] };
	const rounds: Plan['rounds'] = [
		{ major: 2, names: namesOf('all') },
		{ major: 1, names: namesOf('usual') },
	];
	return {
		...rest,
		rounds: rounds.filter((round) => n8n === undefined || round.major === major),
	};
}

function readNames(text: string): ScenarioName[] {
	const known = namesOf('all');
	return text.split(',').map((word) => {
		const name = known.find((candidate) => candidate === word.trim());
		if (!name) throw new Error(`There is no scenario "${word}": ${known.join(', ')}`);
		return name;
	});
}
