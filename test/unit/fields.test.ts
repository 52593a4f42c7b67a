import fc from 'fast-check';

import { ParameterProblem } from '../../nodes/shared/answers/parameterProblem';
import { joinUrls } from '../../nodes/shared/files/mediaText';
import { inModes, readFields, required, type Field } from '../../nodes/shared/operation/field';
import { url, urls } from '../../nodes/shared/operation/mediaFields';
import {
	choice,
	flag,
	jsonObject,
	number,
	orDefault,
	path,
	switchOf,
	text,
} from '../../nodes/shared/operation/scalarFields';
import { DOWNLOAD_OPTIONS } from '../../nodes/shared/operation/waitFields';
import { cpuMs } from '../support/cpuTime';

/** A field of each kind: what it reads, and what it says of a value that it refuses. */

const A = 'https://example.com/a.png';
const B = 'http://example.com/b,c.png?d=e,f#g';
const FILE = { kind: 'image', description: 'Public URL of the picture' } as const;
const RATIOS = ['1:1', { name: 'Wide', value: '16:9' }];

const FIELDS = {
	text: text({ label: 'Prompt', maxLength: 5 }),
	longText: text({ label: 'Prompt' }),
	number: number({ label: 'Duration', min: 1, max: 10, integer: true }),
	anyNumber: number({ label: 'Duration' }),
	choice: choice({ label: 'Ratio', values: RATIOS, default: '1:1' }),
	quality: choice({ label: 'Resolution', values: ['1k', '2k'], default: '1k' }),
	twoCases: choice({ label: 'Resolution', values: ['HD', 'hd'], default: 'HD' }),
	open: choice({ label: 'Model', values: ['m1'], default: 'm1', acceptsOther: true }),
	flag: flag({ label: 'Watermark', default: false }),
	switch: switchOf({ label: 'Sound', default: true, on: 'yes', off: 0 }),
	url: url({ ...FILE, label: 'Image URL' }),
	asset: url({ ...FILE, label: 'Image URL', assets: true }),
	page: url({ ...FILE, label: 'Video URL', pages: true }),
	urls: urls({ ...FILE, label: 'Image URLs', min: 2, max: 3 }),
	anyUrls: urls({ ...FILE, label: 'Image URLs' }),
	pair: urls({ ...FILE, label: 'Image URLs', min: 2, max: 2 }),
	assets: urls({ ...FILE, label: 'Image URLs', assets: true }),
	json: jsonObject({ label: 'Additional Fields' }),
	path: path({ label: 'Path' }),
	queryPath: path({ label: 'Query Path', withId: true }),
	binary: DOWNLOAD_OPTIONS.binaryProperty,
	required: required(text({ label: 'Task ID' })),
	moded: inModes(['a'], text({ label: 'Prompt' })),
} satisfies Record<string, Field<unknown>>;
type Name = keyof typeof FIELDS;
const NAMES = Object.keys(FIELDS) as Name[];
/** For which the platform demands a value. */
const RATIO = orDefault(FIELDS.choice, '1:1');

describe('what is read', () => {
	const DIGITS = '{"id": "9007199254740993 \\" 1e400", "a": 9007199254740991, "b": 0.1, "c": 1e21}';
	it.each<[Name, unknown[], unknown]>([
		['text', [' a '], ' a '],
		['text', [42], '42'],
		['text', ['🚤🚤🚤🚤🚤'], '🚤🚤🚤🚤🚤'],
		['longText', ['a { b } {{ c }} {{ $'], 'a { b } {{ c }} {{ $'],
		['number', [' 5 ', '5.0', 5], 5],
		['anyNumber', ['-1.5e3'], -1500],
		['anyNumber', [0], 0],
		['open', [' m2 '], 'm2'],
		['flag', [true, 'TRUE', 1, 'on'], true],
		['flag', [false, ' no ', 0, 'off'], false],
		['switch', [true], 'yes'],
		['switch', ['off'], 0],
		['choice', [' 16:9\n', '16：9'], '16:9'],
		['quality', ['2K', ' ２k'], '2k'],
		['twoCases', ['HD'], 'HD'],
		['twoCases', ['hd'], 'hd'],
		['url', [A, [A], { url: A }], A],
		['asset', ['asset://asset-1'], 'asset://asset-1'],
		['page', ['看看【猫】 https://v.douyin.com/iAbc/ a@b.c'], 'https://v.douyin.com/iAbc/'],
		['urls', [`${A},${B}`, [A, B]], [A, B]],
		['assets', [`asset://1，${A}；asset://2`], ['asset://1', A, 'asset://2']],
		['json', [DIGITS], JSON.parse(DIGITS)],
		['json', [{ a: { b: [1, null] } }], { a: { b: [1, null] } }],
		['path', [' /minimalist/api/x?y=1 '], '/minimalist/api/x?y=1'],
		['queryPath', ['/task/{id}?id={id}'], '/task/{id}?id={id}'],
		['binary', [' my file '], 'my file'],
		['binary', ['$a.b-c_1'], '$a.b-c_1'],
		['required', [33201], '33201'],
		['moded', ['boat'], 'boat'],
		['anyUrls', [[[], '', null], '[]', ' , '], undefined],
		['json', ['{}', {}], undefined],
	])('%s: %j', (name, given, value) => {
		for (const raw of given) expect(FIELDS[name].parse(raw)).toEqual(value);
	});

	it.each([undefined, null, '', ' \n\t'])('%j is not set, or the value that is demanded', (raw) => {
		for (const name of NAMES.filter((one) => one !== 'required'))
			expect([name, FIELDS[name].parse(raw)]).toEqual([name, undefined]);
		expect(RATIO.parse(raw)).toBe('1:1');
	});

	it('URLs are joined so that each of them stays whole', () => {
		expect(joinUrls([A, B])).toBe(`${A},http://example.com/b%2Cc.png?d=e%2Cf#g`);
		expect(joinUrls(undefined)).toBeUndefined();
	});
});

describe('what is refused, by the label of its parameter', () => {
	const expression = /contains an expression that was not evaluated/;
	const EXPRESSIONS = ['{{ $json.x }}', '{{$node["A"].json}}', 'a {{\n$json\n}}'];
	const OF_OBJECTS = ['__proto__', 'constructor', 'prototype', 'toString', '__defineGetter__'];
	it.each<[Name, unknown[], RegExp]>([
		['text', ['🚤🚤🚤🚤🚤🚤'], /^Prompt has 6 characters; the limit is 5/],
		['text', [['a']], /^Prompt must be text, but is a list/],
		['text', [{ a: 1 }, () => 'a'], /^Prompt must be text, but is an object/],
		['text', [true], /^Prompt must be text, but is true/],
		['text', [-Infinity], /^Prompt must be text, but is -Infinity/],
		['longText', EXPRESSIONS, /^Prompt contains an expression that was not evaluated/],
		['longText', ['a [object Object] boat'], /contains \[object Object\]/],
		['number', EXPRESSIONS, expression],
		['number', ['5s'], /^Duration must be a number, but is "5s"/],
		['number', [[5]], /must be a number, but is a list/],
		['number', [1.5], /must be a whole number, but is 1.5/],
		['number', [0], /must be 1 to 10, but is 0/],
		['number', ['11'], /must be 1 to 10, but is 11/],
		['choice', ['4:3'], /^Ratio is "4:3", but must be one of 1:1, 16:9/],
		['choice', ['x'.repeat(100)], /^Ratio is "x{60}"/],
		['choice', [false], /^Ratio must be text, but is false/],
		['twoCases', ['Hd'], /is "Hd", but must be one of HD, hd/],
		['open', [{}, [], NaN], /must be text, but is (an object|a list|NaN)/],
		['open', ['other'], /^Model is set to Other, but Other Model is empty/],
		['flag', ['maybe'], /^Watermark must be on or off, but is "maybe"/],
		['flag', [2, {}, [], Object.create(null), { toString: 1 }], /^Watermark must be on or off/],
		['switch', ['maybe'], /^Sound must be on or off/],
		['url', [`${A}，${A}`], /^Image URL accepts one URL or file, but contains 2/],
		['url', ['asset://1'], /does not accept assets, but contains "asset:/],
		['asset', ['assets://1'], /or asset:\/\/\.\.\./],
		['url', ['data:image/png;base64,AA==', 'A'.repeat(1_000)], /contains file content \(base64\)/],
		['urls', [A], /^Image URLs contains 1 URL, but must contain 2 to 3/],
		['urls', [[A, A, A, A]], /contains 4 URLs, but must contain 2 to 3/],
		['pair', [A], /must contain exactly 2/],
		['json', ['{"a": }'], /^Additional Fields is not valid JSON/],
		['json', ['[1]', [1], 'null', '7', 7, new Date(0), new Map()], /must be a JSON object/],
		['json', ['{"a": "{{ $json.more }}"}', ...EXPRESSIONS], expression],
		['json', ['{"seed": 9007199254740993}'], /number 9007199254740993, which cannot be sent ex/],
		['json', ['{"a": [{"b": -1e400}]}'], /^Additional Fields contains the number -1e400, which/],
		['path', ['minimalist/api/x', '@evil.example/x'], /^Path must begin with a slash/],
		['path', ['https://evil.example/x', '//evil.example/x'], /must be a path without a host/],
		['path', ['/a//b', '/a/%2e%2E/b'], /must not contain/],
		['path', ['/a b', '/a\\b'], /not allowed in a path/],
		['path', ['/task/{id}'], /placeholder \{id\}/],
		['queryPath', ['/task/{task}'], /placeholder \{task\}/],
		['binary', OF_OBJECTS, /is "\w+", which n8n does not allow as the name of a binary field/],
		['binary', [...',[]{("\'`\\\n\0'].map((sign) => `a${sign}b`), /contains ".{1,6}", which/],
		['required', ['', null], /^Task ID is required but empty/],
	])('%s: %j', (name, given, message) => {
		const field: Field<unknown> = FIELDS[name];
		for (const raw of given) {
			const read = () => field.parse(raw);
			expect(read).toThrow(ParameterProblem);
			expect(read).toThrow(expect.objectContaining({ label: field.property.displayName }));
			expect(read).toThrow(message);
			expect(read).toThrow(/^.{1,250}$/s);
		}
	});
});

describe('great input is read or refused at once', () => {
	const MEGABYTE = 1_000_000;
	const spaces = ' '.repeat(MEGABYTE);
	const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
	it.each<[string, Name, unknown]>([
		['a long prompt', 'longText', 'a'.repeat(MEGABYTE)],
		['open expressions', 'longText', '{{$a'.repeat(MEGABYTE / 4)],
		['open braces', 'longText', '{'.repeat(MEGABYTE)],
		['a long word for a switch', 'flag', 'x'.repeat(MEGABYTE)],
		['a long host', 'url', `https://${'a'.repeat(MEGABYTE)} b`],
		['blanks around a comma', 'anyUrls', `${A}${spaces},${spaces}${B}`],
		['blanks after commas', 'anyUrls', `${A}${', '.repeat(MEGABYTE / 2)}${B}`],
		['letters after commas', 'anyUrls', ',a'.repeat(MEGABYTE / 2)],
		['blank lines', 'anyUrls', `${A}${'\n '.repeat(MEGABYTE / 2)}${B}`],
		['links that are none', 'anyUrls', '[]('.repeat(MEGABYTE / 3)],
		['links', 'anyUrls', `[a](${A})`.repeat(MEGABYTE / 40)],
		['quotes', 'anyUrls', '“'.repeat(MEGABYTE)],
		['blanks before a word', 'anyUrls', `${A}${spaces}b`],
		['full stops', 'anyUrls', `${A}${'。'.repeat(MEGABYTE)}b`],
		['schemes', 'anyUrls', ',a+'.repeat(MEGABYTE / 3)],
		['base64', 'url', `data:image/png;base64,${'A'.repeat(MEGABYTE)}`],
		['lists in lists as text', 'anyUrls', deep],
		['lists in lists', 'anyUrls', JSON.parse(deep)],
		['nested JSON', 'json', `{"a":${deep}}`],
		['a path of dots', 'path', `/${'%2e'.repeat(MEGABYTE / 4)}x`],
		['open braces in a path', 'path', `/${'{'.repeat(MEGABYTE / 10)}`],
	])('%s', (_, name, raw) => {
		const started = cpuMs();
		try {
			FIELDS[name].parse(raw);
		} catch (cause) {
			expect(cause).toBeInstanceOf(ParameterProblem);
		}
		expect(cpuMs() - started).toBeLessThan(1_000);
	});
});

describe('any value at all', () => {
	const values = fc.oneof(
		fc.anything({ withNullPrototype: true, withBigInt: true, withDate: true, withMap: true }),
		fc.jsonValue(),
		fc.string(),
		fc.stringMatching(/^[[\]{}$,:"' a-z\n/=;.]{0,40}$/),
		fc.array(fc.webUrl()).map((list) => list.join(', ')),
		fc.constant(Symbol('s')),
	);
	it.each(NAMES)('%s is read, or a ParameterProblem', (name) => {
		const field: Field<unknown> = FIELDS[name];
		fc.assert(
			fc.property(values, (raw) => {
				try {
					field.parse(raw);
				} catch (cause) {
					expect(cause).toBeInstanceOf(ParameterProblem);
					expect(String(cause)).toContain(field.property.displayName);
				}
			}),
			{ numRuns: 200 },
		);
	});

	const BETWEEN = ', _,_\n_\r\n_,\n_ ,_ _\t_;_; _，_， _；_、_\u3000_\u00a0_ ，\n_,,_;\n;'.split(
		'_',
	);
	const AROUND = '"" \'\' “” ”“ ‘’ 「」 《》 【】 （） () <> ``'.split(' ');
	const lists = (isApart: (given: string) => boolean) =>
		fc.array(fc.webUrl({ withQueryParameters: true, withFragments: true }).filter(isApart), {
			minLength: 1,
			maxLength: 5,
		});

	it('web URLs come back as they were given, however they are listed', () => {
		// Where a comma or a semicolon seems to end a URL, it does.
		const given = lists((one) => !/[,;](https?:\/\/|data:|$)/i.test(one));
		fc.assert(
			fc.property(given, fc.constantFrom(...BETWEEN), (list, between) => {
				expect(FIELDS.anyUrls.parse(list.join(between))).toEqual(list);
				expect(FIELDS.anyUrls.parse(JSON.stringify(list))).toEqual(list);
				expect(FIELDS.anyUrls.parse(list.map((one) => ({ url: one })))).toEqual(list);
			}),
		);
	});

	it('URLs come out of quotes, brackets and Markdown, also with a comma after the last', () => {
		const given = lists((one) => !/[,;()'\]]/.test(one));
		const [between, around] = [fc.constantFrom(...BETWEEN), fc.constantFrom(...AROUND)];
		fc.assert(
			fc.property(given, between, around, (list, sign, [open, close]) => {
				const wrapped = list.map((one) => `${open}${one}${close}`).join(sign);
				const links = list.map((one, place) => `![picture ${place}](${one})`).join(sign);
				for (const raw of [wrapped, `${wrapped}，`, `${open}${list.join(sign)}${close}`, links])
					expect(FIELDS.anyUrls.parse(raw)).toEqual(list);
			}),
		);
	});
});

describe('reading several fields', () => {
	const fields = {
		mode: required(choice({ label: 'Mode', values: ['a', 'b'], default: 'a' })),
		onlyA: inModes(['a'], required(text({ label: 'A' }))),
		both: text({ label: 'Both' }),
	};
	const read = (given: Record<string, unknown>) =>
		readFields(fields, (name, place) => given[`${place}.${name}`]);

	it('takes required fields from the form and the others from Options', () => {
		const given = { 'form.mode': 'a', 'form.onlyA': 'x', 'options.both': 'y', 'form.both': 'z' };
		expect(read(given)).toEqual({ mode: 'a', onlyA: 'x', both: 'y' });
	});
	it('does not read what another mode left behind', () =>
		expect(read({ 'form.mode': 'b', 'form.onlyA': ['bad'] })).toEqual({ mode: 'b' }));
	it('names the first one that cannot be sent', () => {
		expect(() => read({ 'form.mode': 'a' })).toThrow('A is required but empty');
		expect(() => read({})).toThrow('Mode is required but empty');
	});
});
