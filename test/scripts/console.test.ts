/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import { stripVTControlCharacters } from 'node:util';
import { Writable } from 'node:stream';
import { Console, type ConsoleOptions } from '../../scripts/console';

function recorder(options: ConsoleOptions = {}) {
	let text = '';
	const stream = new Writable({
		write(part: Buffer, _encoding, done) {
			text += part.toString();
			done();
		},
	});
	const output = Object.assign(stream, { isTTY: false }) as unknown as NodeJS.WriteStream;
	return {
		console: new Console({ output, ...options }),
		lines: () => stripVTControlCharacters(text).trimEnd().split('\n'),
	};
}
const later = async (ms: number) => await new Promise<void>((done) => setTimeout(done, ms));

describe('the display of steps', () => {
	it('prints plain lines where nothing can change in place', async () => {
		const { console, lines } = recorder();
		await console.step(
			'Counting',
			async () => 42,
			(sum) => `${sum} in all`,
		);
		expect(lines()).toEqual(['❯ Counting', '✔ Counting (42 in all)']);
	});

	it('shows a long step to be alive, with what it does', async () => {
		const { console, lines } = recorder({ heartbeatSeconds: 0.05 });
		await console.step('Counting', async ({ note }) => {
			note('one by one');
			note('two by two');
			await later(80);
		});
		expect(lines()).toEqual(['❯ Counting', '› two by two', '✔ Counting']);
	});

	it('tells why a step went wrong', async () => {
		const { console, lines } = recorder();
		const step = console.step('Counting', async () => {
			throw new Error('lost count');
		});
		await expect(step).rejects.toThrow('lost count');
		expect(lines().at(-1)).toBe('✖ Counting [FAILED: lost count]');
	});

	it('ends at once when it is closed, and says nothing more', async () => {
		const { console, lines } = recorder();
		const step = console.step('Counting', async () => await later(20));
		const closed = console.close();
		await expect(step).rejects.toThrow('interrupted');
		await closed;
		await console.step('Cleaning up', async () => {});
		expect(lines()).toEqual(['❯ Counting', '✖ Counting [FAILED: interrupted]']);
	});
});
