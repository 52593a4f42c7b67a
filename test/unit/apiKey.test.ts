import fc from 'fast-check';

import { KexiangApi } from '../../credentials/KexiangApi.credentials';
import { ParameterProblem } from '../../nodes/shared/answers/parameterProblem';
import { keyBlotter, cleanKey, readKey } from '../../nodes/shared/client/credential';
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

	it.each([
		'Bearer sk-test-key',
		'x-api-key: sk-test-key',
		'x-api-key: Bearer sk-test-key',
		'Bearer Bearer sk-test-key',
	])('%s is sent without what names it', async (pasted) => {
		expect(await sentKey(pasted)).toBe('sk-test-key');
	});

	it('a name without a key is none', () => {
		expect(() => readKey({ apiKey: 'Bearer ' })).toThrow('empty');
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
				/^API Key in the credential contains a character that no API key has/,
			),
		});
		expect(JSON.stringify(problem) + String(problem)).not.toContain(key.slice(0, 2));
	});

	it.each(['Bearer ', 'bearer\t', 'x-api-key: ', 'X-API-Key:', 'x-api-key='])(
		'%j before it is left out, in what is sent and in what is blotted',
		async (before) => {
			const apiKey = ` ${before}${KEY}\n`;
			expect(await sentKey(apiKey)).toBe(KEY);
			expect(keyBlotter(cleanKey({ apiKey }))(`no such key: ${KEY}`)).toBe('no such key: ***');
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
	type Answer = { said: string; url: string; id: number };
	/** Ways in which a key may stand in an answer. */
	const SPELLINGS: Record<string, (key: string) => string> = {
		plain: (key) => `Invalid key: ${key}\n`,
		JSON: (key) => JSON.stringify({ [key]: key }),
		'JSON of PHP': (key) => JSON.stringify({ key }).replaceAll('/', '\\/'),
		'JSON in JSON': (key) => JSON.stringify({ said: JSON.stringify({ key }) }),
		URL: (key) => `https://example.com/?key=${encodeURIComponent(key)}&x=1`,
		'a URL with small digits': (key) =>
			encodeURIComponent(key).replace(/%[\dA-F]{2}/g, (code) => code.toLowerCase()),
		'a URL in JSON': (key) => JSON.stringify({ url: encodeURIComponent(key) }),
	};

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
			const text = keyBlotter(key)(SPELLINGS[name]?.(key) ?? '');
			expect(text).toContain('***');
			for (const one of [key, JSON.stringify(key).slice(1, -1), encodeURIComponent(key)])
				expect(text).not.toContain(one);
		},
	);

	it('any key goes out of JSON, which stays JSON', () => {
		const anyKey = fc.stringMatching(/^[A-Za-z][!-~]{6,30}[A-Za-z]$/);
		fc.assert(
			fc.property(anyKey, (key) => {
				const answer = {
					said: `no such key: ${key}`,
					url: `/?k=${encodeURIComponent(key)}`,
					id: 7,
				};
				const { said, url, id } = JSON.parse(keyBlotter(key)(JSON.stringify(answer))) as Answer;
				expect([said, url, id]).toEqual(['no such key: ***', '/?k=***', 7]);
			}),
		);
	});

	it('a text without the key stays letter by letter', () => {
		const blot = keyBlotter(KEY);
		const text = '{ "id": 9007199254740993, "x": "kx-test", "y": "\\u006b" }';
		expect(blot(text)).toBe(text);
	});

	it('an id keeps its digits where the key is a number too', () => {
		const blot = keyBlotter('12345678');
		expect(JSON.parse(blot('{"id":12345678,"said":"12345678"}'))).toEqual({
			id: 12345678,
			said: '***',
		});
	});

	it('a key of a few letters is left, as it could be part of any word', () => {
		expect(keyBlotter('secret')('a secret')).toBe('a secret');
		expect(keyBlotter('')('text')).toBe('text');
	});

	const LARGE = 1_000_000;
	it.each([
		['nested lists', `${'['.repeat(LARGE)}"${KEY}"${']'.repeat(LARGE)}`],
		['backslashes', '\\'.repeat(LARGE) + KEY],
		['percent signs', '%25'.repeat(LARGE / 3) + KEY],
		['nearly the key', 'kx-test-not-rea'.repeat(LARGE / 15) + KEY],
	])('%s, however many, are read at once', (_, text) => {
		const started = cpuMs();
		expect(keyBlotter(KEY)(text)).not.toContain(KEY);
		expect(cpuMs() - started).toBeLessThan(2_000);
	});
});
