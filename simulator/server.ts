/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { apiHandler, type Handler } from './api';
import { scaledClock } from './clock';
import { loadContract } from './contract';
import { createFaults, type FaultRule } from './faults';
import { filesHandler } from './files';
import { createLedger, type Ledger } from './ledger';
import { seededRandom } from './random';
import { createRouter } from './routes';
import { createTaskStore } from './tasks';
import { DEFAULT_KEY, type SimulatorOptions, type World } from './world';

export type { FaultKind, FaultPoint, FaultRule } from './faults';
export type { InputOptions } from './inputs';
export type {
	Ledger,
	LedgerInput,
	LedgerRequest,
	LedgerSummary,
	LedgerTask,
	Violation,
} from './ledger';
export type { SimulatorOptions } from './world';

/** Starts a simulated platform on this machine. */

export interface Simulator {
	/** Task API, family v1. No trailing slash. */
	platformUrl: string;
	/** Tool API. */
	toolsUrl: string;
	filesUrl: string;
	key: string;
	ledger: Ledger;
	addFault(rule: FaultRule): void;
	clearFaults(): void;
	stop(): Promise<void>;
}

/** A host name that no resolver knows. */
export const UNRESOLVABLE_URL = 'http://kexiang.invalid';

/**
 * A URL on this machine that refuses connections. A recently freed port would not work, because the next server that
 * asks for any free port may get it. Port 4 belongs to no service.
 */
export const REFUSED_URL = 'http://127.0.0.1:4';

export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
	const { host = '127.0.0.1', ports = {}, seed = 1, quiet = false } = options;
	const stopping = new AbortController();
	const world: World = {
		options,
		key: options.key ?? DEFAULT_KEY,
		contract: loadContract(),
		clock: scaledClock(options.timeScale ?? 1, options.now),
		store: createTaskStore(seededRandom(seed)),
		ledger: createLedger(),
		faults: createFaults(seed, options.faults),
		random: seededRandom(seed + 1),
		signal: stopping.signal,
		filesUrl: '',
		mirrorUrl: '',
	};
	const routerOf = (family: 'v1' | 'tool') => createRouter(world.contract, family, options.paths);
	const servers = {
		platform: serverFor(apiHandler(world, 'platform', routerOf('v1')), quiet),
		tools: serverFor(apiHandler(world, 'tools', routerOf('tool')), quiet),
		files: serverFor(filesHandler(world, 'files'), quiet),
		mirror: serverFor(filesHandler(world, 'mirror'), quiet),
	};
	const stop = async () => {
		stopping.abort();
		await Promise.all(Object.values(servers).map(close));
	};
	let listening = false;
	try {
		const ownFilesUrl = await listen(servers.files, host, ports.files ?? 0);
		world.filesUrl = options.resultsUrl ?? ownFilesUrl;
		world.mirrorUrl = await listen(servers.mirror, host, 0);
		const platformUrl = await listen(servers.platform, host, ports.platform ?? 0);
		const toolsUrl = await listen(servers.tools, host, ports.tools ?? 0);
		listening = true;
		return {
			platformUrl,
			toolsUrl,
			filesUrl: world.filesUrl,
			key: world.key,
			ledger: world.ledger,
			addFault: (rule) => world.faults.add(rule),
			clearFaults: () => world.faults.clear(),
			stop,
		};
	} finally {
		if (!listening) await stop();
	}
}

/** Longer than any client keeps an idle connection, so that no request meets a closing one. */
const KEEP_ALIVE_MS = 600_000;

function serverFor(handle: Handler, quiet: boolean): Server {
	const server = createServer(
		{ keepAliveTimeout: KEEP_ALIVE_MS, noDelay: true },
		(request, response) => {
			response.on('error', () => undefined);
			handle(request, response).catch((error: unknown) => {
				if (!quiet) process.stderr.write(`The simulator stumbled: ${String(error)}\n`);
				if (!response.headersSent) response.writeHead(500);
				response.end(`The simulator stumbled: ${String(error)}`);
			});
		},
	);
	server.requestTimeout = 0;
	return server;
}

async function listen(server: Server, host: string, port: number): Promise<string> {
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen(port, host, resolve);
	});
	const { port: real } = server.address() as AddressInfo;
	return `http://${host.includes(':') ? `[${host}]` : host}:${real}`;
}

async function close(server: Server): Promise<void> {
	if (!server.listening) return;
	await new Promise((resolve) => {
		server.close(resolve);
		server.closeAllConnections();
	});
}
