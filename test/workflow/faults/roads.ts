import type { IDataObject, INode } from 'n8n-workflow';

import type { Simulator } from '../../../simulator/server';
import { runAsTool, type AgentKind } from '../../support/agent';
import { askAgain, durable, itemsOf, run, wait, type ChainNode } from '../../support/kexiang';
import { leapTo } from '../../support/quickTime';
import type { WorkflowRun } from '../../support/runWorkflow';
import { nodeOf, type Kind } from './kinds';
import { shownByAll } from '../../support/traces';

/** Every road on which n8n takes a node that pays, and may take it more than once. */

export type Road =
	| 'plain workflow'
	| 'submit and wait'
	| 'Wait for Task'
	| 'durable'
	| 'tool of agent 1.7, 2'
	| 'tool of agent 3'
	| 'Retry On Fail'
	| 'Retry On Fail, changing'
	| 'Retry once'
	| 'original retried twice'
	| 'Retry retried';

/** How a node is told to take errors. */
const MODES = {
	'stop on error': {},
	continue: { onError: 'continueRegularOutput' },
	'error output': { onError: 'continueErrorOutput' },
	/** Of the node that waits; of the one that submits it is a road. */
	'tries again': { retryOnFail: true, maxTries: 2, waitBetweenTries: 1 },
} as const;

export type Mode = keyof typeof MODES;

/** Where a node is sent along, and with what. */
export interface Trip {
	road: Road;
	kind: Kind;
	/** How the node takes errors. */
	errors: Mode;
	/** Paid requests under way together. */
	atOnce: number;
	/** The node that submits waits too. */
	waits: boolean;
	/** Whoever waits downloads the files. */
	downloads?: boolean;
	/** Real seconds that one paid request may take, and one question. */
	seconds: { submit: number; query: number };
	/** Time limit of a wait, in minutes of the nodes' own time. */
	waitMinutes: number;
}

/** What came of it. */
export interface Journey {
	runs: WorkflowRun[];
	/** What a user, or the agent's model, can see of it. */
	shown: string;
}

type Place = Pick<Simulator, 'platformUrl' | 'toolsUrl' | 'key'>;

export const AGENTS: Partial<Record<Road, AgentKind>> = {
	'tool of agent 1.7, 2': 'agent 1.7 and 2',
	'tool of agent 3': 'agent 3',
};

/** Roads on which a task is waited for in any case. */
export const WAITING: Road[] = ['submit and wait', 'Wait for Task', 'durable'];
export const ROADS: Road[] = [
	'plain workflow',
	...WAITING,
	'tool of agent 1.7, 2',
	'tool of agent 3',
	'Retry On Fail',
	'Retry On Fail, changing',
	'Retry once',
	'original retried twice',
	'Retry retried',
];

/** Minutes of the nodes' own time; longer than what the durable node waits in the process, so that it sleeps. */
const DURABLE_LIMIT = 8;
const AGAIN = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 };
const optionsOf = ({ waitMinutes: timeLimit }: Trip) => ({
	schedule: 'fixed',
	interval: 2,
	timeLimit,
	maxFileSize: 1,
});
const advancedOf = ({ seconds }: Trip) => ({
	requestsPerSecond: 200,
	queryTimeout: seconds.query,
});

/**
 * Takes one node along its road, with one item, or one call of the tool, for each word.
 * @param name of the execution; each Retry has a number behind it
 */
export async function travel(
	at: Place,
	trip: Trip,
	prompts: readonly string[],
	name: string,
): Promise<Journey> {
	const agent = AGENTS[trip.road];
	const submit = submittingNode(trip);
	if (agent !== undefined) {
		const calls = prompts.map((what): IDataObject => ({ what }));
		const end = await runAsTool(at, agent, submit, calls, { executionId: name });
		return { runs: [end], shown: JSON.stringify([end.said, end.errors, end.error?.message]) };
	}
	const input = itemsOf(...prompts.map((what) => ({ what })));
	let retries = 0;
	const retry = async (of: WorkflowRun) =>
		of.error === undefined
			? []
			: [await run(at, [submit], { retryOf: of.run, executionId: `${name}-${++retries}` })];
	const runs = [
		await run(at, chainOf(trip, submit), {
			input,
			onSleep: leapTo,
			executionId: name,
			...wiresOf(trip),
		}),
	];
	const [original] = runs;
	if (original && trip.road === 'Retry once') runs.push(...(await retry(original)));
	if (original && trip.road === 'original retried twice') {
		runs.push(...(await retry(original)));
		runs.push(...(await retry(original)));
	}
	if (original && trip.road === 'Retry retried') {
		const [first] = await retry(original);
		if (first) runs.push(first, ...(await retry(first)));
	}
	return { runs, shown: shownByAll(runs) };
}

function submittingNode(trip: Trip): ChainNode {
	const { road, kind, errors, atOnce, waits, downloads = false, seconds } = trip;
	const isTool = AGENTS[road] !== undefined;
	const what = isTool ? "{{ $fromAI('what', 'a word', 'string') }}" : '{{ $json.what }}';
	const changes = road === 'Retry On Fail, changing' || isTool;
	const parameters: INode['parameters'] = {
		options: { submissionsAtOnce: atOnce },
		advanced: { requestTimeout: seconds.submit, ...(waits && advancedOf(trip)) },
		waitForCompletion: waits,
		...(waits && { waitOptions: optionsOf(trip), downloadFiles: downloads }),
	};
	return nodeOf(kind, changes ? `${what}-{{ Math.random() }}` : what, {
		...MODES[errors],
		...((isTool || road.startsWith('Retry On Fail')) && AGAIN),
		parameters,
	});
}

function chainOf(trip: Trip, submit: ChainNode): ChainNode[] {
	const { road, errors, downloads: downloadFiles = false, seconds } = trip;
	if (road === 'Wait for Task') {
		const parameters = { downloadFiles, options: optionsOf(trip), advanced: advancedOf(trip) };
		return [submit, wait(parameters, MODES[errors])];
	}
	if (road === 'durable') {
		const options = { timeLimit: DURABLE_LIMIT, maxFileSize: 1 };
		const advanced = { queryTimeout: seconds.query };
		return [submit, durable({ downloadFiles, options, advanced }, MODES[errors])];
	}
	return [submit];
}

const wiresOf = ({ road }: Trip) =>
	road === 'durable' ? { connections: askAgain(['Submit']) } : {};
