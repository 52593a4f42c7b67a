/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
// This package in the form that users get it in, where n8n looks for community nodes: what npm would publish and
// nothing more, so that it runs with the n8n-workflow of its host.
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { runToEnd } from '../children';
import { npm, withoutNpmScriptVariables } from '../npm';

const ROOT = path.join(__dirname, '..', '..');
const { name, version } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as {
	name: string;
	version: string;
};

/** The first part of its node types. */
export const PACKAGE = name;

/** Builds it, and packs it into a folder. Answers the tarball. */
export async function packPackage(folder: string): Promise<string> {
	const options = {
		cwd: ROOT,
		// No spinner in the log.
		env: { ...withoutNpmScriptVariables(), CI: 'true' },
		logFile: path.join(folder, 'build.log'),
	};
	await npm(['run', 'build'], { ...options, what: 'The build' });
	await npm(['pack', '--ignore-scripts', '--pack-destination', folder], {
		...options,
		what: 'Packing',
	});
	const tarball = path.join(folder, `${name}-${version}.tgz`);
	if (!existsSync(tarball)) throw new Error(`npm pack did not make ${path.basename(tarball)}`);
	return tarball;
}

/** Puts what was packed into the folder of an n8n. */
export async function unpackPackage(
	tarball: string,
	userFolder: string,
	logFile: string,
): Promise<void> {
	const target = path.join(userFolder, '.n8n', 'nodes', 'node_modules', name);
	rmSync(target, { recursive: true, force: true });
	mkdirSync(target, { recursive: true });
	await runToEnd('tar', ['-xzf', path.resolve(tarball), '--strip-components=1'], {
		what: `Unpacking ${path.basename(tarball)}`,
		cwd: target,
		logFile,
	});
}
