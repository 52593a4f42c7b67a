import { commandLine } from '../../scripts/demo/start';

const read = (...args: string[]) =>
	commandLine()
		.exitOverride()
		.configureOutput({ writeErr: () => {} })
		.parse(args, { from: 'user' })
		.opts();

describe('the options of npm start', () => {
	it('asks for nothing by default', () => {
		expect(read()).toEqual({});
	});

	it('reads all of them', () => {
		const args = ['--once', '--fresh', '--port', '5700', '--n8n', '1', '--lang', 'zh'];
		expect(read(...args)).toEqual({
			...{ once: true, fresh: true },
			...{ port: 5700, n8n: 1, lang: 'zh_CN.UTF-8' },
		});
		expect(read('--n8n=2', '--lang=en')).toEqual({ n8n: 2, lang: 'en_US.UTF-8' });
	});

	it.each([
		['--port', '0'],
		['--port', 'many'],
		['--port', '70000'],
		['--n8n', '3'],
		['--lang', 'fr'],
		['--often'],
		['x'],
	])('refuses %s %s in words', (...args) => {
		expect(() => read(...args)).toThrow(new RegExp(`${args[0] ?? ''}|too many arguments`));
	});
});
