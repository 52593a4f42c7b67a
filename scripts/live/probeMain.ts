/* eslint-disable no-console */
// `npm run contract:probe`: which derived paths exist, asked with your own key and without paying.
import { loadContract } from '../../simulator/contract';
import { address, command, endWith, list, numberFor } from '../commandLine';
import { keyFromEnvironment, platform } from './platform';
import { candidates, conclusions, probe } from './probe';

const UNUSABLE = 2;
const milliseconds = numberFor('a number of milliseconds', (value) => value >= 0);

const commandLine = () =>
	command('contract:probe', UNUSABLE)
		.description(
			'Asks every derived path, and the others where its service may be, whether there is a service: with an empty ' +
				'body, and only where the contract says that none is accepted, so that nothing is made and nothing is ' +
				'charged. Writes nothing; the report goes to the screen. Your key is taken from the environment: KEXIANG_API_KEY.',
		)
		.option('--tool-api <url>', 'the tool API', address, 'https://agent.mathmind.cn')
		.option('--operations <a,b>', 'only these services, by their ids', list)
		.option('--pause <ms>', 'between two questions', milliseconds, 500)
		.addHelpText(
			'after',
			'\nExit code: 0 every service was found; 1 some were not, or not for sure; 2 the key was refused or\n' +
				'the command line is wrong.',
		);

/** @param args the command line, unless it is that of the process */
export async function run(args?: string[], tell = console.log): Promise<number> {
	const line = args ? commandLine().parse(args, { from: 'user' }) : commandLine().parse();
	const { toolApi, operations = [], pause } = line.opts();
	const key = keyFromEnvironment();
	const all = candidates(loadContract(), operations);
	const unknown = operations.filter((id) => !all.some(({ name }) => name === id));
	if (unknown.length > 0)
		throw new Error(`--operations: no derived path has ${unknown.join(', ')}`);
	const send = platform({ task: toolApi, tool: toolApi }, key);
	const probed = await probe(send, all, { pauseMs: pause, tell });
	tell(['', ...conclusions(probed)].join('\n'));
	if (probed.some(({ verdict }) => verdict === 'key refused')) return UNUSABLE;
	const found = probed.filter(({ verdict }) => verdict === 'exists');
	const [services, there] = [all, found].map((list) => new Set(list.map(({ name }) => name)).size);
	tell(`${there} of ${services} services were found; nothing was charged for.`);
	return there === services ? 0 : 1;
}

if (require.main === module) endWith(run(), UNUSABLE);
