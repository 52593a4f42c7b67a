/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { isDeepStrictEqual } from 'node:util';
import type { NodeParameterValueType } from 'n8n-workflow';

import type { Operation } from '../../nodes/shared/operation/operation';
import { loadContract } from '../../simulator/contract';
import type { LedgerRequest, Simulator, SimulatorOptions } from '../../simulator/server';
import { quick, run, wait, type ChainNode } from './kexiang';
import { holdAgainstSchema } from './outputSchemas';
import { inQuickTime } from './quickTime';
import { useSimulator } from './usedSimulator';

export type Form = Record<string, NodeParameterValueType>;

/** A form with the whole body that the platform must see: the contract's own example where none is given. */
export type Sent = Form | [form: Form, body: unknown];

/** Forms by what they are: `minimal`, `full`, `example`, or what is particular about them. */
export type Cases = Record<string, Sent>;

/** The list of the result that holds one URL, or what else the result holds. */
type Result = 'imageUrls' | 'videoUrls' | Record<string, unknown>;

interface Made {
	gives: Result;
	cases: Cases;
}

export const images = (cases: Cases): Made => ({ gives: 'imageUrls', cases });
export const videos = (cases: Cases): Made => ({ gives: 'videoUrls', cases });
export const others = (gives: Result, cases: Cases): Made => ({ gives, cases });

/** What each operation sends. */
export type Requests = Record<string, Made>;

/** Changes of the first form of an operation that must not be sent, by how the message begins: with a label. */
export type Refusals = Record<string, Record<string, Form | Form[]>>;

export interface ProviderCases {
	/** Of the node. */
	type: string;
	operations: readonly Operation[];
	requests: Requests;
	/** Each query, with the operations whose tasks it asks for. */
	queries?: Record<string, string[]>;
	/** Who has these operations, if it is another node. */
	makers?: ProviderCases;
	refusals: Refusals;
	/** What is particular about the platform. */
	platform?: SimulatorOptions;
}

/** Tests of a provider's own, with its simulator. */
type MoreTests = (simulator: Simulator) => void;

/** All cases of a node's operations, in quick time, through the real n8n-core. */
export function testProvider(provider: ProviderCases, moreTests: MoreTests = () => {}): void {
	describe(provider.type, () => {
		inQuickTime();
		const simulator = useSimulator(provider.platform);
		testRequests(simulator, provider);
		testQueries(simulator, provider);
		testRefusals(simulator, provider);
		testCoverage(provider);
		moreTests(simulator);
	});
}

interface OtherKinds {
	kinds: NonNullable<SimulatorOptions['kinds']>;
	/** Whether the schemas of their outputs know this, too. */
	inSchemas: boolean;
}

/** The first form of these operations, where the platform answers it the other way: at once, or with a task. */
export function testOtherKinds(
	provider: ProviderCases,
	others: OtherKinds,
	moreTests: MoreTests = () => {},
): void {
	describe(`${provider.type}, where operations answer the other way`, () => {
		inQuickTime();
		const simulator = useSimulator({ kinds: others.kinds });
		testRequests(simulator, provider, others);
		moreTests(simulator);
	});
}

const { byId } = loadContract();
const examplesOf = (operation: string): unknown[] => byId.get(operation)?.examples ?? [];

function sentBy(operation: string, sent: Sent): { form: Form; body: unknown } {
	if (Array.isArray(sent)) return { form: sent[0], body: sent[1] };
	const [body, ...more] = examplesOf(operation);
	if (body === undefined || more.length > 0)
		throw new Error(`The contract must have one example of ${operation}`);
	return { form: sent, body };
}

function firstForm({ requests }: ProviderCases, operation: string): Form {
	const [first] = Object.values(requests[operation]?.cases ?? {});
	return first === undefined ? {} : sentBy(operation, first).form;
}

function nodeOf(
	{ type, operations }: ProviderCases,
	operation: string,
	form: Form,
	name = 'Submit',
): ChainNode {
	const { resource } = operations.find(({ value }) => value === operation) ?? {};
	return { type, name, parameters: { ...(resource && { resource }), operation, ...form } };
}

const resultOf = ({ filesUrl }: Simulator, gives: Result | undefined) =>
	typeof gives === 'string' ? { [gives]: [expect.stringContaining(filesUrl)] } : gives;

/** Each form with its body, its contract, its finished result and its preview. */
function testRequests(
	simulator: Simulator,
	provider: ProviderCases,
	{ kinds, inSchemas = true }: Partial<OtherKinds> = {},
): void {
	const rows = Object.entries(provider.requests).flatMap(([operation, { gives, cases }]) => {
		const wanted = kinds === undefined ? Infinity : operation in kinds ? 1 : 0;
		const named = Object.entries(cases).slice(0, wanted);
		return named.map(([name, sent]) => ({ operation, gives, name, sent }));
	});
	if (rows.length === 0) return;
	it.each(rows)('$operation: $name', async ({ operation, gives, sent }) => {
		const { form, body } = sentBy(operation, sent);
		const known = byId.get(operation);
		const atOnce = (kinds?.[operation] ?? known?.kind) === 'sync';
		const node = nodeOf(provider, operation, form);
		const { items, error } = await run(simulator, [
			node,
			...(atOnce ? [] : [wait({ options: quick })]),
		]);
		expect(error).toBeUndefined();
		const { requests: all, violations } = simulator.ledger;
		expect(violations).toEqual([]);
		const [sentRequest] = all;
		const { operationId } = sentRequest ?? {};
		if (known) expect(operationId).toBe(operation);
		const same = all.filter((one) => one.operationId === operationId);
		expect(same.map((one) => one.body)).toEqual([body]);
		const outputs = [...items('Submit'), ...items('Wait')].map(({ json }) => json);
		expect(outputs).toHaveLength(atOnce ? 1 : 2);
		expect(outputs.at(-1)).toEqual(
			expect.objectContaining({ operation, state: 'success', ...resultOf(simulator, gives) }),
		);
		if (inSchemas) holdAgainstSchema(provider.type, operation, outputs);
		await expectPreview(simulator, node, sentRequest);
	});
}

/** The preview of a node is what it sent, byte for byte, and itself sends nothing. */
async function expectPreview(
	simulator: Simulator,
	node: ChainNode,
	sent: LedgerRequest | undefined,
): Promise<void> {
	const before = simulator.ledger.requests.length;
	const options = { ...Object(node.parameters?.options), previewRequest: true };
	const { items, error } = await run(simulator, [
		{ ...node, parameters: { ...node.parameters, options } },
	]);
	expect(error).toBeUndefined();
	const host = sent?.listener === 'tools' ? simulator.toolsUrl : simulator.platformUrl;
	const url = `${host}${sent?.path}${sent?.query ? `?${sent.query}` : ''}`;
	expect(JSON.stringify(items('Submit')[0]?.json.request)).toBe(
		JSON.stringify({ method: sent?.method, url, body: sent?.body }),
	);
	expect(simulator.ledger.requests).toHaveLength(before);
}

function testQueries(simulator: Simulator, provider: ProviderCases): void {
	const { queries = {}, makers = provider } = provider;
	const rows = Object.entries(queries).flatMap(([operation, those]) =>
		those.map((maker) => ({ operation, maker })),
	);
	if (rows.length === 0) return;
	it.each(rows)('$operation: asks for a finished task of $maker', async ({ operation, maker }) => {
		const { items, error } = await run(simulator, [
			nodeOf(makers, maker, firstForm(makers, maker)),
			wait({ options: quick }),
			nodeOf(provider, operation, {}, 'Ask'),
		]);
		expect(error).toBeUndefined();
		expect(simulator.ledger.violations).toEqual([]);
		const asked = items('Ask').map(({ json }) => json);
		expect(asked[0]).toMatchObject({
			taskId: items('Submit')[0]?.json.taskId,
			operation: maker,
			state: 'success',
			...resultOf(simulator, makers.requests[maker]?.gives),
		});
		holdAgainstSchema(provider.type, operation, asked);
	});
}

/** Each is refused before anything is sent, by the label of its parameter. */
function testRefusals(simulator: Simulator, provider: ProviderCases): void {
	const rows = Object.entries(provider.refusals).flatMap(([operation, refused]) =>
		Object.entries(refused).flatMap(([message, forms]) =>
			[forms].flat().map((form) => ({ operation, message, form })),
		),
	);
	it.each(rows)('$operation refuses: $message', async ({ operation, message, form }) => {
		const changed = { ...firstForm(provider, operation), ...form };
		const { error } = await run(simulator, [nodeOf(provider, operation, changed)]);
		expect(error?.message).toMatch(/ \[item 0\]$/);
		expect(error?.message.slice(0, message.length)).toBe(message);
		expect(simulator.ledger.requests).toEqual([]);
	});
}

/**
 * Every operation that the contract knows (the simulator serves no other) has its minimal and its full form (the same
 * where nothing is optional) and the contract's own examples, every query a task to ask for.
 */
function testCoverage({ operations, requests, queries = {} }: ProviderCases): void {
	const known = operations.filter(({ value }) => byId.has(value));
	if (known.length === 0) return;
	const makers = known.filter(({ kind }) => kind !== 'query');
	const missing = makers.flatMap(({ value, fields }) => {
		const { cases = {} } = requests[value] ?? {};
		const optional = Object.values(fields).some(({ place }) => place !== 'form');
		const wanted = ['minimal', ...(optional ? ['full'] : [])];
		const bodies = Object.values(cases).map((sent) => sentBy(value, sent).body);
		return [
			...wanted.filter((word) => !Object.keys(cases).some((name) => name.includes(word))),
			...examplesOf(value).filter((one) => !bodies.some((body) => isDeepStrictEqual(body, one))),
		].map((lack) => [value, lack]);
	});
	it(`runs all ${known.length} operations that the contract knows: ${makers.length} with minimal and full forms, the others as queries`, () => {
		expect(missing).toEqual([]);
		const asked = known.filter(({ kind }) => kind === 'query').map(({ value }) => value);
		expect(asked.filter((value) => !queries[value]?.length)).toEqual([]);
	});
}
