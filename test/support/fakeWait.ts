import { readTask } from '../../nodes/shared/answers/task';
import { Gate } from '../../nodes/shared/waiting/gate';
import { paceFeedbackOf } from '../../nodes/shared/waiting/rate';
import type { Expected } from '../../nodes/shared/waiting/schedule';
import {
	waitForTasks,
	type PollAnswer,
	type PollLimits,
	type WaitResult,
	type Seen,
	type WaitEnvironment,
	type WaitSettings,
	type WatchedTask,
} from '../../nodes/shared/waiting/waitForTasks';
import type { WaitState } from '../../nodes/shared/waiting/waitState';
import { FakeClock } from './fakeClock';
import { queryRequest } from '../../nodes/shared/answers/queryRequest';
import {
	PlatformProblem,
	problemOfRefusal,
	problemOfFault,
} from '../../nodes/shared/answers/problem';
import { read } from '../../nodes/shared/answers/read';

export const task = (taskId: number | string, more: Partial<WatchedTask> = {}): WatchedTask => ({
	taskId: String(taskId),
	taskSource: 'userTask',
	...more,
});
export const tasks = (count: number) => Array.from({ length: count }, (_, n) => task(n));

export const answered = (body: Record<string, unknown>): PollAnswer => ({
	task: readTask(body, { source: 'userTask' }),
	body,
});
export const RESULT = { service_output: { imgUrls: ['https://files.example/a.png'] } };
const states = new Map<string, PollAnswer>();
/** Read once, as what is tested here is the waiting. */
export function state(task_status: string): PollAnswer {
	const polled =
		states.get(task_status) ??
		answered({ id: 1, task_status, ...(task_status === 'success' && RESULT) });
	states.set(task_status, polled);
	return polled;
}

const circumstances = {
	operation: 'test',
	request: queryRequest('userTask', '1'),
	pathEvidence: 'A' as const,
	taskId: '1',
};
/** What a question throws when the platform answers so. */
export function refused(
	status: number,
	body = '',
	headers: Record<string, string> = {},
): PlatformProblem {
	const answer = read({ status, headers, text: body }, { for: 'state', source: 'toolTask' }, 0);
	if ('task' in answer) throw new Error('was taken for a success');
	return problemOfRefusal(answer.refusal, circumstances);
}
const fault = { code: 'ECONNRESET', neverSent: false, said: '' };
export const reset = problemOfFault(fault, circumstances);

/** What the platform answers, or throws, to the n-th question (from 1) about a task. */
export type Script = (task: WatchedTask, poll: number, seconds: number) => PollAnswer | Error;

export const endsAfter =
	(seconds: (task: WatchedTask) => number): Script =>
	(one, _, now) =>
		now >= seconds(one)
			? answered({ id: Number(one.taskId), task_status: 'success', ...RESULT })
			: state('running');

export interface FakeOptions {
	script: Script;
	settings?: Partial<WaitSettings>;
	/** Of the gate that all questions pass. */
	requestsPerSecond?: number;
	/** Milliseconds from a question to its answer; without end, nothing ever comes of it. */
	latency?: number | ((task: WatchedTask, poll: number) => number);
	/** Timers ring so many milliseconds late. */
	late?: () => number;
	/** Stops the execution after so many milliseconds. */
	cancelAt?: number;
	/** Called before each question. */
	look?: (poll: number) => void;
	states?: WaitState[];
	/** What is known of the tasks' durations. */
	expected?: Expected;
	/** Ms since 1970, at each look. */
	date?: () => number;
}

export interface FakeRun {
	outcomes: WaitResult[];
	/** Every question, in milliseconds from the start. */
	polled: Array<{ at: number; id: string; limits: PollLimits }>;
	mostUnderWay: number;
	/** About one task. */
	mostUnderWayOfOne: number;
	finished: Array<{ id: string; seen: Seen | undefined }>;
	unknown: string[];
	/** Outcomes as they came. */
	ended: Array<{ place: number; at: number }>;
	/** When the wait ended. */
	endedAt: number;
}

/** A question is given up after so long, and so long after the deadline. */
const QUERY_LIMIT_MS = 60_000;
const GRACE_MS = 10_000;

/** Runs the scheduler on a clock that jumps from event to event. */
export async function fakeRun(watched: WatchedTask[], options: FakeOptions): Promise<FakeRun> {
	const { latency = 100, requestsPerSecond = 20, date = () => 0 } = options;
	const clock = new FakeClock(options.late);
	const gate = new Gate({ perSecond: requestsPerSecond }, clock);
	const underWay: string[] = [];
	const execution = new AbortController();
	const polls = new Map<string, number>();
	const run: FakeRun = {
		outcomes: new Array<WaitResult>(watched.length),
		polled: [],
		mostUnderWay: 0,
		mostUnderWayOfOne: 0,
		finished: [],
		unknown: [],
		ended: [],
		endedAt: NaN,
	};
	const { signal } = execution;
	const world: WaitEnvironment = {
		now: clock.now,
		pause: clock.pause,
		date,
		signal,
		poll: async (one, limits) => {
			const turn = await gate.enter(world, {
				until: limits.turnUntil,
				subject: one.taskId,
				comesAgain: true,
				signal,
			});
			if (!turn) return { quietSeconds: gate.quietSeconds };
			options.look?.(run.polled.length);
			const poll = (polls.get(one.taskId) ?? 0) + 1;
			polls.set(one.taskId, poll);
			run.polled.push({ at: clock.now(), id: one.taskId, limits });
			underWay.push(one.taskId);
			run.mostUnderWay = Math.max(run.mostUnderWay, underWay.length);
			const ofOne = underWay.filter((id) => id === one.taskId).length;
			run.mostUnderWayOfOne = Math.max(run.mostUnderWayOfOne, ofOne);
			const limit = Math.min(QUERY_LIMIT_MS, Math.max(0, limits.deadline - clock.now()) + GRACE_MS);
			const takes = typeof latency === 'number' ? latency : latency(one, poll);
			await (takes < Infinity ? clock.pause(Math.min(takes, limit)) : new Promise(() => {}));
			underWay.splice(underWay.indexOf(one.taskId), 1);
			const answer = takes > limit ? reset : options.script(one, poll, clock.now() / 1000);
			turn.leave(
				paceFeedbackOf(
					answer instanceof Error ? { ok: false, cause: answer } : { ok: true, value: answer },
				),
			);
			if (answer instanceof Error) throw answer;
			return answer;
		},
		expected: () => options.expected,
		finished: (one, _asked, seen) => void run.finished.push({ id: one.taskId, seen }),
		unknownStatus: (one, status) => void run.unknown.push(`${one.taskId} ${status}`),
		ended: (place, outcome) => {
			run.outcomes[place] = outcome;
			run.ended.push({ place, at: clock.now() });
		},
	};
	const settings: WaitSettings = {
		policy: { kind: 'fixed', intervalSeconds: 5 },
		deadlineSeconds: 3600,
		concurrency: 20,
		...options.settings,
	};
	if (options.cancelAt !== undefined) clock.after(options.cancelAt, () => execution.abort());
	await clock.run(
		waitForTasks(watched, settings, world, options.states).then(() => (run.endedAt = clock.now())),
	);
	return run;
}
