import { NodeOperationError, type IExecuteFunctions } from 'n8n-workflow';

import { isObject } from '../shared/json';
import { readTask } from '../shared/platform/task';
import { deliverAll, type Fate, type WatchedItem } from '../shared/waiting/fates';
import { nextDelaySeconds, type Policy } from '../shared/waiting/schedule';
import { watchTasks, type WatchSettings } from '../shared/waiting/watch';
import { taskKey, type Outcome } from '../shared/waiting/waitForTasks';

/** What an execution remembers of one task between its waits; plain JSON, kept by n8n with the execution. */
interface Remembered {
	/** When it was first waited for here, ms. */
	since: number;
	polls: number;
	/** The answer that told its end; such a task is not asked for again. */
	body?: Record<string, unknown>;
}

const MEMORY = 'kexiangDurableWait';
/** n8n looks for executions to resume once a minute, so a shorter wait stays in the process. */
const SHORTEST_SECONDS = 65;
const LONGEST_SECONDS = 600;

/**
 * One round of a durable wait: asks once for every task that is not known to have ended. When some go on, n8n
 * puts the execution to sleep in its database; on waking it hands this node's input out of output 0, which leads
 * back here, and the next round begins. So the wait survives restarts and holds no worker.
 * @returns the fates of all items, or undefined when the execution was put to wait
 */
export async function durableRound(
	context: IExecuteFunctions,
	watched: readonly WatchedItem[],
	settings: WatchSettings,
	goOn: () => boolean,
): Promise<Array<Fate | undefined> | undefined> {
	requireLoop(context);
	const memory = readMemory(context);
	const now = Date.now();
	for (const { task } of watched) memory[taskKey(task)] ??= { since: now, polls: 0 };
	const of = (item: WatchedItem): Remembered =>
		memory[taskKey(item.task)] ?? { since: now, polls: 0 };
	const open = watched.filter((item) => of(item).body === undefined);
	const remaining = Math.max(
		0,
		...open.map((item) => settings.timeLimitSeconds - (now - of(item).since) / 1000),
	);
	// With little time left, n8n's clock is too coarse: the rest is waited for here.
	const inProcess = remaining <= SHORTEST_SECONDS;
	const asked = await watchTasks(
		context,
		open.map(({ task }) => task),
		open.map(({ index }) => index),
		{ ...settings, timeLimitSeconds: inProcess ? remaining : 0 },
	);
	open.forEach((item, place) => remember(of(item), asked[place]));
	if (!goOn()) return [];
	const running = asked.filter((outcome) => outcome.kind === 'stillRunning');
	if (running.length > 0 && !inProcess) {
		const youngest = Math.max(...open.map((item) => of(item).since));
		const delay = nextDelaySeconds(
			{
				elapsedSeconds: (now - youngest) / 1000,
				polls: 1,
				remainingSeconds: remaining,
				failures: 0,
			},
			policyOf(settings),
		);
		await context.putExecutionToWait(new Date(now + delay * 1000));
		return undefined;
	}
	const answers = new Map(open.map((item, place) => [item, asked[place]]));
	const outcomes = watched.map((item): Outcome => {
		const { since, polls, body } = of(item);
		const watch = { polls, secondsWaited: Math.round((Date.now() - since) / 1000) };
		const own = answers.get(item);
		if (own && own.kind !== 'finished') return { ...own, ...watch };
		return { kind: 'finished', task: readTask(body), body, ...watch };
	});
	return await deliverAll(context, watched, outcomes, goOn);
}

/** Grows with the time waited; never so short that n8n could not keep it. */
const policyOf = ({ schedule, intervalSeconds = 0 }: WatchSettings): Policy =>
	schedule === 'fixed'
		? { kind: 'fixed', intervalSeconds: Math.max(intervalSeconds, SHORTEST_SECONDS) }
		: { kind: 'smart', minSeconds: SHORTEST_SECONDS, maxSeconds: LONGEST_SECONDS };

function remember(memory: Remembered, outcome: Outcome | undefined): void {
	if (outcome === undefined) return;
	memory.polls += outcome.polls;
	if (outcome.kind === 'finished' && isObject(outcome.body)) memory.body = outcome.body;
}

function readMemory(context: IExecuteFunctions): Record<string, Remembered> {
	// n8n types a node's context as an open object; this key of it is ours alone.
	const stored: { [MEMORY]?: Record<string, Remembered> } = context.getContext('node');
	return (stored[MEMORY] ??= {});
}

/** Without the way back, the tasks would be handed on unfinished after the first wait. */
function requireLoop(context: IExecuteFunctions): void {
	const { name } = context.getNode();
	const connections = connectionsOf(context);
	if (connections === undefined || leadsBack(connections, name)) return;
	throw new NodeOperationError(
		context.getNode(),
		'Connect the output "Ask Again" to the input of this node',
		{
			description:
				'With Durable waiting, n8n resumes the execution by handing the items out of "Ask Again"; that output has to lead back into this node, so that it asks for the tasks again.',
		},
	);
}

/** The workflow's connections, where this n8n lets nodes see them. */
function connectionsOf(context: IExecuteFunctions): Record<string, unknown> | undefined {
	const workflow: unknown = Reflect.get(context, 'workflow');
	const found = isObject(workflow) ? workflow.connectionsBySourceNode : undefined;
	return isObject(found) ? found : undefined;
}

function leadsBack(connections: Record<string, unknown>, name: string): boolean {
	const reached = new Set<string>();
	const next = targetsOf(connections[name], [0]);
	for (let node = next.pop(); node !== undefined; node = next.pop()) {
		if (node === name) return true;
		if (reached.has(node)) continue;
		reached.add(node);
		next.push(...targetsOf(connections[node]));
	}
	return false;
}

/** The nodes that a node's main outputs lead to; of the given outputs only, where some are given. */
function targetsOf(connection: unknown, outputs?: readonly number[]): string[] {
	const main = isObject(connection) && Array.isArray(connection.main) ? connection.main : [];
	return main
		.filter((_, output) => outputs === undefined || outputs.includes(output))
		.flatMap((targets: unknown) => (Array.isArray(targets) ? targets : []))
		.flatMap((target: unknown) =>
			isObject(target) && typeof target.node === 'string' ? [target.node] : [],
		);
}
