/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-dangerous-functions */
// n8n's queue mode: what a main process and its workers have in common, on Redis and PostgreSQL of their own.
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { runToEnd, startChild, stopChild, type ChildOptions } from '../../scripts/children';
import { freePort, type N8nServer } from '../../scripts/n8n/server';
import { Lacking, type Bench } from './bench';
import { until } from './runs';

export interface QueueMode {
	/** Of every process. */
	env: Record<string, string>;
	startWorker(name: string): Promise<N8nServer>;
}

/** n8n's main process makes the database, so workers come after it. */
export async function startQueueMode(
	bench: Bench,
	more: Record<string, string>,
): Promise<QueueMode> {
	const programs = {
		redis: findProgram('redis-server'),
		initdb: findProgram('initdb'),
		postgres: findProgram('postgres'),
	};
	const redis = await startRedis(bench, programs);
	const env = {
		EXECUTIONS_MODE: 'queue',
		DB_TYPE: 'postgresdb',
		DB_POSTGRESDB_HOST: '127.0.0.1',
		DB_POSTGRESDB_PORT: String(await startPostgres(bench, programs)),
		DB_POSTGRESDB_USER: 'n8n',
		DB_POSTGRESDB_DATABASE: 'postgres',
		QUEUE_BULL_REDIS_HOST: '127.0.0.1',
		QUEUE_BULL_REDIS_PORT: String(redis),
		N8N_ENCRYPTION_KEY: randomBytes(16).toString('hex'),
		...more,
	};
	const command = ['worker', '--concurrency=5'];
	const startWorker = async (name: string) => await bench.startServer(name, { env, command });
	return { env, startWorker };
}

/** How many executions a worker has taken up, by its own log. */
export const jobsOf = ({ logFile }: N8nServer): number =>
	readFileSync(logFile, 'utf8').match(/Worker started execution/g)?.length ?? 0;

function findProgram(name: string): string {
	const debian = '/usr/lib/postgresql';
	const versions = existsSync(debian) ? readdirSync(debian) : [];
	const folders = [
		...(process.env.PATH ?? '').split(path.delimiter),
		...versions.sort((a, b) => Number(b) - Number(a)).map((one) => path.join(debian, one, 'bin')),
	];
	const found = folders.map((folder) => path.join(folder, name)).find((file) => existsSync(file));
	const advice = 'apt-get install redis-server postgresql';
	if (!found) throw new Lacking(`there is no ${name} on this machine (${advice})`);
	return found;
}

type Programs = Record<'redis' | 'initdb' | 'postgres', string>;

async function startRedis(bench: Bench, { redis }: Programs): Promise<number> {
	const port = await freePort();
	const options = `--port ${port} --bind 127.0.0.1 --dir ${os.tmpdir()} --save`.split(' ');
	await startService(bench, redis, [...options, ''], port, { logFile: bench.logOf('redis') });
	return port;
}

/** Trusts everybody on this machine. */
async function startPostgres(bench: Bench, { initdb, postgres }: Programs): Promise<number> {
	const folder = mkdtempSync(path.join(os.tmpdir(), 'kexiang-e2e-postgres-'));
	bench.later(async () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
	const data = path.join(folder, 'data');
	// PostgreSQL refuses to run as root.
	const isRoot = process.getuid?.() === 0;
	if (isRoot) chownSync(folder, idOfPostgres('-u'), idOfPostgres('-g'));
	const as = (program: string, args: string[]): [string, string[]] =>
		isRoot ? ['runuser', ['-u', 'postgres', '--', program, ...args]] : [program, args];
	// A machine need not have the locale of the tests.
	const env = { ...process.env, LC_ALL: 'C' };
	const options = { logFile: bench.logOf('postgres'), cwd: folder, env };
	const limit = { what: 'initdb', limitSeconds: 120 };
	await runToEnd(...as(initdb, ['-D', data, '-A', 'trust', '-U', 'n8n']), { ...options, ...limit });
	const port = await freePort();
	const settings = ['listen_addresses=127.0.0.1', `unix_socket_directories=${folder}`, 'fsync=off'];
	const args = ['-D', data, '-p', String(port), ...settings.flatMap((one) => ['-c', one])];
	await startService(bench, ...as(postgres, args), port, options);
	return port;
}

function idOfPostgres(flag: string): number {
	const { status, stdout } = spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' });
	if (status !== 0) throw new Lacking('there is no user "postgres"');
	return Number(stdout);
}

async function startService(
	bench: Bench,
	program: string,
	args: string[],
	port: number,
	options: ChildOptions,
): Promise<void> {
	const child = startChild(program, args, options);
	bench.later(async () => await stopChild(child));
	await until(`${program} listens on port ${port}`, 30, async () => {
		return await new Promise<boolean>((resolve) => {
			const socket = net.connect(port, '127.0.0.1');
			const end = (isThere: boolean) => {
				socket.destroy();
				resolve(isThere);
			};
			socket.once('connect', () => end(true));
			socket.once('error', () => end(false));
		});
	});
}
