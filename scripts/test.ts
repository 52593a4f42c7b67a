/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions, @n8n/community-nodes/no-restricted-imports */
// `npm test`: runs all tests that need no service, those of the package with its build where that is not there. Arguments
// go to jest.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const ROOT = path.dirname(__dirname);

// What most tests make is gone at once: with more room for it there is less to tidy.
const ROOM = '--max-semi-space-size=64';
const jest = path.join('node_modules', 'jest', 'bin', 'jest.js');
// Whatever a test puts into the temporary folder, nothing of it stays.
const TMPDIR = mkdtempSync(path.join(tmpdir(), 'kexiang-test-'));
const { status } = spawnSync(process.execPath, [ROOM, jest, ...process.argv.slice(2)], {
	cwd: ROOT,
	stdio: 'inherit',
	env: { ...process.env, TMPDIR },
});
rmSync(TMPDIR, { recursive: true, force: true });
process.exitCode = status ?? 1;
