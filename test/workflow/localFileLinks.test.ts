import type { ICredentialDataDecryptedObject, INodeParameters } from 'n8n-workflow';
import { usePlatform } from '../support/countingPlatform';
import { askAgain, durable, quick, wait, type ChainNode } from '../support/kexiang';
import { holdAgainstSchema } from '../support/outputSchemas';
import {
	bytesAt,
	fetched,
	n8n,
	PNG,
	sharesFiles,
	simulator,
	storage,
	store,
	submit,
} from '../support/sharing';

/** The links of files that a field for media names: when they are made, how often, and who is told. */
sharesFiles();

const nothingSent = () => expect(simulator.ledger.requests).toEqual([]);
const URL = 'https://example.com/1.png';
const LINK = '<link to the file data: cat.png (image/png)>';

describe('an expired link', () => {
	const ago = Math.floor(Date.now() / 1000) - 60;
	const additionalFields = `{"a": "https://b.example/1.png?e=${ago}&token=x"}`;
	it.each<[string, string, INodeParameters]>([
		['Image URLs', `https://b.example/1.png?Expires=${ago}&Signature=x`, {}],
		['Additional Fields', URL, { additionalFields }],
	])('in %s is refused, and nothing is sent', async (label, imageUrls, advanced) => {
		const { error } = await submit('', { parameters: { prompt: 'x', imageUrls, advanced } });
		const told = `${label} contains https://b.example/1.png, a link that expired on `;
		expect(error?.message).toContain(told);
		nothingSent();
	});

	it('is not told of where it expired after it was sent', async () => {
		simulator.addFault({ on: 'submit', kind: '422', contains: 'second' });
		const end = Math.ceil(Date.now() / 1000) + 1;
		const signed = `$itemIndex === 0 ? "?Signature=x&Expires=${end}" : ""`;
		const prompt = '={{ $itemIndex === 0 ? "first" : "second" }}';
		const { error } = await submit('', {
			parameters: { prompt, imageUrls: `={{ "${URL}" + (${signed}) }}` },
			items: 2,
			node: { retryOnFail: true, maxTries: 2, waitBetweenTries: 2100 },
		});
		expect(Date.now()).toBeGreaterThan(end * 1000);
		expect(error?.message).toMatch(/^The platform refused the input/);
		expect(JSON.stringify(error)).not.toContain('expired');
	});
});

describe('a preview', () => {
	it('shows which file would be shared, and shares nothing', async () => {
		const { items } = await submit('data', { options: { previewRequest: true } });
		expect(JSON.stringify(items('Submit')[0]?.json)).toContain(LINK);
		expect(n8n.polled).toEqual([]);
	});

	it('tells that the platform could not fetch the file, and nothing where it could', async () => {
		const [local, taskApiUrl] = ['http://localhost:5678/rest', 'https://platform.example.com'];
		const far = { credential: { taskApiUrl } };
		const doubts = async (restApiUrl: string, options: INodeParameters, more: object) => {
			const all = { options: { ...options, previewRequest: true }, more: { restApiUrl, ...more } };
			return (await submit('data, photo_2', all)).items('Submit')[0]?.json.doubts;
		};
		expect(await doubts(local, {}, far)).toEqual([
			"Image URLs contains a file, but n8n's own address is only known on its own network (localhost), so the platform cannot fetch the file",
		]);
		expect(await doubts(local, { shareFilesBy: 'bucket' }, far)).toEqual([]);
		expect(await doubts('https://n8n.example.com/rest', {}, far)).toEqual([]);
		expect(await doubts(local, {}, {})).toEqual([]);
		nothingSent();
	});
});

const linkIn = (body: string) => /"(http[^"]*(?:token|Signature)=[^"]*)"/.exec(body)?.[1] ?? '';
/** Refuses whatever comes, and repeats the address of the file. */
const rude = usePlatform();
beforeEach(() => {
	rude.reply = ({ body }) => {
		const message = `cannot use ${linkIn(body)}`;
		return { status: 400, body: { code: 400, message, msg: message } };
	};
});
const toRude = () => ({ credential: { taskApiUrl: rude.platformUrl } });

describe("n8n's own link", () => {
	it('is made once for several items and fields, and told to nobody', async () => {
		const { items, error, run: whole } = await submit('data, data', { items: 3 });
		expect(error).toBeUndefined();
		expect(items('Submit')).toHaveLength(3);
		// Neither in what n8n keeps of the execution.
		expect(JSON.stringify(whole)).not.toContain('token=');
		const links = simulator.ledger.requests.flatMap(({ body }) =>
			[...JSON.stringify(body).matchAll(/token=([\w.-]+)/g)].map(([, token]) => token),
		);
		expect(links).toHaveLength(6);
		expect(new Set(links).size).toBe(1);
	});

	it('is taken out of what the platform says of it', async () => {
		const { error, run: whole } = await submit('data', { more: toRude() });
		expect(error?.message).toContain(`cannot use ${LINK}`);
		expect(JSON.stringify(whole.data.resultData)).not.toContain('token=');
	});

	it('is taken out of an accepted response that repeats it', async () => {
		rude.reply = ({ body }) => ({ body: { code: 200, data: { id: 77, image: linkIn(body) } } });
		const all = { options: { simplify: false }, more: toRude() };
		const { items, run: whole } = await submit('data', all);
		expect(items('Submit')[0]?.json).toMatchObject({
			taskId: '77',
			raw: { data: { image: LINK } },
		});
		expect(JSON.stringify(whole)).not.toContain('token=');
	});

	const waiting = { waitForCompletion: true, waitOptions: quick };
	it.each<[string, INodeParameters, ChainNode[], object]>([
		['where it is submitted', waiting, [], {}],
		['in the process', {}, [wait({ options: quick })], {}],
		['in the database', {}, [durable()], { connections: askAgain(['Submit']) }],
	])('is not kept with a task that is waited for %s', async (_, given, after, more) => {
		const parameters = { prompt: 'it sails', imageUrls: 'data', ...given };
		const { error, run: whole } = await submit('', { parameters, more, after });
		expect(error).toBeUndefined();
		expect(JSON.stringify(whole)).toContain('"state":"success"');
		expect(JSON.stringify(whole)).not.toContain('token=');
	});
});

describe('Get Public URL of File', () => {
	const link = async (files: string, options: INodeParameters = {}) =>
		await submit('', {
			type: 'kexiangVideoTools',
			operation: 'filePublicUrl',
			parameters: { resource: 'file', files },
			options,
		});

	it('gives the links that anybody can open, and asks the platform for nothing', async () => {
		const { items } = await link(`photo_*, data, ${URL}`);
		const { json } = items('Submit')[0] ?? {};
		holdAgainstSchema('kexiangVideoTools', 'filePublicUrl', [json]);
		const { url, urls, files } = json as { url: string; urls: string[]; files: object[] };
		expect([urls[0], urls[2]]).toEqual([url, URL]);
		const file = { fileName: 'cat.png', mimeType: 'image/png' };
		expect(files).toEqual([
			{ url, property: 'photo_2', ...file },
			{ url: urls[1], property: 'data', ...file },
		]);
		for (const one of urls.slice(0, 2)) expect(await bytesAt(one)).toEqual(PNG);
		nothingSent();
	});

	it('lets them hold for as long as it is told', async () => {
		const { items } = await link('data', { linkHours: 2 });
		const token = /token=([^&]+)/.exec(String(items('Submit')[0]?.json.url))?.[1] ?? '';
		const payload = Buffer.from(token.split('.')[1] ?? '', 'base64url').toString();
		const { exp, iat } = JSON.parse(payload) as { exp: number; iat: number };
		expect(exp - iat).toBe(2 * 3600);
	});

	it('tells a name that is none', async () => {
		expect((await link('dta')).error?.message).toContain('Files must be a public http(s) URL');
	});
});

describe("a bucket of one's own", () => {
	const options = { shareFilesBy: 'bucket' };
	const submitBy = async (credential: ICredentialDataDecryptedObject, more = {}) =>
		await submit('data', {
			options,
			items: 2,
			more: { fileStorage: storage(credential), ...more },
		});
	const puts = () => store.requests.filter(({ method }) => method === 'PUT');

	it('has the file once, and the platform fetches it from there', async () => {
		const { error, run: whole } = await submitBy({});
		expect(error).toBeUndefined();
		expect(JSON.stringify(whole)).not.toMatch(/X-Amz-Signature|kx-test-secret/);
		expect(puts()).toHaveLength(1);
		expect(fetched()).toEqual([PNG.length, PNG.length]);
		expect(n8n.polled).toEqual([]);
	});

	it('has the file once for all tries', async () => {
		const node = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 };
		// Another request each time, as a refused one is not sent again.
		const parameters = { prompt: '={{ Math.random() }}', imageUrls: 'data' };
		const more = { fileStorage: storage(), ...toRude() };
		const { error } = await submit('data', { options, node, parameters, more });
		expect(error?.message).toContain('cannot use <link to the file');
		const told = rude.requests.map(({ body }) => linkIn(body));
		expect(told).toHaveLength(3);
		expect(new Set(told).size).toBe(1);
		expect(puts()).toHaveLength(1);
	});

	it('that refuses is told in words, as is its missing credential, and nothing is sent', async () => {
		const { error } = await submitBy({ secretAccessKey: 'kx-test-another' });
		expect(error?.message).toContain('Image URLs contains a file, but the file storage');
		expect((await submit('data', { options })).error?.message).toMatch(/credential/i);
		nothingSent();
	});
});
