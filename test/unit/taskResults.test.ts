import { type TaskSourceName } from '../../nodes/shared/answers/sources';
import { readTask } from '../../nodes/shared/answers/task';
import { cpuMs } from '../support/cpuTime';

const IMAGE = 'https://files.example/images/result.png';

const SECOND = 'https://files.example/images/second.png';

const VIDEO = 'https://files.example/videos/result.mp4';

const SOUND = 'https://files.example/audio/result.mp3';

const INPUT = 'https://user.example/input.png';

const record = (answer: unknown) => readTask(answer, { source: 'userTask' });

const tool = (answer: unknown) => readTask(answer, { source: 'toolTask' });

describe('result URLs', () => {
	it.each<[string, unknown, 'imageUrls' | 'videoUrls' | 'audioUrls', string[]]>([
		['service_output.imgUrl', { service_output: { imgUrl: IMAGE } }, 'imageUrls', [IMAGE]],
		[
			'service_output.imgUrls before imgUrl, each once',
			{ service_output: { imgUrl: IMAGE, imgUrls: [SECOND, IMAGE] } },
			'imageUrls',
			[SECOND, IMAGE],
		],
		['service_output.videoUrl', { service_output: { videoUrl: VIDEO } }, 'videoUrls', [VIDEO]],
		['data.videoUrl', { data: { videoUrl: VIDEO } }, 'videoUrls', [VIDEO]],
		['data.video_url', { data: { video_url: VIDEO } }, 'videoUrls', [VIDEO]],
		['data.image_url', { data: { image_url: IMAGE } }, 'imageUrls', [IMAGE]],
		['data.url', { data: { url: IMAGE } }, 'imageUrls', [IMAGE]],
		['data.images[]', { data: { images: [IMAGE, SECOND] } }, 'imageUrls', [IMAGE, SECOND]],
		['data.images[].url', { data: { images: [{ url: IMAGE }] } }, 'imageUrls', [IMAGE]],
		['data.imageUrls[]', { data: { imageUrls: [IMAGE, SECOND] } }, 'imageUrls', [IMAGE, SECOND]],
		['data.frames[]', { data: { frames: [IMAGE] } }, 'imageUrls', [IMAGE]],
		['data.array[].url', { data: { array: [{ url: IMAGE }] } }, 'imageUrls', [IMAGE]],
		['data.results[].url', { data: { results: [{ url: IMAGE }] } }, 'imageUrls', [IMAGE]],
		['data.ResultVideoUrl', { data: { ResultVideoUrl: VIDEO } }, 'videoUrls', [VIDEO]],
		['data.output.video_url', { data: { output: { video_url: VIDEO } } }, 'videoUrls', [VIDEO]],
		[
			'data.output.results.video_url',
			{ data: { output: { results: { video_url: VIDEO } } } },
			'videoUrls',
			[VIDEO],
		],
		['output.video_url', { output: { video_url: VIDEO } }, 'videoUrls', [VIDEO]],
		['result.videoUrl', { result: { videoUrl: VIDEO } }, 'videoUrls', [VIDEO]],
		[
			'data.output.choices[].message.content[].image',
			{ data: { output: { choices: [{ message: { content: [{ image: IMAGE }] } }] } } },
			'imageUrls',
			[IMAGE],
		],
		['data itself', { code: 0, data: VIDEO }, 'videoUrls', [VIDEO]],
		['a list in data', { code: 0, data: [IMAGE, SECOND] }, 'imageUrls', [IMAGE, SECOND]],
		['data.downloadUrl alone', { data: { downloadUrl: VIDEO } }, 'videoUrls', [VIDEO]],
		['downloadUrl at the top', { downloadUrl: VIDEO }, 'videoUrls', [VIDEO]],
		[
			'downloadUrl is a second address of the same file',
			{ data: { videoUrl: VIDEO, downloadUrl: `${VIDEO}?download=1` } },
			'videoUrls',
			[VIDEO],
		],
		['a sound', { data: { audioUrl: SOUND } }, 'audioUrls', [SOUND]],
		[
			'kind by the name of the field where there is no extension',
			{ data: { videoUrl: 'https://files.example/v?id=1' } },
			'videoUrls',
			['https://files.example/v?id=1'],
		],
		[
			'kind by the extension, whatever the field is called',
			{ data: { imgUrl: `${VIDEO}?sign=a/b.png` } },
			'videoUrls',
			[`${VIDEO}?sign=a/b.png`],
		],
	])('%s', (place, answer, kind, wanted) => {
		const task = place.startsWith('service_output') ? record(answer) : tool(answer);
		expect(task[kind]).toEqual(wanted);
		expect(task.urls).toEqual(wanted);
	});

	describe.each([
		['a record', 'userTask', { id: 500, task_status: 'success' }],
		['a tool', 'toolTask', { taskId: 't5', status: 'SUCCESS' }],
	] as const)('written as text in the result of %s', (_, source, task) => {
		it.each<[string, string, string[]]>([
			['an object', JSON.stringify({ images: [{ url: IMAGE }] }), [IMAGE]],
			['an object with a list', JSON.stringify({ imageUrls: [IMAGE, SECOND] }), [IMAGE, SECOND]],
			['a list', JSON.stringify([IMAGE, SECOND]), [IMAGE, SECOND]],
			['a list of objects', ` ${JSON.stringify([{ video_url: VIDEO }])} `, [VIDEO]],
			['JSON in JSON', JSON.stringify({ result: JSON.stringify([VIDEO]) }), [VIDEO]],
			['separated by a comma', `${IMAGE},${SECOND}`, [IMAGE, SECOND]],
			['by a comma and a blank', `${IMAGE}, ${SECOND}`, [IMAGE, SECOND]],
			['by a semicolon', `${IMAGE};${SECOND}`, [IMAGE, SECOND]],
			['line by line', `${IMAGE}\n${SECOND}\r\n\n${VIDEO}\n`, [VIDEO, IMAGE, SECOND]],
			['one with a comma in it', `${IMAGE}?size=1,2;3`, [`${IMAGE}?size=1,2;3`]],
		])('%s', (__, result, urls) => {
			for (const answer of [
				{ ...task, result },
				{ code: 0, data: { ...task, result } },
			]) {
				expect(readTask(answer, { source })).toMatchObject({ state: 'success', urls });
			}
		});

		it.each<[string, string]>([
			['what was given', JSON.stringify({ user_input: { image: INPUT }, prompt: INPUT })],
			['words around an address', `${IMAGE}, and that is all`],
			['half JSON', `{"url":"${IMAGE}"`],
		])('%s is none', (__, result) => {
			expect(readTask({ code: 0, data: { ...task, result } }, { source }).urls).toEqual([]);
		});

		it('what was sent is none', () => {
			const result = JSON.stringify([INPUT, IMAGE]);
			const sent = { user_input: { image_urls: [INPUT] } };
			expect(readTask({ ...task, result }, { source, sent }).urls).toEqual([IMAGE]);
		});
	});

	it('JSON text under any other name may be what was given', () => {
		const answer = { code: 0, data: { status: 'SUCCESS', given: JSON.stringify([INPUT]) } };
		expect(readTask(answer, { source: 'toolTask' }).urls).toEqual([]);
	});

	it.each([' ', ',', 'https://', ' https://a.b', '[', '{"a":'])(
		'a text of %j very often takes no long time',
		(piece) => {
			const answer = { code: 0, data: { result: piece.repeat(50_000) } };
			const before = cpuMs();
			readTask(answer, { source: 'toolTask' });
			expect(cpuMs() - before).toBeLessThan(3_000);
		},
	);

	it.each<[string, unknown]>([
		['aboutUrl', { aboutUrl: IMAGE, data: { aboutUrl: IMAGE, nested: { aboutURL: IMAGE } } }],
		['user_input', { user_input: { image_urls: [IMAGE] } }],
		['user_input in data', { data: { user_input: { image_urls: [IMAGE] } } }],
		['the echo of an input', { data: { input: { img_url: IMAGE }, params: { videoUrl: VIDEO } } }],
		['the prompt', { service_output: { prompt: IMAGE } }],
		['the prompt in user_input', { user_input: { prompt: `like ${IMAGE}` }, service_output: {} }],
		['a failure text', { service_output: { failReason: IMAGE }, data: { message: IMAGE } }],
		['an address to ask at', { data: { taskId: 'a', statusUrl: 'https://x.example/task/a' } }],
		['other top-level fields', { cover_url: IMAGE, url: IMAGE, callback: IMAGE }],
		['text with a URL in it', { data: { text: `see ${IMAGE} for more` } }],
		['what is no http URL', { data: { url: 'ftp://x/y.png', a: 'asset://1', b: 'https://' } }],
	])('%s is no result', (_, answer) => {
		expect(record(answer).urls).toEqual([]);
		expect(tool(answer).urls).toEqual([]);
	});

	it.each<[string, unknown, TaskSourceName]>([
		[
			'beside it',
			{ user_input: { a: [INPUT] }, service_output: { imgUrl: INPUT, x: IMAGE } },
			'userTask',
		],
		[
			'in the envelope',
			{ user_input: { a: INPUT }, data: { id: 1, a: INPUT, url: IMAGE } },
			'toolTask',
		],
		[
			'inside data',
			{ code: 0, data: { user_input: { a: INPUT }, given: INPUT, url: IMAGE } },
			'toolTask',
		],
		[
			'outside an unwrapped record',
			{
				user_input: { a: INPUT },
				data: { task_status: 'success', service_output: [INPUT, IMAGE] },
			},
			'userTask',
		],
	])('an input that the output repeats is no result, with user_input %s', (_, answer, source) => {
		expect(readTask(answer, { source }).urls).toEqual([IMAGE]);
	});

	it('the URL of an asset under review is the input', () => {
		const review = (answer: unknown) => readTask(answer, { source: 'assetReview' });
		const asset = { id: 5, asset_id: null, status: 'processing', url: INPUT, error_msg: null };
		expect(review({ data: asset })).toMatchObject({ state: 'pending', id: '5', urls: [] });
		expect(
			review({ ...asset, asset_id: 'asset-1', status: 'active', url: 'asset://asset-1' }),
		).toMatchObject({ state: 'success', assetId: 'asset-1', urls: [] });
		expect(review({ ...asset, status: 'rejected', error_msg: 'a face' })).toMatchObject({
			state: 'failed',
			failReason: 'a face',
		});
	});
});

describe('what stands in place of a result', () => {
	it.each<[unknown, string, string | undefined]>([
		[{ code: 0, data: '处理中' }, 'pending', undefined],
		[{ code: 0, data: '任务失败：内容违规' }, 'failed', '任务失败：内容违规'],
		[{ code: 0, data: '生成失败' }, 'failed', '生成失败'],
		// Whatever begins with no word of the row is shown, and decides nothing.
		[{ code: 0, data: '任务不存在' }, 'success', undefined],
		[{ code: 0, data: '余额不足' }, 'success', undefined],
		[{ code: 0, data: '失败是成功之母。\n这是一段文案' }, 'success', undefined],
		[{ code: 0, data: '一段不长的文案' }, 'success', undefined],
	])('%j is %s', (answer, state, reason) => {
		const task = readTask(answer, { source: 'toolTask' });
		expect(task.state).toBe(state);
		expect(task.failReason).toBe(reason);
		expect(task.text === undefined).toBe(state !== 'success');
	});

	it('a file while the platform says how far it is comes from the input', () => {
		const data = { traceId: '5006', videoUrl: 'https://in.example/input.mp4', progress: 20 };
		expect(readTask({ code: 0, data }, { source: 'toolTask' }).state).toBe('pending');
		const done = { code: 0, data: { ...data, progress: '100%' } };
		expect(readTask(done, { source: 'toolTask' }).state).toBe('success');
	});

	it.each([
		' https://a.example/1.png',
		'https://a.example/1.png\n',
		'`https://a.example/1.png`',
		'"https://a.example/1.png"',
		'![a picture](https://a.example/1.png)',
		'//a.example/1.png',
	])('%j is the address of a result', (imgUrl) =>
		expect(record({ id: 1, task_status: 'success', service_output: { imgUrl } }).urls).toEqual([
			'https://a.example/1.png',
		]),
	);
});
