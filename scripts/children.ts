/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-dangerous-functions */
// Every process that a script starts: its output in a log file, its death certain.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import path from 'node:path';

export type Environment = Record<string, string | undefined>;

export interface ChildOptions {
	/** Output and errors are appended here. */
	logFile: string;
	cwd?: string;
	env?: Environment;
}

/** A command that ended badly, with what a person needs to see why. */
export class CommandFailed extends Error {
	constructor(
		message: string,
		readonly logFile: string,
	) {
		super(message);
		this.name = 'CommandFailed';
	}
}

const WATCHDOG = path.join(__dirname, 'dieWithParent.cjs');
const WINDOWS = process.platform === 'win32';
const running = new Set<ChildProcess>();
let closing = false;

// The last net, for ways out that went past stopAllChildren.
process.on('exit', () => running.forEach((child) => signalGroup(child, 'SIGKILL')));

/**
 * Starts a process in a group of its own, so that it and its own children can be ended together.
 * `watched` is for Node programs: they end by themselves should we be killed.
 */
export function startChild(
	command: string,
	args: string[],
	options: ChildOptions & { watched?: boolean },
): ChildProcess {
	if (closing) throw new Error('Stopping: nothing more is started');
	mkdirSync(path.dirname(options.logFile), { recursive: true });
	const log = openSync(options.logFile, 'a');
	try {
		const first = options.watched ? ['--require', WATCHDOG] : [];
		const child = spawn(command, [...first, ...args], {
			cwd: options.cwd,
			env: options.env ?? process.env,
			detached: !WINDOWS,
			windowsHide: true,
			stdio: options.watched ? ['ignore', log, log, 'ipc'] : ['ignore', log, log],
		});
		running.add(child);
		child.once('exit', () => running.delete(child));
		child.once('error', () => running.delete(child));
		return child;
	} finally {
		closeSync(log);
	}
}

/** Runs a command to its end; a bad end or one that takes too long throws CommandFailed. */
export async function runToEnd(
	command: string,
	args: string[],
	options: ChildOptions & { what: string; limitSeconds?: number; watched?: boolean },
): Promise<void> {
	const child = startChild(command, args, options);
	const fail = (how: string) => new CommandFailed(`${options.what} ${how}`, options.logFile);
	await new Promise<void>((resolve, reject) => {
		const limit = setTimeout(
			() => {
				reject(fail(`took longer than ${options.limitSeconds} s`));
				void stopChild(child, 0);
			},
			(options.limitSeconds ?? 1800) * 1000,
		);
		child.once('error', (error) => {
			clearTimeout(limit);
			reject(fail(`could not be started: ${error.message}`));
		});
		child.once('exit', (code, signal) => {
			clearTimeout(limit);
			if (code === 0) resolve();
			else reject(fail(signal ? `was ended by ${signal}` : `ended with code ${code}`));
		});
	});
}

function signalGroup(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): void {
	if (child.pid === undefined) return;
	if (WINDOWS) {
		spawnSync('taskkill', ['/pid', String(child.pid), '/t', '/f'], { windowsHide: true });
		return;
	}
	try {
		process.kill(-child.pid, signal);
	} catch {
		// Nothing of the group is left.
	}
}

/** Ends a process and everything that it started: politely, and by force after the grace. */
export async function stopChild(child: ChildProcess, graceSeconds = 10): Promise<void> {
	const ended = new Promise<void>((resolve) => {
		if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) resolve();
		else child.once('exit', () => resolve());
	});
	signalGroup(child, graceSeconds > 0 ? 'SIGTERM' : 'SIGKILL');
	const force = setTimeout(() => signalGroup(child, 'SIGKILL'), graceSeconds * 1000);
	await ended;
	clearTimeout(force);
	// Grandchildren that outlived it (package managers and task runners have some).
	signalGroup(child, 'SIGKILL');
	running.delete(child);
}

/** Ends everything that is still running. From then on nothing can be started. */
export async function stopAllChildren(graceSeconds = 10): Promise<void> {
	closing = true;
	await Promise.all([...running].map(async (child) => await stopChild(child, graceSeconds)));
}

/** The environment with a folder put first where programs are looked for. */
export function withPathFirst(environment: Environment, folder: string): Environment {
	// Windows spells it `Path`.
	const name = Object.keys(environment).find((key) => key.toUpperCase() === 'PATH') ?? 'PATH';
	return {
		...environment,
		[name]: [folder, environment[name]].filter(Boolean).join(path.delimiter),
	};
}

/** The last lines of a log file, without colours and spinners. */
export function lastLines(file: string, count = 15): string[] {
	if (!existsSync(file)) return [];
	// eslint-disable-next-line no-control-regex
	const escapes = /\u001b\[[0-9;?]*[A-Za-z]/g;
	const lines = readFileSync(file, 'utf8').replace(escapes, '').split('\n');
	// Nor the insides of npm.
	const noise = /^\s*$|^npm (error|ERR!)\s+at /;
	return lines.filter((line) => !noise.test(line)).slice(-count);
}
