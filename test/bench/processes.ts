/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-dangerous-functions */
// Other processes, so that their work and memory count for nobody who is measured; and the memory of this one.
import { fork } from 'node:child_process';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Other {
	/** What it sends next. */
	told<T>(): Promise<T>;
	ask(question: string): void;
	stop(): void;
}

/** Runs a script of TypeScript. */
export function inProcess(file: string, args: string[], ...options: string[]): Other {
	const child = fork(file, args, { execArgv: ['--import', require.resolve('tsx'), ...options] });
	return {
		told: async <T>() =>
			await new Promise<T>((resolve, reject) => {
				const failed = (code: number | null) => reject(new Error(`${file} ended with ${code}`));
				child.once('exit', failed);
				child.once('message', (message) => {
					child.off('exit', failed);
					resolve(message as T);
				});
			}),
		ask: (question) => void child.send(question),
		stop: () => {
			if (child.connected) child.disconnect();
		},
	};
}

/** For such a script: a server until it is stopped, whose address it sends. */
export function serve(listener: RequestListener): void {
	const server = createServer({ keepAliveTimeout: 600_000 }, listener);
	server.listen(0, '127.0.0.1', () => {
		process.send?.(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
	});
	process.on('disconnect', () => process.exit());
}

const MB = 2 ** 20;

/** Of the heap, without what nobody holds. */
export function heapMb(): number {
	if (!globalThis.gc) throw new Error('Run with node --expose-gc');
	globalThis.gc();
	return process.memoryUsage().heapUsed / MB;
}

/** The most memory of the process while work goes on, above that at its start; MB. */
export async function growthMb(work: () => Promise<unknown>): Promise<number> {
	globalThis.gc?.();
	const before = process.memoryUsage().rss;
	let peak = before;
	const look = () => (peak = Math.max(peak, process.memoryUsage().rss));
	const timer = setInterval(look, 10);
	await work();
	clearInterval(timer);
	look();
	return (peak - before) / MB;
}
