/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/require-node-api-error */
// The folder outside the clone where big things are installed once, and the order in it: what is
// marked complete is complete, and two starts at the same time do not get in each other's way.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { lockSync } from 'proper-lockfile';
import type { Environment } from '../children';

const NAME = 'n8n-nodes-kexiang';
const STAMP = '.complete';
const HEARTBEAT_MS = 5_000;
/** A lock whose holder has not shown itself for so long is left over from a crash. */
const STALE_MS = 20_000;

/** Where caches belong on this system; KEXIANG_CACHE_DIR overrules. */
export function cacheFolder(
	environment: Environment = process.env,
	platform: string = process.platform,
	home: string = os.homedir(),
): string {
	if (environment.KEXIANG_CACHE_DIR) return path.resolve(environment.KEXIANG_CACHE_DIR);
	if (platform === 'darwin') return path.join(home, 'Library', 'Caches', NAME);
	if (platform === 'win32') {
		return path.join(environment.LOCALAPPDATA ?? path.join(home, 'AppData', 'Local'), NAME);
	}
	return path.join(environment.XDG_CACHE_HOME || path.join(home, '.cache'), NAME);
}

/** Where the lock of a place stands, and how it is kept. */
const lockOf = (place: string) => ({
	lockfilePath: `${place}.locked`,
	// The place itself need not exist.
	realpath: false,
	stale: STALE_MS,
	update: HEARTBEAT_MS,
	// Taken over while this process slept: nothing can be mended then.
	onCompromised: () => {},
});

/** What the work answers; nothing when it fails with this code. */
function unless<T>(code: string, work: () => T): T | undefined {
	try {
		return work();
	} catch (error) {
		if ((error as { code?: string }).code === code) return undefined;
		throw error;
	}
}

/** Takes the lock of a place if it is free or left over. Answers the function that gives it back. */
export function tryLock(place: string): (() => void) | undefined {
	mkdirSync(path.dirname(place), { recursive: true });
	const release = unless('ELOCKED', () => lockSync(place, lockOf(place)));
	// Nothing is to be given back of what somebody else has taken over.
	return release && (() => unless('ENOTACQUIRED', release));
}

/** Waits until the lock can be taken. */
async function lock(place: string, onWait: (text: string) => void): Promise<() => void> {
	for (;;) {
		const release = tryLock(place);
		if (release) return release;
		onWait('another start is installing, waiting for it');
		await sleep(500);
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
	onWait: (text: string) => void,
): Promise<void> {
	if (isComplete(folder, recipe)) return;
	const release = await lock(folder, onWait);
	try {
		if (isComplete(folder, recipe)) return;
		// Without a break in the heartbeat, which thousands of files would make.
		await rm(folder, { recursive: true, force: true });
		mkdirSync(folder, { recursive: true });
		await fill();
		writeFileSync(path.join(folder, STAMP), recipe);
	} finally {
		release();
	}
}
