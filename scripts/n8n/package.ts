/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
// This package in the form that users get it in, where n8n looks for community nodes: what npm would publish and
// nothing more, so that it runs with the n8n-workflow of its host.
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { name, version } from '../../package.json';
import { runToEnd } from '../children';
import { npm, withoutNpmScriptVariables } from '../npm';

const ROOT = path.join(__dirname, '..', '..');

/** The first part of its node types. */
export const PACKAGE = name;

/** Builds it, and packs it into a folder. Answers the tarball. */
export async function packPackage(folder: string): Promise<string> {
	// No spinner in the log.
	const env = { ...withoutNpmScriptVariables(), CI: 'true' };
	const options = { cwd: ROOT, env, logFile: path.join(folder, 'build.log') };
	await npm(['run', 'build'], { ...options, what: 'The build' });
	const pack = ['pack', '--ignore-scripts', '--pack-destination', folder];
	await npm(pack, { ...options, what: 'Packing' });
	return path.join(folder, `${name}-${version}.tgz`);
}

/** Puts what was packed into the folder of an n8n. */
export async function unpackPackage(
	tarball: string,
	userFolder: string,
	logFile: string,
): Promise<void> {
	const cwd = path.join(userFolder, '.n8n', 'nodes', 'node_modules', name);
	rmSync(cwd, { recursive: true, force: true });
	mkdirSync(cwd, { recursive: true });
	const options = { what: `Unpacking ${path.basename(tarball)}`, cwd, logFile };
	await runToEnd('tar', ['-xzf', path.resolve(tarball), '--strip-components=1'], options);
}
