import { createHash } from 'crypto';
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { PlatformRequest } from '../answers/endpoints';
import { creditsOf } from '../client/prices';
import type { Failure } from '../util/failure';
import { jsonText } from '../util/json';
import { sameTask } from './taskItem';
import type { Spent } from './spending';
import type { TaskHandle } from '../answers/sources';
import {
	type Lineage,
	lineageOf,
	type SentElsewhere,
	sentElsewhere,
	forgetSent,
	noteSent,
	leaveToRetry,
	type Addressed,
} from './sentRequests';
import type { Task } from '../answers/task';

interface Memory {
	/** The first execution of the run; its Retries inherit this memory. */
	execution: string;
	entries: Record<string, Remembered>;
}

const MEMORY = 'kexiangSubmissions';

/**
 * The paid requests of a node, kept by n8n with the execution's data. n8n runs a node again for all items
 * (Retry On Fail) or a whole execution (Retry), and what may have been paid must not be paid again.
 * An entry belongs to a place, run index and item, not to a request: parameters are evaluated anew at
 * each try, and a random seed must not make an item that was paid look like a new one.
 */
export class Submissions {
	private readonly memory: Memory;
	private readonly runIndex: string;
	private readonly lineage: Lineage;

	constructor(context: IExecuteFunctions) {
		const execution = context.getExecutionId() ?? '';
		this.runIndex = String(context.getWorkflowDataProxy(0).$runIndex ?? 0);
		// n8n types a node's context as an open object; this key of it is ours alone.
		const stored: { [MEMORY]?: Memory } = context.getContext('node');
		this.memory = stored[MEMORY] ??= { execution, entries: {} };
		this.lineage = lineageOf(context, this.memory.execution);
	}

	/**
	 * What is known of an item's request, also what another execution of the same run sent at this moment. A refused
	 * request counts for the same request alone, and a person's Retry sends it and a failed task anew.
	 */
	find(
		itemIndex: number,
		part: string | undefined,
		{ fingerprint, isTool }: { fingerprint: string; isTool: boolean },
	): Submission | SentElsewhere | undefined {
		const key = this.key(itemIndex, part);
		const own = this.memory.entries[key];
		if (own !== undefined && this.counts(own, fingerprint)) return own;
		const elsewhere = sentElsewhere(this.lineage, key);
		// What this execution inherited is older than what any of its Retries sent.
		if (elsewhere !== undefined && (own === undefined || elsewhere.at > own.at)) return elsewhere;
		return isTool ? this.findAlike(fingerprint) : undefined;
	}

	/**
	 * A request of this very content that ended unclear, or was refused, in any run of the node: n8n gives each try of
	 * an agent's tool a run of its own.
	 */
	private findAlike(fingerprint: string): Submission | undefined {
		return Object.values(this.memory.entries).find(
			(known) =>
				known.fingerprint === fingerprint &&
				(known.outcome === 'unknown' || known.outcome === 'refused') &&
				this.counts(known, fingerprint),
		);
	}

	/** Whether anything is known of an item that keeps it from being sent, whatever its request is by now. */
	has(itemIndex: number): boolean {
		return this.find(itemIndex, undefined, { fingerprint: '', isTool: false }) !== undefined;
	}

	private counts(own: Remembered, fingerprint: string): boolean {
		const isOfThis = own.execution === this.lineage.sender.execution;
		if (own.outcome === 'refused') return isOfThis && own.fingerprint === fingerprint;
		return own.outcome !== 'taken' || own.failed !== true || isOfThis;
	}

	remember(
		itemIndex: number,
		submission: Submission,
		{ part, ...addressed }: Addressed & { part?: string | undefined },
	): void {
		const key = this.key(itemIndex, part);
		const entry = { ...submission, execution: this.lineage.sender.execution };
		this.memory.entries[key] = entry;
		// A refused request may be sent again by another execution.
		if (entry.outcome === 'refused') forgetSent(this.lineage, key);
		else noteSent(this.lineage, key, entry, addressed);
	}

	/** What was paid, or may have been, by this run of the node; by all of its runs where `everyRun` is set. */
	spent(everyRun: boolean): Spent[] {
		return (
			Object.entries(this.memory.entries)
				.filter(([key]) => everyRun || key.startsWith(`${this.runIndex}:`))
				.filter(([, { outcome }]) => outcome !== 'sent' && outcome !== 'refused')
				// Nobody knows of a price for a review: one that names none keeps no limit from being kept.
				.filter(([key, { spent }]) => spent.credits !== undefined || key.split(':').length === 2)
				.map(([, { spent }]) => spent)
		);
	}

	/** The same for everything that shares this memory. */
	get scope(): object {
		return this.memory;
	}

	/** What this run has been promised so far, in earlier tries too, by item. */
	taken(): Array<{ item: number; submission: Taken }> {
		return this.ofThisRun().flatMap(({ item, submission }) =>
			submission.outcome === 'taken' ? [{ item, submission }] : [],
		);
	}

	/** What nobody can tell of, by item. */
	unclear(): Array<{ item: number; failure: Failure }> {
		return this.ofThisRun().flatMap(({ item, submission }) =>
			submission.outcome === 'unknown' ? [{ item, failure: submission.failure }] : [],
		);
	}

	private ofThisRun(): Array<{ item: number; submission: Remembered }> {
		return Object.entries(this.memory.entries).flatMap(([key, submission]) => {
			const [runIndex, item, part] = key.split(':');
			const isOwn = runIndex === this.runIndex && part === undefined;
			return isOwn ? [{ item: Number(item), submission }] : [];
		});
	}

	/** How many submissions of the node's other runs were answered with a task, by `sameTask`. */
	tasksOfOtherRuns(): Map<string, number> {
		const counts = new Map<string, number>();
		for (const [key, known] of Object.entries(this.memory.entries)) {
			const [runIndex, , part] = key.split(':');
			if (runIndex === this.runIndex || part !== undefined || known.outcome !== 'taken') continue;
			const task = known.isTask ? sameTask({ ...known.handle }) : undefined;
			if (task !== undefined) counts.set(task, (counts.get(task) ?? 0) + 1);
		}
		return counts;
	}

	/** Its task has ended; its submission may have named no cost, or another. */
	learnEnd(itemIndex: number, { state, cost }: Task): void {
		const key = this.key(itemIndex);
		const known = this.memory.entries[key];
		const credits = creditsOf(cost);
		if (known?.outcome !== 'taken' || (state !== 'failed' && credits === undefined)) return;
		this.memory.entries[key] = {
			...known,
			...(state === 'failed' && { failed: true }),
			...(cost !== undefined &&
				credits !== undefined && {
					spent: { ...known.spent, credits },
					task: { ...known.task, cost },
				}),
		};
		if (state === 'failed') leaveToRetry(this.lineage, key, known);
	}

	/** For requests that the platform certainly did not take. */
	forget(itemIndex: number, part?: string): void {
		const key = this.key(itemIndex, part);
		delete this.memory.entries[key];
		forgetSent(this.lineage, key);
	}

	/** @param part names what items have in common, such as the review of a file: it is sent once for all of them */
	private key(itemIndex: number, part?: string): string {
		return part === undefined ? `${this.runIndex}:${itemIndex}` : `${this.runIndex}::${part}`;
	}
}

/** A request that the platform took: a task, or a result at once. */
export interface Taken {
	outcome: 'taken';
	handle: Partial<TaskHandle>;
	/** False where the answer held the result itself. */
	isTask: boolean;
	task: Task;
	/** What an item gets of the files that the answer held itself; they are in n8n. */
	stored?: Pick<INodeExecutionData, 'json' | 'binary'>;
	/** Its task ended without a result. */
	failed?: boolean;
}

/** A request that brought neither a task nor a result. */
export interface Unsuccessful {
	/**
	 * `unknown`: nobody can tell whether it was taken. `refused`: before any work was done, and the same request would
	 * be refused again.
	 */
	outcome: 'unknown' | 'refused';
	failure: Failure;
}

/**
 * What is remembered of one paid request; of its answer a bounded reading, as n8n saves it with the execution.
 * A request that was not taken and may be sent again is forgotten.
 */
export type Submission = {
	/** When it was sent, ISO 8601. */
	at: string;
	/** Of the request as it was sent, to tell that the parameters changed meanwhile. */
	fingerprint: string;
	/** What it costs, or may cost. */
	spent: Spent;
} & /** On its way, or its end was never seen. */ ({ outcome: 'sent' } | Unsuccessful | Taken);

/** Of a request without its key; the same for the same content. */
export const fingerprintOf = ({ method, api, path, body }: PlatformRequest): string =>
	createHash('sha256')
		.update(`${method} ${api} ${path} ${jsonText(body)}`)
		.digest('hex')
		.slice(0, 32);

/** With the execution that sent it, as n8n hands this memory on when a whole execution is retried. */
export type Remembered = Submission & { execution: string };
