/* eslint-disable @n8n/community-nodes/no-restricted-globals */
/*
 * Memory of tasks that one execution waits for in process: the node in n8n's engine against a server that
 * answers "running" to every question, looked at after twenty seconds of waiting.
 * Run: npm run build, then N8N_LOG_LEVEL=silent node --expose-gc --import tsx test/bench/pending.ts [counts]
 */
import { countingPlatform } from '../support/countingPlatform';
import { run, wait } from './engine';
import { print, tell } from './figures';
import { heapMb } from './processes';

const SECONDS = 20;

async function measure(count: number): Promise<{ heap: number; polls: number }> {
	const platform = await countingPlatform('kx-bench-pending');
	const submittedAt = new Date().toISOString();
	const input = Array.from({ length: count }, (_, index) => ({
		json: { taskId: String(index + 1), taskSource: 'userTask', submittedAt },
	}));
	const before = heapMb();
	let during = 0;
	const look = setTimeout(() => (during = heapMb()), (SECONDS - 1) * 1000);
	await run(platform, { chain: [wait()], input, cancelAfterMs: SECONDS * 1000 });
	clearTimeout(look);
	await platform.stop();
	return { heap: during - before, polls: platform.requests.length };
}

async function main(): Promise<void> {
	const counts = process.argv.slice(2).map(Number);
	await measure(10);
	const rows: number[][] = [];
	for (const count of counts.length > 0 ? counts : [1000, 10_000]) {
		const { heap, polls } = await measure(count);
		const ours = (heap * 1024) / count;
		rows.push([count, heap, ours, polls]);
		await tell({ figure: `pending: KB of heap per task, of ${count}`, ours });
	}
	print('tasks | heap MB | KB per task | questions', ...rows);
}

void main();
