/* How often to ask: our schedule against others, and the rounds of durable waits. Run: npx tsx test/bench/waiting/main.ts */
import { print, tell } from '../figures';
import { durableFigures, nothing, thirtyTasks } from './durable';
import {
	cold,
	exact,
	fixed,
	learnedFrom,
	proportional,
	smithy,
	type BenchPolicy,
} from './policies';
import { DISTRIBUTIONS, KNOWN, LONG } from './random';
import { simulate, type Figures } from './simulate';

const TASKS = 20_000;
const SEED = 20_260_101;
const POLICIES = [exact, learnedFrom(30), cold, fixed(5), fixed(10), smithy, proportional];
const HOUR = { ...LONG, name: '3600 s, sigma 0.3', median: 3600 };

const cells = ({ polls, delay, p95 }: Figures) => [polls, delay, p95];

print(
	'tasks | policy | questions per task | mean delay s | p95 delay s',
	...DISTRIBUTIONS.flatMap((distribution) =>
		POLICIES.map((policy) => [
			...[distribution.name, policy.name],
			...cells(simulate(policy, distribution, TASKS, SEED)),
		]),
	),
);
print(
	'tasks | known | rounds per task | mean delay s | p95 delay s',
	...[...DISTRIBUTIONS, HOUR].flatMap((distribution) => [
		[distribution.name, 'nothing', ...cells(durableFigures(distribution, nothing))],
		[distribution.name, 'thirty tasks', ...cells(durableFigures(distribution, thirtyTasks))],
	]),
);

const of = (policy: BenchPolicy) => simulate(policy, KNOWN, 5_000, 1);
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
