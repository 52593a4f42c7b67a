/* eslint-disable @n8n/community-nodes/no-restricted-globals, no-console */
/*
 * The whole node in n8n's engine against the simulator, in real time: 1, 10, 100 and 1,000 tasks of about 30 s.
 * Run: npx tsx test/bench/waiting/realTime.ts [counts]
 */
import '../../support/environment';
import axios from 'axios';
import { startSimulator } from '../../../simulator/server';
import { builtPackage } from '../../support/built';
import { runWorkflow } from '../../support/runWorkflow';
import { tell } from '../figures';

const MEDIAN_SECONDS = 30;
const SIGMA = 0.3;
const REQUESTS_PER_SECOND = 20;
const INTERVAL_SECONDS = 3;

interface Row {
	tasks: number;
	wallSeconds: number;
	slowestSeconds: number;
	requests: number;
	busiestSecond: number;
	heapMb: number;
	lost: number;
}

async function measure(count: number): Promise<Row> {
	const simulator = await startSimulator({
		taskSeconds: MEDIAN_SECONDS,
		taskSpread: SIGMA,
		seed: count,
		quiet: true,
	});
	try {
		const handles = await Promise.all(
			Array.from({ length: count }, async () => {
				const { data } = await axios.post<{ id: number }>(
					`${simulator.platformUrl}/api/v1/user_task/asyncCreateWithCost`,
					{
						user_input: {
							modelName: 'gemini-3.1-flash-image',
							modelType: 'text2img',
							prompt: 'a boat',
							size: '1:1',
						},
					},
					{ headers: { 'x-api-key': simulator.key } },
				);
				return {
					taskId: String(data.id),
					taskSource: 'userTask',
					submittedAt: new Date().toISOString(),
				};
			}),
		);
		const begun = Date.now();
		const before = simulator.ledger.requests.length;
		globalThis.gc?.();
		const heapBefore = process.memoryUsage().heapUsed;
		let peak = heapBefore;
		const watch = setInterval(() => {
			globalThis.gc?.();
			peak = Math.max(peak, process.memoryUsage().heapUsed);
		}, 2000);
		const { items, error } = await runWorkflow({
			...builtPackage(),
			credentials: {
				kexiangApi: {
					apiKey: simulator.key,
					taskApiUrl: simulator.platformUrl,
					toolApiUrl: simulator.toolsUrl,
				},
			},
			chain: [
				{
					type: 'kexiangWaitForTask',
					name: 'Wait',
					parameters: { advanced: { requestsPerSecond: REQUESTS_PER_SECOND } },
				},
			],
			input: handles.map((json) => ({ json })),
		});
		clearInterval(watch);
		if (error) throw new Error(error.message);
		const wallSeconds = (Date.now() - begun) / 1000;
		const polled = simulator.ledger.requests.slice(before).map(({ at }) => at);
		const durations = items('Wait').map(
			({ json }) =>
				(Date.parse(String(json.updatedAt)) - Date.parse(String(json.createdAt))) / 1000,
		);
		return {
			tasks: count,
			wallSeconds,
			slowestSeconds: Math.max(...durations),
			requests: polled.length,
			busiestSecond: busiest(polled),
			heapMb: (peak - heapBefore) / 2 ** 20,
			lost: count - items('Wait').filter(({ json }) => json.state === 'success').length,
		};
	} finally {
		await simulator.stop();
	}
}

/** The most requests within any span of one second. */
function busiest(times: number[]): number {
	let first = 0;
	return times.reduce((most, time, index) => {
		while (time - (times[first] ?? time) >= 1000) first += 1;
		return Math.max(most, index - first + 1);
	}, 0);
}

async function main(): Promise<void> {
	const counts = process.argv.slice(2).map(Number);
	console.log(
		`Tasks of ${MEDIAN_SECONDS} s (sigma ${SIGMA}), at most ${REQUESTS_PER_SECOND} requests per second\n`,
	);
	console.log(
		'| tasks | wall s | slowest task s | wall : (1.1 x slowest + interval) | requests | per task | busiest second | heap MB | lost |',
	);
	console.log('| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |');
	for (const count of counts.length > 0 ? counts : [1, 10, 100, 1000]) {
		const row = await measure(count);
		const least = 1.1 * row.slowestSeconds + INTERVAL_SECONDS;
		const share = row.wallSeconds / least;
		console.log(
			`| ${row.tasks} | ${row.wallSeconds.toFixed(1)} | ${row.slowestSeconds.toFixed(1)} | ${share.toFixed(2)} | ${row.requests} | ${(row.requests / row.tasks).toFixed(1)} | ${row.busiestSecond} | ${row.heapMb.toFixed(1)} | ${row.lost} |`,
		);
		const name = `real time: ${count} tasks`;
		await tell(
			{
				figure: `${name}, s`,
				ours: row.wallSeconds,
				other: { name: '1.1 x slowest task + 3 s', value: least },
			},
			{ figure: `${name}, lost`, ours: row.lost, limit: 0 },
			{
				figure: `${name}, polls in the busiest second`,
				ours: row.busiestSecond,
				limit: REQUESTS_PER_SECOND,
			},
		);
	}
}

void main();
