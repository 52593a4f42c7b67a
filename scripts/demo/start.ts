/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
// `npm start`: from nothing to a picture in a real n8n, step by step.
import path from 'node:path';
import { CommandFailed } from '../children';
import { Console } from '../console';
import { runScript } from '../lifecycle';
import { npm, withoutNpmScriptVariables } from '../npm';
import { cacheFolder } from '../n8n/cache';
import type { N8nInstallation } from '../n8n/install';
import { loadBuiltPackage } from '../n8n/loadPackage';
import { provideN8n, type StepRunner } from '../n8n/provide';
import { freePort, startN8n, type N8nServer } from '../n8n/server';
import { HELP, readOptions, type DemoOptions } from './options';
import { loginFor, takePlace, userFolderFor, type Place } from './place';
import {
	agreedKey,
	credentialLines,
	livePlatform,
	simulatedPlatform,
	type Platform,
} from './platform';
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

const console = new Console();
const step: StepRunner = async (title, work, summary) => await console.step(title, work, summary);
let platform: Platform | undefined;
let isOpen = false;

async function main(args: string[]): Promise<number> {
	const options = readOptions(args);
	if (options.help) {
		console.line(HELP);
		return 0;
	}
	const key = options.live ? await agreedKey(options, process.env.KEXIANG_API_KEY) : undefined;
	const place = takePlace(cacheFolder(), options.fresh);
	console.line('KexiangAI in n8n');
	await build(place);
	platform = await step(
		key ? 'Platform' : 'Starting the simulator',
		async () => (key ? livePlatform(key) : await simulatedPlatform()),
		({ name }) => name,
	);
	const wanted = { cache: cacheFolder(), major: options.n8n, existing: process.env.KEXIANG_N8N };
	const { server, packageName, userFolder } = await provideN8n(
		wanted,
		step,
		async (installation) => await startWithPackage(installation, place, options),
	);
	const login = loginFor(userFolder);
	const prepared = await prepare(server, login, packageName, platform);
	const { summary, picture } = await runExample(
		console,
		prepared,
		packageName,
		platform.limitSeconds,
	);
	console.line();
	for (const line of reportLines(summary, picture)) console.line(line);
	if (summary.trouble) console.line(`\nNo picture arrived: ${summary.trouble}`);
	if (options.once) return summary.trouble ? 1 : 0;

	const { workflow } = prepared;
	console.line(`\nThe editor is open:  ${server.url}/workflow/${workflow.id}`);
	console.line(`  Login     ${login.email}`);
	console.line(`  Password  ${login.password}`);
	if (platform) for (const line of credentialLines(platform)) console.line(line);
	console.line(
		'  The next start puts the example back to its original: duplicate it to keep changes.',
	);
	console.line('Ctrl-C stops everything.');
	isOpen = true;
	await server.ended;
	throw new CommandFailed('n8n has ended', server.logFile);
}

async function build(place: Place): Promise<void> {
	await step('Building the package', async () => {
		await npm(['run', 'build'], {
			what: 'The build',
			cwd: ROOT,
			// No spinner in the log.
			env: { ...withoutNpmScriptVariables(), CI: 'true' },
			logFile: path.join(place.logs, 'build.log'),
		});
	});
}

interface Started {
	server: N8nServer;
	packageName: string;
	userFolder: string;
}

async function startWithPackage(
	installation: N8nInstallation,
	place: Place,
	options: DemoOptions,
): Promise<Started> {
	const userFolder = userFolderFor(place, installation.major);
	const packageName = loadBuiltPackage(ROOT, userFolder);
	const port = await freePort(options.port ?? (place.isUsual ? USUAL_PORT : 0));
	if (options.port && port !== options.port) throw new Error(`Port ${options.port} is in use`);
	const server = await step(
		`Starting n8n ${installation.version}`,
		async () =>
			await startN8n({
				installation,
				userFolder,
				port,
				logFile: path.join(place.logs, `n8n-${installation.version}.log`),
			}),
		({ url }) => url,
	);
	return { server, packageName, userFolder };
}

async function prepare(
	server: N8nServer,
	login: ReturnType<typeof loginFor>,
	packageName: string,
	{ credential: input, waitOptions }: Platform,
): Promise<Prepared> {
	const example = readExample(EXAMPLE);
	const api = await step('Signing in', async () => await signIn(server, login));
	await step(
		'Looking for the nodes of the package',
		async () => await requireNodeTypes(api, packageName, example),
		(types) => types.map((type) => type.slice(packageName.length + 1)).join(', '),
	);
	const credential = await step(
		'Saving and testing the credential',
		async () => await saveWorkingCredential(api, input),
		({ name }) => name,
	);
	const workflow = await step(
		'Saving the example workflow',
		async () => await saveExample(api, fitted(example, packageName, credential, waitOptions)),
		({ name }) => name,
	);
	return { api, workflow };
}

runScript({
	console,
	main: async () => await main(process.argv.slice(2)),
	cleanUp: async () => await platform?.stop(),
	endsByInterruption: () => isOpen,
});
