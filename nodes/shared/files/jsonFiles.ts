/** Files of n8n in JSON that is sent as it is written: nobody puts a link in their place there. Pure. */
import type { IBinaryData } from 'n8n-workflow';

import { ParameterProblem } from '../answers/parameterProblem';
import { isObject } from '../util/json';
import type { Refusal } from '../words/fields';
import * as words from '../words/media';
import { isPathOfDisk } from './mediaText';
import { TOLD_OF_FILE, type ItemFiles } from './namedFiles';

/** Keys that hold addresses. */
const OF_ADDRESS = /urls?$/i;

/** A place in n8n's storage. */
const STORAGE_ID =
	/^((filesystem(-v2)?|s3):(workflows|executions)\/\S+|(filesystem(-v2)?|database):[\da-f-]{36})$/;

/**
 * Refuses what the platform would be paid for and could not open: what n8n says of a file, its place in n8n's storage,
 * and, where an address belongs, the name of a binary field or a path of one's own disk.
 * @throws ParameterProblem
 */
export function refuseFilesIn(json: unknown, label: string, item: ItemFiles): void {
	// Without recursion, as JSON may be nested deeply.
	const seen: Array<[key: string, value: unknown]> = [['', json]];
	for (const [key, value] of seen) {
		const refusal = refusalOf(key, value, item);
		if (refusal !== undefined) throw new ParameterProblem(label, refusal);
		if (Array.isArray(value)) for (const one of value) seen.push([key, one]);
		else if (isObject(value)) for (const entry of Object.entries(value)) seen.push(entry);
	}
}

function refusalOf(key: string, value: unknown, item: ItemFiles): Refusal | undefined {
	if (isToldOfFile(value, item)) return words.jsonHoldsFile(key);
	if (typeof value !== 'string') return undefined;
	if (STORAGE_ID.test(value)) return words.jsonHoldsFile(key);
	if (!OF_ADDRESS.test(key)) return undefined;
	if (Object.hasOwn(item.binary ?? {}, value)) return words.jsonHoldsName(key, value);
	return isPathOfDisk(value) ? words.isPathOfDisk(value, item) : undefined;
}

/** As n8n gives a file to expressions, without its content; one in memory has no id. */
function isToldOfFile(value: unknown, { binary = {} }: ItemFiles): boolean {
	if (!isObject(value) || typeof value.mimeType !== 'string') return false;
	if (typeof value.id === 'string' && STORAGE_ID.test(value.id)) return true;
	const { fileName, fileExtension } = value;
	const isOwn = (own: IBinaryData) => fileName !== undefined && own.fileName === fileName;
	return (
		Object.keys(value).every((key) => TOLD_OF_FILE.test(key)) &&
		(fileExtension !== undefined || Object.values(binary).some(isOwn))
	);
}
