/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/require-node-api-error */
// n8n's own REST interface, as its editor uses it: everything a script needs to drive a server.
import axios, { type AxiosInstance, type AxiosResponse, isAxiosError } from 'axios';
import { parseExecutionData, type BinaryFile } from './executionData';
import type {
	Credential,
	CredentialInput,
	Execution,
	ExecutionStatus,
	Login,
	Workflow,
	WorkflowDocument,
} from './model';

const ENDED: ExecutionStatus[] = ['success', 'error', 'canceled', 'crashed'];

/** A refusal by n8n, in its own words. */
export class N8nRefused extends Error {
	constructor(
		readonly status: number,
		what: string,
		said: string,
	) {
		super(`n8n refused (${status}) ${what}: ${said}`);
		this.name = 'N8nRefused';
	}
}

export class N8nApi {
	private readonly http: AxiosInstance;
	private cookie = '';

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
			const headers = { cookie: this.cookie };
			const answer = await this.http.request<{ data: T }>({
				method,
				url: path,
				data,
				params,
				headers,
			});
			this.keepCookie(answer);
			return answer.data.data;
		} catch (error) {
			if (!isAxiosError<{ message?: string }>(error) || !error.response) throw error;
			const said = error.response.data?.message ?? error.message;
			throw new N8nRefused(error.response.status, `${method} ${path}`, said);
		}
	}

	private keepCookie(answer: AxiosResponse): void {
		const cookies = (answer.headers['set-cookie'] ?? []) as string[];
		const login = cookies.find((cookie) => cookie.startsWith('n8n-auth='));
		if (login) this.cookie = login.split(';')[0] ?? '';
	}

	/** Whether nobody owns this server yet. */
	async isFresh(): Promise<boolean> {
		const settings = await this.call<{ userManagement: { showSetupOnFirstLoad?: boolean } }>(
			'GET',
			'/rest/settings',
		);
		return settings.userManagement.showSetupOnFirstLoad === true;
	}

	async setUpOwner(login: Login, firstName = 'Kexiang', lastName = 'Demo'): Promise<void> {
		await this.call('POST', '/rest/owner/setup', { ...login, firstName, lastName });
	}

	async login({ email, password }: Login): Promise<void> {
		await this.call('POST', '/rest/login', { emailOrLdapLoginId: email, password });
	}

	/** The descriptions of all loaded node types. */
	async nodeDescriptions<T extends { name: string }>(): Promise<T[]> {
		const answer = await this.http.get<T[]>('/types/nodes.json', {
			headers: { cookie: this.cookie },
		});
		return answer.data;
	}

	/** The full names of all loaded node types. */
	async nodeTypes(): Promise<string[]> {
		return (await this.nodeDescriptions()).map((type) => type.name);
	}

	async credentials(): Promise<Credential[]> {
		return await this.call('GET', '/rest/credentials');
	}

	/** Creates the credential, or changes the one of the same name and type. */
	async saveCredential(input: CredentialInput): Promise<Credential> {
		const same = (await this.credentials()).find(
			({ name, type }) => name === input.name && type === input.type,
		);
		return same
			? await this.call('PATCH', `/rest/credentials/${same.id}`, input)
			: await this.call('POST', '/rest/credentials', input);
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
	async activateWorkflow(workflow: Workflow): Promise<void> {
		try {
			const { versionId } = workflow;
			await this.call('POST', `/rest/workflows/${workflow.id}/activate`, { versionId });
		} catch (error) {
			// n8n 1.x has no such address.
			if (!(error instanceof N8nRefused) || error.status !== 404) throw error;
			const { id, versionId } = workflow;
			await this.call('PATCH', `/rest/workflows/${id}`, { active: true, versionId });
		}
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
			executionStatus: 'success',
			source: [null],
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
		const raw = await this.call<Omit<Execution, 'data'> & { data: string }>(
			'GET',
			`/rest/executions/${id}`,
		);
		return { ...raw, data: parseExecutionData(raw.data) };
	}

	/** The executions of a workflow, newest first. */
	async executionsOf(
		workflowId: string,
		limit = 100,
	): Promise<Array<Pick<Execution, 'id' | 'status'>>> {
		const { results } = await this.call<{ results: Array<Pick<Execution, 'id' | 'status'>> }>(
			'GET',
			'/rest/executions',
			undefined,
			{ filter: JSON.stringify({ workflowId }), limit },
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
			watch(execution);
			if (ENDED.includes(execution.status)) {
				// n8n 1.x may write the state before the data.
				await new Promise((resolve) => setTimeout(resolve, 300));
				return await this.execution(id);
			}
			if (Date.now() > deadline) {
				throw new Error(`Execution ${id} is still ${execution.status} after ${limitSeconds} s`);
			}
			await new Promise((resolve) => setTimeout(resolve, 500));
		}
	}

	/** The bytes of a file that a node put out, wherever n8n keeps them. */
	async downloadBinary(file: BinaryFile): Promise<Buffer> {
		if (!file.id) return Buffer.from(file.data, 'base64');
		const answer = await this.http.get<ArrayBuffer>('/rest/binary-data', {
			params: { id: file.id, action: 'download', mimeType: file.mimeType },
			headers: { cookie: this.cookie },
			responseType: 'arraybuffer',
		});
		return Buffer.from(answer.data);
	}
}
