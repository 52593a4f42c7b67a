import { Console } from '../../scripts/console';

function recorder(isTTY: boolean) {
	let text = '';
	const output = { isTTY, columns: 80, write: (part: string) => void (text += part) };
	return { console: new Console(output), text: () => text };
}

describe('the display of steps', () => {
	it('prints plain lines where nothing can change in place', async () => {
		const { console, text } = recorder(false);
		await console.step(
			'Counting',
			async () => 42,
			(sum) => `${sum} in all`,
		);
		expect(text()).toBe('  ok  Counting (42 in all)\n');
	});

	it('ends the line in place on a terminal', async () => {
		const { console, text } = recorder(true);
		await console.step('Counting', async ({ note }) => note('one by one'));
		expect(text()).toContain('Counting, 0 s: one by one');
		expect(text().endsWith('  ok  Counting\n')).toBe(true);
	});

	it('tells why a step went wrong', async () => {
		const { console, text } = recorder(false);
		const step = console.step('Counting', async () => {
			throw new Error('lost count');
		});
		await expect(step).rejects.toThrow('lost count');
		expect(text()).toBe('  --  Counting (lost count)\n');
	});

	it('says nothing more once it is closed', async () => {
		const { console, text } = recorder(false);
		await console.step('Counting', async () => console.close());
		expect(text()).toBe('');
	});
});
