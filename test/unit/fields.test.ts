import { joinUrls } from '../../nodes/shared/files/mediaText';
import { inModes, required, readFields } from '../../nodes/shared/operation/field';
import { choice, orDefault, text } from '../../nodes/shared/operation/scalarFields';
import { A, B, FIELDS, problemOf, Name } from '../support/sampleFields';

/** For which the platform demands a value. */
const RATIO = orDefault(choice({ label: 'Ratio', values: ['1:1', '16:9'], default: '' }), '1:1');

it.each([
	['{"seed": 9007199254740993}', '9007199254740993'],
	['{"a": [{"b": -1e400}]}', '-1e400'],
])('JSON with a number that cannot be sent exactly is refused: %s', (raw, number) => {
	expect(problemOf('json', raw).message).toBe(
		`Additional Fields contains the number ${number}, which cannot be sent exactly`,
	);
});

it('JSON with such digits in quotes, or with other numbers, is read', () => {
	const raw = '{"id": "9007199254740993 \\" 1e400", "a": 9007199254740991, "b": 0.1, "c": 1e21}';
	expect(FIELDS.json.parse(raw)).toEqual(JSON.parse(raw));
});

describe('what is read', () => {
	it.each<[Name, unknown, unknown]>([
		['text', 'boat', 'boat'],
		['text', ' a ', ' a '],
		['text', 42, '42'],
		['text', 0, '0'],
		['text', '👩‍🚀', '👩‍🚀'],
		['text', '🚤🚤🚤🚤🚤', '🚤🚤🚤🚤🚤'],
		['text', '一艘纸船吗', '一艘纸船吗'],
		['longText', 'a { b } {{ c }}', 'a { b } {{ c }}'],
		['longText', 'costs {{ $', 'costs {{ $'],
		['number', 5, 5],
		['number', '5', 5],
		['number', ' 5 ', 5],
		['number', '5.0', 5],
		['number', 10, 10],
		['anyNumber', '-1.5e3', -1500],
		['anyNumber', 0, 0],
		['choice', '16:9', '16:9'],
		['open', 'm2', 'm2'],
		['flag', true, true],
		['flag', false, false],
		['flag', 'TRUE', true],
		['flag', ' no ', false],
		['flag', 1, true],
		['flag', 0, false],
		['switch', true, 'yes'],
		['switch', 'off', 0],
		['choice', ' 16:9\n', '16:9'],
		['choice', '16：9', '16:9'],
		['quality', '2K', '2k'],
		['quality', ' ２k', '2k'],
		['twoCases', 'HD', 'HD'],
		['twoCases', 'hd', 'hd'],
		['open', ' m2 ', 'm2'],
		['url', A, A],
		['url', ` ${A}\n`, A],
		['url', B, B],
		['url', [A], A],
		['url', { url: A }, A],
		['url', 'HTTPS://EXAMPLE.COM/A', 'HTTPS://EXAMPLE.COM/A'],
		['url', 'https://例え.jp/絵.png', 'https://例え.jp/絵.png'],
		['asset', 'asset://asset-1', 'asset://asset-1'],
		['anyUrls', A, [A]],
		['anyUrls', `${A},${B}`, [A, B]],
		['anyUrls', `${A}, ${B} ,`, [A, B]],
		['anyUrls', `${B},${B}`, [B, B]],
		['anyUrls', `${A}\n${B}\r\n\r\n${A}`, [A, B, A]],
		['anyUrls', `${A},\n${B}`, [A, B]],
		['anyUrls', JSON.stringify([A, B]), [A, B]],
		['anyUrls', ` ${JSON.stringify([A, { url: B }], null, 2)} `, [A, B]],
		['anyUrls', [A, null, '', [B]], [A, B]],
		['anyUrls', [{ image_url: A }, { video_url: B }], [A, B]],
		['anyUrls', `${A}，${B}`, [A, B]],
		['anyUrls', `${A}；${B}；`, [A, B]],
		['anyUrls', `${A}、${B}。`, [A, B]],
		['anyUrls', `${A}\u3000${B}`, [A, B]],
		['anyUrls', `${A};${B};`, [A, B]],
		['anyUrls', `${A} ${B}`, [A, B]],
		['anyUrls', `，${A}`, [A]],
		['anyUrls', `“${A}”，“${B}”`, [A, B]],
		['anyUrls', `"${A}", "${B}"`, [A, B]],
		['anyUrls', `['${A}', '${B}']`, [A, B]],
		['anyUrls', `[${A}, ${B}]`, [A, B]],
		['anyUrls', `["${A}",]`, [A]],
		['anyUrls', `（${A}）`, [A]],
		['anyUrls', `（${A}，${B}）`, [A, B]],
		['anyUrls', `"${A}, ${B}"`, [A, B]],
		['anyUrls', `<${A}> <${B}>`, [A, B]],
		['anyUrls', `![a boat](${A} "A boat")\n[b](<${B}>)`, [A, B]],
		['anyUrls', '[x](https://example.com/a_(1).png)', ['https://example.com/a_(1).png']],
		['anyUrls', [`${A}，${B}`, A], [A, B, A]],
		['url', `“${A}”`, A],
		['url', 'https://example.com/图片（终稿）.png', 'https://example.com/图片（终稿）.png'],
		['url', 'https://a.example/x;v=1?ids=a:1,b:2;c', 'https://a.example/x;v=1?ids=a:1,b:2;c'],
		[
			'anyUrls',
			`https://a.example/?u=https://b.example/,c`,
			['https://a.example/?u=https://b.example/,c'],
		],
		['page', 'https://v.douyin.com/1abc', 'https://v.douyin.com/1abc'],
		[
			'page',
			'7.43 复制打开抖音，看看【猫】 https://v.douyin.com/iAbc/ a@b.c',
			'https://v.douyin.com/iAbc/',
		],
		['assets', `asset://1，${A}；asset://2`, ['asset://1', A, 'asset://2']],
		['assets', `asset://1,${A}, asset://2`, ['asset://1', A, 'asset://2']],
		['json', '{"a": {"b": [1, null]}}', { a: { b: [1, null] } }],
		['json', { a: 1 }, { a: 1 }],
		['path', ' /minimalist/api/x?y=1 ', '/minimalist/api/x?y=1'],
		['queryPath', '/task/{id}?id={id}', '/task/{id}?id={id}'],
		['required', 33201, '33201'],
		['moded', 'boat', 'boat'],
	])('%s: %j', (name, raw, value) => expect(FIELDS[name].parse(raw)).toEqual(value));

	const optional = Object.keys(FIELDS).filter((name) => name !== 'required') as Name[];
	const unset: unknown[] = [undefined, null, '', ' \n\t'];
	it.each(unset)('%p is Default, where the platform demands a value', (raw) => {
		expect(RATIO.parse(raw)).toBe('1:1');
	});
	it.each(optional.flatMap((name) => unset.map((raw) => [name, raw] as const)))(
		'%s: %j is not set',
		(name, raw) => expect(FIELDS[name].parse(raw)).toBeUndefined(),
	);
	it.each<[Name, unknown]>([
		['anyUrls', []],
		['anyUrls', '[]'],
		['anyUrls', [[], '', null]],
		['anyUrls', ' , '],
		['json', '{}'],
		['json', {}],
	])('%s: %j is not set either', (name, raw) => expect(FIELDS[name].parse(raw)).toBeUndefined());
});

describe('reading several fields', () => {
	const fields = {
		mode: required(choice({ label: 'Mode', values: ['a', 'b'], default: 'a' })),
		onlyA: inModes(['a'], required(text({ label: 'A' }))),
		both: text({ label: 'Both' }),
	};
	const raw = (values: Record<string, unknown>) => (name: string, place: string) =>
		values[`${place}.${name}`];

	it('takes required fields from the form and the others from Options', () => {
		const given = raw({
			'form.mode': 'a',
			'form.onlyA': 'x',
			'options.both': 'y',
			'form.both': 'z',
		});
		expect(readFields(fields, given)).toEqual({ mode: 'a', onlyA: 'x', both: 'y' });
	});
	it('does not read what another mode left behind', () => {
		const given = raw({ 'form.mode': 'b', 'form.onlyA': ['bad'] });
		expect(readFields(fields, given)).toEqual({ mode: 'b', onlyA: undefined, both: undefined });
	});
	it('names the first one that cannot be sent', () => {
		expect(() => readFields(fields, raw({ 'form.mode': 'a' }))).toThrow('A is required but empty');
		expect(() => readFields(fields, raw({}))).toThrow('Mode is required but empty');
	});
});

it('joins URLs so that each of them stays whole', () => {
	expect(joinUrls([A, B])).toBe(`${A},http://example.com/b%2Cc.png?d=e%2Cf#g`);
	expect(joinUrls(undefined)).toBeUndefined();
});
