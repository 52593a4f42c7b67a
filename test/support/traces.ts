import { createHash } from 'node:crypto';
import type { INodeExecutionData } from 'n8n-workflow';

import { readLog } from './log';
import type { WorkflowRun } from './runWorkflow';

/** What a run left behind, as texts. */

/** Everything that n8n and the nodes write to the log from now on, of every level. */
export function captureLog(): string[] {
	const lines: string[] = [];
	readLog((line) => void lines.push(...textsIn(Object.values(line))));
	return lines;
}

/** Every text in a value, also those that JSON leaves out: of errors, their causes and hidden properties. */
export function textsIn(value: unknown): string[] {
	const texts: string[] = [];
	const seen = new Set<unknown>();
	const open: unknown[] = [value];
	while (open.length > 0) {
		const next = open.pop();
		if (typeof next === 'string') texts.push(next);
		if (typeof next !== 'object' || next === null || seen.has(next)) continue;
		seen.add(next);
		if (next instanceof Map) open.push(...next.keys(), ...next.values());
		for (const name of Object.getOwnPropertyNames(next)) {
			texts.push(name);
			open.push(Object.getOwnPropertyDescriptor(next, name)?.value);
		}
	}
	return texts;
}

const hexOf = (letter: string) => letter.charCodeAt(0).toString(16);

/** The key in every dress in which it could hide. */
export function dressesOf(key: string): string[] {
	const hash = (kind: string) => createHash(kind).update(key);
	const inJson = (text: string) => JSON.stringify(text).slice(1, -1);
	return [
		key,
		inJson(key),
		inJson(inJson(key)),
		inJson(inJson(inJson(key))),
		inJson(key).replaceAll('/', '\\/'),
		[...key].map((letter) => `\\u${hexOf(letter).padStart(4, '0')}`).join(''),
		key.replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`),
		encodeURIComponent(key),
		encodeURIComponent(encodeURIComponent(key)),
		Buffer.from(key).toString('base64').replace(/=+$/, ''),
		Buffer.from(key).toString('hex'),
		...['md5', 'sha1', 'sha256'].flatMap((kind) => [
			hash(kind).digest('hex').slice(0, 32),
			hash(kind).digest('base64').slice(0, 22),
		]),
	];
}

/** The tasks that n8n's log names as accepted: name of the first execution, and id. */
export function acceptedInLog(log: readonly string[]): Set<string> {
	const known = new Set<string>();
	for (const line of log) {
		const [, id, execution] =
			/^Kexiang: accepted task (\S+) \(.*, execution (trip-\d+)/.exec(line) ?? [];
		if (id !== undefined) known.add(`${execution} ${id}`);
	}
	return known;
}

/** How often the key occurs in texts. */
export const keyHits = (texts: readonly string[], dresses: readonly string[]): number =>
	texts.filter((text) => dresses.some((dress) => text.includes(dress))).length;

/** Items of all outputs of one node. */
export const itemsOfNode = (run: WorkflowRun, node: string): INodeExecutionData[] =>
	(run.taskData(node)?.data?.main ?? []).flatMap((output) => output ?? []);

/** What a user sees of one node: its items and its error. */
export function shownBy(run: WorkflowRun, node: string): string {
	const { error } = run;
	return JSON.stringify([
		...itemsOfNode(run, node).map(({ json }) => json),
		error && { message: error.message, description: error.description, context: error.context },
	]);
}

/** What a user sees of all nodes of some runs: their items and their errors. */
export const shownByAll = (runs: readonly WorkflowRun[]): string =>
	JSON.stringify(
		runs.map(({ run, error }) => [
			...Object.values(run.data.resultData.runData)
				.flat()
				.flatMap(({ data, error: own }) => [
					...Object.values(data ?? {})
						.flat()
						.flatMap((items) => (items ?? []).map(({ json }) => json)),
					own && told(own),
				]),
			error && told(error),
		]),
	);

const told = ({ message, description, context }: Told) => ({ message, description, context });

interface Told {
	message: string;
	description?: string | null | undefined;
	context?: unknown;
}
