import { commandLine, readCommandLine } from '../../simulator/commandLine';
import { createFaults, FAULT_KINDS, parseFault } from '../../simulator/faults';
import { REFUSED_URL, UNRESOLVABLE_URL } from '../../simulator/server';
import type { FaultPoint, FaultRule } from '../../simulator/server';
import { ask, type Got, picture, type Record1, shared } from './client';

const client = shared({ taskSeconds: 0 });
// The first request is slow, because the contract's rules are compiled then.
beforeAll(async () => void (await client().create()));
afterEach(() => client().simulator.clearFaults());

/** Short, because some faults never answer. */
const patience = 600;

async function request(point: FaultPoint): Promise<Got> {
	const { create, query, simulator } = client();
	if (point === 'submit') return await create(picture(), { patience });
	if (point === 'query') return await query(simulator.ledger.tasks[0]?.id ?? '', { patience });
	return await ask(`${simulator.filesUrl}/images/kx_33202_0_512x288.png`, { patience });
}
const addFault = (fault: string) => client().simulator.addFault(parseFault(fault));
const lastTask = () => client().simulator.ledger.tasks.at(-1);

const like = (words: RegExp) => expect.stringMatching(words) as string;
const page = { headers: { 'content-type': like(/^text\/html/) } };
const record = { id: expect.any(Number) as number };
const broken = { failure: expect.any(String) as string };
const reset = { failure: 'ECONNRESET' };
const late = { failure: 'TimeoutError' };
const isPng = { 'content-type': 'image/png' };
const refused = { detail: [{ loc: ['body', 'user_input'], type: 'value_error' }] };
const spellings = ['a"/b', 'a"/b', 'a%22%2Fb'].map((one) => ({ loc: ['body'], msg: `Not ${one}` }));
const state = (task_status: string, more: object = {}) => ({ json: { task_status, ...more } });
const picturedAs = (imgUrl: RegExp) => ({ json: { service_output: { imgUrl: like(imgUrl) } } });

/** A fault, what the client gets, and the tasks that a submission made. */
const rows: Array<[fault: string, got: Partial<Got>, made?: number]> = [
	['submit:resetBeforeRead', reset],
	['query:resetBeforeRead', reset],
	['result:resetBeforeRead', reset],
	['submit:resetAfterAccept', reset, 1],
	['submit:slowHeaders:seconds=0.2', { json: record }, 1],
	['submit:slowHeaders:seconds=5', late, 1],
	['query:slowBody:seconds=0.1', { json: record }],
	['query:slowBody:seconds=5', { status: 200, ...late }],
	['submit:hang', { status: 0, ...late }],
	['submit:hangAfterAccept', late, 1],
	['submit:401', { status: 401 }],
	['query:403', { status: 403 }],
	['query:404', { status: 404 }],
	['submit:422', { status: 422, json: refused }],
	['query:429:retryAfter=5', { status: 429, headers: { 'retry-after': '5' } }],
	['query:429:retryAfterDate=5', { headers: { 'retry-after': like(/ GMT$/) } }],
	['submit:429', { status: 429 }],
	['submit:500', { status: 500, ...page }],
	['submit:500text', { status: 500, text: 'Internal Server Error' }],
	['submit:502', { status: 502, ...page }],
	['submit:502:accepted=true', { status: 502 }, 1],
	['submit:503', { status: 503, json: { message: 'Service Unavailable' } }],
	['submit:truncatedJson', broken, 1],
	['submit:wrongContentType', { json: record, ...page }, 1],
	['submit:html200', { status: 200, ...page }],
	['submit:code:message=busy', { status: 200, json: { code: 50000, errorMessage: 'busy' } }],
	['submit:code:code=ERROR:accepted=true', { json: { code: 'ERROR', data: null } }, 1],
	['submit:denied', { status: 200, json: { success: false } }],
	['submit:spelled:message=a"/b', { status: 422, json: { 'a"/b': 'a"/b', detail: spellings } }],
	['submit:named', { status: 500, json: { data: { taskId: like(/^\d+$/) } } }, 1],
	['submit:deep', { text: like(/^\{"deep":\[{6000}\]{6000},"id":\d+,/) }, 1],
	['submit:oversized:bytes=1000', { text: like(/^\{"id":\d+,.*"padding":"x{1000}"\}$/) }, 1],
	['submit:hugeId', { text: like(/^\{"id":9007199254\d{6},/) }, 1],
	['submit:supplierIds', { json: { ...record, trace_id: like(/./) } }, 1],
	['query:otherTask', { json: { id: 99, service_output: { taskId: 99 } } }],
	['submit:emptyBody', { status: 200, text: '' }, 1],
	['submit:emptyObject', { status: 200, text: '{}' }, 1],
	['query:unknownState', state('moderating')],
	['query:stateBackwards', state('running')],
	['query:successWithoutUrl', state('success', { service_output: { imgUrl: null } })],
	['query:nullOutput', state('success', { service_output: null })],
	['query:dataUrls', picturedAs(/^data:image\/png;base64,iVBORw0KGgo/)],
	['query:base64', picturedAs(/^iVBORw0KGgo/)],
	['query:relativeUrls', picturedAs(/^\/images\/kx_\w+\.png$/)],
	['query:otherScheme', picturedAs(/^oss:\/\/kexiang-results\/images\/kx_\w+\.png$/)],
	['result:result404', { status: 404 }],
	['result:resultSlow:seconds=0.1', { status: 200 }],
	['result:resultSlow:seconds=5', late],
	['result:resultHuge:bytes=70000', { headers: { 'content-length': '70000', ...isPng } }],
	['result:resultHtml', { status: 200, ...page }],
	['result:resultTruncated', broken],
	['result:503', { status: 503 }],
	['submit:redirectApi', { status: 302 }],
	['result:redirectResult', { status: 302 }],
];

describe('a fault', () => {
	it.each(rows)('%s', async (fault, got, made = 0) => {
		const { ledger } = client().simulator;
		const before = ledger.tasks.length;
		addFault(`${fault}:times=1`);
		const { on, kind } = parseFault(fault);
		const point = on as FaultPoint;
		expect(await request(point)).toMatchObject(got);
		if (point === 'submit') expect(ledger.tasks.length - before).toBe(made);
		expect(ledger.requests.at(-1)?.fault).toBe(kind);
		// It strikes once, and the next request is served.
		expect((await request(point)).failure).toBeUndefined();
	});

	it('exists for every kind in the table above', () => {
		const tried = rows.map(([fault]) => parseFault(fault).kind);
		expect([...new Set(tried)].sort()).toEqual(Object.keys(FAULT_KINDS).sort());
	});

	it('of a huge id makes a task that can be asked for, digit by digit', async () => {
		addFault('submit:hugeId:times=1');
		await request('submit');
		const id = lastTask()?.id ?? '';
		expect(Number.isSafeInteger(Number(id))).toBe(false);
		expect((await client().query(id)).json).toMatchObject({ id });
	});

	it('that loses the answer leaves the id undelivered in the ledger', async () => {
		addFault('submit:resetAfterAccept:times=1');
		await request('submit');
		expect(lastTask()).toMatchObject({ paid: true, deliveredIds: [] });
		await request('submit');
		expect(lastTask()?.deliveredIds).toEqual([lastTask()?.id]);
	});

	it('redirects to the result host, which writes down a key that follows', async () => {
		const { ledger, filesUrl, key } = client().simulator;
		addFault('query:redirectApi:times=1');
		const { location = '' } = (await request('query')).headers;
		expect(location.startsWith(`${filesUrl}/api/v1/`)).toBe(true);
		expect(ledger.summary().keysSentToResultHosts).toBe(0);
		await ask(location, { headers: { 'x-api-key': key } });
		await ask(`${filesUrl}/images/a.png?key=${key}`);
		await ask(`${filesUrl}/images/a.png`, { headers: { authorization: `Bearer ${key}` } });
		expect(ledger.summary().keysSentToResultHosts).toBe(3);
	});

	it('redirects a result to another host that has it', async () => {
		const { ledger, filesUrl } = client().simulator;
		addFault('result:redirectResult:times=1');
		const got = await ask(`${filesUrl}/videos/kx_1.mp4`, { follow: true });
		expect(got).toMatchObject({ status: 200, headers: { 'content-type': 'video/mp4' } });
		expect(ledger.requests.at(-1)?.listener).toBe('mirror');
	});

	it('can come with a single request', async () => {
		const { create } = client();
		const creating = async (fault: string) =>
			await create(picture(), { headers: { 'x-simulator-fault': fault } });
		const busy = { status: 429, headers: { 'retry-after': '3' } };
		expect(await creating('429:retryAfter=3')).toMatchObject(busy);
		expect((await create()).status).toBe(200);
		expect(await creating('nonsense')).toMatchObject({ status: 500, text: like(/nonsense/) });
	});

	it('meets only its operation, its task, and what its submission held', async () => {
		const { create, query, simulator } = client();
		addFault('submit:503:operationId=klingV3Submit');
		const made = async (prompt: string) => ((await create(picture(prompt))).json as Record1).id;
		const [red, green, blue] = [await made('red'), await made('green'), await made('blue')];
		addFault(`query:503:taskId=${green}`);
		addFault(`result:result404:taskId=${green}`);
		addFault('query:503:contains=blue');
		expect((await query(red)).status).toBe(200);
		expect((await query(green)).status).toBe(503);
		expect((await query(blue)).status).toBe(503);
		const file = async (id: number) =>
			await ask(`${simulator.filesUrl}/images/kx_${id}_0_512x288.png`);
		expect((await file(red)).status).toBe(200);
		expect((await file(green)).status).toBe(404);
	});
});

it.each([
	['refuses the connection', REFUSED_URL, /^ECONNREFUSED$/],
	['has no address', UNRESOLVABLE_URL, /^(ENOTFOUND|EAI_AGAIN)$/],
])('a host that is not there %s', async (_, url, failure) => {
	expect((await ask(url, { patience: 3000 })).failure).toMatch(failure);
});

describe('rules', () => {
	const target = { point: 'submit' as const, read: true, operationIds: ['a'] };
	const struck = (rule: FaultRule, count: number, seed = 1) => {
		const faults = createFaults(seed, [rule]);
		return Array.from({ length: count }, () => (faults.strike(target) ? 1 : 0) as number);
	};

	it('strike a number of times, after a number of requests', () => {
		expect(struck({ on: 'any', kind: '503', times: 2, after: 1 }, 5)).toEqual([0, 1, 1, 0, 0]);
	});

	it('strike by chance, the same way for the same seed', () => {
		const rule: FaultRule = { on: 'submit', kind: '503', probability: 0.3 };
		const many = struck(rule, 1000);
		const count = many.reduce((sum, one) => sum + one);
		expect(count).toBeGreaterThan(250);
		expect(count).toBeLessThan(350);
		expect(struck(rule, 1000)).toEqual(many);
		expect(struck(rule, 1000, 2)).not.toEqual(many);
	});

	it('are read from text', () => {
		const rule = { on: 'submit', kind: '502', accepted: true, times: 1 };
		expect(parseFault('submit:502:accepted=true:times=1')).toEqual(rule);
		expect(() => parseFault('somewhere:503')).toThrow(/begin with submit/);
		expect(() => parseFault('any:oops')).toThrow(/no kind "oops"/);
		expect(() => parseFault('any:503:times=often')).toThrow(/cannot read "times=often"/);
	});
});

const read = (line: string) => {
	const silent = commandLine()
		.exitOverride()
		.configureOutput({ writeErr: () => {} });
	return readCommandLine(silent.parse(line.split(' ').filter(Boolean), { from: 'user' }));
};

it('reads every option', () => {
	const line =
		'--port 5000 --host 0.0.0.0 --key k --time-scale 60 --task-seconds 20 --seed 3 --no-long-poll --wrap-records --fault submit:503:times=1 --fault query:hang';
	expect(read(line)).toEqual({
		ports: { platform: 5000, tools: 5001, files: 5002 },
		host: '0.0.0.0',
		key: 'k',
		timeScale: 60,
		taskSeconds: 20,
		seed: 3,
		longPoll: false,
		wrapRecords: true,
		faults: [
			{ on: 'submit', kind: '503', times: 1 },
			{ on: 'query', kind: 'hang' },
		],
	});
});

const paths = { videoDuration: '/a/b', videoFrames: '/x' };
const hosts = { a: '::1', b: '::2' };
it.each<[string, string, object]>([
	['takes three ports in a row', '', { ports: { platform: 4010, tools: 4011, files: 4012 } }],
	['takes free ports', '--port 0', { ports: {} }],
	['knows real paths', '--real-path videoDuration=/a/b --real-path videoFrames=/x', { paths }],
	['fetches inputs from elsewhere', '--input-host a=::1 --input-host b=::2', { inputs: { hosts } }],
	['fetches no inputs', '--no-fetch --input-host a.example=127.0.0.1', { inputs: 'off' }],
])('%s: %s', (_, line, options) => {
	expect(read(line)).toMatchObject(options);
});

it.each([
	['--nope', /unknown option '--nope'/],
	['--fault submit:nothing', /--fault .*nothing/],
	['--seed', /'--seed <n>' argument missing/],
	['--seed x', /'--seed <n>' argument 'x' .*It needs a number/],
	['--real-path videoDuration', /--real-path .*It needs a service and a path/],
	['--real-path nothing=/x', /--real-path .*The contract knows no service nothing/],
	['--input-host a=b=c', /It needs a name and an address/],
])('says in plain words what it does not understand: %s', (line, words) => {
	expect(() => read(line)).toThrow(words);
});

it('explains every fault', () => {
	let help = '';
	commandLine()
		.configureOutput({ writeOut: (text) => (help += text) })
		.outputHelp();
	for (const kind of Object.keys(FAULT_KINDS)) expect(help).toContain(kind);
});
