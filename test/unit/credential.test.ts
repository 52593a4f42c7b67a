import { KexiangApi } from '../../credentials/KexiangApi.credentials';
import { baseUrl } from '../../nodes/shared/client/credential';
import { ParameterProblem } from '../../nodes/shared/answers/parameterProblem';

const taskUrl = (taskApiUrl: unknown) => baseUrl({ taskApiUrl: taskApiUrl as string }, 'task');
const problemOf = (given: unknown): unknown => {
	try {
		return taskUrl(given);
	} catch (cause) {
		return cause;
	}
};

describe('base URLs', () => {
	it.each([undefined, null, '', '  '])('%j means the platform itself', (given) => {
		const credential = { taskApiUrl: given as string, toolApiUrl: given as string };
		expect(baseUrl(credential, 'task')).toBe('https://kexiangai.com');
		expect(baseUrl(credential, 'tool')).toBe('https://agent.mathmind.cn');
	});

	it('each family has its own', () => {
		const credential = { taskApiUrl: 'https://a.example', toolApiUrl: 'https://b.example' };
		expect(baseUrl(credential, 'task')).toBe('https://a.example');
		expect(baseUrl(credential, 'tool')).toBe('https://b.example');
	});

	it.each([
		['https://kexiangai.com', 'https://kexiangai.com'],
		[' https://kexiangai.com/ ', 'https://kexiangai.com'],
		['https://kexiangai.com///', 'https://kexiangai.com'],
		['https://proxy.example:8443/kexiang/', 'https://proxy.example:8443/kexiang'],
		['HTTPS://KEXIANGAI.COM', 'HTTPS://KEXIANGAI.COM'],
		['https://可想.example', 'https://可想.example'],
		['https://a_b.example', 'https://a_b.example'],
		['https://8.8.8.8', 'https://8.8.8.8'],
		['https://[2001:db8::1]:443', 'https://[2001:db8::1]:443'],
		['http://localhost:5001', 'http://localhost:5001'],
		['http://127.0.0.1:5001', 'http://127.0.0.1:5001'],
		['http://[::1]:5001', 'http://[::1]:5001'],
		['http://10.1.2.3', 'http://10.1.2.3'],
		['http://172.16.0.1', 'http://172.16.0.1'],
		['http://172.31.255.1', 'http://172.31.255.1'],
		['http://192.168.0.2:80', 'http://192.168.0.2:80'],
		['http://[fd00::1]', 'http://[fd00::1]'],
		['http://[fe80::1]', 'http://[fe80::1]'],
		['http://simulator:5001', 'http://simulator:5001'],
		['http://kexiang.internal', 'http://kexiang.internal'],
		['http://mac.local:3000/', 'http://mac.local:3000'],
		['http://kexiang.localhost', 'http://kexiang.localhost'],
	])('%s is taken', (given, url) => {
		expect(taskUrl(given)).toBe(url);
		// What the check saw as the host is what a client connects to.
		expect(() => new URL(url)).not.toThrow();
	});

	it.each([
		'http://kexiangai.com',
		'http://8.8.8.8',
		'http://172.15.0.1',
		'http://172.32.0.1',
		'http://192.169.0.1',
		'http://11.0.0.1',
		'http://127.0.0.1.evil.example',
		'http://localhost.evil.example',
		'http://10.0.0.1.evil.example',
		'http://evil.example/localhost',
		'http://[2001:db8::1]',
		'http://134744072',
		'http://0x08080808',
		'http://010.8.8.8',
	])('%s would send the key unencrypted to another host', (given) => {
		expect(problemOf(given)).toBeInstanceOf(ParameterProblem);
		expect(problemOf(given)).toMatchObject({
			label: 'Task API URL',
			message: 'Task API URL in the credential must begin with https://',
			advice: expect.stringContaining('unencrypted'),
		});
	});

	it.each([
		'kexiangai.com',
		'//kexiangai.com',
		'ftp://kexiangai.com',
		'file:///etc/passwd',
		'https://',
		'https:///path',
		'https://user:password@kexiangai.com',
		'https://user@kexiangai.com',
		'http://localhost@evil.example',
		'http://localhost:80@evil.example',
		'https://kexiangai.com?x=1',
		'https://kexiangai.com#x',
		'https://kexiangai.com/a?x=1',
		'https://kexiangai.com/a#x',
		'https://kexi angai.com',
		'https://kexiangai.com/a b',
		'https://kexiangai.com:port',
		'https://a.example\nhttps://b.example',
		'http://evil.example\\.local',
		'http://evil.example\\@localhost',
		'http://evil%2eexample',
		'http://%65vil',
		'{{ $json.url }}',
		'https://{{ $json.host }}',
		42,
		{},
	])('%s is no base URL', (given) => {
		expect(problemOf(given)).toBeInstanceOf(ParameterProblem);
		expect(problemOf(given)).toMatchObject({
			message: 'Task API URL in the credential is not a valid base URL',
		});
	});

	it('names the field that is wrong', () => {
		expect(() => baseUrl({ toolApiUrl: 'nonsense' }, 'tool')).toThrow(/^Tool API URL/);
	});
});

describe("the credential's test", () => {
	const { authenticate, test } = new KexiangApi();
	/** What n8n sends when the credential is saved. */
	const polled = async (data: Record<string, string>) => {
		if (typeof authenticate !== 'function') throw new Error('not a function');
		const baseURL = data.taskApiUrl ?? '';
		return await authenticate(
			{ apiKey: 'kx-test-not-real', ...data },
			{ url: '', ...test.request, baseURL, skipSslCertificateValidation: false },
		);
	};

	it('asks the platform, at the address as the nodes read it', async () => {
		const taskApiUrl = ' https://kexiang.example.com/proxy/ ';
		const { baseURL, url, headers } = await polled({ taskApiUrl, toolApiUrl: '' });
		expect(baseURL).toBe('https://kexiang.example.com/proxy');
		expect(url).toBe('/api/v1/user_task/get/passAuth/1');
		expect(headers).toEqual({ 'x-api-key': 'kx-test-not-real' });
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
		if (typeof authenticate !== 'function') throw new Error('not a function');
		const url = 'https://kexiang.example.com/api/v1/user_task/get/passAuth/1';
		const sent = await authenticate(
			{ apiKey: 'kx-test-not-real', toolApiUrl: 'not a url' },
			{ url, headers: { Accept: 'application/json' } },
		);
		expect(sent).toEqual({
			url,
			headers: { Accept: 'application/json', 'x-api-key': 'kx-test-not-real' },
		});
	});
});
