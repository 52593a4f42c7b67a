/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-dangerous-functions */
// Writes nodes/*/__schema__, what the editor shows of an output before any run, from real outputs: those of the
// tests that run every operation against the simulator. `npm test` holds each output against its schema.
//
//   node scripts/run.mjs scripts/outputSchemas.ts                 all of them, from nothing
//   node scripts/run.mjs scripts/outputSchemas.ts KexiangKling    adds what the tests of this provider put out
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.dirname(__dirname);
const PROVIDER_TESTS = 'test/workflow/providers';
const ALL = [PROVIDER_TESTS, 'test/workflow/forms', 'test/workflow/localFileLinks'];

/** The tests of the provider that has this folder in `nodes`. */
function testsOf(folder: string): string {
	const name = folder.replace(/^Kexiang/, '');
	const file = `${PROVIDER_TESTS}/${name.charAt(0).toLowerCase()}${name.slice(1)}.test.ts`;
	if (!existsSync(path.join(ROOT, file))) throw new Error(`${folder} has no tests at ${file}`);
	return file;
}

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
		...(folder === undefined ? ALL : [testsOf(folder)]),
		// Those that hold an output against its schema; the asset review has a room of its own.
		'-t',
		':|gives what its schema says|gives the links|asset review',
	],
	{
		cwd: ROOT,
		env: { ...process.env, KEXIANG_WRITE_SCHEMAS: 'true' },
		stdio: 'inherit',
	},
);
process.exit(status ?? 1);
