/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports, no-console */
// `npm run contract:probe`: which derived paths exist, asked with your own key and without paying.
import { parseArgs } from 'node:util';

import { loadContract } from '../../simulator/contract';
import { platform } from '../live/platform';
import { candidates, conclusions, lineOf, probe } from './probe';

const HELP = `npm run contract:probe [-- OPTIONS]

Asks every derived path, and the others where its service may be, whether there is a service:
with an empty body, and only where the contract says that none is accepted, so that nothing is
made and nothing is charged. Writes nothing; the report goes to the screen. Your key is taken
from the environment: KEXIANG_API_KEY.

  --tool-api URL    the tool API (default https://agent.mathmind.cn)
  --operations A,B  these services alone, by their ids
  --pause MS        between two questions (default 500)
  --help            this text

Exit code: 0 every service was found; 1 some were not, or not for sure; 2 the key was refused or
the command line is wrong.
`;

async function run(): Promise<number> {
	const { values } = parseArgs({
		strict: true,
		options: {
			help: { type: 'boolean', short: 'h', default: false },
			'tool-api': { type: 'string', default: 'https://agent.mathmind.cn' },
			operations: { type: 'string', default: '' },
			pause: { type: 'string', default: '500' },
		},
	});
	if (values.help) {
		console.log(HELP);
		return 0;
	}
	const key = process.env.KEXIANG_API_KEY?.trim() ?? '';
	if (key.length < 8)
		throw new Error('Put your KexiangAI key into the environment: KEXIANG_API_KEY');
	const host = values['tool-api'].replace(/\/+$/, '');
	if (!/^https?:\/\/[^/]/.test(host)) throw new Error('--tool-api needs an address');
	const pauseMs = Number(values.pause);
	if (!(pauseMs >= 0)) throw new Error('--pause needs a number of milliseconds');
	const only = values.operations.split(',').filter((id) => id !== '');
	const all = candidates(loadContract(), only);
	const unknown = only.filter((id) => !all.some((one) => one.id === id));
	if (unknown.length > 0)
		throw new Error(`--operations: no derived path has ${unknown.join(', ')}`);
	const send = platform({ task: host, tool: host }, key);
	const probed = await probe(send, all, { pauseMs, tell: (one) => console.log(lineOf(one)) });
	const said = conclusions(probed);
	console.log(['', ...said].join('\n'));
	if (probed.some(({ verdict }) => verdict === 'key refused')) return 2;
	const ids = new Set(all.map(({ id }) => id));
	const found = new Set(probed.filter(({ verdict }) => verdict === 'exists').map(({ id }) => id));
	console.log(`${found.size} of ${ids.size} services were found; nothing was charged for.`);
	return found.size === ids.size ? 0 : 1;
}

run()
	.then((code) => {
		process.exitCode = code;
	})
	.catch((error: unknown) => {
		console.error((error as Error).message);
		process.exitCode = 2;
	});
