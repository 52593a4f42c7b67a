/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
// What these nodes rest on and n8n promises nowhere, in the code of the n8n that is installed.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { runToEnd } from '../../../scripts/children';
import { withoutNpmScriptVariables } from '../../../scripts/npm';
import type { Bench } from '../bench';

const ROOT = path.join(__dirname, '..', '..', '..');
const CONFIG = path.join(ROOT, 'test', 'e2e', 'jest.core.config.js');
const TEST = 'test/workflow/internals.test.ts';

export async function internals(bench: Bench): Promise<void> {
	await bench.prove('internals: the contract tests of n8n-core', {}, async () => {
		const core = createRequire(bench.ground.installation.bin).resolve('n8n-core');
		const workflow = createRequire(core).resolve('n8n-workflow');
		const folders = { 'n8n-core': core, 'n8n-workflow': workflow };
		const jest = path.join(ROOT, 'node_modules', 'jest', 'bin', 'jest.js');
		const report = bench.folderOf('internals-report.json');
		const options = ['--config', CONFIG, '--json', '--outputFile', report, '--maxWorkers', '1'];
		await runToEnd(process.execPath, [jest, ...options, '--forceExit', '--', TEST], {
			what: 'The contract tests',
			cwd: ROOT,
			env: { ...withoutNpmScriptVariables(), KEXIANG_CORE: JSON.stringify(folders) },
			logFile: bench.logOf('internals'),
			limitSeconds: 300,
		});
		const told = JSON.parse(readFileSync(report, 'utf8')) as Record<string, number>;
		const { numPassedTests: passed = 0, numTotalTests: all } = told;
		assert.ok(passed > 0 && passed === all, `${passed} of ${all} passed`);
		return { note: `${passed} passed` };
	});
}
