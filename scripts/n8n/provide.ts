/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/require-node-api-error */
// The one way to an n8n that can be started, for the demo and for the tests from end to end.
import { CommandFailed } from '../children';
import type { Console } from '../console';
import { cacheFolder } from './cache';
import { fetchNode, installN8n, isInstalled, type N8nInstallation } from './install';
import { fitsNode, RELEASES } from './releases';

/** For the help of the commands that start n8n. */
export const ENVIRONMENT = `
Environment:
  KEXIANG_CACHE_DIR  where n8n is kept between starts (about 2 GB each); the system's cache folder
                     unless given`;

const advice = (cache: string) => `What usually helps:
  - is the npm registry reachable (npm ping), and are there 4 GB of free disk?
  - Node 24 from https://nodejs.org fits n8n 2.x best; n8n 1.x runs on Node 20: --n8n 1
  - remove ${cache}, so that everything is fetched anew`;

/** Installs it where it is not there yet. */
export async function provideN8n(console: Console, major: 1 | 2 = 2): Promise<N8nInstallation> {
	const release = RELEASES[major];
	const cache = cacheFolder();
	try {
		const runtime = fitsNode(release, process.versions.node)
			? { version: process.versions.node, executable: process.execPath }
			: await console.step(
					'Node for n8n',
					async ({ note }) => await fetchNode({ cache, note }),
					({ version }) => `Node ${version}`,
				);
		const name = `n8n ${release.version} on Node ${runtime.version}`;
		return await console.step(
			isInstalled(release, cache)
				? `Finding ${name}`
				: `Installing ${name} (once, about two minutes and 2 GB of disk)`,
			async ({ note }) => await installN8n({ cache, note }, release, runtime),
			({ folder }) => folder,
		);
	} catch (error) {
		if (!(error instanceof CommandFailed)) throw error;
		throw new CommandFailed(`${error.message}\n${advice(cache)}`, error.logFile);
	}
}
