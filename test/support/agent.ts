import type {
	EngineRequest,
	EngineResponse,
	IConnections,
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
} from 'n8n-workflow';

import { KexiangApi } from '../../credentials/KexiangApi.credentials';
import { credentialFor, type Platform } from '../../simulator/credential';
import type { ChainNode } from './kexiang';
import { nodeTypes } from './nodeTypes';
import { describedAs, runWorkflow, type RunOptions, type WorkflowRun } from './runWorkflow';

/**
 * How n8n's AI Agent runs a tool: up to version 2 in the agent's own turn, by n8n-core's tool of
 * `getInputConnectionData`; from version 3 as a node of its own, which the engine runs for the agent.
 */
export type AgentKind = 'agent 1.7 and 2' | 'agent 3';
export const AGENT_KINDS: AgentKind[] = ['agent 1.7 and 2', 'agent 3'];

const TOOL = 'Tool';
const AGENT = 'Agent';
const AGENT_TYPE = 'test.agent';

interface Invocable {
	invoke(args: IDataObject): Promise<unknown>;
}

/** An agent whose model calls the one tool, once for each entry of `calls`, one call after another unless told otherwise. */
const agent: INodeType = {
	description: {
		...describedAs(AGENT_TYPE),
		inputs: ['main', { type: 'ai_tool', displayName: TOOL }],
		properties: [
			{ displayName: 'Calls', name: 'calls', type: 'json', default: '[{}]' },
			{ displayName: 'Kind', name: 'kind', type: 'string', default: '' },
			{ displayName: 'At Once', name: 'atOnce', type: 'boolean', default: false },
		],
	},
	async execute(
		this: IExecuteFunctions,
		response?: EngineResponse,
	): Promise<INodeExecutionData[][] | EngineRequest> {
		const calls = JSON.parse(String(this.getNodeParameter('calls', 0))) as IDataObject[];
		if (this.getNodeParameter('kind', 0) === 'agent 3') {
			if (response === undefined || response.actionResponses.length === 0)
				return {
					actions: calls.map((input, index) => ({
						actionType: 'ExecutionNodeAction',
						nodeName: TOOL,
						input,
						type: 'ai_tool',
						id: `call_${index}`,
						metadata: { itemIndex: 0 },
					})),
					metadata: {},
				};
			return [
				response.actionResponses.map(({ data }) => ({
					json: {
						said: JSON.stringify(data.data?.ai_tool?.[0]?.map(({ json }) => json)),
						error: data.error?.message,
					},
				})),
			];
		}
		const [tool] = (await this.getInputConnectionData('ai_tool', 0)) as Invocable[];
		const invoke = async (call: IDataObject): Promise<INodeExecutionData> => {
			try {
				return { json: { said: String(await tool?.invoke(call)) } };
			} catch (error) {
				return { json: { error: (error as Error).message } };
			}
		};
		if (this.getNodeParameter('atOnce', 0) === true) return [await Promise.all(calls.map(invoke))];
		const said: INodeExecutionData[] = [];
		for (const call of calls) said.push(await invoke(call));
		return [said];
	},
};

/** The tool form of a node type, as n8n makes it. */
function asTool(type: INodeType): INodeType {
	const tool: INodeType = Object.create(type);
	tool.description = {
		...structuredClone(type.description),
		name: `${type.description.name}Tool`,
		displayName: `${type.description.displayName} Tool`,
		inputs: [],
		outputs: ['ai_tool'],
	};
	return tool;
}

/** As in n8n, which makes each node type once. */
let sharedTypes: INodeType[] | undefined;
function allTypes(): INodeType[] {
	if (sharedTypes === undefined) {
		const types = nodeTypes();
		sharedTypes = [agent, ...types, ...types.map(asTool)];
	}
	return sharedTypes;
}

export interface AgentOptions extends Pick<RunOptions, 'input' | 'restApiUrl' | 'settings'> {
	executionId?: string;
	moreTypes?: INodeType[];
	/** The model calls several times in one answer; an agent of version 3 runs them one by one all the same. */
	atOnce?: boolean;
}

export interface AgentRun extends WorkflowRun {
	/** What the model was told by each call, as text. */
	said: string[];
	/** The messages of calls that ended in an error. */
	errors: string[];
}

/** Runs a node as the tool of an agent. `tool` is the node as it stands in a chain. */
export async function runAsTool(
	simulator: Platform,
	kind: AgentKind,
	tool: ChainNode,
	calls: IDataObject[] = [{}],
	{ executionId = '1', moreTypes = [], atOnce = false, ...more }: AgentOptions = {},
): Promise<AgentRun> {
	const connections: IConnections = {
		Start: { main: [[{ node: AGENT, type: 'main', index: 0 }]] },
		[TOOL]: { ai_tool: [[{ node: AGENT, type: 'ai_tool', index: 0 }]] },
	};
	const run = await runWorkflow({
		nodeTypes: [...allTypes(), ...moreTypes, ...moreTypes.map(asTool)],
		executionId,
		...more,
		credentialTypes: [new KexiangApi()],
		credentials: { kexiangApi: credentialFor(simulator) },
		chain: [
			{ type: AGENT_TYPE, name: AGENT, parameters: { calls: JSON.stringify(calls), kind, atOnce } },
			{ ...tool, type: `${tool.type}Tool`, name: TOOL },
		],
		connections,
	});
	const runs = run.run.data.resultData.runData[AGENT] ?? [];
	const items = runs.flatMap(({ data }) => data?.main?.[0] ?? []).map(({ json }) => json);
	return {
		...run,
		said: items.flatMap(({ said }) => (typeof said === 'string' ? [said] : [])),
		errors: items.flatMap(({ error }) => (typeof error === 'string' ? [error] : [])),
	};
}
