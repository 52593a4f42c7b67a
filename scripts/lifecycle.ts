/* eslint-disable @n8n/community-nodes/no-restricted-globals */
// How a script ends: whichever way it does, what it started is stopped first.
import { CommandFailed, lastLines, stopAllChildren } from './children';
import type { Console } from './console';

export interface Script {
	console: Console;
	/** Answers the exit code. */
	main(): Promise<number>;
	/** What to end besides the child processes. */
	cleanUp(): Promise<void>;
	/** Whether an interruption is the way to end it, and no failure. */
	endsByInterruption(): boolean;
}

const EXIT_CODES = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

export function runScript({ console, main, cleanUp, endsByInterruption }: Script): void {
	let stopping = false;
	const stop = async (code: number) => {
		stopping = true;
		try {
			await stopAllChildren();
			await cleanUp();
		} finally {
			process.exit(code);
		}
	};
	for (const [signal, code] of Object.entries(EXIT_CODES))
		process.on(signal, async () => {
			// A second one does not wait: at the exit, what is left is ended by force.
			if (stopping) process.exit(code);
			stopping = true;
			await console.close();
			console.line('Stopping ...');
			await stop(endsByInterruption() ? 0 : code);
		});
	main()
		.catch((error: unknown) => {
			if (!stopping) explain(console, error);
			return 1;
		})
		.then(async (code) => {
			if (!stopping) await stop(code);
		})
		.catch(() => process.exit(1));
}

/** Says what went wrong, and where the program that failed left its own words. */
function explain(console: Console, error: unknown): void {
	console.line(`\n${error instanceof Error ? error.message : String(error)}`);
	if (!(error instanceof CommandFailed)) return;
	console.line(`\nThe last lines of ${error.logFile}:`);
	for (const line of lastLines(error.logFile)) console.line(`  ${line}`);
}
