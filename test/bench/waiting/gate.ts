/* eslint-disable @n8n/community-nodes/no-restricted-globals, no-console */
/*
 * Many executions at once, each waiting for a task of its own and asking every second: what the platform sees in its
 * busiest second with one gate for all of them, and, in the same run, with a gate for each (each has a key of its own).
 * Run: npm run build, then N8N_LOG_LEVEL=silent npx tsx test/bench/waiting/gate.ts [executions]
 */
import '../../support/environment';
import { countingPlatform } from '../../support/countingPlatform';
import { mostPerSecond } from '../../support/fakeClock';
import { builtPackage } from '../../support/built';
import { runWorkflow } from '../../support/runWorkflow';
import { tell } from '../figures';

const SECONDS = 15;
const PER_SECOND = 20;
const ours = builtPackage();
const options = { schedule: 'fixed', interval: 1 };

interface Row {
	busiest: number;
	perSecond: number;
	/** Questions of the execution that asked least, and most. */
	least: number;
	most: number;
}

async function measure(count: number, keyOf: (n: number) => string): Promise<Row> {
	const platform = await countingPlatform('');
	await Promise.all(
		Array.from(
			{ length: count },
			async (_, n) =>
				await runWorkflow({
					...ours,
					credentials: {
						kexiangApi: {
							apiKey: keyOf(n),
							taskApiUrl: platform.platformUrl,
							toolApiUrl: platform.toolsUrl,
						},
					},
					chain: [{ type: 'kexiangWaitForTask', name: 'Wait', parameters: { options } }],
					executionId: `bench-${n}`,
					input: [{ json: { taskId: String(1000 + n), taskSource: 'userTask' } }],
					cancelAfterMs: SECONDS * 1000,
				}),
		),
	);
	await platform.stop();
	const times = platform.requests.map(({ at }) => at);
	const counts = new Map<string, number>();
	for (const { id } of platform.requests) counts.set(id, (counts.get(id) ?? 0) + 1);
	const all = Array.from({ length: count }, (_, n) => counts.get(String(1000 + n)) ?? 0);
	return {
		busiest: mostPerSecond(times),
		perSecond: (1000 * times.length) / ((times.at(-1) ?? 0) - (times[0] ?? 0)),
		least: Math.min(...all),
		most: Math.max(...all),
	};
}

async function main(): Promise<void> {
	const counts = process.argv.slice(2).map(Number);
	console.log(
		'| executions | gate | busiest second | questions per second | least and most of one execution | busiest second : that of one gate |',
	);
	console.log('| ---: | --- | ---: | ---: | ---: | ---: |');
	for (const count of counts.length > 0 ? counts : [60, 200]) {
		const one = await measure(count, () => `kx-bench-one-${count}`);
		const each = await measure(count, (n) => `kx-bench-each-${count}-${n}`);
		for (const [name, row] of [
			['one for all', one],
			['one for each', each],
		] as const)
			console.log(
				`| ${count} | ${name} | ${row.busiest} | ${row.perSecond.toFixed(1)} | ${row.least} and ${row.most} | ${(row.busiest / one.busiest).toFixed(2)} |`,
			);
		await tell({
			figure: `gate: busiest second of ${count} executions`,
			ours: one.busiest,
			limit: PER_SECOND,
			other: { name: 'a gate for each', value: each.busiest },
		});
	}
}

void main();
