import { readOptions } from '../../scripts/demo/options';

const DEFAULTS = { help: false, once: false, live: false, yes: false, fresh: false };

describe('the options of npm start', () => {
	it('asks for nothing by default', () => {
		expect(readOptions([])).toEqual(DEFAULTS);
	});

	it('reads all of them', () => {
		const args = ['--once', '--live', '--yes', '--fresh', '--port', '5700', '--n8n', '1'];
		expect(readOptions(args)).toEqual({
			...{ help: false, once: true, live: true, yes: true, fresh: true },
			...{ port: 5700, n8n: 1 },
		});
		expect(readOptions(['-h', '--n8n=2'])).toEqual({ ...DEFAULTS, help: true, n8n: 2 });
	});

	it.each([
		['--port', '0'],
		['--port', 'many'],
		['--port', '70000'],
		['--n8n', '3'],
		['--often'],
		['x'],
	])('refuses %s %s in words', (...args) => {
		expect(() => readOptions(args)).toThrow(new RegExp(args[0] ?? ''));
	});
});
