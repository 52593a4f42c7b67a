import type { Detail } from './details';

/** The record of everything that happened: requests, tasks and charges, errors. */

export type Listener = 'platform' | 'tools' | 'files' | 'mirror';

export interface LedgerRequest {
	/** Real time, milliseconds since 1970. */
	at: number;
	listener: Listener;
	method: string;
	/** Without the query string. */
	path: string;
	query: string;
	/** A key header was present, or the key itself was in any header or in the URL. */
	keyPresent: boolean;
	/** The status sent. 0 if nothing was sent yet, or after a reset or a hang. */
	status: number;
	/** Kind of the injected fault. */
	fault?: string;
	operationId?: string;
	taskId?: string;
	/** The JSON body, or the raw text if it is not JSON. */
	body?: unknown;
}

export interface LedgerTask {
	id: string;
	operationId: string;
	body: unknown;
	/** Real time, milliseconds since 1970. */
	created: number;
	paid: boolean;
	/** Platform units. */
	cost: string;
	/** The ids of the task that reached the client, in a complete answer to its creation. */
	deliveredIds: string[];
	/** How often it was polled. */
	queries: number;
}

/** A file that a request named, as it was fetched. */
export interface LedgerInput {
	/** Real time, milliseconds since 1970. */
	at: number;
	operationId: string;
	/** Its position in the body: `user_input.image_urls.0`. */
	field: string;
	/** The kind that the contract expects there. */
	kind: string;
	/** Host of its URL. The rest of the URL may be secret. */
	host: string;
	/** 0 if there was no response. */
	status: number;
	/** Content type. */
	type?: string;
	bytes: number;
	/** Of the received bytes, hexadecimal. */
	sha256: string;
	/** Why the request was not carried out. */
	refusal?: string;
}

export interface Violation {
	at: number;
	method: string;
	path: string;
	operationId?: string;
	details: Detail[];
}

export interface LedgerSummary {
	requests: number;
	byStatus: Record<string, number>;
	byOperation: Record<string, number>;
	byFault: Record<string, number>;
	tasks: number;
	paid: number;
	/** Tasks whose id never reached the client. */
	undelivered: number;
	violations: number;
	/** Requests to a result host that contained a key. */
	keysSentToResultHosts: number;
	/** Files that requests named and that were fetched. */
	inputs: number;
	/** Their total size. */
	inputBytes: number;
}

export interface Ledger {
	/** Oldest first. Only the newest `limit` are kept. */
	readonly requests: readonly LedgerRequest[];
	readonly tasks: readonly LedgerTask[];
	readonly violations: readonly Violation[];
	readonly inputs: readonly LedgerInput[];
	task(id: string): LedgerTask | undefined;
	summary(): LedgerSummary;
	clear(): void;
}

/** The server's write access to the ledger. */
export interface LedgerWriter extends Ledger {
	open(request: LedgerRequest): LedgerRequest;
	addTask(task: LedgerTask): LedgerTask;
	addViolation(violation: Violation): void;
	addInput(input: LedgerInput): void;
}

export function createLedger(limit = 200_000): LedgerWriter {
	let requests: LedgerRequest[] = [];
	let tasks: LedgerTask[] = [];
	let violations: Violation[] = [];
	let inputs: LedgerInput[] = [];
	let dropped = 0;
	const byId = new Map<string, LedgerTask>();
	return {
		get requests() {
			return requests;
		},
		get tasks() {
			return tasks;
		},
		get violations() {
			return violations;
		},
		get inputs() {
			return inputs;
		},
		task: (id) => byId.get(id),
		summary: () => ({
			requests: requests.length + dropped,
			byStatus: countBy(requests, ({ status }) => String(status)),
			byOperation: countBy(requests, ({ operationId }) => operationId),
			byFault: countBy(requests, ({ fault }) => fault),
			tasks: tasks.length,
			paid: tasks.filter(({ paid }) => paid).length,
			undelivered: tasks.filter(({ deliveredIds }) => deliveredIds.length === 0).length,
			violations: violations.length,
			keysSentToResultHosts: requests.filter(
				({ listener, keyPresent }) => keyPresent && (listener === 'files' || listener === 'mirror'),
			).length,
			inputs: inputs.length,
			inputBytes: inputs.reduce((sum, { bytes }) => sum + bytes, 0),
		}),
		clear: () => {
			requests = [];
			tasks = [];
			violations = [];
			inputs = [];
			dropped = 0;
			byId.clear();
		},
		open: (request) => {
			// Trimmed rarely and a lot at once, so that the cost per request stays low.
			if (requests.length >= limit * 1.25) {
				dropped += requests.length - limit;
				requests = requests.slice(-limit);
			}
			requests.push(request);
			return request;
		},
		addTask: (task) => {
			tasks.push(task);
			byId.set(task.id, task);
			return task;
		},
		addViolation: (violation) => void (violations.length < limit && violations.push(violation)),
		addInput: (input) => void (inputs.length < limit && inputs.push(input)),
	};
}

function countBy<T>(items: T[], keyOf: (item: T) => string | undefined): Record<string, number> {
	const counts: Record<string, number> = {};
	for (const item of items) {
		const key = keyOf(item);
		if (key !== undefined) counts[key] = (counts[key] ?? 0) + 1;
	}
	return counts;
}
