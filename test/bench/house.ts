/* eslint-disable @n8n/community-nodes/no-restricted-imports, no-console */
/*
 * How much house there is: the sizes of the sources, and what one item costs, before and now. An item is submitted
 * and asked for twice, by one node with Wait for Completion, in n8n's engine against a platform in another process.
 * Functions and calls are those of V8's precise coverage, without the module of each file, after a first item. CPU time
 * is that of a process whose run of 1,000 items submits and asks once for each; the same two requests are made by n8n's
 * own helper, by turns. The package asks at most 200 times a second, which costs CPU time, too: so the helper is
 * measured at its full speed, and at that pace.
 * Run: npx tsx test/bench/house.ts [--before COMMIT] [--only now]
 */
import { parseArgs } from 'node:util';
import { median, tell } from './figures';
import { figuresOfCommit, figuresOfNow, hasCommit, type Figures } from './house/states';

/** The last commit before the house was made smaller. */
const BEFORE = 'f8ed988';

type Row = [figure: string, of: (figures: Figures) => string, toReach: string];

const ROWS: Row[] = [
	['files that one item passes', ({ item }) => `${item.files}`, '45'],
	['functions of them that run', ({ item }) => `${item.functions}`, ''],
	['calls of functions', ({ item }) => `${item.calls}`, '1300'],
	['look-ups of its credential', ({ item }) => `${item.credentials}`, ''],
	['CPU ms per item', ({ cpu }) => median(cpu.own).toFixed(2), ''],
	['CPU ms by n8n’s helper', ({ cpu }) => median(cpu.helper).toFixed(2), ''],
	['CPU over n8n’s helper', ({ cpu }) => ratios(cpu.own, cpu.helper), '1.7'],
	['CPU over it at the same pace', ({ cpu }) => ratios(cpu.own, cpu.paced), ''],
	['rooms in nodes/shared', ({ sources }) => `${sources.rooms}`, '9'],
	['files in nodes', ({ sources }) => `${sources.files}`, '190'],
	['lines in nodes', ({ sources }) => `${sources.lines}`, '15000'],
	['files of nodes/shared that at most one imports', ({ sources }) => `${sources.lonely}`, '8'],
];

const sorted = (values: readonly number[]) => [...values].sort((a, b) => a - b);

/** Each round by itself, as what disturbs one disturbs both. */
function ratios(own: readonly number[], other: readonly number[]): string {
	const all = sorted(own.map((value, round) => value / (other[round] ?? NaN)));
	const [least, most] = [all[0], all.at(-1)].map((value) => (value ?? NaN).toFixed(2));
	return `${median(all).toFixed(2)} (${least} to ${most})`;
}

async function main(): Promise<void> {
	const { values } = parseArgs({
		options: { before: { type: 'string' }, only: { type: 'string' } },
	});
	if (values.only !== undefined && values.only !== 'now')
		throw new Error('--only knows nothing but now');
	const ref = values.before ?? (hasCommit(BEFORE) ? BEFORE : undefined);
	const before =
		ref === undefined || values.only === 'now' ? undefined : await figuresOfCommit(ref);
	const now = await figuresOfNow();
	const { item, cpu } = now;
	console.log(`| figure | before${before ? ` (${ref})` : ''} | now | to reach at most |`);
	console.log('| --- | ---: | ---: | ---: |');
	for (const [figure, of, toReach] of ROWS)
		console.log(`| ${figure} | ${before ? of(before) : ''} | ${of(now)} | ${toReach} |`);
	await tell(
		{ figure: 'item: calls of functions', ours: item.calls, limit: 1300 },
		{
			figure: 'item: CPU ms',
			ours: median(cpu.own),
			other: { name: 'n8n’s helper', value: median(cpu.helper) },
		},
		{
			figure: 'item: CPU ms at the same pace',
			ours: median(cpu.own),
			other: { name: 'n8n’s helper', value: median(cpu.paced) },
		},
	);
}

void main();
