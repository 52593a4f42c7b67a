/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import execa from 'execa';
import * as fs from 'node:fs';
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
import { cacheFolder, fillOnce, isComplete, tryLock } from '../../scripts/n8n/cache';
import { outputItems, parseExecutionData } from '../../scripts/n8n/executionData';
import { FETCHED_NODE, fitsNode, RELEASES } from '../../scripts/n8n/releases';
import { n8nEnvironment } from '../../scripts/n8n/server';

describe('the cache', () => {
	let folder: string;
	let place: string;
	let lockFile: string;
	const fill = jest.fn(async () => {});

	beforeEach(() => {
		folder = fs.mkdtempSync(path.join(os.tmpdir(), 'kexiang-cache-'));
		place = path.join(folder, 'place');
		lockFile = `${place}.locked`;
		fill.mockClear();
	});
	afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));
	const fillPlace = async (work = fill) => await fillOnce(place, 'one', work, () => {});

	it.each`
		platform    | environment                    | cache
		${'linux'}  | ${{}}                          | ${'/home/me/.cache/n8n-nodes-kexiang'}
		${'linux'}  | ${{ XDG_CACHE_HOME: '/x' }}    | ${'/x/n8n-nodes-kexiang'}
		${'linux'}  | ${{ KEXIANG_CACHE_DIR: '/k' }} | ${'/k'}
		${'darwin'} | ${{}}                          | ${'/home/me/Library/Caches/n8n-nodes-kexiang'}
		${'win32'}  | ${{ LOCALAPPDATA: '/L' }}      | ${'/L/n8n-nodes-kexiang'}
	`('keeps its cache in $cache on $platform with $environment', (row) => {
		expect(
			cacheFolder(row.environment as NodeJS.ProcessEnv, String(row.platform), '/home/me'),
		).toBe(row.cache);
	});

	describe('filling a folder once', () => {
		it('begins anew after a fill that was broken off, and for another recipe', async () => {
			const half = async () => {
				fs.writeFileSync(path.join(place, 'half'), 'x');
				throw new Error('no network');
			};
			await expect(fillOnce(place, 'one', half, () => {})).rejects.toThrow('no network');
			expect(isComplete(place, 'one')).toBe(false);
			await fillPlace();
			expect(fs.existsSync(path.join(place, 'half'))).toBe(false);
			expect([isComplete(place, 'one'), isComplete(place, 'two')]).toEqual([true, false]);
		});

		it('lets one of several starts fill it, and no later one', async () => {
			fill.mockImplementationOnce(async () => await new Promise((done) => setTimeout(done, 50)));
			await Promise.all([fillPlace(), fillPlace(), fillPlace()]);
			await fillPlace();
			expect(fill).toHaveBeenCalledTimes(1);
		});

		it('is not disturbed by one who has taken its lock over', async () => {
			fill.mockImplementationOnce(async () => fs.rmSync(lockFile, { recursive: true }));
			await fillPlace();
			expect(isComplete(place, 'one')).toBe(true);
		});
	});

	describe('a lock', () => {
		it('is held by one at a time', () => {
			const release = tryLock(place);
			expect(release).toBeDefined();
			expect(tryLock(place)).toBeUndefined();
			release?.();
			expect(fs.existsSync(lockFile)).toBe(false);
			tryLock(place)?.();
		});

		it('is taken over when its holder has been silent for long, as one that is gone', () => {
			fs.mkdirSync(lockFile);
			expect(tryLock(place)).toBeUndefined();
			const longAgo = new Date(Date.now() - 30_000);
			fs.utimesSync(lockFile, longAgo, longAgo);
			const release = tryLock(place);
			expect(fs.statSync(lockFile).mtimeMs).toBeGreaterThan(Date.now() - 10_000);
			release?.();
		});

		it('goes back when the process that holds it ends', () => {
			const module = path.join(__dirname, '..', '..', 'scripts', 'n8n', 'cache.ts');
			const code = `require(${JSON.stringify(module)}).tryLock(${JSON.stringify(place)}); process.exit(0)`;
			const { exitCode } = execa.sync(process.execPath, ['--import', 'tsx', '-e', code]);
			expect(exitCode).toBe(0);
			expect(fs.existsSync(lockFile)).toBe(false);
		});
	});
});

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

describe('execution data as n8n stores it', () => {
	it('gives the items of the last run of a node, by output', () => {
		const elements = [
			...[{ resultData: '1' }, { runData: '2' }, { Node: '3', Empty: '4' }],
			...[['5', '6'], ['7'], { data: '8' }, { data: '9' }, {}],
			...[{ main: '10' }, { main: '11' }, ['12', null], ['13', null], ['14'], ['15']],
			...[{ json: '16' }, { json: '17' }, { id: 1 }, { id: 2 }],
		];
		const data = parseExecutionData(JSON.stringify(elements));
		expect(outputItems(data, 'Node')).toEqual([{ json: { id: 2 } }]);
		expect(outputItems(data, 'Node', 1)).toEqual([]);
		expect(outputItems(data, 'Empty')).toEqual([]);
		expect(outputItems(data, 'Missing')).toEqual([]);
	});

	it('takes an execution that has not begun', () => {
		expect(parseExecutionData('[{}]').resultData.runData).toEqual({});
	});
});

// n8n's own addons are built for long-term Node.
it.each`
	node            | majors
	${'20.19.0'}    | ${[1]}
	${'v24.3.0'}    | ${[2, 1]}
	${FETCHED_NODE} | ${[2, 1]}
	${'26.1.0'}     | ${[]}
	${'9.0.0'}      | ${[]}
`('on Node $node runs n8n $majors; Node 24 is fetched for the others', ({ node, majors }) => {
	const fitting = [RELEASES[2], RELEASES[1]].filter((release) => fitsNode(release, String(node)));
	expect(fitting.map(({ major }) => major)).toEqual(majors);
});

it("keeps out of n8n's environment what belongs to another n8n, to npm and to us", () => {
	const outer = {
		PATH: '/bin',
		HTTPS_PROXY: 'http://proxy',
		N8N_PORT: '5678',
		DB_TYPE: 'postgresdb',
		npm_package_name: 'x',
		NODE_OPTIONS: '--inspect',
		KEXIANG_API_KEY: 'secret',
	};
	const environment = n8nEnvironment(outer, { N8N_PORT: '1' }, { DB_TYPE: 'sqlite' });
	const kept = { PATH: '/bin', HTTPS_PROXY: 'http://proxy', N8N_PORT: '1', DB_TYPE: 'sqlite' };
	expect(environment).toMatchObject(kept);
	for (const name of ['npm_package_name', 'NODE_OPTIONS', 'KEXIANG_API_KEY'])
		expect(environment).not.toHaveProperty(name);
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
