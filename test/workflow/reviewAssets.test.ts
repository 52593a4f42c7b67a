import type { INode, INodeParameters } from 'n8n-workflow';
import { drawPicture } from '../../simulator/picture';
import { AGENT_KINDS, runAsTool } from '../support/agent';
import { hintsOf } from '../support/boats';
import { binaryOnDisk } from '../support/binaryOnDisk';
import { itemsOf, quick, run, wait } from '../support/kexiang';
import { inQuickTime } from '../support/quickTime';
import { useSimulator } from '../support/usedSimulator';

/** Review Assets First: files are reviewed before the video that shows them is paid. */
inQuickTime();
// A platform of its own for each test, as accepted assets are remembered by host and key.
const simulator = useSimulator({}, 'new for each test');

const [FIRST, LAST, REFUSED] = ['first', 'last', '[fail]'].map(
	(name) => `https://example.com/${name}.png`,
) as [string, string, string];
const RETRYING = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 };
const CONTINUE = { ...RETRYING, onError: 'continueRegularOutput' } as const;
const WAITING = { waitForCompletion: true, waitOptions: quick };
const submit = (parameters: INodeParameters = {}, more: Partial<INode> = {}) => ({
	type: 'kexiangVolcengine',
	name: 'Submit',
	...more,
	parameters: {
		operation: 'seedance2VideoSubmit',
		mode: 'frame2video',
		prompt: 'she smiles',
		firstFrameUrl: '={{ $json.first }}',
		lastFrameUrl: LAST,
		...parameters,
		options: { reviewAssets: true, ...(parameters.options as object) },
	},
});
const items = (count: number, first = FIRST) =>
	itemsOf(...Array.from({ length: count }, () => ({ first })));
const go = async (parameters = {}, more: Partial<INode> = {}, input = items(1)) => {
	const done = await run(simulator, [submit(parameters, more)], { input });
	return { ...done, hints: hintsOf(done), jsons: done.items('Submit').map(({ json }) => json) };
};
const bodies = (part: string) =>
	simulator.ledger.requests.filter(({ path }) => path.includes(part)).map(({ body }) => body);
const reviews = () => bodies('ark_asset_api_key/upload');
const videos = () => bodies('asyncCreate').map((body) => JSON.stringify(body));
const reviewed = (file: string, when = 'now') => ({
	file,
	assetUrl: expect.stringMatching(/^asset:\/\/asset-/),
	reviewed: when,
});

describe('each file', () => {
	it('is reviewed, and the video is sent with its asset', async () => {
		const { error, jsons } = await go();
		expect(error).toBeUndefined();
		expect(reviews()).toMatchObject([
			{ url: FIRST, asset_type: 'Image' },
			{ url: LAST, asset_type: 'Image' },
		]);
		const [sent] = videos();
		expect(sent?.match(/asset:\/\/asset-/g)).toHaveLength(2);
		expect(sent).not.toContain('https://example.com');
		expect(jsons).toMatchObject([{ taskSource: 'userTask' }]);
		expect(simulator.ledger.violations).toEqual([]);
	});

	it.each([
		['at once', {}],
		['after the wait', WAITING],
	])('is named as reviewed now or accepted earlier, %s', async (_when, more) => {
		const first = await go(more);
		expect(first.jsons[0]?.reviewedAssets).toEqual([reviewed(FIRST), reviewed(LAST)]);
		expect(first.hints).toContain('2 files were reviewed in this run');
		const other = 'https://example.com/other.png';
		const second = await go({ ...more, lastFrameUrl: other });
		expect(second.jsons[0]?.reviewedAssets).toEqual([reviewed(FIRST, 'earlier'), reviewed(other)]);
		expect(second.hints).toContain(
			'1 file was reviewed in this run; 1 file was accepted earlier and not reviewed again',
		);
		expect(reviews()).toHaveLength(3);
	});

	it('is named under Retry On Fail, where another item failed, and where the video is refused', async () => {
		const [BUSY] = items(1, 'https://example.com/[busy].png');
		simulator.addFault({ on: 'submit', kind: '429', contains: 'the second', times: 9 });
		const prompt = '={{ $itemIndex === 1 ? "the second" : "she smiles" }}';
		const input = [...items(1), ...(BUSY ? [BUSY] : [])];
		const { jsons } = await go({ prompt }, CONTINUE, input);
		expect(jsons[0]?.reviewedAssets).toEqual([reviewed(FIRST), reviewed(LAST)]);
		const files = [{ file: BUSY?.json.first }, { file: LAST }];
		expect(jsons[1]?.error).toMatchObject({ reviewedAssets: files });
	});

	it('that is an asset stays as it is, and nothing is reviewed unless chosen', async () => {
		await go({ lastFrameUrl: 'asset://asset-known' });
		expect(reviews()).toHaveLength(1);
		expect(videos()[0]).toContain('asset://asset-known');
		const { jsons, hints } = await go({ options: { reviewAssets: false } });
		expect(reviews()).toHaveLength(1);
		expect(jsons[0]).not.toHaveProperty('reviewedAssets');
		expect(hints.join()).not.toMatch(/review/);
	});

	it('is reviewed once for all items that show it, also when they are sent at once', async () => {
		const { error } = await go({ options: { submissionsAtOnce: 5 } }, {}, items(5));
		expect(error).toBeUndefined();
		expect(reviews()).toHaveLength(2);
		expect(videos()).toHaveLength(5);
		expect(new Set(videos()).size).toBe(1);
	});

	it('is reviewed again after the platform refused a video', async () => {
		await go();
		simulator.addFault({ on: 'submit', kind: '422', times: 1, contains: 'asset://' });
		await go();
		await go();
		expect(reviews()).toHaveLength(4);
	});

	it.each([
		['the node that submits', WAITING, []],
		['Kexiang Wait for Task', {}, [wait({ options: quick })]],
	])('is reviewed again after a video failed that %s waited for', async (_who, more, then) => {
		const failing = submit({ prompt: 'she smiles [fail]', ...more });
		const done = await run(simulator, [failing, ...then], { input: items(1) });
		expect(JSON.stringify(done.run.data)).toContain('The content review refused this request');
		await go();
		expect(reviews()).toHaveLength(4);
		expect(videos()).toHaveLength(2);
	});
});

describe('no video is paid, also under Retry On Fail,', () => {
	it('where a review is refused; it is sent once, and named in each item', async () => {
		const message =
			/^Review Assets First failed, because the platform refused https:\/\/example.com\/\[fail\].png: .+/;
		const { error } = await go({}, RETRYING, items(1, REFUSED));
		expect(error?.message).toMatch(new RegExp(`${message.source} \\[item 0\\]$`));
		const others = { options: { submissionsAtOnce: 3 }, prompt: 'she laughs' };
		const { jsons } = await go(others, CONTINUE, items(3, REFUSED));
		const told = { message: expect.stringMatching(message) };
		expect(jsons).toMatchObject([{ error: told }, { error: told }, { error: told }]);
		expect(reviews()).toHaveLength(3);
		expect(videos()).toEqual([]);
	});

	it('where the answer of a review was lost; it is not sent again for another item either', async () => {
		simulator.addFault({ on: 'submit', kind: 'resetAfterAccept', contains: 'first.png' });
		const { jsons } = await go({ options: { submissionsAtOnce: 1 } }, CONTINUE, items(3));
		const [error] = jsons.map((json) => json.error as Record<string, string>);
		expect(error?.message).toMatch(
			/^Review Assets First: the review of .*first\.png got no clear response \(.*\)/,
		);
		expect(error?.description).toMatch(/^No video was submitted or charged\./);
		expect(JSON.stringify(error)).not.toMatch(/charged twice/);
		expect(reviews()).toHaveLength(2);
		expect(videos()).toEqual([]);
	});

	it('where the switch came to nothing', async () => {
		const { error } = await go({ options: { reviewAssets: '={{ $json.nope }}' } });
		expect(error?.message).toMatch(/^Review Assets First .*is set but empty/);
		expect(simulator.ledger.requests).toEqual([]);
	});

	it('by a preview, which says what will be reviewed, and later shows the asset, byte for byte', async () => {
		const preview = { options: { previewRequest: true } };
		const before = await go(preview);
		expect(before.error).toBeUndefined();
		expect(simulator.ledger.requests).toEqual([]);
		expect(before.jsons).toMatchObject([{ reviewsFirst: [FIRST, LAST] }]);
		await go();
		const [shown] = (await go(preview)).jsons;
		expect(shown).not.toHaveProperty('reviewsFirst');
		expect(JSON.stringify((shown?.request as { body: unknown }).body)).toBe(videos()[0]);
		expect(videos()).toHaveLength(1);
	});
});

it('the Spending Limit holds for several at once, and each file is reviewed once', async () => {
	const options = { spendingLimit: 5, submissionsAtOnce: 5 };
	await go({ options }, { onError: 'continueRegularOutput' }, items(5));
	expect(reviews()).toHaveLength(2);
	expect(videos()).toHaveLength(2);
});

it.each(AGENT_KINDS)('two calls of the tool of %s: two videos, and one review', async (kind) => {
	const node = submit({ mode: 'img2video', imageUrl: FIRST }, RETRYING);
	const { errors } = await runAsTool(simulator, kind, node, [{}, {}]);
	expect(errors).toEqual([]);
	expect(reviews()).toHaveLength(1);
	expect(videos()).toHaveLength(2);
});

describe('a file of n8n', () => {
	let n8n: Awaited<ReturnType<typeof binaryOnDisk>>;
	beforeAll(async () => void (n8n = await binaryOnDisk()));
	afterAll(async () => await n8n.stop());
	const sent = async (executionId: string) => {
		const owner = { type: 'execution', workflowId: 'w', executionId } as const;
		const facts = { data: '', mimeType: 'image/png', fileName: 'her.png' };
		const data = await n8n.service.store(owner, drawPicture('she', 320, 320), facts);
		return await run(simulator, [submit({ lastFrameUrl: 'data' })], {
			input: [{ json: { first: 'data' }, binary: { data } }],
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
		expect(JSON.stringify(reviews())).toContain('token=');
		expect(videos()).toHaveLength(2);
		for (const video of videos()) {
			expect(video.match(/asset:\/\/asset-/g)).toHaveLength(2);
			expect(video).not.toContain('token=');
		}
	});

	it('is named in a refusal, and its link is not', async () => {
		simulator.addFault({ on: 'submit', kind: '422', times: 1, contains: 'token=' });
		const { error, run: whole } = await sent('review-3');
		expect(error?.message).toMatch(/refused the input/);
		expect(JSON.stringify(whole.data.resultData)).not.toContain('token=');
		expect(videos()).toEqual([]);
	});
});
