import type { IConnections, INode, INodeExecutionData } from 'n8n-workflow';

import { startSimulator, type Simulator } from '../../simulator/server';
import {
	askAgain,
	durable,
	itemsOf,
	run,
	submitImage,
	wait,
	type ChainNode,
} from '../support/kexiang';
import { inQuickTime } from '../support/quickTime';

jest.mock('../../nodes/shared/util/time', () => jest.requireActual('../support/quickTime'));

/** Whatever is refused before it is sent says so, last of all; what was sent is never said to be unsent. */

inQuickTime();
let simulator: Simulator;
beforeAll(async () => {
	simulator = await startSimulator({ taskSeconds: 0.3, quiet: true });
});
afterAll(async () => await simulator.stop());
beforeEach(() => {
	simulator.ledger.clear();
	simulator.clearFaults();
});

const SAID = /Nothing was sent\.$/;
const to = (node: string) => [{ node, type: 'main' as const, index: 0 }];
const goesOn = { onError: 'continueRegularOutput' } as const;
const retries = { retryOnFail: true, maxTries: 2, waitBetweenTries: 1 } as const;

const descriptions = (items: INodeExecutionData[]) =>
	items.map(({ json: { error } }) =>
		typeof error === 'object' && error !== null && 'description' in error
			? String(error.description)
			: undefined,
	);

interface Refused {
	node: (more: Partial<INode>) => ChainNode;
	connections?: IConnections;
	/** By which it leaves where errors go on. */
	output?: number;
}

const submitting =
	(parameters: INode['parameters'], own: Partial<INode> = {}): Refused['node'] =>
	(more) =>
		submitImage({ ...own, ...more, parameters });

const REFUSED: Record<string, Refused> = {
	'an empty prompt': { node: submitting({ prompt: '={{ $json.nothing }}' }) },
	'advice of its own': { node: submitting({ prompt: '{{ $json.prompt }}' }) },
	'an expression that n8n cannot read': { node: submitting({ prompt: '={{ $json.prompt.a.b }}' }) },
	'an operation that is none': { node: submitting({ operation: 'none' }) },
	'no credential': { node: submitting({}, { credentials: {} }) },
	'a guard that came to nothing': {
		node: submitting({ options: { spendingLimit: '={{ $json.nothing }}' } }),
	},
	'a limit of credits': { node: submitting({ options: { spendingLimit: 0 } }) },
	'a cell that holds no ID': {
		node: submitting({ options: { skipItemsWithTask: true, taskIdColumn: 'cell' } }),
	},
	'a task ID that is none': { node: (more) => wait({ taskId: 'no id' }, more) },
	'a choice by expression': { node: (more) => wait({ onTimeout: '={{ $json.x }}' }, more) },
	'no way back': {
		node: (more) => durable({ taskId: '1' }, more),
		connections: { Start: { main: [to('Wait')] } },
		output: 1,
	},
	'an ID that is none, in a durable wait': {
		node: (more) => durable({ taskId: 'no id' }, more),
		connections: askAgain(),
		output: 1,
	},
};

describe.each(Object.entries(REFUSED))('%s', (_, { node, connections, output = 0 }) => {
	const input = itemsOf({ prompt: 'a boat', cell: 'pending' }, { prompt: 'a ship', cell: '-' });
	const wires = connections && { connections };

	it.each([
		['plain', {}],
		['under Retry On Fail', retries],
	])('%s', async (_road, more) => {
		const { error } = await run(simulator, [node(more)], { input, ...wires });
		expect(error?.description).toMatch(SAID);
		expect(error?.description?.match(/Nothing was/g)).toHaveLength(1);
		expect(simulator.ledger.requests).toEqual([]);
	});

	it('where errors go on', async () => {
		const one = node(goesOn);
		const { items } = await run(simulator, [one], { input, ...wires });
		const said = descriptions(items(one.name ?? '', output));
		expect(said).toEqual([expect.stringMatching(SAID), expect.stringMatching(SAID)]);
		expect(simulator.ledger.requests).toEqual([]);
	});
});

describe('beside what was sent', () => {
	const limited = submitImage({ parameters: { options: { spendingLimit: 1.5 } } });

	it('is said of the item alone', async () => {
		const { error } = await run(simulator, [limited], { input: itemsOf({}, {}, {}) });
		expect(error?.description).toMatch(
			/Nothing was sent for this item\. Accepted tasks: \d+ \(item 0\)\./,
		);
		expect(error?.description).not.toMatch(/Nothing was sent\./);
	});

	it('is not said of an item that an earlier try submitted', async () => {
		simulator.addFault({ on: 'submit', kind: '422', times: 1, after: 1 });
		const input = itemsOf({ prompt: 'a' }, { prompt: 'b' });
		const prompt = '={{ $execution.id === "first" ? $json.prompt : undefined }}';
		const chain = [submitImage({ parameters: { prompt } })];
		const first = await run(simulator, chain, { input, executionId: 'first' });
		expect(first.error).toBeDefined();
		const { error } = await run(simulator, chain, { retryOf: first.run });
		expect(error?.message).toBe('Prompt is required but empty [item 0]');
		expect(error?.description).toMatch(/^Accepted tasks: \d+ \(item 0\)\./);
		expect(error?.description).not.toMatch(/Nothing was sent/);
	});

	it('is not said where a task could not be polled', async () => {
		simulator.addFault({ on: 'query', kind: '401' });
		const { error } = await run(simulator, [submitImage(), wait()]);
		expect(error?.description).not.toMatch(/Nothing was sent/);
	});
});

describe('the same mistake in a thousand items', () => {
	const input = itemsOf(...Array.from({ length: 1000 }, () => ({})));

	it('is told of the first few, with how many more there are', async () => {
		const node = submitImage({ parameters: { prompt: '={{ $json.nothing }}' } });
		const { error } = await run(simulator, [node], { input });
		const { description = '' } = error ?? {};
		expect(description).toMatch(/Item 5: .* 994 more items failed\. Nothing was sent\.$/);
		expect(description?.length).toBeLessThan(500);
		const { details } = error?.context ?? {};
		expect(details).toMatchObject({ otherItems: { length: 999 } });
	});
});
