// An execution's data as n8n stores it: what every node gave out, in a flattened form of JSON.

export interface BinaryFile {
	mimeType: string;
	fileName?: string;
	fileSize?: string;
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

export interface NodeRun {
	startTime: number;
	executionTime: number;
	executionStatus?: string;
	error?: { message?: string; description?: string | null };
	/** Items by output: `main[0]` is the first output. */
	data?: { main?: Array<OutputItem[] | null> };
}

export interface ExecutionData {
	resultData: {
		runData: Record<string, NodeRun[]>;
		error?: { message?: string; description?: string | null; node?: { name?: string } };
		lastNodeExecuted?: string;
	};
}

/**
 * Reads the `flatted` form: an array whose first element is the root; inside objects and arrays,
 * every text stands for the element with that index, so the same object can be met many times.
 */
export function parseFlatted(text: string): unknown {
	const elements = JSON.parse(text) as unknown[];
	if (!Array.isArray(elements)) throw new Error('Not the flattened form of JSON');
	const isReference = (value: unknown): value is string => typeof value === 'string';
	for (const element of elements) {
		if (Array.isArray(element)) {
			element.forEach((value: unknown, index) => {
				if (isReference(value)) element[index] = elements[Number(value)];
			});
		} else if (typeof element === 'object' && element !== null) {
			const fields = element as Record<string, unknown>;
			for (const [key, value] of Object.entries(fields)) {
				if (isReference(value)) fields[key] = elements[Number(value)];
			}
		}
	}
	return elements[0];
}

export function parseExecutionData(text: string): ExecutionData {
	const data = parseFlatted(text) as Partial<ExecutionData> | null;
	const { resultData } = data ?? {};
	return { resultData: { ...resultData, runData: resultData?.runData ?? {} } };
}

/** The items that a node gave out, on one of its outputs, in its last run. */
export function outputItems(data: ExecutionData, nodeName: string, output = 0): OutputItem[] {
	const runs = data.resultData.runData[nodeName] ?? [];
	return runs.at(-1)?.data?.main?.[output] ?? [];
}
