import {
	answered,
	fakeRun,
	refused,
	RESULT,
	state,
	tasks,
	type FakeOptions,
} from '../support/fakeWait';

/** What a platform sees, and how late results come, where it tells some of the tasks to slow down. */

export interface Crowd {
	count: number;
	/** Seconds after which a task ends. */
	endOf(task: number): number;
	/** Seconds that the platform asks to wait when a task is asked for at this time, if it does. */
	restOf(task: number, seconds: number): number | undefined;
}

export interface CrowdFigures {
	/** Seconds from the end of each task that was delivered to its delivery. */
	late: number[];
	/** When it was asked, in seconds, and for which task. */
	polled: Array<{ at: number; task: number }>;
	/** The same where it said to slow down. */
	told: Array<{ at: number; task: number }>;
}

export async function runCrowd(crowd: Crowd, options: Partial<FakeOptions> = {}) {
	const told: CrowdFigures['told'] = [];
	const run = await fakeRun(tasks(crowd.count), {
		script: ({ taskId }, _poll, seconds) => {
			const task = Number(taskId);
			const rest = crowd.restOf(task, seconds);
			if (rest !== undefined) {
				told.push({ at: seconds, task });
				return refused(429, '', { 'retry-after': String(rest) });
			}
			if (seconds < crowd.endOf(task)) return state('running');
			return answered({ id: task + 1, task_status: 'success', ...RESULT });
		},
		...options,
	});
	const late: number[] = [];
	for (const { place, at } of run.ended)
		if (run.outcomes[place]?.kind === 'finished') late.push(at / 1000 - crowd.endOf(place));
	const polled = run.polled.map(({ at, id }) => ({ at: at / 1000, task: Number(id) }));
	return { late, polled, told, run };
}
