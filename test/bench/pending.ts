/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports, no-console */
/*
 * Memory of tasks that one execution waits for in process: the node in n8n's engine against a server that
 * answers "running" to every question, looked at after twenty seconds of waiting.
 * Run: npm run build, then N8N_LOG_LEVEL=silent node --expose-gc --import tsx test/bench/pending.ts [counts]
 */
import '../support/environment';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { builtPackage } from '../support/built';
import { runWorkflow } from '../support/runWorkflow';
import { tell } from './figures';

const SECONDS = 20;
const MB = 2 ** 20;

interface Row {
	tasks: number;
	heapMb: number;
	kbPerTask: number;
	polls: number;
}

async function measure(count: number, url: string, polled: () => number): Promise<Row> {
	const input = Array.from({ length: count }, (_, index) => ({
		json: {
			taskId: String(index + 1),
			taskSource: 'userTask',
			submittedAt: new Date().toISOString(),
		},
	}));
	globalThis.gc?.();
	const before = process.memoryUsage().heapUsed;
	const polledBefore = polled();
	let during = 0;
	const look = setTimeout(
		() => {
			globalThis.gc?.();
			during = process.memoryUsage().heapUsed;
		},
		(SECONDS - 1) * 1000,
	);
	await runWorkflow({
		...builtPackage(),
		credentials: {
			kexiangApi: { apiKey: 'not-a-key', taskApiUrl: url, toolApiUrl: url },
		},
		chain: [{ type: 'kexiangWaitForTask', name: 'Wait', parameters: {} }],
		input,
		cancelAfterMs: SECONDS * 1000,
	});
	clearTimeout(look);
	const bytes = during - before;
	return {
		tasks: count,
		heapMb: bytes / MB,
		kbPerTask: bytes / count / 1024,
		polls: polled() - polledBefore,
	};
}

async function main(): Promise<void> {
	if (!globalThis.gc) throw new Error('Run with node --expose-gc');
	let polled = 0;
	const server = createServer((request, response) => {
		polled += 1;
		const id = Number(request.url?.split('/').pop());
		response.setHeader('Content-Type', 'application/json');
		response.end(JSON.stringify({ id, task_status: 'running', cost: '1.2', user_input: {} }));
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	const counts = process.argv.slice(2).map(Number);
	await measure(10, url, () => polled);
	console.log('| tasks | heap MB | KB per task | questions |\n| ---: | ---: | ---: | ---: |');
	for (const count of counts.length > 0 ? counts : [1000, 10_000]) {
		const { tasks, heapMb, kbPerTask, polls } = await measure(count, url, () => polled);
		console.log(`| ${tasks} | ${heapMb.toFixed(1)} | ${kbPerTask.toFixed(1)} | ${polls} |`);
		await tell({ figure: `pending: KB of heap per task, of ${tasks}`, ours: kbPerTask });
	}
	server.closeAllConnections();
	server.close();
}

void main();
