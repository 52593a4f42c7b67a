/* eslint-disable @n8n/community-nodes/no-restricted-imports */
// Puts a built package where n8n looks for community nodes, in the form that users get it in:
// what npm would publish and nothing more, so that it runs with the n8n-workflow of its host.
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { runToEnd } from '../children';

interface PackageJson {
	name: string;
	files?: string[];
	n8n?: { nodes?: string[]; credentials?: string[] };
}

function readPackage(folder: string): PackageJson {
	return JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as PackageJson;
}

function placeFor(userFolder: string, name: string): string {
	const target = path.join(userFolder, '.n8n', 'nodes', 'node_modules', name);
	rmSync(target, { recursive: true, force: true });
	mkdirSync(target, { recursive: true });
	return target;
}

/** Copies what the package publishes. Answers its name, the first part of its node types. */
export function loadBuiltPackage(packageFolder: string, userFolder: string): string {
	const { name, files = [], n8n } = readPackage(packageFolder);
	const missing = [...(n8n?.nodes ?? []), ...(n8n?.credentials ?? [])].filter(
		(file) => !existsSync(path.join(packageFolder, file)),
	);
	if (missing.length > 0)
		throw new Error(`The package is not built: ${missing.join(', ')} missing`);
	const target = placeFor(userFolder, name);
	for (const entry of ['package.json', ...files]) {
		const source = path.join(packageFolder, entry);
		if (existsSync(source)) cpSync(source, path.join(target, entry), { recursive: true });
	}
	return name;
}

/** Unpacks a tarball made by `npm pack`. */
export async function loadPackedPackage(
	tarball: string,
	name: string,
	userFolder: string,
	logFile: string,
): Promise<void> {
	const target = placeFor(userFolder, name);
	await runToEnd('tar', ['-xzf', path.resolve(tarball), '--strip-components=1'], {
		what: `Unpacking ${path.basename(tarball)}`,
		cwd: target,
		logFile,
	});
}
