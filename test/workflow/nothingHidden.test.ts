import { countingPlatform, type CountingPlatform, type Reply } from '../support/countingPlatform';
import { itemsOf, run, submitImage } from '../support/kexiang';
import { captureLog } from './faults/traces';

/** The error of one item hides neither what the others were given nor what may have been paid for them. */

let platform: CountingPlatform;
beforeEach(async () => (platform = await countingPlatform('kx-test-nothing-hidden')));
afterEach(async () => await platform.stop());

/** By the number of the request. */
const replies = (...all: Reply[]) =>
	(platform.reply = () => all[platform.requests.length - 1] ?? { status: 503, body: {} });
const REFUSED: Reply = { status: 422, body: { detail: 'no' }, afterMs: 300 };

it('an unclear end is told, also where a later try does not come to its item', async () => {
	// Item 2 is sent while item 1 is under way; the next try ends with the refusal of item 1.
	replies({ body: { id: 7001 } }, REFUSED, { status: 500, body: {} });
	const { error } = await run(
		platform,
		[submitImage({ retryOnFail: true, maxTries: 3, waitBetweenTries: 1 })],
		{ input: itemsOf({ n: 0 }, { n: 1 }, { n: 2 }) },
	);
	expect(platform.requests).toHaveLength(3);
	expect(error?.message).toMatch(/\[item 1\]$/);
	expect(error?.context?.details).toMatchObject({
		acceptedTasks: [{ item: 0, taskId: '7001' }],
		otherItems: [{ item: 2, taskMayExist: true }],
	});
});

const text = {
	type: 'kexiangVideoTools',
	name: 'Read',
	parameters: {
		resource: 'transcript',
		operation: 'shortVideoTextExtract',
		videoUrl: 'https://user.example/in.mp4',
	},
};
const TEXT: Reply = { body: { code: 0, data: { text: 'What was said' } } };

it('a result without an address is told beside the error of another item', async () => {
	replies(TEXT, REFUSED);
	const { error } = await run(platform, [text], { input: itemsOf({}, {}) });
	expect(error?.message).toMatch(/\[item 1\]$/);
	expect(error?.description).toContain('What was said (item 0)');
	expect(error?.context?.details).toMatchObject({
		acceptedTasks: [{ item: 0, text: 'What was said' }],
	});
});

it('a result without an address is in the log after Stop', async () => {
	const log = captureLog();
	replies(TEXT, { ...TEXT, afterMs: 2000 });
	await run(platform, [text], { input: itemsOf({}, {}, {}), cancelAfterMs: 1000 });
	expect(log.join('\n')).toContain('What was said (item 0)');
});
