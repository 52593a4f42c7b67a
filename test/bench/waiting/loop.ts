/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports, @typescript-eslint/no-require-imports */
/*
 * One task, waited for by the usual loop of n8n's own nodes (HTTP Request, If, Wait) and by ours, in the same
 * engine: node runs, and bytes that n8n stores of the execution. Needs n8n's own nodes: N8N_NODES_BASE is the
 * folder of the package n8n-nodes-base, by default the one that `npm start` has installed.
 * Run: npm run build, then npx tsx test/bench/waiting/loop.ts
 */
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { IConnections, IExecuteFunctions, INodeExecutionData, INodeType } from 'n8n-workflow';
import { cacheFolder } from '../../../scripts/n8n/cache';
import { RELEASES } from '../../../scripts/n8n/releases';
import { startSimulator, type Simulator } from '../../../simulator/server';
import { ours, run, submit, wait } from '../engine';
import { print, tell } from '../figures';

const INTERVAL_SECONDS = 0.2;
const TASK_SECONDS = 30 * INTERVAL_SECONDS;

interface Versioned {
	getNodeType(version: number): INodeType;
}

function baseNode(name: string, version: number): INodeType {
	const installed = Object.values(RELEASES).map((release) =>
		path.join(cacheFolder(), `n8n-${release.version}`, 'node_modules', 'n8n-nodes-base'),
	);
	const folder = [process.env.N8N_NODES_BASE ?? '', ...installed].find((one) => existsSync(one));
	if (!folder) throw new Error('Run `npm start -- --once` first, or set N8N_NODES_BASE');
	const file = path.join(folder, 'dist', 'nodes', name, `${name}.node.js`);
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

const to = (node: string) => [{ node, type: 'main' as const, index: 0 }];
const CONNECTIONS: IConnections = {
	Start: { main: [to('Submit')] },
	Submit: { main: [to('Ask')] },
	Ask: { main: [to('Done?')] },
	'Done?': { main: [[], to('Pause')] },
	Pause: { main: [to('Ask')] },
};

const DONE = [{ value1: '={{ $json.task_status }}', value2: 'success' }];
const PAUSE = { resume: 'timeInterval', amount: INTERVAL_SECONDS, unit: 'seconds' };

const loop = async (simulator: Simulator) =>
	await run(simulator, {
		nodeTypes: [...ours.nodeTypes, baseNode('HttpRequest', 4.2), baseNode('If', 1), waitNode()],
		connections: CONNECTIONS,
		chain: [
			submit(),
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
			{ type: 'if', name: 'Done?', typeVersion: 1, parameters: { conditions: { string: DONE } } },
			{ type: 'wait', name: 'Pause', typeVersion: 1.1, parameters: PAUSE },
		],
	});

const options = { schedule: 'fixed', interval: INTERVAL_SECONDS };
const waiter = async (simulator: Simulator) =>
	await run(simulator, {
		chain: [submit(), wait({ options, advanced: { requestsPerSecond: 50 } })],
	});

async function measure(name: string, work: typeof loop) {
	const simulator = await startSimulator({ taskSeconds: TASK_SECONDS, quiet: true });
	const { runData } = (await work(simulator)).run.data.resultData;
	await simulator.stop();
	const runs = Object.values(runData).reduce((sum, node) => sum + node.length, 0);
	const polls = simulator.ledger.requests.filter(({ method }) => method === 'GET').length;
	const bytes = Buffer.byteLength(JSON.stringify(runData));
	return { runs, bytes, row: [name, polls, runs, bytes] };
}

async function main(): Promise<void> {
	const name = 'HTTP Request, If, Wait';
	const theirs = await measure(name, loop);
	const own = await measure('Kexiang Wait for Task', waiter);
	print('waited for by | questions | node runs | bytes of data', theirs.row, own.row);
	const beside = (value: number) => ({ name, value });
	await tell(
		{ figure: 'loop: node runs', ours: own.runs, other: beside(theirs.runs) },
		{ figure: 'loop: bytes of execution data', ours: own.bytes, other: beside(theirs.bytes) },
	);
}

void main();
