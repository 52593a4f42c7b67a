/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { isDeepStrictEqual } from 'node:util';
import type { INode, NodeParameterValueType } from 'n8n-workflow';

import type { Operation } from '../../nodes/shared/operation/operation';
import { loadContract } from '../../simulator/contract';
import {
	startSimulator,
	type LedgerRequest,
	type Simulator,
	type SimulatorOptions,
} from '../../simulator/server';
import { examplesOf } from './contractExample';
import { quick, run, wait, type ChainNode } from './kexiang';
import { holdAgainstSchema } from './outputSchemas';

type Parameters = Record<string, NodeParameterValueType>;

/** A request that one operation of a node must make, and the result that must come of it. */
export interface OperationCase {
	/** What the parameters are: `minimal`, `full`, or the section of the reference with the same example. */
	name: string;
	operation: string;
	/** The operation that the platform sees, where it is not this one. */
	serves?: string;
	parameters: Parameters;
	/** The whole body that the platform sees. */
	sends: unknown;
	/** The list of the result that holds URLs. */
	gives?: 'imageUrls' | 'videoUrls';
	/** What the result holds that is no list of one URL. */
	brings?: Record<string, unknown>;
	/** The answer itself holds the result. */
	sync?: boolean;
}

/** Parameters that must not be sent, and what the user is told instead. */
export interface RefusedCase {
	operation: string;
	parameters: Parameters;
	/** How the message begins: with the label of the parameter. */
	message: string;
}

/** A query operation, after a submission whose task it can ask for. */
export interface QueryCase {
	operation: string;
	parameters?: Parameters;
	after: Pick<OperationCase, 'operation' | 'parameters' | 'gives' | 'brings'>;
}

/** Starts a simulator for a test file and clears its ledger before each test. */
export function freshSimulator(options: SimulatorOptions = {}): () => Simulator {
	let simulator: Simulator;
	beforeAll(async () => {
		simulator = await startSimulator({ taskSeconds: 0.1, quiet: true, ...options });
	});
	afterAll(async () => await simulator.stop());
	beforeEach(() => simulator.ledger.clear());
	return () => simulator;
}

/** What this test file has run so far: operations by the kind of their case. */
const ran = {
	minimal: new Set<string>(),
	full: new Set<string>(),
	query: new Set<string>(),
	/** Examples of the contract that were sent and previewed, each itself. */
	examples: new Set<unknown>(),
};

/**
 * Comes last in a provider's tests: every operation that the contract knows (the simulator serves no other) was run with its minimal and its full
 * parameters (the same where nothing is optional) and with the contract's own example, every query after a submission.
 * @param ownTests operations that tests of the file's own run so
 */
export function testCoverage(
	operations: readonly Operation[],
	ownTests: readonly string[] = [],
): void {
	const served = new Set(loadContract().operations.map(({ id }) => id));
	const known = operations.filter(({ value }) => served.has(value));
	const queries = known.filter(({ kind }) => kind === 'query');
	const others = known.filter(({ kind }) => kind !== 'query');
	const hasOptional = ({ fields }: Operation) =>
		Object.values(fields).some(({ place }) => place !== 'form');
	const missing = (list: readonly Operation[], done: ReadonlySet<string>) =>
		list.map(({ value }) => value).filter((value) => !done.has(value) && !ownTests.includes(value));
	it(`runs all ${known.length} operations that the contract knows: ${others.length} with minimal and full parameters, ${queries.length} queries`, () => {
		expect({
			minimal: missing(others, ran.minimal),
			full: missing(others.filter(hasOptional), ran.full),
			queries: missing(queries, ran.query),
			// No test of a file's own stands in for these, as each is previewed too.
			examples: others.flatMap(({ value }) =>
				examplesOf(value).filter((example) => !ran.examples.has(example)),
			),
		}).toEqual({ minimal: [], full: [], queries: [], examples: [] });
	});
}

/** Each case through the real n8n-core, with its body, its contract and its finished result. */
export function testRequests(
	simulator: () => Simulator,
	type: string,
	cases: readonly OperationCase[],
): void {
	for (const { operation, name, sends } of cases) {
		if (name.startsWith('minimal')) ran.minimal.add(operation);
		if (name.startsWith('full')) ran.full.add(operation);
		for (const example of examplesOf(operation))
			if (isDeepStrictEqual(example, sends)) ran.examples.add(example);
	}
	it.each(cases.map((one) => [one.operation, one.name, one] as const))(
		'%s: %s',
		async (operation, _name, one) => {
			const { sends, sync = false, serves = operation } = one;
			const node = nodeOf(type, one);
			const chain = sync ? [node] : [node, wait({ options: quick })];
			const { items, error } = await run(simulator(), chain);
			expect(error).toBeUndefined();
			const { requests, violations } = simulator().ledger;
			expect(violations).toEqual([]);
			expect(requests.filter(({ operationId }) => operationId === serves)).toEqual([
				expect.objectContaining({ body: sends }),
			]);
			expect(items(sync ? 'Submit' : 'Wait').map(({ json }) => json)).toEqual([
				expect.objectContaining({ operation, state: 'success', ...resultOf(simulator(), one) }),
			]);
			const outputs = [...items('Submit'), ...(sync ? [] : items('Wait'))];
			holdAgainstSchema(
				type,
				operation,
				outputs.map(({ json }) => json),
			);
			const sent = requests.find(({ operationId }) => operationId === serves);
			await expectPreview(simulator(), node, sent);
		},
	);
}

/** The preview of a node is what it sent, byte for byte, and itself sends nothing. */
async function expectPreview(
	simulator: Simulator,
	node: ChainNode,
	sent: LedgerRequest | undefined,
): Promise<void> {
	const before = simulator.ledger.requests.length;
	const { options = {} } = node.parameters ?? {};
	const previewing = { ...Object(options), previewRequest: true };
	const { items, error } = await run(simulator, [
		{ ...node, parameters: { ...node.parameters, options: previewing } },
	]);
	expect(error).toBeUndefined();
	const [shown] = items('Submit').map(({ json }) => json.request);
	const { platformUrl, toolsUrl } = simulator;
	const host = sent?.listener === 'tools' ? toolsUrl : platformUrl;
	const query = sent?.query ? `?${sent.query}` : '';
	expect(JSON.stringify(shown)).toBe(
		JSON.stringify({ method: sent?.method, url: `${host}${sent?.path}${query}`, body: sent?.body }),
	);
	expect(simulator.ledger.requests).toHaveLength(before);
}

export function testQueries(
	simulator: () => Simulator,
	type: string,
	cases: readonly QueryCase[],
): void {
	for (const { operation } of cases) ran.query.add(operation);
	it.each(cases.map((one) => [one.operation, one] as const))(
		'%s: asks for a finished task',
		async (operation, { after, parameters = {} }) => {
			const { items, error } = await run(simulator(), [
				nodeOf(type, after),
				wait({ options: quick }),
				nodeOf(type, { operation, parameters }, 'Ask'),
			]);
			expect(error).toBeUndefined();
			expect(simulator().ledger.violations).toEqual([]);
			const [polled] = items('Ask');
			expect(polled?.json).toMatchObject({
				taskId: items('Submit')[0]?.json.taskId,
				operation: after.operation,
				state: 'success',
				...resultOf(simulator(), after),
			});
			holdAgainstSchema(type, operation, [polled?.json]);
		},
	);
}

/** Each case is refused before anything is sent, by the label of its parameter. */
export function testRefusals(
	simulator: () => Simulator,
	type: string,
	cases: readonly RefusedCase[],
): void {
	it.each(cases.map((one) => [one.operation, one.message, one] as const))(
		'%s refuses: %s',
		async (_operation, message, refused) => {
			const { error } = await run(simulator(), [nodeOf(type, refused)]);
			expect(error?.message).toMatch(/ \[item 0\]$/);
			expect(error?.message.slice(0, message.length)).toBe(message);
			expect(simulator().ledger.requests).toEqual([]);
		},
	);
}

const resultOf = (
	{ filesUrl }: Simulator,
	{ gives = 'videoUrls', brings }: Pick<OperationCase, 'gives' | 'brings'>,
) => brings ?? { [gives]: [expect.stringContaining(filesUrl)] };

const nodeOf = (
	type: string,
	{ operation, parameters }: Pick<OperationCase, 'operation' | 'parameters'>,
	name = 'Submit',
): Partial<INode> & { type: string } => ({ type, name, parameters: { operation, ...parameters } });
