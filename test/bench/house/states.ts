/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-dangerous-functions */
// The states of the repository that are compared, each built and measured by the same code, that of this checkout.
import { execFileSync, fork } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isBuildFresh } from '../../../scripts/freshBuild';
import type { CpuFigures } from './cpu';
import type { ItemFigures } from './item';
import { sourceFigures, type SourceFigures } from './sources';

const ROOT = path.join(__dirname, '..', '..', '..');

export interface Figures {
	sources: SourceFigures;
	item: ItemFigures;
	cpu: CpuFigures;
}

/** Of this checkout. */
export async function figuresOfNow(): Promise<Figures> {
	if (!isBuildFresh(ROOT)) build(ROOT);
	return await figuresOf(ROOT);
}

/** Of a commit, in a checkout that is gone afterwards. */
export async function figuresOfCommit(ref: string): Promise<Figures> {
	// The engine names scripts by their real paths.
	const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'kexiang-house-')));
	const root = path.join(folder, 'checkout');
	git('worktree', 'add', '--detach', root, ref);
	try {
		linkPackages(path.join(root, 'node_modules'));
		build(root);
		return await figuresOf(root);
	} finally {
		git('worktree', 'remove', '--force', root);
		rmSync(folder, { recursive: true, force: true });
	}
}

/** Whether the repository has such a commit; a shallow clone may not. */
export function hasCommit(ref: string): boolean {
	try {
		git('rev-parse', '--verify', '--quiet', `${ref}^{commit}`);
		return true;
	} catch {
		return false;
	}
}

const git = (...args: string[]) => execFileSync('git', args, { cwd: ROOT, stdio: 'pipe' });

/** One by one, as the build keeps notes in node_modules, and those of this checkout must stay as they are. */
function linkPackages(modules: string): void {
	const own = path.join(ROOT, 'node_modules');
	mkdirSync(modules);
	for (const name of readdirSync(own)) {
		if (name !== '.cache') symlinkSync(path.join(own, name), path.join(modules, name), 'junction');
	}
}

/** Not by npm, which may install other packages for an older state. */
function build(root: string): void {
	execFileSync(process.execPath, [...process.execArgv, path.join('scripts', 'build.ts')], {
		cwd: root,
		stdio: 'pipe',
	});
}

const figuresOf = async (root: string): Promise<Figures> => ({
	sources: sourceFigures(root),
	item: await inChild<ItemFigures>('item.ts', root),
	cpu: await inChild<CpuFigures>('cpu.ts', root),
});

/** What a script of this folder tells, in a process of its own. */
async function inChild<Result>(script: string, root: string): Promise<Result> {
	const child = fork(path.join(__dirname, script), [root], {
		execArgv: [...process.execArgv, '--expose-gc'],
	});
	try {
		return await new Promise<Result>((resolve, reject) => {
			child.once('message', (told) => resolve(told as Result));
			child.once('exit', () => reject(new Error(`${script} has failed`)));
		});
	} finally {
		child.kill();
	}
}
