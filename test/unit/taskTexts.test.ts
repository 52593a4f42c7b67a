import fc from 'fast-check';
import { locate } from '../../nodes/shared/answers/lookup';
import { inputTexts, resultFiles } from '../../nodes/shared/answers/results';
import { taskSource } from '../../nodes/shared/answers/sources';
import { readTask } from '../../nodes/shared/answers/task';
import { cpuMs } from '../support/cpuTime';

const IMAGE = 'https://files.example/images/result.png';

const INPUT = 'https://user.example/input.png';

const record = (answer: unknown) => readTask(answer, { source: 'userTask' });

const tool = (answer: unknown) => readTask(answer, { source: 'toolTask' });

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
