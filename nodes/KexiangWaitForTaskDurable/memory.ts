import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { Failure } from '../shared/util/failure';
import type { Output, WatchedItem } from '../shared/run/itemOutcomes';
import { taskKey, type WatchedTask } from '../shared/waiting/waitForTasks';
import type { KnownPaths } from '../shared/client/paths';
import { begin, type WaitState } from '../shared/waiting/waitState';

/** What is known of one task between the rounds. Plain JSON, as n8n saves it with the execution. */
export interface Kept {
	/** Without an end while rounds go on. */
	readonly state: WaitState;
	/** When the next poll is due, ms since 1970. */
	readonly due: number;
	/** Where it is asked for, if that was searched: the next round may be another process. */
	readonly paths?: KnownPaths;
	/** The whole answer of a finished task, where an item is to hold it that cannot be made yet. */
	readonly body?: IDataObject;
	/** Why it is not asked for any more. */
	readonly refused?: Failure;
	/** Output that is ready, by input item: its files are in n8n already. */
	readonly delivered: Readonly<Record<number, Delivered>>;
}

interface Delivered {
	output: Output;
	items: INodeExecutionData[];
}

interface Stored {
	/** The execution that wrote it: one that is retried as a whole inherits it under another id. */
	execution: string;
	tasks: Record<string, Kept>;
	/** n8n keeps files in the item itself here, where they would be saved anew with every round. */
	filesInItems?: boolean;
}

const MEMORY = 'kexiangDurableWait';

/** What an execution remembers of the tasks that a node waits for. */
export class Memory {
	private readonly stored: Stored;

	constructor(
		context: IExecuteFunctions,
		private readonly now: number,
	) {
		// n8n types a node's context as an open object; this key of it is ours alone.
		const node: { [MEMORY]?: Stored } = context.getContext('node');
		const execution = context.getExecutionId();
		this.stored = node[MEMORY] ??= { execution, tasks: {} };
		if (this.stored.execution !== execution) this.renew(execution);
	}

	get filesInItems(): boolean {
		return this.stored.filesInItems === true;
	}

	/** From now on, files are fetched when everything is finished. */
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

	/** Once they are handed out: the same task, handed in again, is waited for anew. */
	forget(tasks: readonly WatchedTask[]): void {
		for (const task of tasks) delete this.stored.tasks[taskKey(task)];
	}

	/** Somebody retries the execution: what was finished stays so, for the rest a new wait begins. */
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
