// An execution's data as n8n stores it: what every node gave out, in a flattened form of JSON.
import { parse } from 'flatted';
import type { IBinaryData, IRunExecutionData } from 'n8n-workflow';

export type BinaryFile = IBinaryData;

export interface OutputItem {
	json: Record<string, unknown>;
	binary?: Record<string, BinaryFile>;
}

export type ExecutionData = Pick<IRunExecutionData, 'resultData'>;

/** An execution that has not begun has no data yet. */
export function parseExecutionData(text: string): ExecutionData {
	const { resultData } = (parse(text) ?? {}) as Partial<ExecutionData>;
	return { resultData: { ...resultData, runData: resultData?.runData ?? {} } };
}

/** The items that a node gave out, on one of its outputs, in its last run. */
export const outputItems = (
	{ resultData: { runData } }: ExecutionData,
	nodeName: string,
	output = 0,
): OutputItem[] => runData[nodeName]?.at(-1)?.data?.main?.[output] ?? [];
