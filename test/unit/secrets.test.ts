import fc from 'fast-check';

import { PlatformProblem } from '../../nodes/shared/answers/problem';
import { cleanKey, keyBlotter } from '../../nodes/shared/client/credential';
import type { UsedFile } from '../../nodes/shared/files/shareFiles';
import { blotLinks, withoutLinks, withoutLinksIn } from '../../nodes/shared/run/requestFiles';
import { cpuMs } from '../support/cpuTime';

/** What no answer and no error may show: the key, and the links under which files are shared. */

const KEY = 'kx-test-not-real';

describe('the key is blotted out', () => {
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
		...[KEY, 'kx-"quoted"-key', 'kx/with/slashes', 'kx\\with\\backslashes', 'kx+test=not%real&'],
		...['kx <not> real', 'nabcdefgh', '12345678', "kx'$&$1(.*)[x]"],
	];
	it.each(Object.entries(SPELLINGS))('as %s', (_, spell) => {
		for (const key of KEYS) {
			const text = keyBlotter(key)(spell(key));
			expect(text).toContain('***');
			for (const one of [key, JSON.stringify(key).slice(1, -1), encodeURIComponent(key)])
				expect(text).not.toContain(one);
		}
	});

	it('of JSON, which stays JSON', () => {
		fc.assert(
			fc.property(fc.stringMatching(/^[A-Za-z][!-~]{6,30}[A-Za-z]$/), (key) => {
				const url = `/?k=${encodeURIComponent(key)}`;
				const answer = JSON.stringify({ said: `no such key: ${key}`, url, id: 7 });
				const wanted = { said: 'no such key: ***', url: '/?k=***', id: 7 };
				expect(JSON.parse(keyBlotter(key)(answer))).toEqual(wanted);
			}),
		);
	});

	it('as it is sent, however it was pasted', () => {
		const blot = keyBlotter(cleanKey({ apiKey: ` x-api-key: Bearer ${KEY}\n` }));
		expect(blot(`no such key: ${KEY}`)).toBe('no such key: ***');
	});

	it('and nothing else: neither a text without it, nor a few letters, nor none', () => {
		const text = '{ "id": 9007199254740993, "x": "kx-test", "y": "\\u006b" }';
		expect(keyBlotter(KEY)(text)).toBe(text);
		expect(keyBlotter('secret')('a secret')).toBe('a secret');
		expect(keyBlotter('')('text')).toBe('text');
	});

	it('of no id: its digits stay where the key is a number too', () => {
		const text = keyBlotter('12345678')('{"id":12345678,"said":"12345678"}');
		expect(JSON.parse(text)).toEqual({ id: 12345678, said: '***' });
	});

	const LARGE = 1_000_000;
	it.each([
		['nested lists', `${'['.repeat(LARGE)}"${KEY}"${']'.repeat(LARGE)}`],
		['backslashes', '\\'.repeat(LARGE) + KEY],
		['percent signs', '%25'.repeat(LARGE / 3) + KEY],
		['nearly the key', 'kx-test-not-rea'.repeat(LARGE / 15) + KEY],
	])('of %s, however many, at once', (_, text) => {
		const started = cpuMs();
		expect(keyBlotter(KEY)(text)).not.toContain(KEY);
		expect(cpuMs() - started).toBeLessThan(2_000);
	});
});

describe('the link of a shared file is blotted out', () => {
	const file: UsedFile = {
		binary: { data: '', mimeType: 'image/png' },
		wanted: { label: 'Image URL', kind: 'image' },
		standIn: 'https://n8n-file.example/1',
	};
	const SIGNED = 'https://n8n.example.org/rest/binary-data/signed?token=';
	const A = `${SIGNED}aaaa.1&file=a.png`;
	const B = `${SIGNED}bbbb.2&file=b.png`;
	const LINKS = new Map([
		[A, { shown: '<file a>', file }],
		[B, { shown: '<file b>', file }],
	]);

	it('of a text', () => {
		const text = `none, ${A} and "${B}", cut: ${SIGNED}bbbb ...`;
		const plain = 'none, <file a> and "<file b>", cut: <file b> ...';
		expect(withoutLinksIn(text, LINKS)).toBe(plain);
		const other = 'https://n8n.example.org/rest/other';
		expect(withoutLinksIn(other, LINKS)).toBe(other);
	});

	it('of an answer of any depth', () => {
		const body = { list: [1, null, A, { url: B }], kept: 'words' };
		let deep: Record<string, unknown> = { url: A };
		for (let level = 0; level < 50_000; level++) deep = { deep };
		for (const one of [body, deep]) blotLinks(one, LINKS);
		expect(body).toEqual({ list: [1, null, '<file a>', { url: '<file b>' }], kept: 'words' });
		let end: unknown = deep;
		while (typeof end === 'object' && end !== null && 'deep' in end) end = end.deep;
		expect(end).toEqual({ url: '<file a>' });
	});

	it('of a failure', () => {
		const failure = { message: `no ${A}`, description: B, details: { said: A, status: 400 } };
		expect(withoutLinks(new PlatformProblem(failure, {}), LINKS)).toMatchObject({
			failure: {
				message: 'no <file a>',
				description: '<file b>',
				details: { said: '<file a>', status: 400 },
			},
		});
		const other = new Error(A);
		expect(withoutLinks(other, LINKS)).toBe(other);
	});
});
