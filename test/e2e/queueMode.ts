/* eslint-disable @n8n/community-nodes/no-restricted-imports */

// n8n's queue mode: what a main process and its workers have in common, on Redis and PostgreSQL of their own.
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { N8nServer } from '../../scripts/n8n/server';
import type { Bench } from './bench';
import { queuePrograms, startPostgres, startRedis } from './services';

export interface QueueMode {
	/** Of every process. */
	env: Record<string, string>;
	startWorker(name: string): Promise<N8nServer>;
}

/**
 * Redis and PostgreSQL while `work` goes on. n8n's main process makes the database, so workers come after it.
 * @param stops what has to be stopped afterwards, newest first, before them
 */
export async function withQueueMode<T>(
	bench: Bench,
	more: Record<string, string>,
	work: (mode: QueueMode, stops: Array<() => Promise<void>>) => Promise<T>,
): Promise<T> {
	queuePrograms();
	const stops: Array<() => Promise<void>> = [];
	try {
		const redis = await startRedis(bench.logOf('redis'));
		stops.push(redis.stop);
		const postgres = await startPostgres(bench.logOf('postgres'));
		stops.push(postgres.stop);
		const env = {
			EXECUTIONS_MODE: 'queue',
			DB_TYPE: 'postgresdb',
			DB_POSTGRESDB_HOST: '127.0.0.1',
			DB_POSTGRESDB_PORT: String(postgres.port),
			DB_POSTGRESDB_USER: 'n8n',
			DB_POSTGRESDB_DATABASE: 'postgres',
			QUEUE_BULL_REDIS_HOST: '127.0.0.1',
			QUEUE_BULL_REDIS_PORT: String(redis.port),
			N8N_ENCRYPTION_KEY: randomBytes(16).toString('hex'),
			...more,
		};
		const startWorker = async (name: string) => {
			const worker = await bench.startServer(name, { env, command: ['worker', '--concurrency=5'] });
			stops.push(async () => await worker.stop());
			return worker;
		};
		return await work({ env, startWorker }, stops);
	} finally {
		for (const stop of stops.reverse()) await stop();
	}
}

/** How many executions a worker has taken up, by its own log. */
export const jobsOf = ({ logFile }: N8nServer): number =>
	readFileSync(logFile, 'utf8').match(/Worker started execution/g)?.length ?? 0;
