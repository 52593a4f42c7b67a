/* eslint-disable @n8n/community-nodes/no-restricted-globals */
import { ExecutionLifecycleHooks, UnrecognizedNodeTypeError, WorkflowExecute } from 'n8n-core';
import { NodeHelpers, Workflow } from 'n8n-workflow';
import type {
	ICredentialDataDecryptedObject,
	ICredentialType,
	IConnections,
	IDataObject,
	INode,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
	INodeTypes,
	IRun,
	ITaskData,
	IWorkflowExecuteAdditionalData,
	IWorkflowSettings,
} from 'n8n-workflow';
import { isObject } from '../../nodes/shared/util/json';
import { InMemoryCredentials } from './credentials';
import './log';
import { newestVersion } from './newestVersion';

const START_TYPE = 'test.start';

/** The description of a node that only tests have. */
export const describedAs = (name: string): INodeTypeDescription => ({
	displayName: name,
	name,
	group: ['transform'],
	version: 1,
	description: '',
	defaults: { name },
	inputs: ['main'],
	outputs: ['main'],
	properties: [],
});

const startNodeType: INodeType = {
	description: { ...describedAs(START_TYPE), inputs: [] },
	async execute() {
		return [this.getInputData()];
	},
};

function inMemory(nodeTypes: INodeType[]): INodeTypes {
	const types = new Map([startNodeType, ...nodeTypes].map((type) => [type.description.name, type]));
	const getByName = (name: string): INodeType => {
		const type = types.get(name);
		if (!type) throw new UnrecognizedNodeTypeError('test', name);
		return type;
	};
	return { getByName, getByNameAndVersion: getByName, getKnownTypes: () => ({}) };
}

export interface RunOptions {
	nodeTypes: INodeType[];
	credentialTypes: ICredentialType[];
	credentials: Record<string, ICredentialDataDecryptedObject>;
	/** The nodes after Start, in a chain over their first outputs. */
	chain: Array<Partial<INode> & { type: string }>;
	/** In place of the chain's connections; the first node is named Start. */
	connections?: IConnections;
	/** What the Start node emits. */
	input?: INodeExecutionData[];
	/** Stops the execution after so many milliseconds, as the button in the editor does. */
	cancelAfterMs?: number;
	/** Stops it as soon as this is settled. */
	cancelOn?: Promise<unknown>;
	/** Sees the workflow's static data before the run. */
	staticData?: IDataObject;
	/** Of the workflow. */
	settings?: IWorkflowSettings;
	/** Repeats this run from the node that failed, as Retry in n8n's list of executions does. */
	retryOf?: IRun;
	/** Sees when an execution that sleeps shall be resumed; it is resumed at once. */
	onSleep?: (till: Date, data: IRun['data']) => void;
	/** Another one for each run, unless given. */
	executionId?: string;
	/** Id of the execution that this one retries; that of `retryOf` unless given. */
	retryOfId?: string;
	/** Where n8n's own links to files begin. */
	restApiUrl?: string;
	/** Runs up to this node and no further, as Execute Step in the editor does. */
	lastStep?: string;
}

export interface WorkflowRun {
	run: IRun;
	/** Items of a node's output, by the node's name. */
	items: (nodeName: string, output?: number) => INodeExecutionData[];
	/** Everything a node left behind. */
	taskData: (nodeName: string) => ITaskData | undefined;
	error:
		| (IRun['data']['resultData']['error'] & { context?: IDataObject; description?: string | null })
		| undefined;
	staticData: IDataObject;
	/** When an execution that slept was to be resumed. */
	sleeps: Date[];
}

/** As n8n gives each execution an id of its own. */
let executions = 0;
const idOf = new WeakMap<IRun, string>();

/** An execution that sleeps more often has no end. */
const MOST_SLEEPS = 60;

/**
 * Runs a chain of real nodes through n8n's own engine (n8n-core's WorkflowExecute, its HTTP helper and
 * credentials), in this process: no server, no database.
 */
export async function runWorkflow(options: RunOptions): Promise<WorkflowRun> {
	const { lastStep } = options;
	const nodeTypes = inMemory(options.nodeTypes);
	const references = Object.fromEntries(
		Object.keys(options.credentials).map((type) => [type, { id: '1', name: type }]),
	);
	const full = (node: RunOptions['chain'][number], index: number) =>
		fullNode(node, index, nodeTypes.getByNameAndVersion(node.type), references);
	const start = full({ id: 'start', name: 'Start', type: START_TYPE, credentials: {} }, 0);
	const nodes = [start, ...options.chain.map(full)];
	// n8n makes a workflow anew when it resumes one.
	const newWorkflow = () =>
		new Workflow({
			id: 'test',
			name: 'test',
			active: false,
			nodes: structuredClone(nodes),
			connections: options.connections ?? chained(nodes),
			nodeTypes,
			staticData: options.staticData ?? {},
			settings: { executionOrder: 'v1', timezone: 'UTC', ...options.settings },
		});
	const workflow = newWorkflow();
	const executionId = options.executionId ?? String(++executions);
	const retryOfId = options.retryOfId ?? (options.retryOf && idOf.get(options.retryOf));
	const additionalData = {
		credentialsHelper: new InMemoryCredentials(options.credentialTypes, options.credentials),
		hooks: new ExecutionLifecycleHooks('trigger', executionId, workflow as never, retryOfId),
		executionId,
		currentNodeExecutionIndex: 0,
		variables: {},
		webhookWaitingBaseUrl: 'http://localhost/webhook-waiting',
		formWaitingBaseUrl: 'http://localhost/form-waiting',
		restApiUrl: options.restApiUrl,
		logAiEvent: () => {},
	} as unknown as IWorkflowExecuteAdditionalData;

	const resume = (data: IRun['data']) =>
		new WorkflowExecute(additionalData, 'trigger', data).processRunExecutionData(newWorkflow());
	const execution = options.retryOf
		? resume(withoutFailure(options.retryOf))
		: begin(new WorkflowExecute(additionalData, 'trigger'), {
				workflow,
				startNode: start,
				pinData: { Start: options.input ?? [{ json: {} }] },
				destinationNode:
					lastStep === undefined ? undefined : { nodeName: lastStep, mode: 'inclusive' },
			});
	if (options.cancelAfterMs !== undefined)
		setTimeout(() => execution.cancel(), options.cancelAfterMs);
	void options.cancelOn?.finally(() => execution.cancel());
	let run = await execution;
	const sleeps: Date[] = [];
	while (run.status === 'waiting' && run.waitTill) {
		if (sleeps.push(run.waitTill) > MOST_SLEEPS) throw new Error('The execution sleeps for ever');
		options.onSleep?.(run.waitTill, run.data);
		// In between, an execution lives in n8n's database alone.
		run = await resume(JSON.parse(JSON.stringify(run.data)) as IRun['data']);
	}
	idOf.set(run, executionId);
	const { runData } = run.data.resultData;
	// A node that slept has a run for each round, of which the last one gave its results out.
	const taskData = (name: string) => runData[name]?.at(sleeps.length > 0 ? -1 : 0);
	return {
		run,
		taskData,
		items: (name, output = 0) => taskData(name)?.data?.main?.[output] ?? [],
		error: run.data.resultData.error as WorkflowRun['error'],
		staticData: workflow.staticData,
		sleeps,
	};
}

/** What n8n hands on when it retries an execution: everything but the error and the output of the failed node. */
function withoutFailure({ data }: IRun): IRun['data'] {
	const copy = structuredClone(data);
	delete copy.resultData.error;
	copy.resultData.runData[copy.resultData.lastNodeExecuted ?? '']?.pop();
	return copy;
}

/** n8n fills defaults when it loads a workflow; so tests state only the parameters that they mean. */
function fullNode(
	node: RunOptions['chain'][number],
	index: number,
	type: INodeType,
	credentials: INode['credentials'],
): INode {
	const { description } = type;
	const full: INode = {
		id: `node-${index}`,
		name: node.name ?? node.type,
		typeVersion: newestVersion(description),
		position: [0, 0],
		credentials,
		...node,
		parameters: node.parameters ?? {},
	};
	refuseUnknownOptions(type, full);
	const { properties } = description;
	const given = full.parameters;
	full.parameters =
		NodeHelpers.getNodeParameters(properties, given, true, false, full, description) ?? {};
	return full;
}

const chained = (nodes: INode[]): IConnections =>
	wired(
		Object.fromEntries(
			nodes.slice(0, -1).map(({ name }, index) => [name, [[nodes[index + 1]?.name ?? '']]]),
		),
	);

/** Connections by where the outputs of each node lead. */
export const wired = (outputs: Record<string, string[][]>): IConnections => {
	const to = (node: string) => ({ node, type: 'main' as const, index: 0 });
	const mains = Object.entries(outputs).map(([name, all]) => [name, all.map((one) => one.map(to))]);
	return Object.fromEntries(mains.map(([name, main]) => [name, { main }])) as IConnections;
};

/**
 * n8n drops what a collection holds and the form does not know, so a test could set something that nobody reads and
 * go on green.
 * @throws for an option that no collection of that name in the node knows
 */
function refuseUnknownOptions(
	{ description }: INodeType,
	{ name, parameters = {} }: Partial<INode>,
): void {
	const collections = description.properties.filter(({ type }) => type === 'collection');
	for (const [key, value] of Object.entries(parameters)) {
		const same = collections.filter((collection) => collection.name === key);
		if (same.length === 0 || !isObject(value)) continue;
		const known = new Set(same.flatMap(({ options = [] }) => options.map((one) => one.name)));
		const unknown = Object.keys(value).filter((option) => !known.has(option));
		if (unknown.length > 0)
			throw new Error(`${name}: ${key} has no ${unknown.join(', ')} in the form`);
	}
}

type Beginning = Parameters<WorkflowExecute['run']>[0];

/** n8n 1.x takes one by one what 2.x takes together. */
function begin(execute: WorkflowExecute, beginning: Beginning): ReturnType<WorkflowExecute['run']> {
	if (execute.run.length === 1) return execute.run(beginning);
	const { workflow, startNode, destinationNode, pinData } = beginning;
	const given = [workflow, startNode, destinationNode, pinData];
	return Reflect.apply(execute.run, execute, given) as ReturnType<WorkflowExecute['run']>;
}
