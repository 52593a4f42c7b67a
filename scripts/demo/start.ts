/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
// `npm start`: from nothing to a picture in a real n8n, step by step.
import path from 'node:path';
import { Option } from '@commander-js/extra-typings';
import { startSimulator, type Simulator } from '../../simulator/server';
import { CommandFailed } from '../children';
import { command, majorOf, numberFor } from '../commandLine';
import { Console } from '../console';
import { runScript } from '../lifecycle';
import { cacheFolder } from '../n8n/cache';
import { PACKAGE, packPackage, unpackPackage } from '../n8n/package';
import { ENVIRONMENT, provideN8n } from '../n8n/provide';
import { freePort, startN8n } from '../n8n/server';
import { loginFor, takePlace } from './place';
import { reportLines } from './report';
import { runExample } from './run';
import { prepare } from './setUp';

const EXAMPLE = path.join(__dirname, '..', '..', 'examples', 'text-to-image.json');
/** Where the editor is found at every start, unless somebody else or a second demo listens there. */
const USUAL_PORT = 5688;
/** So that the demo shows a wait, but not a long one. */
const TASK_SECONDS = 6;
const LOCALES = { zh: 'zh_CN.UTF-8', en: 'en_US.UTF-8' };

const portOf = numberFor(
	'a number from 1 to 65535',
	(port) => Number.isInteger(port) && port >= 1 && port <= 65_535,
);

export const commandLine = () =>
	command('start')
		.description(
			'Starts a real n8n with this package in it, runs an example workflow (a picture from a text) and leaves the editor ' +
				'open until Ctrl-C. Nothing is paid for: a simulator on this machine stands in for KexiangAI.',
		)
		.option('--once', 'stop after the run; the exit code is 0 only if the picture arrived in n8n')
		.option('--fresh', 'begin with an empty n8n instead of the one of the last start')
		.option('--n8n <1|2>', 'n8n 1.x or 2.x (default: 2)', majorOf)
		.option('--port <n>', 'port of the editor; a free one unless given', portOf)
		.addOption(
			new Option(
				'--lang <zh|en>',
				'language of the nodes, Chinese or English; that of this machine unless given',
			).choices(['zh', 'en'] as const),
		)
		.addHelpText('after', ENVIRONMENT);

const console = new Console();
let simulator: Simulator | undefined;
let isOpen = false;

async function main(): Promise<number> {
	const { once, fresh, n8n, port: wanted, lang } = commandLine().parse().opts();
	const { folder, logs, isUsual } = takePlace(cacheFolder(), fresh === true);
	console.line('KexiangAI in n8n');
	const tarball = await console.step('Building the package', async () => await packPackage(logs));
	const platform = await console.step(
		'Starting the simulator',
		async () => (simulator = await startSimulator({ taskSeconds: TASK_SECONDS })),
		({ platformUrl }) => `${platformUrl}, tasks of ${TASK_SECONDS} s`,
	);
	const installation = await provideN8n(console, n8n);
	const { major, version } = installation;
	// An n8n of another major version could not read the other's database.
	const userFolder = path.join(folder, `n8n-${major}`);
	await unpackPackage(tarball, userFolder, path.join(logs, 'unpack.log'));
	const port = await freePort(wanted ?? (isUsual ? USUAL_PORT : 0));
	if (wanted && port !== wanted) throw new Error(`Port ${wanted} is in use`);
	const logFile = path.join(logs, `n8n-${version}.log`);
	const env: Record<string, string> = lang ? { LANG: LOCALES[lang], LC_ALL: LOCALES[lang] } : {};
	const server = await console.step(
		`Starting n8n ${version}`,
		async () => await startN8n({ installation, userFolder, port, logFile, env }),
		({ url }) => url,
	);
	const login = loginFor(userFolder);
	const { key, platformUrl, toolsUrl } = platform;
	const data = { apiKey: key, taskApiUrl: platformUrl, toolApiUrl: toolsUrl };
	const input = { name: 'KexiangAI simulator', type: 'kexiangApi', data };
	const example = { file: EXAMPLE, packageName: PACKAGE, input };
	const prepared = await prepare(console, server, login, example);
	const { summary, picture } = await runExample(console, prepared, PACKAGE);
	console.line(['', ...reportLines(summary, picture)].join('\n'));
	if (summary.trouble) console.line(`\nNo picture arrived: ${summary.trouble}`);
	if (once) return summary.trouble ? 1 : 0;
	console.line(`
The editor is open:  ${server.url}/workflow/${prepared.workflow.id}
  Login     ${login.email}
  Password  ${login.password}
For a credential of your own, as long as this runs:
  API Key       ${key}
  Task API URL  ${platformUrl}
  Tool API URL  ${toolsUrl}
The next start puts the example back to its original: duplicate it to keep changes.
Ctrl-C stops everything.`);
	isOpen = true;
	await server.ended;
	throw new CommandFailed('n8n has ended', server.logFile);
}

if (require.main === module)
	runScript({
		console,
		main,
		cleanUp: async () => await simulator?.stop(),
		endsByInterruption: () => isOpen,
	});
