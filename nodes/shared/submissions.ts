import { createHash } from 'crypto';
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import type { PlatformRequest } from './platform/endpoints';
import type { Explanation } from './platform/errors';

/**
 * What is remembered of one paid request: that it was sent (fate unknown), why its fate stayed
 * unclear, or the answer it brought. n8n's Retry On Fail runs the node again for all items; what
 * was paid must not be paid again.
 */
export type Submission = { at: string } & (
	| { state: 'sent' }
	| { state: 'unclear'; explanation: Explanation }
	/** `failed` once its task has ended without a result. */
	| { state: 'accepted'; body: IDataObject; failed?: boolean }
);

/** With the execution that sent it, as n8n hands this memory on when a whole execution is retried. */
type Remembered = Submission & { execution: string };

const MEMORY = 'kexiangSubmissions';

/** The memory of one execution of the node, kept by n8n with the execution's data. */
export class Submissions {
	private readonly memory: Record<string, Remembered>;
	private readonly runIndex: string;
	private readonly execution: string;

	constructor(context: IExecuteFunctions) {
		// n8n types a node's context as an open object; this key of it is ours alone.
		const stored: { [MEMORY]?: Record<string, Remembered> } = context.getContext('node');
		this.memory = stored[MEMORY] ??= {};
		this.runIndex = String(context.getWorkflowDataProxy(0).$runIndex ?? 0);
		this.execution = context.getExecutionId() ?? '';
	}

	/** Tells loop rounds, items and changed requests apart. */
	key(itemIndex: number, request: PlatformRequest): string {
		const hash = createHash('sha256')
			.update(`${request.method} ${request.api} ${request.path} ${JSON.stringify(request.body)}`)
			.digest('hex');
		return `${this.runIndex}:${itemIndex}:${hash.slice(0, 32)}`;
	}

	/**
	 * Under Retry On Fail: whatever is known. When a person retries a whole execution: what was accepted
	 * and did not fail; the rest is sent again, as the person has read what became of it.
	 */
	find(key: string): Submission | undefined {
		const known = this.memory[key];
		if (known === undefined || known.execution === this.execution) return known;
		return known.state === 'accepted' && known.failed !== true ? known : undefined;
	}

	remember(key: string, submission: Submission): void {
		this.memory[key] = { ...submission, execution: this.execution };
	}

	/** What this run has been promised so far, in earlier tries too, by item. */
	accepted(): Array<{ item: number; body: IDataObject }> {
		return Object.entries(this.memory).flatMap(([key, known]) => {
			const [runIndex, item] = key.split(':');
			const isOwn = runIndex === this.runIndex && known.execution === this.execution;
			return isOwn && known.state === 'accepted' ? [{ item: Number(item), body: known.body }] : [];
		});
	}

	/** Its task ended without a result. */
	markFailed(key: string): void {
		const known = this.memory[key];
		if (known?.state === 'accepted') this.remember(key, { ...known, failed: true });
	}

	/** For requests that the platform certainly did not take. */
	forget(key: string): void {
		delete this.memory[key];
	}
}
