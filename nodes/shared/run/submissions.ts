import { createHash } from 'crypto';
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { PlatformRequest } from '../answers/endpoints';
import { creditsOf } from '../client/paidRequests';
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
	/** The first execution of the run. Its Retries inherit this memory. */
	execution: string;
	entries: Record<string, Remembered>;
}

const MEMORY = 'kexiangSubmissions';

/**
 * A node's paid requests, which n8n keeps with the execution's data. n8n reruns a node for all items (Retry On Fail)
 * or a whole execution (Retry), and whatever may have been paid must not be paid again. Entries are stored by place
 * (run index and item), not by request. Parameters are evaluated again at each try, and a random seed must not make
 * a paid item look new.
 */
export class Submissions {
	private readonly memory: Memory;
	private readonly runIndex: string;
	private readonly lineage: Lineage;

	constructor(context: IExecuteFunctions) {
		const execution = context.getExecutionId() ?? '';
		this.runIndex = String(context.getWorkflowDataProxy(0).$runIndex ?? 0);
		// n8n types a node's context as an open object. Only this class uses this key.
		const stored: { [MEMORY]?: Memory } = context.getContext('node');
		this.memory = stored[MEMORY] ??= { execution, entries: {} };
		this.lineage = lineageOf(context, this.memory.execution);
	}

	/**
	 * What is known about an item's request, including what another execution of the same run sends right now. A
	 * refusal applies only to an identical request. When a user retries the execution, refused requests and failed
	 * tasks are sent again.
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
		// What this execution inherited is older than what its Retries sent.
		if (elsewhere !== undefined && (own === undefined || elsewhere.at > own.at)) return elsewhere;
		return isTool ? this.findAlike(fingerprint) : undefined;
	}

	/**
	 * An identical request that ended unclear or was refused, in any run of the node. n8n gives each try of an agent's
	 * tool a run of its own.
	 */
	private findAlike(fingerprint: string): Submission | undefined {
		return Object.values(this.memory.entries).find(
			(known) =>
				known.fingerprint === fingerprint &&
				(known.outcome === 'unknown' || known.outcome === 'refused') &&
				this.counts(known, fingerprint),
		);
	}

	/** Whether something is known that prevents sending an item, whatever its request is now. */
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
		// Another execution may send a refused request again.
		if (entry.outcome === 'refused') forgetSent(this.lineage, key);
		else noteSent(this.lineage, key, entry, addressed);
	}

	/** What this run of the node paid or may have paid. With `everyRun`, all of its runs. */
	spent(everyRun: boolean): Spent[] {
		return (
			Object.entries(this.memory.entries)
				.filter(([key]) => everyRun || key.startsWith(`${this.runIndex}:`))
				.filter(([, { outcome }]) => outcome !== 'sent' && outcome !== 'refused')
				// No price for a review is known. A review without a price must not block the limit.
				.filter(([key, { spent }]) => spent.credits !== undefined || key.split(':').length === 2)
				.map(([, { spent }]) => spent)
		);
	}

	/** One object for everything that shares this memory. */
	get scope(): object {
		return this.memory;
	}

	/** The requests of this run that were taken, including earlier tries, by item. */
	taken(): Array<{ item: number; submission: Taken }> {
		return this.ofThisRun().flatMap(({ item, submission }) =>
			submission.outcome === 'taken' ? [{ item, submission }] : [],
		);
	}

	/** Requests with an unknown outcome, by item. */
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

	/** How many submissions in the node's other runs returned each task, by `sameTask`. */
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

	/** Called when its task has ended, because the submission may have given no cost, or a different one. */
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

	/**
	 * @param part names a request that several items share, such as the review of a file: it is sent once for all of
	 * them
	 */
	private key(itemIndex: number, part?: string): string {
		return part === undefined ? `${this.runIndex}:${itemIndex}` : `${this.runIndex}::${part}`;
	}
}

/** A request that the platform took: a task, or an immediate result. */
export interface Taken {
	outcome: 'taken';
	handle: Partial<TaskHandle>;
	/** False if the answer contained the result itself. */
	isTask: boolean;
	task: Task;
	/** Output for the files that the answer contained. The files are stored in n8n. */
	stored?: Pick<INodeExecutionData, 'json' | 'binary'>;
	/** Its task ended without a result. */
	failed?: boolean;
}

/** A request that returned neither a task nor a result. */
export interface Unsuccessful {
	/**
	 * `unknown`: nobody knows whether it was taken. `refused`: before any work was done; the same request would be
	 * refused again.
	 */
	outcome: 'unknown' | 'refused';
	failure: Failure;
}

/**
 * What is remembered about one paid request. n8n saves it with the execution, so the answer is kept as a limited
 * reading. A request that was not taken and may be sent again is forgotten.
 */
export type Submission = {
	/** When it was sent, ISO 8601. */
	at: string;
	/** Of the request as sent, to detect changed parameters. */
	fingerprint: string;
	/** What it costs, or may cost. */
	spent: Spent;
} & /** In progress, or its outcome was never seen. */ ({ outcome: 'sent' } | Unsuccessful | Taken);

/** A hash of a request without its key. Identical requests have the same. */
export const fingerprintOf = ({ method, api, path, body }: PlatformRequest): string =>
	createHash('sha256')
		.update(`${method} ${api} ${path} ${jsonText(body)}`)
		.digest('hex')
		.slice(0, 32);

/** Includes the execution that sent it, because a Retry of the whole execution inherits this memory. */
export type Remembered = Submission & { execution: string };
