import type {
	ICredentialDataDecryptedObject,
	IConnections,
	INode,
	INodeExecutionData,
	INodeType,
} from 'n8n-workflow';

import { KexiangApi } from '../../credentials/KexiangApi.credentials';
import { KexiangFileStorageApi } from '../../credentials/KexiangFileStorageApi.credentials';
import { credentialFor, type Platform } from '../../simulator/credential';
import { nodeTypes } from './nodeTypes';
import { leapTo } from './quickTime';
import { runWorkflow, wired, type RunOptions, type WorkflowRun } from './runWorkflow';

/** A node of the chain; its type is its name in camel case. */
export type ChainNode = Partial<INode> & { type: string };

/** A submission of one picture, the cheapest thing to say. */
export const submitImage = (more: Partial<INode> = {}): ChainNode => ({
	type: 'kexiangGoogle',
	name: 'Submit',
	...more,
	parameters: {
		operation: 'kbananaProOfficialSubmit',
		prompt: '={{ $json.prompt ?? "a paper boat" }}',
		...more.parameters,
	},
});

/** A node by its provider and operation: `Google nanoBanana2Sync`. */
export const calling = (
	called: string,
	parameters: INode['parameters'] = {},
	more: Partial<INode> = {},
): ChainNode => {
	const [provider, operation = ''] = called.split(' ');
	const all = { operation, ...parameters, ...more.parameters };
	return { type: `kexiang${provider}`, name: 'Submit', ...more, parameters: all };
};

const waiter =
	(type: string) =>
	(parameters: INode['parameters'] = {}, more: Partial<INode> = {}): ChainNode => ({
		type,
		name: 'Wait',
		...more,
		parameters: { ...parameters },
	});
export const wait = waiter('kexiangWaitForTask');
/** A wait in n8n's database; wired by `askAgain`. */
export const durable = waiter('kexiangWaitForTaskDurable');

/** From Start over these nodes to Wait, which leads back into itself; of a durable wait's outputs, more wires. */
export function askAgain(before: string[] = [], others: string[][] = []): IConnections {
	const next = [...before, 'Wait'];
	const chain = ['Start', ...before].map((name, place) => [name, [[next[place] ?? '']]] as const);
	return wired({ ...Object.fromEntries(chain), Wait: [['Wait'], ...others] });
}

/** A wait that asks often, for tests that are about something else than the schedule. */
export const quick = { schedule: 'fixed', interval: 0.2 };

type Way = [string, typeof wait, output: number, wires: (before?: string[]) => object];
/** The nodes that wait: how, one that does not wait long, its first output for results, and its wires. */
export const WAYS_TO_WAIT: Way[] = [
	['in the process', (given, more) => wait({ options: quick, ...given }, more), 0, () => ({})],
	['durably', durable, 1, (before) => ({ connections: askAgain(before), onSleep: leapTo })],
];

/** As in n8n, which makes each node type once. */
let sharedTypes: ReturnType<typeof nodeTypes> | undefined;

/** Runs nodes against a simulator, with its key unless the test gives another credential. */
export async function run(
	simulator: Platform,
	chain: ChainNode[],
	options: Partial<Omit<RunOptions, 'nodeTypes' | 'credentialTypes' | 'credentials' | 'chain'>> & {
		credential?: Record<string, string>;
		/** The credential of a file storage, for those who share files by it. */
		fileStorage?: ICredentialDataDecryptedObject;
		/** Beside those of the package. */
		moreTypes?: INodeType[];
	} = {},
): Promise<WorkflowRun> {
	const { credential, fileStorage, moreTypes = [], ...rest } = options;
	return await runWorkflow({
		nodeTypes: [...(sharedTypes ??= nodeTypes()), ...moreTypes],
		credentialTypes: [new KexiangApi(), new KexiangFileStorageApi()],
		credentials: {
			kexiangApi: { ...credentialFor(simulator), ...credential },
			...(fileStorage && { kexiangFileStorageApi: fileStorage }),
		},
		chain,
		...rest,
	});
}

/** Input items that carry these fields. */
export const itemsOf = (...jsons: INodeExecutionData['json'][]): INodeExecutionData[] =>
	jsons.map((json) => ({ json }));
