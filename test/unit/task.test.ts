import fc from 'fast-check';

import { locate } from '../../nodes/shared/answers/lookup';
import { inputTexts, resultFiles } from '../../nodes/shared/answers/results';
import { taskSource, type TaskSourceName } from '../../nodes/shared/answers/sources';
import { readTask } from '../../nodes/shared/answers/task';
import { cpuMs } from '../support/cpuTime';
import official from '../fixtures/official-record.json';

const IMAGE = 'https://files.example/images/result.png';
const SECOND = 'https://files.example/images/second.png';
const VIDEO = 'https://files.example/videos/result.mp4';
const SOUND = 'https://files.example/audio/result.mp3';
const INPUT = 'https://user.example/input.png';

const record = (answer: unknown) => readTask(answer, { source: 'userTask' });
const tool = (answer: unknown) => readTask(answer, { source: 'toolTask' });

describe('the sample record of the official page', () => {
	const task = record(official);

	it('is a success with one picture, the result', () => {
		expect(task).toMatchObject({
			state: 'success',
			status: 'success',
			unknownStatus: false,
			id: '33201',
			cost: '1.2',
			model: 'gemini-3-pro-image-preview',
			createdAt: '2026-06-13T23:14:07.689977+08:00',
			updatedAt: '2026-06-13T23:18:40.462006+08:00',
		});
		expect(task.imageUrls).toEqual([official.service_output.imgUrl]);
		expect(task.urls).toEqual(task.imageUrls);
		expect(task.urls).not.toContain(official.user_input.image_urls[0]);
		expect(task.videoUrls).toEqual([]);
		expect(task.audioUrls).toEqual([]);
		expect(task.text).toBe(official.service_output.prompt.trim());
		expect(task).not.toHaveProperty('failReason');
	});

	it.each([
		['wrapped in data', { data: official }],
		["in a tool's envelope", { code: 0, errorMessage: '', data: official, aboutUrl: IMAGE }],
	])('reads the same %s', (_, answer) => expect(record(answer)).toEqual(task));

	it('is not unwrapped by a data key of its own, which may hold the details of a supplier', () => {
		const details = { status: 'FAILED', id: 'supplier-1', task_id: 'supplier-2', message: 'no' };
		expect(record({ ...official, data: details })).toEqual(task);
	});
});

describe('states', () => {
	// Reference 1.4, name by name; the suppliers' own words are known to tools alone.
	const names = {
		success:
			'success succeeded completed complete done finished succeed SUCCESS SUCCEEDED DONE FINISHED COMPLETED Success',
		failed:
			'failed failure fail error cancelled canceled rejected expired timeout FAILED ERROR CANCELLED CANCELED TIMEOUT FAIL',
		pending: 'pending processing created queued running WAIT RUN PENDING RUNNING',
	};
	const ofSuppliers = {
		success: 'jobsuccess JobSuccess',
		failed: 'not_found jobfailed jobmoderationfailed unknown JobFailed JobModerationFailed UNKNOWN',
		pending: 'in_queue generating JobInit JobRunning',
	};
	const casesOf = (table: Record<string, string>) =>
		Object.entries(table).flatMap(([state, states]) =>
			states.split(' ').map((word) => [word, state]),
		);
	it.each(casesOf(names))('%s is %s', (task_status, state) => {
		const wanted = { state, status: task_status, unknownStatus: false };
		expect(record({ id: 1, task_status })).toMatchObject(wanted);
		expect(tool({ code: 0, data: { task_status } })).toMatchObject(wanted);
	});
	it.each(casesOf(ofSuppliers))('of a tool, %s is %s', (status, state) => {
		expect(tool({ code: 0, data: { status } })).toMatchObject({ state, unknownStatus: false });
	});

	it.each<[string, unknown]>([
		['task_status', { task_status: 'success' }],
		['data.task_status', { data: { task_status: 'success' } }],
		['data.status', { data: { status: 'success' } }],
		['data.state', { data: { state: 'success' } }],
		['data.Status', { data: { Status: 'DONE' } }],
		['data.StatusCode', { data: { StatusCode: 'JobSuccess' } }],
		['data.output.task_status', { data: { output: { task_status: 'SUCCEEDED' } } }],
		['result.status', { result: { status: 'success' } }],
		['output.task_status', { output: { task_status: 'SUCCEEDED' } }],
		['status', { status: 'success' }],
		['state', { state: 'success' }],
		[
			'before a later place',
			{ task_status: 'success', status: 'failed', data: { state: 'error' } },
		],
		['with blanks around it', { task_status: ' success\n' }],
	])('is found at %s', (_, answer) => expect(tool(answer).state).toBe('success'));

	it('an unknown word is pending and reported as unknown', () => {
		expect(record({ id: 1, task_status: 'moderating' })).toMatchObject({
			state: 'pending',
			status: 'moderating',
			unknownStatus: true,
		});
	});

	it.each(['0', 1, '2'])(
		'a small number (%j) is an unknown word, beside a result too',
		(task_status) => {
			const record = { id: 7, task_status, image_url: 'https://cdn.example.com/1.png' };
			expect(readTask(record, { source: 'userTask' })).toMatchObject({
				state: 'pending',
				unknownStatus: true,
			});
		},
	);

	describe('among several addresses', () => {
		const COVER = 'https://files.example/cover.jpg';
		const urlsIn = (service_output: unknown, sent?: unknown) =>
			readTask({ id: 7, task_status: 'success', service_output }, { source: 'userTask', sent })
				.urls;
		it.each(['imgUrl', 'coverUrl', 'last_frame_url', 'image_url'])(
			'a video comes before its %s',
			(name) => {
				expect(urlsIn({ [name]: COVER, videoUrl: VIDEO })).toEqual([VIDEO, COVER]);
			},
		);
		it('a sound comes before its cover', () => {
			const sound = 'https://files.example/a.mp3';
			expect(urlsIn({ imgUrl: COVER, audioUrl: sound })).toEqual([sound, COVER]);
		});
		it.each(['originVideoUrl', 'original_video_url', 'sourceVideoUrl', 'inputUrl', 'inputImages'])(
			'that of %s is no result, unless it is the only one',
			(name) => {
				const given = 'https://m.example/in.mp4';
				expect(urlsIn({ [name]: given, resultUrl: VIDEO })).toEqual([VIDEO]);
				expect(urlsIn({ [name]: given })).toEqual([given]);
			},
		);
		it.each(['original', 'originalUrl', 'original_image_url', 'src', 'source'])(
			'that of %s may be the large one',
			(name) => {
				expect(urlsIn({ images: [{ [name]: IMAGE, thumbnail: COVER }] })).toEqual([IMAGE, COVER]);
			},
		);
		it.each([' ', '\t', '\u00a0', '\u3000'])('one whose file name holds %j is one', (blank) => {
			const url = `https://files.example/图片/结果${blank}一.png?sign=1`;
			const encoded = url.replace(blank, encodeURIComponent(blank));
			expect(urlsIn({ imgUrls: [url, IMAGE] })).toEqual([encoded, IMAGE]);
			expect(urlsIn({ imgUrls: [url] }, { image: encoded })).toEqual([]);
		});
		it.each([`${IMAGE} is your picture`, `${IMAGE} expires at 12:00`, 'https://x y/a b'])(
			'%s is none',
			(text) => expect(urlsIn({ imgUrl: text })).toEqual([]),
		);
	});

	it('an unknown word stays pending beside a result: it may be a preview', () => {
		const answer = { task_status: 'polishing', service_output: { imgUrl: IMAGE } };
		expect(record(answer).state).toBe('pending');
	});

	it.each(['moderating', ''])('a failReason beside the state "%s" is a failure', (word) => {
		const answer = { task_status: word, service_output: { failReason: 'refused' } };
		expect(record(answer)).toMatchObject({ state: 'failed', failReason: 'refused' });
	});

	it.each(['running', 'success'])('a failReason beside %s changes nothing', (word) => {
		const output = { failReason: 'first try failed', imgUrl: 'https://x.example/a.png' };
		const answer = { task_status: word, service_output: output };
		expect(record(answer)).not.toHaveProperty('failReason');
		expect(record(answer).state).toBe(word === 'running' ? 'pending' : word);
	});

	it('a failReason in place of a result counts beside success, and not beside running', () => {
		const answer = { task_status: 'success', service_output: { failReason: 'too dark' } };
		expect(record(answer)).toMatchObject({ state: 'failed', failReason: 'too dark' });
		expect(record({ ...answer, task_status: 'running' }).state).toBe('pending');
	});

	describe.each([
		['of a record', 'userTask', (fields: object) => ({ code: 200, data: { id: 500, ...fields } })],
		['of a bare record', 'userTask', (fields: object) => ({ id: 500, ...fields })],
		['of an asset', 'assetReview', (fields: object) => ({ id: 500, ...fields })],
		['of a tool', 'toolTask', (fields: object) => ({ code: 0, data: { taskId: 't5', ...fields } })],
		['beside an envelope', 'toolTask', (fields: object) => ({ code: 0, taskId: 't5', ...fields })],
	] as const)('a success %s', (_, source, answer) => {
		const read = (fields: object) => readTask(answer({ status: 'SUCCESS', ...fields }), { source });

		it.each([
			'failReason',
			'fail_reason',
			'failure_reason',
			'failMsg',
			'errorMessage',
			'errorMsg',
			'error_msg',
			'errMsg',
		])('that says in %s why it failed, and has no result, failed', (name) => {
			expect(read({ [name]: '内容审核未通过', message: '任务结束' })).toMatchObject({
				state: 'failed',
				status: 'SUCCESS',
				failReason: '内容审核未通过',
			});
		});

		it.each(['', ' ', 'success', 'OK', '成功', '操作成功', '无', 'none', 'null', 0, null, {}])(
			'whose reason is %j is one',
			(failReason) => expect(read({ failReason })).toMatchObject({ state: 'success' }),
		);

		it.each(['message', 'msg'])('that says anything in %s is one', (name) => {
			expect(read({ [name]: '内容审核未通过' })).toMatchObject({ state: 'success' });
		});

		it('that has its result is one', () => {
			const result = source === 'assetReview' ? { asset_id: 'asset-1' } : { videoUrl: VIDEO };
			const task = read({ ...result, failReason: 'one of two was refused' });
			expect(task).toMatchObject({ state: 'success' });
			expect(task).not.toHaveProperty('failReason');
		});
	});

	it('a reason of failure beside the data of a tool changes nothing', () => {
		const answer = { code: 0, data: { status: 'success', duration: 12.5, error_msg: 'no sound' } };
		expect(readTask(answer, { source: 'toolTask' })).toMatchObject({ state: 'success' });
	});

	it.each<[string, TaskSourceName, unknown]>([
		['no state', 'toolTask', { code: 0, data: { videoUrl: VIDEO } }],
		['an empty state', 'userTask', { task_status: '', service_output: { videoUrl: VIDEO } }],
		['an HTTP status', 'toolTask', { status: 200, data: { videoUrl: VIDEO } }],
		['an HTTP status', 'userTask', { status: 200, service_output: { videoUrl: VIDEO } }],
	])('%s of a %s, but a result is a success', (_, source, answer) => {
		expect(readTask(answer, { source })).toMatchObject({ state: 'success', videoUrls: [VIDEO] });
	});

	it.each<[string, unknown]>([
		['nothing', undefined],
		['null', null],
		['an empty object', {}],
		['a list', [1, 2]],
		['text', 'busy'],
		['a number', 7],
		['an empty envelope', { code: 0, data: null }],
		['a new task', { code: 0, data: { traceId: 'a-1' } }],
		['a state that is no text', { task_status: { name: 'success' }, status: [], state: true }],
	])('%s is pending', (_, answer) => {
		for (const read of [record, tool])
			expect(read(answer)).toMatchObject({ state: 'pending', urls: [] });
	});
});

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

describe('failure texts', () => {
	const failed = { task_status: 'failed' };
	it.each<[string, unknown, string]>([
		['failReason', { ...failed, service_output: { failReason: 'a' }, message: 'b' }, 'a'],
		['errorMessage', { status: 'failed', errorMessage: 'a', error: 'b' }, 'a'],
		['error', { ...failed, error: 'a', msg: 'b' }, 'a'],
		['error.message', { ...failed, error: { message: 'a' }, msg: 'b' }, 'a'],
		['msg', { ...failed, msg: 'a', message: 'b' }, 'a'],
		['message', { ...failed, message: 'a' }, 'a'],
		['data.message', { data: { status: 'failed', message: 'a' } }, 'a'],
		['data.ErrorMessage', { data: { Status: 'FAIL', ErrorMessage: 'a' } }, 'a'],
		['data.failure_reason', { data: { status: 'failed', failure_reason: 'a' } }, 'a'],
		['data.error_msg', { data: { status: 'failed', error_msg: 'a' } }, 'a'],
		['data.StatusMsg', { data: { StatusCode: 'JobFailed', StatusMsg: 'a' } }, 'a'],
		['data.output', { data: { output: { task_status: 'FAILED', message: 'a' } } }, 'a'],
		['output.message', { output: { task_status: 'FAILED', message: 'a' } }, 'a'],
		['data.error', { data: { status: 'failed', error: 'a' } }, 'a'],
		['error_msg', { status: 'rejected', error_msg: 'a' }, 'a'],
		[
			'not the success of the envelope around it',
			{ code: 0, message: 'success', msg: 'OK', data: { status: 'failed', failure_reason: 'a' } },
			'a',
		],
		['data.task_status_msg', { data: { status: 'failed', task_status_msg: 'a' } }, 'a'],
		['data.failure_message', { data: { status: 'failed', failure_message: 'a' } }, 'a'],
		['detail', { status: 'failed', detail: 'a' }, 'a'],
		['detail as a list', { status: 'failed', detail: [{ loc: ['body'], msg: 'a' }] }, 'a'],
		['data.error as an object', { data: { status: 'failed', error: { code: 7, msg: 'a' } } }, 'a'],
		['data.error as a list', { data: { status: 'failed', error: [{ message: 'a' }] } }, 'a'],
		['a code alone', { data: { status: 'failed', error: { code: 'Sensitive' } } }, 'Sensitive'],
		['JSON in a text', { status: 'failed', error: '{"code":7,"message":"a"}' }, 'a'],
		[
			'no text that was handed in',
			{ status: 'failed', user_input: { message: 'b' }, request: { message: 'b' } },
			'no reason was found in the platform\'s response (status "failed")',
		],
		['none', failed, 'no reason was found in the platform\'s response (status "failed")'],
		[
			'none but the success of the envelope',
			{ code: 0, message: 'Success', data: { status: 'failed' } },
			'no reason was found in the platform\'s response (status "failed")',
		],
	])('%s', (place, answer, reason) => {
		const read = place === 'failReason' ? record : tool;
		expect(read(answer)).toMatchObject({ state: 'failed', failReason: reason });
	});
});

describe('texts and numbers', () => {
	it.each<[string, unknown]>([
		['data as text', { code: 0, data: 'the words' }],
		['data.text', { code: 0, data: { text: 'the words' } }],
		['data.content', { code: 0, data: { content: 'the words' } }],
		['data.result', { code: 0, data: { status: 'SUCCESS', result: 'the words' } }],
		['data.copy', { code: 0, data: { copy: 'the words' } }],
		[
			'data.result.text',
			{ code: 0, data: { status: 'SUCCESS', result: { text: 'the words', segments: [] } } },
		],
		['data.transcript', { code: 0, data: { transcript: 'the words' } }],
		['result as text', { status: 'done', result: 'the words' }],
		['result.content', { result: { status: 'done', content: 'the words' } }],
		['text at the top', { status: 'done', text: 'the words' }],
		['transcript at the top', { status: 'done', transcript: 'the words' }],
	])('a text result: %s', (_, answer) => {
		expect(tool(answer)).toMatchObject({ state: 'success', text: 'the words' });
	});

	it.each<[string, unknown, object]>([
		['cost as text', { cost: '1.2' }, { cost: '1.2' }],
		['cost as a number', { cost: 0.2 }, { cost: '0.2' }],
		['cost of an envelope', { data: { cost: '3' } }, { cost: '3' }],
		['id as text', { id: '33201' }, { id: '33201' }],
		['progress as text', { data: { progress: '45%' } }, { progress: 45 }],
		['progress as a number', { progress: 7.5 }, { progress: 7.5 }],
	])('%s', (_, answer, wanted) => {
		expect(record(answer)).toMatchObject(wanted);
		expect(tool(answer)).toMatchObject(wanted);
	});

	it('leaves out what is no number', () => {
		const task = tool({ cost: {}, progress: 'soon', id: null });
		for (const name of ['cost', 'progress', 'id']) expect(task).not.toHaveProperty(name);
	});
});

describe('any JSON at all', () => {
	const KEYS =
		'service_output user_input data output result results images array imgUrl imgUrls videoUrl downloadUrl url id taskId task_status status state message error prompt failReason code aboutUrl text cost progress asset_id __proto__ constructor toString'.split(
			' ',
		);
	const urls = fc.integer({ min: 1, max: 9 }).map((n) => `https://files.example/${n}.png`);
	const { answers } = fc.letrec<{ answers: unknown }>((tie) => ({
		answers: fc.oneof(
			{ maxDepth: 5, depthSize: 'small' },
			fc.oneof(
				urls,
				fc.constantFrom('success', 'failed', 'running', 'odd', '', null, 0, 200, -1, true),
				fc.jsonValue({ maxDepth: 1 }),
			),
			fc.dictionary(fc.constantFrom(...KEYS), tie('answers'), { maxKeys: 7 }),
			fc.array(tie('answers'), { maxLength: 4 }),
		),
	}));

	it('becomes a Task, and no input URL becomes a result', () => {
		fc.assert(
			fc.property(answers, fc.constantFrom('userTask', 'toolTask'), (answer, source) => {
				const parsed: unknown = JSON.parse(JSON.stringify(answer));
				const task = readTask(parsed, { source });
				// One look for all, as ten thousand answers with many URLs each make a crowd of expectations.
				const ofKinds = [...task.imageUrls, ...task.videoUrls, ...task.audioUrls];
				const inputs = new Set(inputsOf(parsed));
				expect({
					hasState: ['pending', 'success', 'failed'].includes(task.state),
					status: typeof task.status,
					different: new Set(task.urls).size,
					ofKindAlone: ofKinds.filter((url) => !task.urls.includes(url)),
					inputs: task.urls.filter((url) => inputs.has(url)),
					hasReason: task.failReason !== undefined,
				}).toEqual({
					hasState: true,
					status: 'string',
					different: task.urls.length,
					ofKindAlone: [],
					inputs: [],
					hasReason: task.state === 'failed',
				});
			}),
			{ numRuns: 2_000 },
		);
	});

	it.each([100, 3_000, 200_000])(
		'nested %i deep is fine, inputs still being told apart',
		(depth) => {
			const nest = (core: string) => `${'{"a":['.repeat(depth)}${core}${']}'.repeat(depth)}`;
			const answer: unknown = JSON.parse(
				`{"user_input":${nest(`"${INPUT}"`)},"data":{"url":"${IMAGE}","given":"${INPUT}","more":${nest('1')}}}`,
			);
			const { reads } = taskSource('toolTask');
			const located = locate(answer, reads);
			expect(resultFiles(located, inputTexts(answer)).urls).toEqual([IMAGE]);
			expect(readTask(answer, { source: 'toolTask', isDirect: true }).urls).toEqual([IMAGE]);
		},
	);

	it.each([
		['many addresses in one word, and a text', `${'https://a'.repeat(100_000)} b`],
		['a long text', 'word'.repeat(250_000)],
		['a URL that never ends', `https://${'a'.repeat(1_000_000)} b`],
		['many results', Array.from({ length: 100_000 }, (_, n) => `https://files.example/${n}.png`)],
	])('%s takes no time', (_, data) => {
		const started = cpuMs();
		readTask({ code: 0, data }, { source: 'toolTask', isDirect: true });
		expect(cpuMs() - started).toBeLessThan(1_000);
	});
});

/** Every text that stands anywhere below a `user_input`. */
function inputsOf(value: unknown, inside = false): string[] {
	if (typeof value === 'string') return inside ? [value] : [];
	if (typeof value !== 'object' || value === null) return [];
	return Object.entries(value).flatMap(([key, entry]) =>
		inputsOf(entry, inside || key === 'user_input'),
	);
}

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
