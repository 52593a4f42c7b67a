/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
/*
 * What 60,000 questions of one execution leave behind: heap, and listeners on the signal that stops it. In n8n's
 * engine, over n8n's network, against a server that answers at once; and, to show that the look can see a leak, the
 * same with each question racing against a promise that never settles.
 * Run: npm run build, then N8N_LOG_LEVEL=silent node --expose-gc --import tsx test/bench/waiting/leak.ts [questions]
 */
import { getEventListeners } from 'node:events';
import { sleep, type IExecuteFunctions } from 'n8n-workflow';
import { queryRequest } from '../../../nodes/shared/answers/queryRequest';
import { clientFor } from '../../../nodes/shared/client/client';
import { countingPlatform } from '../../support/countingPlatform';
import { ownNode, run } from '../engine';
import { print, tell } from '../figures';
import { heapMb } from '../processes';

const AT_ONCE = 20;
const LOOKS = 6;

type Poll = (context: IExecuteFunctions) => Promise<unknown>;

const poll: Poll = async (context) => {
	const request = queryRequest('userTask', '1');
	const client = await clientFor(context, 0);
	const asked = { for: 'state', source: 'userTask', taskId: '1' } as const;
	await client.send(request, asked, { operation: 'bench', pathEvidence: 'A', taskId: '1' });
};

const never = new Promise(() => {});
const racing: Poll = async (context) => await Promise.race([poll(context), never]);

/** Asks so often, a few at a time, and looks at the heap now and then. Answers what it grew by. */
async function measure(name: string, one: Poll, polls: number): Promise<number> {
	const platform = await countingPlatform('kx-bench-leak');
	const rows: Array<[name: string, polls: number, heapMb: number, listeners: number]> = [];
	let first: number | undefined;
	const span = Math.ceil(polls / LOOKS);
	const node = ownNode('asks', async function (this: IExecuteFunctions) {
		const signal = this.getExecutionCancelSignal();
		// The first span fills caches and pools.
		for (let look = 0; look <= LOOKS; look++) {
			let left = span;
			const worker = async () => {
				while (left-- > 0) await one(this);
			};
			await Promise.all(Array.from({ length: AT_ONCE }, worker));
			platform.requests.length = 0;
			await sleep(100);
			const heap = heapMb();
			first ??= heap;
			const listeners = signal ? getEventListeners(signal, 'abort').length : 0;
			rows.push([name, look * span, heap - first, listeners]);
		}
		return [this.getInputData()];
	});
	await run(platform, { nodeTypes: [node], chain: [{ type: 'asks', name: 'Asks' }] });
	await platform.stop();
	print('question | questions | heap MB more | listeners', ...rows);
	return rows.at(-1)?.[2] ?? NaN;
}

async function main(): Promise<void> {
	const polls = Number(process.argv[2] ?? 60_000);
	const ours = await measure('as it is', poll, polls);
	const leaking = await measure('racing against a promise that never settles', racing, polls);
	await tell({
		figure: `leak: heap more after ${polls} questions, MB`,
		ours,
		other: { name: 'one that leaks', value: leaking },
	});
}

void main();
