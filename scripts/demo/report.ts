// What a run of the example workflow gave, for people. Pure: from the execution to text.
import { outputItems, type BinaryFile, type ExecutionData } from '../n8n/executionData';
import type { Picture } from './picture';

/** The names of the node that submits, and of the one that waits. */
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

const textOf = (value: unknown): string | undefined =>
	typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;

/** The id of the task, as soon as the submitting node has given it out. */
export const submittedTask = (data: ExecutionData, { submit }: NodeNames): string | undefined =>
	textOf(outputItems(data, submit)[0]?.json.taskId);

export function summarise(data: ExecutionData, names: NodeNames): RunSummary {
	const [done] = outputItems(data, names.wait, 0);
	const [failed] = outputItems(data, names.wait, 1);
	const json = done?.json ?? failed?.json ?? { taskId: submittedTask(data, names) };
	const [file] = Object.values(done?.binary ?? {});
	return { json, file, trouble: errorIn(data) ?? lackIn(json, file, names) };
}

function errorIn({ resultData }: ExecutionData): string | undefined {
	const { runData, error, lastNodeExecuted = 'n8n' } = resultData;
	const [node, runs] = Object.entries(runData).find(([, all]) => all.at(-1)?.error) ?? [];
	const problem = runs?.at(-1)?.error ?? error;
	if (!problem) return undefined;
	const what = `${node ?? lastNodeExecuted}: ${problem.message}`;
	return [what, problem.description].filter(Boolean).join('. ');
}

function lackIn(
	{ taskId, state, failReason }: RunSummary['json'],
	file: BinaryFile | undefined,
	{ submit, wait }: NodeNames,
): string | undefined {
	if (textOf(failReason)) return `the task failed: ${textOf(failReason)}`;
	if (!textOf(taskId)) return `${submit} gave no task`;
	if (state !== 'success') return `${wait} gave no finished task`;
	return file ? undefined : `${wait} gave no file`;
}

/** The summary as lines of a table, without what is not known. */
export function reportLines({ json, file }: RunSummary, picture?: Picture): string[] {
	const { taskId, state, cost, costUnit, url, secondsWaited, polls } = json;
	const seconds = typeof secondsWaited === 'number' && `${Number(secondsWaited.toFixed(1))} s,`;
	const sides = picture?.width && `${picture.width} x ${picture.height}`;
	const rows: Array<[label: string, ...words: unknown[]]> = [
		['Task', taskId],
		['State', state],
		['Cost', cost, costUnit],
		['Picture', url],
		['Waited', ...(seconds ? [seconds, polls, 'polls'] : [])],
		['In n8n', file?.fileName, picture?.format, sides],
	];
	return rows.flatMap(([label, ...words]) => {
		const known = words.map(textOf).filter(Boolean);
		return known.length === 0 ? [] : [`  ${label.padEnd(9)}${known.join(' ')}`];
	});
}
