/* eslint-disable no-console */
/*
 * What becomes of 40 tasks that are waited for together, of which a platform tells none, some or all to slow down
 * (429, Retry-After 60): how long after its end each of the others is delivered, and how often those are asked for that
 * are told so. In virtual time, with the real schedule and gate.
 * Run: npx tsx test/bench/waiting/throttle.ts
 */
import { SMART } from '../../../nodes/shared/waiting/schedule';
import { runCrowd, type Crowd } from '../../support/crowdOfTasks';
import { tell } from '../figures';

const COUNT = 40;
const MINUTES = 10;
const REST = 60;
/** One task after the other, from 20 seconds on. */
const endOf = (task: number) => 20 + 4 * task;
const among = (...some: number[]) => {
	const list = new Set(some);
	return (task: number) => (list.has(task) ? REST : undefined);
};

const crowds: Array<[string, Crowd['restOf']]> = [
	['none', () => undefined],
	['1, always', among(20)],
	['2, always', among(10, 30)],
	['5 neighbours, always', among(10, 11, 12, 13, 14)],
	['all, for two minutes', (_, seconds) => (seconds < 120 ? REST : undefined)],
	['all, always', () => REST],
];
const policies = [
	['fixed, 3 s', { kind: 'fixed', intervalSeconds: 3 }],
	['smart', SMART],
] as const;

async function main(): Promise<void> {
	console.log(
		'| told to slow down | schedule | delivered | latest, s after its end | polls told so | most in any minute |',
	);
	console.log('| --- | --- | ---: | ---: | ---: | ---: |');
	const smart: number[] = [];
	for (const [name, restOf] of crowds) {
		for (const [schedule, policy] of policies) {
			const { late, told } = await runCrowd(
				{ count: COUNT, endOf, restOf },
				{ settings: { policy, deadlineSeconds: 60 * MINUTES } },
			);
			const latest = late.length === 0 ? '-' : Math.max(...late).toFixed(1);
			if (schedule === 'smart') smart.push(Math.max(0, ...late));
			console.log(
				`| ${name} | ${schedule} | ${late.length} of ${COUNT} | ${latest} | ${told.length} | ${mostIn(REST, told)} |`,
			);
		}
	}
	const [none = NaN, one = NaN] = smart;
	await tell({
		figure: 'throttle: latest of 39 tasks while one is told to slow down, s',
		ours: one,
		other: { name: 'none is told', value: none },
	});
}

/** The most within any span of so many seconds. */
function mostIn(seconds: number, times: ReadonlyArray<{ at: number }>): number {
	const counts = times.map(
		({ at: from }) => times.filter(({ at }) => at >= from && at < from + seconds).length,
	);
	return Math.max(0, ...counts);
}

void main();
