import { reportLines, submittedTask, summarise } from '../../scripts/demo/report';
import type { ExecutionData, NodeRun, OutputItem } from '../../scripts/n8n/executionData';

const NAMES = { submit: 'Submit', wait: 'Wait' };

const run = (...outputs: OutputItem[][]): NodeRun[] => [
	{ startTime: 0, executionTime: 1, data: { main: outputs } },
];
const executed = (runData: ExecutionData['resultData']['runData']): ExecutionData => ({
	resultData: { runData },
});

const SUBMITTED = run([{ json: { taskId: '7', state: 'pending' } }]);
const FILE = { mimeType: 'image/png', fileName: 'kx.png', data: 'filesystem-v2', id: 'x' };
const DONE = {
	...{ taskId: '7', state: 'success', url: 'http://files/kx.png', cost: 1.2 },
	...{ costUnit: 'credits', polls: 3, secondsWaited: 6.04 },
};

describe('the report of a run', () => {
	it('tells everything about a finished task', () => {
		const data = executed({
			Submit: SUBMITTED,
			Wait: run([{ json: DONE, binary: { data: FILE } }], []),
		});
		const summary = summarise(data, NAMES);
		expect(summary.trouble).toBeUndefined();
		const picture = { format: 'PNG', width: 512, height: 288, bytes: 5432 } as const;
		expect(reportLines(summary, picture)).toEqual([
			'  Task     7',
			'  State    success',
			'  Cost     1.2 credits',
			'  Picture  http://files/kx.png',
			'  Waited   6 s, 3 polls',
			'  In n8n   kx.png, 5,432 bytes, PNG 512 x 288',
		]);
	});

	it('leaves out what is not known', () => {
		const data = executed({
			Submit: SUBMITTED,
			Wait: run([{ json: { taskId: '7', state: 'success' } }]),
		});
		expect(reportLines(summarise(data, NAMES))).toEqual(['  Task     7', '  State    success']);
	});

	it('names the task as soon as it is submitted', () => {
		expect(submittedTask(executed({ Submit: SUBMITTED }), NAMES)).toBe('7');
		expect(submittedTask(executed({}), NAMES)).toBeUndefined();
	});

	it('says why there is no picture', () => {
		const failed = { taskId: '7', state: 'failed', failReason: 'content refused' };
		const because = (runData: ExecutionData['resultData']['runData']) =>
			summarise(executed(runData), NAMES).trouble;
		expect(because({ Submit: SUBMITTED, Wait: run([], [{ json: failed }]) })).toBe(
			'the task failed: content refused',
		);
		expect(because({ Submit: SUBMITTED, Wait: run([{ json: DONE }]) })).toBe('Wait gave no file');
		expect(because({ Submit: SUBMITTED })).toBe('Wait gave no finished task');
		expect(because({})).toBe('Submit gave no task');
		const refused = { message: 'The key was refused', description: 'Check the credential' };
		expect(because({ Submit: [{ startTime: 0, executionTime: 1, error: refused }] })).toBe(
			'Submit: The key was refused. Check the credential',
		);
	});
});
