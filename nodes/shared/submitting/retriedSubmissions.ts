import { ProcessMemory } from '../base/processMemory';
import type { Submission } from './submission';

/** With the execution that sent it, as n8n hands this memory on when a whole execution is retried. */
export type Remembered = Submission & { execution: string };

/** Executions whose Retries are remembered. */
const retried = new ProcessMemory<Record<string, Remembered>>(200);

/**
 * What the Retries of one execution sent, kept in the n8n process: n8n begins each Retry from the data that
 * the original saved, so a second Retry of it would know nothing of the first.
 */
export function retriedSubmissions(origin: string): Record<string, Remembered> {
	const known = retried.get(origin, 'submissions') ?? {};
	retried.set(origin, 'submissions', known);
	return known;
}
