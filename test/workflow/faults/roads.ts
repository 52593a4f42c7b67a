import type { IDataObject, INode } from 'n8n-workflow';

import type { Simulator } from '../../../simulator/server';
import { runAsTool, type AgentKind } from '../../support/agent';
import { AGAIN } from '../../support/boats';
import { askAgain, durable, itemsOf, run, wait, type ChainNode } from '../../support/kexiang';
import { leapTo } from '../../support/quickTime';
import type { WorkflowRun } from '../../support/runWorkflow';
import { shownByAll } from '../../support/traces';
import { nodeOf, type Kind } from './kinds';

/** Every road on which n8n takes a node that pays, and may take it more than once. */

export const ROADS = [
	'plain workflow',
	'submit and wait',
	'Wait for Task',
	'durable',
	'tool of agent 1.7, 2',
	'tool of agent 3',
	'Retry On Fail',
	'Retry On Fail, changing',
	'Retry once',
	'original retried twice',
	'Retry retried',
] as const;
export type Road = (typeof ROADS)[number];

/** Roads on which a task is waited for in any case. */
export const WAITING: readonly Road[] = ['submit and wait', 'Wait for Task', 'durable'];
export const AGENTS: Partial<Record<Road, AgentKind>> = {
	'tool of agent 1.7, 2': 'agent 1.7 and 2',
	'tool of agent 3': 'agent 3',
};

/** How a node is told to take errors. */
const MODES = {
	'stop on error': {},
	continue: { onError: 'continueRegularOutput' },
	'error output': { onError: 'continueErrorOutput' },
	/** Of the node that waits; of the one that submits it is a road. */
	'tries again': { ...AGAIN, maxTries: 2 },
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

/**
 * Takes one node along its road, with one item, or one call of the tool, for each word.
 * @param name of the execution; each Retry has a number behind it
 */
export async function travel(
	at: Pick<Simulator, 'platformUrl' | 'toolsUrl' | 'key'>,
	trip: Trip,
	prompts: readonly string[],
	name: string,
): Promise<Journey> {
	const { road } = trip;
	const submit = submittingNode(trip);
	const words = prompts.map((what): IDataObject => ({ what }));
	const agent = AGENTS[road];
	if (agent !== undefined) {
		const end = await runAsTool(at, agent, submit, words, { executionId: name });
		return { runs: [end], shown: JSON.stringify([end.said, end.errors, end.error?.message]) };
	}
	const original = await run(at, [submit, ...waitingNodes(trip)], {
		input: itemsOf(...words),
		onSleep: leapTo,
		executionId: name,
		...(road === 'durable' && { connections: askAgain(['Submit']) }),
	});
	const runs = [original];
	/** The execution of this number, if it failed. */
	const retry = async (number: number) => {
		const failed = runs[number];
		if (failed?.error === undefined) return;
		const executionId = `${name}-${runs.length}`;
		runs.push(await run(at, [submit], { retryOf: failed.run, executionId }));
	};
	if (['Retry once', 'original retried twice', 'Retry retried'].includes(road)) await retry(0);
	if (road === 'original retried twice') await retry(0);
	if (road === 'Retry retried') await retry(1);
	return { runs, shown: shownByAll(runs) };
}

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

function waitingNodes(trip: Trip): ChainNode[] {
	const { road, errors, downloads: downloadFiles = false, seconds } = trip;
	if (road === 'Wait for Task') {
		const parameters = { downloadFiles, options: optionsOf(trip), advanced: advancedOf(trip) };
		return [wait(parameters, MODES[errors])];
	}
	if (road !== 'durable') return [];
	// Longer than it waits in the process, so that it sleeps. Not much longer where each question takes seconds.
	const options = { timeLimit: seconds.query < 30 ? 3 : 8, maxFileSize: 1 };
	const advanced = { queryTimeout: seconds.query };
	return [durable({ downloadFiles, options, advanced }, MODES[errors])];
}
