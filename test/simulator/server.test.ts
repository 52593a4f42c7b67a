import { platformTime, scaledClock } from '../../simulator/clock';
import { loadContract, type Operation } from '../../simulator/contract';
import { seededRandom } from '../../simulator/random';
import { createTaskStore, type NewTask } from '../../simulator/tasks';
import { ask, CREATE_PATH, pause, picture, shared, starter } from './client';
import type { Client, Got, Record1 } from './client';

const start = starter({ taskSeconds: 1 });

describe('a task', () => {
	const begun = async ({ create }: Client, prompt: string) =>
		(await create(picture(prompt))).json as Record1;
	const stateOf = async ({ query }: Client, { id }: Record1) => (await query(id)).json as Record1;

	it('is pending, then running, or in a state that nobody knows', async () => {
		// The second question may come late by some seconds.
		const client = await start({ taskSeconds: 6 });
		const boat = await begun(client, 'a boat');
		expect(boat).toMatchObject({ id: 33202, task_status: 'pending' });
		expect(boat.cost).toMatch(/^\d+\.\d+$/);
		expect(boat.created_at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}\+08:00$/);
		const strange = await begun(client, 'a boat [unknown-state]');
		await pause(1_500);
		expect((await stateOf(client, boat)).task_status).toBe('running');
		expect((await stateOf(client, strange)).task_status).toBe('moderating');
	});

	it('comes to its end as its prompt says', async () => {
		const client = await start({ taskSeconds: 0.1 });
		const boat = await begun(client, 'a boat');
		const failing = await begun(client, 'a boat [fail]');
		const strange = await begun(client, 'a boat [unknown-state]');
		await pause(150);
		expect((await stateOf(client, strange)).task_status).toBe('success');
		const failReason: unknown = expect.any(String);
		const failed = { task_status: 'failed', service_output: { failReason } };
		expect(await stateOf(client, failing)).toMatchObject(failed);
		const done = await stateOf(client, boat);
		expect(done.task_status).toBe('success');
		expect(Date.parse(done.updated_at) - Date.parse(done.created_at)).toBeCloseTo(100, -1);
		const file = await ask(done.service_output?.imgUrl ?? '');
		expect(file.headers['content-type']).toBe('image/png');
		const paid = { id: '33202', paid: true, deliveredIds: ['33202'], queries: 1 };
		expect(client.simulator.ledger.tasks[0]).toMatchObject(paid);
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

/** Every operation that makes something: its example goes in, a finished result comes out. */

const { byId, document, operations, validatorAt } = loadContract();
const one = shared({ taskSeconds: 0.02 });

function operationOf(id: string): Operation {
	const operation = byId.get(id);
	if (!operation) throw new Error(`No operation ${id}`);
	return operation;
}

/** The contract's own schema of a good answer. */
function expectContractAnswer({ id, method }: Operation, got: Got) {
	expect(got.status).toBe(200);
	type Item = Record<string, { responses: Record<string, { $ref: string }> }>;
	const paths = Object.entries(document.paths as Record<string, Item>);
	const item = paths.find(([key]) => key.endsWith(`#${id}`))?.[1];
	const reference = item?.[method.toLowerCase()]?.responses['200']?.$ref ?? '';
	const validate = validatorAt(`${reference}/content/application~1json/schema`);
	validate(got.json);
	expect(validate.errors ?? []).toEqual([]);
}

const urlOf = ({ simulator }: Client, { family, path }: Operation) =>
	(family === 'v1' ? simulator.platformUrl : simulator.toolsUrl) + path;

async function make(client: Client, operation: Operation, more: object = {}): Promise<Got> {
	const body = { ...Object(operation.examples[0]), ...more };
	return await client.keyed(urlOf(client, operation), { body });
}

async function query(client: Client, operation: Operation, id: string): Promise<Got> {
	const { method, parameters, body } = operation;
	const url = urlOf(client, operation).replace(/\{\w+\}/, id);
	if (method === 'GET') return await client.keyed(url);
	if (parameters.length > 0) return await client.keyed(`${url}?req_id=${id}`, { method });
	const [named = ''] = body?.required ?? Object.keys(body?.properties ?? {});
	const field = operation.id === 'kbananaChannelQuery' ? 'id' : body?.$ref ? 'jobId' : named;
	return await client.keyed(url, { body: { [field]: id } });
}

it.each(operations.filter(({ kind }) => kind !== 'query'))('$id', async (operation) => {
	const client = one();
	const { ledger, filesUrl } = client.simulator;
	let result = await make(client, operation);
	expectContractAnswer(operation, result);
	const task = ledger.tasks.at(-1);
	expect(task?.operationId).toBe(operation.id);
	expect(task?.deliveredIds[0]).toBe(task?.id);
	if (operation.kind === 'submit') {
		expect(result.text).toContain(task?.id);
		await pause(30);
		const asked = operationOf(operation.query ?? '');
		result = await query(client, asked, task?.id ?? '');
		expectContractAnswer(asked, result);
		expect(ledger.requests.at(-1)?.operationId).toBe(asked.id);
		expect(result.text).toMatch(
			/"(task_status|status|Status|StatusCode)":"(success|succeeded|done|active|JobSuccess)"/i,
		);
	}
	const [link] = new RegExp(`${filesUrl}[^"]+`).exec(result.text) ?? [];
	if (link) {
		const file = await ask(link, { method: 'HEAD' });
		expect(file.status).toBe(200);
		expect(file.headers['content-type']).toMatch(/^(image|video)\//);
	} else {
		expect(result.text).toMatch(/"duration":3|Good morning|asset:\/\/asset-/);
	}
});

it.each([
	['subTaskFetch', { code: 40400, data: null }],
	['kbananaChannelQuery', { code: -22 }],
])('%s knows no task of another name, and says so', async (id, json) => {
	expect(await query(one(), operationOf(id), 'nobody')).toMatchObject({ json });
});

it('lets a long poll wait for the end, and not longer', async () => {
	const { tool, simulator } = await start({ taskSeconds: 0.4 });
	await tool('/video-audio/video2txtAsync', { videoUrl: 'https://a.example/long.mp4' });
	const got = await tool(`/task/${simulator.ledger.tasks[0]?.id}?timeout=50`);
	expect(got.json).toMatchObject({ data: { status: 'SUCCESS' } });
	expect(got.took).toBeGreaterThan(250);
	expect(got.took).toBeLessThan(1500);
});

it('fails a tool with a code other than 0', async () => {
	const got = await one().tool('/tywx/zImage', { prompt: 'a tree [fail]' });
	expect(got).toMatchObject({ status: 200, json: { code: 50001, data: null } });
});

it('reviews an asset by its number, waits when asked to, and refuses its name', async () => {
	const client = one();
	const submit = operationOf('seedance2AssetReviewSubmit');
	const got = await make(client, submit, { wait_complete: true });
	const { id, asset_id: name } = got.json as { id: number; asset_id: string };
	expect(got.json).toMatchObject({ status: 'active', url: `asset://${name}` });
	const asked = operationOf('seedance2AssetReviewQuery');
	expect((await query(client, asked, String(id))).status).toBe(200);
	expect(await query(client, asked, name)).toMatchObject({
		status: 422,
		json: { detail: [{ loc: ['path', 'id'] }] },
	});
	expect(client.simulator.ledger.tasks.at(-1)?.deliveredIds).toEqual([String(id), name]);
});

it('can answer an uncertain tool with a task instead of at once', async () => {
	const client = await start({ taskSeconds: 0, kinds: { videoAddGif: 'submit' } });
	const got = await make(client, operationOf('videoAddGif'));
	expect(got.json).toMatchObject({ data: { taskId: client.simulator.ledger.tasks[0]?.id } });
});

const base: NewTask = {
	operation: loadContract().byId.get('kbanana2OfficialSubmit') as Operation,
	body: {},
	now: 1_000_000,
	seconds: 100,
	idForm: 'number',
	cost: '1.2',
	fails: false,
	unknownState: false,
};

it('counts numbers up and forms the other ids', () => {
	const tasks = createTaskStore(seededRandom(1));
	const id = (idForm: NewTask['idForm']) => tasks.create({ ...base, idForm }).id;
	expect([id('number'), id('number')]).toEqual(['33202', '33203']);
	expect(id('uuid')).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-a[\da-f]{3}-[\da-f]{12}$/);
	expect(id('supplier')).toMatch(/^14-/);
	expect(tasks.get('33203')?.cost).toBe('1.2');
	expect(tasks.size).toBe(4);
});

it('runs the clock faster and writes times as the platform does', () => {
	const began = Date.UTC(2026, 5, 13, 15, 14, 7, 689);
	let real = began;
	const clock = scaledClock(60, () => real);
	real += 1000;
	expect(clock.now()).toBe(began + 60_000);
	expect(clock.realMs(60_000)).toBe(1000);
	expect(platformTime(began + 0.977)).toMatch(/^2026-06-13T23:14:07\.689\d{3}\+08:00$/);
});
