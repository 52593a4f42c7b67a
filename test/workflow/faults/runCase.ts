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
import { MODES, pointOf, type FaultCase, type Mode, type Waiter } from './cases';
import { dressesOf, itemsOfNode, keyHits, shownBy, textsIn } from './traces';

/** Runs one cell of the matrix: three items, a fault for the second, one way to take errors. */

/** Stands for the key, and in the words of the faulty platform too. */
export const PLANTED = 'kx-matrix-b41f-not-a-real-key';
const DRESSES = dressesOf(PLANTED);
/** Longest that one run may take, ms. */
const HANG_MS = 40_000;
/** Short where the fault lasts; what comes through ends by itself, however busy the machine is. */
const limitsOf = ({ meaning }: FaultCase) =>
	meaning === 'through'
		? { timeLimit: 1, requestTimeout: 15 }
		: { timeLimit: 0.03, requestTimeout: 3 };

export interface CaseResult {
	fault: FaultCase;
	waiter: Waiter | undefined;
	mode: Mode;
	created: number;
	paid: number;
	/** Input items that were paid more than once. */
	paidTwice: number;
	/** Ids that the node under test shows. */
	idsShown: number;
	/** Ids that reached the client whole, but are not shown. */
	idsHidden: number;
	/** Tasks that nobody names, and for which nobody says that one may exist. */
	lost: number;
	/** POSTs of the second item. */
	submissions: number;
	keyHits: number;
	keysElsewhere: number;
	hung: boolean;
	seconds: number;
	run: WorkflowRun | undefined;
	/** Name of the node under test. */
	node: string;
	shown: string;
	/** The items that a later Get Status brings for all tasks that are shown without a file. */
	recovered: INodeExecutionData[] | undefined;
	items: INodeExecutionData[];
	prompts: string[];
}

const PROMPTS = ['a boat, item 0', 'a boat, item 1', 'a boat, item 2'];

export async function runCase(
	fault: FaultCase,
	mode: Mode,
	waiter: Waiter | undefined,
): Promise<CaseResult> {
	const away = fault.address && ADDRESSES[fault.address];
	const simulator = await startSimulator({
		key: PLANTED,
		taskSeconds: 0.05,
		quiet: true,
		...(fault.phase === 'download' && away !== undefined && { resultsUrl: away }),
	});
	try {
		const started = Date.now();
		const ending = await Promise.race([
			carryOut(simulator, fault, mode, waiter, away),
			new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), HANG_MS).unref()),
		]);
		const seconds = (Date.now() - started) / 1000;
		const node = waiter === 'Wait for Task' ? 'Wait' : 'Submit';
		const shown = ending ? shownBy(ending, node) : '';
		simulator.clearFaults();
		const recovers = fault.meaning === 'later' && ending !== undefined;
		return {
			fault,
			waiter,
			mode,
			...judgeLedger(simulator, shown, fault),
			keyHits: ending ? keyHits(textsIn([ending.run, ending.staticData]), DRESSES) : 0,
			hung: ending === undefined,
			seconds,
			run: ending,
			node,
			shown,
			recovered: recovers ? await recover(simulator, shown) : undefined,
			items: ending ? itemsOfNode(ending, node) : [],
			prompts: PROMPTS,
		};
	} finally {
		await simulator.stop();
	}
}

/** Where nobody is. */
const ADDRESSES = {
	refused: REFUSED_URL,
	unresolvable: UNRESOLVABLE_URL.replace('http:', 'https:'),
};

async function carryOut(
	simulator: Simulator,
	fault: FaultCase,
	mode: Mode,
	waiter: Waiter | undefined,
	away: string | undefined,
): Promise<WorkflowRun> {
	const input = itemsOf(...PROMPTS.map((prompt) => ({ prompt })));
	const errors = MODES[mode];
	const downloadFiles = fault.phase === 'download';
	const limits = limitsOf(fault);
	const waitOptions = { ...quick, ...limits, maxFileSize: 1 };
	const options = { submissionsAtOnce: 1, requestTimeout: limits.requestTimeout };
	const credential = { taskApiUrl: away ?? simulator.platformUrl };
	if (waiter === undefined) {
		addFault(simulator, fault);
		return await run(simulator, [submitImage({ ...errors, parameters: { options } })], {
			input,
			credential,
		});
	}
	if (waiter === 'submitting node') {
		addFault(simulator, fault);
		const parameters = { options, waitForCompletion: true, downloadFiles, waitOptions };
		return await run(simulator, [submitImage({ ...errors, parameters })], { input });
	}
	const submitted = await run(simulator, [submitImage({ parameters: { options } })], { input });
	addFault(simulator, fault);
	const node: ChainNode = wait({ downloadFiles, options: waitOptions }, errors);
	return await run(simulator, [node], {
		input: submitted.items('Submit').map(({ json }) => ({ json })),
		...(!downloadFiles && { credential }),
	});
}

/** Ids of a new simulator count from here. */
const SECOND_TASK = '33203';

function addFault(simulator: Simulator, fault: FaultCase): void {
	if (fault.rule === undefined) return;
	const on = pointOf(fault);
	const rule = { on, message: `Refused, with the key ${PLANTED}`, ...fault.rule };
	if (on !== 'submit') simulator.addFault({ ...rule, taskId: SECOND_TASK });
	// Before the body is read nobody knows whose it is; the submissions come in order.
	else if (rule.kind === 'resetBeforeRead') simulator.addFault({ ...rule, after: 1, times: 1 });
	else simulator.addFault({ ...rule, contains: 'item 1' });
}

function judgeLedger({ ledger }: Simulator, shown: string, fault: FaultCase) {
	const promptOf = (body: unknown) =>
		(body as { user_input?: { prompt?: string } } | undefined)?.user_input?.prompt ?? '';
	const paidOf = (prompt: string) =>
		ledger.tasks.filter((task) => task.paid && promptOf(task.body) === prompt).length;
	const arrived = ledger.tasks.filter(({ deliveredIds }) => deliveredIds.length > 0);
	const isShown = ({ id }: { id: string }) => names(shown, id);
	const mayExist = /may have been created/.test(shown) && shown.includes('"taskMayExist":true');
	const unnamed = ledger.tasks.filter((task) => !isShown(task));
	return {
		created: ledger.tasks.length,
		paid: ledger.tasks.filter(({ paid }) => paid).length,
		paidTwice: PROMPTS.filter((prompt) => paidOf(prompt) > 1).length,
		idsShown: ledger.tasks.filter(isShown).length,
		idsHidden: unnamed.filter((task) => arrived.includes(task)).length,
		lost: unnamed.filter((task) => arrived.includes(task) || !mayExist).length,
		submissions:
			ledger.requests.filter(
				({ method, body }) => method === 'POST' && promptOf(body) === PROMPTS[1],
			).length + (fault.rule?.kind === 'resetBeforeRead' && fault.phase === 'submit' ? 1 : 0),
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
