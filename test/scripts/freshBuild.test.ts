/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { isBuildFresh, stampBuild } from '../../scripts/freshBuild';

let root: string;
const write = (file: string, text: string) => {
	mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
	writeFileSync(path.join(root, file), text);
};

beforeEach(() => {
	root = mkdtempSync(path.join(tmpdir(), 'kexiang-build-'));
	write('nodes/One/One.node.ts', 'one');
	write('package.json', '{}');
	write('dist/nodes/One/One.node.js', 'one');
});
afterEach(() => rmSync(root, { recursive: true }));

it('is not fresh before it was made', () => {
	expect(isBuildFresh(root)).toBe(false);
});

it('stays fresh whatever else changes', () => {
	stampBuild(root);
	write('README.md', 'new');
	write('test/one.test.ts', 'new');
	expect(isBuildFresh(root)).toBe(true);
});

it.each([
	['a source', () => write('nodes/One/One.node.ts', 'two')],
	['a new source', () => write('nodes/shared/two.ts', 'two')],
	['a source that is gone', () => rmSync(path.join(root, 'nodes/One/One.node.ts'))],
	['the versions', () => write('package-lock.json', '{}')],
	['what was built', () => write('dist/nodes/One/One.node.js', 'two')],
	['a folder that is gone', () => rmSync(path.join(root, 'dist'), { recursive: true })],
])('is stale after a change of %s', (_, change) => {
	stampBuild(root);
	change();
	expect(isBuildFresh(root)).toBe(false);
});
