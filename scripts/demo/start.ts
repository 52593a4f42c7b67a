/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
// `npm start`: from nothing to a picture in a real n8n, step by step.
import path from 'node:path';
import { InvalidArgumentError } from '@commander-js/extra-typings';
import { CommandFailed } from '../children';
import { command, majorOf, numberFor } from '../commandLine';
import { Console } from '../console';
import { runScript } from '../lifecycle';
import { cacheFolder } from '../n8n/cache';
import type { N8nInstallation } from '../n8n/install';
import type { Login } from '../n8n/model';
import { PACKAGE, packPackage, unpackPackage } from '../n8n/package';
import { ENVIRONMENT, provideN8n } from '../n8n/provide';
import { freePort, startN8n, type N8nServer } from '../n8n/server';
import { loginFor, takePlace, userFolderFor, type Place } from './place';
import { credentialLines, simulatedPlatform, WAIT_OPTIONS, type Platform } from './platform';
import { reportLines } from './report';
import { runExample } from './run';
import {
	fitted,
	readExample,
	requireNodeTypes,
	saveExample,
	saveWorkingCredential,
	signIn,
	type Prepared,
} from './setUp';

const ROOT = path.join(__dirname, '..', '..');
const EXAMPLE = path.join(ROOT, 'examples', 'text-to-image.json');
/** Where the editor is found at every start, unless somebody else or a second demo listens there. */
const USUAL_PORT = 5688;

const LOCALES = { zh: 'zh_CN.UTF-8', en: 'en_US.UTF-8' };

function localeOf(language: string): string {
	if (language === 'zh' || language === 'en') return LOCALES[language];
	throw new InvalidArgumentError('It needs zh or en.');
}

export const commandLine = () =>
	command('start')
		.description(
			'Starts a real n8n with this package in it, runs an example workflow (a picture from a text) and leaves the editor ' +
				'open until Ctrl-C. Nothing is paid for: a simulator on this machine stands in for KexiangAI.',
		)
		.option('--once', 'stop after the run; the exit code is 0 only if the picture arrived in n8n')
		.option('--fresh', 'begin with an empty n8n instead of the one of the last start')
		.option('--n8n <1|2>', 'n8n 1.x or 2.x (default: 2)', majorOf)
		.option(
			'--port <n>',
			'port of the editor; a free one unless given',
			numberFor(
				'a number from 1 to 65535',
				(port) => Number.isInteger(port) && port >= 1 && port <= 65_535,
			),
		)
		.option(
			'--lang <zh|en>',
			'language of the nodes, Chinese or English; that of this machine unless given',
			localeOf,
		)
		.addHelpText('after', ENVIRONMENT);

type DemoOptions = ReturnType<ReturnType<typeof commandLine>['opts']>;

const console = new Console();
let platform: Platform | undefined;
let isOpen = false;

async function main(options: DemoOptions): Promise<number> {
	const place = takePlace(cacheFolder(), options.fresh === true);
	console.line('KexiangAI in n8n');
	const tarball = await console.step(
		'Building the package',
		async () => await packPackage(place.logs),
	);
	platform = await console.step(
		'Starting the simulator',
		async () => await simulatedPlatform(),
		({ name }) => name,
	);
	const installation = await provideN8n(console, options.n8n);
	const userFolder = userFolderFor(place, installation.major);
	await unpackPackage(tarball, userFolder, path.join(place.logs, 'unpack.log'));
	const server = await startServer(installation, userFolder, place, options);
	const login = loginFor(userFolder);
	const prepared = await prepare(server, login, platform);
	const { summary, picture } = await runExample(console, prepared, PACKAGE);
	console.line();
	for (const line of reportLines(summary, picture)) console.line(line);
	if (summary.trouble) console.line(`\nNo picture arrived: ${summary.trouble}`);
	if (options.once) return summary.trouble ? 1 : 0;

	const { workflow } = prepared;
	console.line(`\nThe editor is open:  ${server.url}/workflow/${workflow.id}`);
	console.line(`  Login     ${login.email}`);
	console.line(`  Password  ${login.password}`);
	for (const line of credentialLines(platform)) console.line(line);
	console.line(
		'  The next start puts the example back to its original: duplicate it to keep changes.',
	);
	console.line('Ctrl-C stops everything.');
	isOpen = true;
	await server.ended;
	throw new CommandFailed('n8n has ended', server.logFile);
}

async function startServer(
	installation: N8nInstallation,
	userFolder: string,
	place: Place,
	{ port: wanted, lang }: DemoOptions,
): Promise<N8nServer> {
	const port = await freePort(wanted ?? (place.isUsual ? USUAL_PORT : 0));
	if (wanted && port !== wanted) throw new Error(`Port ${wanted} is in use`);
	const { version } = installation;
	const logFile = path.join(place.logs, `n8n-${version}.log`);
	const env: Record<string, string> = lang === undefined ? {} : { LANG: lang, LC_ALL: lang };
	return await console.step(
		`Starting n8n ${version}`,
		async () => await startN8n({ installation, userFolder, port, logFile, env }),
		({ url }) => url,
	);
}

async function prepare(
	server: N8nServer,
	login: Login,
	{ credential: input }: Platform,
): Promise<Prepared> {
	const example = readExample(EXAMPLE);
	const api = await console.step('Signing in', async () => await signIn(server, login));
	await console.step(
		'Looking for the nodes of the package',
		async () => await requireNodeTypes(api, PACKAGE, example),
		(types) => types.map((type) => type.slice(PACKAGE.length + 1)).join(', '),
	);
	const credential = await console.step(
		'Saving and testing the credential',
		async () => await saveWorkingCredential(api, input),
		({ name }) => name,
	);
	const workflow = await console.step(
		'Saving the example workflow',
		async () => await saveExample(api, fitted(example, PACKAGE, credential, WAIT_OPTIONS)),
		({ name }) => name,
	);
	return { api, workflow };
}

if (require.main === module)
	runScript({
		console,
		main: async () => await main(commandLine().parse().opts()),
		cleanUp: async () => await platform?.stop(),
		endsByInterruption: () => isOpen,
	});
