import fc from 'fast-check';

import { KexiangApi } from '../../credentials/KexiangApi.credentials';
import { keyBlotter, readKey } from '../../nodes/shared/client/credential';
import { ParameterProblem } from '../../nodes/shared/util/failure';
import { anyCharacter } from '../support/anyText';
import { cpuMs } from '../support/cpuTime';

const KEY = 'kx-test-not-real';

/** What is sent for a key as it was pasted. */
async function sentKey(apiKey: unknown): Promise<unknown> {
	const { authenticate } = new KexiangApi();
	if (typeof authenticate !== 'function') throw new Error('not a function');
	const sent = await authenticate({ apiKey: apiKey as string }, { url: 'https://example.com' });
	return sent.headers?.['x-api-key'];
}

describe('the key as it is sent', () => {
	const AROUND = [
		'\n',
		'\r\n',
		'\t',
		' ',
		'\u00a0',
		'\u3000',
		'\u200b',
		'\u200d',
		'\u2060',
		'\ufeff',
		'\u202a',
		'\0',
	];

	it.each(AROUND.map((sign) => JSON.stringify(sign)))('%s around it is left out', async (sign) => {
		const around = JSON.parse(sign) as string;
		const pasted = `${around}${KEY}${around} ${around}`;
		expect(readKey({ apiKey: pasted })).toBe(KEY);
		expect(await sentKey(pasted)).toBe(KEY);
	});

	it.each(['sk-a/b+c=', '"quoted" key', 'a\\b', '1234567890'])(
		'%s is sent as it is',
		async (key) => {
			expect(await sentKey(key)).toBe(key);
		},
	);

	it.each([
		'kx-test-not\nreal',
		'kx-test-not\u200breal',
		'kx-test-not-reäl',
		'密钥密钥密钥密钥',
		'kx-test–not-real',
		'kx\u0000test',
		'🔑kx-test-not-real',
	])('%j cannot stand in a header, and is not shown', async (key) => {
		const problem = await sentKey(key).catch((cause: unknown) => cause);
		expect(problem).toBeInstanceOf(ParameterProblem);
		expect(problem).toMatchObject({
			label: 'API Key',
			message: expect.stringMatching(
				/^API Key in the credential holds a character that no key has/,
			),
		});
		expect(JSON.stringify(problem) + String(problem)).not.toContain(key.slice(0, 2));
	});

	it.each(['Bearer ', 'bearer\t', 'x-api-key: ', 'X-API-Key:', 'x-api-key='])(
		'%j before it is left out, in what is sent and in what is blotted',
		async (before) => {
			const apiKey = ` ${before}${KEY}\n`;
			expect(await sentKey(apiKey)).toBe(KEY);
			expect(keyBlotter({ apiKey })(`no such key: ${KEY}`)).toBe('no such key: ***');
		},
	);

	it.each([undefined, null, '', ' \n', '\u200b'])('%j is none', async (key) => {
		await expect(sentKey(key)).rejects.toThrow('API Key in the credential is empty');
	});

	it('any text is sent trimmed, or refused without being shown', async () => {
		await fc.assert(
			fc.asyncProperty(fc.string({ unit: anyCharacter, minLength: 1 }), async (text) => {
				const sent = await sentKey(text).catch((cause: unknown) => cause);
				if (sent instanceof ParameterProblem) return;
				expect(text).toContain(sent);
				expect(() => new Headers({ 'x-api-key': String(sent) })).not.toThrow();
				expect(String(sent).trim()).toBe(sent);
			}),
		);
	});
});

describe('blotting the key out', () => {
	const escaped = (text: string, upper: boolean) =>
		[...text]
			.map((one) => {
				const hex = one.charCodeAt(0).toString(16).padStart(4, '0');
				return `\\u${upper ? hex.toUpperCase() : hex}`;
			})
			.join('');
	const html = (text: string) =>
		text.replace(/[&<>"']/g, (one) => `&#x${one.charCodeAt(0).toString(16)};`);
	const entities = (text: string) => [...text].map((one) => `&#${one.charCodeAt(0)};`).join('');
	/** Ways in which a text may stand in another one. */
	const SPELLINGS: Record<string, (key: string) => string> = {
		plain: (key) => key,
		JSON: (key) => JSON.stringify(key),
		'JSON with escaped slashes': (key) => JSON.stringify(key).replaceAll('/', '\\/'),
		'JSON in lower hex': (key) => `"${escaped(key, false)}"`,
		'JSON in upper hex': (key) => `"${escaped(key, true)}"`,
		'JSON in JSON': (key) => JSON.stringify(JSON.stringify({ [key]: key })),
		'JSON in hex in JSON': (key) => JSON.stringify(`{"k":"${escaped(key, true)}"}`),
		URL: (key) => `https://example.com/?key=${encodeURIComponent(key)}&x=1`,
		'URL in lower case': (key) =>
			encodeURIComponent(key).replace(/%../g, (one) => one.toLowerCase()),
		'URL in URL': (key) =>
			encodeURIComponent(`https://example.com/?key=${encodeURIComponent(key)}`),
		form: (key) => new URLSearchParams({ key }).toString(),
		HTML: (key) => `<p>${html(key)}</p>`,
		'JSON in hex in a URL': (key) => encodeURIComponent(escaped(key, false)),
		'JSON in hex in HTML': (key) => escaped(key, true).replaceAll('\\', '&#92;'),
		'URL in HTML': (key) => encodeURIComponent(key).replaceAll('%', '&#x25;'),
		'HTML in a URL': (key) => encodeURIComponent(entities(key)),
		'HTML in JSON that hides its signs': (key) =>
			JSON.stringify(entities(key)).replaceAll('&', '\\u0026').replaceAll('#', '\\u0023'),
		header: (key) => `Invalid key: ${key}\n`,
	};

	/** What a text says where it is taken for a part of a URL, of HTML or of JSON. */
	const READERS: Array<(text: string) => unknown> = [
		(text) => decodeURIComponent(text.replaceAll('+', ' ')),
		(text) => decodeURIComponent(text),
		(text) =>
			text
				.replace(/&#x([0-9a-f]+);/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
				.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code))),
		(text) => JSON.parse(text) as unknown,
		(text) => JSON.parse(`"${text}"`) as unknown,
	];

	function stringsIn(value: unknown): string[] {
		if (typeof value === 'string') return [value];
		if (typeof value !== 'object' || value === null) return [];
		return Object.entries(value).flatMap(([name, entry]) => [name, ...stringsIn(entry)]);
	}

	/** Everything that a reader could take out of a text, in three steps. */
	function readable(text: string): Set<string> {
		const found = new Set([text]);
		for (let step = 0; step < 3; step++)
			for (const one of [...found])
				for (const read of READERS)
					try {
						for (const inner of stringsIn(read(one))) found.add(inner);
					} catch {
						// It is nothing of the kind.
					}
		return found;
	}

	const KEYS = [
		KEY,
		'kx-"quoted"-key',
		'kx/with/slashes',
		'kx\\with\\backslashes',
		'kx+test=not%real&',
		'kx <not> real',
		'nabcdefgh',
		'12345678',
		"kx'$&$1(.*)[x]",
	];

	it.each(KEYS.flatMap((key) => Object.keys(SPELLINGS).map((name) => [key, name] as const)))(
		'%s as %s',
		(key, name) => {
			const spelled = SPELLINGS[name]?.(key) ?? '';
			const blot = keyBlotter({ apiKey: `\n${key} ` });
			const alone = blot(spelled);
			for (const text of readable(alone)) expect(text).not.toContain(key);
			expect(alone).toContain('***');
			const inAnswer = blot(JSON.stringify({ code: 401, said: spelled, [spelled]: [{ spelled }] }));
			for (const text of readable(inAnswer)) expect(text).not.toContain(key);
			const blotted = expect.stringContaining('***') as string;
			const { code, said, ...rest } = JSON.parse(inAnswer) as Record<string, unknown>;
			expect({ code, said, rest: Object.entries(rest) }).toEqual({
				code: 401,
				said: blotted,
				rest: [[blotted, [{ spelled: blotted }]]],
			});
		},
	);

	it('any key in any spelling goes, and the JSON around it stays', () => {
		const key = fc.stringMatching(/^[!-~][ -~]{6,30}[!-~]$/);
		fc.assert(
			fc.property(
				key,
				fc.constantFrom(...Object.values(SPELLINGS)),
				fc.json(),
				(given, spell, json) => {
					const blot = keyBlotter({ apiKey: given });
					for (const text of readable(blot(spell(given)))) expect(text).not.toContain(given);
					const data: unknown = JSON.parse(
						blot(`{"said":${JSON.stringify(spell(given))},"data":${json}}`),
					);
					expect(data).toHaveProperty('data');
				},
			),
		);
	});

	it('a text without the key stays letter by letter', () => {
		const blot = keyBlotter({ apiKey: KEY });
		const text = '{ "id": 9007199254740993, "x": "kx-test", "y": "\\u006b" }';
		expect(blot(text)).toBe(text);
	});

	it('an id keeps its digits where the key is a number too', () => {
		const blot = keyBlotter({ apiKey: '12345678' });
		expect(JSON.parse(blot('{"id":12345678,"said":"12345678"}'))).toEqual({
			id: 12345678,
			said: '***',
		});
	});

	it('a key of a few letters is left, as it could be part of any word', () => {
		expect(keyBlotter({ apiKey: 'secret' })('a secret')).toBe('a secret');
		expect(keyBlotter({})('text')).toBe('text');
	});

	const LARGE = 1_000_000;
	it.each([
		['nested lists', `${'['.repeat(LARGE)}"${KEY}"${']'.repeat(LARGE)}`],
		['backslashes', '\\'.repeat(LARGE) + KEY],
		['percent signs', '%25'.repeat(LARGE / 3) + KEY],
		['nearly the key', 'kx-test-not-rea'.repeat(LARGE / 15) + KEY],
	])('%s, however many, are read at once', (_, text) => {
		const started = cpuMs();
		expect(keyBlotter({ apiKey: KEY })(text)).not.toContain(KEY);
		expect(cpuMs() - started).toBeLessThan(2_000);
	});
});
