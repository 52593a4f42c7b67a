/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import execa from 'execa';
import { lastLines, runToEnd } from '../../scripts/children';

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
