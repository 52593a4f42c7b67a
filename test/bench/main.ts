/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-dangerous-functions */
// `npm run bench`: every bench, one after the other, each in a process of its own; and one table of what they tell.
import { fork } from 'node:child_process';
import path from 'node:path';
import { command, list } from '../../scripts/commandLine';
import { Console } from '../../scripts/console';
import { isBuildFresh } from '../../scripts/freshBuild';
import { runScript } from '../../scripts/lifecycle';
import { npm } from '../../scripts/npm';
import { figureTable, isOver, type Figure } from './figures';

const ROOT = path.join(__dirname, '..', '..');
const LOG = path.join(ROOT, '.cache', 'bench.log');

interface Bench {
	about: string;
	/** Its own command is `npx tsx test/bench/<file>.ts`, or what its head says. */
	file: string;
	args?: string[];
	/** It takes seconds, and needs no other package. */
	isQuick?: boolean;
}

const BENCHES: Record<string, Bench> = {
	house: { about: 'CPU and calls of one item', file: 'house', isQuick: true },
	waiting: { about: 'schedules compared', file: 'waiting/main', isQuick: true },
	soak: { about: '24 simulated hours with 10,000 tasks', file: 'soak', isQuick: true },
	load: { about: 'time to load, and size, beside other packages', file: 'load' },
	loop: { about: "n8n's own nodes in a loop", file: 'waiting/loop' },
	gate: { about: '60 executions at once', file: 'waiting/gate', args: ['60'] },
	realTime: { about: '1,000 tasks in real time', file: 'waiting/realTime', args: ['1000'] },
	pending: { about: 'memory of 10,000 waiting tasks', file: 'pending', args: ['10000'] },
	leak: { about: 'what 60,000 questions leave behind', file: 'waiting/leak' },
	download: { about: 'memory of a large result', file: 'download' },
	upload: { about: 'memory of a large file', file: 'upload' },
};

const LIST = Object.entries(BENCHES).map(
	([name, { about, isQuick }]) => `  ${name.padEnd(10)} ${about}${isQuick ? ' (quick)' : ''}\n`,
);

const commandLine = () =>
	command('bench')
		.description(
			'Runs the benches of test/bench and prints one table of what they tell. Each has a more detailed table behind a ' +
				'command of its own, which the head of its file says.',
		)
		.option('--only <a,b>', 'only these', list)
		.option('--quick', 'only those that take seconds, as CI does')
		.addHelpText(
			'after',
			`\nBenches:\n${LIST.join('')}\nExit code: 0 all is within its limits; 1 something is not, or a bench has failed.`,
		);

const console = new Console();

/** What a bench tells. */
async function figuresOf({ file, args = [] }: Bench): Promise<Figure[]> {
	const child = fork(path.join(__dirname, `${file}.ts`), args, {
		execArgv: [...process.execArgv, '--expose-gc'],
		stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
		env: { ...process.env, N8N_LOG_LEVEL: 'silent' },
	});
	const told: Figure[] = [];
	child.on('message', (figures) => void told.push(...(figures as Figure[])));
	const code = await new Promise((resolve) => child.once('exit', resolve));
	if (told.length === 0) throw new Error(`${file} ended with ${String(code)} and told nothing`);
	return told;
}

async function main(): Promise<number> {
	const { only, quick } = commandLine().parse().opts();
	const unknown = (only ?? []).filter((name) => BENCHES[name] === undefined);
	if (unknown.length > 0) throw new Error(`There is no bench ${unknown.join(', ')}: see --help`);
	const chosen = Object.entries(BENCHES).filter(
		([name, { isQuick }]) => (only?.includes(name) ?? true) && (!quick || isQuick),
	);
	if (!isBuildFresh(ROOT))
		await console.step(
			'Building the package',
			async () => await npm(['run', 'build'], { what: 'The build', cwd: ROOT, logFile: LOG }),
		);
	const figures: Figure[] = [];
	let failed = 0;
	for (const [name, bench] of chosen)
		try {
			const title = `${name}: ${bench.about}`;
			figures.push(...(await console.step(title, async () => await figuresOf(bench))));
		} catch {
			failed += 1;
		}
	console.line(`\n${figureTable(figures)}`);
	const over = figures.filter(isOver).length;
	console.line(`\n${figures.length} figures, ${over} over the limit, ${failed} benches failed`);
	return over + failed === 0 ? 0 : 1;
}

runScript({ console, main, cleanUp: async () => {}, endsByInterruption: () => false });
