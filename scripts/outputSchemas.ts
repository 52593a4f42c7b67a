/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
// Writes nodes/*/__schema__, what the editor shows of an output before any run, from real outputs: those of the
// tests that run every operation against the simulator. `npm test` holds each output against its schema.
//
//   node scripts/run.mjs scripts/outputSchemas.ts                 all of them, from nothing
//   node scripts/run.mjs scripts/outputSchemas.ts KexiangKling    adds what the tests of this provider put out
import { existsSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import execa from 'execa';

const ROOT = path.dirname(__dirname);
const TESTS = 'test/workflow/providers';
/** Those that hold an output against its schema; the asset review has a room of its own. */
const NAMES = ':|gives what its schema says|gives the links|asset review';

const [folder] = process.argv.slice(2);
const files = [TESTS, 'test/workflow/forms', 'test/workflow/localFileLinks'];
if (folder === undefined) {
	for (const one of readdirSync(path.join(ROOT, 'nodes')))
		rmSync(path.join(ROOT, 'nodes', one, '__schema__'), { recursive: true, force: true });
} else {
	const name = folder.replace(/^Kexiang./, (start) => start.slice(-1).toLowerCase());
	files.splice(0, 3, `${TESTS}/${name}.test.ts`);
	if (!existsSync(path.join(ROOT, files[0] ?? '')))
		throw new Error(`${folder} has no tests at ${files[0]}`);
}
const jest = path.join(ROOT, 'node_modules', 'jest', 'bin', 'jest.js');
const { exitCode } = execa.sync(process.execPath, [jest, ...files, '-t', NAMES], {
	...{ cwd: ROOT, env: { KEXIANG_WRITE_SCHEMAS: 'true' }, stdio: 'inherit', reject: false },
});
process.exit(exitCode ?? 1);
