/* eslint-disable @n8n/community-nodes/no-restricted-globals */
/*
 * The whole node in n8n's engine against the simulator, in real time: 1, 10, 100 and 1,000 tasks of about 30 s.
 * Run: npm run build, then N8N_LOG_LEVEL=silent npx tsx test/bench/waiting/realTime.ts [counts]
 */
import axios from 'axios';
import { startSimulator, type Simulator } from '../../../simulator/server';
import { mostPerSecond } from '../../support/fakeClock';
import { run, wait } from '../engine';
import { print, tell } from '../figures';

const TASKS = { taskSeconds: 30, taskSpread: 0.3, quiet: true };
const REQUESTS_PER_SECOND = 20;
const INTERVAL_SECONDS = 3;
const HEAD =
	'tasks | wall s | slowest task s | 1.1 x slowest + interval | requests | busiest second | lost';

/** Not by the node, which would take its time. */
async function submit({ platformUrl, key }: Simulator) {
	const input = { modelType: 'text2img', prompt: 'a boat', size: '1:1' };
	const { data } = await axios.post<{ id: number }>(
		`${platformUrl}/api/v1/user_task/asyncCreateWithCost`,
		{ user_input: { modelName: 'gemini-3.1-flash-image', ...input } },
		{ headers: { 'x-api-key': key } },
	);
	const submittedAt = new Date().toISOString();
	return { json: { taskId: String(data.id), taskSource: 'userTask', submittedAt } };
}

async function measure(count: number): Promise<number[]> {
	const simulator = await startSimulator({ ...TASKS, seed: count });
	const submitOne = async () => await submit(simulator);
	const input = await Promise.all(Array.from({ length: count }, submitOne));
	const begun = Date.now();
	const before = simulator.ledger.requests.length;
	const chain = [wait({ advanced: { requestsPerSecond: REQUESTS_PER_SECOND } })];
	const { items } = await run(simulator, { chain, input });
	const ours = (Date.now() - begun) / 1000;
	await simulator.stop();
	const polled = simulator.ledger.requests.slice(before).map(({ at }) => at);
	const done = items('Wait').map(({ json }) => json);
	const secondsOf = ({ createdAt, updatedAt }: (typeof done)[number]) =>
		(Date.parse(String(updatedAt)) - Date.parse(String(createdAt))) / 1000;
	const slowest = Math.max(...done.map(secondsOf));
	const least = 1.1 * slowest + INTERVAL_SECONDS;
	const lost = count - done.filter(({ state }) => state === 'success').length;
	const busiest = mostPerSecond(polled);
	const name = `real time: ${count} tasks`;
	const limit = REQUESTS_PER_SECOND;
	await tell(
		{ figure: `${name}, s`, ours, other: { name: '1.1 x slowest task + 3 s', value: least } },
		{ figure: `${name}, lost`, ours: lost, limit: 0 },
		{ figure: `${name}, polls in the busiest second`, ours: busiest, limit },
	);
	return [count, ours, slowest, least, polled.length, busiest, lost];
}

async function main(): Promise<void> {
	const counts = process.argv.slice(2).map(Number);
	const rows: number[][] = [];
	for (const count of counts.length > 0 ? counts : [1, 10, 100, 1000])
		rows.push(await measure(count));
	print(HEAD, ...rows);
}

void main();
