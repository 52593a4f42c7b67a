/* eslint-disable @n8n/community-nodes/no-restricted-globals */
import { loadContract, type Operation } from '../../simulator/contract';
import { startSimulator, type Simulator } from '../../simulator/server';
import { ask, clientOf, type Got } from './client';

/** Every operation that makes something: its example goes in, a finished result comes out. */

const contract = loadContract();
const makers = contract.operations.filter(({ kind }) => kind !== 'query');
let simulator: Simulator;
beforeAll(async () => {
	simulator = await startSimulator({ taskSeconds: 0.02 });
});
afterAll(async () => await simulator.stop());

type Json = Record<string, unknown>;

function baseUrl({ family }: Operation): string {
	return family === 'v1' ? simulator.platformUrl : simulator.toolsUrl;
}

/** The contract's own schema of a good answer. */
function expectContractAnswer(operation: Operation, got: Got) {
	expect(got.status).toBe(200);
	const path = Object.entries(contract.document.paths as Record<string, Json>).find(([key]) =>
		key.endsWith(`#${operation.id}`),
	);
	const method = path?.[1][operation.method.toLowerCase()] as {
		responses: Record<string, { $ref: string }>;
	};
	const reference = method.responses['200']?.$ref ?? '';
	const validate = contract.validatorAt(`${reference}/content/application~1json/schema`);
	validate(got.json);
	expect(validate.errors ?? []).toEqual([]);
}

async function ask1(operation: Operation, id: string, query = ''): Promise<Got> {
	const { keyed } = clientOf(simulator);
	const path = operation.path.replace(/\{\w+\}/, id);
	if (operation.method === 'GET') return await keyed(`${baseUrl(operation)}${path}${query}`);
	if (operation.parameters.length > 0) {
		return await keyed(`${baseUrl(operation)}${path}?req_id=${id}`, { method: 'POST' });
	}
	const [name = ''] = operation.body?.required ?? Object.keys(operation.body?.properties ?? {});
	const field =
		operation.id === 'kbananaChannelQuery' ? 'id' : operation.body?.$ref ? 'jobId' : name;
	return await keyed(`${baseUrl(operation)}${path}`, { body: { [field]: id } });
}

function links(value: unknown): string[] {
	if (typeof value === 'string') return value.startsWith(simulator.filesUrl) ? [value] : [];
	return typeof value === 'object' && value !== null ? Object.values(value).flatMap(links) : [];
}

it.each(makers)('$id', async (operation) => {
	const { keyed } = clientOf(simulator);
	const made = await keyed(baseUrl(operation) + operation.path, { body: operation.examples[0] });
	expectContractAnswer(operation, made);
	const task = simulator.ledger.tasks.at(-1);
	expect(task?.operationId).toBe(operation.id);
	expect(task?.deliveredIds[0]).toBe(task?.id);
	let result = made;
	if (operation.kind === 'submit') {
		expect(made.text).toContain(task?.id);
		const query = contract.byId.get(operation.query ?? '') as Operation;
		await new Promise((resolve) => setTimeout(resolve, 30));
		result = await ask1(query, task?.id ?? '');
		expectContractAnswer(query, result);
		expect(simulator.ledger.requests.at(-1)?.operationId).toBe(query.id);
		expect(result.text).toMatch(
			/"(task_status|status|Status|StatusCode)":"(success|succeeded|done|active|JobSuccess)"/i,
		);
	}
	const [link] = links(result.json);
	if (link) {
		const file = await ask(link, { method: 'HEAD' });
		expect(file.status).toBe(200);
		expect(file.headers['content-type']).toMatch(/^(image|video)\//);
	} else {
		expect(result.text).toMatch(/"duration":3|Good morning|asset:\/\/asset-/);
	}
});

it('finds a tool task only by its trace id, and says so', async () => {
	const operation = contract.byId.get('subTaskFetch') as Operation;
	const got = await ask1(operation, 'nobody');
	expect(got).toMatchObject({ status: 200, json: { code: 40400, data: null } });
	const channel = await ask1(contract.byId.get('kbananaChannelQuery') as Operation, 'nobody');
	expect(channel.json).toMatchObject({ code: -22 });
});

it('lets a long poll wait for the end, and not longer', async () => {
	const slow = await startSimulator({ taskSeconds: 0.4 });
	try {
		const { keyed } = clientOf(slow);
		const body = { videoUrl: 'https://a.example/long.mp4' };
		const path = `${slow.toolsUrl}/minimalist/api/video-audio/video2txtAsync`;
		await keyed(path, { body });
		const id = slow.ledger.tasks[0]?.id ?? '';
		const got = await keyed(`${slow.toolsUrl}/minimalist/api/task/${id}?timeout=50`);
		expect(got.json).toMatchObject({ data: { status: 'SUCCESS' } });
		expect(got.took).toBeGreaterThan(250);
		expect(got.took).toBeLessThan(1500);
	} finally {
		await slow.stop();
	}
});

it('fails a tool with a code other than 0', async () => {
	const { keyed } = clientOf(simulator);
	const body = { prompt: 'a tree [fail]' };
	const got = await keyed(`${simulator.toolsUrl}/minimalist/api/tywx/zImage`, { body });
	expect(got).toMatchObject({ status: 200, json: { code: 50001, data: null } });
});

it('reviews an asset by its number, waits when asked to, and refuses its name', async () => {
	const { keyed } = clientOf(simulator);
	const operation = contract.byId.get('seedance2AssetReviewSubmit') as Operation;
	const body = { ...(operation.examples[0] as Json), wait_complete: true };
	const got = await keyed(simulator.platformUrl + operation.path, { body });
	const { id, asset_id: name } = got.json as { id: number; asset_id: string };
	expect(got.json).toMatchObject({ status: 'active', url: `asset://${name}` });
	const query = contract.byId.get('seedance2AssetReviewQuery') as Operation;
	expect((await ask1(query, String(id))).status).toBe(200);
	expect(await ask1(query, name)).toMatchObject({
		status: 422,
		json: { detail: [{ loc: ['path', 'id'] }] },
	});
	expect(simulator.ledger.task(String(id))?.deliveredIds).toEqual([String(id), name]);
});

it('can answer an uncertain tool with a task instead of at once', async () => {
	const other = await startSimulator({ taskSeconds: 0, kinds: { videoAddGif: 'submit' } });
	try {
		const operation = contract.byId.get('videoAddGif') as Operation;
		const got = await clientOf(other).keyed(other.toolsUrl + operation.path, {
			body: operation.examples[0],
		});
		expect(got.json).toMatchObject({ data: { taskId: other.ledger.tasks[0]?.id } });
	} finally {
		await other.stop();
	}
});
