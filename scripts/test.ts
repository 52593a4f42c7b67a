/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
// `npm test`: runs all tests that need no service, those of the package with its build where that is not there. Arguments
// go to jest.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import execa from 'execa';

const cwd = path.dirname(__dirname);
const jest = path.join('node_modules', 'jest', 'bin', 'jest.js');
// What most tests make is gone at once: with more room for it there is less to tidy.
const room = '--max-semi-space-size=64';
// Whatever a test puts into the temporary folder, nothing of it stays.
const TMPDIR = mkdtempSync(path.join(tmpdir(), 'kexiang-test-'));
const options = { cwd, stdio: 'inherit', env: { TMPDIR }, reject: false } as const;
const args = process.argv.slice(2);
process.exitCode = execa.sync(process.execPath, [room, jest, ...args], options).exitCode ?? 1;
rmSync(TMPDIR, { recursive: true, force: true });
