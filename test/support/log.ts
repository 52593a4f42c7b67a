import { moduleOfCore } from './services';

/** n8n's log, into which its engine and the nodes write: nothing of it is printed, and tests can read it. */

export interface LogLine {
	level: string;
	message: string;
	metadata: unknown;
}

interface Logger {
	log(level: string, message: string, metadata?: unknown): void;
}

const readers: Array<(line: LogLine) => void> = [];

/** From now on, for as long as the test file runs. */
export function readLog(reader: (line: LogLine) => void): void {
	readers.push(reader);
}

const { Logger } = moduleOfCore<{ Logger: { prototype: Logger } }>('@n8n/backend-common');
// In place of what prints, and looks for the caller of each line.
Logger.prototype.log = (level, message, metadata) => {
	for (const read of readers) read({ level, message, metadata });
};
