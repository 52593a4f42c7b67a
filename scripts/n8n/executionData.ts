// An execution's data as n8n stores it: what every node gave out, in a flattened form of JSON.
import { parse } from 'flatted';

export interface BinaryFile {
	mimeType: string;
	fileName?: string;
	/** In newer versions: the size in bytes. */
	bytes?: number;
	/** Where n8n keeps the bytes; absent when they are in `data` as base64. */
	id?: string;
	data: string;
}

export interface OutputItem {
	json: Record<string, unknown>;
	binary?: Record<string, BinaryFile>;
}

interface NodeError {
	message?: string;
	description?: string | null;
	node?: { name?: string };
}

export interface NodeRun {
	startTime: number;
	executionTime: number;
	executionStatus?: string;
	error?: NodeError;
	/** Items by output: `main[0]` is the first output. */
	data?: { main?: Array<OutputItem[] | null> };
}

export interface ExecutionData {
	resultData: {
		runData: Record<string, NodeRun[]>;
		error?: NodeError;
		lastNodeExecuted?: string;
	};
}

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
