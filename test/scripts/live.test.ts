/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import execa from 'execa';

import type { Operation } from '../../nodes/shared/operation/operation';
import { commandLine, readOptions } from '../../scripts/live/check';
import { askFree } from '../../scripts/live/free';
import { minimalBody } from '../../scripts/live/minimal';
import { platform, type Send } from '../../scripts/live/platform';
import { reportText } from '../../scripts/live/report';
import { spentBy, submitAll } from '../../scripts/live/submit';
import { PROVIDERS } from '../../scripts/providers';
import { loadContract } from '../../simulator/contract';
import { startSimulator, type Simulator } from '../../simulator/server';

const PRO = 'kbananaProOfficialSubmit';
const media = (name: string) => `https://media.example.com/${name}`;
const MEDIA = { picture: media('a.png'), video: media('a.mp4'), audio: media('a.mp3') };
const contract = loadContract();
const offered = PROVIDERS.flatMap((provider) => provider.operations);
const called = (id: string) => offered.find(({ value }) => value === id) as Operation;

let simulator: Simulator;
beforeAll(async () => {
	simulator = await startSimulator({ taskSeconds: 0.05, quiet: true });
});
afterAll(async () => await simulator.stop());
beforeEach(() => {
	simulator.ledger.clear();
	simulator.clearFaults();
});

const send = (key = simulator.key) =>
	platform({ task: simulator.platformUrl, tool: simulator.toolsUrl }, key);
async function walked(ids: string[], budget: number) {
	const options = { budget, media: MEDIA, intervalSeconds: 0.02, limitMinutes: 0.1 };
	return await submitAll(send(), contract, ids.map(called), options);
}
const submissions = () => simulator.ledger.requests.filter(({ method }) => method === 'POST');
const verdictsOf = (found: Array<{ verdict: string }>) => found.map(({ verdict }) => verdict);

it('asks without a submission what is free, and does not repeat a key', async () => {
	expect(verdictsOf(await askFree(send()))).toEqual(['as expected', 'as expected']);
	const refused = await askFree(send('another-key-not-real'));
	expect(verdictsOf(refused)).toEqual(['NOT EXPECTED', 'NOT EXPECTED']);
	expect(JSON.stringify(refused)).not.toContain('another-key-not-real');
	expect(submissions()).toEqual([]);
	expect(simulator.ledger.violations).toEqual([]);
});

it('lets out no key and no address that the platform says', async () => {
	const key = 'kx-test-not-real';
	const server = createServer(({ headers }, response) => {
		const detail = `${String(headers['x-api-key'])} at https://example.com/?key=1`;
		response.writeHead(422).end(JSON.stringify({ detail }));
	}).listen(0);
	const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	const free = await askFree(platform({ task: url, tool: url }, key));
	server.close();
	const facts = { version: '1.0.0', node: '20', at: new Date(0), budget: undefined };
	const text = reportText({ ...facts, free, submitted: [] });
	expect(text).toContain('*** at (address) |');
	expect(text).not.toContain(key);
});

describe('a walk', () => {
	it('reaches every service once, and is reported without a key, a task id or an address', async () => {
		const makers = offered.filter(
			({ kind, value }) => kind !== 'query' && contract.byId.has(value),
		);
		const submitted = await walked(
			makers.map(({ value }) => value),
			1000,
		);
		expect(submitted.filter(({ verdict }) => verdict !== 'success')).toEqual([]);
		expect(spentBy(submitted).spent).toBeGreaterThan(0);
		const { violations, tasks } = simulator.ledger;
		expect(violations).toEqual([]);
		expect(tasks.length).toBeGreaterThan(20);
		const sent = submissions().map(({ body }) => JSON.stringify(body));
		expect(sent.filter((body) => body?.includes('//example.com'))).toEqual([]);
		const facts = { version: '1.0.0', node: '20', at: new Date(0), budget: 1000 };
		const text = reportText({ ...facts, free: await askFree(send()), submitted });
		expect(text).toContain('KbananaPro-official-任务提交 (kbananaProOfficialSubmit)');
		expect(text).toContain('| 1 images, 1 text |');
		expect(text).toContain('service_output.imgUrl');
		expect(text).not.toMatch(/https?:\/\//);
		for (const secret of [simulator.key, ...submitted.map(({ taskId }) => String(taskId))])
			expect(text).not.toContain(secret);
	}, 60_000);

	it('sends as little as the contract allows, and needs the media that the user gave', () => {
		const known = (id: string) => contract.byId.get(id) as Parameters<typeof minimalBody>[1];
		const body = { imageUrls: [MEDIA.picture, MEDIA.picture] };
		expect(minimalBody(contract, known('imgs2video'), MEDIA)).toEqual({ body });
		const problem = 'it needs --audio';
		const { picture } = MEDIA;
		expect(minimalBody(contract, known('lipSyncSubmit'), { picture })).toEqual({ problem });
	});

	it('stops before the last known cost would exceed the budget', async () => {
		const outcomes = await walked([PRO, PRO, PRO], 2.5);
		expect(verdictsOf(outcomes)).toEqual(['success', 'success', 'not tried']);
		expect(spentBy(outcomes).spent).toBe(2.4);
		expect(outcomes[2]?.detail).toBe('the budget of 2.5 does not cover another 1.2');
		expect(submissions()).toHaveLength(2);
	});

	it('knows the price of a submission whose query tells none', async () => {
		const sparing: Send = async (request, asked) => {
			const reply = await send()(request, asked);
			if (asked.for === 'state' && 'answer' in reply && 'task' in reply.answer)
				delete reply.answer.task.cost;
			return reply;
		};
		const options = { budget: 9, media: MEDIA, intervalSeconds: 0.02, limitMinutes: 0.1 };
		const [paid] = await submitAll(sparing, contract, [called(PRO)], options);
		expect(paid).toMatchObject({ verdict: 'success', cost: 1.2 });
	});

	it('submits nothing more after a submission whose fate is unknown, and no query', async () => {
		const [query] = await walked(['klingQuery'], 10);
		expect(query).toMatchObject({ verdict: 'not tried', detail: 'it submits nothing by itself' });
		simulator.addFault({ on: 'submit', kind: 'resetAfterAccept', times: 1 });
		expect(verdictsOf(await walked([PRO, 'zImage'], 100))).toEqual(['unknown', 'not tried']);
	});
});

describe('the command line', () => {
	it.each`
		args                           | message
		${'--spend 5'}                 | ${'--spend and --operations belong together'}
		${'--operations zImage'}       | ${'--spend and --operations belong together'}
		${'--spend 5 --operations no'} | ${'--operations: there is no no'}
		${'--spend 0 --operations a'}  | ${/--spend .*It needs a number above 0/}
		${'--picture a.png'}           | ${/--picture .*It needs an address/}
		${'--what'}                    | ${"unknown option '--what'"}
	`('$args is refused', ({ args, message }) => {
		const line = commandLine()
			.exitOverride()
			.configureOutput({ writeErr: () => {} });
		const read = () => readOptions(line.parse(String(args).split(' '), { from: 'user' }));
		expect(read).toThrow(message);
	});

	it('runs from end to end', async () => {
		const folder = mkdtempSync(path.join(tmpdir(), 'kexiang-live-'));
		const file = path.join(folder, 'report.md');
		const args = [
			...['--import', 'tsx', path.join('scripts', 'live', 'check.ts'), '--report', file],
			...['--task-api', simulator.platformUrl, '--tool-api', simulator.toolsUrl],
			...['--spend', '5', '--operations', 'zImage', '--interval', '0.1'],
		];
		const cwd = path.join(__dirname, '..', '..');
		const env = { KEXIANG_API_KEY: simulator.key };
		const { exitCode } = await execa(process.execPath, args, { cwd, env, reject: false });
		expect(exitCode).toBe(0);
		expect(readFileSync(file, 'utf8')).toContain('Z-image (zImage)');
		rmSync(folder, { recursive: true });
	});
});
