import { PROVIDERS } from '../../scripts/providers';
import { loadContract } from '../../simulator/contract';
import { startSimulator, type Simulator, type SimulatorOptions } from '../../simulator/server';
import { DERIVED_SERVICES } from '../support/derivedServices';
import { queryAlternativesOf } from '../support/disagreements';
import { itemsOf, quick, run, wait, type ChainNode } from '../support/kexiang';
import { inQuickTime } from '../support/quickTime';

jest.mock('../../nodes/shared/util/time', () => jest.requireActual('../support/quickTime'));

inQuickTime();

let simulator: Simulator;
const start = async (options: SimulatorOptions = {}) =>
	(simulator = await startSimulator({ taskSeconds: 0, quiet: true, inputs: 'off', ...options }));
afterEach(async () => await simulator.stop());

const { operations, byId } = loadContract();
const derived = operations.filter(({ pathEvidence }) => pathEvidence === 'D');
const offered = new Map(
	PROVIDERS.flatMap((provider) => provider.operations).map((one) => [one.value, one]),
);
const safe = (id: string) => (byId.get(id)?.alternatives ?? []).filter((one) => one.safe);

const calls = DERIVED_SERVICES.map((one) => [one.operation, one] as const);
/** Services that may be elsewhere, and their places. */
const searched = calls.filter(([id]) => safe(id).length > 0);
const places = searched.flatMap(([id, call]) =>
	safe(id).map(({ method, path }) => [id, `${method} ${path}`, path, call] as const),
);

const chainOf = (
	{ type, operation, parameters, sync }: (typeof DERIVED_SERVICES)[number],
	more: Record<string, number> = {},
) => {
	const submit: ChainNode = { type, name: 'Submit', parameters: { operation, ...parameters } };
	return sync ? [submit] : [submit, wait({ options: { ...quick, ...more } })];
};
const last = (call: (typeof DERIVED_SERVICES)[number]) => (call.sync ? 'Submit' : 'Wait');
const polled = (id: string) =>
	simulator.ledger.requests
		.filter(({ operationId, path }) => operationId === id || simulatorPaths(id).includes(path))
		.map(({ method, path, status }) => `${method} ${path} ${status}`);
const go = async (chain: ChainNode[], options: Parameters<typeof run>[2] = {}) => {
	const done = await run(simulator, chain, options);
	const hints = ['Submit', 'Wait'].flatMap((name) => done.taskData(name)?.hints ?? []);
	return { ...done, hints: hints.map(({ message }) => message).join('\n') };
};
const simulatorPaths = (id: string) => [
	byId.get(id)?.path ?? '',
	...safe(id).map(({ path }) => path),
];

it('every derived service is driven through (test/support/derivedServices.ts)', async () => {
	await start();
	const submitted = derived.filter(({ kind }) => kind !== 'query').map(({ id }) => id);
	expect(calls.map(([id]) => id).sort()).toEqual(submitted.sort());
	// What the operations know, and the contract: none of their places is left out.
	const alternatives = submitted.map((id) => [id, offered.get(id)?.alternatives ?? []] as const);
	expect(searched.map(([id]) => id).sort()).toEqual(
		alternatives
			.filter(([, some]) => some.length > 0)
			.map(([id]) => id)
			.sort(),
	);
	expect(places).toHaveLength(alternatives.flatMap(([, some]) => some).length);
});

describe('the derived path is right', () => {
	it.each(calls)('%s: asked there alone', async (id, call) => {
		await start();
		const { items, error, hints } = await go(chainOf(call));
		expect(error).toBeUndefined();
		expect(items(last(call))[0]?.json).toMatchObject({ state: 'success' });
		expect(polled(id)).toEqual([`POST ${byId.get(id)?.path} 200`]);
		expect(hints).not.toMatch(/responded at/);
	});
});

describe('an alternative is right', () => {
	it.each(places)('%s at %s: works without help, paid once', async (id, place, path, call) => {
		await start({ paths: { [id]: path } });
		const first = await go(chainOf(call));
		expect(first.error).toBeUndefined();
		expect(first.items(last(call))[0]?.json).toMatchObject({ state: 'success', operation: id });
		const empty = [byId.get(id)?.path ?? '', ...safe(id).map((one) => one.path)];
		const tried = empty.slice(0, empty.indexOf(path)).map((one) => `POST ${one} 404`);
		expect(polled(id)).toEqual([...tried, `${place} 200`]);
		expect(simulator.ledger.tasks).toHaveLength(1);
		expect(first.hints).toContain(`responded at ${place}, not at POST ${byId.get(id)?.path}`);

		// The process remembers.
		simulator.ledger.clear();
		const second = await go(chainOf(call));
		expect(second.error).toBeUndefined();
		expect(polled(id)).toEqual([`${place} 200`]);
		expect(simulator.ledger.tasks).toHaveLength(1);
	});
});

describe('no place is right', () => {
	it.each(calls)('%s: names all places, and pays nothing', async (id, call) => {
		await start({ paths: { [id]: '/minimalist/api/elsewhere' } });
		const { error } = await go(chainOf(call));
		const tried = simulatorPaths(id);
		expect(polled(id)).toEqual(tried.map((one) => `POST ${one} 404`));
		for (const one of tried) expect(error?.message).toContain(one);
		expect(error?.description).toMatch(/Advanced > Path.*Nothing was charged/s);
		expect(simulator.ledger.tasks).toEqual([]);
	});
});

describe('the query', () => {
	const queries = DERIVED_SERVICES.flatMap((call) => {
		const id = byId.get(call.operation)?.query;
		const known = id === undefined ? [] : safe(id);
		return known.map(
			(one) => [call.operation, `${one.method} ${one.path}`, id, one, call] as const,
		);
	});

	it('may be at so many places', async () => {
		await start();
		const known = DERIVED_SERVICES.flatMap(({ operation }) => {
			const one = offered.get(operation);
			return one === undefined ? [] : queryAlternativesOf(one);
		});
		expect(queries).toHaveLength(known.length);
	});

	it.each(queries)('of %s at %s is found', async (_operation, place, id, one, call) => {
		await start({ paths: { [id ?? '']: one.path } });
		const { items, error, hints } = await go(chainOf(call));
		expect(error).toBeUndefined();
		const path = one.path.replace(/\{\w+\}/, '{id}');
		expect(items('Wait')[0]?.json).toMatchObject({ state: 'success', queryPath: path });
		expect(hints).toContain(`responded at ${one.method} ${path}`);
		expect(simulator.ledger.tasks).toHaveLength(1);
		const before = simulator.ledger.requests.filter(({ status }) => status === 404);
		expect(new Set(before.map((request) => request.path)).size).toBe(before.length);

		// The next submission hands it on.
		simulator.ledger.clear();
		const again = await go(chainOf(call));
		expect(again.items('Submit')[0]?.json).toMatchObject({ queryPath: path });
		expect(simulator.ledger.requests.filter(({ status }) => status !== 200)).toEqual([]);
		expect(place).toContain(one.path);
	});

	it.each([...new Set(queries.map(([operation]) => operation))])(
		'of %s at no place: the alternatives are asked once, and the task is named',
		async (operation) => {
			const id = byId.get(operation)?.query ?? '';
			await start({ paths: { [id]: '/minimalist/api/elsewhere/{taskId}' } });
			const call = DERIVED_SERVICES.find((one) => one.operation === operation);
			const { error, items } = await go(call ? chainOf(call, { timeLimit: 0.2 }) : []);
			const taskId = String(items('Submit')[0]?.json.taskId);
			expect(`${error?.message} ${error?.description}`).toContain('no service at');
			expect(`${error?.message} ${error?.description}`).toContain(taskId);
			const placeOf = (path: string) => path.replace(/\{\w+\}/, taskId);
			const times = (path: string) =>
				simulator.ledger.requests.filter((one) => one.path === placeOf(path)).length;
			for (const { path } of safe(id)) expect([path, times(path)]).toEqual([path, 1]);
			// As with every task, which may be too new to be known.
			expect(times(byId.get(id)?.path ?? '')).toBeLessThanOrEqual(10);
			expect(simulator.ledger.tasks).toHaveLength(1);
		},
	);
});

describe('money', () => {
	const [id, call] = [
		'videoEffectSubmit',
		DERIVED_SERVICES.find((one) => one.operation === 'videoEffectSubmit'),
	] as const;
	const node = (more: Partial<ChainNode> = {}): ChainNode => ({
		type: 'kexiangHunyuan',
		name: 'Submit',
		...more,
		parameters: { operation: id, ...call?.parameters },
	});
	const second = safe(id)[0]?.path ?? '';

	it('what ends unclear at an alternative is unclear, leads nowhere, and is not sent again', async () => {
		await start({ paths: { [id]: second } });
		simulator.addFault({ on: 'submit', kind: 'resetAfterAccept', operationId: id });
		const { error } = await go([node({ retryOnFail: true, maxTries: 3, waitBetweenTries: 1 })]);
		expect(error?.message).toMatch(/may have been created/);
		expect(polled(id)).toEqual([`POST ${byId.get(id)?.path} 404`, `POST ${second} 0`]);
		expect(simulator.ledger.tasks).toHaveLength(1);
	});

	it.each(['401', '403', '422', '500', '502', '503', 'html200', 'code'] as const)(
		'a %s leads nowhere',
		async (kind) => {
			await start({ paths: { [id]: safe(id)[1]?.path ?? '' } });
			simulator.addFault({ on: 'any', kind });
			await go([node()]);
			expect(simulator.ledger.requests.map(({ path }) => path)).toEqual([byId.get(id)?.path]);
			expect(simulator.ledger.tasks).toEqual([]);
		},
	);

	it('a path that the user entered is never replaced', async () => {
		await start({ paths: { [id]: second } });
		const own = byId.get(id)?.path ?? '';
		const entered = node();
		entered.parameters = { ...entered.parameters, advanced: { path: own } };
		const { error } = await go([entered]);
		expect(error?.message).toMatch(/no service at .* \(404\)/);
		expect(polled(id)).toEqual([`POST ${own} 404`]);
	});

	it('a preview shows the first place and the others, and sends nothing', async () => {
		await start({ paths: { [id]: second } });
		const one = node();
		const preview = {
			...one,
			parameters: { ...one.parameters, options: { previewRequest: true } },
		};
		const [own = '', ...others] = simulatorPaths(id).map((path) => `${simulator.toolsUrl}${path}`);
		const { items } = await go([preview]);
		expect(items('Submit')[0]?.json).toMatchObject({
			request: { method: 'POST', url: own },
			alternatives: others,
		});
		expect(simulator.ledger.requests).toEqual([]);

		// Once one has answered, it is the first.
		await go([node()]);
		const again = await go([preview]);
		expect(again.items('Submit')[0]?.json).toMatchObject({
			request: { url: others[0] },
			alternatives: [own, others[1]],
		});
	});

	it('ten items pay ten, though each but the first knows the way', async () => {
		await start({ paths: { [id]: second } });
		const input = itemsOf(...Array.from({ length: 10 }, (_, index) => ({ index })));
		const { error, items } = await go([node()], { input });
		expect(error).toBeUndefined();
		expect(items('Submit')).toHaveLength(10);
		expect(simulator.ledger.tasks).toHaveLength(10);
	});
});

it('operations know what the contract calls safe', async () => {
	await start();
	for (const [id] of searched)
		expect(offered.get(id)?.alternatives?.map(({ path }) => path)).toEqual(
			safe(id).map(({ path }) => path),
		);
});
