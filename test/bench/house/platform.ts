/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-dangerous-functions */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

/** What a platform has been asked so far. */
export interface Seen {
	submissions: number;
	polls: number;
}

export interface FastPlatform {
	url: string;
	seen(): Promise<Seen>;
	stop(): void;
}

/** Starts a platform that answers at once. @param pollsToFinish the question at which a task is found to be finished */
export async function startPlatform(pollsToFinish: number): Promise<FastPlatform> {
	const child = fork(path.join(__dirname, 'platformProcess.ts'), [String(pollsToFinish)], {
		// Without what the measured process alone was started with.
		execArgv: process.execArgv.filter((option) => option !== '--expose-gc'),
	});
	const [url] = (await once(child, 'message')) as [string];
	return {
		url,
		async seen() {
			child.send('seen');
			const [seen] = (await once(child, 'message')) as [Seen];
			return seen;
		},
		stop: () => child.disconnect(),
	};
}
