import { drawPicture } from '../../simulator/picture';
import { type Simulator, startSimulator } from '../../simulator/server';
import { AGENT_KINDS, runAsTool } from '../support/agent';
import { binaryOnDisk, type BinaryOnDisk } from '../support/binaryOnDisk';
import { itemsOf, quick, run, wait } from '../support/kexiang';
import { inQuickTime } from '../support/quickTime';

jest.mock('../../nodes/shared/util/time', () => jest.requireActual('../support/quickTime'));

inQuickTime();

let simulator: Simulator;
beforeEach(async () => {
	// A platform of its own for each test, as accepted assets are remembered by host and key.
	simulator = await startSimulator({ taskSeconds: 0.1, quiet: true });
});
afterEach(async () => await simulator.stop());

describe('in one run', () => {
	const submit = (more: object = {}, retry: object = {}) => ({
		type: 'kexiangVolcengine',
		name: 'Submit',
		parameters: {
			operation: 'seedance2VideoSubmit',
			mode: 'frame2video',
			prompt: 'she smiles',
			firstFrameUrl: '={{ $json.first }}',
			lastFrameUrl: 'https://example.com/last.png',
			options: { reviewAssets: true },
			...more,
		},
		...retry,
	});
	const retrying = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 };
	const input = itemsOf({ first: 'https://example.com/first.png' });
	const reviews = () =>
		simulator.ledger.requests.filter(({ path }) => path.includes('ark_asset_api_key/upload'));
	const creates = () =>
		simulator.ledger.requests.filter(({ path }) => path.includes('asyncCreate'));

	const ASSET = /^asset:\/\/asset-/;

	describe('Review Assets First', () => {
		it('reviews each file, and sends the video with their assets', async () => {
			const { items, error } = await run(simulator, [submit()], { input });
			expect(error).toBeUndefined();
			expect(reviews().map(({ body }) => body)).toEqual([
				expect.objectContaining({ url: 'https://example.com/first.png', asset_type: 'Image' }),
				expect.objectContaining({ url: 'https://example.com/last.png', asset_type: 'Image' }),
			]);
			expect(creates()).toHaveLength(1);
			const sent = JSON.stringify(creates()[0]?.body);
			expect(sent.match(/asset:\/\/asset-/g)).toHaveLength(2);
			expect(sent).not.toContain('https://example.com');
			expect(items('Submit')[0]?.json).toMatchObject({ taskSource: 'userTask' });
			expect(simulator.ledger.violations).toEqual([]);
		});

		const FIRST = { file: 'https://example.com/first.png', assetUrl: expect.stringMatching(ASSET) };
		const LAST = { file: 'https://example.com/last.png', assetUrl: expect.stringMatching(ASSET) };
		const hintsOf = ({ taskData }: Awaited<ReturnType<typeof run>>) =>
			(taskData('Submit')?.hints ?? []).map(({ message }) => message);

		it.each([
			['at once', {}],
			['and after its wait', { waitForCompletion: true, waitOptions: quick }],
		])(
			'the run says which files were reviewed, %s, and which it had not to',
			async (_when, more) => {
				const first = await run(simulator, [submit(more)], { input });
				expect(first.items('Submit')[0]?.json.reviewedAssets).toEqual([
					{ ...FIRST, reviewed: 'now' },
					{ ...LAST, reviewed: 'now' },
				]);
				expect(hintsOf(first)).toContain('2 files were reviewed in this run');
				const other = submit({ ...more, lastFrameUrl: 'https://example.com/other.png' });
				const second = await run(simulator, [other], { input });
				expect(second.items('Submit')[0]?.json.reviewedAssets).toEqual([
					{ ...FIRST, reviewed: 'earlier' },
					expect.objectContaining({ file: 'https://example.com/other.png', reviewed: 'now' }),
				]);
				expect(hintsOf(second)).toContain(
					'1 file was reviewed in this run; 1 file was accepted earlier and not reviewed again',
				);
			},
		);

		it('says so under Retry On Fail, where another item failed, and where the video is refused', async () => {
			const items = itemsOf({ first: FIRST.file }, { first: 'https://example.com/[busy].png' });
			simulator.addFault({ on: 'submit', kind: '429', contains: 'the second', times: 9 });
			const prompt = '={{ $itemIndex === 1 ? "the second" : "she smiles" }}';
			const node = submit({ prompt }, { ...retrying, onError: 'continueRegularOutput' });
			const done = await run(simulator, [node], { input: items });
			const [good, bad] = done.items('Submit').map(({ json }) => json);
			expect(good?.reviewedAssets).toEqual([
				{ ...FIRST, reviewed: 'now' },
				{ ...LAST, reviewed: 'now' },
			]);
			expect(bad?.error).toMatchObject({
				reviewedAssets: [
					expect.objectContaining({ file: 'https://example.com/[busy].png' }),
					expect.objectContaining({ file: LAST.file }),
				],
			});
		});

		it('says nothing of a review where there was none', async () => {
			const done = await run(simulator, [submit({ options: {} })], { input });
			expect(done.items('Submit')[0]?.json).not.toHaveProperty('reviewedAssets');
			expect(hintsOf(done).join()).not.toMatch(/review/);
		});

		it('reviews a file that several items show once, also when they are sent at once', async () => {
			const items = itemsOf(...Array.from({ length: 5 }, () => input[0]?.json ?? {}));
			const node = submit({ options: { reviewAssets: true, submissionsAtOnce: 5 } });
			const done = await run(simulator, [node], { input: items });
			expect(done.error).toBeUndefined();
			expect(reviews()).toHaveLength(2);
			expect(creates()).toHaveLength(5);
			expect(new Set(creates().map(({ body }) => JSON.stringify(body))).size).toBe(1);
		});

		it.each(['continueRegularOutput', 'stopWorkflow'] as const)(
			'a refused file is reviewed once for all items, also under Retry On Fail, and each says so (%s)',
			async (onError) => {
				const items = itemsOf(
					...Array.from({ length: 3 }, () => ({ first: 'https://example.com/[fail].png' })),
				);
				const more = { options: { reviewAssets: true, submissionsAtOnce: 3 } };
				const node = submit(more, { ...retrying, onError });
				const done = await run(simulator, [node], { input: items });
				expect(reviews()).toHaveLength(2);
				expect(creates()).toEqual([]);
				if (onError === 'stopWorkflow')
					expect(done.error?.message).toMatch(/platform refused .*fail/);
				else
					expect(done.items('Submit').map(({ json }) => json.error)).toEqual(
						Array(3).fill(
							expect.objectContaining({
								message: expect.stringMatching(/platform refused .*fail/),
							}),
						),
					);
			},
		);

		it('a review whose answer was lost is not sent again for another item', async () => {
			simulator.addFault({ on: 'submit', kind: 'resetAfterAccept', contains: 'first.png' });
			const items = itemsOf(...Array.from({ length: 3 }, () => input[0]?.json ?? {}));
			const more = { options: { reviewAssets: true, submissionsAtOnce: 1 } };
			const node = submit(more, { ...retrying, onError: 'continueRegularOutput' });
			await run(simulator, [node], { input: items });
			expect(reviews()).toHaveLength(2);
			expect(creates()).toEqual([]);
		});

		it('does not review again what was accepted once', async () => {
			await run(simulator, [submit()], { input });
			await run(simulator, [submit()], { input });
			expect(reviews()).toHaveLength(2);
			expect(creates()).toHaveLength(2);
		});

		it('reviews again after the platform refused a video', async () => {
			await run(simulator, [submit()], { input });
			simulator.addFault({ on: 'submit', kind: '422', times: 1, contains: 'asset://' });
			await run(simulator, [submit()], { input });
			await run(simulator, [submit()], { input });
			expect(reviews()).toHaveLength(4);
		});

		it.each([
			['by the node that submits', { waitForCompletion: true, waitOptions: quick }, []],
			['by Kexiang Wait for Task', {}, [wait({ options: quick })]],
		] as const)(
			'reviews again after a video failed, which %s was waited for',
			async (_who, more, then) => {
				const failing = submit({ prompt: 'she smiles [fail]', ...more });
				const done = await run(simulator, [failing, ...then], { input });
				expect(JSON.stringify(done.run.data)).toContain('The content review refused this request');
				await run(simulator, [submit()], { input });
				expect(reviews()).toHaveLength(4);
				expect(creates()).toHaveLength(2);
			},
		);

		it('a refusal names the file and the reason, and no video is paid, also under Retry On Fail', async () => {
			const { error } = await run(simulator, [submit({}, retrying)], {
				input: itemsOf({ first: 'https://example.com/[fail].png' }),
			});
			expect(error?.message).toMatch(
				/^Review Assets First failed, because the platform refused https:\/\/example.com\/\[fail\].png: .+ \[item 0\]$/,
			);
			expect(creates()).toEqual([]);
			expect(reviews()).toHaveLength(2);
		});

		it('a lost answer of a review is not repeated, and no video is paid', async () => {
			simulator.addFault({ on: 'submit', kind: 'resetAfterAccept', contains: 'first.png' });
			const { error } = await run(simulator, [submit({}, retrying)], { input });
			expect(error?.message).toMatch(
				/^Review Assets First: the review of .*first\.png got no clear response \(.*\) \[item 0\]$/,
			);
			expect(error?.description).toMatch(/^No video was submitted or charged\./);
			expect(JSON.stringify([error?.message, error?.description])).not.toMatch(/charged twice/);
			expect(creates()).toEqual([]);
			expect(reviews()).toHaveLength(2);
		});

		it('leaves assets and texts as they are, and is off unless chosen', async () => {
			await run(simulator, [submit({ lastFrameUrl: 'asset://asset-known' })], { input });
			expect(reviews()).toHaveLength(1);
			expect(JSON.stringify(creates()[0]?.body)).toContain('asset://asset-known');
			await run(simulator, [submit({ options: {} })], { input });
			expect(reviews()).toHaveLength(1);
		});

		describe('a file of n8n', () => {
			let n8n: BinaryOnDisk;
			beforeAll(async () => {
				n8n = await binaryOnDisk();
			});
			afterAll(async () => await n8n.stop());
			const sent = async (executionId: string, fileName = 'her.png') => {
				const she = await n8n.service.store(
					{ type: 'execution', workflowId: 'w', executionId },
					drawPicture('she', 320, 320),
					{ data: '', mimeType: 'image/png', fileName },
				);
				return await run(simulator, [submit({ lastFrameUrl: 'data' })], {
					input: [{ json: { first: 'data' }, binary: { data: she } }],
					restApiUrl: n8n.restApiUrl,
					executionId,
				});
			};

			it('is reviewed once, also where other executions hold it at another place', async () => {
				for (const executionId of ['review-1', 'review-2']) {
					const { error, run: whole } = await sent(executionId);
					expect(error).toBeUndefined();
					expect(JSON.stringify(whole)).not.toContain('token=');
				}
				expect(reviews()).toHaveLength(1);
				expect(JSON.stringify(reviews()[0]?.body)).toContain('token=');
				expect(creates()).toHaveLength(2);
				for (const { body } of creates()) {
					expect(JSON.stringify(body).match(/asset:\/\/asset-/g)).toHaveLength(2);
					expect(JSON.stringify(body)).not.toContain('token=');
				}
			});

			it('is named in a refusal, and its link is not', async () => {
				simulator.addFault({ on: 'submit', kind: '422', times: 1, contains: 'token=' });
				const { error, run: whole } = await sent('review-3');
				expect(error?.message).toMatch(/refused the input/);
				expect(JSON.stringify(whole.data.resultData)).not.toContain('token=');
				expect(creates()).toEqual([]);
			});
		});
	});
});

describe('on every road', () => {
	const retrying = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 };

	const boats = (count: number) =>
		itemsOf(...Array.from({ length: count }, (_, index) => ({ prompt: `boat ${index}` })));

	const paid = () => simulator.ledger.tasks.length;

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

		it.each(AGENT_KINDS)(
			'as the tool of %s, called twice: one review, two videos',
			async (kind) => {
				const { errors } = await runAsTool(simulator, kind, { ...seedance(), ...retrying }, [
					{},
					{},
				]);
				expect(errors).toEqual([]);
				expect(polled('ark_asset_api_key/upload')).toBe(1);
				expect(polled('asyncCreate')).toBe(2);
			},
		);

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
});
