/* eslint-disable @n8n/community-nodes/no-restricted-globals */
import { startSimulator, type Simulator, type SimulatorOptions } from '../../simulator/server';

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

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

export async function ask(url: string, given: Ask = {}): Promise<Got> {
	const { body, method = body === undefined ? 'GET' : 'POST', patience = 5000 } = given;
	const started = performance.now();
	const got: Got = { status: 0, headers: {}, text: '', json: undefined, took: 0 };
	try {
		const response = await fetch(url, {
			method,
			body: body === undefined ? undefined : JSON.stringify(body),
			headers: { 'content-type': 'application/json', ...given.headers },
			redirect: given.follow ? 'follow' : 'manual',
			signal: AbortSignal.timeout(patience),
		});
		got.status = response.status;
		got.headers = Object.fromEntries(response.headers);
		got.text = await response.text();
		got.json = parsed(got.text);
	} catch (error) {
		const { name, cause } = error as Error & { cause?: { code?: string } };
		got.failure = cause?.code ?? name;
	}
	got.took = performance.now() - started;
	return got;
}

export const pause = async (ms: number) => await new Promise((resolve) => setTimeout(resolve, ms));

export const CREATE_PATH = '/api/v1/user_task/asyncCreateWithCost';
const QUERY_PATH = '/api/v1/user_task/get/passAuth/';

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
	service_output: Record<'imgUrl' | 'videoUrl' | 'failReason', string | null> | null;
}

/** A simulator with its key at hand. */
export function clientOf(simulator: Simulator) {
	const headers = { 'x-api-key': simulator.key };
	const keyed = async (url: string, given: Ask = {}) =>
		await ask(url, { ...given, headers: { ...headers, ...given.headers } });
	return {
		simulator,
		keyed,
		/** Asks the API of the tools. */
		tool: async (path: string, body?: unknown) =>
			await keyed(`${simulator.toolsUrl}/minimalist/api${path}`, { body }),
		create: async (body: unknown = picture(), given: Ask = {}) =>
			await keyed(simulator.platformUrl + CREATE_PATH, { ...given, body }),
		query: async (id: number | string, given: Ask = {}) =>
			await keyed(`${simulator.platformUrl}${QUERY_PATH}${id}`, given),
	};
}

export type Client = ReturnType<typeof clientOf>;

/** One simulator for all tests of a file. */
export function shared(options: SimulatorOptions = {}): () => Client {
	let client: Client;
	beforeAll(async () => {
		client = clientOf(await startSimulator({ quiet: true, ...options }));
	});
	afterAll(async () => await client.simulator.stop());
	return () => client;
}

/** Starts simulators that end with the test. */
export function starter(defaults: SimulatorOptions = {}) {
	const started: Simulator[] = [];
	afterEach(async () => void (await Promise.all(started.splice(0).map((one) => one.stop()))));
	return async (options: SimulatorOptions = {}): Promise<Client> => {
		const simulator = await startSimulator({ quiet: true, ...defaults, ...options });
		started.push(simulator);
		return clientOf(simulator);
	};
}
