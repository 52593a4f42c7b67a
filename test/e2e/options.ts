// The command line of `npm run test:e2e`.
import { command, list, majorOf } from '../../scripts/commandLine';
import { ENVIRONMENT } from '../../scripts/n8n/provide';
import { SCENARIOS, type ScenarioName } from './scenarios/index';

export interface Plan {
	/** What to run on which n8n, in this order. */
	rounds: Array<{ major: 1 | 2; names: ScenarioName[] }>;
	/** Leave the folders of the servers behind, with their logs. */
	keep: boolean;
	/** Where the browser's pictures go; into the throwaway folder unless given. */
	pictures: string | undefined;
}

const commandLine = () =>
	command('test:e2e')
		.description(
			'Proves the package in real n8n servers, against the simulator: nothing is paid for. ' +
				`Without options: ${namesOf('usual').join(', ')}, on the newest n8n 2.x.`,
		)
		.option('--only <a,b>', 'only these scenarios', list)
		.option('--n8n <1|2>', 'n8n 1.x or 2.x', majorOf)
		.option('--all', 'every scenario on n8n 2.x, and the usual ones on 1.x')
		.option('--keep', "leave the servers' folders and logs behind")
		.option('--pictures <folder>', "put the browser's pictures into this folder")
		.addHelpText(
			'after',
			`
Scenarios:
${Object.entries(SCENARIOS)
	.map(([name, { about }]) => `  ${name.padEnd(12)} ${about}`)
	.join('\n')}
${ENVIRONMENT}
  CHROMIUM           the browser's program (/usr/bin/chromium unless given)
  CI                 true: a scenario that lacks its programs fails instead of being skipped`,
		);

function namesOf(which: 'usual' | 'all'): ScenarioName[] {
	const names = Object.keys(SCENARIOS) as ScenarioName[];
	return names.filter((name) => which === 'all' || SCENARIOS[name].usual);
}

export function readPlan(args: string[]): Plan {
	const { all, only, n8n, keep, pictures } = commandLine().parse(args, { from: 'user' }).opts();
	const rounds: Plan['rounds'] =
		only === undefined && all
			? [
					{ major: 2, names: namesOf('all') },
					{ major: 1, names: namesOf('usual') },
				]
			: [{ major: n8n ?? 2, names: only?.map(scenarioOf) ?? namesOf('usual') }];
	return {
		rounds: rounds.filter(({ major }) => n8n === undefined || major === n8n),
		keep: keep === true,
		pictures,
	};
}

function scenarioOf(word: string): ScenarioName {
	const known = namesOf('all');
	const name = known.find((candidate) => candidate === word);
	if (!name) throw new Error(`There is no scenario "${word}": ${known.join(', ')}`);
	return name;
}
