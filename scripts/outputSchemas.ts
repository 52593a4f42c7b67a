/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-dangerous-functions */
// Writes nodes/*/__schema__, what the editor shows of an output before any run, from real outputs: those of the
// tests that run every operation against the simulator. `npm test` holds each output against its schema.
import { spawnSync } from 'node:child_process';
import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.dirname(__dirname);
const RUNS = [
	'test/workflow/providers',
	'test/workflow/outputSchemas',
	'test/workflow/localFiles.test',
];

for (const folder of readdirSync(path.join(ROOT, 'nodes')))
	rmSync(path.join(ROOT, 'nodes', folder, '__schema__'), { recursive: true, force: true });
const jest = path.join(ROOT, 'node_modules', 'jest', 'bin', 'jest.js');
spawnSync(process.execPath, [jest, ...RUNS, '-t', ':|schema|gives the links'], {
	cwd: ROOT,
	env: { ...process.env, KEXIANG_WRITE_SCHEMAS: 'true' },
	stdio: 'inherit',
});
