import fc from 'fast-check';

import { parseExactly } from '../../nodes/shared/util/json';
import { readParts } from '../../nodes/shared/answers/halfJson';
import { cpuMs } from '../support/cpuTime';

describe('what a text says that is no JSON', () => {
	it.each<[string, unknown[]]>([
		['', []],
		['busy', []],
		['{"id":7,"a":"x', [{ id: 7 }]],
		['{"id":7', []],
		['{"id":"7"', [{ id: '7' }]],
		['{"a":{"id":7}', [{ a: { id: 7 } }]],
		['{"a":1}{"b":2}', [{ a: 1 }, { b: 2 }]],
		['cb({"a":1});', [{ a: 1 }]],
		['data: {"a":1}\n\n', [{ a: 1 }]],
		['{"a":NaN,"b":-Infinity,"c":undefined}', [{ a: null, b: null, c: null }]],
		['{"a":True,"b":false}', [{ a: null, b: false }]],
		['{"a":"x\ny\tz"}', [{ a: 'x\ny\tz' }]],
		['{"a":"C:\\x \\" \\u00e9 \\u12"}', [{ a: 'C:\\x " \u00e9 \\u12' }]],
		['{"id":1922334455667788991,"a":NaN}', [{ id: '1922334455667788991', a: null }]],
		['{"id":7,\'a\':1}', [{ id: 7 }]],
		['{id:7}', []],
		['}]', []],
	])('%j', (text, parts) => expect(readParts(text)).toEqual(parts));

	it('is the same as in JSON, whatever stands around it', () => {
		fc.assert(
			fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
				const text = JSON.stringify(value);
				expect(readParts(`x ${text} <!-- y -->`)).toEqual([parseExactly(text)]);
			}),
		);
	});

	it.each(['{', '[1,', '"', '"\\', '{"a":', '-', 'a', ' ', '{}'])(
		'%j very often takes no long time',
		(piece) => {
			const text = piece.repeat(200_000);
			const before = cpuMs();
			readParts(text);
			expect(cpuMs() - before).toBeLessThan(1_000);
		},
	);
});
