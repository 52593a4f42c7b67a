import fc from 'fast-check';

import { isObject, jsonText, parseExactly, toData, toJson } from '../../nodes/shared/util/json';
import { cpuMs } from '../support/cpuTime';

function objectIn(text: string): Record<string, unknown> {
	const parsed = parseExactly(text);
	if (!isObject(parsed)) throw new Error('was not read');
	return parsed;
}

describe('long integers', () => {
	it.each<[string, unknown]>([
		['{"id":9007199254740993}', { id: '9007199254740993' }],
		['-9007199254740993', '-9007199254740993'],
		['[9007199254740991,9007199254740992]', [9007199254740991, '9007199254740992']],
		['{"id": 12345678901234567890 , "a":1}', { id: '12345678901234567890', a: 1 }],
		['{"12345678901234567890":1}', { '12345678901234567890': 1 }],
		['[": 9007199254740993, \\" 9007199254740993"]', [': 9007199254740993, " 9007199254740993']],
		['{"a":"\\\\","id":9007199254740993}', { a: '\\', id: '9007199254740993' }],
		['{"a":0.1234567890123456}', { a: 0.1234567890123456 }],
		['[1.5e300,12345678901234567e3]', [1.5e300, Number('12345678901234567e3')]],
		['{"a":1234567890123456}', { a: 1234567890123456 }],
		['[12345678901234567', undefined],
		['12345678901234567 1', undefined],
		['nonsense', undefined],
		['', undefined],
	])('%s', (text, wanted) => expect(parseExactly(text)).toEqual(wanted));

	it('keep their digits anywhere in any JSON, which is read as ever otherwise', () => {
		/** JavaScript itself writes integers with all their digits up to 10^21. */
		const exactly = (_: string, value: unknown) =>
			Number.isInteger(value) && !Number.isSafeInteger(value) && Math.abs(Number(value)) < 1e21
				? String(value)
				: value;
		const longest = fc.bigInt({ min: 2n ** 53n, max: 10n ** 30n });
		fc.assert(
			fc.property(fc.jsonValue(), longest, fc.json(), (value, id, text) => {
				const own = JSON.stringify(value);
				const whole = `{"value":${own},"id":${id},"more":[${text}]}`;
				const parsed = objectIn(whole);
				expect(parsed.id).toBe(String(id));
				expect(Object.keys(parsed)).toEqual(Object.keys(JSON.parse(whole) as object));
				expect(parseExactly(own)).toEqual(JSON.parse(own, exactly));
			}),
		);
	});

	it('take no time in a large answer', () => {
		const text = `{"data":"${'\\"9007199254740993 '.repeat(500_000)}","id":9007199254740993}`;
		const started = cpuMs();
		expect(parseExactly(text)).toMatchObject({ id: '9007199254740993' });
		expect(cpuMs() - started).toBeLessThan(2_000);
	});
});

it.each([100, 6_000, 200_000])('%i levels deep: what stands at the top is kept', (depth) => {
	for (const [open, close] of [
		['{"a":', '}'],
		['[', ']'],
	] as const) {
		const deep = `${open.repeat(depth)}1${close.repeat(depth)}`;
		const parsed = objectIn(`{"id":9007199254740993,"deep":${deep},"last":2}`);
		expect(toData(parsed)).toMatchObject({ id: '9007199254740993', last: 2 });
		expect(jsonText(parsed)).toMatch(/^\{"id":"9007199254740993","deep":.*"last":2\}$/);
		expect(JSON.stringify(toData(parsed)).length).toBeLessThan(1_000);
	}
});

describe('copies', () => {
	it('are what JSON would make of it', () => {
		fc.assert(
			fc.property(fc.jsonValue({ maxDepth: 20 }), (value) => {
				const text = JSON.stringify(value);
				expect(toJson(JSON.parse(text))).toEqual(JSON.parse(text));
				expect(jsonText(JSON.parse(text))).toBe(text);
			}),
		);
	});
	it('hold a key that would change the copy itself', () => {
		const text = '{"__proto__":{"id":1},"constructor":2}';
		const copy = toData(objectIn(text));
		expect(JSON.stringify(copy)).toBe(text);
		expect(copy.id).toBeUndefined();
	});
	it('leave out what is no JSON', () => {
		const value = { a: undefined, b: Number.NaN, c: () => 1, d: 1n, e: null };
		expect(toData(value)).toEqual({ b: null, d: null, e: null });
		expect(jsonText(undefined)).toBe('');
	});
});
