// What a run of the example workflow gave, for people. Pure: from the execution to text.
import { outputItems, type BinaryFile, type ExecutionData } from '../n8n/executionData';
import type { Picture } from './picture';

export interface NodeNames {
	submit: string;
	wait: string;
}

export interface RunSummary {
	/** What the waiting node put out of the task, or the submitting one. */
	json: Record<string, unknown>;
	file: BinaryFile | undefined;
	/** Why there is no picture. */
	trouble: string | undefined;
}

/** The id of the task, as soon as the submitting node has given it out. */
export const submittedTask = (data: ExecutionData, { submit }: NodeNames): string | undefined =>
	textOf(outputItems(data, submit)[0]?.json.taskId);

export function summarise(data: ExecutionData, names: NodeNames): RunSummary {
	const [done] = outputItems(data, names.wait, 0);
	const [failed] = outputItems(data, names.wait, 1);
	const json = done?.json ?? failed?.json ?? { taskId: submittedTask(data, names) };
	const [file] = Object.values(done?.binary ?? {});
	return { json, file, trouble: troubleIn(data, names, json, file) };
}

function troubleIn(
	{ resultData: { runData, error } }: ExecutionData,
	{ submit, wait }: NodeNames,
	{ taskId, state, failReason }: RunSummary['json'],
	file: BinaryFile | undefined,
): string | undefined {
	const [node, runs] = Object.entries(runData).find(([, all]) => all.at(-1)?.error) ?? [];
	const problem = runs?.at(-1)?.error ?? error;
	if (problem) {
		const where = node ?? error?.node?.name ?? 'n8n';
		return [`${where}: ${problem.message}`, problem.description].filter(Boolean).join('. ');
	}
	if (textOf(failReason)) return `the task failed: ${textOf(failReason)}`;
	if (!textOf(taskId)) return `${submit} gave no task`;
	if (state !== 'success') return `${wait} gave no finished task`;
	return file ? undefined : `${wait} gave no file`;
}

const textOf = (value: unknown): string | undefined =>
	typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;

/** The summary as lines of a table, without what is not known. */
export function reportLines({ json, file }: RunSummary, picture?: Picture): string[] {
	const { taskId, state, cost, costUnit, url, secondsWaited, polls } = json;
	const words = (...parts: unknown[]) => parts.map(textOf).filter(Boolean).join(' ');
	const rows: Array<[string, string]> = [
		['Task', words(taskId)],
		['State', words(state)],
		['Cost', words(cost, costUnit)],
		['Picture', words(url)],
		[
			'Waited',
			typeof secondsWaited === 'number'
				? `${Number(secondsWaited.toFixed(1))} s, ${words(polls)} polls`
				: '',
		],
		['In n8n', file ? inN8n(file, picture) : ''],
	];
	return rows
		.filter(([, value]) => value !== '')
		.map(([label, value]) => `  ${label.padEnd(9)}${value}`);
}

function inN8n({ fileName = 'a file' }: BinaryFile, picture?: Picture): string {
	if (!picture) return `${fileName}, which is no whole picture`;
	const size = picture.width ? ` ${picture.width} x ${picture.height}` : '';
	return `${fileName}, ${picture.bytes.toLocaleString('en-US')} bytes, ${picture.format}${size}`;
}
