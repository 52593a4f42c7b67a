/* eslint-disable @n8n/community-nodes/no-restricted-imports */
// What one proof works with: a simulator, a server that has its credential, and ways to run workflows there.
import assert from 'node:assert/strict';
import type { N8nApi } from '../../scripts/n8n/api';
import type { OutputItem } from '../../scripts/n8n/executionData';
import type {
	Credential,
	CredentialInput,
	Execution,
	ExecutionStatus,
	Workflow,
	WorkflowDocument,
	WorkflowNode,
} from '../../scripts/n8n/model';
import { nodeOfType, withCredential } from '../../scripts/n8n/workflows';
import { credentialFor } from '../../simulator/credential';
import type { Ledger, Simulator } from '../../simulator/server';
import type { Bench, Site } from './bench';
import { errorOf, post, until } from './runs';
import { startLanguageModel, type LanguageModel } from './standIns/languageModel';
import { inARow, PACKAGE, prompts, webhook, type More } from './workflows';

export const WEBHOOK = 'n8n-nodes-base.webhook';
export const MANUAL_TRIGGER = 'n8n-nodes-base.manualTrigger';

/** What the call of a webhook brings, or whatever else calls a trigger. */
type Call = string[] | (() => Promise<unknown>);

export interface Active {
	workflow: Workflow;
	/** Calls the trigger. */
	call(given: Call): Promise<void>;
	/** Calls it and answers the id of the execution; for one call at a time. */
	start(given: Call): Promise<string>;
}

export class Scene {
	constructor(
		readonly bench: Bench,
		readonly simulator: Simulator,
		readonly site: Site,
		private readonly stops: Array<() => Promise<unknown>> = [],
	) {}

	/** The same at another server, or at this one when it was started again. */
	at(site: Site): Scene {
		return new Scene(this.bench, this.simulator, site, this.stops);
	}

	/** Stops something at the end of the proof. */
	later(stop: () => Promise<unknown>): void {
		this.stops.push(stop);
	}

	async close(): Promise<void> {
		for (const stop of this.stops.reverse()) await stop();
		await this.simulator.stop();
	}

	get api(): N8nApi {
		return this.site.api;
	}

	get ledger(): Ledger {
		return this.simulator.ledger;
	}

	/** The ids of all tasks. */
	get tasks(): string[] {
		return this.ledger.tasks.map(({ id }) => id);
	}

	/** The ids of the tasks that something names. */
	idsIn(what: unknown): string[] {
		const text = typeof what === 'string' ? what : JSON.stringify(what);
		return this.tasks.filter((id) => text.includes(id));
	}

	credentialInput(): CredentialInput {
		return {
			name: `Simulator ${this.simulator.platformUrl}`,
			type: 'kexiangApi',
			data: credentialFor(this.simulator),
		};
	}

	/** A credential of the simulator. */
	async credential(name?: string): Promise<Credential> {
		const input = this.credentialInput();
		return await this.api.saveCredential({ ...input, name: name ?? input.name });
	}

	/** A stand-in for a language model that calls this tool, and its credential. */
	async languageModel(
		...told: Parameters<typeof startLanguageModel>
	): Promise<{ model: LanguageModel; chosen: Credential }> {
		const model = await startLanguageModel(...told);
		this.later(model.stop);
		const data = { apiKey: 'none', url: model.url };
		const input = { name: `Stand-in ${model.url}`, type: 'openAiApi', data };
		return { model, chosen: await this.api.saveCredential(input) };
	}

	/** Puts a workflow into n8n, with the simulator's credential unless another is given. */
	async create(document: WorkflowDocument, credential?: Credential): Promise<Workflow> {
		const chosen = credential ?? (await this.credential());
		return await this.api.createWorkflow(withCredential(document, PACKAGE, chosen));
	}

	async activate(document: WorkflowDocument, credential?: Credential): Promise<Active> {
		const { api } = this;
		const workflow = await this.create(document, credential);
		await api.activateWorkflow(workflow);
		const call = async (given: Call) => {
			if (typeof given === 'function') return void (await given());
			const { path } = nodeOfType(workflow, WEBHOOK).parameters;
			const body = () => ({ prompts: given });
			const { status, data } = await post(`${api.url}/webhook/${String(path)}`, body);
			assert.equal(status, 200, JSON.stringify(data));
		};
		const start = async (given: Call) =>
			await this.newExecution(workflow.id, async () => await call(given));
		return { workflow, call, start };
	}

	/** The execution that something starts, where nothing else starts one. */
	async newExecution(workflowId: string, work: () => Promise<unknown>): Promise<string> {
		const before = new Set((await this.api.executionsOf(workflowId)).map(({ id }) => id));
		await work();
		return await until('the execution is listed', 20, async () => {
			const now = await this.api.executionsOf(workflowId);
			return now.find(({ id }) => !before.has(id))?.id;
		});
	}

	/** Runs nodes in a row behind a webhook, once for each prompt. Answers the execution's id. */
	async start(row: WorkflowNode[], given: string[], more: More = {}): Promise<string> {
		const { start } = await this.activate(inARow([webhook(), prompts(), ...row], more));
		return await start(given);
	}

	/** Presses Execute workflow, or its like. Answers the execution's id. */
	async byHand(
		workflow: Workflow,
		trigger = MANUAL_TRIGGER,
		items?: Array<Record<string, unknown>>,
	): Promise<string> {
		return await this.api.runWorkflow(workflow, nodeOfType(workflow, trigger).name, items);
	}

	async ended(id: string, limitSeconds = 180): Promise<Execution> {
		return await this.api.waitForExecution(id, limitSeconds);
	}

	/** Waits until it has succeeded. */
	async succeeded(id: string, limitSeconds?: number): Promise<Execution> {
		const execution = await this.ended(id, limitSeconds);
		assert.equal(execution.status, 'success', errorOf(execution));
		return execution;
	}

	/** Waits until it has failed, and said all this. Answers what it said. */
	async failed(id: string, ...patterns: RegExp[]): Promise<string> {
		const execution = await this.ended(id);
		assert.equal(execution.status, 'error');
		const said = errorOf(execution);
		for (const pattern of patterns) assert.match(said, pattern);
		return said;
	}

	async untilStatus(id: string, status: ExecutionStatus, limitSeconds: number): Promise<Execution> {
		return await until(`execution ${id} is ${status}`, limitSeconds, async () => {
			const execution = await this.api.execution(id);
			return execution.status === status && execution;
		});
	}

	/** Waits until the platform was asked for each of so many tasks. */
	async untilAsked(tasks: number): Promise<void> {
		await until('every task was asked for', 60, () => {
			const asked = this.ledger.tasks.filter(({ queries }) => queries > 0);
			return asked.length === tasks && this.ledger.tasks.length === tasks;
		});
	}

	/** The bytes of the first file of an item. */
	async fileOf({ binary = {} }: OutputItem): Promise<Buffer> {
		const [file] = Object.values(binary);
		assert.ok(file, 'the item has a file');
		const bytes = await this.api.downloadBinary(file);
		assert.ok(bytes.length > 0, 'the file is not empty');
		return bytes;
	}
}
