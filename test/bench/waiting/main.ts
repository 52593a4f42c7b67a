/* eslint-disable no-console */
/* How often to ask: our schedule against others. Run: npx tsx test/bench/waiting/main.ts */
import { tell } from '../figures';
import { durableFigures, durableTable, thirtyTasks } from './durable';
import { fixed, learnedFrom, smithy } from './policies';
import { KNOWN } from './random';
import { simulate } from './simulate';
import { batchTable, changeTable, policyTable, wrongPriorTable } from './tables';

const SECTIONS: ReadonlyArray<readonly [title: string, make: () => string]> = [
	['One task at a time', policyTable],
	['Twenty tasks at once, nothing known, learning as they finish', batchTable],
	['A wrong guess', wrongPriorTable],
	['A platform that changes', changeTable],
	['Durable: rounds in the database', durableTable],
];

for (const [title, make] of SECTIONS) console.log(`## ${title}\n\n${make()}\n`);

const of = (policy: typeof smithy) => simulate(policy, KNOWN, 5_000, 1);
const [ours, fiveSeconds, aws] = [of(learnedFrom(30)), of(fixed(5)), of(smithy)];
void tell(
	{
		figure: 'waiting: questions for a task of 270 s',
		ours: ours.polls,
		other: { name: 'every 5 s', value: fiveSeconds.polls },
	},
	{
		figure: 'waiting: mean delay after its end, s',
		ours: ours.delay,
		other: { name: smithy.name, value: aws.delay },
	},
	{ figure: 'durable: rounds for it', ours: durableFigures(KNOWN, thirtyTasks).polls },
);
