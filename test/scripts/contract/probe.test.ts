/* eslint-disable @n8n/community-nodes/no-restricted-globals */
import { read } from '../../../nodes/shared/answers/read';
import { isNoService } from '../../../scripts/live/noService';
import { platform } from '../../../scripts/live/platform';
import { candidates, probe } from '../../../scripts/live/probe';
import { run } from '../../../scripts/live/probeMain';
import { buildContract, loadContract } from '../../../simulator/contract';
import { type Simulator, startSimulator } from '../../../simulator/server';

let simulator: Simulator;
const start = async (paths: Record<string, string> = {}) =>
	(simulator = await startSimulator({ taskSeconds: 0, quiet: true, paths }));

/** What the command tells, and its exit code. */
async function probed(args: string[] = [], key = simulator.key) {
	const lines: string[] = [];
	process.env.KEXIANG_API_KEY = key;
	const all = ['--tool-api', simulator.toolsUrl, '--pause', '0', ...args];
	const code = await run(all, (text: string) => void lines.push(...text.split('\n')));
	return { code, lines, told: (id: string) => lines.filter((line) => line.includes(` ${id} `)) };
}
// From the contract itself, and not from the list that is tried.
const derived = loadContract().operations.filter(({ pathEvidence }) => pathEvidence === 'D');
const others = derived.flatMap(({ alternatives }) => alternatives.filter(({ safe }) => safe));

describe('npm run contract:probe', () => {
	afterEach(async () => {
		delete process.env.KEXIANG_API_KEY;
		expect(simulator.ledger.tasks).toEqual([]);
		await simulator.stop();
	});

	it('finds every derived path of the contract, and pays nothing', async () => {
		await start();
		const { code, lines, told } = await probed();
		expect(derived.length).toBeGreaterThan(10);
		for (const { id, method, path } of derived)
			expect(told(id)[0]).toContain(`exists         ${id.padEnd(26)} ${method} ${path}: HTTP`);
		const asked = lines.filter((line) => /^(exists|no service) /.test(line));
		expect(asked).toHaveLength(derived.length + others.length);
		const { requests } = simulator.ledger;
		const places = requests.map(({ method, path }) => `${method} ${path}`);
		expect(new Set(places).size).toBe(places.length);
		for (const { method, body } of requests)
			expect(typeof body === 'string' ? body : JSON.stringify(body)).toBe(
				method === 'POST' ? '{}' : undefined,
			);
		const { length } = derived;
		expect(lines.at(-1)).toBe(
			`${length} of ${length} services were found; nothing was charged for.`,
		);
		expect(code).toBe(0);
		expect(lines.join('\n')).not.toContain(simulator.key);
	});

	it('says where a service is instead, and where none is', async () => {
		const real = '/minimalist/api/video/getDuration';
		await start({ videoDuration: real, videoFrames: '/minimalist/api/elsewhere' });
		const { code, lines, told } = await probed(['--operations', 'videoDuration,videoFrames']);
		expect(told('videoDuration')[1]).toContain(
			`exists         videoDuration              POST ${real}: HTTP 422`,
		);
		expect(lines.slice(-4)).toEqual([
			'',
			`videoDuration: at POST ${real}. Please tell us.`,
			'videoFrames: at none of these paths. Please look at its page in the documentation.',
			'1 of 2 services were found; nothing was charged for.',
		]);
		expect(code).toBe(1);
	});

	it('ends with 2 where the key is refused, without a second question', async () => {
		await start();
		const { code, lines } = await probed([], 'kx-test-not-real');
		expect(code).toBe(2);
		const verdicts = lines.slice(0, -1).map((line) => line.slice(0, 13).trim());
		expect([verdicts[0], ...new Set(verdicts.slice(1))]).toEqual(['key refused', 'not tried']);
		expect(simulator.ledger.requests).toHaveLength(1);
	});

	it('never asks where an empty body may be accepted', async () => {
		await start();
		const open = structuredClone(loadContract().document) as {
			paths: Record<string, { post?: { requestBody: unknown } }>;
		};
		const key = Object.keys(open.paths).find((path) => path.endsWith('#videoDuration')) ?? '';
		const schema = { type: 'object' };
		Object.assign(open.paths[key]?.post ?? {}, {
			requestBody: { content: { 'application/json': { schema } } },
		});
		const withheld = candidates(buildContract(open)).filter((one) => one.withheld !== undefined);
		expect(withheld.map(({ name }) => name)).toEqual(Array(3).fill('videoDuration'));
		const { toolsUrl, key: ours, ledger } = simulator;
		const list = await probe(platform({ task: toolsUrl, tool: toolsUrl }, ours), withheld);
		expect(ledger.requests).toEqual([]);
		expect(list.map(({ verdict }) => verdict)).toEqual(Array(3).fill('not tried'));
	});
});

const says = (status: number, text: string) => {
	const answer = read({ status, text, headers: {} }, { for: 'task', source: 'toolTask' }, 0);
	return 'refusal' in answer && isNoService(answer.refusal, text);
};

it.each([
	[404, ''],
	[404, '{"detail":"Not Found"}'],
	[405, '{"detail":"Method Not Allowed"}'],
	[404, '404 page not found'],
	[404, 'Cannot POST /minimalist/api/x'],
	[404, '<html><head><title>404 Not Found</title></head><body>nginx</body></html>'],
	[404, '{"status":404,"error":"Not Found","message":"No message available","path":"/x"}'],
	[404, '{"error":"Not Found","message":"No static resource minimalist/api/x."}'],
	[200, '{"code":404,"errorMessage":null,"data":null}'],
	[200, '{"code":"NOT_FOUND","message":"NOT_FOUND","data":{}}'],
])('takes %i %s for a path without a service', (status, text) =>
	expect(says(status, text)).toBe(true),
);

it.each([
	[404, '{"detail":"Task not found"}'],
	[404, '{"error":"Not Found","message":"model kling-9 not found"}'],
	[404, '{"detail":"Not Found","task_id":"3f2c"}'],
	[404, '{"code":404,"data":{"id":"123"}}'],
	[404, '{"code":404,"errorMessage":"任务不存在"}'],
	[200, '{"code":404,"msg":"the image was not found at its URL"}'],
	[200, '{"code":40400,"errorMessage":"task not found"}'],
	[200, '{"code":0,"data":{"taskId":"1"}}'],
	[400, '{"detail":"Not Found"}'],
])('takes %i %s for the answer of something', (status, text) =>
	expect(says(status, text)).toBe(false),
);
