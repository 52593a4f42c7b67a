/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
// Runs of an active workflow, started by its webhook as production runs are.
import { Agent } from 'node:http';
import axios from 'axios';
import type { N8nApi } from '../../scripts/n8n/api';
import { outputItems, type OutputItem } from '../../scripts/n8n/executionData';
import type { Execution, ExecutionStatus, WorkflowDocument } from '../../scripts/n8n/model';
import { nodeOfType } from '../../scripts/n8n/workflows';

export const pause = async (ms: number): Promise<void> =>
	await new Promise((resolve) => setTimeout(resolve, ms));

/** Asks again and again until there is an answer. */
export async function until<T>(
	what: string,
	limitSeconds: number,
	look: () => T | undefined | Promise<T | undefined>,
	everyMs = 200,
): Promise<T> {
	const deadline = Date.now() + limitSeconds * 1000;
	for (;;) {
		const found = await look();
		if (found !== undefined) return found;
		if (Date.now() > deadline) throw new Error(`Not within ${limitSeconds} s: ${what}`);
		await pause(everyMs);
	}
}

export interface ActiveWorkflow {
	id: string;
	/** Calls the webhook. */
	call(prompts: string[]): Promise<void>;
	/** Calls the webhook and answers the id of the execution; for one call at a time. */
	start(prompts: string[]): Promise<string>;
}

export async function activate(api: N8nApi, document: WorkflowDocument): Promise<ActiveWorkflow> {
	const workflow = await api.createWorkflow(document);
	await api.activateWorkflow(workflow);
	const { path } = nodeOfType(document, 'n8n-nodes-base.webhook').parameters;
	const url = `${api.url}/webhook/${String(path)}`;
	const call = async (prompts: string[]) => await post(url, () => ({ prompts }));
	const start = async (prompts: string[]) =>
		await startedBy(api, workflow.id, async () => await call(prompts));
	return { id: workflow.id, call, start };
}

/** A connection of its own: an idle one may be closed by n8n just when it is used again. */
const httpAgent = new Agent({ keepAlive: false });

/**
 * Calls the trigger of an active workflow, which n8n may register a little later than it says.
 * @param body made anew for each try
 */
export async function post(url: string, body: () => object): Promise<void> {
	await until(`${url} answers`, 20, async () => {
		const options = { proxy: false, validateStatus: () => true, httpAgent } as const;
		const { status, data } = await axios.post<unknown>(url, body(), options);
		if (status === 200) return true;
		if (status !== 404) throw new Error(`${url} answered ${status}: ${JSON.stringify(data)}`);
		return undefined;
	});
}

/** Waits for a page of n8n. */
export async function untilThere(url: string): Promise<void> {
	await until(`${url} is there`, 20, async () => {
		const { status } = await axios.get(url, { proxy: false, validateStatus: () => true });
		return status === 200 ? true : undefined;
	});
}

/** The id of the execution that a call starts, where nothing else starts one. */
export async function startedBy(
	api: N8nApi,
	workflowId: string,
	call: () => Promise<void>,
): Promise<string> {
	const before = new Set((await api.executionsOf(workflowId)).map(({ id }) => id));
	await call();
	return await until('the execution is listed', 20, async () => {
		const now = await api.executionsOf(workflowId);
		return now.find(({ id }) => !before.has(id))?.id;
	});
}

export async function untilStatus(
	api: N8nApi,
	executionId: string,
	status: ExecutionStatus,
	limitSeconds: number,
): Promise<Execution> {
	return await until(`execution ${executionId} is ${status}`, limitSeconds, async () => {
		const execution = await api.execution(executionId);
		return execution.status === status ? execution : undefined;
	});
}

/** What went wrong in an execution, in n8n's words. */
export function errorOf({ data }: Execution): string {
	const { error, runData } = data.resultData;
	const last = Object.values(runData).flatMap((runs) => runs.flatMap((run) => run.error ?? []));
	const { message = '', description = '' } = error ?? last.at(-1) ?? {};
	return [message, description].filter(Boolean).join(' ');
}

export const itemsOf = ({ data }: Execution, node: string, output = 0): OutputItem[] =>
	outputItems(data, node, output);

export const taskIds = (items: OutputItem[]): string[] =>
	items.flatMap(({ json }) => (typeof json.taskId === 'string' ? [json.taskId] : []));
