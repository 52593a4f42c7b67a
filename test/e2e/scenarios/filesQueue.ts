/* eslint-disable @n8n/community-nodes/no-restricted-imports */
// Files of a user's own in queue mode: they come in at the main process, a worker signs links to them, and the
// main process answers these.
import assert from 'node:assert/strict';
import { freePort } from '../../../scripts/n8n/server';
import type { Bench } from '../bench';
import { namesAndClock, startFrontDoor } from '../files/frontDoor';
import { jobsOf, withQueueMode } from '../queueMode';
import { proveValidity, proveWays } from '../files/sentFiles';

const PLACE = 'queue mode, binary data in PostgreSQL';
const DAY_AND_HOUR_MS = 25 * 3600_000;

export async function filesQueue(bench: Bench): Promise<void> {
	const port = await freePort();
	const door = await startFrontDoor(port);
	const modes = {
		WEBHOOK_URL: door.url,
		N8N_DEFAULT_BINARY_DATA_MODE: 'database',
		// n8n 1.x keeps no files in a database unless it is told that it may.
		N8N_AVAILABLE_BINARY_DATA_MODES: 'filesystem,database',
		...namesAndClock(),
	};
	try {
		await withQueueMode(bench, modes, async ({ env, startWorker }, stops) => {
			const name = 'files-main';
			const site = await bench.startSite(name, { port, env });
			stops.push(async () => await site.server.stop());
			const worker = await startWorker('files-worker');
			const logs = [site.server.logFile, worker.logFile];
			const sent = await proveWays(bench, PLACE, site, logs);
			assert.ok(jobsOf(worker) >= sent.length, 'a worker did it all');
			await site.server.stop();
			const later = await bench.startSite(name, {
				port,
				env: { ...env, ...namesAndClock(DAY_AND_HOUR_MS) },
			});
			stops.push(async () => await later.server.stop());
			await proveValidity(bench, PLACE, sent);
		});
	} finally {
		await door.stop();
	}
}
