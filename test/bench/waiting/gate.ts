/* eslint-disable @n8n/community-nodes/no-restricted-globals */
/*
 * Many executions at once, each waiting for a task of its own and asking every second: what the platform sees in its
 * busiest second with one gate for all of them, and, in the same run, with a gate for each (each has a key of its own).
 * Run: npm run build, then N8N_LOG_LEVEL=silent npx tsx test/bench/waiting/gate.ts [executions]
 */
import { countingPlatform } from '../../support/countingPlatform';
import { mostPerSecond } from '../../support/fakeClock';
import { run, wait } from '../engine';
import { print, tell } from '../figures';

const SECONDS = 15;
const PER_SECOND = 20;
const chain = [wait({ options: { schedule: 'fixed', interval: 1 } })];
const HEAD =
	'gate | executions | busiest second | questions per second | least and most of one execution';

async function measure(name: string, count: number, keyOf: (n: number) => string) {
	const platform = await countingPlatform('');
	const execute = async (_: unknown, n: number) =>
		await run(
			{ ...platform, key: keyOf(n) },
			{
				chain,
				executionId: `bench-${n}`,
				cancelAfterMs: SECONDS * 1000,
				input: [{ json: { taskId: String(1000 + n), taskSource: 'userTask' } }],
			},
		);
	await Promise.all(Array.from({ length: count }, execute));
	await platform.stop();
	const times = platform.requests.map(({ at }) => at);
	const counts = Array.from({ length: count }, (_, n) => {
		return platform.requests.filter(({ id }) => id === String(1000 + n)).length;
	});
	const perSecond = (1000 * times.length) / ((times.at(-1) ?? 0) - (times[0] ?? 0));
	const range = `${Math.min(...counts)} and ${Math.max(...counts)}`;
	const busiest = mostPerSecond(times);
	return { busiest, row: [name, count, busiest, perSecond, range] };
}

async function main(): Promise<void> {
	const counts = process.argv.slice(2).map(Number);
	for (const count of counts.length > 0 ? counts : [60, 200]) {
		const one = await measure('one for all', count, () => `kx-bench-one-${count}`);
		const each = await measure('one for each', count, (n) => `kx-bench-${count}-${n}`);
		print(HEAD, one.row, each.row);
		await tell({
			figure: `gate: busiest second of ${count} executions`,
			ours: one.busiest,
			limit: PER_SECOND,
			other: { name: 'a gate for each', value: each.busiest },
		});
	}
}

void main();
