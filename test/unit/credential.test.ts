import fc from 'fast-check';

import { KexiangApi } from '../../credentials/KexiangApi.credentials';
import { ParameterProblem } from '../../nodes/shared/answers/parameterProblem';
import { PlatformProblem } from '../../nodes/shared/answers/problem';
import { baseUrl, keyBlotter, readKey } from '../../nodes/shared/client/credential';
import type { UsedFile } from '../../nodes/shared/files/shareFiles';
import { blotLinks, withoutLinks, withoutLinksIn } from '../../nodes/shared/run/requestFiles';
import { anyCharacter } from '../support/anyText';
import { cpuMs } from '../support/cpuTime';

const KEY = 'kx-test-not-real';
const { authenticate, test } = new KexiangApi();

/** What is sent with this credential: by n8n where it tests it, or by a node. */
async function sent(data: object, request: object = { url: 'https://example.com' }) {
	if (typeof authenticate !== 'function') throw new Error('not a function');
	return await authenticate({ apiKey: KEY, ...data }, request as { url: string });
}
const sentKey = async (apiKey: unknown) => (await sent({ apiKey })).headers?.['x-api-key'];
const causeOf = (call: () => unknown): unknown => {
	try {
		return call();
	} catch (cause) {
		return cause;
	}
};

describe('the key as it is sent', () => {
	const AROUND = '\n \r\n \t \u00a0 \u3000 \u200b \u200d \u2060 \ufeff \u202a \0'
		.split(/ /)
		.concat(' ');
	it.each(AROUND.map((sign) => [JSON.stringify(sign), sign]))(
		'is sent without %s',
		async (_, around) => {
			const pasted = `${around}${KEY}${around} ${around}`;
			expect(readKey({ apiKey: pasted })).toBe(KEY);
			expect(await sentKey(pasted)).toBe(KEY);
		},
	);

	it('is sent without the name before it, and else as it is', async () => {
		const names = ['Bearer ', 'bearer\t', 'x-api-key: ', 'X-API-Key:', 'x-api-key='];
		for (const before of [...names, 'x-api-key: Bearer ', 'Bearer Bearer '])
			expect(await sentKey(` ${before}${KEY}\n`)).toBe(KEY);
		for (const key of ['sk-a/b+c=', '"quoted" key', 'a\\b', '1234567890'])
			expect(await sentKey(key)).toBe(key);
	});

	it.each([
		...['kx-test-not\nreal', 'kx-test-not\u200breal', 'kx-test-not-reäl', '密钥密钥密钥密钥'],
		...['kx-test–not-real', 'kx\u0000test', '🔑kx-test-not-real'],
	])('%j cannot stand in a header, and is not shown', async (key) => {
		const problem = await sentKey(key).catch((cause: unknown) => cause);
		expect(problem).toBeInstanceOf(ParameterProblem);
		const message = /^API Key in the credential contains a character that no API key has/;
		expect(problem).toMatchObject({ label: 'API Key', message: expect.stringMatching(message) });
		expect(JSON.stringify(problem) + String(problem)).not.toContain(key.slice(0, 2));
	});

	it.each([undefined, null, '', ' \n', '\u200b', 'Bearer '])('%j is none', async (key) => {
		await expect(sentKey(key)).rejects.toThrow('API Key in the credential is empty');
	});

	it('any text is sent trimmed, or refused without being shown', async () => {
		await fc.assert(
			fc.asyncProperty(fc.string({ unit: anyCharacter, minLength: 1 }), async (text) => {
				const key = await sentKey(text).catch((cause: unknown) => cause);
				if (key instanceof ParameterProblem) return;
				expect(text).toContain(key);
				expect(() => new Headers({ 'x-api-key': String(key) })).not.toThrow();
				expect(String(key).trim()).toBe(key);
			}),
		);
	});
});

describe('a base URL', () => {
	const taskUrl = (taskApiUrl: unknown) => baseUrl({ taskApiUrl: taskApiUrl as string }, 'task');

	it('is the platform itself where it is empty, and one for each family', () => {
		const urlsOf = (taskApiUrl: unknown, toolApiUrl: unknown) =>
			(['task', 'tool'] as const).map((family) =>
				baseUrl({ taskApiUrl, toolApiUrl } as { taskApiUrl: string }, family),
			);
		for (const empty of [undefined, null, '', '  '])
			expect(urlsOf(empty, empty)).toEqual(['https://kexiangai.com', 'https://agent.mathmind.cn']);
		const given = ['https://a.example', 'https://b.example'] as const;
		expect(urlsOf(...given)).toEqual(given);
	});

	const TAKEN =
		'https://kexiangai.com https://proxy.example:8443/kexiang HTTPS://KEXIANGAI.COM https://可想.example ' +
		'https://a_b.example https://8.8.8.8 https://[2001:db8::1]:443 http://localhost:5001 http://127.0.0.1:5001 ' +
		'http://[::1]:5001 http://10.1.2.3 http://172.16.0.1 http://172.31.255.1 http://192.168.0.2:80 http://[fd00::1] ' +
		'http://[fe80::1] http://simulator:5001 http://kexiang.internal http://mac.local:3000 http://kexiang.localhost';
	it.each(TAKEN.split(' '))('may be %s, with slashes and blanks around it', (url) => {
		for (const given of [url, ` ${url}/ `, `${url}///`]) expect(taskUrl(given)).toBe(url);
		// What the check saw as the host is what a client connects to.
		expect(() => new URL(url)).not.toThrow();
	});

	const UNENCRYPTED =
		'http://kexiangai.com http://8.8.8.8 http://172.15.0.1 http://172.32.0.1 http://192.169.0.1 http://11.0.0.1 ' +
		'http://127.0.0.1.evil.example http://localhost.evil.example http://10.0.0.1.evil.example ' +
		'http://evil.example/localhost http://[2001:db8::1] http://134744072 http://0x08080808 http://010.8.8.8';
	it.each(UNENCRYPTED.split(' '))('%s would send the key unencrypted to another host', (given) => {
		const problem = causeOf(() => taskUrl(given));
		expect(problem).toBeInstanceOf(ParameterProblem);
		expect(problem).toMatchObject({
			label: 'Task API URL',
			message: 'Task API URL in the credential must begin with https://',
			advice: expect.stringContaining('unencrypted'),
		});
	});

	const NONE =
		'kexiangai.com //kexiangai.com ftp://kexiangai.com file:///etc/passwd https:// https:///path ' +
		'https://user:password@kexiangai.com https://user@kexiangai.com http://localhost@evil.example ' +
		'http://localhost:80@evil.example https://kexiangai.com?x=1 https://kexiangai.com#x https://kexiangai.com/a?x=1 ' +
		'https://kexiangai.com/a#x https://kexiangai.com:port http://evil.example\\.local http://evil.example\\@localhost ' +
		'http://evil%2eexample http://%65vil';
	const WITH_BLANKS = [
		...[
			'https://kexi angai.com',
			'https://kexiangai.com/a b',
			'https://a.example\nhttps://b.example',
		],
		...['{{ $json.url }}', 'https://{{ $json.host }}'],
	];
	it.each([...NONE.split(' '), ...WITH_BLANKS, 42, {}])('%s is none', (given) => {
		const problem = causeOf(() => taskUrl(given));
		expect(problem).toBeInstanceOf(ParameterProblem);
		const message = 'Task API URL in the credential is not a valid base URL';
		expect(problem).toMatchObject({ message });
	});
});

describe("the credential's test", () => {
	/** What n8n sends when the credential is saved. */
	const polled = async (data: Record<string, string>) =>
		await sent(data, { url: '', ...test.request, baseURL: data.taskApiUrl ?? '' });

	it('asks the platform, at the address as the nodes read it', async () => {
		const taskApiUrl = ' https://kexiang.example.com/proxy/ ';
		expect(await polled({ taskApiUrl, toolApiUrl: '' })).toMatchObject({
			baseURL: 'https://kexiang.example.com/proxy',
			url: '/api/v1/user_task/get/passAuth/1',
			headers: { 'x-api-key': KEY },
		});
		expect(await polled({})).toMatchObject({ baseURL: 'https://kexiangai.com' });
	});

	it.each([
		['taskApiUrl', 'Task API URL'],
		['toolApiUrl', 'Tool API URL'],
	])('refuses a bad %s', async (name, label) => {
		await expect(polled({ [name]: 'not a url' })).rejects.toThrow(
			`${label} in the credential is not a valid base URL`,
		);
		await expect(polled({ [name]: 'http://kexiang.example.com' })).rejects.toThrow(
			`${label} in the credential must begin with https://`,
		);
		await expect(polled({ [name]: 'http://simulator:5001' })).resolves.toBeDefined();
	});

	it('checks no address of a request that a node sends', async () => {
		const url = 'https://kexiang.example.com/api/v1/user_task/get/passAuth/1';
		const headers = { Accept: 'application/json' };
		expect(await sent({ toolApiUrl: 'not a url' }, { url, headers })).toEqual({
			url,
			headers: { ...headers, 'x-api-key': KEY },
		});
	});
});

/** What no answer and no error may show: the key, and the links under which files are shared. */

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
