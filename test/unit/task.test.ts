import { type TaskSourceName } from '../../nodes/shared/answers/sources';
import { readTask } from '../../nodes/shared/answers/task';
import official from '../fixtures/official-record.json';

const IMAGE = 'https://files.example/images/result.png';

const VIDEO = 'https://files.example/videos/result.mp4';

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
