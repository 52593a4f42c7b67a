import fc from 'fast-check';

import type { TaskSourceName } from '../../nodes/shared/answers/sources';
import { readTask, type Task } from '../../nodes/shared/answers/task';
import { resultItem, submittedItem, syncItem } from '../../nodes/shared/run/taskItem';
import { bounded } from '../../nodes/shared/waiting/waitState';
import official from '../fixtures/official-record.json';
import { cpuMs } from '../support/cpuTime';
import { IMAGE, INPUT, UUID, VIDEO } from './sampleUrls';
import { idIn, isOf, rowOf, SOURCES, toolData, tool } from './taskAnswers';

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
