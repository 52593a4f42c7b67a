/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { isBuildFresh, stampBuild } from '../../scripts/freshBuild';

let root: string;
function write(file: string, text = 'new') {
	mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
	writeFileSync(path.join(root, file), text);
}

beforeEach(() => {
	root = mkdtempSync(path.join(tmpdir(), 'kexiang-build-'));
	for (const file of ['nodes/One/One.node.ts', 'package.json', 'dist/nodes/One/One.node.js'])
		write(file, 'old');
});
afterEach(() => rmSync(root, { recursive: true }));

it('is not fresh before it was made, and stays fresh whatever else changes', () => {
	expect(isBuildFresh(root)).toBe(false);
	stampBuild(root);
	write('README.md');
	write('test/one.test.ts');
	expect(isBuildFresh(root)).toBe(true);
});

it.each([
	['a source', () => write('nodes/One/One.node.ts')],
	['a new source', () => write('nodes/shared/two.ts')],
	['a source that is gone', () => rmSync(path.join(root, 'nodes/One/One.node.ts'))],
	['a name', () => renameSync(path.join(root, 'nodes/One'), path.join(root, 'nodes/Two'))],
	['the versions', () => write('package-lock.json')],
	['how forms are made', () => write('scripts/formsInChinese.ts')],
	['what was built', () => write('dist/nodes/One/One.node.js')],
	['a folder that is gone', () => rmSync(path.join(root, 'dist'), { recursive: true })],
])('is stale after a change of %s', (_, change) => {
	stampBuild(root);
	change();
	expect(isBuildFresh(root)).toBe(false);
});
