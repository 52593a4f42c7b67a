/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { PassThrough } from 'node:stream';
import { setTimeout as later } from 'node:timers/promises';
import { stripVTControlCharacters } from 'node:util';
import { Console, type Step } from '../../scripts/console';

/** What a console prints of a step, and the console. */
function shown(work: (step: Step) => Promise<unknown>, summary?: () => string) {
	const output = new PassThrough();
	const stream = output as unknown as NodeJS.WriteStream;
	const console = new Console({ output: stream, heartbeatSeconds: 0.05 });
	const step = console.step('Counting', work, summary);
	const lines = () => stripVTControlCharacters(String(output.read())).trimEnd().split('\n');
	return { console, step, lines };
}

describe('the display of steps, where nothing can change in place', () => {
	it('tells what came of a step', async () => {
		const { step, lines } = shown(
			async () => 42,
			() => '42 in all',
		);
		expect(await step).toBe(42);
		expect(lines()).toEqual(['❯ Counting', '✔ Counting (42 in all)']);
	});

	it('shows a long step to be alive, with what it does', async () => {
		const { step, lines } = shown(async ({ note }) => {
			note('one by one');
			note('two by two');
			await later(80);
		});
		await step;
		expect(lines()).toEqual(['❯ Counting', '› two by two', '✔ Counting']);
	});

	it('tells why a step went wrong', async () => {
		const { step, lines } = shown(async () => await Promise.reject(new Error('lost count')));
		await expect(step).rejects.toThrow('lost count');
		expect(lines()).toEqual(['❯ Counting', '✖ Counting [FAILED: lost count]']);
	});

	it('ends at once when it is closed, and says nothing more', async () => {
		const { console, step, lines } = shown(async () => await later(20));
		const closed = console.close();
		await expect(step).rejects.toThrow('interrupted');
		await closed;
		await console.step('Cleaning up', async () => {});
		expect(lines()).toEqual(['❯ Counting', '✖ Counting [FAILED: interrupted]']);
	});
});
