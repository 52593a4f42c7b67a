import type { INodeParameters } from 'n8n-workflow';

import { PROVIDERS } from '../../scripts/providers';
import { loadContract } from '../../simulator/contract';
import { startSimulator, type Simulator, type SimulatorOptions } from '../../simulator/server';
import { AGAIN, boats, hintsOf } from '../support/boats';
import { DERIVED_SERVICES, type DerivedService } from '../support/derivedServices';
import { queryAlternativesOf } from '../support/disagreements';
import { calling, quick, run, wait, type ChainNode } from '../support/kexiang';
import { inQuickTime } from '../support/quickTime';

/** Services whose path is derived: they are found where they are, and paid once. */

inQuickTime();

let simulator: Simulator;
const start = async (options: SimulatorOptions = {}) =>
	(simulator = await startSimulator({ taskSeconds: 0, quiet: true, inputs: 'off', ...options }));
afterEach(async () => await simulator.stop());

const { operations, byId } = loadContract();
const offered = new Map(
	PROVIDERS.flatMap((provider) => provider.operations).map((one) => [one.value, one]),
);
const ownPath = (id: string) => byId.get(id)?.path ?? '';
const safe = (id: string) => (byId.get(id)?.alternatives ?? []).filter((one) => one.safe);
const pathsOf = (id: string) => [ownPath(id), ...safe(id).map(({ path }) => path)];

const calls = DERIVED_SERVICES.map((one) => [one.operation, one] as const);
/** Services that may be elsewhere, and their places. */
const searched = calls.filter(([id]) => safe(id).length > 0);
const places = searched.flatMap(([id, call]) =>
	safe(id).map(({ method, path }) => [id, `${method} ${path}`, path, call] as const),
);

const submitting = ({ node, operation, parameters }: DerivedService, more: INodeParameters = {}) =>
	calling(`${node} ${operation}`, { ...parameters, ...more });
const chainOf = (call: DerivedService, more: INodeParameters = {}): ChainNode[] => [
	submitting(call),
	...(call.sync ? [] : [wait({ options: { ...quick, ...more } })]),
];
const go = async (chain: ChainNode[], options: Parameters<typeof run>[2] = {}) => {
	const done = await run(simulator, chain, options);
	const last = done.items(chain.at(-1)?.name ?? '')[0]?.json;
	return { ...done, last, hints: [...hintsOf(done), ...hintsOf(done, 'Wait')].join('\n') };
};
/** The requests to any place of a service. */
const asked = (id: string) =>
	simulator.ledger.requests
		.filter(({ operationId, path }) => operationId === id || pathsOf(id).includes(path))
		.map(({ method, path, status }) => `${method} ${path} ${status}`);
const empty = (paths: readonly string[]) => paths.map((path) => `POST ${path} 404`);
const paid = () => simulator.ledger.tasks.length;

describe('derived services', () => {
	beforeEach(async () => void (await start()));

	it('are all driven through (test/support/derivedServices.ts)', () => {
		const derived = operations.filter(
			({ pathEvidence, kind }) => pathEvidence === 'D' && kind !== 'query',
		);
		expect(calls.map(([id]) => id).sort()).toEqual(derived.map(({ id }) => id).sort());
		// What the operations know is what the contract calls safe.
		for (const [id] of calls)
			expect([id, (offered.get(id)?.alternatives ?? []).map(({ path }) => path)]).toEqual([
				id,
				safe(id).map(({ path }) => path),
			]);
	});

	it.each(calls)('%s: is asked there alone, if its path is right', async (id, call) => {
		const { last, error, hints } = await go(chainOf(call));
		expect(error).toBeUndefined();
		expect(last).toMatchObject({ state: 'success' });
		expect(asked(id)).toEqual([`POST ${ownPath(id)} 200`]);
		expect(hints).not.toMatch(/responded at/);
	});
});

it.each(places)('%s at %s: works without help, paid once', async (id, place, path, call) => {
	await start({ paths: { [id]: path } });
	const tried = empty(pathsOf(id).slice(0, pathsOf(id).indexOf(path)));
	const first = await go(chainOf(call));
	expect(first.error).toBeUndefined();
	expect(first.last).toMatchObject({ state: 'success', operation: id });
	expect(asked(id)).toEqual([...tried, `${place} 200`]);
	expect(paid()).toBe(1);
	expect(first.hints).toContain(`responded at ${place}, not at POST ${ownPath(id)}`);

	// The process remembers.
	simulator.ledger.clear();
	expect((await go(chainOf(call))).error).toBeUndefined();
	expect(asked(id)).toEqual([`${place} 200`]);
	expect(paid()).toBe(1);
});

it.each(calls)('%s, which is nowhere: names all places, and pays nothing', async (id, call) => {
	await start({ paths: { [id]: '/minimalist/api/elsewhere' } });
	const { error } = await go(chainOf(call));
	expect(asked(id)).toEqual(empty(pathsOf(id)));
	for (const path of pathsOf(id)) expect(error?.message).toContain(path);
	expect(error?.description).toMatch(/Advanced > Path.*Nothing was charged/s);
	expect(paid()).toBe(0);
});

describe('the query', () => {
	const queries = DERIVED_SERVICES.flatMap((call) => {
		const { query: id = '' } = byId.get(call.operation) ?? {};
		return safe(id).map(
			(one) => [call.operation, `${one.method} ${one.path}`, id, one, call] as const,
		);
	});

	it('may be at so many places', async () => {
		await start();
		const known = DERIVED_SERVICES.flatMap(({ operation }) => offered.get(operation) ?? []);
		expect(queries).toHaveLength(known.flatMap(queryAlternativesOf).length);
	});

	it.each(queries)('of %s at %s is found', async (_, _place, id, { method, path }, call) => {
		await start({ paths: { [id]: path } });
		const { last, error, hints } = await go(chainOf(call));
		expect(error).toBeUndefined();
		const queryPath = path.replace(/\{\w+\}/, '{id}');
		expect(last).toMatchObject({ state: 'success', queryPath });
		expect(hints).toContain(`responded at ${method} ${queryPath}`);
		expect(paid()).toBe(1);
		const wrong = () => simulator.ledger.requests.filter(({ status }) => status !== 200);
		expect(new Set(wrong().map((request) => request.path)).size).toBe(wrong().length);

		// The next submission hands it on.
		simulator.ledger.clear();
		const again = await go(chainOf(call));
		expect(again.items('Submit')[0]?.json).toMatchObject({ queryPath });
		expect(wrong()).toEqual([]);
	});

	const nowhere = new Map(queries.map(([operation, , id, , call]) => [operation, { id, call }]));
	it.each([...nowhere])('of %s, which is nowhere, keeps the task', async (_, { id, call }) => {
		await start({ paths: { [id]: '/minimalist/api/elsewhere/{taskId}' } });
		const { error, items } = await go(chainOf(call, { timeLimit: 0.2 }));
		const taskId = String(items('Submit')[0]?.json.taskId);
		expect(`${error?.message} ${error?.description}`).toContain('no service at');
		expect(`${error?.message} ${error?.description}`).toContain(taskId);
		const [own, ...others] = pathsOf(id).map((path) => {
			const place = path.replace(/\{\w+\}/, taskId);
			return simulator.ledger.requests.filter((one) => one.path === place).length;
		});
		expect(others).toEqual(others.map(() => 1));
		// As with every task, which may be too new to be known.
		expect(own).toBeLessThanOrEqual(10);
		expect(paid()).toBe(1);
	});
});

describe('money', () => {
	const id = 'videoEffectSubmit';
	const [, call] = calls.find(([operation]) => operation === id) ?? [];
	const node = (more: INodeParameters = {}) => submitting(call as DerivedService, more);
	const own = ownPath(id);
	const [, second = '', third = ''] = pathsOf(id);

	it('what ends unclear at an alternative leads nowhere, and is not sent again', async () => {
		await start({ paths: { [id]: second } });
		simulator.addFault({ on: 'submit', kind: 'resetAfterAccept', operationId: id });
		const { error } = await go([{ ...node(), ...AGAIN }]);
		expect(error?.message).toMatch(/may have been created/);
		expect(asked(id)).toEqual([...empty([own]), `POST ${second} 0`]);
		expect(paid()).toBe(1);
	});

	it.each(['401', '422', '500', '503', 'html200', 'code'] as const)(
		'a %s leads nowhere',
		async (kind) => {
			await start({ paths: { [id]: third } });
			simulator.addFault({ on: 'any', kind });
			await go([node()]);
			expect(simulator.ledger.requests.map(({ path }) => path)).toEqual([own]);
			expect(paid()).toBe(0);
		},
	);

	it('a path that the user entered is taken, and never replaced', async () => {
		const moved = '/minimalist/api/moved';
		await start({ paths: { [id]: second } });
		const { error } = await go([node({ advanced: { path: own } })]);
		expect(error?.message).toMatch(/no service at .* \(404\)/);
		expect(asked(id)).toEqual(empty([own]));
		const { error: none } = await go([node({ advanced: { path: moved } })]);
		expect(none?.message).toContain(`no service at ${moved} (404)`);
		await simulator.stop();
		await start({ paths: { [id]: moved } });
		expect((await go([node({ advanced: { path: moved } })])).error).toBeUndefined();
		expect(simulator.ledger.requests.map(({ path }) => path)).toEqual([moved]);
	});

	it('a preview shows the first place and the others, and sends nothing', async () => {
		await start({ paths: { [id]: second } });
		const preview = [node({ options: { previewRequest: true } })];
		const [first, then, last] = pathsOf(id).map((path) => `${simulator.toolsUrl}${path}`);
		const before = { request: { method: 'POST', url: first }, alternatives: [then, last] };
		expect((await go(preview)).last).toMatchObject(before);
		expect(simulator.ledger.requests).toEqual([]);
		// Once one has answered, it is the first.
		await go([node()]);
		const after = { request: { url: then }, alternatives: [first, last] };
		expect((await go(preview)).last).toMatchObject(after);
	});

	it('ten items pay ten, though each but the first knows the way', async () => {
		await start({ paths: { [id]: second } });
		const { error, items } = await go([node()], { input: boats(10) });
		expect(error).toBeUndefined();
		expect(items('Submit')).toHaveLength(10);
		expect(paid()).toBe(10);
	});
});
