/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports, @typescript-eslint/no-require-imports, no-console */
/*
 * One task, waited for by the usual loop of n8n's own nodes (HTTP Request, If, Wait) and by ours, in the same
 * engine: node runs, and bytes that n8n stores of the execution. Needs n8n's own nodes: N8N_NODES_BASE is the
 * folder of the package n8n-nodes-base, by default the one that `npm start` has installed.
 * Run: npx tsx test/bench/waiting/loop.ts
 */
import '../../support/environment';
import { existsSync } from 'node:fs';
import path from 'node:path';
import type {
	IConnections,
	IExecuteFunctions,
	INode,
	INodeExecutionData,
	INodeType,
} from 'n8n-workflow';
import { cacheFolder } from '../../../scripts/n8n/cache';
import { RELEASES } from '../../../scripts/n8n/releases';
import { startSimulator, type Simulator } from '../../../simulator/server';
import { builtPackage } from '../../support/built';
import { runWorkflow, type WorkflowRun } from '../../support/runWorkflow';
import { tell } from '../figures';

const INTERVAL_SECONDS = 0.2;
const TASK_SECONDS = 30 * INTERVAL_SECONDS;

interface Versioned {
	getNodeType(version: number): INodeType;
}

function baseFolder(): string {
	const installed = Object.values(RELEASES).map(({ version }) =>
		path.join(cacheFolder(), `n8n-${version}`, 'node_modules', 'n8n-nodes-base'),
	);
	const found = [process.env.N8N_NODES_BASE ?? '', ...installed].find(
		(folder) => folder !== '' && existsSync(folder),
	);
	if (!found)
		throw new Error(
			'n8n-nodes-base was not found: run `npm start -- --once` first, or set N8N_NODES_BASE',
		);
	return found;
}

function baseNode(name: string, version: number): INodeType {
	const file = path.join(baseFolder(), 'dist', 'nodes', name, `${name}.node.js`);
	const Class = (require(file) as Record<string, new () => Versioned | INodeType>)[name];
	if (!Class) throw new Error(`${file} has no ${name}`);
	const node = new Class();
	return 'getNodeType' in node ? node.getNodeType(version) : node;
}

interface TakesContext {
	execute(context: IExecuteFunctions): Promise<INodeExecutionData[][]>;
}

/** Its class is of another copy of n8n-workflow, so that the engine here does not give it its context by itself. */
function waitNode(): INodeType {
	const node: unknown = baseNode('Wait', 1.1);
	const { description } = node as INodeType;
	return {
		description,
		async execute(this: IExecuteFunctions) {
			return await (node as TakesContext).execute(this);
		},
	};
}

const toNode = (node: string) => [{ node, type: 'main' as const, index: 0 }];

async function loop(simulator: Simulator): Promise<WorkflowRun> {
	const nodes: Array<Partial<INode> & { type: string }> = [
		submit,
		{
			type: 'httpRequest',
			name: 'Ask',
			typeVersion: 4.2,
			parameters: {
				url: `=${simulator.platformUrl}/api/v1/user_task/get/passAuth/{{ $('Submit').item.json.taskId }}`,
				sendHeaders: true,
				headerParameters: { parameters: [{ name: 'x-api-key', value: simulator.key }] },
				options: {},
			},
		},
		{
			type: 'if',
			name: 'Done?',
			typeVersion: 1,
			parameters: {
				conditions: { string: [{ value1: '={{ $json.task_status }}', value2: 'success' }] },
			},
		},
		{
			type: 'wait',
			name: 'Pause',
			typeVersion: 1.1,
			parameters: { resume: 'timeInterval', amount: INTERVAL_SECONDS, unit: 'seconds' },
		},
	];
	const connections: IConnections = {
		Start: { main: [toNode('Submit')] },
		Submit: { main: [toNode('Ask')] },
		Ask: { main: [toNode('Done?')] },
		'Done?': { main: [[], toNode('Pause')] },
		Pause: { main: [toNode('Ask')] },
	};
	return await runWorkflow({
		...withCredential(simulator),
		nodeTypes: [...ours.nodeTypes, baseNode('HttpRequest', 4.2), baseNode('If', 1), waitNode()],
		chain: nodes,
		connections,
	});
}

const ours = builtPackage();

const submit = {
	type: 'kexiangGoogle',
	name: 'Submit',
	parameters: { operation: 'kbananaProOfficialSubmit', prompt: 'a paper boat' },
};

const withCredential = (simulator: Simulator) => ({
	...ours,
	credentials: {
		kexiangApi: {
			apiKey: simulator.key,
			taskApiUrl: simulator.platformUrl,
			toolApiUrl: simulator.toolsUrl,
		},
	},
});

const waiter = async (simulator: Simulator) =>
	await runWorkflow({
		...withCredential(simulator),
		chain: [
			submit,
			{
				type: 'kexiangWaitForTask',
				name: 'Wait',
				parameters: {
					options: { schedule: 'fixed', interval: INTERVAL_SECONDS },
					advanced: { requestsPerSecond: 50 },
				},
			},
		],
	});

async function main(): Promise<void> {
	console.log('| waited for by | questions | node runs | bytes of execution data |');
	console.log('| --- | ---: | ---: | ---: |');
	const rows: Array<{ runs: number; bytes: number }> = [];
	for (const [name, work] of [
		['HTTP Request, If, Wait', loop],
		['Kexiang Wait for Task', waiter],
	] as const) {
		const simulator = await startSimulator({ taskSeconds: TASK_SECONDS, quiet: true });
		const { run, error } = await work(simulator);
		if (error) throw new Error(error.message);
		const { runData } = run.data.resultData;
		const runs = Object.values(runData).reduce((sum, node) => sum + node.length, 0);
		const polls = simulator.ledger.requests.filter(({ method }) => method === 'GET').length;
		const bytes = Buffer.byteLength(JSON.stringify(runData));
		rows.push({ runs, bytes });
		console.log(`| ${name} | ${polls} | ${runs} | ${bytes} |`);
		await simulator.stop();
	}
	const [loops, own] = rows;
	if (!loops || !own) return;
	const name = 'HTTP Request, If, Wait';
	await tell(
		{ figure: 'loop: node runs', ours: own.runs, other: { name, value: loops.runs } },
		{
			figure: 'loop: bytes of execution data',
			ours: own.bytes,
			other: { name, value: loops.bytes },
		},
	);
}

void main();
