/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions, @n8n/community-nodes/no-restricted-imports */
// `npm test`: builds the package, then runs all tests that need no service. Arguments go to jest.
import { spawnSync } from 'node:child_process';
import path from 'node:path';

const ROOT = path.dirname(__dirname);

function run(...args: string[]): void {
	const { status } = spawnSync(process.execPath, args, { cwd: ROOT, stdio: 'inherit' });
	if (status !== 0) process.exit(status ?? 1);
}

run('--import', 'tsx', path.join('scripts', 'build.ts'));
// What most tests make is gone at once: with more room for it there is less to tidy.
const ROOM = '--max-semi-space-size=64';
run(ROOM, path.join('node_modules', 'jest', 'bin', 'jest.js'), ...process.argv.slice(2));
