import { PNG } from 'pngjs';
import { recognise } from '../../scripts/demo/picture';
import { reportLines, submittedTask, summarise } from '../../scripts/demo/report';
import { commandLine } from '../../scripts/demo/start';
import type { ExecutionData, OutputItem } from '../../scripts/n8n/executionData';

describe('the options of npm start', () => {
	const read = (...args: string[]) =>
		commandLine()
			.exitOverride()
			.configureOutput({ writeErr: () => {} })
			.parse(args, { from: 'user' })
			.opts();

	it('asks for nothing by default, and reads all of them', () => {
		expect(read()).toEqual({});
		const args = ['--once', '--fresh', '--port', '5700', '--n8n', '1', '--lang', 'zh'];
		expect(read(...args)).toEqual({ once: true, fresh: true, port: 5700, n8n: 1, lang: 'zh' });
		expect(read('--n8n=2', '--lang=en')).toEqual({ n8n: 2, lang: 'en' });
	});

	it.each(['--port 0', '--port many', '--port 70000', '--n8n 3', '--lang fr', '--often', 'x'])(
		'refuses %s in words',
		(args) => {
			const [name = ''] = args.split(' ');
			expect(() => read(...args.split(' '))).toThrow(new RegExp(`${name}|too many arguments`));
		},
	);
});

describe('the report of a run', () => {
	const NAMES = { submit: 'Submit', wait: 'Wait' };
	const run = (...main: OutputItem[][]) => [{ data: { main } }];
	const executed = (runData: object) => ({ resultData: { runData } }) as ExecutionData;
	const SUBMITTED = run([{ json: { taskId: '7', state: 'pending' } }]);
	const FILE = { mimeType: 'image/png', fileName: 'kx.png', data: 'filesystem-v2', id: 'x' };
	const DONE = {
		...{ taskId: '7', state: 'success', url: 'http://files/kx.png', cost: 1.2 },
		...{ costUnit: 'credits', polls: 3, secondsWaited: 6.04 },
	};
	const done = run([{ json: DONE, binary: { data: FILE } }], []);

	it('tells everything about a finished task', () => {
		const summary = summarise(executed({ Submit: SUBMITTED, Wait: done }), NAMES);
		expect(summary.trouble).toBeUndefined();
		expect(reportLines(summary, { format: 'PNG', width: 512, height: 288 })).toEqual([
			'  Task     7',
			'  State    success',
			'  Cost     1.2 credits',
			'  Picture  http://files/kx.png',
			'  Waited   6 s, 3 polls',
			'  In n8n   kx.png PNG 512 x 288',
		]);
	});

	it('leaves out what is not known', () => {
		const known = run([{ json: { taskId: '7', state: 'success' } }]);
		const lines = reportLines(summarise(executed({ Submit: SUBMITTED, Wait: known }), NAMES));
		expect(lines).toEqual(['  Task     7', '  State    success']);
	});

	it('names the task as soon as it is submitted', () => {
		expect(submittedTask(executed({ Submit: SUBMITTED }), NAMES)).toBe('7');
		expect(submittedTask(executed({}), NAMES)).toBeUndefined();
	});

	const failed = run([], [{ json: { taskId: '7', state: 'failed', failReason: 'refused' } }]);
	const error = { message: 'The key was refused', description: 'Check the credential' };
	it.each`
		runData                                               | why
		${{ Submit: SUBMITTED, Wait: failed }}                | ${'the task failed: refused'}
		${{ Submit: SUBMITTED, Wait: run([{ json: DONE }]) }} | ${'Wait gave no file'}
		${{ Submit: SUBMITTED }}                              | ${'Wait gave no finished task'}
		${{}}                                                 | ${'Submit gave no task'}
		${{ Submit: [{ error }] }}                            | ${'Submit: The key was refused. Check the credential'}
	`('says that there is no picture because $why', ({ runData, why }) => {
		expect(summarise(executed(runData as object), NAMES).trouble).toBe(why);
	});
});

const png = PNG.sync.write(new PNG({ width: 4, height: 3 }));
it.each`
	what             | bytes                                              | picture
	${'a PNG'}       | ${png}                                             | ${{ format: 'PNG', width: 4, height: 3 }}
	${'a JPEG'}      | ${Buffer.from('ffd8ffe000104a46ffd9', 'hex')}      | ${{ format: 'JPEG' }}
	${'a WebP'}      | ${Buffer.from('RIFF\x08\0\0\0WEBPVP8 ', 'latin1')} | ${{ format: 'WebP' }}
	${'half a PNG'}  | ${png.subarray(0, -1)}                             | ${undefined}
	${'half a JPEG'} | ${Buffer.from('ffd8ffe000104a46', 'hex')}          | ${undefined}
	${'half a WebP'} | ${Buffer.from('RIFF\x09\0\0\0WEBPVP8 ', 'latin1')} | ${undefined}
	${'a page'}      | ${Buffer.from('<html>Not found</html>')}           | ${undefined}
	${'nothing'}     | ${Buffer.alloc(0)}                                 | ${undefined}
`('recognises $what', ({ bytes, picture }) => {
	expect(recognise(bytes as Buffer)).toEqual(picture);
});
