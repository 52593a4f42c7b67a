import type { Operation } from './contract';
import { randomHex, randomUuid, type Random } from './random';

/** The platform's tasks and their progress. No timers: a task's phase depends on the time. */

export type Phase = 'pending' | 'running' | 'success' | 'failed' | 'unknown';

/** The platform's format for a task id. */
export type IdForm = 'number' | 'uuid' | 'supplier' | 'huge';

export interface Task {
	/** The id as text: "33202", a UUID, "14-…". A huge one is a number beyond 2^53. */
	id: string;
	/** A second id that the platform shows beside the first: an asset id, another tool's task id. */
	otherId: string;
	operation: Operation;
	body: unknown;
	/** Platform milliseconds. */
	createdAt: number;
	startsAt: number;
	endsAt: number;
	/** The prompt contains `[fail]`. */
	fails: boolean;
	/** The prompt contains `[unknown-state]`. */
	unknownState: boolean;
	/** Price in platform units, for example "1.2". */
	cost: string;
}

export interface NewTask {
	operation: Operation;
	body: unknown;
	/** Platform time, milliseconds. */
	now: number;
	/** Platform seconds from creation to end. */
	seconds: number;
	idForm: IdForm;
	cost: string;
	fails: boolean;
	unknownState: boolean;
}

/** Odd, because at this size only even numbers are exact in JavaScript. */
const FIRST_HUGE = 2n ** 53n + 1n;

/**
 * Shares of a task's time: it waits during the first, and a task with an unknown state runs normally after the
 * second.
 */
const WAITING_PART = 0.15;
const STRANGE_PART = 0.7;

export function phaseOf(task: Task, now: number): Phase {
	if (now >= task.endsAt) return task.fails ? 'failed' : 'success';
	if (now < task.startsAt) return 'pending';
	const strangeUntil = task.createdAt + (task.endsAt - task.createdAt) * STRANGE_PART;
	return task.unknownState && now < strangeUntil ? 'unknown' : 'running';
}

/** When the task last changed, platform milliseconds. */
export function changedAt(task: Task, now: number): number {
	if (now >= task.endsAt) return task.endsAt;
	return now >= task.startsAt ? task.startsAt : task.createdAt;
}

export interface TaskStore {
	create(task: NewTask): Task;
	get(id: string): Task | undefined;
	readonly size: number;
}

/** @param firstNumber the number before the first numeric id */
export function createTaskStore(random: Random, firstNumber = 33201): TaskStore {
	const tasks = new Map<string, Task>();
	let lastNumber = firstNumber;
	const newId = (form: IdForm) => {
		if (form === 'number') return String(++lastNumber);
		if (form === 'huge') return String(FIRST_HUGE + 2n * BigInt(++lastNumber));
		return form === 'uuid' ? randomUuid(random) : `14-${randomUuid(random)}`;
	};
	return {
		create: ({ now, seconds, idForm, ...rest }) => {
			const id = newId(idForm);
			const task: Task = {
				...rest,
				id,
				otherId: randomHex(random, 20),
				createdAt: now,
				startsAt: now + seconds * 1000 * WAITING_PART,
				endsAt: now + seconds * 1000,
			};
			tasks.set(id, task);
			return task;
		},
		get: (id) => tasks.get(id),
		get size() {
			return tasks.size;
		},
	};
}
