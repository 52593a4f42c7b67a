/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
// n8n's embedded database is SQLite through `sqlite3`, a native addon that does not come with its
// package. It is believed to be there only after a query.
import { copyFileSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { CommandFailed, runToEnd } from '../children';
import { installPackages } from '../npm';
import { fillOnce } from './cache';
import type { NodeRuntime } from './nodeRuntime';

/**
 * A maintained fork of sqlite3 with the same native interface, whose package carries the addon
 * ready built for Linux (glibc and musl), macOS and Windows, x64 and arm64, N-API (any Node >= 20).
 */
const PREBUILT = '@appthreat/sqlite3@8.0.1';

const QUERY = `
const { Database } = require('sqlite3');
const database = new Database(':memory:');
database.get('SELECT 40 + ? AS answer', [2], (error, row) => {
	process.exitCode = !error && row.answer === 42 ? 0 : 1;
});`;

/** How the C library of this system is called; Alpine's kind of Linux has another. */
function libraryName(): string {
	const { header } = (process.report?.getReport() ?? {}) as {
		header?: { glibcVersionRuntime?: string };
	};
	const isMusl = process.platform === 'linux' && header?.glibcVersionRuntime === undefined;
	return isMusl ? '.musl.' : '.glibc.';
}

/** Puts a working sqlite3 addon into an n8n installation, once. */
export async function provideSqlite(
	folder: string,
	{ executable }: NodeRuntime,
	logFile: string,
	note: (text: string) => void,
): Promise<void> {
	const build = path.join(folder, 'node_modules', 'sqlite3', 'build');
	const fill = async () => {
		const fetched = path.join(folder, '.sqlite3-prebuilt');
		const what = `Fetching ${PREBUILT}`;
		await installPackages(fetched, ['--omit=optional', PREBUILT], { what, logFile });
		const all = path.join(fetched, 'node_modules', '@appthreat', 'sqlite3', 'prebuilds');
		const own = path.join(all, `${process.platform}-${process.arch}`);
		const files = existsSync(own) ? readdirSync(own) : [];
		const file = files.find((name) => name.includes(libraryName()));
		if (!file) throw new CommandFailed(`${PREBUILT} has nothing for ${own}`, logFile);
		mkdirSync(path.join(build, 'Release'), { recursive: true });
		copyFileSync(path.join(own, file), path.join(build, 'Release', 'node_sqlite3.node'));
		await rm(fetched, { recursive: true, force: true });
		const options = { what: 'A query with sqlite3', cwd: folder, logFile, limitSeconds: 60 };
		await runToEnd(executable, ['-e', QUERY], options);
	};
	await fillOnce(build, PREBUILT, fill, note);
}
