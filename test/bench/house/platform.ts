/* eslint-disable @n8n/community-nodes/no-restricted-globals */
// A platform that answers at once, in a process of its own.
import { inProcess, serve } from '../processes';

/** What a platform has been asked so far. */
export interface Seen {
	submissions: number;
	polls: number;
}

export interface FastPlatform {
	url: string;
	seen(): Promise<Seen>;
	stop(): void;
}

/** @param pollsToFinish the question at which a task is found to be finished */
export async function startPlatform(pollsToFinish: number): Promise<FastPlatform> {
	const other = inProcess(__filename, [String(pollsToFinish)]);
	const seen = async () => {
		other.ask('seen');
		return await other.told<Seen>();
	};
	return { url: await other.told<string>(), seen, stop: other.stop };
}

function answerAtOnce(pollsToFinish: number): void {
	const asked = new Map<number, number>();
	const seen: Seen = { submissions: 0, polls: 0 };
	const record = (id: number, isFinished: boolean) => ({
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
	});
	const answerTo = (method: string, url: string) => {
		if (method === 'POST') return record(++seen.submissions, false);
		seen.polls += 1;
		const id = Number(url.split('/').at(-1));
		const times = (asked.get(id) ?? 0) + 1;
		asked.set(id, times);
		return record(id, times >= pollsToFinish);
	};
	serve((request, response) => {
		request.resume();
		request.on('end', () => {
			response.setHeader('Content-Type', 'application/json');
			response.end(JSON.stringify(answerTo(request.method ?? '', request.url ?? '')));
		});
	});
	process.on('message', () => process.send?.(seen));
}

if (require.main === module) answerAtOnce(Number(process.argv[2]));
