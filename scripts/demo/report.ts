// What a run of the example workflow gave, for people. Pure: from the execution to text.
import { outputItems, type BinaryFile, type ExecutionData } from '../n8n/executionData';
import type { Picture } from './picture';

export interface NodeNames {
	submit: string;
	wait: string;
}

export interface RunSummary {
	taskId?: string;
	/** As the package reads it: pending, success, failed. */
	state?: string;
	cost?: string;
	url?: string;
	polls?: number;
	secondsWaited?: number;
	file?: BinaryFile;
	/** Why there is no picture. */
	trouble?: string;
}

const textOf = (value: unknown): string | undefined =>
	typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;

const numberOf = (value: unknown): number | undefined =>
	typeof value === 'number' && Number.isFinite(value) ? value : undefined;

/** The id of the task, as soon as the submitting node has given it out. */
export function submittedTask(data: ExecutionData, names: NodeNames): string | undefined {
	return textOf(outputItems(data, names.submit)[0]?.json.taskId);
}

export function summarise(data: ExecutionData, names: NodeNames): RunSummary {
	const [done] = outputItems(data, names.wait, 0);
	const [failed] = outputItems(data, names.wait, 1);
	const json = done?.json ?? failed?.json ?? {};
	const cost = [textOf(json.cost), textOf(json.costUnit)].filter(Boolean).join(' ');
	const summary: RunSummary = {
		taskId: textOf(json.taskId) ?? submittedTask(data, names),
		state: textOf(json.state),
		cost: cost || undefined,
		url: textOf(json.url),
		polls: numberOf(json.polls),
		secondsWaited: numberOf(json.secondsWaited),
		file: Object.values(done?.binary ?? {})[0],
	};
	return { ...summary, trouble: troubleIn(data, names, summary, textOf(json.failReason)) };
}

function troubleIn(
	data: ExecutionData,
	names: NodeNames,
	summary: RunSummary,
	failReason?: string,
): string | undefined {
	const { error } = data.resultData;
	const node = Object.entries(data.resultData.runData).find(([, runs]) => runs.at(-1)?.error);
	const nodeError = node?.[1].at(-1)?.error ?? error;
	if (nodeError) {
		const where = node?.[0] ?? error?.node?.name ?? 'n8n';
		return [`${where}: ${nodeError.message}`, nodeError.description].filter(Boolean).join('. ');
	}
	if (failReason) return `the task failed: ${failReason}`;
	if (!summary.taskId) return `${names.submit} gave no task`;
	if (summary.state !== 'success') return `${names.wait} gave no finished task`;
	if (!summary.file) return `${names.wait} gave no file`;
	return undefined;
}

const ROWS: Array<[string, (summary: RunSummary, picture?: Picture) => string | undefined]> = [
	['Task', ({ taskId }) => taskId],
	['State', ({ state }) => state],
	['Cost', ({ cost }) => cost],
	['Picture', ({ url }) => url],
	['Waited', waited],
	['In n8n', inN8n],
];

function waited({ secondsWaited, polls }: RunSummary): string | undefined {
	if (secondsWaited === undefined) return undefined;
	const seconds = `${Number(secondsWaited.toFixed(1))} s`;
	return polls === undefined ? seconds : `${seconds}, ${polls} ${polls === 1 ? 'poll' : 'polls'}`;
}

function inN8n({ file }: RunSummary, picture?: Picture): string | undefined {
	if (!file) return undefined;
	if (!picture) return `${file.fileName ?? 'a file'}, which is no whole picture`;
	const size = picture.width ? ` ${picture.width} x ${picture.height}` : '';
	const bytes = picture.bytes.toLocaleString('en-US');
	return `${file.fileName ?? 'picture'}, ${bytes} bytes, ${picture.format}${size}`;
}

/** The summary as lines of a table. */
export function reportLines(summary: RunSummary, picture?: Picture): string[] {
	return ROWS.flatMap(([label, read]) => {
		const value = read(summary, picture);
		return value === undefined ? [] : [`  ${label.padEnd(9)}${value}`];
	});
}
