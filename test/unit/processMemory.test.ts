import { ProcessMemory } from '../../nodes/shared/util/processMemory';

describe('the memory of the process', () => {
	it('keeps what it is given, by scope and name', () => {
		const prices = new ProcessMemory<number>(10);
		prices.set('a', 'kling', 1.5);
		prices.set('b', 'kling', 2);
		expect([prices.get('a', 'kling'), prices.get('b', 'kling')]).toEqual([1.5, 2]);
		expect([prices.get('a', 'other'), prices.get('c', 'kling')]).toEqual([undefined, undefined]);
		prices.set('a', 'kling', 3);
		expect([prices.get('a', 'kling'), prices.size]).toEqual([3, 2]);
		prices.forget('a', 'kling');
		expect([prices.get('a', 'kling'), prices.size]).toEqual([undefined, 1]);
	});
	it('does not mix up scopes and names that read alike together', () => {
		const memory = new ProcessMemory<string>(10);
		memory.set('a b', 'c', 'one');
		memory.set('a', 'b c', 'two');
		memory.set('a', '__proto__', 'three');
		expect([memory.get('a b', 'c'), memory.get('a', 'b c'), memory.get('a', '__proto__')]).toEqual([
			'one',
			'two',
			'three',
		]);
	});
	it('forgets what was not used for longest', () => {
		const memory = new ProcessMemory<number>(3);
		for (const [value, name] of ['one', 'two', 'three'].entries()) memory.set('a', name, value);
		memory.get('a', 'one');
		memory.set('a', 'four', 4);
		expect(['one', 'two', 'three', 'four'].map((name) => memory.get('a', name))).toEqual([
			0,
			undefined,
			2,
			4,
		]);
	});
	it('stays as small as it was made, after 60,000 entries', () => {
		const memory = new ProcessMemory<number>(200);
		for (let n = 0; n < 60_000; n++) memory.set(`host-${n % 7}`, `kind-${n}`, n);
		expect(memory.size).toBe(200);
		memory.set('a', 'x'.repeat(10_000), 1);
		expect(memory.get('a', 'x'.repeat(10_000))).toBeUndefined();
	});
});
