import fc from 'fast-check';

import type { TaskSourceName } from '../../nodes/shared/answers/sources';
import { readTask, type Task } from '../../nodes/shared/answers/task';
import { resultItem, submittedItem, syncItem } from '../../nodes/shared/run/taskItem';
import { bounded } from '../../nodes/shared/waiting/waitState';
import official from '../fixtures/official-record.json';
import { cpuMs } from '../support/cpuTime';
import { IMAGE, INPUT, UUID, VIDEO } from './sampleUrls';
import { idIn, isOf, output, record, rowOf, SOURCES, tool, toolData } from './taskAnswers';

describe('any JSON at all, by any row', () => {
	const KEYS =
		'service_output user_input data output result results images array imgUrl imgUrls videoUrl downloadUrl url id taskId task_id traceId JobId task_status taskStatus status State message error msg prompt failReason code aboutUrl text cost progress asset_id created_at __proto__ constructor toString';
	const WORDS = ['success', 'FAILED', '处理中', 'running', 'odd', 'active', ''];
	const urls = fc.integer({ min: 1, max: 9 }).map((n) => `https://files.example/${n}.png`);
	const { answers } = fc.letrec<{ answers: unknown }>((tie) => ({
		answers: fc.oneof(
			{ maxDepth: 5, depthSize: 'small' },
			fc.oneof(
				urls,
				fc.constantFrom(INPUT, VIDEO, UUID, ...WORDS, null, 0, -1, 200, 1.5, true),
				fc.jsonValue({ maxDepth: 1 }),
			),
			fc.dictionary(fc.constantFrom(...KEYS.split(' ')), tie('answers'), { maxKeys: 7 }),
			fc.array(tie('answers'), { maxLength: 4 }),
		),
	}));

	it('becomes a task; nothing given becomes a result, and no number that is none an id', () => {
		const sources = fc.constantFrom(...SOURCES);
		fc.assert(
			fc.property(answers, sources, fc.boolean(), (made, source, isDirect) => {
				const answer: unknown = JSON.parse(JSON.stringify(made));
				const task = readTask(answer, { source, sent: { videoUrl: INPUT }, isDirect });
				const ofKinds = [...task.imageUrls, ...task.videoUrls, ...task.audioUrls];
				const inputs = new Set([INPUT, ...inputsOf(answer)]);
				// One look for all, as so many answers with many URLs each make a crowd of expectations.
				expect({
					hasState: ['pending', 'success', 'failed'].includes(task.state),
					status: typeof task.status,
					different: new Set(task.urls).size,
					ofKindAlone: ofKinds.filter((url) => !task.urls.includes(url)),
					inputs: task.urls.filter((url) => inputs.has(url)),
					hasReason: task.failReason !== undefined,
					isAboutItself: task.id === undefined || isOf(answer, task.id, source),
				}).toEqual({
					hasState: true,
					status: 'string',
					different: task.urls.length,
					ofKindAlone: [],
					inputs: [],
					hasReason: task.state === 'failed',
					isAboutItself: true,
				});
				expect(task.id ?? '1').not.toMatch(/^(0+|-[\d.]+|\d*\.\d+|[^\p{L}\p{N}]*)$/u);
				expect(task.id).toBe(idIn(answer, rowOf(source)));
				expect(JSON.parse(JSON.stringify(task))).toEqual(task);
			}),
			{ numRuns: 2_000 },
		);
	});

	it.each([100, 3_000, 200_000])('%i levels deep is read, inputs told apart', (depth) => {
		const nest = (core: string) => `${'{"data":['.repeat(depth)}${core}${']}'.repeat(depth)}`;
		const given = `"user_input":${nest(`"${INPUT}"`)},"data":{"url":"${IMAGE}","given":"${INPUT}"`;
		const deep = `{"id":33201,${given},"more":${nest('1')}}}`;
		expect(tool(JSON.parse(deep), { isDirect: true }).urls).toEqual([IMAGE]);
		const running: unknown = JSON.parse(`{"id":33201,"task_status":"pending","data":${nest('1')}}`);
		for (const source of SOURCES) {
			const task = readTask(running, { source, isDirect: true });
			expect(task.id).toBe('33201');
			expect(JSON.stringify(bounded(task)).length).toBeLessThan(70_000);
			expect(isOf(running, '33201', source)).toBe(true);
		}
	});

	const named = (count: number, nameOf: (n: number) => string) =>
		Object.fromEntries(Array.from({ length: count }, (_, n) => [nameOf(n), 'x']));
	const textOf = (piece: string, count: number) =>
		[`"${piece}" very often`, { result: piece.repeat(count) }] as const;
	it.each<readonly [string, unknown]>([
		...[' ', ',', 'https://', ' https://a.b', '[', '{"a":'].map((one) => textOf(one, 50_000)),
		textOf('word', 250_000),
		['many addresses in one word, and a text', `${'https://a'.repeat(100_000)} b`],
		['a URL that never ends', `https://${'a'.repeat(1_000_000)} b`],
		['many results', Array.from({ length: 100_000 }, (_, n) => `https://files.example/${n}.png`)],
		['many names', named(50_000, (n) => `name${n}`)],
		['many spellings', named(20_000, (n) => `${'_'.repeat(n % 100)}id${'-'.repeat(n / 100)}`)],
		['a large file', { a: `data:image/png;base64,iVBORw0KGgo${'Ab9/'.repeat(3_000_000)}` }],
	])('%s takes no time', (_, data) => {
		const started = cpuMs();
		for (const source of ['userTask', 'toolTask'] as const)
			readTask({ code: 0, data }, { source, isDirect: source === 'toolTask' });
		expect(cpuMs() - started).toBeLessThan(3_000);
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

describe('a task within bounds', () => {
	const handle = { taskSource: 'toolTask' as const, operation: 'any' };
	/** Of each shape that an answer is known to have. */
	const ANSWERS: Array<[TaskSourceName, unknown]> = [
		['userTask', official],
		['toolTask', { code: 0, data: { traceId: 'a-1' } }],
		['toolTask', { code: 0, data: { image_url: IMAGE }, aboutUrl: IMAGE }],
		['toolTask', { code: 0, data: { duration: 12.5 } }],
		['toolTask', { code: 0, errorMessage: '', Duration: 3 }],
		['toolTask', { data: { text: 'a b', subtitles: [{ start: 0, text: 'a' }] } }],
		['toolTask', { data: { status: 'FAILED', message: 'not this' } }],
		['assetReview', { id: 5, asset_id: 'asset-1', status: 'active' }],
		['toolTask', {}],
	];
	const stored = (task: Task) => JSON.parse(JSON.stringify(bounded(task))) as Task;

	it.each(ANSWERS)('is the task of %s, and makes the same items: %j', (source, body) => {
		for (const isDirect of [true, false]) {
			const task = readTask(body, { source, isDirect });
			expect(stored(task)).toEqual(task);
			expect(submittedItem(handle, stored(task))).toEqual(submittedItem(handle, task));
			expect(syncItem(handle, stored(task))).toEqual(syncItem(handle, task));
			expect(resultItem(handle, { task: stored(task) })).toEqual(resultItem(handle, { task }));
		}
	});

	it('is small, however large the answer', () => {
		const list = Array.from({ length: 20_000 }, (_, n) => `https://files.example/${n}.png`);
		const text = 'word '.repeat(100_000);
		for (const data of [list, text, { text, list }, { status: text, message: text, more: list }]) {
			const task = toolData(data, { isDirect: true });
			const small = bounded(task);
			expect(JSON.stringify(small).length).toBeLessThan(512 * 1024);
			expect(small.cut).toBe(true);
			expect(syncItem(handle, small).note).toMatch(/too large to keep in memory/);
			if (task.text !== undefined) expect(syncItem(handle, task).text).toBe(text.trim());
			expect(task).not.toHaveProperty('cut');
		}
	});

	it('never holds the answer itself', () => {
		const body = { code: 0, secret: 'x', data: { image_url: IMAGE } };
		for (const isDirect of [true, false])
			expect(JSON.stringify(tool(body, { isDirect }))).not.toContain('secret');
	});
});

const OTHER_UUID = '7c9e6679-7425-40de-944b-e07fc1f90ae7';
const HEX = '0af7651916cd43dd8448eb211c80319c';
const BEYOND = '9007199254740993';

describe('the id of a task', () => {
	it.each<[TaskSourceName, string | undefined, unknown]>([
		['userTask', '33201', { id: 33201, task_status: 'pending' }],
		['userTask', '33201', { service_output: { taskId: 33201 } }],
		['userTask', '33201', { code: 0, data: 33201 }],
		['userTask', BEYOND, { id: BEYOND, task_status: 'pending' }],
		['userTask', '55', { id: 55, task_status: 'pending', trace_id: '0af7' }],
		['userTask', '55', { code: 0, data: { id: 55, task_status: 'x', traceId: 'x' } }],
		['assetReview', '5', { id: 5, asset_id: 'asset-1', status: 'active' }],
		['toolTask', '14-x', { data: { id: '14-x' } }],
		['toolTask', 'x', { data: { output: { task_id: 'x' } } }],
		['toolTask', 'x', { output: { task_id: 'x' } }],
		['toolTask', 'y', { data: { taskID: 'x', traceId: 'y' } }],
		['toolTask', 'x', { code: 0, id: 'request-1', data: { taskId: 'x' } }],
		['toolTask', 'x', { code: 0, traceId: 'request-1', data: { taskId: 'x' } }],
		['toolTask', UUID, { code: 0, errorMessage: '', traceId: UUID }],
		['toolTask', '7', { code: 50000, errorMessage: 'busy', data: { id: 7 } }],
		['toolTask', UUID, { code: 0, data: UUID }],
		['toolTask', HEX, { code: 0, data: HEX }],
		['toolTask', 'x', { id: 0, data: { taskId: 'x' } }],
		['kbananaChannel', 'x', { code: 0, traceId: 'request-1', data: { id: 'x', traceId: 'y' } }],
		['hunyuanEffect', 'x', { data: { JobId: 'x', id: 'y' } }],
		['pictureInPicture', 'x', { data: { ReqId: 'x', traceId: 'y' } }],
		['userTask', '912', { code: 0, taskId: 912, data: { task_status: 'pending' } }],
		['userTask', '912', [{ prompt: 'a boat', id: 912 }]],
		['toolTask', 't-912', { code: 200, data: [{ taskId: 't-912' }] }],
		['userTask', undefined, { data: [{ id: 1 }, { id: 2 }] }],
		['userTask', undefined, { data: { total: 1, records: [{ id: 1 }] } }],
		['userTask', undefined, { data: '{"id":912}' }],
		['toolTask', undefined, { code: 0, data: 12 }],
		['toolTask', undefined, { code: 0, data: 'the words' }],
		['toolTask', undefined, { code: 0, data: [{ id: 3, text: 'words', start: 0 }] }],
	])('of %s is %s in %j', (source, id, answer) => {
		expect(idIn(answer, rowOf(source))).toBe(id);
		expect(readTask(answer, { source }).id).toBe(id);
	});

	it('has each of its names, and one more by one more line of a row', () => {
		for (const name of ['traceId', 'taskID', 'task_id', 'id', 'JobId', 'jobId', 'ReqId'])
			expect(tool({ data: { [name]: 'x', Duration: 3 } }).id).toBe('x');
		const bare = { madeUp: { id: 880123 } };
		for (const answer of [bare, { code: 0, data: bare }]) {
			for (const row of [rowOf('userTask'), rowOf('toolTask')]) {
				expect(idIn(answer, row)).toBeUndefined();
				const more = { ...row, ids: [...row.ids, 'madeup.id', 'data.madeup.id'] };
				expect(idIn(answer, more)).toBe('880123');
			}
		}
	});

	const NONE = [0, '0', -5, '-5', 1.5, '1.5', '', ' ', 'null', 'not yet', INPUT, {}, ['x']];
	it.each(NONE)('is not %j', (id) => {
		expect(record({ id, task_status: 'pending' })).not.toHaveProperty('id');
		expect(tool({ data: { taskId: id } })).not.toHaveProperty('id');
	});

	it('in place of data is no text, and no result', () => {
		const task = toolData(UUID, { isDirect: true });
		expect(task).not.toHaveProperty('text');
		expect(toolData({ traceId: 'x', text: OTHER_UUID })).not.toHaveProperty('text');
		expect(task).toMatchObject({ state: 'pending', hasResult: false });
		expect(syncItem({ taskId: UUID }, task)).toMatchObject({
			taskId: UUID,
			state: 'pending',
			status: 'pending',
			note: expect.stringMatching(/Kexiang Wait for Task/),
		});
	});

	it('stays that of the record where its output names another', () => {
		const named = { id: 7, task_status: 'success', service_output: { taskId: 99, imgUrl: IMAGE } };
		expect(record(named).id).toBe('7');
		expect(record({ code: 0, taskId: 98, data: named }).id).toBe('7');
	});

	it.each([
		['alone in a list in data', (one: object) => ({ code: 200, data: [one] })],
		['alone in a list', (one: object) => [one]],
	])('is read with its record %s', (_, answer) => {
		const done = answer({ id: 500, status: 'SUCCESS', imgUrl: IMAGE });
		expect(record(done)).toMatchObject({ state: 'success', id: '500', urls: [IMAGE] });
		expect([isOf(done, '500', 'userTask'), isOf(done, '501', 'userTask')]).toEqual([true, false]);
		const finished = answer({ taskId: 't5', status: 'SUCCESS', url: IMAGE });
		expect(tool(finished)).toMatchObject({ state: 'success', id: 't5' });
	});

	it('is named by JSON text in place of an output', () => {
		const task = output(JSON.stringify({ taskId: 7, imgUrl: IMAGE }));
		expect(task).toMatchObject({ id: '7', state: 'success', imageUrls: [IMAGE] });
	});
});

describe('is it about the task that was asked for?', () => {
	const OF_ANOTHER = { code: 0, taskId: 99, data: { task_status: 'success', service_output: {} } };
	const NAMING_ANOTHER = { task_status: 'success', service_output: { taskId: 99 } };
	it.each<[string, TaskSourceName, boolean, unknown]>([
		['33156', 'userTask', true, { id: 33156, task_status: 'success' }],
		['33156', 'userTask', false, { id: 99, status: 'success', service_output: { imgUrl: IMAGE } }],
		['33156', 'userTask', false, { code: 0, data: { id: 99, task_status: 'success' } }],
		[BEYOND, 'userTask', false, { id: '9007199254740992' }],
		[BEYOND, 'userTask', true, { id: BEYOND }],
		['33156', 'userTask', true, { id: '033156' }],
		['033156', 'userTask', true, { id: 33156 }],
		['33156', 'userTask', true, { task_status: 'success' }],
		['33156', 'userTask', true, { id: 0, task_status: 'success' }],
		['33156', 'userTask', true, { id: 7, service_output: { taskId: 33156 } }],
		['33156', 'userTask', true, { id: 33156, ...NAMING_ANOTHER }],
		['33156', 'userTask', false, NAMING_ANOTHER],
		['33156', 'userTask', false, OF_ANOTHER],
		['33156', 'userTask', true, { ...OF_ANOTHER, taskId: 33156 }],
		['33156', 'userTask', true, { ...OF_ANOTHER, taskId: undefined, id: 5 }],
		['33156', 'userTask', true, { ...OF_ANOTHER, data: { id: 33156, task_status: 'success' } }],
		['5', 'assetReview', false, { id: 6, asset_id: 'asset-6', status: 'active' }],
		['5', 'assetReview', true, { id: 5, asset_id: 'asset-6', status: 'active' }],
		[UUID, 'toolTask', true, { code: 0, data: { status: 'SUCCESS', videoUrl: VIDEO } }],
		[UUID, 'toolTask', true, { code: 0, data: { traceId: UUID.toUpperCase() } }],
		[UUID, 'toolTask', false, { code: 0, data: { traceId: OTHER_UUID, videoUrl: VIDEO } }],
		[UUID, 'toolTask', true, { code: 0, data: { traceId: OTHER_UUID, taskId: UUID } }],
		[UUID, 'toolTask', true, { code: 0, traceId: OTHER_UUID, data: { videoUrl: VIDEO } }],
		[UUID, 'toolTask', true, { code: 0, data: { id: 12345, status: 'RUNNING' } }],
		[UUID, 'toolTask', false, { traceId: OTHER_UUID, status: 'SUCCESS', videoUrl: VIDEO }],
		['job-1', 'hunyuanEffect', false, { data: { JobId: 'job-2' } }],
	])('%s of %s: %s for %j', (polled, source, isIt, answer) =>
		expect(isOf(answer, polled, source)).toBe(isIt),
	);
});
