/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/require-node-api-error */
// The folder outside the clone where big things are installed once, and the order in it: what is
// marked complete is complete, and two starts at the same time do not get in each other's way.
import {
	existsSync,
	mkdirSync,
	readFileSync,
	rmSync,
	statSync,
	utimesSync,
	writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Environment } from '../children';

const NAME = 'n8n-nodes-kexiang';
const STAMP = '.complete';
const HEARTBEAT_MS = 5_000;
/** A lock whose holder has not shown itself for so long is left over from a crash. */
const STALE_MS = 60_000;

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

function processLives(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return (error as { code?: string }).code === 'EPERM';
	}
}

/** Takes the lock if it is free or left over. Answers the function that gives it back. */
export function tryLock(file: string): (() => void) | undefined {
	mkdirSync(path.dirname(file), { recursive: true });
	for (let attempt = 0; attempt < 2; attempt++) {
		try {
			writeFileSync(file, String(process.pid), { flag: 'wx' });
			break;
		} catch (error) {
			if ((error as { code?: string }).code !== 'EEXIST') throw error;
			if (attempt > 0 || !isLeftOver(file)) return undefined;
			rmSync(file, { force: true });
		}
	}
	const heartbeat = setInterval(() => {
		const now = new Date();
		if (existsSync(file)) utimesSync(file, now, now);
	}, HEARTBEAT_MS);
	heartbeat.unref();
	const release = () => {
		clearInterval(heartbeat);
		process.off('exit', release);
		rmSync(file, { force: true });
	};
	process.on('exit', release);
	return release;
}

function isLeftOver(file: string): boolean {
	try {
		const age = Date.now() - statSync(file).mtimeMs;
		const pid = Number(readFileSync(file, 'utf8'));
		// An empty file was created this very moment, by one who is about to write into it.
		return age > STALE_MS || (pid > 0 && !processLives(pid));
	} catch {
		return true;
	}
}

/** Waits until the lock can be taken. */
export async function lock(file: string, onWait: (text: string) => void): Promise<() => void> {
	for (;;) {
		const release = tryLock(file);
		if (release) return release;
		onWait('another start is installing, waiting for it');
		await new Promise((resolve) => setTimeout(resolve, 500));
	}
}

/** Whether the folder holds a complete installation made by this recipe. */
export function isComplete(folder: string, recipe: string): boolean {
	const stamp = path.join(folder, STAMP);
	return existsSync(stamp) && readFileSync(stamp, 'utf8') === recipe;
}

/** So that the next start installs it again. */
export function markBroken(folder: string): void {
	rmSync(path.join(folder, STAMP), { force: true });
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
	const release = await lock(`${folder}.lock`, onWait);
	try {
		if (isComplete(folder, recipe)) return;
		rmSync(folder, { recursive: true, force: true });
		mkdirSync(folder, { recursive: true });
		await fill();
		writeFileSync(path.join(folder, STAMP), recipe);
	} finally {
		release();
	}
}
