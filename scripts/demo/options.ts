/* eslint-disable @n8n/community-nodes/no-restricted-imports */
// The command line of `npm start`.
import { parseArgs } from 'node:util';

export interface DemoOptions {
	help: boolean;
	/** Stop after the run instead of leaving the editor open. */
	once: boolean;
	/** The real platform instead of the simulator. */
	live: boolean;
	/** Do not ask before spending money. */
	yes: boolean;
	/** Forget the n8n of earlier starts. */
	fresh: boolean;
	port?: number;
	n8n?: 1 | 2;
}

export const HELP = `npm start [-- OPTIONS]

Starts a real n8n with this package in it, runs an example workflow (a picture from a text)
and leaves the editor open until Ctrl-C. Without options nothing is paid for: a simulator on
this machine stands in for KexiangAI.

  --once        stop after the run; the exit code is 0 only if the picture arrived in n8n
  --live        use the real platform with the key in KEXIANG_API_KEY; this costs money
  --yes         with --live: do not ask
  --fresh       begin with an empty n8n instead of the one of the last start
  --n8n 1|2     n8n 1.x or 2.x; the newest that runs here unless given
  --port N      port of the editor; a free one unless given
  --help        this text

Environment:
  KEXIANG_API_KEY    the key for --live
  KEXIANG_CACHE_DIR  where n8n is kept between starts (about 2 GB); the system's cache folder
                     unless given
  KEXIANG_N8N        an installed n8n to use instead (the folder of its package, or its program)
`;

/** Throws an error in plain words for anything it does not know. */
export function readOptions(args: string[]): DemoOptions {
	const flag = { type: 'boolean', default: false } as const;
	const { values } = parseArgs({
		args,
		strict: true,
		options: {
			help: { ...flag, short: 'h' },
			once: flag,
			live: flag,
			yes: { ...flag, short: 'y' },
			fresh: flag,
			port: { type: 'string' },
			n8n: { type: 'string' },
		},
	});
	const { port, n8n, ...flags } = values;
	return {
		help: flags.help,
		once: flags.once,
		live: flags.live,
		yes: flags.yes,
		fresh: flags.fresh,
		...(port !== undefined && { port: readPort(port) }),
		...(n8n !== undefined && { n8n: readMajor(n8n) }),
	};
}

function readPort(text: string): number {
	const port = Number(text);
	if (Number.isInteger(port) && port >= 1 && port <= 65_535) return port;
	throw new Error(`--port needs a number from 1 to 65535, not "${text}"`);
}

function readMajor(text: string): 1 | 2 {
	if (text === '1') return 1;
	if (text === '2') return 2;
	throw new Error(`--n8n needs 1 or 2, not "${text}"`);
}
