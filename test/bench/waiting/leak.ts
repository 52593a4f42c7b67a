/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports, no-console */
/*
 * What 60,000 questions of one execution leave behind: heap, and listeners on the signal that stops it. In n8n's
 * engine, over n8n's network, against a server that answers at once; and, to show that the look can see a leak, the
 * same with each question racing against a promise that never settles.
 * Run: N8N_LOG_LEVEL=silent node --expose-gc --import tsx test/bench/waiting/leak.ts [questions]
 */
import '../../support/environment';
import { getEventListeners } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { IExecuteFunctions, INodeType } from 'n8n-workflow';

import { KexiangApi } from '../../../credentials/KexiangApi.credentials';
import { clientFor } from '../../../nodes/shared/client/client';
import { runWorkflow } from '../../support/runWorkflow';
import { tell } from '../figures';
import { queryRequest } from '../../../nodes/shared/answers/queryRequest';

const AT_ONCE = 20;
const LOOKS = 6;
const MB = 2 ** 20;

interface Look {
	polls: number;
	heapMb: number;
	listeners: number;
}

type Poll = (context: IExecuteFunctions) => Promise<unknown>;

const poll: Poll = async (context) => {
	const request = queryRequest('userTask', '1');
	const client = await clientFor(context, 0);
	const asked = { for: 'state', source: 'userTask', taskId: '1' } as const;
	await client.send(request, asked, { operation: 'bench', pathEvidence: 'A', taskId: '1' });
};

const never = new Promise(() => {});
const racing: Poll = async (context) => await Promise.race([poll(context), never]);

/** A node that asks so often, a few at a time, and looks at the heap now and then. */
function polling(one: Poll, polls: number, looks: Look[]): INodeType {
	return {
		description: {
			displayName: 'Asks',
			name: 'bench.asks',
			group: ['transform'],
			version: 1,
			description: '',
			defaults: { name: 'Asks' },
			inputs: ['main'],
			outputs: ['main'],
			credentials: [{ name: 'kexiangApi', required: true }],
			properties: [],
		},
		async execute(this: IExecuteFunctions) {
			const signal = this.getExecutionCancelSignal();
			const span = Math.ceil(polls / LOOKS);
			const pollSpan = async () => {
				let left = span;
				const worker = async () => {
					while (left-- > 0) await one(this);
				};
				await Promise.all(Array.from({ length: AT_ONCE }, worker));
			};
			// The first span fills caches and pools.
			for (let look = 0; look <= LOOKS; look++) {
				await pollSpan();
				await new Promise((resolve) => setTimeout(resolve, 100));
				globalThis.gc?.();
				looks.push({
					polls: look * span,
					heapMb: process.memoryUsage().heapUsed / MB,
					listeners: signal ? getEventListeners(signal, 'abort').length : 0,
				});
			}
			return [this.getInputData()];
		},
	};
}

async function main(): Promise<void> {
	if (!globalThis.gc) throw new Error('Run with node --expose-gc');
	const polls = Number(process.argv[2] ?? 60_000);
	const server = createServer((_, response) => {
		response.setHeader('Content-Type', 'application/json');
		response.end(JSON.stringify({ id: 1, task_status: 'running', cost: '1.2', user_input: {} }));
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	console.log('| question | questions | heap MB more | listeners |\n| --- | ---: | ---: | ---: |');
	const grown: number[] = [];
	for (const [name, one] of [
		['as it is', poll],
		['racing against a promise that never settles', racing],
	] as const) {
		const looks: Look[] = [];
		const { error } = await runWorkflow({
			nodeTypes: [polling(one, polls, looks)],
			credentialTypes: [new KexiangApi()],
			credentials: {
				kexiangApi: { apiKey: 'kx-test-not-real', taskApiUrl: url, toolApiUrl: url },
			},
			chain: [{ type: 'bench.asks', name: 'Asks' }],
		});
		if (error) throw new Error(error.message);
		const first = looks[0]?.heapMb ?? 0;
		grown.push((looks.at(-1)?.heapMb ?? 0) - first);
		for (const { polls: polled, heapMb, listeners } of looks)
			console.log(`| ${name} | ${polled} | ${(heapMb - first).toFixed(1)} | ${listeners} |`);
	}
	const [own = NaN, leaking = NaN] = grown;
	await tell({
		figure: `leak: heap more after ${polls} questions, MB`,
		ours: own,
		other: { name: 'one that leaks', value: leaking },
	});
	server.closeAllConnections();
	server.close();
}

void main();
