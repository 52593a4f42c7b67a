import {
	countingPlatform,
	success,
	type Counted,
	type CountingPlatform,
} from '../support/countingPlatform';
import { InMemoryCredentials } from '../support/credentials';
import { mostPerSecond } from '../support/fakeClock';
import { itemsOf, quick, run, submitImage, wait, type ChainNode } from '../support/kexiang';

/** What one client for each credential brings: one account however its key is written, one gate, few readings. */

let platform: CountingPlatform;
const begin = async (key: string) => (platform = await countingPlatform(key));
afterEach(async () => await platform.stop());

const MANY = 60;
const items = (count: number) => itemsOf(...Array.from({ length: count }, (_, n) => ({ n })));
/** GETs that cost nothing. */
const free = (): ChainNode => ({
	type: 'kexiangCustomRequest',
	name: 'Free',
	parameters: {
		operation: 'callPath',
		method: 'GET',
		path: '=/minimalist/api/free/{{ $json.n }}',
		options: { submissionsAtOnce: 20 },
	},
});
const times = (requests: readonly Counted[]) => requests.map(({ at }) => at);

it('60 free requests of one run are at most 20 in any second', async () => {
	await begin('kx-test-60-free');
	platform.reply = () => ({ body: { code: 0, data: { url: 'https://a.example/1.png' } } });
	const { error, items: of } = await run(platform, [free()], { input: items(MANY) });
	expect(error).toBeUndefined();
	expect(of('Free')).toHaveLength(MANY);
	expect(platform.requests).toHaveLength(MANY);
	expect(mostPerSecond(times(platform.requests))).toBeLessThanOrEqual(20);
});

it('those of `Bearer KEY` and `KEY`, and the polls, share one gate', async () => {
	await begin('kx-test-shared-gate');
	platform.reply = (request) =>
		request.path.includes('/free/') ? { body: { code: 0, data: { n: 1 } } } : success(request);
	const input = items(20);
	const tasks = itemsOf(
		...items(20).map((_, n) => ({ taskId: `${n + 1}`, taskSource: 'userTask' })),
	);
	const bearer = { credential: { apiKey: `Bearer ${platform.key}` } };
	const header = { credential: { apiKey: `x-api-key: ${platform.key}\n` } };
	const runs = await Promise.all([
		run(platform, [free()], { input }),
		run(platform, [free()], { input, ...bearer }),
		run(platform, [wait({ operation: 'getStatus' })], { input: tasks, ...header }),
	]);
	expect(runs.map(({ error }) => error)).toEqual([undefined, undefined, undefined]);
	expect(platform.requests).toHaveLength(60);
	expect(new Set(platform.requests.map(({ key }) => key))).toEqual(new Set([platform.key]));
	expect(mostPerSecond(times(platform.requests))).toBeLessThanOrEqual(20);
});

it('an item is sent and asked for with the key that the credential has for it', async () => {
	await begin('kx-test-of-item');
	platform.reply = (request) =>
		request.method === 'POST'
			? { body: { id: Number(request.key.split('-').at(-1)) } }
			: success(request);
	const credential = { apiKey: '={{ "kx-test-of-item-" + $json.n }}' };
	const node = submitImage({ parameters: { waitForCompletion: true, waitOptions: quick } });
	const input = itemsOf({ n: 1 }, { n: 2 }, { n: 3 });
	const { error } = await run(platform, [node], { input, credential });
	expect(error).toBeUndefined();
	const seen = platform.requests.map(({ method, key, id }) => [
		method,
		key,
		...(method === 'GET' ? [id] : []),
	]);
	expect(seen.sort()).toEqual([
		...[1, 2, 3].map((n) => ['GET', `kx-test-of-item-${n}`, `${n}`]),
		...[1, 2, 3].map((n) => ['POST', `kx-test-of-item-${n}`]),
	]);
});

it('a credential is read once for each item, whatever is sent', async () => {
	await begin('kx-test-read-once');
	let polls = 0;
	platform.reply = (request) => {
		if (request.method === 'POST') return { body: { id: platform.requests.length } };
		return ++polls > 6
			? success(request)
			: { body: { id: Number(request.id), task_status: 'running' } };
	};
	const reads = jest.spyOn(InMemoryCredentials.prototype, 'getDecrypted');
	const node = submitImage({ parameters: { waitForCompletion: true, waitOptions: quick } });
	const { error } = await run(platform, [node], { input: items(3) });
	const { length } = reads.mock.calls;
	reads.mockRestore();
	expect(error).toBeUndefined();
	expect(platform.requests.length).toBeGreaterThanOrEqual(9);
	expect(length).toBe(3);
});
