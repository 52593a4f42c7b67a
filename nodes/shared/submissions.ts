import { createHash } from 'crypto';
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import type { PlatformRequest } from './platform/endpoints';

/**
 * What is remembered of one paid request: that it was sent (fate unknown), or the answer it brought.
 * n8n's Retry On Fail runs the node again for all items; what was paid must not be paid again.
 */
export type Submission =
	| { state: 'sent'; at: string }
	| { state: 'accepted'; at: string; body: IDataObject };

const MEMORY = 'kexiangSubmissions';

/** The memory of one execution of the node, kept by n8n with the execution's data. */
export class Submissions {
	private readonly memory: Record<string, Submission>;
	private readonly runIndex: string;

	constructor(context: IExecuteFunctions) {
		// n8n types a node's context as an open object; this key of it is ours alone.
		const stored: { [MEMORY]?: Record<string, Submission> } = context.getContext('node');
		this.memory = stored[MEMORY] ??= {};
		this.runIndex = String(context.getWorkflowDataProxy(0).$runIndex ?? 0);
	}

	/** Tells loop rounds, items and changed requests apart. */
	key(itemIndex: number, request: PlatformRequest): string {
		const hash = createHash('sha256')
			.update(`${request.method} ${request.api} ${request.path} ${JSON.stringify(request.body)}`)
			.digest('hex');
		return `${this.runIndex}:${itemIndex}:${hash.slice(0, 32)}`;
	}

	find(key: string): Submission | undefined {
		return this.memory[key];
	}

	remember(key: string, submission: Submission): void {
		this.memory[key] = submission;
	}

	/** For requests that the platform certainly did not take. */
	forget(key: string): void {
		delete this.memory[key];
	}
}
