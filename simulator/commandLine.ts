/* eslint-disable @n8n/community-nodes/require-node-api-error */
import { Command, InvalidArgumentError } from '@commander-js/extra-typings';
import { loadContract } from './contract';
import { FAULT_KINDS, parseFault } from './faults';
import { DEFAULT_KEY, type SimulatorOptions } from './world';

/** Reads the simulator's command line. */

const FAULTS = `
A prompt with [fail] fails, one with [unknown-state] shows a strange state for a while.
A fault is on:kind[:name=value ...]. on is submit, query, result or any. Names: times, after,
probability, seconds, bytes, retryAfter, retryAfterDate, taskId, operationId, contains, message, accepted.
Kinds:
${Object.entries(FAULT_KINDS)
	.map(([kind, what]) => `  ${kind.padEnd(18)}${what}`)
	.join('\n')}
A single request misbehaves with the header  x-simulator-fault: kind[:name=value ...]
While it runs: GET /__simulator/ledger[?full=1], POST and DELETE /__simulator/faults, GET /__simulator/health`;

function amount(text: string): number {
	if (text.trim() === '' || !(Number(text) >= 0))
		throw new InvalidArgumentError('It needs a number.');
	return Number(text);
}

function faultOf(text: string, before: Array<ReturnType<typeof parseFault>> = []) {
	try {
		return [...before, parseFault(text)];
	} catch (error) {
		throw new InvalidArgumentError((error as Error).message);
	}
}

/** Reads one of several values such as `name=value`, into all of them. */
const pairs =
	(words: string, form: RegExp, check: (name: string) => void = () => {}) =>
	(text: string, before: Record<string, string> = {}): Record<string, string> => {
		const [, name, value] = form.exec(text) ?? [];
		if (!name || !value) throw new InvalidArgumentError(`It needs ${words}.`);
		check(name);
		return { ...before, [name]: value };
	};

const inputHost = pairs(
	'a name and an address, as in n8n.example.net=127.0.0.1',
	/^([^=]+)=([^=]+)$/,
);
const realPath = pairs(
	'a service and a path, as in videoDuration=/minimalist/api/video/getDuration',
	/^(\w+)=(\/\S*)$/,
	(id) => {
		if (!loadContract().byId.has(id))
			throw new InvalidArgumentError(`The contract knows no service ${id}.`);
	},
);

export const commandLine = () =>
	new Command('npm run simulator --')
		.helpOption('-h, --help', 'show this')
		.showHelpAfterError('See: npm run simulator -- --help')
		.description(
			'A stand-in for the KexiangAI platform on this machine. It costs nothing and keeps nothing.',
		)
		.option(
			'--port <n>',
			'port of the task API; tools and files take the next two (0 = free ports)',
			amount,
			4010,
		)
		.option('--host <h>', 'address to listen on (default: "127.0.0.1")')
		.option('--key <k>', `the API key that is accepted (default: "${DEFAULT_KEY}")`)
		.option(
			'--time-scale <x>',
			'platform seconds per real second (default: 1; 60 = a minute passes in a second)',
			amount,
		)
		.option(
			'--task-seconds <s>',
			'every task takes so many platform seconds (default: typical times, 270 s for a picture)',
			amount,
		)
		.option('--seed <n>', 'the same seed gives the same ids, times and faults (default: 1)', amount)
		.option(
			'--fault <fault>',
			'misbehave, for example submit:503:times=1 (may be repeated)',
			faultOf,
		)
		.option('--no-long-poll', 'ignore ?timeout= of the task query')
		.option('--no-fetch', 'do not fetch the pictures, videos and sounds that requests name')
		.option(
			'--input-host <name=address>',
			'fetch them from the address where their URL names the host (may be repeated)',
			inputHost,
		)
		.option(
			'--real-path <service=path>',
			'the service, such as videoDuration, is at this path alone (may be repeated)',
			realPath,
		)
		.option('--wrap-records', 'answer task records as {"data": record}')
		.addHelpText('after', FAULTS);

export function readCommandLine(line = commandLine().parse()): SimulatorOptions {
	const {
		port,
		timeScale,
		longPoll,
		fetch,
		inputHost: hosts,
		fault: faults = [],
		realPath: paths,
		...rest
	} = line.opts();
	return {
		...rest,
		faults,
		ports: port === 0 ? {} : { platform: port, tools: port + 1, files: port + 2 },
		...(timeScale !== undefined && { timeScale: timeScale || 1 }),
		...(!longPoll && { longPoll }),
		...(!fetch && { inputs: 'off' as const }),
		...(fetch && hosts && { inputs: { hosts } }),
		...(paths && { paths }),
	};
}
