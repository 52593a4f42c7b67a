import { createFaults, FAULT_KINDS, parseFault, type FaultKind } from '../../simulator/faults';
import {
	REFUSED_URL,
	startSimulator,
	UNRESOLVABLE_URL,
	type FaultPoint,
	type FaultRule,
	type Simulator,
} from '../../simulator/server';
import { ask, clientOf, picture, type Got, type Record1 } from './client';

let simulator: Simulator;
beforeAll(async () => {
	simulator = await startSimulator({ taskSeconds: 0, quiet: true });
	// The first request is slow, because the contract's rules are compiled then.
	await clientOf(simulator).create();
});
afterAll(async () => await simulator.stop());
afterEach(() => simulator.clearFaults());

/** Short, because some faults never answer. */
const PATIENCE = 600;
const HTML = expect.stringMatching(/^text\/html/) as string;

interface Row {
	rule: FaultRule;
	/** What the client gets. */
	got: Partial<Got>;
	/** Tasks that the request made; only for submits. */
	made?: number;
}

async function request(point: FaultPoint): Promise<Got> {
	const { create, query } = clientOf(simulator);
	const given = { patience: PATIENCE };
	if (point === 'submit') return await create(picture(), given);
	if (point === 'query') return await query(simulator.ledger.tasks[0]?.id ?? '', given);
	return await ask(`${simulator.filesUrl}/images/kx_33202_0_512x288.png`, given);
}

const error422 = { detail: [{ loc: ['body', 'user_input'], type: 'value_error' }] };
const record = { id: expect.any(Number) as number };
const rows: Row[] = [
	{ rule: { on: 'submit', kind: 'resetBeforeRead' }, got: { failure: 'ECONNRESET' } },
	{ rule: { on: 'query', kind: 'resetBeforeRead' }, got: { failure: 'ECONNRESET' } },
	{ rule: { on: 'result', kind: 'resetBeforeRead' }, got: { failure: 'ECONNRESET' } },
	{ rule: { on: 'submit', kind: 'resetAfterAccept' }, got: { failure: 'ECONNRESET' }, made: 1 },
	{ rule: { on: 'submit', kind: 'slowHeaders', seconds: 0.2 }, got: { json: record }, made: 1 },
	{
		rule: { on: 'submit', kind: 'slowHeaders', seconds: 5 },
		got: { failure: 'TimeoutError' },
		made: 1,
	},
	{ rule: { on: 'query', kind: 'slowBody', seconds: 0.1 }, got: { json: record } },
	{
		rule: { on: 'query', kind: 'slowBody', seconds: 5 },
		got: { status: 200, failure: 'TimeoutError' },
	},
	{ rule: { on: 'submit', kind: 'hang' }, got: { status: 0, failure: 'TimeoutError' } },
	{ rule: { on: 'submit', kind: 'hangAfterAccept' }, got: { failure: 'TimeoutError' }, made: 1 },
	{ rule: { on: 'submit', kind: '401' }, got: { status: 401 } },
	{ rule: { on: 'query', kind: '403' }, got: { status: 403 } },
	{ rule: { on: 'query', kind: '404' }, got: { status: 404 } },
	{ rule: { on: 'submit', kind: '422' }, got: { status: 422, json: error422 } },
	{
		rule: { on: 'query', kind: '429', retryAfter: 5 },
		got: { status: 429, headers: { 'retry-after': '5' } },
	},
	{
		rule: { on: 'query', kind: '429', retryAfterDate: 5 },
		got: { headers: { 'retry-after': expect.stringMatching(/ GMT$/) as string } },
	},
	{ rule: { on: 'submit', kind: '429' }, got: { status: 429 } },
	{ rule: { on: 'submit', kind: '500' }, got: { status: 500, headers: { 'content-type': HTML } } },
	{ rule: { on: 'submit', kind: '500text' }, got: { status: 500, text: 'Internal Server Error' } },
	{ rule: { on: 'submit', kind: '502' }, got: { status: 502, headers: { 'content-type': HTML } } },
	{ rule: { on: 'submit', kind: '502', accepted: true }, got: { status: 502 }, made: 1 },
	{
		rule: { on: 'submit', kind: '503' },
		got: { status: 503, json: { message: 'Service Unavailable' } },
	},
	{
		rule: { on: 'submit', kind: 'truncatedJson' },
		got: { failure: expect.any(String) as string },
		made: 1,
	},
	{
		rule: { on: 'submit', kind: 'wrongContentType' },
		got: { json: record, headers: { 'content-type': HTML } },
		made: 1,
	},
	{
		rule: { on: 'submit', kind: 'html200' },
		got: { status: 200, headers: { 'content-type': HTML } },
	},
	{
		rule: { on: 'submit', kind: 'code', message: 'busy' },
		got: { status: 200, json: { code: 50000, errorMessage: 'busy' } },
	},
	{
		rule: { on: 'submit', kind: 'code', code: 'PARAM_ERROR', accepted: true },
		got: { status: 200, json: { code: 'PARAM_ERROR', data: null } },
		made: 1,
	},
	{ rule: { on: 'submit', kind: 'denied' }, got: { status: 200, json: { success: false } } },
	{
		rule: { on: 'submit', kind: 'spelled', message: 'a"/b' },
		got: {
			status: 422,
			json: {
				'a"/b': 'a"/b',
				detail: ['a"/b', 'a"/b', 'a%22%2Fb'].map((one) => ({ loc: ['body'], msg: `Not ${one}` })),
			},
		},
	},
	{
		rule: { on: 'submit', kind: 'named' },
		got: { status: 500, json: { data: { taskId: expect.stringMatching(/^\d+$/) as string } } },
		made: 1,
	},
	{
		rule: { on: 'submit', kind: 'deep' },
		got: { text: expect.stringMatching(/^\{"deep":\[{6000}\]{6000},"id":\d+,/) as string },
		made: 1,
	},
	{
		rule: { on: 'submit', kind: 'oversized', bytes: 1000 },
		got: { text: expect.stringMatching(/^\{"id":\d+,.*"padding":"x{1000}"\}$/) as string },
		made: 1,
	},
	{
		rule: { on: 'submit', kind: 'hugeId' },
		got: { text: expect.stringMatching(/^\{"id":9007199254\d{6},/) as string },
		made: 1,
	},
	{
		rule: { on: 'submit', kind: 'supplierIds' },
		got: { json: { ...record, trace_id: expect.any(String) as string } },
		made: 1,
	},
	{
		rule: { on: 'query', kind: 'otherTask' },
		got: { json: { id: 99, service_output: { taskId: 99 } } },
	},
	{ rule: { on: 'submit', kind: 'emptyBody' }, got: { status: 200, text: '' }, made: 1 },
	{ rule: { on: 'submit', kind: 'emptyObject' }, got: { status: 200, text: '{}' }, made: 1 },
	{ rule: { on: 'query', kind: 'unknownState' }, got: { json: { task_status: 'moderating' } } },
	{ rule: { on: 'query', kind: 'stateBackwards' }, got: { json: { task_status: 'running' } } },
	{
		rule: { on: 'query', kind: 'successWithoutUrl' },
		got: { json: { task_status: 'success', service_output: { imgUrl: null, imgUrls: null } } },
	},
	{
		rule: { on: 'query', kind: 'nullOutput' },
		got: { json: { task_status: 'success', service_output: null } },
	},
	...Object.entries({
		dataUrls: /^data:image\/png;base64,iVBORw0KGgo/,
		base64: /^iVBORw0KGgo/,
		relativeUrls: /^\/images\/kx_\w+\.png$/,
		otherScheme: /^oss:\/\/kexiang-results\/images\/kx_\w+\.png$/,
	}).map(([kind, imgUrl]) => ({
		rule: { on: 'query' as const, kind: kind as FaultKind },
		got: { json: { service_output: { imgUrl: expect.stringMatching(imgUrl) as string } } },
	})),
	{ rule: { on: 'result', kind: 'result404' }, got: { status: 404 } },
	{ rule: { on: 'result', kind: 'resultSlow', seconds: 0.1 }, got: { status: 200 } },
	{ rule: { on: 'result', kind: 'resultSlow', seconds: 5 }, got: { failure: 'TimeoutError' } },
	{
		rule: { on: 'result', kind: 'resultHuge', bytes: 70_000 },
		got: { headers: { 'content-length': '70000', 'content-type': 'image/png' } },
	},
	{
		rule: { on: 'result', kind: 'resultHtml' },
		got: { status: 200, headers: { 'content-type': HTML } },
	},
	{
		rule: { on: 'result', kind: 'resultTruncated' },
		got: { failure: expect.any(String) as string },
	},
	{ rule: { on: 'result', kind: '503' }, got: { status: 503 } },
	{ rule: { on: 'submit', kind: 'redirectApi' }, got: { status: 302 } },
	{ rule: { on: 'result', kind: 'redirectResult' }, got: { status: 302 } },
];

describe('a fault', () => {
	it.each(rows)('$rule.kind on $rule.on', async ({ rule, got, made = 0 }) => {
		const before = simulator.ledger.tasks.length;
		simulator.addFault({ ...rule, times: 1 });
		const point = rule.on as FaultPoint;
		expect(await request(point)).toMatchObject(got);
		if (point === 'submit') expect(simulator.ledger.tasks.length - before).toBe(made);
		expect(simulator.ledger.requests.at(-1)?.fault).toBe(rule.kind);
		// It strikes once, and the next request is served.
		expect((await request(point)).failure).toBeUndefined();
	});

	it('of a question can be addressed by what its submission held', async () => {
		const { create, query } = clientOf(simulator);
		const first = (await create(picture('a red boat'))).json as Record1;
		const second = (await create(picture('a blue boat'))).json as Record1;
		simulator.addFault({ on: 'query', kind: '503', contains: 'blue' });
		expect((await query(first.id)).status).toBe(200);
		expect((await query(second.id)).status).toBe(503);
	});

	it('of a huge id makes a task that can be asked for, digit by digit', async () => {
		const { create, query } = clientOf(simulator);
		simulator.addFault({ on: 'submit', kind: 'hugeId', times: 1 });
		await create();
		const id = simulator.ledger.tasks.at(-1)?.id ?? '';
		expect(Number.isSafeInteger(Number(id))).toBe(false);
		expect((await query(id)).json).toMatchObject({ id });
	});

	it('exists for every kind in the table above', () => {
		const tried = new Set(rows.map(({ rule }) => rule.kind));
		expect(Object.keys(FAULT_KINDS).filter((kind) => !tried.has(kind as FaultKind))).toEqual([]);
	});

	it('that loses the answer leaves the id undelivered in the ledger', async () => {
		simulator.addFault({ on: 'submit', kind: 'resetAfterAccept', times: 1 });
		await request('submit');
		expect(simulator.ledger.tasks.at(-1)).toMatchObject({ paid: true, deliveredIds: [] });
		await request('submit');
		const told = simulator.ledger.tasks.at(-1);
		expect(told?.deliveredIds).toEqual([told?.id]);
	});

	it('redirects to the result host, which writes down a key that follows', async () => {
		simulator.addFault({ on: 'query', kind: 'redirectApi', times: 1 });
		const { query } = clientOf(simulator);
		const got = await query(simulator.ledger.tasks[0]?.id ?? '');
		const location = got.headers.location ?? '';
		expect(location.startsWith(`${simulator.filesUrl}/api/v1/`)).toBe(true);
		expect(simulator.ledger.summary().keysSentToResultHosts).toBe(0);
		await ask(location, { headers: { 'x-api-key': simulator.key } });
		await ask(`${simulator.filesUrl}/images/a.png?key=${simulator.key}`);
		await ask(`${simulator.filesUrl}/images/a.png`, {
			headers: { authorization: `Bearer ${simulator.key}` },
		});
		expect(simulator.ledger.summary().keysSentToResultHosts).toBe(3);
	});

	it('redirects a result to another host that has it', async () => {
		simulator.addFault({ on: 'result', kind: 'redirectResult', times: 1 });
		const got = await ask(`${simulator.filesUrl}/videos/kx_1.mp4`, { follow: true });
		expect(got).toMatchObject({ status: 200, headers: { 'content-type': 'video/mp4' } });
		expect(simulator.ledger.requests.at(-1)?.listener).toBe('mirror');
	});

	it('can come with a single request', async () => {
		const { create } = clientOf(simulator);
		const headers = { 'x-simulator-fault': '429:retryAfter=3' };
		expect(await create(picture(), { headers })).toMatchObject({
			status: 429,
			headers: { 'retry-after': '3' },
		});
		expect((await create()).status).toBe(200);
		const wrong = await create(picture(), { headers: { 'x-simulator-fault': 'nonsense' } });
		expect(wrong).toMatchObject({
			status: 500,
			text: expect.stringContaining('nonsense') as string,
		});
	});

	it('meets only its operation and its task', async () => {
		const { create, query } = clientOf(simulator);
		simulator.addFault({ on: 'submit', kind: '503', operationId: 'klingV3Submit' });
		const first = (await create()).json as Record1;
		const second = (await create()).json as Record1;
		simulator.addFault({ on: 'query', kind: '503', taskId: String(second.id) });
		simulator.addFault({ on: 'result', kind: 'result404', taskId: String(second.id) });
		expect((await query(first.id)).status).toBe(200);
		expect((await query(second.id)).status).toBe(503);
		const file = (id: number) => `${simulator.filesUrl}/images/kx_${id}_0_512x288.png`;
		expect((await ask(file(first.id))).status).toBe(200);
		expect((await ask(file(second.id))).status).toBe(404);
	});
});

describe('a host that is not there', () => {
	it('refuses the connection', async () => {
		expect((await ask(REFUSED_URL)).failure).toBe('ECONNREFUSED');
	});

	it('has no address', async () => {
		const { failure } = await ask(UNRESOLVABLE_URL, { patience: 3000 });
		expect(['ENOTFOUND', 'EAI_AGAIN']).toContain(failure);
	});
});

describe('rules', () => {
	const target = { point: 'submit' as const, read: true, operationIds: ['a'] };
	const struck = (rule: FaultRule, count: number, seed = 1) => {
		const faults = createFaults(seed, [rule]);
		return Array.from({ length: count }, () => (faults.strike(target) ? 1 : 0));
	};

	it('strike a number of times, after a number of requests', () => {
		expect(struck({ on: 'any', kind: '503', times: 2, after: 1 }, 5)).toEqual([0, 1, 1, 0, 0]);
	});

	it('strike by chance, the same way for the same seed', () => {
		const rule: FaultRule = { on: 'submit', kind: '503', probability: 0.3 };
		const many = struck(rule, 1000);
		const count = many.filter((one) => one === 1).length;
		expect(count).toBeGreaterThan(250);
		expect(count).toBeLessThan(350);
		expect(struck(rule, 1000)).toEqual(many);
		expect(struck(rule, 1000, 2)).not.toEqual(many);
	});

	it('are read from text', () => {
		expect(parseFault('submit:502:accepted=true:times=1')).toEqual({
			on: 'submit',
			kind: '502',
			accepted: true,
			times: 1,
		});
		expect(() => parseFault('somewhere:503')).toThrow(/begin with submit/);
		expect(() => parseFault('any:oops')).toThrow(/no kind "oops"/);
		expect(() => parseFault('any:503:times=often')).toThrow(/cannot read "times=often"/);
	});
});
