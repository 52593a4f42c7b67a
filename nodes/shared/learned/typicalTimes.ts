/**
 * How long the tasks of each operation typically take, as its provider's form tells. n8n loads the forms of all nodes
 * when it starts, so that a node which waits knows the time of any task, but no provider.
 */
import type { TypicalSeconds } from './durations';

/** By operation id; no more entries than the package has operations. */
const TYPICAL = new Map<string, TypicalSeconds>();

export function rememberTypical(operation: string, typical: TypicalSeconds): void {
	TYPICAL.set(operation, typical);
}

export const typicalOf = (operation: string | undefined): TypicalSeconds | undefined =>
	operation === undefined ? undefined : TYPICAL.get(operation);
