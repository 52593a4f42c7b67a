import { HELP, readCommandLine } from '../../simulator/commandLine';
import { FAULT_KINDS } from '../../simulator/faults';

it('reads every option', () => {
	const line =
		'--port 5000 --host 0.0.0.0 --key k --time-scale 60 --task-seconds 20 --seed 3 --no-long-poll --wrap-records --fault submit:503:times=1 --fault query:hang';
	expect(readCommandLine(line.split(' '))).toEqual({
		ports: { platform: 5000, tools: 5001, files: 5002 },
		host: '0.0.0.0',
		key: 'k',
		timeScale: 60,
		taskSeconds: 20,
		seed: 3,
		longPoll: false,
		wrapRecords: true,
		faults: [
			{ on: 'submit', kind: '503', times: 1 },
			{ on: 'query', kind: 'hang' },
		],
	});
});

it('takes three ports in a row, or free ones', () => {
	expect(readCommandLine([])).toMatchObject({
		ports: { platform: 4010, tools: 4011, files: 4012 },
	});
	expect(readCommandLine(['--port', '0'])).toMatchObject({ ports: {} });
});

it('knows where services really are', () => {
	const line =
		'--real-path videoDuration=/minimalist/api/video/getDuration --real-path videoFrames=/x';
	expect(readCommandLine(line.split(' '))).toMatchObject({
		paths: { videoDuration: '/minimalist/api/video/getDuration', videoFrames: '/x' },
	});
	expect(() => readCommandLine(['--real-path', 'videoDuration'])).toThrow(
		'--real-path needs a service and a path',
	);
	expect(() => readCommandLine(['--real-path', 'nothing=/x'])).toThrow(
		'the contract knows no service nothing',
	);
});

it('says in plain words what it does not understand', () => {
	expect(() => readCommandLine(['--nope'])).toThrow('Unknown option --nope');
	expect(() => readCommandLine(['--seed'])).toThrow('--seed needs a value');
	expect(() => readCommandLine(['--seed', 'x'])).toThrow('--seed needs a number, not "x"');
});

it('explains every fault', () => {
	expect(readCommandLine(['--help'])).toBe('help');
	for (const kind of Object.keys(FAULT_KINDS)) expect(HELP).toContain(kind);
});
