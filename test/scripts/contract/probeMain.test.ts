/* eslint-disable @n8n/community-nodes/no-dangerous-functions, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import { execFile } from 'node:child_process';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

import { candidates } from '../../../scripts/live/probe';
import { loadContract } from '../../../simulator/contract';
import { startSimulator, type Simulator } from '../../../simulator/server';

const ROOT = path.join(__dirname, '..', '..', '..');
const TSX = pathToFileURL(path.join(ROOT, 'node_modules', 'tsx', 'dist', 'loader.mjs')).href;
const MAIN = path.join(ROOT, 'scripts', 'live', 'probeMain.ts');

interface Ended {
	code: number;
	out: string;
	err: string;
}

/** Runs the script as `npm run contract:probe` does. */
const probe = async (simulator: Simulator, key: string, ...args: string[]) =>
	await new Promise<Ended>((resolve) => {
		execFile(
			process.execPath,
			['--import', TSX, MAIN, '--tool-api', simulator.toolsUrl, '--pause', '0', ...args],
			{ env: { ...process.env, KEXIANG_API_KEY: key } },
			(error, out, err) => resolve({ code: Number(error?.code ?? 0), out, err }),
		);
	});

describe('npm run contract:probe', () => {
	let simulator: Simulator;
	beforeAll(async () => {
		const paths = { videoDuration: '/minimalist/api/video/getDuration', videoFrames: '/elsewhere' };
		simulator = await startSimulator({ taskSeconds: 0, quiet: true, paths });
	});
	afterAll(async () => await simulator.stop());
	beforeEach(() => simulator.ledger.clear());

	it('asks a platform over HTTP, prints a report, and makes no task', async () => {
		const { code, out, err } = await probe(simulator, simulator.key);
		expect(err).toBe('');
		const lines = out.trim().split('\n');
		const places = candidates(loadContract());
		const services = new Set(places.map(({ name }) => name)).size;
		const asked = lines.filter((line) => /^(exists|no service) /.test(line));
		expect(asked).toHaveLength(places.length);
		expect(out).toContain('videoDuration: at POST /minimalist/api/video/getDuration.');
		expect(out).toMatch(/^videoFrames: at none of these paths/m);
		expect(lines.at(-1)).toBe(
			`${services - 1} of ${services} services were found; nothing was charged for.`,
		);
		expect(code).toBe(1);
		expect(out).not.toContain(simulator.key);
		expect(simulator.ledger.tasks).toEqual([]);
		expect(simulator.ledger.requests.length).toBeGreaterThan(40);
	});

	it('asks for some services alone, and ends well where they are found', async () => {
		const { code, out } = await probe(simulator, simulator.key, '--operations', 'lipSyncSubmit');
		expect(out).toContain('1 of 1 services were found');
		expect(code).toBe(0);
		expect(simulator.ledger.tasks).toEqual([]);
	});

	it('ends with 2 where the key is refused, without a second question', async () => {
		const { code, out } = await probe(simulator, 'kx-test-not-real');
		expect(code).toBe(2);
		expect(out).toMatch(/^key refused /);
		expect(simulator.ledger.requests).toHaveLength(1);
	});
});
