import fc from 'fast-check';
import { type Field } from '../../nodes/shared/operation/field';
import { ParameterProblem } from '../../nodes/shared/answers/parameterProblem';
import { cpuMs } from '../support/cpuTime';
import { A, B, FIELDS, problemOf, Name } from '../support/sampleFields';

const MEGABYTE = 1_000_000;

describe('what is refused, by the label of its parameter', () => {
	const noText = /must be text, but is/;
	it.each<[Name, unknown, RegExp]>([
		['text', 'boats!', /^Prompt has 6 characters; the limit is 5/],
		['text', '🚤🚤🚤🚤🚤🚤', /has 6 characters/],
		['text', ['a'], /must be text, but is a list/],
		['text', { a: 1 }, /must be text, but is an object/],
		['text', () => 'a', noText],
		['longText', 'a {{ $json.x }}', /^Prompt contains an expression that was not evaluated/],
		['longText', '{{$node["A"].json}}', /contains an expression that was not evaluated/],
		['longText', '{{\n$json\n}}', /contains an expression that was not evaluated/],
		['number', 'five', /^Duration must be a number, but is "five"/],
		['number', '{{ $json.seconds }}', /contains an expression that was not evaluated/],
		['number', NaN, /must be a number/],
		['number', Infinity, /must be a number/],
		['number', '5s', /must be a number, but is "5s"/],
		['number', true, /must be a number, but is "true"/],
		['number', [5], /must be a number, but is a list/],
		['number', { seconds: 5 }, /must be a number, but is an object/],
		['number', 1.5, /must be a whole number, but is 1.5/],
		['number', 0, /must be 1 to 10, but is 0/],
		['number', '11', /must be 1 to 10, but is 11/],
		['choice', '4:3', /^Ratio is "4:3", but must be one of 1:1, 16:9/],
		['choice', 'x'.repeat(100), /^Ratio is "x{60}"/],
		['choice', [], noText],
		['open', {}, noText],
		['open', '{{ $json.model }}', /contains an expression that was not evaluated/],
		['text', true, /^Prompt must be text, but is true/],
		['text', NaN, /must be text, but is NaN/],
		['text', -Infinity, /must be text, but is -Infinity/],
		['longText', 'a [object Object] boat', /contains \[object Object\]/],
		['choice', false, /^Ratio must be text, but is false/],
		['open', NaN, /must be text, but is NaN/],
		['twoCases', 'Hd', /is "Hd", but must be one of HD, hd/],
		['open', 'other', /^Model is set to Other, but Other Model is empty/],
		['flag', 'maybe', /^Watermark must be on or off, but is "maybe"/],
		['flag', 2, /must be on or off/],
		['flag', {}, /must be on or off/],
		['flag', [], /must be on or off/],
		['flag', Object.create(null), /must be on or off/],
		['flag', { toString: 'no function' }, /must be on or off/],
		['flag', '{{ $json.yes }}', /contains an expression that was not evaluated/],
		['switch', 'maybe', /^Sound must be on or off/],
		['url', `${A},${B}`, /^Image URL accepts one URL or file, but contains 2/],
		['url', 'example.com/a.png', /must be a public http\(s\) URL, but contains "example.com/],
		['url', 'ftp://example.com/a', /must be a public http/],
		['url', 'file:///etc/passwd', /must be a public http/],
		['url', 'https://', /must be a public http/],
		['url', 'https:///a.png', /must be a public http/],
		['url', 'https://exa mple.com', /must be a public http/],
		['url', 'asset://1', /does not accept assets, but contains "asset:/],
		['asset', 'assets://1', /or asset:\/\/\.\.\./],
		['url', 'data:image/png;base64,iVBORw0KGgo=', /contains file content \(base64\)/],
		['url', 'iVBORw0KGgo'.repeat(50), /contains file content \(base64\)/],
		['url', 'A'.repeat(1_000), /contains file content \(base64\)/],
		['url', '{{ $json.url }}', /contains an expression that was not evaluated/],
		['url', '{{ $json.a }}, {{ $json.b }}', /contains an expression that was not evaluated/],
		['url', `${A}?id={{$json.id}}`, /contains an expression that was not evaluated/],
		['anyUrls', [A, `${A}?id={{$json.id}}`], /contains an expression that was not evaluated/],
		['url', '=https://example.com', /must be a public http/],
		['url', 5, /must contain URLs, but contains 5/],
		['url', true, /must contain URLs/],
		['url', { name: 'a.png' }, /contains an object without a url/],
		['url', '["https://a.example"', /begins like JSON but is not valid JSON/],
		['url', `${A}，b.png`, /must be a public http\(s\) URL, but "https.* contains ，/],
		['url', `${A}；b.png`, /but .* contains ；/],
		['anyUrls', `${A}、b.png`, /^Image URLs must be a public http.* but .* contains 、/],
		['url', `${A} 第一张`, / contains a space or control character/],
		['url', `${A}\u3000第一张`, / contains a space or control character/],
		['url', `${A}”`, /but .* contains ”/],
		['url', `${A}）`, /but .* contains ）/],
		['url', 'https://exam<ple.com/a', /but .* contains </],
		['url', 'https://example.com:99999/a.png', /must be a public http/],
		['url', 'https://[::1/a.png', /must be a public http/],
		['anyUrls', `看这里：${A}`, /must be a public http\(s\) URL, but contains "看这里/],
		['asset', 'asset://1，2', /but .* contains ，/],
		['url', `${A}，${A}`, /accepts one URL or file, but contains 2/],
		[
			'url',
			'https://pan.baidu.com/s/1abc?pwd=x',
			/contains the URL of a page on 百度网盘 \(Baidu\), not of a file/,
		],
		['urls', A, /^Image URLs contains 1 URL, but must contain 2 to 3/],
		['urls', [A, A, A, A], /contains 4 URLs, but must contain 2 to 3/],
		['pair', A, /must contain exactly 2/],
		['anyUrls', [A, 'b.png'], /but contains "b.png"/],
		['anyUrls', [A, 7], /must contain URLs, but contains 7/],
		['json', '{"a": }', /^Additional Fields is not valid JSON/],
		['json', new Date(0), /must be a JSON object/],
		['json', new Map([['a', 1]]), /must be a JSON object/],
		['json', '[1]', /must be a JSON object/],
		['json', [1], /must be a JSON object/],
		['json', 'null', /must be a JSON object/],
		['json', '7', /must be a JSON object/],
		['json', 7, /must be a JSON object/],
		['json', '{{ $json.more }}', /contains an expression that was not evaluated/],
		['json', '{"a": "{{ $json.more }}"}', /contains an expression that was not evaluated/],
		['path', 'minimalist/api/x', /^Path must begin with a slash/],
		['path', '@evil.example/x', /^Path/],
		['path', 'https://evil.example/x', /must be a path without a host/],
		['path', '//evil.example/x', /must be a path without a host/],
		['path', '/a//b', /must not contain \/\//],
		['path', '/a/%2e%2E/b', /must not contain/],
		['path', '/a b', /not allowed in a path/],
		['path', '/a\\b', /not allowed in a path/],
		['path', '/task/{id}', /placeholder \{id\}/],
		['queryPath', '/task/{task}', /placeholder \{task\}/],
		['required', '', /^Task ID is required but empty/],
		['required', null, /is required/],
	])('%s: %p', (name, raw, message) => {
		const problem = problemOf(name, raw);
		expect(problem.message).toMatch(message);
		expect(problem.label).toBe(FIELDS[name].property.displayName);
		expect(problem.message.length).toBeLessThan(250);
	});
});

describe('great input', () => {
	const spaces = ' '.repeat(MEGABYTE);
	const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
	it.each<[string, Name, unknown]>([
		['a long prompt', 'longText', 'a'.repeat(MEGABYTE)],
		['a prompt that is too long', 'text', '🚤'.repeat(MEGABYTE)],
		['open expressions', 'longText', '{{$a'.repeat(MEGABYTE / 4)],
		['open braces', 'longText', '{'.repeat(MEGABYTE)],
		['blanks', 'longText', spaces],
		['a long number', 'number', '1'.repeat(MEGABYTE)],
		['a long word for a switch', 'flag', 'x'.repeat(MEGABYTE)],
		['a long host', 'url', `https://${'a'.repeat(MEGABYTE)} b`],
		['a long URL', 'url', `https://example.com/${'a'.repeat(MEGABYTE)}`],
		['blanks between URLs', 'anyUrls', `${A}${spaces}${B}`],
		['blanks after commas', 'anyUrls', `${A}${', '.repeat(MEGABYTE / 2)}${B}`],
		['blanks around a comma', 'anyUrls', `${A}${spaces},${spaces}${B}`],
		['commas', 'anyUrls', `${A}${','.repeat(MEGABYTE)}`],
		['letters after a comma', 'anyUrls', `${A},${'a'.repeat(MEGABYTE)}`],
		['many letters after commas', 'anyUrls', ',a'.repeat(MEGABYTE / 2)],
		['lines', 'anyUrls', `${A}${'\n'.repeat(MEGABYTE)}${B}`],
		['blank lines', 'anyUrls', `${A}${'\n '.repeat(MEGABYTE / 2)}${B}`],
		['many URLs', 'anyUrls', Array(Math.round(MEGABYTE / A.length)).fill(A)],
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
		['a long path', 'path', `/${'a'.repeat(MEGABYTE)}`],
		['a path of dots', 'path', `/${'%2e'.repeat(MEGABYTE / 4)}x`],
		['open braces in a path', 'path', `/${'{'.repeat(MEGABYTE / 10)}`],
	])('%s is read or refused at once', (_, name, raw) => {
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
	it.each(Object.keys(FIELDS) as Name[])('%s is read, or a ParameterProblem', (name) => {
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

	const BETWEEN = [
		...[
			', ',
			',',
			'\n',
			'\r\n',
			',\n',
			' ,',
			' ',
			'\t',
			';',
			'; ',
			'，',
			'， ',
			'；',
			'、',
			'\u3000',
			'\u00a0',
		],
		...[' ，\n', ',,', ';\n;'],
	];
	const AROUND = [
		'""',
		"''",
		'“”',
		'”“',
		'‘’',
		'「」',
		'《》',
		'【】',
		'（）',
		'()',
		'<>',
		'``',
		'“”',
	];

	it('web URLs come back as they were given, however they are listed', () => {
		const one = fc
			.webUrl({ withQueryParameters: true, withFragments: true })
			// Where a comma or a semicolon seems to end a URL, it does.
			.filter((given) => !/[,;](https?:\/\/|data:|$)/i.test(given));
		const list = fc.array(one, { minLength: 1, maxLength: 5 });
		fc.assert(
			fc.property(list, fc.constantFrom(...BETWEEN), (given, between) => {
				expect(FIELDS.anyUrls.parse(given.join(between))).toEqual(given);
				expect(FIELDS.anyUrls.parse(JSON.stringify(given))).toEqual(given);
				expect(FIELDS.anyUrls.parse(given.map((one) => ({ url: one })))).toEqual(given);
			}),
		);
	});

	it('URLs come out of quotes, brackets and Markdown, also with a comma after the last', () => {
		const one = fc
			.webUrl({ withQueryParameters: true })
			.filter((given) => !/[,;()'\]]/.test(given));
		const list = fc.array(one, { minLength: 1, maxLength: 4 });
		const around = fc.constantFrom(...AROUND);
		fc.assert(
			fc.property(list, fc.constantFrom(...BETWEEN), around, (given, between, [open, close]) => {
				const wrapped = given.map((url) => `${open}${url}${close}`);
				expect(FIELDS.anyUrls.parse(wrapped.join(between))).toEqual(given);
				expect(FIELDS.anyUrls.parse(`${wrapped.join(between)}，`)).toEqual(given);
				expect(FIELDS.anyUrls.parse(`${open}${given.join(between)}${close}`)).toEqual(given);
				const links = given.map((url, place) => `![picture ${place}](${url})`);
				expect(FIELDS.anyUrls.parse(links.join(between))).toEqual(given);
			}),
		);
	});
});
