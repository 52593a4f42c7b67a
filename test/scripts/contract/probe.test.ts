import { platform } from '../../../scripts/live/platform';
import { candidates, conclusions, probe } from '../../../scripts/live/probe';
import { lineOf } from '../../../scripts/live/walk';
import { buildContract, loadContract } from '../../../simulator/contract';
import { startSimulator, type Simulator, type SimulatorOptions } from '../../../simulator/server';

let simulator: Simulator;
const start = async (options: SimulatorOptions = {}) =>
	(simulator = await startSimulator({ taskSeconds: 0, quiet: true, ...options }));
afterEach(async () => await simulator.stop());

const all = candidates(loadContract());
const probed = async (key = simulator.key) =>
	await probe(platform({ task: simulator.toolsUrl, tool: simulator.toolsUrl }, key), all, {
		pauseMs: 0,
	});
const verdicts = (list: Awaited<ReturnType<typeof probed>>, id: string) =>
	list.filter(({ name }) => name === id).map(({ verdict }) => verdict);

it('finds every derived path of the contract, and pays nothing', async () => {
	await start();
	const list = await probed();
	// From the contract itself, and not from the list that is tried here.
	const derived = loadContract().operations.filter(({ pathEvidence }) => pathEvidence === 'D');
	const others = derived.flatMap(({ alternatives }) => alternatives.filter(({ safe }) => safe));
	expect(derived.length).toBeGreaterThan(10);
	expect([...new Set(list.map(({ name }) => name))]).toEqual(derived.map(({ id }) => id));
	expect(list).toHaveLength(derived.length + others.length);
	expect(list.filter((one) => one.isDerived && one.verdict !== 'exists')).toEqual([]);
	expect(verdicts(list, 'videoDuration')).toEqual(['exists', 'no service', 'no service']);
	expect(simulator.ledger.tasks).toEqual([]);
	const requested = simulator.ledger.requests.map(({ method, path }) => `${method} ${path}`);
	expect(new Set(requested).size).toBe(requested.length);
	for (const { method, body } of simulator.ledger.requests)
		expect(typeof body === 'string' ? body : JSON.stringify(body)).toBe(
			method === 'POST' ? '{}' : undefined,
		);
	expect(conclusions(list)).toEqual([]);
});

it('says where a service is instead, and where none is', async () => {
	const real = '/minimalist/api/video/getDuration';
	await start({ paths: { videoDuration: real, videoFrames: '/minimalist/api/elsewhere' } });
	const list = await probed();
	expect(verdicts(list, 'videoDuration')).toEqual(['no service', 'exists', 'no service']);
	expect(verdicts(list, 'videoFrames')).toEqual(['no service', 'no service', 'no service']);
	expect(conclusions(list)).toEqual([
		`videoDuration: at POST ${real}. Please tell us.`,
		expect.stringMatching(/^videoFrames: at none/),
	]);
	expect(list.map(lineOf).join('\n')).toContain(
		`exists         videoDuration              POST ${real}: HTTP 422`,
	);
	expect(simulator.ledger.tasks).toEqual([]);
});

it('stops at a refused key, as nothing can be told then', async () => {
	await start();
	const list = await probed('kx-test-not-real');
	expect(list[0]?.verdict).toBe('key refused');
	expect(new Set(list.slice(1).map(({ verdict }) => verdict))).toEqual(new Set(['not tried']));
	expect(simulator.ledger.requests).toHaveLength(1);
});

it('never asks where an empty body may be accepted', async () => {
	await start();
	const { document } = loadContract();
	const open = structuredClone(document) as {
		paths: Record<string, { post?: { requestBody: unknown } }>;
	};
	const key = Object.keys(open.paths).find((path) => path.endsWith('#videoDuration')) ?? '';
	const post = open.paths[key]?.post;
	if (post) post.requestBody = { content: { 'application/json': { schema: { type: 'object' } } } };
	const withheld = candidates(buildContract(open)).filter((one) => one.withheld !== undefined);
	expect(withheld.map(({ name }) => name)).toEqual([
		'videoDuration',
		'videoDuration',
		'videoDuration',
	]);
	const list = await probe(
		platform({ task: simulator.toolsUrl, tool: simulator.toolsUrl }, simulator.key),
		withheld,
	);
	expect(simulator.ledger.requests).toEqual([]);
	expect(list.map(({ verdict }) => verdict)).toEqual(['not tried', 'not tried', 'not tried']);
});
