/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
// A platform that answers at once, in a process of its own, so that its work counts for nobody who is measured.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The question at which a task is found to be finished. */
const pollsToFinish = Number(process.argv[2]);
const asked = new Map<number, number>();
const seen = { submissions: 0, polls: 0 };

function record(id: number, isFinished: boolean) {
	return {
		id,
		created_at: '2026-01-01 12:00:00',
		updated_at: '2026-01-01 12:00:09',
		project_id: 7113,
		user_input: { modelName: 'bench', prompt: 'a paper boat' },
		cover_url: null,
		service_output: isFinished ? { imgUrl: `https://files.example/${id}.png` } : null,
		source: '0',
		task_status: isFinished ? 'success' : 'running',
		cost: '1.2',
	};
}

function answerTo(method: string, url: string) {
	if (method === 'POST') return record(++seen.submissions, false);
	seen.polls += 1;
	const id = Number(url.split('/').at(-1));
	const times = (asked.get(id) ?? 0) + 1;
	asked.set(id, times);
	return record(id, times >= pollsToFinish);
}

const server = createServer({ keepAliveTimeout: 600_000 }, (request, response) => {
	request.resume();
	request.on('end', () => {
		response.setHeader('Content-Type', 'application/json');
		response.end(JSON.stringify(answerTo(request.method ?? '', request.url ?? '')));
	});
});
server.listen(0, '127.0.0.1', () => {
	process.send?.(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
process.on('message', () => process.send?.(seen));
process.on('disconnect', () => process.exit(0));
