/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
// What every scenario does with a server: it waits, calls a trigger, and reads what an execution says.
import { Agent } from 'node:http';
import axios from 'axios';
import { outputItems, type OutputItem } from '../../scripts/n8n/executionData';
import type { Execution } from '../../scripts/n8n/model';

export const pause = async (ms: number): Promise<void> =>
	await new Promise((resolve) => setTimeout(resolve, ms));

/** Looks again and again until there is something other than false. */
export async function until<T>(
	what: string,
	limitSeconds: number,
	look: () => T | Promise<T>,
): Promise<Exclude<NonNullable<T>, false>> {
	const deadline = Date.now() + limitSeconds * 1000;
	for (;;) {
		const found = await look();
		if (found !== undefined && found !== null && found !== false)
			return found as Exclude<NonNullable<T>, false>;
		if (Date.now() > deadline) throw new Error(`Not within ${limitSeconds} s: ${what}`);
		await pause(200);
	}
}

/** Each status is an answer, and each connection new: n8n may close an idle one just when it is used again. */
export const http = axios.create({
	proxy: false,
	validateStatus: () => true,
	httpAgent: new Agent({ keepAlive: false }),
});

/**
 * Calls a trigger of an active workflow, which n8n may register a little later than it says.
 * @param body made anew for each try
 */
export const post = async <T = unknown>(
	url: string,
	body: () => object,
	headers: Record<string, string> = {},
): Promise<{ status: number; data: T }> =>
	await until(`${url} answers`, 20, async () => {
		const answer = await http.post<T>(url, body(), { headers });
		return answer.status !== 404 && answer;
	});

export async function fetchFile(url: string): Promise<Buffer> {
	const { data } = await http.get<ArrayBuffer>(url, { responseType: 'arraybuffer' });
	return Buffer.from(data);
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

export const allItems = ({ data }: Execution): OutputItem[] =>
	Object.values(data.resultData.runData).flatMap((runs) =>
		runs.flatMap((run) => (run.data?.main ?? []).flatMap((items) => items ?? [])),
	);

export const statesOf = (items: OutputItem[]) => items.map(({ json }) => json.state);

export const taskIds = (items: OutputItem[]): string[] =>
	items.flatMap(({ json }) => (typeof json.taskId === 'string' ? [json.taskId] : []));
