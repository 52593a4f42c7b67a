/* eslint-disable @n8n/community-nodes/no-restricted-globals */
import { startSimulator, type Simulator, type SimulatorOptions } from '../../simulator/server';
import { CREATE_PATH, ask, clientOf, picture, type Record1 } from './client';

let simulator: Simulator;
const start = async (options: SimulatorOptions = {}) => {
	simulator = await startSimulator({ taskSeconds: 1, ...options });
	return clientOf(simulator);
};
afterEach(async () => await simulator.stop());

const pause = async (ms: number) => await new Promise((resolve) => setTimeout(resolve, ms));

describe('a task', () => {
	it('moves through its states to a picture that can be fetched', async () => {
		const { create, query } = await start();
		const created = (await create()).json as Record1;
		expect(created).toMatchObject({ id: 33202, task_status: 'pending' });
		expect(created.cost).toMatch(/^\d+\.\d+$/);
		expect(created.created_at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}\+08:00$/);
		await pause(300);
		expect((await query(created.id)).json).toMatchObject({ task_status: 'running' });
		await pause(800);
		const done = (await query(created.id)).json as Record1;
		expect(done.task_status).toBe('success');
		const took = Date.parse(done.updated_at) - Date.parse(done.created_at);
		expect(took).toBeCloseTo(1000, -1);
		const file = await ask(done.service_output?.imgUrl ?? '');
		expect(file.headers['content-type']).toBe('image/png');
		expect(simulator.ledger.tasks).toMatchObject([
			{ id: '33202', paid: true, deliveredIds: ['33202'], queries: 2 },
		]);
	});

	it('fails with a reason, and is strange, as its prompt says', async () => {
		const { create, query } = await start();
		const failing = (await create(picture('a boat [fail]'))).json as Record1;
		const unknownState = (await create(picture('a boat [unknown-state]'))).json as Record1;
		await pause(300);
		expect((await query(unknownState.id)).json).toMatchObject({ task_status: 'moderating' });
		await pause(800);
		const failed = (await query(failing.id)).json as Record1;
		expect(failed.task_status).toBe('failed');
		expect(failed.service_output?.failReason).toEqual(expect.any(String));
		expect((await query(unknownState.id)).json).toMatchObject({ task_status: 'success' });
	});

	it('takes scaled and typical times', async () => {
		const { create, query } = await start({ taskSeconds: undefined, timeScale: 100_000 });
		const { id } = (await create()).json as Record1;
		await pause(50);
		const done = (await query(id)).json as Record1;
		const seconds = (Date.parse(done.updated_at) - Date.parse(done.created_at)) / 1000;
		expect(seconds).toBeGreaterThan(60);
		expect(seconds).toBeLessThan(1200);
	});

	it('comes wrapped when that is wished', async () => {
		const { create } = await start({ wrapRecords: true });
		expect((await create()).json).toMatchObject({ data: { id: 33202 } });
	});
});

describe('a refusal', () => {
	it('of a wrong or missing key is 401', async () => {
		const { query } = await start();
		expect((await query(33202, { headers: { 'x-api-key': 'wrong' } })).status).toBe(401);
		const got = await ask(simulator.platformUrl + CREATE_PATH, { body: picture() });
		expect(got).toMatchObject({ status: 401, json: { detail: expect.any(String) as string } });
		expect(simulator.ledger.tasks).toHaveLength(0);
	});

	it('of a wrong body is 422 with a detail list, and is a violation', async () => {
		const { create } = await start();
		const body = {
			user_input: { modelName: 'gemini-3.1-flash-image', modelType: 'text2img', size: 'big' },
		};
		const got = await create(body);
		expect(got.status).toBe(422);
		expect(got.json).toEqual({
			detail: [
				{ loc: ['body', 'user_input', 'prompt'], msg: 'Field required', type: 'missing' },
				{
					loc: ['body', 'user_input', 'size'],
					msg: expect.stringContaining("'16:9'") as string,
					type: 'literal_error',
				},
			],
		});
		expect(simulator.ledger.violations).toMatchObject([{ operationId: 'kbanana2OfficialSubmit' }]);
	});

	it('of an unknown path is 404, of a wrong method 405, of an unknown task 404', async () => {
		const { keyed, query } = await start();
		expect((await keyed(`${simulator.platformUrl}/nope`)).json).toEqual({ detail: 'Not Found' });
		expect((await keyed(simulator.platformUrl + CREATE_PATH)).status).toBe(405);
		expect((await query(1)).status).toBe(404);
		expect((await query('abc')).status).toBe(422);
		// Each family lives on its own host.
		expect((await keyed(simulator.toolsUrl + CREATE_PATH, { body: picture() })).status).toBe(404);
	});
});

describe('options', () => {
	it('move an operation to another path', async () => {
		const path = '/minimalist/api/video/getDuration';
		const { keyed } = await start({ taskSeconds: 0, paths: { videoDuration: path } });
		const body = { videoUrl: 'https://a.example/1.mp4' };
		const old = await keyed(`${simulator.toolsUrl}/minimalist/api/video/duration`, { body });
		expect(old.status).toBe(404);
		expect((await keyed(simulator.toolsUrl + path, { body })).json).toMatchObject({
			data: { duration: 3 },
		});
	});

	it('repeat themselves with the same seed', async () => {
		const ids: unknown[] = [];
		for (let round = 0; round < 2; round++) {
			const { keyed } = await start({ seed: 7 });
			const body = { prompt: 'a cat' };
			const got = await keyed(`${simulator.toolsUrl}/minimalist/api/imgEditNBProAsync`, { body });
			ids.push((got.json as { data: { id: string } }).data.id);
			await simulator.stop();
		}
		expect(ids[0]).toBe(ids[1]);
	});
});

it('tells over HTTP what happened, and takes faults there', async () => {
	const { create } = await start();
	const control = `${simulator.platformUrl}/__simulator`;
	expect((await ask(`${control}/health`)).json).toMatchObject({ ok: true });
	await ask(`${control}/faults`, { body: ['submit:503:times=1'] });
	expect((await create()).status).toBe(503);
	expect((await create()).status).toBe(200);
	expect(
		(await ask(`${control}/faults`, { body: { on: 'submit', kind: 'nonsense' } })).status,
	).toBe(400);
	await ask(`${control}/faults`, { body: { on: 'submit', kind: '500' } });
	await ask(`${control}/faults`, { method: 'DELETE' });
	expect((await create()).status).toBe(200);
	expect((await ask(`${control}/ledger`)).json).toMatchObject({
		requests: 3,
		tasks: 2,
		paid: 2,
		byFault: { 503: 1 },
		violations: 0,
	});
	const full = (await ask(`${control}/ledger?full=1`)).json as { requests: unknown[] };
	expect(full.requests[0]).toMatchObject({ listener: 'platform', keyPresent: true, status: 503 });
});

it('answers three hundred tasks polled together quickly', async () => {
	const { create, query } = await start({ taskSeconds: 1000 });
	const ids: number[] = [];
	for (let round = 0; round < 6; round++) {
		const created = await Promise.all(Array.from({ length: 50 }, async () => await create()));
		ids.push(...created.map(({ json }) => (json as Record1).id));
	}
	expect(new Set(ids).size).toBe(300);
	const started = performance.now();
	for (let at = 0; at < ids.length; at += 50) {
		await Promise.all(ids.slice(at, at + 50).map(async (id) => await query(id)));
	}
	// Far slower than it is, so that a busy machine passes; client and simulator share one process.
	expect(performance.now() - started).toBeLessThan(4_500);
});
