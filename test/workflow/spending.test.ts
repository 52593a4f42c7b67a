import type { INode, INodeParameters } from 'n8n-workflow';

import { AGENT_KINDS, runAsTool } from '../support/agent';
import {
	AGAIN,
	boats,
	drawing,
	drawingAndWaiting,
	GOES_ON,
	hintsOf,
	inLoop,
	promptsOf,
} from '../support/boats';
import { askAgain, calling, durable, quick, run, submitImage, wait } from '../support/kexiang';
import type { ChainNode } from '../support/kexiang';
import { inQuickTime } from '../support/quickTime';
import { runWell, useSimulator } from '../support/usedSimulator';

/** What a run may cost, and what is shown before anything is paid. */

inQuickTime();
// Prices are remembered by host and key.
const simulator = useSimulator({}, 'new for each test');
const paid = () => promptsOf(simulator.ledger.tasks);
const firstFour = ['boat 0', 'boat 1', 'boat 2', 'boat 3'];

type Limit = number | string | number[];
const limited = (spendingLimit: Limit, more: Partial<INode> = {}, submissionsAtOnce = 1) =>
	drawing({ spendingLimit, submissionsAtOnce }, more);
const LIMIT_OF_5 = /^Not sent: 4.8 credits of the Spending Limit of 5 credits/;

describe('Spending Limit', () => {
	it.each([1, 5])('10 items at 1.2, limit 5, %i at once: 4 taken, 6 not sent', async (atOnce) => {
		const node = limited(5, GOES_ON, atOnce);
		const { items } = await runWell(simulator, [node], { input: boats(10) });
		expect(paid()).toEqual(firstFour);
		const jsons = items('Submit').map(({ json }) => json);
		expect(jsons.slice(0, 4).map(({ cost }) => cost)).toEqual([1.2, 1.2, 1.2, 1.2]);
		const facts = { reason: 'spendingLimit', limit: 5, expectedCost: 1.2 };
		const told = {
			...facts,
			spent: expect.closeTo(4.8),
			message: expect.stringMatching(LIMIT_OF_5),
		};
		for (const { error: refused } of jsons.slice(4)) expect(refused).toMatchObject(told);
	});

	it.each([1, 5])('holds over tries and Retries, %i at once', async (atOnce) => {
		const node = limited(5, AGAIN, atOnce);
		const first = await run(simulator, [node], { input: boats(10) });
		expect(first.error?.message).toMatch(/^Not sent: 4.8 credits .*\[item 4\]$/);
		for (const { id } of simulator.ledger.tasks) expect(first.error?.description).toContain(id);
		for (let retries = 0; retries < 2; retries++) {
			const again = await run(simulator, [node], { retryOf: first.run });
			expect(again.error?.message).toMatch(LIMIT_OF_5);
		}
		expect(paid()).toHaveLength(4);
	});

	it('counts what ended unclear, and gives the place of a refused one to the next', async () => {
		simulator.addFault({ on: 'submit', kind: 'resetAfterAccept', contains: 'boat 1' });
		simulator.addFault({ on: 'submit', kind: '422', contains: 'boat 2' });
		await run(simulator, [limited(5, GOES_ON, 5)], { input: boats(10) });
		expect(paid().sort()).toEqual(['boat 0', 'boat 1', 'boat 3', 'boat 4']);
	});

	it('below the price: one is sent where no price is known, and none where it is', async () => {
		for (let times = 0; times < 2; times++) {
			await run(simulator, [limited(0.5, GOES_ON, 5)], { input: boats(10) });
			expect(paid()).toEqual(['boat 0']);
		}
	});

	it('of nothing sends nothing', async () => {
		const { items } = await run(simulator, [limited(0, GOES_ON)], { input: boats(10) });
		expect(simulator.ledger.requests).toEqual([]);
		const told = items('Submit')[0]?.json.error;
		expect(told).toHaveProperty(
			'message',
			'Not sent: 0 credits of the Spending Limit of 0 credits are spent, and the cost of a task like this is unknown (price not reported)',
		);
		// Of an unknown price nobody may say that it is 0.
		expect(told).not.toHaveProperty('expectedCost');
	});

	it.each(AGENT_KINDS.flatMap((kind) => [false, true].map((atOnce) => [kind, atOnce] as const)))(
		'%s told to make 6 pictures with a limit of 3, at once: %j: 2 are paid',
		async (kind, atOnce) => {
			const changing = { ...AGAIN, parameters: { prompt: '={{ "boat " + Math.random() }}' } };
			const tool = drawing({ spendingLimit: 3 }, changing);
			const calls = Array.from({ length: 6 }, () => ({}));
			const { said, errors } = await runAsTool(simulator, kind, tool, calls, { atOnce });
			expect(errors).toEqual([]);
			expect(said).toHaveLength(6);
			expect(said[5]).toMatch(/does not allow further spending/);
			expect(paid()).toHaveLength(2);
		},
	);

	it('in a loop is that of each round', async () => {
		const { chain, wires } = inLoop(limited(1.2, GOES_ON));
		await run(simulator, chain, { input: boats(3), ...wires });
		expect(paid()).toHaveLength(3);
	});

	it('holds for a model of Custom Request, and previews it', async () => {
		const boat = {
			modelName: 'gemini-3-pro-image-preview',
			modelType: 'text2img',
			userInput: '{"prompt":"a boat","size":"1:1"}',
		};
		const create = (options: INodeParameters) => {
			const given = { ...boat, options: { submissionsAtOnce: 5, ...options } };
			return calling('CustomRequest createTask', given, GOES_ON);
		};
		const shown = await run(simulator, [create({ previewRequest: true })], { input: boats(1) });
		expect(simulator.ledger.requests).toEqual([]);
		await run(simulator, [create({ spendingLimit: 3 })], { input: boats(5) });
		expect(paid()).toHaveLength(2);
		const { body } = shown.items('Submit')[0]?.json.request as { body: unknown };
		expect(JSON.stringify(simulator.ledger.requests[0]?.body)).toBe(JSON.stringify(body));
	});

	it('may come from an expression that gives all items the same', async () => {
		const options = { spendingLimit: '={{ 1 + 1.5 }}', submissionsAtOnce: '={{ 1 }}' };
		await run(simulator, [drawing(options, GOES_ON)], { input: boats(10) });
		expect(paid()).toEqual(['boat 0', 'boat 1']);
	});
});

describe('a guard that cannot be read', () => {
	const only3 = '={{ $json.prompt === "boat 3" ? "" : false }}';
	const LIMIT = /^Spending Limit /;
	it.each<[INodeParameters, RegExp]>([
		[{ spendingLimit: '={{ $json.nope }}' }, /Spending Limit.* is set but empty/],
		[{ previewRequest: '={{ $json.nope }}' }, /Preview Request.* is set but empty/],
		[{ previewRequest: only3 }, /Preview Request.* is set but empty.*item 3/],
		[{ spendingLimit: '={{ $itemIndex < 3 ? 5 : 2 }}' }, /^Spending Limit is 5 for item 0 and 2 /],
		[{ submissionsAtOnce: '={{ $itemIndex + 1 }}' }, /^Submissions at Once is 1 for item 0 and 2 /],
		[{ submissionsAtOnce: '={{ $itemIndex || null }}' }, /^Submissions .* is empty for item 0 /],
		[{ spendingLimit: -1 }, LIMIT],
		[{ spendingLimit: 'much' }, LIMIT],
		[{ spendingLimit: [1] }, LIMIT],
		[{ spendingLimit: '={{ Infinity }}' }, LIMIT],
		[{ spendingLimit: '={{ [] }}' }, LIMIT],
		[{ spendingLimit: '={{ " " }}' }, LIMIT],
	])('%j: nothing is sent', async (options, message) => {
		const { error } = await run(simulator, [drawing(options)], { input: boats(10) });
		expect(error?.message).toMatch(message);
		expect(error?.description).toMatch(/Nothing was sent\.$/);
		if (/ for item 0 /.test(message.source))
			expect(error?.description).toMatch(/returns the same value for all items\./);
		expect(simulator.ledger.requests).toEqual([]);
	});

	it('for the first item holds back all of them, also where errors go on', async () => {
		const node = limited('={{ $itemIndex === 0 ? "" : 2.5 }}', GOES_ON);
		await run(simulator, [node], { input: boats(10) });
		expect(simulator.ledger.requests).toEqual([]);
	});
});

it('what it costs is told after the run', async () => {
	const done = await run(simulator, [submitImage()], { input: boats(3) });
	expect(hintsOf(done)).toEqual([
		'3 tasks accepted, 3.6 credits (gemini-3-pro-image-preview 1.2 each)',
		'3 tasks are running. To get the results, connect Kexiang Wait for Task to this output or switch on Wait for Completion.',
	]);
});

describe('a platform that names the cost only at the end of a task', () => {
	const late = useSimulator({ taskSeconds: 1, costsAtEnd: true }, 'new for each test');
	const expected = async () => {
		const previewing = drawing({ previewRequest: true });
		const { items } = await run(late, [previewing], { input: boats(1) });
		return items('Submit')[0]?.json.expectedCost;
	};

	it.each([
		['Kexiang Wait for Task', [submitImage(), wait({ options: quick })]],
		['the node that submits', [drawingAndWaiting()]],
	])('learns it when %s waits for the task, and keeps to a limit by it', async (_, chain) => {
		const submitted = await run(late, [submitImage()], { input: boats(1) });
		const [handle] = submitted.items('Submit').map(({ json }) => json);
		expect(handle).not.toHaveProperty('expectedCost');
		expect(handle).not.toHaveProperty('cost');
		expect(handle?.costNote).toBe('price not reported');
		expect(hintsOf(submitted)).toEqual([
			'1 task accepted, price not reported',
			expect.stringMatching(/^The task is running\. To get the result, connect Kexiang Wait/),
		]);
		expect(await expected()).toBeUndefined();
		await runWell(late, chain, { input: boats(1) });
		expect(await expected()).toBe(1.2);
		const next = await run(late, [submitImage()], { input: boats(1) });
		expect(next.items('Submit')[0]?.json).toMatchObject({ expectedCost: 1.2 });
		late.ledger.clear();
		await run(late, [limited(5, GOES_ON, 5)], { input: boats(10) });
		expect(promptsOf(late.ledger.tasks)).toEqual(firstFour);
	});

	it('tells after the run what the ends of its tasks named', async () => {
		const done = await run(late, [drawingAndWaiting()], { input: boats(3) });
		const costs = '3 tasks accepted, 3.6 credits (gemini-3-pro-image-preview 1.2 each)';
		expect(hintsOf(done)).toEqual([costs]);
	});

	it.each([1, 5])('sends one under a limit, however items differ, %i at once', async (atOnce) => {
		const parameters = { resolution: '={{ ["1k", "2k", "4k"][$itemIndex] }}' };
		const node = limited(5, { ...GOES_ON, parameters }, atOnce);
		const { items } = await run(late, [node], { input: boats(3) });
		expect(late.ledger.tasks).toHaveLength(1);
		const message = expect.stringMatching(/does not report what a task in this run costs/);
		expect(items('Submit')[2]?.json.error).toMatchObject({ reason: 'spendingLimit', message });
	});
});

describe('Preview Request', () => {
	const previewing = (parameters: INodeParameters = {}, options: INodeParameters = {}) =>
		drawing({ previewRequest: true, ...options }, { parameters });
	const isPreview = (all: Awaited<ReturnType<typeof run>>) =>
		all.items('Submit').map(({ json }) => json.preview);

	it('shows what is sent later, and what it costs as soon as that is known', async () => {
		const before = await runWell(simulator, [previewing()], { input: boats(1) });
		expect(simulator.ledger.requests).toEqual([]);
		const shown = before.items('Submit')[0]?.json;
		expect(shown).toMatchObject({ preview: true, costNote: 'price not known yet' });
		expect(shown).not.toHaveProperty('expectedCost');
		await run(simulator, [submitImage()], { input: boats(1) });
		const [sent] = simulator.ledger.requests;
		const url = `${simulator.platformUrl}${sent?.path}`;
		expect(shown?.request).toEqual({ method: 'POST', url, body: sent?.body });
		const after = await run(simulator, [previewing()], { input: boats(1) });
		expect(after.items('Submit')[0]?.json).toMatchObject({ expectedCost: 1.2 });
		expect(after.items('Submit')[0]?.json).not.toHaveProperty('costNote');
		expect(JSON.stringify(after.run.data)).not.toContain(simulator.key);
	});

	const waits = { waitForCompletion: true, downloadFiles: true, waitOptions: quick };
	it.each<[string, ChainNode]>([
		['Wait for Completion', previewing(waits)],
		['a Spending Limit of nothing', previewing({}, { spendingLimit: 0 })],
	])('beside %s: is shown, and nothing is sent', async (_, node) => {
		const done = await runWell(simulator, [node], { input: boats(2) });
		expect(isPreview(done)).toEqual([true, true]);
		expect(simulator.ledger.requests).toEqual([]);
	});

	it('of some items alone, by an expression: the others are sent', async () => {
		const options = { previewRequest: '={{ $json.prompt !== "boat 1" }}' };
		const done = await runWell(simulator, [previewing({}, options)], { input: boats(3) });
		expect(isPreview(done)).toEqual([true, undefined, true]);
		expect(paid()).toEqual(['boat 1']);
	});

	it.each([
		['Kexiang Wait for Task', wait({ options: quick }), {}],
		['its durable form', durable(), { connections: askAgain(['Submit']) }],
	])('before %s: the message says that nothing was sent', async (_, node, wires) => {
		const { error } = await run(simulator, [previewing(), node], { input: boats(1), ...wires });
		expect(`${error?.message} ${error?.description}`).toMatch(/Preview Request/);
		expect(simulator.ledger.requests).toEqual([]);
	});

	it.each(AGENT_KINDS)('as the tool of %s: the model is told what would be sent', async (kind) => {
		const tool = { ...previewing(), ...AGAIN };
		const { said, errors } = await runAsTool(simulator, kind, tool, [{}, {}]);
		expect(errors).toEqual([]);
		expect(said).toHaveLength(2);
		expect(said[0]).toMatch(/"preview":true/);
		expect(said[0]).toMatch(/Nothing was sent/);
		expect(simulator.ledger.requests).toEqual([]);
	});

	it('in a loop, and retried as a whole execution: never sends', async () => {
		const { chain, wires } = inLoop(previewing());
		await runWell(simulator, chain, { input: boats(3), ...wires });
		const bad = previewing({ prompt: '={{ $json.nothing }}' });
		const failed = await run(simulator, [bad], { input: boats(1) });
		expect(failed.error).toBeDefined();
		await run(simulator, [previewing()], { retryOf: failed.run });
		expect(simulator.ledger.requests).toEqual([]);
	});
});

describe('the doubts of a preview', () => {
	const boat = { prompt: 'a boat' };
	const URL = 'https://example.com/1.png';
	const person = { mode: 'imageAndVideoReferences', imageUrls: URL, videoUrl: URL, ...boat };
	const path = { api: 'tool', path: '/minimalist/api/video/duration?x=1' };
	const posting = { ...path, method: 'POST', body: '{"videoUrl":"https://example.com/a.mp4"}' };
	const added = (additionalFields: string) => ({ ...boat, advanced: { additionalFields } });
	const OF = 'These fields are derived and not confirmed: ';
	const OWN = 'The path and the fields are sent as entered; nothing is known about this service';
	const ALL = 'The fields of this service are derived and not confirmed: image_url, audio_url';

	interface Doubted {
		called: string;
		given: INodeParameters;
		doubts: string;
	}
	it.each`
		called                               | given                                                                    | doubts
		${'Volcengine seedance2VideoSubmit'} | ${boat}                                                                  | ${''}
		${'Volcengine seedance2VideoSubmit'} | ${{ ...boat, duration: 8, options: { seed: 7, returnLastFrame: true } }} | ${`${OF}seed, return_last_frame`}
		${'OpenAi kImage2OfficialSubmit'}    | ${added('{"user_input": {"background": "opaque", "n": 2}}')}             | ${`${OF}background, n`}
		${'OpenAi kImage2OfficialSubmit'}    | ${added('{"quality": "auto"}')}                                          | ${`${OF}quality (confirmed: low, medium, high)`}
		${'OpenAi kImage2OfficialSubmit'}    | ${added('{"quality": "low"}')}                                           | ${''}
		${'Google kbananaProOfficialSubmit'} | ${{ ...boat, ratio: '9:16' }}                                            | ${''}
		${'Google kbananaProOfficialSubmit'} | ${{ ...boat, ratio: '21:9' }}                                            | ${`${OF}size (confirmed: 9:16)`}
		${'Kling klingV3OmniReference'}      | ${{ ...person, videoUse: 'feature' }}                                    | ${''}
		${'Kling klingV3OmniReference'}      | ${{ ...person, videoUse: 'base' }}                                       | ${`${OF}video_list.refer_type (confirmed: feature)`}
		${'CustomRequest callPath'}          | ${{ ...path, method: 'GET' }}                                            | ${OWN}
		${'CustomRequest callPath'}          | ${posting}                                                               | ${OWN}
		${'Wanxiang lipSyncSubmit'}          | ${{ imageUrl: URL, audioUrl: URL }}                                      | ${ALL}
	`('$called $given: $doubts', async ({ called, given, doubts }: Doubted) => {
		const { options, ...fields } = given;
		const previewed = { ...fields, options: { ...Object(options), previewRequest: true } };
		const { items } = await runWell(simulator, [calling(called, previewed)]);
		const said = items('Submit')[0]?.json.doubts as string[];
		expect(said.filter((one) => !/^The (API path|format) /.test(one))).toEqual(
			doubts === '' ? [] : [doubts],
		);
		expect(simulator.ledger.requests).toEqual([]);
	});
});
