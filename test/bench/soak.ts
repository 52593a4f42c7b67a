/* eslint-disable @n8n/community-nodes/no-restricted-globals */
/*
 * A day of one n8n: 10,000 tasks of four kinds in 400 executions, begun at any time of 23 hours, through the real
 * scheduler, durations and gate in virtual time. One question in a hundred is lost, and at noon the platform is out for
 * five minutes (a wait gives up after about ten). What is left of it in the heap, how often a task is asked for, and how many are lost.
 * Run: node --expose-gc --import tsx test/bench/soak.ts [tasks]
 */
import '../support/environment';
import { paceFeedbackOf } from '../../nodes/shared/waiting/rate';
import { expectedOf, learnFrom, rememberTypical } from '../../nodes/shared/waiting/durations';
import { Gate } from '../../nodes/shared/waiting/gate';
import { SMART } from '../../nodes/shared/waiting/schedule';
import {
	waitForTasks,
	type PollAnswer,
	type WaitEnvironment,
	type WatchedTask,
} from '../../nodes/shared/waiting/waitForTasks';
import { FakeClock } from '../support/fakeClock';
import { answered, refused, reset, RESULT, state, task } from '../support/fakeWait';
import { print, tell } from './figures';
import { heapMb } from './processes';
import { DISTRIBUTIONS, logNormal, seeded, type Distribution } from './waiting/random';

const HOURS = 24;
const EXECUTIONS = 400;
const OUTAGE = { from: 12 * 3600, to: 12 * 3600 + 300 };
const LOST_SHARE = 0.01;
const ANSWER_MS = 150;
const PER_SECOND = 20;
const FIXED_SECONDS = 5;
const DAY = Date.UTC(2026, 0, 1);
const HOST = 'soak.example';

const random = seeded(20_260_101);
const clock = new FakeClock();
const gate = new Gate({ perSecond: PER_SECOND }, clock);
const count = { polls: 0, delivered: 0, lost: 0, seconds: 0, late: 0, busiest: 0 };
/** Turns of the second that just passes. */
let second = { at: 0, turns: 0 };

interface Running {
	start: number;
	end: number;
}

function answer({ start, end }: Running, taskId: string): PollAnswer | Error {
	const now = clock.now();
	if (now >= OUTAGE.from * 1000 && now < OUTAGE.to * 1000) return refused(503);
	if (random() < LOST_SHARE) return reset;
	if (now < end) return state('running');
	return answered({
		id: Number(taskId),
		task_status: 'success',
		created_at: new Date(DAY + start).toISOString(),
		updated_at: new Date(DAY + end).toISOString(),
		...RESULT,
	});
}

async function execute(tasks: number, first: number, distribution: Distribution): Promise<void> {
	await clock.pause(random() * (HOURS - 1) * 3_600_000);
	const start = clock.now();
	const running = new Map<string, Running>();
	const watched = Array.from({ length: tasks }, (_, place): WatchedTask => {
		const one = task(first + place, {
			operation: distribution.name,
			submittedAt: new Date(DAY + start).toISOString(),
		});
		const seconds = logNormal(random, distribution.median, distribution.sigma);
		running.set(one.taskId, { start, end: start + seconds * 1000 });
		return one;
	});
	const world: WaitEnvironment = {
		now: clock.now,
		pause: clock.pause,
		date: () => DAY + clock.now(),
		poll: async (one, { turnUntil }) => {
			const turn = await gate.enter(world, {
				until: turnUntil,
				subject: one.taskId,
				comesAgain: true,
			});
			if (!turn) return { quietSeconds: gate.quietSeconds };
			passed();
			await clock.pause(ANSWER_MS);
			const said = answer(running.get(one.taskId) ?? { start, end: Infinity }, one.taskId);
			const isBad = said instanceof Error;
			turn.leave(paceFeedbackOf(isBad ? { ok: false, cause: said } : { ok: true, value: said }));
			if (isBad) throw said;
			return said;
		},
		expected: (one) => expectedOf(HOST, one),
		finished: (one, polled, seen) => learnFrom(HOST, one, polled, seen),
		unknownStatus: () => {},
		ended: (place, { kind }) => {
			const { end } = running.get(String(first + place)) ?? { end: NaN };
			if (kind === 'finished') count.delivered += 1;
			else count.lost += 1;
			count.seconds += (end - start) / 1000;
			count.late += Math.max(0, clock.now() - end) / 1000;
		},
	};
	const settings = { policy: SMART, deadlineSeconds: 2 * 3600, concurrency: PER_SECOND };
	await waitForTasks(watched, settings, world);
}

function passed(): void {
	count.polls += 1;
	const now = clock.now();
	if (now - second.at >= 1000) second = { at: now, turns: 0 };
	second.turns += 1;
	count.busiest = Math.max(count.busiest, second.turns);
}

async function main(): Promise<void> {
	const all = Number(process.argv[2] ?? 10_000);
	const each = Math.ceil(all / EXECUTIONS);
	for (const { name, typicalSeconds } of DISTRIBUTIONS)
		if (typicalSeconds !== undefined) rememberTypical(name, typicalSeconds);
	const [distribution] = DISTRIBUTIONS;
	const before = heapMb();
	const started = performance.now();
	const executions = Array.from({ length: EXECUTIONS }, async (_, index) => {
		const tasks = Math.min(each, all - index * each);
		await execute(tasks, index * each, DISTRIBUTIONS[index % DISTRIBUTIONS.length] ?? distribution);
	});
	await clock.run(Promise.all(executions));
	const took = (performance.now() - started) / 1000;
	executions.length = 0;
	const heap = heapMb() - before;
	const perTask = count.polls / all;
	const fixed = count.seconds / all / FIXED_SECONDS;
	print(
		'tasks | hours | delivered | lost | polls per task | mean delay s | busiest second | heap MB | real s',
		[
			...[all, clock.now() / 3_600_000, count.delivered, count.lost, perTask],
			...[count.late / all, count.busiest, heap, took],
		],
	);
	await tell(
		{ figure: `soak: lost of ${all} tasks in ${HOURS} h`, ours: all - count.delivered, limit: 0 },
		{
			figure: 'soak: polls per task',
			ours: perTask,
			other: { name: `every ${FIXED_SECONDS} s`, value: fixed },
		},
		{ figure: 'soak: polls in the busiest second', ours: count.busiest, limit: PER_SECOND },
		{ figure: 'soak: heap more at the end, MB', ours: heap },
	);
}

void main();
