/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/require-node-api-error */
// The n8n of the demo and of the tests from end to end: the first that installs and starts on this machine.
import { CommandFailed, lastLines } from '../children';
import type { Console } from '../console';
import { cacheFolder, markBroken } from './cache';
import { existingN8n, installN8n, isInstalled, type N8nInstallation } from './install';
import { fetchNode, runningNode, type NodeRuntime } from './nodeRuntime';
import { fitsNode, RELEASES, type Release } from './releases';
import { SqliteMissing } from './sqlite';

/** For the help of the commands that start n8n. */
export const ENVIRONMENT = `
Environment:
  KEXIANG_CACHE_DIR  where n8n is kept between starts (about 2 GB each); the system's cache folder
                     unless given
  KEXIANG_N8N        an installed n8n to use instead (the folder of its package, or its program)`;

const ADVICE = [
	'What usually helps:',
	'  - is the npm registry reachable (npm ping), and are there 4 GB of free disk?',
	'  - Node 24 from https://nodejs.org fits n8n 2.x best',
	'  - an n8n that you have already: KEXIANG_N8N=/path/to/node_modules/n8n npm start',
].join('\n');

const nodeFor = async (isFit: boolean, console: Console): Promise<NodeRuntime> =>
	isFit
		? runningNode
		: await console.step(
				'Node for n8n',
				async ({ note }) => await fetchNode(cacheFolder(), note),
				({ version }) => `Node ${version}`,
			);

async function installed(release: Release, console: Console): Promise<N8nInstallation> {
	const runtime = await nodeFor(fitsNode(release, runningNode.version), console);
	const name = `n8n ${release.version} on Node ${runtime.version}`;
	return await console.step(
		isInstalled(release, cacheFolder())
			? `Finding ${name}`
			: `Installing ${name} (once, about two minutes and 2 GB of disk)`,
		async ({ note }) => await installN8n(release, runtime, cacheFolder(), note),
		({ folder }) => folder ?? '',
	);
}

/** Whether n8n ended because of its installation, which is then made anew the next time. */
function looksDamaged(error: Error): boolean {
	const signs = /Cannot find module|MODULE_NOT_FOUND|ERR_DLOPEN_FAILED/;
	return error instanceof CommandFailed && signs.test(lastLines(error.logFile, 40).join('\n'));
}

/**
 * Installs and starts release after release until one works; the n8n of the user instead, where there is one. Answers
 * what `start` answers. When none works, the error tells what happened to each.
 * @param major only n8n 1.x or 2.x
 */
export async function provideN8n<T>(
	console: Console,
	major: 1 | 2 | undefined,
	start: (installation: N8nInstallation) => Promise<T>,
): Promise<T> {
	const given = process.env.KEXIANG_N8N;
	if (given) {
		const own = existingN8n(given, runningNode);
		return await start({ ...own, runtime: await nodeFor(own.fitsNode, console) });
	}
	const reasons: string[] = [];
	let logFile = '';
	for (const release of RELEASES.filter((one) => major === undefined || one.major === major)) {
		let installation: N8nInstallation | undefined;
		try {
			installation = await installed(release, console);
			return await start(installation);
		} catch (error) {
			if (!(error instanceof Error) || error instanceof SqliteMissing) throw error;
			reasons.push(`  - n8n ${release.version}: ${error.message}`);
			if (error instanceof CommandFailed) logFile = error.logFile;
			if (installation?.folder && looksDamaged(error)) markBroken(installation.folder);
		}
	}
	throw new CommandFailed(`No n8n could be started.\n${reasons.join('\n')}\n${ADVICE}`, logFile);
}
