import { loadContract } from './contract';
import { FAULT_KINDS, parseFault } from './faults';
import { DEFAULT_KEY, type SimulatorOptions } from './world';

/** Reads the simulator's command line. */

export const HELP = `A stand-in for the KexiangAI platform on this machine. It costs nothing and keeps nothing.

npm run simulator -- [options]
  --port N            port of the task API; tools and files take the next two (default 4010; 0 = free ports)
  --host H            address to listen on (default 127.0.0.1)
  --key K             the API key that is accepted (default ${DEFAULT_KEY})
  --time-scale X      platform seconds per real second (default 1; 60 = a minute passes in a second)
  --task-seconds S    every task takes S platform seconds (default: typical times, 270 s for a picture)
  --seed N            the same seed gives the same ids, times and faults (default 1)
  --fault F           misbehave, for example submit:503:times=1 (may be repeated)
  --no-long-poll      ignore ?timeout= of the task query
  --no-fetch          do not fetch the pictures, videos and sounds that requests name
  --input-host N=A    fetch them from the address A where their URL names the host N (may be repeated)
  --real-path I=P     the service I (as videoDuration) is at the path P alone (may be repeated)
  --wrap-records      answer task records as {"data": record}
  --help              show this

A prompt with [fail] fails, one with [unknown-state] shows a strange state for a while.
A fault is on:kind[:name=value ...]. on is submit, query, result or any. Names: times, after,
probability, seconds, bytes, retryAfter, retryAfterDate, taskId, operationId, contains, message, accepted.
Kinds:
${Object.entries(FAULT_KINDS)
	.map(([kind, what]) => `  ${kind.padEnd(18)}${what}`)
	.join('\n')}
A single request misbehaves with the header  x-simulator-fault: kind[:name=value ...]
While it runs: GET /__simulator/ledger[?full=1], POST and DELETE /__simulator/faults, GET /__simulator/health`;

const DEFAULT_PORT = 4010;

/**
 * @returns the options, or "help"
 * @throws an error with a plain message for anything else
 */
export function readCommandLine(words: string[]): SimulatorOptions | 'help' {
	const options: SimulatorOptions = { ports: portsFrom(DEFAULT_PORT), faults: [] };
	const rest = [...words];
	for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
		const value = () => {
			const next = rest.shift();
			if (next === undefined) throw new Error(`${word} needs a value`);
			return next;
		};
		const number = () => {
			const text = value();
			if (text.trim() === '' || !(Number(text) >= 0)) {
				throw new Error(`${word} needs a number, not "${text}"`);
			}
			return Number(text);
		};
		switch (word) {
			case '--help':
			case '-h':
				return 'help';
			case '--port':
				options.ports = portsFrom(number());
				break;
			case '--host':
				options.host = value();
				break;
			case '--key':
				options.key = value();
				break;
			case '--time-scale':
				options.timeScale = number() || 1;
				break;
			case '--task-seconds':
				options.taskSeconds = number();
				break;
			case '--seed':
				options.seed = number();
				break;
			case '--fault':
				options.faults?.push(parseFault(value()));
				break;
			case '--no-long-poll':
				options.longPoll = false;
				break;
			case '--no-fetch':
				options.inputs = 'off';
				break;
			case '--input-host': {
				const [name, address, ...more] = value().split('=');
				if (!name || !address || more.length > 0)
					throw new Error(
						'--input-host needs a name and an address, as in n8n.example.net=127.0.0.1',
					);
				if (options.inputs !== 'off')
					options.inputs = { hosts: { ...options.inputs?.hosts, [name]: address } };
				break;
			}
			case '--real-path': {
				const given = value();
				const [, id, path] = /^(\w+)=(\/\S*)$/.exec(given) ?? [];
				if (id === undefined || path === undefined)
					throw new Error(
						`--real-path needs a service and a path, as in videoDuration=/minimalist/api/video/getDuration, not "${given}"`,
					);
				if (!loadContract().byId.has(id))
					throw new Error(`--real-path: the contract knows no service ${id}`);
				options.paths = { ...options.paths, [id]: path };
				break;
			}
			case '--wrap-records':
				options.wrapRecords = true;
				break;
			default:
				throw new Error(`Unknown option ${word}`);
		}
	}
	return options;
}

function portsFrom(first: number): SimulatorOptions['ports'] {
	return first === 0 ? {} : { platform: first, tools: first + 1, files: first + 2 };
}
