/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import {
	existsSync,
	mkdirSync,
	mkdtempSync,
	rmSync,
	statSync,
	utimesSync,
	writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import execa from 'execa';
import { cacheFolder, fillOnce, isComplete, tryLock } from '../../scripts/n8n/cache';

const ignore = () => {};
let folder: string;

beforeEach(() => {
	folder = mkdtempSync(path.join(os.tmpdir(), 'kexiang-cache-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('the cache folder', () => {
	it('is where the system keeps caches, unless the user says otherwise', () => {
		expect(cacheFolder({}, 'linux', '/home/me')).toBe('/home/me/.cache/n8n-nodes-kexiang');
		expect(cacheFolder({ XDG_CACHE_HOME: '/x' }, 'linux', '/home/me')).toBe('/x/n8n-nodes-kexiang');
		expect(cacheFolder({}, 'darwin', '/Users/me')).toBe(
			'/Users/me/Library/Caches/n8n-nodes-kexiang',
		);
		expect(cacheFolder({ LOCALAPPDATA: '/L' }, 'win32', '/me')).toBe('/L/n8n-nodes-kexiang');
		expect(cacheFolder({ KEXIANG_CACHE_DIR: '/k' }, 'linux', '/home/me')).toBe('/k');
	});
});

describe('filling a folder once', () => {
	it('fills it at the first call only', async () => {
		const target = path.join(folder, 'tool');
		const fill = jest.fn(async () => writeFileSync(path.join(target, 'file'), 'x'));
		await fillOnce(target, 'one', fill, ignore);
		await fillOnce(target, 'one', fill, ignore);
		expect(fill).toHaveBeenCalledTimes(1);
	});

	it('begins anew after a fill that was broken off, and for another recipe', async () => {
		const target = path.join(folder, 'tool');
		const half = async () => {
			writeFileSync(path.join(target, 'half'), 'x');
			throw new Error('no network');
		};
		await expect(fillOnce(target, 'one', half, ignore)).rejects.toThrow('no network');
		expect(isComplete(target, 'one')).toBe(false);
		await fillOnce(target, 'one', async () => {}, ignore);
		expect(existsSync(path.join(target, 'half'))).toBe(false);
		expect(isComplete(target, 'one')).toBe(true);
		expect(isComplete(target, 'two')).toBe(false);
	});

	it('lets one of several starts fill it', async () => {
		const target = path.join(folder, 'tool');
		const fill = jest.fn(async () => await new Promise<void>((done) => setTimeout(done, 50)));
		await Promise.all([1, 2, 3].map(async () => await fillOnce(target, 'one', fill, ignore)));
		expect(fill).toHaveBeenCalledTimes(1);
	});
});

describe('a lock', () => {
	const place = () => path.join(folder, 'place');
	const file = () => `${place()}.locked`;

	it('is held by one at a time', () => {
		const release = tryLock(place());
		expect(release).toBeDefined();
		expect(tryLock(place())).toBeUndefined();
		release?.();
		expect(existsSync(file())).toBe(false);
		tryLock(place())?.();
	});

	it('is taken over when its holder has been silent for long, as one that is gone', () => {
		mkdirSync(file());
		expect(tryLock(place())).toBeUndefined();
		const longAgo = new Date(Date.now() - 30_000);
		utimesSync(file(), longAgo, longAgo);
		const release = tryLock(place());
		expect(statSync(file()).mtimeMs).toBeGreaterThan(Date.now() - 10_000);
		release?.();
		expect(existsSync(file())).toBe(false);
	});

	it('goes back when the process that holds it ends', () => {
		const module = path.join(__dirname, '..', '..', 'scripts', 'n8n', 'cache.ts');
		const code = `require(${JSON.stringify(module)}).tryLock(${JSON.stringify(place())}); process.exit(0)`;
		const { exitCode } = execa.sync(process.execPath, ['--import', 'tsx', '-e', code]);
		expect(exitCode).toBe(0);
		expect(existsSync(file())).toBe(false);
		tryLock(place())?.();
	});

	it('is not given back by one from whom it was taken over', () => {
		const release = tryLock(place());
		rmSync(file(), { recursive: true });
		expect(() => release?.()).not.toThrow();
	});
});
