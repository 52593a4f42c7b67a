/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
// Every process that a script leaves running or waits for: started by execa, its output in a log file, its
// death certain. What execa does not know are groups of processes and parents that are killed.
import { closeSync, existsSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import execa, { type ExecaChildProcess, type ExecaReturnValue } from 'execa';

export type Environment = NodeJS.ProcessEnv;
export type Child = ExecaChildProcess;

export interface ChildOptions {
	/** Output and errors are appended here. */
	logFile: string;
	cwd?: string;
	env?: Environment;
	/** For Node programs: they end by themselves should we be killed. */
	watched?: boolean;
}

/** A command that ended badly, with what a person needs to see why. */
export class CommandFailed extends Error {
	constructor(
		message: string,
		readonly logFile: string,
	) {
		super(message);
	}
}

const WATCHDOG = path.join(__dirname, 'dieWithParent.cjs');
const WINDOWS = process.platform === 'win32';
const running = new Set<Child>();
let closing = false;

// The last net, for ways out that went past stopAllChildren.
process.on('exit', () => running.forEach((child) => signalGroup(child, 'SIGKILL')));

/** Starts a process in a group of its own, so that it and its own children can be ended together. */
export function startChild(command: string, args: string[], options: ChildOptions): Child {
	if (closing) throw new Error('Stopping: nothing more is started');
	const { logFile, cwd, env = process.env, watched } = options;
	mkdirSync(path.dirname(logFile), { recursive: true });
	const log = openSync(logFile, 'a');
	try {
		const child = execa(command, watched ? ['--require', WATCHDOG, ...args] : args, {
			cwd,
			env,
			extendEnv: false,
			detached: !WINDOWS,
			stdio: watched ? ['ignore', log, log, 'ipc'] : ['ignore', log, log],
			reject: false,
		});
		running.add(child);
		void child.then(() => running.delete(child));
		return child;
	} finally {
		closeSync(log);
	}
}

/** Runs a command to its end; a bad end or one that takes too long throws CommandFailed. */
export async function runToEnd(
	command: string,
	args: string[],
	{ what, limitSeconds = 1800, ...options }: ChildOptions & { what: string; limitSeconds?: number },
): Promise<void> {
	const child = startChild(command, args, options);
	let how = '';
	// Not execa's, which ends no group, and whose timer outlives a program that cannot be started.
	const limit = setTimeout(() => {
		how = `took longer than ${limitSeconds} s`;
		signalGroup(child, 'SIGKILL');
	}, limitSeconds * 1000);
	const ended = await child;
	clearTimeout(limit);
	if (ended.failed) throw new CommandFailed(`${what} ${how || endOf(ended)}`, options.logFile);
}

/** How a process ended, in words. */
function endOf({ signal, exitCode, ...more }: ExecaReturnValue): string {
	if (signal) return `was ended by ${signal}`;
	return exitCode === undefined && 'originalMessage' in more
		? `could not be started: ${String(more.originalMessage)}`
		: `ended with code ${exitCode}`;
}

function signalGroup({ pid }: Child, signal: 'SIGTERM' | 'SIGKILL'): void {
	if (pid === undefined) return;
	if (WINDOWS) {
		execa.sync('taskkill', ['/pid', String(pid), '/t', '/f'], { reject: false });
		return;
	}
	try {
		process.kill(-pid, signal);
	} catch {
		// Nothing of the group is left.
	}
}

/** Ends a process and everything that it started: politely, and by force after the grace. */
export async function stopChild(child: Child, graceSeconds = 10): Promise<void> {
	signalGroup(child, graceSeconds > 0 ? 'SIGTERM' : 'SIGKILL');
	const force = setTimeout(() => signalGroup(child, 'SIGKILL'), graceSeconds * 1000);
	await child;
	clearTimeout(force);
	// Grandchildren that outlived it (package managers and task runners have some).
	signalGroup(child, 'SIGKILL');
}

/** Ends everything that is still running. From then on nothing can be started. */
export async function stopAllChildren(): Promise<void> {
	closing = true;
	await Promise.all([...running].map(async (child) => await stopChild(child)));
}

/** The environment with a folder put first where programs are looked for. */
export function withPathFirst(environment: Environment, folder: string): Environment {
	// Windows spells it `Path`.
	const name = Object.keys(environment).find((key) => key.toUpperCase() === 'PATH') ?? 'PATH';
	const folders = [folder, environment[name]].filter(Boolean);
	return { ...environment, [name]: folders.join(path.delimiter) };
}

/** The last lines of a log file, without colours, spinners and the insides of npm. */
export function lastLines(file: string, count = 15): string[] {
	if (!existsSync(file)) return [];
	const lines = stripVTControlCharacters(readFileSync(file, 'utf8')).split('\n');
	return lines.filter((line) => !/^\s*$|^npm (error|ERR!)\s+at /.test(line)).slice(-count);
}
