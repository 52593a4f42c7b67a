/* eslint-disable @n8n/community-nodes/no-restricted-imports */
// `npm start`: from nothing to a picture in a real n8n, step by step.
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Option } from '@commander-js/extra-typings';
import { credentialFor } from '../../simulator/credential';
import { startSimulator, type Simulator } from '../../simulator/server';
import { CommandFailed } from '../children';
import { command, majorOf, numberFor } from '../commandLine';
import { Console } from '../console';
import { runScript } from '../lifecycle';
import { cacheFolder, tryLock } from '../n8n/cache';
import type { Login } from '../n8n/model';
import { packPackage, unpackPackage } from '../n8n/package';
import { ENVIRONMENT, provideN8n } from '../n8n/provide';
import { freePort, startN8n } from '../n8n/server';
import { reportLines } from './report';
import { runExample } from './run';
import { prepare } from './setUp';

/** Where the editor is found at every start, unless somebody else or a second demo listens there. */
const USUAL_PORT = 5688;
/** So that the demo shows a wait, but not a long one. */
const TASK_SECONDS = 6;
/** n8n's folders, kept between starts, so many of which can be in use at the same time. */
const MOST_DEMOS = 20;
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

/** Takes the first demo folder that no other start is using, until this process ends. */
function takeFolder(cache: string) {
	for (let number = 1; number <= MOST_DEMOS; number++) {
		const folder = path.join(cache, number === 1 ? 'demo' : `demo-${number}`);
		if (tryLock(folder)) return { folder, isUsual: number === 1 };
	}
	throw new Error(`${MOST_DEMOS} demos are running already: stop one of them first`);
}

/** The owner's login, made up at the first start. */
function loginFor(userFolder: string): Login {
	const file = path.join(userFolder, 'login.json');
	if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as Login;
	// n8n wants a number and a capital letter in it.
	const password = `Demo1-${randomBytes(6).toString('hex')}`;
	const login: Login = { email: 'demo@kexiang.example', password };
	writeFileSync(file, JSON.stringify(login), { mode: 0o600 });
	return login;
}

async function main(): Promise<number> {
	const { once, fresh, n8n, port: wanted, lang } = commandLine().parse().opts();
	const { folder, isUsual } = takeFolder(cacheFolder());
	const logs = path.join(folder, 'logs');
	rmSync(fresh ? folder : logs, { recursive: true, force: true });
	mkdirSync(logs, { recursive: true });
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
	const data = credentialFor(platform);
	const input = { name: 'KexiangAI simulator', type: 'kexiangApi', data };
	const prepared = await prepare(console, server, login, input);
	const { summary, picture } = await runExample(console, prepared);
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
