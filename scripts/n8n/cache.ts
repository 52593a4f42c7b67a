/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
// The folder outside the clone where big things are installed once, and the order in it: what is
// marked complete is complete, and two starts at the same time do not get in each other's way.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { lock, lockSync } from 'proper-lockfile';
import type { Environment } from '../children';

const NAME = 'n8n-nodes-kexiang';
const STAMP = '.complete';

/** Where caches belong on this system; KEXIANG_CACHE_DIR overrules. */
export function cacheFolder(
	{ KEXIANG_CACHE_DIR, LOCALAPPDATA, XDG_CACHE_HOME }: Environment = process.env,
	platform: string = process.platform,
	home: string = os.homedir(),
): string {
	if (KEXIANG_CACHE_DIR) return path.resolve(KEXIANG_CACHE_DIR);
	if (platform === 'darwin') return path.join(home, 'Library', 'Caches', NAME);
	if (platform === 'win32')
		return path.join(LOCALAPPDATA ?? path.join(home, 'AppData', 'Local'), NAME);
	return path.join(XDG_CACHE_HOME || path.join(home, '.cache'), NAME);
}

/** Where the lock of a place stands, which need not exist itself, and how it is kept. */
function lockOf(place: string) {
	mkdirSync(path.dirname(place), { recursive: true });
	return {
		lockfilePath: `${place}.locked`,
		realpath: false,
		// One whose holder has not shown itself for so long is left over from a crash.
		stale: 20_000,
		update: 5_000,
		// Taken over while this process slept: nothing can be mended then.
		onCompromised: () => {},
	};
}

/** Passes over one kind of failure. */
function except(code: string) {
	return (error: unknown): undefined => {
		if ((error as { code?: string }).code !== code) throw error;
	};
}

/** Takes the lock of a place if it is free or left over. Answers the function that gives it back. */
export function tryLock(place: string): (() => void) | undefined {
	try {
		return lockSync(place, lockOf(place));
	} catch (error) {
		return except('ELOCKED')(error);
	}
}

/** Whether the folder holds a complete installation made by this recipe. */
export function isComplete(folder: string, recipe: string): boolean {
	const stamp = path.join(folder, STAMP);
	return existsSync(stamp) && readFileSync(stamp, 'utf8') === recipe;
}

/**
 * Fills a folder once. The stamp is written last, so a fill that was broken off is never taken
 * for a good one: what it left is removed and it is done again.
 */
export async function fillOnce(
	folder: string,
	recipe: string,
	fill: () => Promise<void>,
	note: (text: string) => void,
): Promise<void> {
	if (isComplete(folder, recipe)) return;
	note('waiting for another start');
	const retries = { forever: true, factor: 1, minTimeout: 500 };
	const release = await lock(folder, { ...lockOf(folder), retries });
	try {
		if (isComplete(folder, recipe)) return;
		note('fetching');
		// Without a break in the heartbeat, which thousands of files would make.
		await rm(folder, { recursive: true, force: true });
		mkdirSync(folder, { recursive: true });
		await fill();
		writeFileSync(path.join(folder, STAMP), recipe);
	} finally {
		// Nothing is to be given back of what somebody else has taken over.
		await release().catch(except('ENOTACQUIRED'));
	}
}
