/** What people read of a wait in the database of n8n. */

/** Where only this step of a workflow is run. */
export const waitsInProcess = (): string =>
	'Run by itself, this node waits while the execution runs: n8n leads nothing back into the last node of a step';
