import type { Simulator } from '../../simulator/server';

/** A plain client for the simulator's tests: whatever happens is a value. */

export interface Got {
	/** 0 when there was no answer. */
	status: number;
	headers: Record<string, string>;
	text: string;
	json: unknown;
	/** Why there was no whole answer: a system code, or the name of the error. */
	failure?: string;
	/** Milliseconds. */
	took: number;
}

export interface Ask {
	method?: string;
	body?: unknown;
	headers?: Record<string, string>;
	/** Milliseconds until the client gives up. */
	patience?: number;
	follow?: boolean;
}

function failureOf(error: unknown): string {
	const { name, cause } = error as Error & { cause?: { code?: string } };
	return cause?.code ?? name;
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

export async function ask(url: string, given: Ask = {}): Promise<Got> {
	const started = performance.now();
	const got: Got = { status: 0, headers: {}, text: '', json: undefined, took: 0 };
	try {
		const response = await fetch(url, {
			method: given.method ?? (given.body === undefined ? 'GET' : 'POST'),
			body: given.body === undefined ? undefined : JSON.stringify(given.body),
			headers: { 'content-type': 'application/json', ...given.headers },
			redirect: given.follow ? 'follow' : 'manual',
			signal: AbortSignal.timeout(given.patience ?? 5000),
		});
		got.status = response.status;
		got.headers = Object.fromEntries(response.headers);
		got.text = await response.text();
		got.json = parsed(got.text);
	} catch (error) {
		got.failure = failureOf(error);
	}
	got.took = performance.now() - started;
	return got;
}

export const CREATE_PATH = '/api/v1/user_task/asyncCreateWithCost';
export const QUERY_PATH = '/api/v1/user_task/get/passAuth/';

/** The body of a small, right picture task. */
export function picture(prompt = 'a paper boat on a lake') {
	const modelName = 'gemini-3.1-flash-image';
	return { user_input: { modelName, modelType: 'text2img', prompt, size: '16:9' } };
}

export interface Record1 {
	id: number;
	task_status: string;
	cost: string;
	created_at: string;
	updated_at: string;
	service_output: {
		imgUrl: string | null;
		videoUrl: string | null;
		failReason: string | null;
	} | null;
}

/** The simulator with its key at hand. */
export function clientOf(simulator: Simulator) {
	const headers = { 'x-api-key': simulator.key };
	const keyed = async (url: string, given: Ask = {}) =>
		await ask(url, { ...given, headers: { ...headers, ...given.headers } });
	return {
		keyed,
		create: async (body: unknown = picture(), given: Ask = {}) =>
			await keyed(simulator.platformUrl + CREATE_PATH, { ...given, body }),
		query: async (id: number | string, given: Ask = {}) =>
			await keyed(`${simulator.platformUrl}${QUERY_PATH}${id}`, given),
	};
}
