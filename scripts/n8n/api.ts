/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/require-node-api-error */
// n8n's own REST interface, as its editor uses it: everything a script needs to drive a server.
import { setTimeout as sleep } from 'node:timers/promises';
import axios, { type AxiosInstance, isAxiosError } from 'axios';
import { parseExecutionData, type BinaryFile } from './executionData';
import type {
	Credential,
	CredentialInput,
	Execution,
	Login,
	Workflow,
	WorkflowDocument,
} from './model';

/** A refusal by n8n, in its own words. */
class N8nRefused extends Error {
	constructor(
		readonly status: number,
		what: string,
		said: string,
	) {
		super(`n8n refused (${status}) ${what}: ${said}`);
	}
}

export class N8nApi {
	private readonly http: AxiosInstance;

	constructor(readonly url: string) {
		this.http = axios.create({ baseURL: url, timeout: 60_000, proxy: false });
	}

	/** One call of the interface, for what has no method of its own here. */
	async call<T>(
		method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
		path: string,
		data?: unknown,
		params?: Record<string, unknown>,
	): Promise<T> {
		try {
			const answer = await this.http.request<{ data: T }>({ method, url: path, data, params });
			const cookies = (answer.headers['set-cookie'] ?? []) as string[];
			const login = cookies.find((cookie) => cookie.startsWith('n8n-auth='));
			if (login) this.http.defaults.headers.common.cookie = login.split(';')[0] ?? '';
			return answer.data.data;
		} catch (error) {
			if (!isAxiosError<{ message?: string }>(error) || !error.response) throw error;
			const { status, data: refusal } = error.response;
			throw new N8nRefused(status, `${method} ${path}`, refusal?.message ?? error.message);
		}
	}

	/** Signs in as the owner, who is made if nobody owns this server yet. */
	async signIn({ email, password }: Login): Promise<void> {
		const settings = '/rest/settings';
		const { userManagement } = await this.call<{
			userManagement: { showSetupOnFirstLoad?: boolean };
		}>('GET', settings);
		const names = { firstName: 'Kexiang', lastName: 'Demo' };
		if (userManagement.showSetupOnFirstLoad)
			await this.call('POST', '/rest/owner/setup', { email, password, ...names });
		else await this.call('POST', '/rest/login', { emailOrLdapLoginId: email, password });
	}

	/** The descriptions of all loaded node types. */
	async nodeDescriptions<T extends { name: string }>(): Promise<T[]> {
		return (await this.http.get<T[]>('/types/nodes.json')).data;
	}

	/** The full names of all loaded node types. */
	async nodeTypes(): Promise<string[]> {
		return (await this.nodeDescriptions()).map((type) => type.name);
	}

	/** Creates the credential, or changes the one of the same name and type. */
	async saveCredential(input: CredentialInput): Promise<Credential> {
		const path = '/rest/credentials';
		const same = (await this.call<Credential[]>('GET', path)).find(
			({ name, type }) => name === input.name && type === input.type,
		);
		return same
			? await this.call('PATCH', `${path}/${same.id}`, input)
			: await this.call('POST', path, input);
	}

	async testCredential(
		id: string,
		input: CredentialInput,
	): Promise<{ status: 'OK' | 'Error'; message: string }> {
		return await this.call('POST', '/rest/credentials/test', { credentials: { id, ...input } });
	}

	async workflows(): Promise<Array<Pick<Workflow, 'id' | 'name'>>> {
		return await this.call('GET', '/rest/workflows');
	}

	async workflow(id: string): Promise<Workflow> {
		return await this.call('GET', `/rest/workflows/${id}`);
	}

	async createWorkflow(document: WorkflowDocument): Promise<Workflow> {
		// n8n 1.x does not assume that it is inactive.
		return await this.call('POST', '/rest/workflows', { active: false, ...document });
	}

	async updateWorkflow(id: string, document: WorkflowDocument): Promise<Workflow> {
		const { versionId } = await this.workflow(id);
		return await this.call('PATCH', `/rest/workflows/${id}`, { ...document, versionId });
	}

	/** From then on its triggers run it. n8n may take half a second to register webhooks. */
	async activateWorkflow({ id, versionId }: Workflow): Promise<void> {
		const path = `/rest/workflows/${id}`;
		await this.call('POST', `${path}/activate`, { versionId }).catch(async (error: unknown) => {
			// n8n 1.x has no such address.
			if (!(error instanceof N8nRefused) || error.status !== 404) throw error;
			await this.call('PATCH', path, { active: true, versionId });
		});
	}

	/** Runs it as the editor's button does, or its chat, with the items that the trigger brings. Answers the execution's id. */
	async runWorkflow(
		workflow: Workflow,
		trigger: string,
		items?: Array<Record<string, unknown>>,
	): Promise<string> {
		const data = items && {
			startTime: Date.now(),
			executionTime: 0,
			executionIndex: 0,
			source: [null],
			executionStatus: 'success',
			data: { main: [items.map((json) => ({ json }))] },
		};
		const { executionId } = await this.call<{ executionId: string }>(
			'POST',
			`/rest/workflows/${workflow.id}/run`,
			{ workflowData: workflow, triggerToStartFrom: { name: trigger, data } },
		);
		return executionId;
	}

	async execution(id: string): Promise<Execution> {
		const path = `/rest/executions/${id}`;
		const raw = await this.call<Omit<Execution, 'data'> & { data: string }>('GET', path);
		return { ...raw, data: parseExecutionData(raw.data) };
	}

	/** The executions of a workflow, newest first. */
	async executionsOf(workflowId: string): Promise<Array<Pick<Execution, 'id' | 'status'>>> {
		const filter = { filter: JSON.stringify({ workflowId }), limit: 100 };
		const { results } = await this.call<{ results: Array<Pick<Execution, 'id' | 'status'>> }>(
			'GET',
			'/rest/executions',
			undefined,
			filter,
		);
		return results;
	}

	/**
	 * Runs a failed execution again, as the arrow in the editor's list does; returns when that has ended.
	 * `loadWorkflow`: with the workflow as it is by now.
	 */
	async retryExecution(id: string, { loadWorkflow = false } = {}): Promise<void> {
		await this.call('POST', `/rest/executions/${id}/retry`, { loadWorkflow });
	}

	async stopExecution(id: string): Promise<void> {
		await this.call('POST', `/rest/executions/${id}/stop`, {});
	}

	/** Waits until it has ended; `watch` sees its state on the way. */
	async waitForExecution(
		id: string,
		limitSeconds: number,
		watch: (execution: Execution) => void = () => {},
	): Promise<Execution> {
		const deadline = Date.now() + limitSeconds * 1000;
		for (;;) {
			const execution = await this.execution(id);
			const { status } = execution;
			watch(execution);
			if (['success', 'error', 'canceled', 'crashed'].includes(status)) break;
			if (Date.now() > deadline)
				throw new Error(`Execution ${id} is still ${status} after ${limitSeconds} s`);
			await sleep(500);
		}
		// n8n 1.x may write the state before the data.
		await sleep(300);
		return await this.execution(id);
	}

	/** The bytes of a file that a node put out, wherever n8n keeps them. */
	async downloadBinary({ id, mimeType, data }: BinaryFile): Promise<Buffer> {
		if (!id) return Buffer.from(data, 'base64');
		const answer = await this.http.get<ArrayBuffer>('/rest/binary-data', {
			params: { id, action: 'download', mimeType },
			responseType: 'arraybuffer',
		});
		return Buffer.from(answer.data);
	}
}
