/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
// How to call the npm that belongs to the running Node, without a shell in between.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { runToEnd, type Environment } from './children';

/** The command and its first arguments. */
export function npmCommand(): [string, ...string[]] {
	const bin = path.dirname(process.execPath);
	const places = [bin, path.join(bin, '..', 'lib')];
	const script = [
		process.env.npm_execpath ?? '',
		...places.map((place) => path.join(place, 'node_modules', 'npm', 'bin', 'npm-cli.js')),
	].find((file) => /npm-cli\.c?js$/.test(file) && existsSync(file));
	return script === undefined ? ['npm'] : [process.execPath, script];
}

/** The environment without what an outer `npm start` put there about this package. */
export function withoutNpmScriptVariables(environment: Environment = process.env): Environment {
	const foreign = /^npm_(package|lifecycle|config_(local_|global_)?prefix|command$|execpath$)/i;
	return Object.fromEntries(Object.entries(environment).filter(([name]) => !foreign.test(name)));
}

type NpmOptions = Parameters<typeof runToEnd>[2];

export async function npm(args: string[], options: NpmOptions): Promise<void> {
	const [command, ...first] = npmCommand();
	await runToEnd(command, [...first, ...args], {
		env: withoutNpmScriptVariables(),
		watched: command === process.execPath,
		...options,
	});
}

/** Fetches packages into a folder of their own. */
export async function installPackages(
	folder: string,
	packages: string[],
	options: Omit<NpmOptions, 'cwd'>,
): Promise<void> {
	mkdirSync(folder, { recursive: true });
	writeFileSync(path.join(folder, 'package.json'), '{ "private": true }\n');
	const quiet = ['--ignore-scripts', '--no-audit', '--no-fund'];
	await npm(['install', ...quiet, ...packages], { ...options, cwd: folder });
}
