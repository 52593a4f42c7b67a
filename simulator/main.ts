/* eslint-disable @n8n/community-nodes/no-restricted-globals */
import { readCommandLine } from './commandLine';
import { startSimulator, type SimulatorOptions } from './server';

/** The simulator as a program: `npm run simulator`. */

function say(text: string) {
	process.stdout.write(`${text}\n`);
}

function explain(error: Error & { code?: string }): string {
	return error.code === 'EADDRINUSE'
		? `A port is taken (${error.message}). Choose another with --port, or --port 0 for free ones.`
		: error.message;
}

async function run(options: SimulatorOptions) {
	const simulator = await startSimulator(options);
	say('The simulator of KexiangAI runs. Nothing costs money here.');
	say(`  Task API   ${simulator.platformUrl}`);
	say(`  Tool API   ${simulator.toolsUrl}`);
	say(`  Results    ${simulator.filesUrl}`);
	say(`  API key    ${simulator.key}`);
	say(`  What came  ${simulator.platformUrl}/__simulator/ledger`);
	say('Ctrl-C stops it.');
	const stop = () => {
		const { requests, tasks, violations } = simulator.ledger.summary();
		say(`Stopped after ${requests} requests and ${tasks} tasks; ${violations} broke the contract.`);
		void simulator.stop().then(() => process.exit(0));
	};
	process.once('SIGINT', stop);
	process.once('SIGTERM', stop);
}

function fail(error: Error) {
	process.stderr.write(`${explain(error)}\n`);
	process.exit(1);
}

run(readCommandLine()).catch(fail);
