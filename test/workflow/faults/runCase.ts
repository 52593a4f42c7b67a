/* eslint-disable @n8n/community-nodes/no-restricted-globals */
import type { INodeExecutionData } from 'n8n-workflow';

import {
	REFUSED_URL,
	startSimulator,
	UNRESOLVABLE_URL,
	type Simulator,
} from '../../../simulator/server';
import { itemsOf, quick, run, submitImage, wait, type ChainNode } from '../../support/kexiang';
import type { WorkflowRun } from '../../support/runWorkflow';
import { inLanes } from './lanes';
import { MODES, pointOf, type FaultCase, type Mode, type Waiter } from './cases';
import { dressesOf, itemsOfNode, keyHits, shownBy, textsIn } from './traces';

/** Runs one cell of the matrix: three items, a fault for the second, one way to take errors. */

/** Stands for the key, and in the words of the faulty platform too. */
export const PLANTED = 'kx-matrix-b41f-not-a-real-key';
const DRESSES = dressesOf(PLANTED);
/** Longest that one run may take, ms. */
const HANG_MS = 40_000;
/** Short where the fault lasts; what comes through ends by itself, however busy the machine is. */
const limitsOf = ({ meaning, rule }: FaultCase) => {
	// What has succeeded is asked for its result until the time limit.
	const isEmpty = rule?.kind === 'successWithoutUrl' || rule?.kind === 'nullOutput';
	if (meaning === 'through') return { timeLimit: isEmpty ? 0.2 : 1, queryTimeout: 15 };
	return { timeLimit: 0.06, queryTimeout: 3 };
};

export interface CaseResult {
	fault: FaultCase;
	waiter: Waiter;
	mode: Mode;
	created: number;
	paid: number;
	/** Input items that were paid more than once. */
	paidTwice: number;
	/** Ids that the node under test shows. */
	idsShown: number;
	/** Tasks that the node under test does not name. */
	lost: number;
	keyHits: number;
	keysElsewhere: number;
	hung: boolean;
	seconds: number;
	run: WorkflowRun | undefined;
	shown: string;
	/** The items that a later Get Status brings for all tasks that are shown without a file. */
	recovered: INodeExecutionData[] | undefined;
	items: INodeExecutionData[];
}

export interface Job {
	fault: FaultCase;
	mode: Mode;
	waiter: Waiter;
}

const PROMPTS = ['a boat, item 0', 'a boat, item 1', 'a boat, item 2'];

const SIMULATOR = { key: PLANTED, taskSeconds: 0.05, quiet: true };

/** Runs all cells, so many at once, each lane with a simulator of its own. */
export async function runCases(
	lanes: number,
	jobs: readonly Job[],
	done: (result: CaseResult) => void,
): Promise<void> {
	await inLanes(lanes, jobs, SIMULATOR, async (simulator, job) => {
		const away = job.fault.address && ADDRESSES[job.fault.address];
		const isElsewhere = job.fault.phase === 'download' && away !== undefined;
		if (!isElsewhere) return done(await runCase(simulator, job, away));
		const other = await startSimulator({ ...SIMULATOR, resultsUrl: away });
		try {
			done(await runCase(other, job, away));
		} finally {
			await other.stop();
		}
	});
}

async function runCase(
	simulator: Simulator,
	job: Job,
	away: string | undefined,
): Promise<CaseResult> {
	const { fault, mode, waiter } = job;
	const started = Date.now();
	const ending = await Promise.race([
		carryOut(simulator, job, away),
		new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), HANG_MS).unref()),
	]);
	const seconds = (Date.now() - started) / 1000;
	const node = waiter === 'Wait for Task' ? 'Wait' : 'Submit';
	const shown = ending ? shownBy(ending, node) : '';
	const judged = judgeLedger(simulator, shown);
	simulator.clearFaults();
	const recovers = fault.meaning === 'later' && ending !== undefined;
	return {
		fault,
		waiter,
		mode,
		...judged,
		keyHits: ending ? keyHits(textsIn([ending.run, ending.staticData]), DRESSES) : 0,
		hung: ending === undefined,
		seconds,
		run: ending,
		shown,
		recovered: recovers ? await recover(simulator, shown) : undefined,
		items: ending ? itemsOfNode(ending, node) : [],
	};
}

/** Where nobody is. */
const ADDRESSES = {
	refused: REFUSED_URL,
	unresolvable: UNRESOLVABLE_URL.replace('http:', 'https:'),
};

async function carryOut(
	simulator: Simulator,
	{ fault, mode, waiter }: Job,
	away: string | undefined,
): Promise<WorkflowRun> {
	const input = itemsOf(...PROMPTS.map((prompt) => ({ prompt })));
	const errors = MODES[mode];
	const downloadFiles = fault.phase === 'download';
	const { timeLimit, queryTimeout } = limitsOf(fault);
	const waitOptions = { ...quick, interval: 1, timeLimit, maxFileSize: 1 };
	const waitAdvanced = { requestsPerSecond: 200, queryTimeout };
	// A submission that a busy machine gives up would leave nothing to ask for.
	const options = { submissionsAtOnce: 1 };
	const advanced = { requestTimeout: 60 };
	addFault(simulator, fault);
	if (waiter === 'submitting node') {
		const parameters = {
			options,
			advanced: { ...advanced, ...waitAdvanced },
			waitForCompletion: true,
			downloadFiles,
			waitOptions,
		};
		return await run(simulator, [submitImage({ ...errors, parameters })], { input });
	}
	const submitted = await run(simulator, [submitImage({ parameters: { options, advanced } })], {
		input,
	});
	const node: ChainNode = wait(
		{ downloadFiles, options: waitOptions, advanced: waitAdvanced },
		errors,
	);
	return await run(simulator, [node], {
		input: submitted.items('Submit').map(({ json }) => ({ json })),
		...(!downloadFiles && { credential: { taskApiUrl: away ?? simulator.platformUrl } }),
	});
}

function addFault(simulator: Simulator, fault: FaultCase): void {
	if (fault.rule === undefined) return;
	const message = `Refused, with the key ${PLANTED}`;
	simulator.addFault({ on: pointOf(fault), message, ...fault.rule, contains: 'item 1' });
}

function judgeLedger({ ledger }: Simulator, shown: string) {
	const promptOf = (body: unknown) =>
		(body as { user_input?: { prompt?: string } } | undefined)?.user_input?.prompt ?? '';
	const paidOf = (prompt: string) =>
		ledger.tasks.filter((task) => task.paid && promptOf(task.body) === prompt).length;
	const isShown = ({ id }: { id: string }) => names(shown, id);
	return {
		created: ledger.tasks.length,
		paid: ledger.tasks.filter(({ paid }) => paid).length,
		paidTwice: PROMPTS.filter((prompt) => paidOf(prompt) > 1).length,
		idsShown: ledger.tasks.filter(isShown).length,
		lost: ledger.tasks.filter((task) => !isShown(task)).length,
		keysElsewhere: ledger.summary().keysSentToResultHosts,
	};
}

/** Whether a text holds the id; the port of an address is none. */
const names = (shown: string, id: string) => new RegExp(`(?<![:\\d])${id}\\b`).test(shown);

/** Asks later, without the fault, for every task that the run showed. */
async function recover(simulator: Simulator, shown: string): Promise<INodeExecutionData[]> {
	const ids = simulator.ledger.tasks.map(({ id }) => id).filter((id) => names(shown, id));
	const files = simulator.filesUrl.startsWith('http://127.0.0.1');
	const { items } = await run(
		simulator,
		[wait({ operation: 'getStatus', taskId: '={{ $json.id }}', downloadFiles: files })],
		{ input: itemsOf(...ids.map((id) => ({ id }))) },
	);
	return items('Wait');
}
