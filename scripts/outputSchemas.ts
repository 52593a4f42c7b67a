/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-dangerous-functions */
// Writes nodes/*/__schema__, what the editor shows of an output before any run, from real outputs: those of the
// tests that run every operation against the simulator. `npm test` holds each output against its schema.
//
//   node scripts/run.mjs scripts/outputSchemas.ts                 all of them, from nothing
//   node scripts/run.mjs scripts/outputSchemas.ts KexiangKling    adds what the tests of this provider put out
import { spawnSync } from 'node:child_process';
import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.dirname(__dirname);
const PROVIDER_TESTS = 'test/workflow/providers';
const ALL = [PROVIDER_TESTS, 'test/workflow/forms', 'test/workflow/localFileLinks'];

const [folder] = process.argv.slice(2);
if (folder === undefined) {
	for (const one of readdirSync(path.join(ROOT, 'nodes')))
		rmSync(path.join(ROOT, 'nodes', one, '__schema__'), { recursive: true, force: true });
}
const jest = path.join(ROOT, 'node_modules', 'jest', 'bin', 'jest.js');
const { status } = spawnSync(
	process.execPath,
	[
		jest,
		...(folder === undefined ? ALL : [PROVIDER_TESTS]),
		// Those that hold an output against its schema; those of a provider begin with its type.
		'-t',
		folder === undefined
			? ':|gives what its schema says|gives the links'
			: `^k${folder.slice(1)}\\b.*:`,
	],
	{
		cwd: ROOT,
		env: { ...process.env, KEXIANG_WRITE_SCHEMAS: 'true' },
		stdio: 'inherit',
	},
);
process.exit(status ?? 1);
