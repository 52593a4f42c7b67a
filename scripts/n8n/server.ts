/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
// One n8n process: started in a user folder of its own, ready when it answers, stopped for certain.
import { mkdirSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import axios from 'axios';
import { CommandFailed, startChild, stopChild, withPathFirst, type Environment } from '../children';
import { withoutNpmScriptVariables } from '../npm';
import type { N8nInstallation } from './install';

export interface N8nOptions {
	installation: N8nInstallation;
	/** Holds `.n8n`: the database, the key, the community packages. */
	userFolder: string;
	logFile: string;
	/** A free one unless given. */
	port?: number;
	/** What to run: `start` unless given, `worker` in queue mode. */
	command?: string[];
	/** On top of the quiet defaults, e.g. database and queue. */
	env?: Record<string, string>;
}

export interface N8nServer {
	url: string;
	port: number;
	pid: number;
	logFile: string;
	/** Resolves when the process has ended, for whatever reason. */
	ended: Promise<void>;
	/** As a process manager does: politely, and by force after the grace (10 s unless given). */
	stop(graceSeconds?: number): Promise<void>;
	/** Without a chance to clean up, as in a power cut. */
	kill(): Promise<void>;
}

const READY_SECONDS = 180;

/** n8n neither calls home nor asks questions, and listens on this machine only. */
const QUIET: Record<string, string> = {
	N8N_DIAGNOSTICS_ENABLED: 'false',
	N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
	N8N_PERSONALIZATION_ENABLED: 'false',
	N8N_TEMPLATES_ENABLED: 'false',
	N8N_HIRING_BANNER_ENABLED: 'false',
	N8N_SECURE_COOKIE: 'false',
	N8N_LISTEN_ADDRESS: '127.0.0.1',
	NODE_ENV: 'production',
};

/** Settings of some other n8n of the user's, which must not reach ours. */
const FOREIGN =
	/^(N8N|DB|QUEUE|EXECUTIONS|WEBHOOK|GENERIC|ENDPOINTS?|WORKFLOWS|CREDENTIALS|OFFLOAD)_|^(NODE_OPTIONS|NODE_PATH|NODE_FUNCTION_.*|KEXIANG_.*)$/;

export function n8nEnvironment(
	outer: Environment,
	...layers: Array<Record<string, string>>
): Environment {
	const variables = Object.entries(withoutNpmScriptVariables(outer));
	const kept = variables.filter(([name]) => !FOREIGN.test(name));
	return Object.assign(Object.fromEntries(kept), QUIET, ...layers) as Environment;
}

/** A port that is free on this machine, the wished one if possible. */
export const freePort = async (wanted = 0): Promise<number> =>
	await new Promise((resolve, reject) => {
		const probe = net.createServer();
		probe.once('error', (error) => (wanted === 0 ? reject(error) : resolve(freePort())));
		probe.listen(wanted, '127.0.0.1', () => {
			const { port } = probe.address() as net.AddressInfo;
			probe.close(() => resolve(port));
		});
	});

async function answers(port: number, isWorker: boolean): Promise<boolean> {
	try {
		const url = `http://127.0.0.1:${port}/${isWorker ? 'healthz/readiness' : 'rest/settings'}`;
		const { data } = await axios.get<{ data?: unknown }>(url, { timeout: 5000, proxy: false });
		// While it starts, n8n answers everything with a page and 200.
		return isWorker || typeof data.data === 'object';
	} catch {
		return false;
	}
}

export async function startN8n(options: N8nOptions): Promise<N8nServer> {
	const { installation, userFolder, logFile, command = ['start'] } = options;
	const isWorker = command[0] === 'worker';
	const port = options.port ?? (await freePort());
	mkdirSync(userFolder, { recursive: true });
	const own = {
		N8N_USER_FOLDER: userFolder,
		N8N_PORT: String(port),
		N8N_RUNNERS_BROKER_PORT: String(await freePort()),
		...(isWorker && { QUEUE_HEALTH_CHECK_ACTIVE: 'true', QUEUE_HEALTH_CHECK_PORT: String(port) }),
	};
	const env = n8nEnvironment(process.env, installation.env, own, options.env ?? {});
	const node = installation.runtime.executable;
	const child = startChild(node, [installation.bin, ...command], {
		cwd: userFolder,
		// n8n starts its task runner with the first `node` it finds.
		env: withPathFirst(env, path.dirname(node)),
		logFile,
		watched: true,
	});
	let hasEnded = false;
	const ended = child.then(() => void (hasEnded = true));
	const deadline = Date.now() + READY_SECONDS * 1000;
	while (!(await answers(port, isWorker))) {
		if (hasEnded) throw new CommandFailed('n8n ended while it was starting', logFile);
		if (Date.now() > deadline) {
			await stopChild(child);
			throw new CommandFailed('n8n was not ready in time', logFile);
		}
		await sleep(300);
	}
	return {
		url: `http://localhost:${port}`,
		port,
		pid: child.pid ?? 0,
		logFile,
		ended,
		stop: async (graceSeconds) => await stopChild(child, graceSeconds),
		kill: async () => await stopChild(child, 0),
	};
}
