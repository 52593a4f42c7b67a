import { commandLine, readCommandLine } from '../../simulator/commandLine';
import { FAULT_KINDS } from '../../simulator/faults';

const read = (line: string) => {
	const silent = commandLine()
		.exitOverride()
		.configureOutput({ writeErr: () => {} });
	return readCommandLine(silent.parse(line.split(' ').filter(Boolean), { from: 'user' }));
};

it('reads every option', () => {
	const line =
		'--port 5000 --host 0.0.0.0 --key k --time-scale 60 --task-seconds 20 --seed 3 --no-long-poll --wrap-records --fault submit:503:times=1 --fault query:hang';
	expect(read(line)).toEqual({
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

it.each<[string, string, object]>([
	['takes three ports in a row', '', { ports: { platform: 4010, tools: 4011, files: 4012 } }],
	['takes free ports', '--port 0', { ports: {} }],
	[
		'knows where services really are',
		'--real-path videoDuration=/minimalist/api/video/getDuration --real-path videoFrames=/x',
		{ paths: { videoDuration: '/minimalist/api/video/getDuration', videoFrames: '/x' } },
	],
	[
		'fetches inputs from other addresses',
		'--input-host a.example=127.0.0.1 --input-host b.example=127.0.0.2',
		{ inputs: { hosts: { 'a.example': '127.0.0.1', 'b.example': '127.0.0.2' } } },
	],
	['fetches no inputs', '--no-fetch --input-host a.example=127.0.0.1', { inputs: 'off' }],
])('%s: %s', (_, line, options) => {
	expect(read(line)).toMatchObject(options);
});

it.each([
	['--nope', /unknown option '--nope'/],
	['--fault submit:nothing', /--fault .*nothing/],
	['--seed', /'--seed <n>' argument missing/],
	['--seed x', /'--seed <n>' argument 'x' .*It needs a number/],
	['--real-path videoDuration', /--real-path .*It needs a service and a path/],
	['--real-path nothing=/x', /--real-path .*The contract knows no service nothing/],
	['--input-host a=b=c', /It needs a name and an address/],
])('says in plain words what it does not understand: %s', (line, words) => {
	expect(() => read(line)).toThrow(words);
});

it('explains every fault', () => {
	let help = '';
	commandLine()
		.configureOutput({ writeOut: (text) => (help += text) })
		.outputHelp();
	for (const kind of Object.keys(FAULT_KINDS)) expect(help).toContain(kind);
});
