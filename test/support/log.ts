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

let reader: ((line: LogLine) => void) | undefined;

/** From now on; whoever read it before is told no more. */
export function readLog(newReader: (line: LogLine) => void): void {
	reader = newReader;
}

const { Logger } = moduleOfCore<{ Logger: { prototype: Logger } }>('@n8n/backend-common');
// In place of what prints, and looks for the caller of each line.
Logger.prototype.log = (level, message, metadata) => reader?.({ level, message, metadata });
