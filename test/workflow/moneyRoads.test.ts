import { startSimulator, type Simulator } from '../../simulator/server';
import { AGENT_KINDS, runAsTool } from '../support/agent';
import { askAgain, durable, itemsOf, quick, run, submitImage, wait } from '../support/kexiang';
import { loop } from '../support/loop';
import { inQuickTime } from '../support/quickTime';

jest.mock('../../nodes/shared/util/time', () => jest.requireActual('../support/quickTime'));

inQuickTime();

/** The roads by which a user comes to Preview Request, Spending Limit and Review Assets First. */
let simulator: Simulator;
beforeEach(async () => {
	// A platform of its own for each test, as prices and assets are remembered by host and key.
	simulator = await startSimulator({ taskSeconds: 0.1, quiet: true });
});
afterEach(async () => await simulator.stop());

const retrying = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 };
const boats = (count: number) =>
	itemsOf(...Array.from({ length: count }, (_, index) => ({ prompt: `boat ${index}` })));
const to = (node: string) => [{ node, type: 'main' as const, index: 0 }];
const paid = () => simulator.ledger.tasks.length;

describe('Preview Request', () => {
	const previewing = (parameters: object = {}) =>
		submitImage({ parameters: { options: { previewRequest: true }, ...parameters } });

	it('beside Wait for Completion: neither sends nor waits', async () => {
		const node = previewing({ waitForCompletion: true, downloadFiles: true, waitOptions: quick });
		const { items, error } = await run(simulator, [node], { input: boats(2) });
		expect(error).toBeUndefined();
		expect(items('Submit').map(({ json }) => json.preview)).toEqual([true, true]);
		expect(simulator.ledger.requests).toEqual([]);
	});

	it('beside a Spending Limit of nothing: is shown all the same', async () => {
		const node = previewing({ options: { previewRequest: true, spendingLimit: 0 } });
		const { items, error } = await run(simulator, [node], { input: boats(2) });
		expect(error).toBeUndefined();
		expect(items('Submit').map(({ json }) => json.preview)).toEqual([true, true]);
	});

	it('of some items alone, by an expression: the others are sent', async () => {
		const options = { previewRequest: '={{ $json.prompt !== "boat 1" }}' };
		const { items, error } = await run(simulator, [previewing({ options })], { input: boats(3) });
		expect(error).toBeUndefined();
		expect(items('Submit').map(({ json }) => json.preview)).toEqual([true, undefined, true]);
		expect(paid()).toBe(1);
	});

	it.each([
		['Kexiang Wait for Task', () => [previewing(), wait({ options: quick })], undefined],
		['its durable form', () => [previewing(), durable()], askAgain(['Submit'])],
	] as const)(
		'before %s: the message says that nothing was sent',
		async (_who, chain, connections) => {
			const { error } = await run(simulator, [...chain()], {
				input: boats(1),
				...(connections && { connections }),
			});
			expect(`${error?.message} ${error?.description}`).toMatch(/Preview Request/);
			expect(simulator.ledger.requests).toEqual([]);
		},
	);

	it.each(AGENT_KINDS)('as the tool of %s: the model is told what would be sent', async (kind) => {
		const tool = { ...previewing(), ...retrying };
		const { said, errors } = await runAsTool(simulator, kind, tool, [{}, {}]);
		expect(errors).toEqual([]);
		expect(said).toHaveLength(2);
		expect(said[0]).toMatch(/"preview":true/);
		expect(said[0]).toMatch(/Nothing was sent/);
		expect(simulator.ledger.requests).toEqual([]);
	});

	it('in a loop, and retried as a whole execution: never sends', async () => {
		const loops = [{ type: 'test.loop', name: 'Loop' }, previewing()];
		const looped = await run(simulator, loops, {
			input: boats(3),
			connections: {
				Start: { main: [to('Loop')] },
				Loop: { main: [[], to('Submit')] },
				Submit: { main: [to('Loop')] },
			},
			moreTypes: [loop],
		});
		expect(looped.error).toBeUndefined();
		const bad = previewing({ prompt: '={{ $json.nothing }}' });
		const failed = await run(simulator, [bad], { input: boats(1) });
		expect(failed.error).toBeDefined();
		await run(simulator, [previewing()], { retryOf: failed.run });
		expect(simulator.ledger.requests).toEqual([]);
	});
});

describe('Spending Limit', () => {
	const limited = (spendingLimit: number | string, more: object = {}, atOnce = 1) =>
		submitImage({ parameters: { options: { spendingLimit, submissionsAtOnce: atOnce } }, ...more });

	it.each([1, 2, 5])(
		'holds when the execution is retried, again and again, %i at once',
		async (atOnce) => {
			const node = limited(5, {}, atOnce);
			const first = await run(simulator, [node], { input: boats(10) });
			expect(paid()).toBe(4);
			for (let retries = 0; retries < 2; retries++) {
				const again = await run(simulator, [node], { retryOf: first.run });
				expect(again.error?.message).toMatch(
					/^Not sent: 4.8 credits of the Spending Limit of 5 credits/,
				);
			}
			expect(paid()).toBe(4);
		},
	);

	it.each([1, 5])(
		'of a service that names no price: one is sent, though each item has other parameters, %i at once',
		async (atOnce) => {
			await simulator.stop();
			simulator = await startSimulator({ taskSeconds: 1, quiet: true, costsAtEnd: true });
			const parameters = {
				resolution: '={{ ["1k", "2k", "4k"][$itemIndex] }}',
				options: { spendingLimit: 5, submissionsAtOnce: atOnce },
			};
			const node = submitImage({ parameters, onError: 'continueRegularOutput' });
			const { items } = await run(simulator, [node], { input: boats(3) });
			expect(paid()).toBe(1);
			expect(items('Submit')[2]?.json.error).toMatchObject({
				reason: 'spendingLimit',
				message: expect.stringMatching(/does not report what a task in this run costs/),
			});
		},
	);

	it('holds for a model of Custom Request, and previews it', async () => {
		const create = (options: Record<string, number | boolean>) => ({
			type: 'kexiangCustomRequest',
			name: 'Submit',
			onError: 'continueRegularOutput' as const,
			parameters: {
				operation: 'createTask',
				modelName: 'gemini-3-pro-image-preview',
				modelType: 'text2img',
				userInput: '{"prompt":"a boat","size":"1:1"}',
				options: { submissionsAtOnce: 5, ...options },
			},
		});
		const shown = await run(simulator, [create({ previewRequest: true })], { input: boats(1) });
		expect(simulator.ledger.requests).toEqual([]);
		await run(simulator, [create({ spendingLimit: 3 })], { input: boats(5) });
		expect(paid()).toBe(2);
		const { body } = shown.items('Submit')[0]?.json.request as { body: unknown };
		expect(JSON.stringify(simulator.ledger.requests[0]?.body)).toBe(JSON.stringify(body));
	});

	it('in a loop is that of each round', async () => {
		const node = limited(1.2, { onError: 'continueRegularOutput' });
		await run(simulator, [{ type: 'test.loop', name: 'Loop' }, node], {
			input: boats(3),
			connections: {
				Start: { main: [to('Loop')] },
				Loop: { main: [[], to('Submit')] },
				Submit: { main: [to('Loop')] },
			},
			moreTypes: [loop],
		});
		expect(paid()).toBe(3);
	});

	it.each(AGENT_KINDS)('holds for calls of %s that come at once', async (kind) => {
		const tool = submitImage({
			parameters: { prompt: '={{ "boat " + Math.random() }}', options: { spendingLimit: 3 } },
			...retrying,
		});
		const calls = Array.from({ length: 6 }, () => ({}));
		const { said, errors } = await runAsTool(simulator, kind, tool, calls, { atOnce: true });
		expect(errors).toEqual([]);
		expect(said).toHaveLength(6);
		expect(paid()).toBe(2);
	});

	it.each([
		'={{ Infinity }}',
		'={{ NaN }}',
		'={{ false }}',
		'={{ [] }}',
		'={{ {} }}',
		'={{ " " }}',
	])('%s is refused before anything is sent', async (limit) => {
		const { error } = await run(simulator, [limited(limit)], { input: boats(2) });
		expect(error?.message).toMatch(/^Spending Limit /);
		expect(simulator.ledger.requests).toEqual([]);
	});
});

describe('Review Assets First', () => {
	const seedance = (more: object = {}) => ({
		type: 'kexiangVolcengine',
		name: 'Submit',
		parameters: {
			operation: 'seedance2VideoSubmit',
			mode: 'img2video',
			prompt: 'she smiles',
			imageUrl: 'https://example.com/first.png',
			options: { reviewAssets: true, ...more },
		},
	});
	const polled = (part: string) =>
		simulator.ledger.requests.filter(({ path }) => path.includes(part)).length;

	it('beside Preview Request: nothing is reviewed, and it says what will be', async () => {
		const { items, error } = await run(simulator, [seedance({ previewRequest: true })]);
		expect(error).toBeUndefined();
		expect(simulator.ledger.requests).toEqual([]);
		expect(items('Submit')[0]?.json).toMatchObject({
			reviewsFirst: ['https://example.com/first.png'],
		});
	});

	it('beside Preview Request, once it was accepted: shows the asset, byte for byte', async () => {
		await run(simulator, [seedance()]);
		const sent = simulator.ledger.requests.find(({ path }) => path.includes('asyncCreate'));
		const { items } = await run(simulator, [seedance({ previewRequest: true })]);
		const shown = items('Submit')[0]?.json;
		expect(shown).not.toHaveProperty('reviewsFirst');
		expect(JSON.stringify((shown?.request as { body: unknown }).body)).toBe(
			JSON.stringify(sent?.body),
		);
	});

	it('beside a Spending Limit, several at once: one review, and the limit holds', async () => {
		const node = seedance({ spendingLimit: 5, submissionsAtOnce: 5 });
		const continuing = { ...node, onError: 'continueRegularOutput' as const };
		await run(simulator, [continuing], { input: boats(5) });
		expect(polled('ark_asset_api_key/upload')).toBe(1);
		expect(polled('asyncCreate')).toBe(2);
	});

	it.each(AGENT_KINDS)('as the tool of %s, called twice: one review, two videos', async (kind) => {
		const { errors } = await runAsTool(simulator, kind, { ...seedance(), ...retrying }, [{}, {}]);
		expect(errors).toEqual([]);
		expect(polled('ark_asset_api_key/upload')).toBe(1);
		expect(polled('asyncCreate')).toBe(2);
	});

	it('is not off because its expression came to nothing', async () => {
		const { error } = await run(simulator, [seedance({ reviewAssets: '={{ $json.nope }}' })]);
		expect(error?.message).toMatch(/^Review Assets First .*is set but empty/);
		expect(simulator.ledger.requests).toEqual([]);
	});

	it('retried as a whole execution: what was reviewed is not reviewed again', async () => {
		simulator.addFault({ on: 'submit', kind: '422', times: 1, contains: 'asset://' });
		const first = await run(simulator, [seedance()]);
		expect(first.error).toBeDefined();
		const again = await run(simulator, [seedance()], { retryOf: first.run });
		expect(again.error).toBeUndefined();
		expect(polled('asyncCreate')).toBe(2);
		expect(paid()).toBeGreaterThan(0);
	});
});
