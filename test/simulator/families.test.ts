import { loadContract, type Operation } from '../../simulator/contract';
import { ask, pause, shared, starter, type Client, type Got } from './client';

/** Every operation that makes something: its example goes in, a finished result comes out. */

const { byId, document, operations, validatorAt } = loadContract();
const one = shared({ taskSeconds: 0.02 });
const start = starter();

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
