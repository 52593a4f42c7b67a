import { commandLine, readCommandLine } from '../../simulator/commandLine';
import { FAULT_KINDS } from '../../simulator/faults';

const read = (words: string[]) =>
	readCommandLine(
		commandLine()
			.exitOverride()
			.configureOutput({ writeErr: () => {} })
			.parse(words, { from: 'user' }),
	);

it('reads every option', () => {
	const line =
		'--port 5000 --host 0.0.0.0 --key k --time-scale 60 --task-seconds 20 --seed 3 --no-long-poll --wrap-records --fault submit:503:times=1 --fault query:hang';
	expect(read(line.split(' '))).toEqual({
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
	expect(read([])).toMatchObject({
		ports: { platform: 4010, tools: 4011, files: 4012 },
	});
	expect(read(['--port', '0'])).toMatchObject({ ports: {} });
});

it('knows where services really are', () => {
	const line =
		'--real-path videoDuration=/minimalist/api/video/getDuration --real-path videoFrames=/x';
	expect(read(line.split(' '))).toMatchObject({
		paths: { videoDuration: '/minimalist/api/video/getDuration', videoFrames: '/x' },
	});
	expect(() => read(['--real-path', 'videoDuration'])).toThrow(
		/--real-path .*It needs a service and a path/,
	);
	expect(() => read(['--real-path', 'nothing=/x'])).toThrow(
		/--real-path .*The contract knows no service nothing/,
	);
});

it('fetches inputs from other addresses, or not at all', () => {
	const hosts = ['--input-host', 'a.example=127.0.0.1', '--input-host', 'b.example=127.0.0.2'];
	expect(read(hosts)).toMatchObject({
		inputs: { hosts: { 'a.example': '127.0.0.1', 'b.example': '127.0.0.2' } },
	});
	expect(read(['--no-fetch', ...hosts])).toMatchObject({ inputs: 'off' });
	expect(() => read(['--input-host', 'a=b=c'])).toThrow(/It needs a name and an address/);
});

it('says in plain words what it does not understand', () => {
	expect(() => read(['--nope'])).toThrow("unknown option '--nope'");
	expect(() => read(['--fault', 'submit:nothing'])).toThrow(/--fault .*nothing/);
	expect(() => read(['--seed'])).toThrow("'--seed <n>' argument missing");
	expect(() => read(['--seed', 'x'])).toThrow(/'--seed <n>' argument 'x' .*It needs a number/);
});

it('explains every fault', () => {
	let help = '';
	commandLine()
		.configureOutput({ writeOut: (text) => (help += text) })
		.outputHelp();
	for (const kind of Object.keys(FAULT_KINDS)) expect(help).toContain(kind);
});
