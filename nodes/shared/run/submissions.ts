import { randomUUID, createHash } from 'crypto';
import type { IExecuteFunctions } from 'n8n-workflow';

import type { PlatformRequest } from '../answers/endpoints';
import type { TaskReading } from '../answers/reading';
import { creditsOf } from '../client/prices';
import type { Failure } from '../util/failure';
import { jsonText } from '../util/json';
import { ProcessMemory } from '../util/processMemory';
import type { Spent } from './spending';
import type { TaskHandle } from '../answers/sources';

interface Memory {
	/** Of the first execution and every Retry of it. */
	origin: string;
	/** Its id. */
	execution: string;
	entries: Record<string, Remembered>;
}

const MEMORY = 'kexiangSubmissions';

/** Whether it is of what items have in common, and not of an item itself. */
const isPart = (key: string) => key.split(':').length > 2;

/**
 * The paid requests of a node, kept by n8n with the execution's data. n8n runs a node again for all items
 * (Retry On Fail) or a whole execution (Retry), and what may have been paid must not be paid again.
 * An entry belongs to a place, run index and item, not to a request: parameters are evaluated anew at
 * each try, and a random seed must not make an item that was paid look like a new one.
 */
export class Submissions {
	private readonly memory: Memory;
	private readonly runIndex: string;
	private readonly execution: string;

	constructor(context: IExecuteFunctions) {
		this.execution = context.getExecutionId() ?? '';
		this.runIndex = String(context.getWorkflowDataProxy(0).$runIndex ?? 0);
		// n8n types a node's context as an open object; this key of it is ours alone.
		const stored: { [MEMORY]?: Memory } = context.getContext('node');
		this.memory = stored[MEMORY] ??= {
			origin: randomUUID(),
			execution: this.execution,
			entries: {},
		};
		if (this.isRetry) Object.assign(this.memory.entries, retriedSubmissions(this.memory.origin));
	}

	/**
	 * What is known of an item's request, also by another Retry of the execution at this moment. A failed task gives
	 * its place free when a person retries the execution.
	 */
	find(itemIndex: number, part?: string): Submission | undefined {
		const key = this.key(itemIndex, part);
		const elsewhere = this.isRetry ? retriedSubmissions(this.memory.origin)[key] : undefined;
		if (elsewhere !== undefined) this.memory.entries[key] = elsewhere;
		const known = this.memory.entries[key];
		const isRenewed =
			known?.outcome === 'taken' && known.failed === true && known.execution !== this.execution;
		return isRenewed ? undefined : known;
	}

	/** A request of this very content that ended unclear in any run of the node. */
	findUnknown(fingerprint: string): Submission | undefined {
		return Object.values(this.memory.entries).find(
			(known) => known.outcome === 'unknown' && known.fingerprint === fingerprint,
		);
	}

	remember(itemIndex: number, submission: Submission, part?: string): void {
		this.write(this.key(itemIndex, part), { ...submission, execution: this.execution });
	}

	/** What was paid, or may have been, by this run of the node; by all of its runs where `everyRun` is set. */
	spent(everyRun: boolean): Spent[] {
		return (
			Object.entries(this.memory.entries)
				.filter(([key]) => everyRun || key.startsWith(`${this.runIndex}:`))
				.filter(([, { outcome }]) => outcome !== 'sent')
				// Such a part has no price that is known, as a review: one that names none keeps no limit from being kept.
				.filter(([key, { spent }]) => spent.credits !== undefined || !isPart(key))
				.map(([, { spent }]) => spent)
		);
	}

	/** The same for everything that shares this memory. */
	get scope(): object {
		return this.memory;
	}

	/** What this run has been promised so far, in earlier tries too, by item. */
	taken(): Array<{ item: number; submission: Taken }> {
		return Object.entries(this.memory.entries).flatMap(([key, known]) => {
			const [runIndex, item, part] = key.split(':');
			return runIndex === this.runIndex && part === undefined && known.outcome === 'taken'
				? [{ item: Number(item), submission: known }]
				: [];
		});
	}

	/** Its task ended without a result. */
	markFailed(itemIndex: number): void {
		const key = this.key(itemIndex);
		const known = this.memory.entries[key];
		if (known?.outcome === 'taken') this.write(key, { ...known, failed: true });
	}

	/** What its task cost in the end; its submission may have named no cost, or another. */
	learnCost(itemIndex: number, cost: string | undefined): void {
		const key = this.key(itemIndex);
		const known = this.memory.entries[key];
		const credits = creditsOf(cost);
		if (known?.outcome !== 'taken' || cost === undefined || credits === undefined) return;
		const spent = { ...known.spent, credits };
		this.write(key, { ...known, spent, reading: { ...known.reading, cost } });
	}

	/** For requests that the platform certainly did not take. */
	forget(itemIndex: number, part?: string): void {
		const key = this.key(itemIndex, part);
		delete this.memory.entries[key];
		if (this.isRetry) delete retriedSubmissions(this.memory.origin)[key];
	}

	private get isRetry(): boolean {
		return this.memory.execution !== this.execution;
	}

	/** @param part names what items have in common, such as the review of a file: it is sent once for all of them */
	private key(itemIndex: number, part?: string): string {
		return part === undefined ? `${this.runIndex}:${itemIndex}` : `${this.runIndex}::${part}`;
	}

	private write(key: string, entry: Remembered): void {
		this.memory.entries[key] = entry;
		if (this.isRetry) retriedSubmissions(this.memory.origin)[key] = entry;
	}
}

/** A request that the platform took: a task, or a result at once. */
export interface Taken {
	outcome: 'taken';
	handle: Partial<TaskHandle>;
	/** False where the answer held the result itself. */
	isTask: boolean;
	reading: TaskReading;
	/** Its task ended without a result. */
	failed?: boolean;
}

/** A request of which nobody can tell whether it was taken, or that was taken and answered with a refusal. */
export interface Unknown {
	outcome: 'unknown';
	failure: Failure;
}

/**
 * What is remembered of one paid request; of its answer a bounded reading, as n8n saves it with the execution.
 * A request that was certainly not taken is forgotten.
 */
export type Submission = {
	/** When it was sent, ISO 8601. */
	at: string;
	/** Of the request as it was sent, to tell that the parameters changed meanwhile. */
	fingerprint: string;
	/** What it costs, or may cost. */
	spent: Spent;
} & /** On its way, or its end was never seen. */ ({ outcome: 'sent' } | Unknown | Taken);

/** Of a request without its key; the same for the same content. */
export const fingerprintOf = ({ method, api, path, body }: PlatformRequest): string =>
	createHash('sha256')
		.update(`${method} ${api} ${path} ${jsonText(body)}`)
		.digest('hex')
		.slice(0, 32);

/** With the execution that sent it, as n8n hands this memory on when a whole execution is retried. */
export type Remembered = Submission & { execution: string };

/** Executions whose Retries are remembered. */
const retried = new ProcessMemory<Record<string, Remembered>>(200);

/**
 * What the Retries of one execution sent, kept in the n8n process: n8n begins each Retry from the data that
 * the original saved, so a second Retry of it would know nothing of the first.
 */
export function retriedSubmissions(origin: string): Record<string, Remembered> {
	const known = retried.get(origin, 'submissions') ?? {};
	retried.set(origin, 'submissions', known);
	return known;
}
