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
	INodeTypes,
	IRun,
	ITaskData,
	IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';
import { InMemoryCredentials } from './credentials';

const START_TYPE = 'test.start';

const startNodeType: INodeType = {
	description: {
		displayName: 'Start',
		name: START_TYPE,
		group: ['input'],
		version: 1,
		description: '',
		defaults: { name: 'Start' },
		inputs: [],
		outputs: ['main'],
		properties: [],
	},
	async execute() {
		return [this.getInputData()];
	},
};

class InMemoryNodeTypes implements INodeTypes {
	private readonly types: Map<string, INodeType>;

	constructor(nodeTypes: INodeType[]) {
		this.types = new Map(
			[startNodeType, ...nodeTypes].map((type) => [type.description.name, type]),
		);
	}

	getByName(name: string) {
		return this.getByNameAndVersion(name);
	}

	getByNameAndVersion(name: string): INodeType {
		const type = this.types.get(name);
		if (!type) throw new UnrecognizedNodeTypeError('test', name);
		return type;
	}

	getKnownTypes(): IDataObject {
		return {};
	}
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
	/** Sees the workflow's static data before the run. */
	staticData?: IDataObject;
	/** Repeats this run from the node that failed, as Retry in n8n's list of executions does. */
	retryOf?: IRun;
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
}

/**
 * Runs a chain of real nodes through n8n's own engine (n8n-core's WorkflowExecute, its HTTP helper and
 * credentials), in this process: no server, no database.
 */
export async function runWorkflow(options: RunOptions): Promise<WorkflowRun> {
	const nodeTypes = new InMemoryNodeTypes(options.nodeTypes);
	const start: INode = {
		id: 'start',
		name: 'Start',
		type: START_TYPE,
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
	};
	const references = Object.fromEntries(
		Object.keys(options.credentials).map((type) => [type, { id: '1', name: type }]),
	);
	const nodes = [
		start,
		...options.chain.map((node, index) => fullNode(node, index, nodeTypes, references)),
	];
	const workflow = new Workflow({
		id: 'test',
		name: 'test',
		active: false,
		nodes,
		connections: options.connections ?? chained(nodes),
		nodeTypes,
		staticData: options.staticData ?? {},
		settings: { executionOrder: 'v1' },
	});
	const additionalData = {
		credentialsHelper: new InMemoryCredentials(options.credentialTypes, options.credentials),
		hooks: new ExecutionLifecycleHooks('trigger', '1', workflow as never),
		executionId: options.retryOf ? '2' : '1',
		currentNodeExecutionIndex: 0,
		variables: {},
		webhookWaitingBaseUrl: 'http://localhost/webhook-waiting',
		formWaitingBaseUrl: 'http://localhost/form-waiting',
		logAiEvent: () => {},
	} as unknown as IWorkflowExecuteAdditionalData;

	const execution = options.retryOf
		? new WorkflowExecute(
				additionalData,
				'trigger',
				withoutFailure(options.retryOf),
			).processRunExecutionData(workflow)
		: new WorkflowExecute(additionalData, 'trigger').run({
				workflow,
				startNode: start,
				pinData: { Start: options.input ?? [{ json: {} }] },
			});
	if (options.cancelAfterMs !== undefined)
		setTimeout(() => execution.cancel(), options.cancelAfterMs);
	const run = await execution;
	const taskData = (name: string) => run.data.resultData.runData[name]?.[0];
	return {
		run,
		taskData,
		items: (name, output = 0) => taskData(name)?.data?.main?.[output] ?? [],
		error: run.data.resultData.error as WorkflowRun['error'],
		staticData: workflow.staticData,
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
	nodeTypes: INodeTypes,
	credentials: INode['credentials'],
): INode {
	const full: INode = {
		id: `node-${index}`,
		name: node.name ?? node.type,
		typeVersion: 1,
		position: [0, 0],
		credentials,
		...node,
		parameters: node.parameters ?? {},
	};
	const { description } = nodeTypes.getByNameAndVersion(full.type) as INodeType;
	full.parameters =
		NodeHelpers.getNodeParameters(
			description.properties,
			full.parameters,
			true,
			false,
			full,
			description,
		) ?? {};
	return full;
}

function chained(nodes: INode[]): IConnections {
	return Object.fromEntries(
		nodes
			.slice(0, -1)
			.map((node, index) => [
				node.name,
				{ main: [[{ node: nodes[index + 1]?.name ?? '', type: 'main', index: 0 }]] },
			]),
	);
}
