import { createHash } from 'crypto';

import type { Failure } from '../base/failure';
import { jsonText } from '../base/json';
import type { PlatformRequest } from '../platform/endpoints';
import type { TaskReading } from '../platform/reading';
import type { Spent } from './spending';
import type { TaskHandle } from '../run/taskItem';

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
