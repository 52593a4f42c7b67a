/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import execa from 'execa';
import {
	existsSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	renameSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import os, { tmpdir } from 'node:os';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { setTimeout as later, setTimeout as sleep } from 'node:timers/promises';
import { stripVTControlCharacters } from 'node:util';

import { lastLines, runToEnd } from '../../scripts/children';
import { Console, type Step } from '../../scripts/console';
import { isBuildFresh, stampBuild } from '../../scripts/freshBuild';

describe('children of scripts', () => {
	const ROOT = path.join(__dirname, '..', '..');
	const NODE = process.execPath;
	let folder: string;
	let logFile: string;

	beforeEach(() => {
		folder = mkdtempSync(path.join(os.tmpdir(), 'kexiang-children-'));
		logFile = path.join(folder, 'logs', 'child.log');
	});
	afterEach(() => rmSync(folder, { recursive: true, force: true }));

	function lives(pid: number): boolean {
		try {
			process.kill(pid, 0);
			// What has ended and waits for nobody but its parent is dead, too.
			const status = `/proc/${pid}/stat`;
			return !existsSync(status) || !/\) Z /.test(readFileSync(status, 'utf8'));
		} catch {
			return false;
		}
	}

	async function until(what: () => boolean): Promise<void> {
		const end = Date.now() + 15_000;
		while (!what() && Date.now() < end) await sleep(50);
		expect(what()).toBe(true);
	}

	const numberIn = (text: string, word: string) =>
		Number(new RegExp(`${word} (\\d+)`).exec(text)?.[1] ?? 0);

	/** A script with a child and a grandchild, until all three run. */
	async function startFamily() {
		const file = path.join(ROOT, 'test', 'scripts', 'startsChildren.ts');
		const script = execa(NODE, ['--import', 'tsx', file, logFile], { cwd: ROOT, reject: false });
		let said = '';
		script.stdout?.on('data', (part: Buffer) => (said += part.toString()));
		const grandchild = () => numberIn(lastLines(logFile).join('\n'), 'child');
		await until(() => grandchild() > 0 && numberIn(said, 'started') > 0);
		return { script, child: numberIn(said, 'started'), grandchild: grandchild() };
	}

	describe('what a script has started', () => {
		it.each([
			['SIGINT', 130],
			['SIGTERM', 143],
		] as const)('is gone after a %s, with its own children', async (signal, code) => {
			const { script, child, grandchild } = await startFamily();
			script.kill(signal);
			const { exitCode, stdout } = await script;
			expect(exitCode).toBe(code);
			await until(() => !lives(child) && !lives(grandchild));
			expect(stdout).toMatch(/Stopping \.\.\.\n[^]*cleaned up/);
		});

		it('ends by itself when the script was killed without a chance to clean up', async () => {
			const { script, child, grandchild } = await startFamily();
			script.kill('SIGKILL');
			await script;
			await until(() => !lives(child));
			// Nobody told it; in an n8n it would have noticed that its parent is gone.
			process.kill(grandchild, 'SIGKILL');
		});
	});

	describe('running a command to its end', () => {
		it('leaves its words in the log, and gives it no other environment than its own', async () => {
			process.env.OUTER_WORD = 'outer';
			const code = `console.log('\\u001b[31mout\\u001b[0m', process.env.OUTER_WORD, process.env.OWN_WORD); console.error('err')`;
			await runToEnd(NODE, ['-e', code], { what: 'It', logFile, env: { OWN_WORD: 'own' } });
			delete process.env.OUTER_WORD;
			expect(lastLines(logFile).sort()).toEqual(['err', 'out undefined own']);
		});

		it.each([
			['ended with code 3', NODE, ['-e', 'process.exit(3)'], {}],
			['was ended by SIGKILL', NODE, ['-e', `process.kill(process.pid, 'SIGKILL')`], {}],
			['could not be started: spawn no-such-program ENOENT', 'no-such-program', [], {}],
			['took longer than 0.2 s', NODE, ['-e', 'setTimeout(() => {}, 1e6)'], { limitSeconds: 0.2 }],
		])('tells that it %s', async (how, command, args, options) => {
			const run = runToEnd(command, args, { what: 'It', logFile, ...options });
			await expect(run).rejects.toMatchObject({ message: `It ${how}`, logFile });
		});
	});
});

/** What a console prints of a step, and the console. */
function shown(work: (step: Step) => Promise<unknown>, summary?: () => string) {
	const output = new PassThrough();
	const stream = output as unknown as NodeJS.WriteStream;
	const console = new Console({ output: stream, heartbeatSeconds: 0.05 });
	const step = console.step('Counting', work, summary);
	const lines = () => stripVTControlCharacters(String(output.read())).trimEnd().split('\n');
	return { console, step, lines };
}

describe('the display of steps, where nothing can change in place', () => {
	it('tells what came of a step', async () => {
		const { step, lines } = shown(
			async () => 42,
			() => '42 in all',
		);
		expect(await step).toBe(42);
		expect(lines()).toEqual(['❯ Counting', '✔ Counting (42 in all)']);
	});

	it('shows a long step to be alive, with what it does', async () => {
		const { step, lines } = shown(async ({ note }) => {
			note('one by one');
			note('two by two');
			await later(80);
		});
		await step;
		expect(lines()).toEqual(['❯ Counting', '› two by two', '✔ Counting']);
	});

	it('tells why a step went wrong', async () => {
		const { step, lines } = shown(async () => await Promise.reject(new Error('lost count')));
		await expect(step).rejects.toThrow('lost count');
		expect(lines()).toEqual(['❯ Counting', '✖ Counting [FAILED: lost count]']);
	});

	it('ends at once when it is closed, and says nothing more', async () => {
		const { console, step, lines } = shown(async () => await later(20));
		const closed = console.close();
		await expect(step).rejects.toThrow('interrupted');
		await closed;
		await console.step('Cleaning up', async () => {});
		expect(lines()).toEqual(['❯ Counting', '✖ Counting [FAILED: interrupted]']);
	});
});

describe('a build', () => {
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
});
