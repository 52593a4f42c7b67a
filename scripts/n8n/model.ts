// What n8n's REST interface speaks of.
import type { ExecutionStatus } from 'n8n-workflow';
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
	versionId?: string;
}

export type Credential = Record<'id' | 'name' | 'type', string>;

export interface CredentialInput {
	name: string;
	type: string;
	data: Record<string, unknown>;
}

export type { ExecutionStatus };

export interface Execution {
	id: string;
	status: ExecutionStatus;
	data: ExecutionData;
}
