import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { Failure } from '../shared/util/failure';
import type { Output, WatchedItem } from '../shared/run/itemOutcomes';
import { taskKey, type WatchedTask } from '../shared/waiting/waitForTasks';
import type { KnownPaths } from '../shared/client/paths';
import { begin, type WaitState } from '../shared/waiting/waitState';

/** What is known about one task between rounds. Plain JSON, because n8n saves it with the execution. */
export interface Kept {
	/** Has no end while rounds continue. */
	readonly state: WaitState;
	/** When the next poll is due, ms since 1970. */
	readonly due: number;
	/** The paths found by a search, if there was one. The next round may run in another process. */
	readonly paths?: KnownPaths;
	/** The whole answer of a finished task, if an item that cannot be built yet must contain it. */
	readonly body?: IDataObject;
	/** Why the task is no longer polled. */
	readonly refused?: Failure;
	/** Finished output, by input item. Its files are already in n8n. */
	readonly delivered: Readonly<Record<number, Delivered>>;
}

interface Delivered {
	output: Output;
	items: INodeExecutionData[];
}

interface Stored {
	/** The execution that wrote this. A Retry of the whole execution inherits it under another id. */
	execution: string;
	tasks: Record<string, Kept>;
	/** True if n8n keeps files in the item itself, where they would be saved again with every round. */
	filesInItems?: boolean;
}

const MEMORY = 'kexiangDurableWait';

/** What an execution remembers about the tasks that a node waits for. */
export class Memory {
	private readonly stored: Stored;

	constructor(
		context: IExecuteFunctions,
		private readonly now: number,
	) {
		// n8n types a node's context as an open object. Only this class uses this key.
		const node: { [MEMORY]?: Stored } = context.getContext('node');
		const execution = context.getExecutionId();
		this.stored = node[MEMORY] ??= { execution, tasks: {} };
		if (this.stored.execution !== execution) this.renew(execution);
	}

	get filesInItems(): boolean {
		return this.stored.filesInItems === true;
	}

	/** From now on, files are downloaded only when all tasks have ended. */
	leaveFilesToTheEnd(): void {
		this.stored.filesInItems = true;
	}

	of(task: WatchedTask): Kept {
		return (this.stored.tasks[taskKey(task)] ??= this.newcomer());
	}

	update(task: WatchedTask, changes: Partial<Kept>): void {
		this.stored.tasks[taskKey(task)] = { ...this.of(task), ...changes };
	}

	deliver({ task, index }: WatchedItem, item: Delivered): void {
		this.update(task, { delivered: { ...this.of(task).delivered, [index]: item } });
	}

	/** Called after the tasks were handed out. If the same task comes in again, a new wait begins. */
	forget(tasks: readonly WatchedTask[]): void {
		for (const task of tasks) delete this.stored.tasks[taskKey(task)];
	}

	/** Called when a user retries the execution. Finished tasks stay finished. For all others a new wait begins. */
	private renew(execution: string): void {
		this.stored.execution = execution;
		const finished = Object.entries(this.stored.tasks).filter(
			([, { state }]) => state.end === 'finished',
		);
		this.stored.tasks = Object.fromEntries(
			finished.map(([key, kept]) => [key, { ...kept, delivered: {} }]),
		);
	}

	private newcomer(): Kept {
		return { state: begin(this.now), due: this.now, delivered: {} };
	}
}
