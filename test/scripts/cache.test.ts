/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import * as fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import execa from 'execa';
import { cacheFolder, fillOnce, isComplete, tryLock } from '../../scripts/n8n/cache';

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
	expect(cacheFolder(row.environment as NodeJS.ProcessEnv, String(row.platform), '/home/me')).toBe(
		row.cache,
	);
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
