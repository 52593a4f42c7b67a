/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
// Writes nodes/*/__schema__, what the editor shows of an output before any run, from real outputs: those of the
// tests that run every operation against the simulator. `npm test` holds each output against its schema.
//
//   node scripts/run.mjs scripts/outputSchemas.ts                 all of them, from nothing
//   node scripts/run.mjs scripts/outputSchemas.ts KexiangKling    adds what the tests of this provider put out
import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import execa from 'execa';

const ROOT = path.dirname(__dirname);

const [folder] = process.argv.slice(2);
if (folder === undefined) {
	for (const one of readdirSync(path.join(ROOT, 'nodes')))
		rmSync(path.join(ROOT, 'nodes', one, '__schema__'), { recursive: true, force: true });
}
const others = folder === undefined ? ['test/workflow/forms', 'test/workflow/localFile'] : [];
/** Tests that hold an output against its schema; those of a provider begin with its type. */
const names =
	folder === undefined
		? '^kexiang\\w+.*:|gives what its schema says|gives the links'
		: `^k${folder.slice(1)}\\b.*:`;
const jest = path.join(ROOT, 'node_modules', 'jest', 'bin', 'jest.js');
const { exitCode } = execa.sync(
	process.execPath,
	[jest, 'test/workflow/providers', ...others, '-t', names],
	{
		cwd: ROOT,
		env: { KEXIANG_WRITE_SCHEMAS: 'true' },
		stdio: 'inherit',
		reject: false,
	},
);
process.exit(exitCode ?? 1);
