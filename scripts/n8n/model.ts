// What n8n's REST interface speaks of.
import type { ExecutionData } from './executionData';

export interface Login {
	email: string;
	password: string;
}

export interface WorkflowNode {
	id?: string;
	name: string;
	type: string;
	typeVersion: number;
	position: [number, number];
	parameters: Record<string, unknown>;
	credentials?: Record<string, { id: string; name: string }>;
	[setting: string]: unknown;
}

/** A workflow as the editor exports it. */
export interface WorkflowDocument {
	name: string;
	nodes: WorkflowNode[];
	connections: Record<string, unknown>;
	settings?: Record<string, unknown>;
}

export interface Workflow extends WorkflowDocument {
	id: string;
	active: boolean;
	versionId?: string;
}

export interface Credential {
	id: string;
	name: string;
	type: string;
}

export interface CredentialInput {
	name: string;
	type: string;
	data: Record<string, unknown>;
}

/** `ENDED` are those that do not change any more. */
export const ENDED = ['success', 'error', 'canceled', 'crashed'] as const;
export type ExecutionStatus = (typeof ENDED)[number] | 'new' | 'running' | 'waiting' | 'unknown';

export interface Execution {
	id: string;
	status: ExecutionStatus;
	startedAt: string;
	stoppedAt: string | null;
	waitTill: string | null;
	data: ExecutionData;
}
