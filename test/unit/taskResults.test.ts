import type { TaskSourceName } from '../../nodes/shared/answers/sources';
import { readTask } from '../../nodes/shared/answers/task';
import official from '../fixtures/official-record.json';
import { IMAGE, INPUT, SECOND, SOUND, UUID, VIDEO } from './sampleUrls';
import { output, record, rowOf, SOURCES, tool, toolData } from './taskAnswers';

/** Without an ending. */
const BARE = 'https://files.example/v';
const COVER = 'https://files.example/cover.jpg';

describe('the sample record of the official page', () => {
	const task = record(official);

	it('is a success with one picture, the result', () => {
		const { imgUrl, prompt } = official.service_output;
		expect(task).toEqual({
			state: 'success',
			status: 'success',
			unknownStatus: false,
			hasResult: true,
			id: '33201',
			text: prompt.trim(),
			cost: '1.2',
			model: 'gemini-3-pro-image-preview',
			createdAt: '2026-06-13T23:14:07.689977+08:00',
			updatedAt: '2026-06-13T23:18:40.462006+08:00',
			urls: [imgUrl],
			imageUrls: [imgUrl],
			videoUrls: [],
			audioUrls: [],
		});
	});

	it.each<[string, unknown]>([
		['wrapped in data', { data: official }],
		["in a tool's envelope", { code: 0, errorMessage: '', data: official, aboutUrl: IMAGE }],
		[
			'with data of its own, which may hold the details of a supplier',
			{ ...official, code: 'E1', data: { status: 'FAILED', id: 'supplier-1', task_id: 'x' } },
		],
	])('reads the same %s', (_, answer) => expect(record(answer)).toEqual(task));
});

describe('the addresses of results', () => {
	type Kind = 'imageUrls' | 'videoUrls' | 'audioUrls';
	it.each<[Kind, string[], unknown]>([
		['imageUrls', [SECOND, IMAGE], { service_output: { imgUrl: IMAGE, imgUrls: [SECOND, IMAGE] } }],
		['videoUrls', [VIDEO], { service_output: { videoUrl: VIDEO } }],
		['imageUrls', [IMAGE, SECOND], { data: { images: [IMAGE, { url: SECOND }] } }],
		['imageUrls', [IMAGE], { data: { results: [{ url: IMAGE }] } }],
		['videoUrls', [VIDEO], { data: { output: { results: { video_url: VIDEO } } } }],
		['videoUrls', [VIDEO], { output: { video_url: VIDEO } }],
		['videoUrls', [VIDEO], { result: { videoUrl: VIDEO } }],
		['imageUrls', [IMAGE], { data: { choices: [{ message: { content: [{ image: IMAGE }] } }] } }],
		['videoUrls', [VIDEO], { code: 0, data: VIDEO }],
		['imageUrls', [IMAGE, SECOND], { code: 0, data: [IMAGE, SECOND] }],
		['videoUrls', [VIDEO], { data: { downloadUrl: VIDEO } }],
		['videoUrls', [VIDEO], { data: { videoUrl: VIDEO, downloadUrl: `${VIDEO}?download=1` } }],
		['audioUrls', [SOUND], { data: { audioUrl: SOUND } }],
		// The kind by the name of the field, and by the ending of the file whatever the field is called.
		['videoUrls', [`${BARE}?id=1`], { data: { videoUrl: `${BARE}?id=1` } }],
		['videoUrls', [`${VIDEO}?sign=a/b.png`], { data: { imgUrl: `${VIDEO}?sign=a/b.png` } }],
	])('%s are %j in %j', (kind, urls, answer) => {
		const read = Object.hasOwn(answer as object, 'service_output') ? record : tool;
		expect(read(answer)).toMatchObject({ [kind]: urls, urls });
	});

	it('of a tool may stand beside the envelope', () => {
		for (const source of SOURCES.filter((one) => rowOf(one).from === 'answer'))
			for (const name of ['videoUrl', 'video_url', 'ResultVideoUrl', 'downloadUrl', 'url'])
				expect(readTask({ code: 0, [name]: VIDEO }, { source }).urls).toEqual([VIDEO]);
		expect(tool({ downloadUrl: VIDEO }).urls).toEqual([VIDEO]);
	});

	it('may be written in other ways, and with blanks in the name of a file', () => {
		const ways = [` ${IMAGE}`, `${IMAGE}\n`, `\`${IMAGE}\``, `"${IMAGE}"`, `![a](${IMAGE})`];
		for (const imgUrl of [...ways, IMAGE.replace('https:', '')])
			expect(output({ imgUrl }).urls).toEqual([IMAGE]);
		for (const blank of [' ', '\t', '\u00a0', '\u3000']) {
			const url = `https://files.example/图片/结果${blank}一.png?sign=1`;
			const encoded = url.replace(blank, encodeURIComponent(blank));
			expect(output({ imgUrls: [url, IMAGE] }).urls).toEqual([encoded, IMAGE]);
			expect(output({ imgUrls: [url] }, { sent: { image: encoded } }).urls).toEqual([]);
		}
	});

	it('are no sentence, and of no other scheme', () => {
		const sentences = [`${IMAGE} is your picture`, `${IMAGE} expires at 12:00`, 'https://x y/a b'];
		for (const imgUrl of [...sentences, 'ftp://x/y.png', 'https://'])
			expect(output({ imgUrl }).urls).toEqual([]);
	});
});

describe('among several addresses', () => {
	it('a video comes before its pictures, and a sound before its cover', () => {
		for (const name of ['imgUrl', 'coverUrl', 'last_frame_url'])
			expect(output({ [name]: COVER, videoUrl: VIDEO }).urls).toEqual([VIDEO, COVER]);
		expect(output({ imgUrl: COVER, audioUrl: SOUND }).urls).toEqual([SOUND, COVER]);
	});
	it('one that was given is no result, unless it is the only one', () => {
		const given = 'https://m.example/in.mp4';
		for (const name of 'originVideoUrl original_video_url sourceVideoUrl inputUrl inputImages'.split(
			' ',
		)) {
			expect(output({ [name]: given, resultUrl: VIDEO }).urls).toEqual([VIDEO]);
			expect(output({ [name]: given }).urls).toEqual([given]);
		}
	});
	it('an original may be the large one', () => {
		for (const name of ['original', 'originalUrl', 'original_image_url', 'src', 'source']) {
			const images = [{ [name]: IMAGE, thumbnail: COVER }];
			expect(output({ images }).urls).toEqual([IMAGE, COVER]);
		}
	});
});

describe('written as text in the result', () => {
	it.each<[string[], string]>([
		[[IMAGE], JSON.stringify({ images: [{ url: IMAGE }] })],
		[[VIDEO], JSON.stringify({ result: JSON.stringify([VIDEO]) })],
		[[IMAGE, SECOND], `${IMAGE},${SECOND}`],
		[[IMAGE, SECOND], `${IMAGE};${SECOND}`],
		[[VIDEO, IMAGE, SECOND], `${IMAGE}\n${SECOND}\r\n\n${VIDEO}\n`],
		[[`${IMAGE}?size=1,2;3`], `${IMAGE}?size=1,2;3`],
		[[IMAGE], JSON.stringify([INPUT, IMAGE])],
		[[], JSON.stringify({ user_input: { image: IMAGE }, prompt: IMAGE })],
		[[], `${IMAGE}, and that is all`],
		[[], `{"url":"${IMAGE}"`],
	])('there are %j in %j', (urls, result) => {
		const sent = { user_input: { image_urls: [INPUT] } };
		const [task, done] = [
			{ id: 500, result },
			{ id: 't5', status: 'SUCCESS', result },
		];
		for (const one of [record(task, { sent }), record({ code: 0, data: task }, { sent })])
			expect(one.urls).toEqual(urls);
		for (const one of [tool(done, { sent }), tool({ code: 0, data: done }, { sent })])
			expect(one.urls).toEqual(urls);
	});

	it('under any other name they may be what was given', () =>
		expect(toolData({ status: 'SUCCESS', given: JSON.stringify([INPUT]) }).urls).toEqual([]));
});

describe('what is no result', () => {
	it.each([
		{ aboutUrl: IMAGE, data: { aboutUrl: IMAGE, nested: { aboutURL: IMAGE } } },
		{ user_input: { image_urls: [IMAGE] } },
		{ data: { input: { img_url: IMAGE }, params: { videoUrl: VIDEO } } },
		{ service_output: { prompt: IMAGE } },
		{ service_output: { failReason: IMAGE }, data: { message: IMAGE } },
		{ data: { taskId: 'a', statusUrl: 'https://x.example/task/a' } },
		{ cover_url: IMAGE, url: IMAGE, callback: IMAGE },
		{ data: { text: `see ${IMAGE} for more` } },
		{ data: { a: 'asset://1' } },
	])('%j', (answer) => {
		for (const read of [record, tool]) expect(read(answer).urls).toEqual([]);
	});

	it.each<[TaskSourceName, unknown]>([
		['userTask', { user_input: { a: [INPUT] }, service_output: { imgUrl: INPUT, x: IMAGE } }],
		['toolTask', { user_input: { a: INPUT }, data: { id: 1, a: INPUT, url: IMAGE } }],
		['userTask', { user_input: { a: INPUT }, data: { id: 1, service_output: [INPUT, IMAGE] } }],
	])('the input that %s repeats: %j', (source, answer) =>
		expect(readTask(answer, { source }).urls).toEqual([IMAGE]),
	);

	it('anything that was sent', () => {
		const images = `${IMAGE}，https://user.example/图.png`;
		const sent = { videoUrl: INPUT, images, deep: [{ a: INPUT }], text: 'as sent' };
		for (const answer of [
			{ traceId: UUID, videoUrl: INPUT },
			{ code: 0, data: { traceId: UUID, videoUrl: ` ${INPUT}` } },
			{ code: 0, data: { traceId: UUID, images: [IMAGE, 'https://user.example/%E5%9B%BE.png'] } },
			{ code: 0, data: { traceId: UUID, text: 'as sent' } },
			{ id: 5, task_status: 'pending', service_output: { videoUrl: INPUT } },
		]) {
			for (const read of [record, tool])
				expect(read(answer, { sent })).toMatchObject({ state: 'pending', urls: [] });
		}
		expect(toolData({ videoUrl: INPUT, url: VIDEO }, { sent }).urls).toEqual([VIDEO]);
		expect(toolData({ videoUrl: INPUT }, { sent, isDirect: true }).hasResult).toBe(false);
	});

	it('the address of an asset under review', () => {
		const review = (more: object) => {
			const asset = { id: 5, asset_id: null, status: 'processing', url: INPUT, ...more };
			return readTask({ data: asset }, { source: 'assetReview' });
		};
		expect(review({})).toMatchObject({ state: 'pending', id: '5', urls: [] });
		const passed = { asset_id: 'asset-1', status: 'active', url: 'asset://asset-1' };
		expect(review(passed)).toMatchObject({ state: 'success', assetId: 'asset-1', urls: [] });
		const rejected = { state: 'failed', failReason: 'a face' };
		expect(review({ status: 'rejected', error_msg: 'a face' })).toMatchObject(rejected);
	});
});

describe('texts and numbers', () => {
	it.each([
		{ code: 0, data: 'the words' },
		{ code: 0, data: { content: 'the words' } },
		{ code: 0, data: { transcript: 'the words' } },
		{ code: 0, data: { status: 'SUCCESS', result: { text: 'the words', segments: [] } } },
		{ status: 'done', result: 'the words' },
		{ result: { status: 'done', copy: 'the words' } },
	])('%j is a text result', (answer) =>
		expect(tool(answer)).toMatchObject({ state: 'success', text: 'the words' }),
	);

	it.each<[object, object]>([
		[{ cost: 0.2 }, { cost: '0.2' }],
		[{ data: { cost: '3' } }, { cost: '3' }],
		[{ data: { progress: '45%' } }, { progress: 45 }],
		[{ data: { progress: 7.5 } }, { progress: 7.5 }],
	])('%j tells %j', (answer, wanted) => {
		for (const read of [record, tool]) expect(read(answer)).toMatchObject(wanted);
	});

	it('what is no number is left out', () => {
		const task = tool({ cost: {}, progress: 'soon', id: null });
		for (const name of ['cost', 'progress', 'id']) expect(task).not.toHaveProperty(name);
	});
});
