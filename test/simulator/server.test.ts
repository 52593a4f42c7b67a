import { CREATE_PATH, ask, pause, picture, starter, type Record1 } from './client';

const start = starter({ taskSeconds: 1 });

describe('a task', () => {
	it('moves through its states to its end, as its prompt says', async () => {
		const { create, query, simulator } = await start();
		const begun = async (prompt: string) => (await create(picture(prompt))).json as Record1;
		const stateOf = async ({ id }: Record1) => (await query(id)).json as Record1;
		const boat = await begun('a boat');
		expect(boat).toMatchObject({ id: 33202, task_status: 'pending' });
		expect(boat.cost).toMatch(/^\d+\.\d+$/);
		expect(boat.created_at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}\+08:00$/);
		const failing = await begun('a boat [fail]');
		const strange = await begun('a boat [unknown-state]');
		await pause(300);
		expect((await stateOf(boat)).task_status).toBe('running');
		expect((await stateOf(strange)).task_status).toBe('moderating');
		await pause(800);
		expect((await stateOf(strange)).task_status).toBe('success');
		const failReason: unknown = expect.any(String);
		expect(await stateOf(failing)).toMatchObject({
			task_status: 'failed',
			service_output: { failReason },
		});
		const done = await stateOf(boat);
		expect(done.task_status).toBe('success');
		expect(Date.parse(done.updated_at) - Date.parse(done.created_at)).toBeCloseTo(1000, -1);
		const file = await ask(done.service_output?.imgUrl ?? '');
		expect(file.headers['content-type']).toBe('image/png');
		const paid = { id: '33202', paid: true, deliveredIds: ['33202'], queries: 2 };
		expect(simulator.ledger.tasks[0]).toMatchObject(paid);
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
		const { query, simulator } = await start();
		expect((await query(33202, { headers: { 'x-api-key': 'wrong' } })).status).toBe(401);
		const got = await ask(simulator.platformUrl + CREATE_PATH, { body: picture() });
		expect(got).toMatchObject({ status: 401, json: { detail: expect.any(String) as string } });
		expect(simulator.ledger.tasks).toHaveLength(0);
	});

	it('of a wrong body is 422 with a detail list, and is a violation', async () => {
		const { create, simulator } = await start();
		const { prompt, ...user_input } = { ...picture().user_input, size: 'big' };
		const got = await create({ user_input });
		expect(prompt).toBeDefined();
		expect(got.status).toBe(422);
		const loc = (field: string) => ['body', 'user_input', field];
		const msg: unknown = expect.stringContaining("'16:9'");
		expect(got.json).toEqual({
			detail: [
				{ loc: loc('prompt'), msg: 'Field required', type: 'missing' },
				{ loc: loc('size'), msg, type: 'literal_error' },
			],
		});
		expect(simulator.ledger.violations).toMatchObject([{ operationId: 'kbanana2OfficialSubmit' }]);
	});

	it('of an unknown path is 404, of a wrong method 405, of an unknown task 404', async () => {
		const { keyed, query, simulator } = await start();
		const { platformUrl, toolsUrl } = simulator;
		expect((await keyed(`${platformUrl}/nope`)).json).toEqual({ detail: 'Not Found' });
		expect((await keyed(platformUrl + CREATE_PATH)).status).toBe(405);
		expect((await query(1)).status).toBe(404);
		expect((await query('abc')).status).toBe(422);
		// Each family lives on its own host.
		expect((await keyed(toolsUrl + CREATE_PATH, { body: picture() })).status).toBe(404);
	});
});

describe('options', () => {
	it('move an operation to another path', async () => {
		const paths = { videoDuration: '/minimalist/api/video/getDuration' };
		const { tool } = await start({ taskSeconds: 0, paths });
		const body = { videoUrl: 'https://a.example/1.mp4' };
		expect((await tool('/video/duration', body)).status).toBe(404);
		expect((await tool('/video/getDuration', body)).json).toMatchObject({ data: { duration: 3 } });
	});

	it('repeat themselves with the same seed', async () => {
		const idOf = async () => {
			const { tool } = await start({ seed: 7 });
			const { json } = await tool('/imgEditNBProAsync', { prompt: 'a cat' });
			return (json as { data: { id: string } }).data.id;
		};
		const id = await idOf();
		expect(id).toEqual(expect.any(String));
		expect(await idOf()).toBe(id);
	});
});

it('tells over HTTP what happened, and takes faults there', async () => {
	const { create, simulator } = await start();
	const control = `${simulator.platformUrl}/__simulator`;
	const setFault = async (body: unknown) => await ask(`${control}/faults`, { body });
	expect((await ask(`${control}/health`)).json).toMatchObject({ ok: true });
	await setFault(['submit:503:times=1']);
	expect((await create()).status).toBe(503);
	expect((await create()).status).toBe(200);
	expect((await setFault({ on: 'submit', kind: 'nonsense' })).status).toBe(400);
	await setFault({ on: 'submit', kind: '500' });
	await ask(`${control}/faults`, { method: 'DELETE' });
	expect((await create()).status).toBe(200);
	const summary = { requests: 3, tasks: 2, paid: 2, byFault: { 503: 1 }, violations: 0 };
	expect((await ask(`${control}/ledger`)).json).toMatchObject(summary);
	const full = (await ask(`${control}/ledger?full=1`)).json as { requests: unknown[] };
	expect(full.requests[0]).toMatchObject({ listener: 'platform', keyPresent: true, status: 503 });
});
