/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-dangerous-functions */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import type { Operation } from '../../../nodes/shared/operation/operation';
import { commandLine, readOptions } from '../../../scripts/live/check';
import { askFree } from '../../../scripts/live/free';
import { minimalBody } from '../../../scripts/live/minimal';
import { platform } from '../../../scripts/live/platform';
import { reportText } from '../../../scripts/live/report';
import { spentBy, submitAll } from '../../../scripts/live/submit';
import { PROVIDERS } from '../../../scripts/providers';
import { loadContract } from '../../../simulator/contract';
import { startSimulator, type Simulator } from '../../../simulator/server';

const MEDIA = {
	picture: 'https://media.example.com/a.png',
	video: 'https://media.example.com/a.mp4',
	audio: 'https://media.example.com/a.mp3',
};
const offered = PROVIDERS.flatMap((provider) => provider.operations);
const contract = loadContract();
const makers = offered.filter(({ kind, value }) => kind !== 'query' && contract.byId.has(value));
const called = (...ids: string[]) =>
	ids.map((id) => offered.find(({ value }) => value === id) as Operation);

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
const walked = async (ids: string[], budget: number) =>
	await submitAll(send(), contract, called(...ids), {
		budget,
		media: MEDIA,
		intervalSeconds: 0.02,
		limitMinutes: 0.1,
	});
const submissions = () => simulator.ledger.requests.filter(({ method }) => method === 'POST');

describe('free questions', () => {
	it('are answered without a submission', async () => {
		expect((await askFree(send())).map(({ verdict }) => verdict)).toEqual([
			'as expected',
			'as expected',
		]);
		expect(submissions()).toEqual([]);
		expect(simulator.ledger.violations).toEqual([]);
	});

	it('show a refused key, and do not repeat it', async () => {
		const answers = await askFree(send('another-key-not-real'));
		expect(answers.map(({ verdict }) => verdict)).toEqual(['NOT EXPECTED', 'NOT EXPECTED']);
		expect(JSON.stringify(answers)).not.toContain('another-key-not-real');
	});
});

describe('the smallest body', () => {
	it.each(makers.map(({ value }) => value))('of %s keeps the contract', (id) => {
		const known = contract.byId.get(id);
		const minimal = known && minimalBody(contract, known, MEDIA);
		if (!known || !minimal || 'problem' in minimal) throw new Error(id);
		const validate = contract.bodyValidator(known);
		expect([validate?.(minimal.body), validate?.errors ?? []]).toEqual([true, []]);
		expect(JSON.stringify(minimal.body)).not.toContain('//example.com');
	});

	it('needs the media that the user gave', () => {
		const known = contract.byId.get('lipSyncSubmit');
		expect(known && minimalBody(contract, known, { picture: MEDIA.picture })).toEqual({
			problem: 'it needs --audio',
		});
	});
});

describe('a walk', () => {
	it('reaches every service once and brings every result', async () => {
		const all = makers.map(({ value }) => value);
		const outcomes = await walked(all, 1000);
		expect(outcomes.filter(({ verdict }) => verdict !== 'success')).toEqual([]);
		expect(spentBy(outcomes).spent).toBeGreaterThan(0);
		expect(simulator.ledger.violations).toEqual([]);
		expect(simulator.ledger.tasks.length).toBeGreaterThan(20);
	}, 60_000);

	it('stops before the last known cost would exceed the budget', async () => {
		const ids = [
			'kbananaProOfficialSubmit',
			'kbananaProOfficialSubmit',
			'kbananaProOfficialSubmit',
		];
		const outcomes = await walked(ids, 2.5);
		expect(outcomes.map(({ verdict }) => verdict)).toEqual(['success', 'success', 'not tried']);
		expect(spentBy(outcomes).spent).toBe(2.4);
		expect(outcomes[2]?.detail).toBe('the budget of 2.5 does not cover another 1.2');
		expect(submissions()).toHaveLength(2);
	});

	it('submits nothing more after a submission whose fate is unknown', async () => {
		simulator.addFault({ on: 'submit', kind: 'resetAfterAccept', times: 1 });
		const outcomes = await walked(['kbananaProOfficialSubmit', 'zImage'], 100);
		expect(outcomes.map(({ verdict }) => verdict)).toEqual(['unknown', 'not tried']);
	});

	it('says why a service was not tried', async () => {
		const outcomes = await walked(['klingQuery'], 10);
		expect(outcomes).toEqual([
			expect.objectContaining({ verdict: 'not tried', detail: 'it submits nothing by itself' }),
		]);
	});
});

describe('the report', () => {
	it('holds no key, no task id and no address', async () => {
		const free = await askFree(send());
		const submitted = await walked(['kbananaProOfficialSubmit', 'videoAddSubtitle'], 100);
		const text = reportText({
			version: '1.0.0',
			node: '20',
			at: new Date(0),
			budget: 100,
			free,
			submitted,
		});
		expect(text).toContain('KbananaPro-official-任务提交 (kbananaProOfficialSubmit)');
		expect(text).toContain('1 images');
		expect(text).toContain('service_output.imgUrl');
		expect(text).not.toMatch(/https?:\/\//);
		expect(text).not.toContain(simulator.key);
		for (const { taskId } of submitted) expect(text).not.toContain(String(taskId));
	});
});

describe('the command line', () => {
	it.each([
		[['--spend', '5'], '--spend and --operations belong together'],
		[['--operations', 'zImage'], '--spend and --operations belong together'],
		[['--spend', '-1', '--operations', 'a'], /--spend .*It needs a number above 0/],
		[['--spend', '0', '--operations', 'a'], /--spend .*It needs a number above 0/],
		[['--picture', 'a.png'], /--picture .*It needs an address/],
		[['--what'], "unknown option '--what'"],
	])('%j is refused', (args, message) => {
		const line = commandLine()
			.exitOverride()
			.configureOutput({ writeErr: () => {} });
		expect(() => readOptions(line.parse(args, { from: 'user' }))).toThrow(message);
	});

	it('runs from end to end', async () => {
		const folder = mkdtempSync(path.join(tmpdir(), 'kexiang-live-'));
		const file = path.join(folder, 'report.md');
		const root = path.join(__dirname, '..', '..', '..');
		const args = [
			...['--import', 'tsx', path.join('scripts', 'live', 'check.ts'), '--report', file],
			...['--task-api', simulator.platformUrl, '--tool-api', simulator.toolsUrl],
			...['--spend', '5', '--operations', 'zImage', '--interval', '0.1'],
		];
		const env = { ...process.env, KEXIANG_API_KEY: simulator.key };
		const child = spawn(process.execPath, args, { cwd: root, env, stdio: 'ignore' });
		const code = await new Promise((resolve) => child.on('exit', resolve));
		expect(code).toBe(0);
		expect(readFileSync(file, 'utf8')).toContain('Z-image (zImage)');
		rmSync(folder, { recursive: true });
	});
});
