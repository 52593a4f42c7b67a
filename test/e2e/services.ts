/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-dangerous-functions */
// Redis and PostgreSQL of this machine, each started for one scenario in a folder of its own.
import { spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { runToEnd, startChild, stopChild } from '../../scripts/children';
import { freePort } from '../../scripts/n8n/server';
import { Lacking } from './bench';
import { until } from './runs';

export interface Service {
	port: number;
	stop(): Promise<void>;
}

const ADVICE = 'apt-get install redis-server postgresql';
const DATABASE_USER = 'n8n';

function findProgram(name: string): string {
	const debian = '/usr/lib/postgresql';
	const versions = existsSync(debian)
		? readdirSync(debian).sort((a, b) => Number(b) - Number(a))
		: [];
	const folders = [
		...(process.env.PATH ?? '').split(path.delimiter),
		...versions.map((version) => path.join(debian, version, 'bin')),
	];
	const found = folders.map((folder) => path.join(folder, name)).find((file) => existsSync(file));
	if (!found) throw new Lacking(`there is no ${name} on this machine (${ADVICE})`);
	return found;
}

/** The programs of queue mode; throws Lacking when one is not there. */
export const queuePrograms = () => ({
	redis: findProgram('redis-server'),
	initdb: findProgram('initdb'),
	postgres: findProgram('postgres'),
});

export async function startRedis(logFile: string): Promise<Service> {
	const port = await freePort();
	const options = [
		'--port',
		String(port),
		'--bind',
		'127.0.0.1',
		'--save',
		'',
		'--dir',
		os.tmpdir(),
	];
	const child = startChild(queuePrograms().redis, options, { logFile });
	await untilListening('Redis', port);
	return { port, stop: async () => await stopChild(child) };
}

/** Trusts everybody on this machine. */
export async function startPostgres(logFile: string): Promise<Service> {
	const { initdb, postgres } = queuePrograms();
	const folder = mkdtempSync(path.join(os.tmpdir(), 'kexiang-e2e-postgres-'));
	const data = path.join(folder, 'data');
	// PostgreSQL refuses to run as root.
	const user = process.getuid?.() === 0 ? postgresUser() : undefined;
	if (user) chownSync(folder, user.uid, user.gid);
	const as = (program: string, args: string[]): [string, string[]] =>
		user ? ['runuser', ['-u', 'postgres', '--', program, ...args]] : [program, args];
	// A machine need not have the locale of the tests.
	const options = { logFile, cwd: folder, env: { ...process.env, LC_ALL: 'C' } };

	await runToEnd(...as(initdb, ['-D', data, '-A', 'trust', '-U', DATABASE_USER]), {
		...options,
		what: 'initdb',
		limitSeconds: 120,
	});
	const port = await freePort();
	const settings = {
		listen_addresses: '127.0.0.1',
		unix_socket_directories: folder,
		// Nothing here outlives the scenario.
		fsync: 'off',
	};
	const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
	const child = startChild(...as(postgres, ['-D', data, '-p', String(port), ...flags]), options);
	await untilListening('PostgreSQL', port);
	return {
		port,
		stop: async () => {
			await stopChild(child);
			rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
		},
	};
}

function postgresUser(): { uid: number; gid: number } {
	const idOf = (flag: string) => spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' });
	const [uid, gid] = [idOf('-u'), idOf('-g')];
	if (uid.status !== 0 || gid.status !== 0) throw new Lacking('there is no user "postgres"');
	return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
}

async function untilListening(what: string, port: number): Promise<void> {
	const listens = async () =>
		await new Promise<true | undefined>((resolve) => {
			const socket = net.connect(port, '127.0.0.1');
			const end = (answer?: true) => {
				socket.destroy();
				resolve(answer);
			};
			socket.once('connect', () => end(true));
			socket.once('error', () => end());
		});
	await until(`${what} listens on port ${port}`, 30, listens);
}
