/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import execa from 'execa';
import * as fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

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
