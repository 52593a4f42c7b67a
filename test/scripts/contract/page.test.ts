/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import { readFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import path from 'node:path';

import { check, type Entry, isEqual, report, summary } from '../../../scripts/contract/check';
import { compare, match, normalised } from '../../../scripts/contract/compare';
import { knownEndpoints, operationFile } from '../../../scripts/contract/known';
import { commandLine } from '../../../scripts/contract/main';
import { readList, readPage } from '../../../scripts/contract/page';
import { siteSource } from '../../../scripts/contract/source';
import { docsPages, listText, pageText, serveDocs, SHOWN_EXAMPLE } from './docsSite';
import type { Page } from './docsSite';

const fixture = (name: string) =>
	readFileSync(path.join(__dirname, '..', '..', 'fixtures', 'apifox', name), 'utf8');
const known = knownEndpoints();
/** A page with this OpenAPI document. */
const page = (yaml: string) => `# t\n\n\`\`\`yaml\n${yaml}\n\`\`\`\n`;

describe('the list of pages', () => {
	it('gives the endpoints, not the text pages', () => {
		const url = 'https://api.mathmind.cn/342940119e0.md';
		expect(readList(fixture('llms.txt'))).toEqual([
			{ title: 'imgs2video(图片数组合成视频)', url, docId: 342940119 },
			expect.objectContaining({ docId: 342940120 }),
			expect.objectContaining({ title: 'Kbanana-official结果查询', docId: 1 }),
			expect.objectContaining({ title: 'Kling-V3' }),
		]);
	});

	it('reads other forms of lines', () => {
		const text = [
			'# Site',
			'## API Docs',
			'- [ Root (x) [y]](https://h.example/a-b-77e0.md): uses **bold**: [a](b)',
			'- A > B [Deep](https://apifox.com/apidoc/shared/u/api-5.md): ',
			'not a line',
			'## Schemas',
			'- [S](https://h.example/1d0.md): ',
		].join('\r\n');
		expect(readList(text)).toEqual([
			{ title: 'Root (x) [y]', url: 'https://h.example/a-b-77e0.md', docId: 77 },
			{ title: 'Deep', url: 'https://apifox.com/apidoc/shared/u/api-5.md' },
		]);
	});
});

describe('a page', () => {
	it('of the query differs from the contract in its host alone', () => {
		const there = readPage(fixture('endpoint.md'));
		const here = known.find(({ id }) => id === 'kbananaOfficialQuery');
		expect(here && compare(here, there)).toEqual([
			{ aspect: 'host', field: '', here: 'kexiangai.com', there: 'example.invalid' },
		]);
	});

	it('with every peculiarity is read', () => {
		expect(readPage(fixture('traps.md'))).toEqual({
			title: '合成接口(测试用)',
			method: 'POST',
			path: '/minimalist/api/video/trap',
			hosts: ['agent.mathmind.cn'],
			mediaType: 'application/json',
			fields: [
				{ place: 'query', name: 'mode', required: true },
				{ place: 'body', name: 'business_url', required: false },
				{ place: 'body', name: 'cost_type', required: false },
				{ place: 'body', name: 'old_cost', required: false },
				{ place: 'body', name: 'user_input', required: true },
				{ place: 'body', name: 'extra' },
				{ place: 'user_input', name: 'modelName', required: true, values: ['M', 'N'] },
				{ place: 'user_input', name: 'self', required: false },
				{ place: 'user_input', name: 'none', required: false },
				{ place: 'user_input', name: 'hidden' },
			],
		});
	});

	it.each`
		key                                         | server                          | hosts                    | expected
		${'a//b'}                                   | ${''}                           | ${[]}                    | ${'/a/b'}
		${'a//b'}                                   | ${'{{host}}'}                   | ${[]}                    | ${'/a/b'}
		${'a//b'}                                   | ${'//H.example/'}               | ${['h.example']}         | ${'/a/b'}
		${'a//b'}                                   | ${'https://h.example:80/base/'} | ${['h.example:80']}      | ${'/base/a/b'}
		${'https://agent.mathmind.cn/minimalist/x'} | ${''}                           | ${['agent.mathmind.cn']} | ${'/minimalist/x'}
	`('of $key with the server "$server"', ({ key, server, hosts, expected }) => {
		const text = page(`paths:\n  ${key}:\n    get: {}\nservers: [{ url: '${server}' }]`);
		expect(readPage(text)).toMatchObject({ title: 't', hosts, path: expected, method: 'GET' });
	});

	it('takes each field of alternatives, and none of them as certain', () => {
		const schema =
			'{ anyOf: [{ properties: { a: { const: 1 } }, required: [a] }], properties: { a: { title: A } } }';
		const body = `requestBody: { content: { application/json: { schema: ${schema} } } }`;
		expect(readPage(page(`paths:\n  /a:\n    post:\n      ${body}`)).fields).toEqual([
			{ place: 'body', name: 'a', required: false, values: ['1'] },
		]);
	});
});

it('matches titles exactly, then normalised, then by page number', () => {
	expect(normalised(' Kling－V3 （动作） ')).toBe(normalised('kling-v3(动作)'));
	const url = 'https://h.example/1e0.md';
	const found = match(known, [
		{ title: 'Ｚ-image ', url },
		{ title: 'renamed', url, docId: 342940119 },
		{ title: 'new', url },
	]);
	expect([...found].map(([{ id }, { title }]) => [id, title])).toEqual([
		['zImage', 'Ｚ-image '],
		['imgs2video', 'renamed'],
	]);
	const [one] = known;
	const twins = [{ ...one }, { ...one }] as typeof known;
	const pages = [1, 2].map((docId) => ({ title: one?.title ?? '', url, docId }));
	expect([...match(twins, pages).values()]).toEqual(pages);
});

const SIBLING = 'https://docs.sibling.example/';

/** What checks of a site found, and what the site was asked for. */
async function checkSite(pages: ReadonlyMap<string, Page>) {
	const { url, requested, stop } = await serveDocs(pages);
	const source = siteSource(url, { pauseMs: 0, timeoutMs: 400 });
	try {
		return { entries: await check(source, url, known), requested };
	} finally {
		await stop();
	}
}

const answered = (status: number, headers = {}): Partial<Page> => ({
	answer: (page) => page.writeHead(status, headers).end(),
});

/** What a check found, without the endpoints that are equal. */
const found = (entries: Entry[]) =>
	entries.flatMap(({ verdict, known: one, link, differences, problem }) => {
		if (verdict === 'equal') return [];
		if (differences.length === 0) return [`${verdict}: ${one?.id ?? link?.title}: ${problem}`];
		return differences.map(
			({ aspect, field, here, there }) => `${one?.id}: ${aspect} ${field}: ${here} / ${there}`,
		);
	});

/** Eleven differences, by what is found of each, and how a page comes to it. */
const DIFFERENCES: Record<string, (site: Planted) => unknown> = {
	'kbananaChannelQuery: method : POST / PUT': ({ page }) =>
		(page('kbananaChannelQuery').method = 'put'),
	'videoFrames: path : /minimalist/api/video/frames / /minimalist/api/a': ({ page }) =>
		(page('videoFrames').path = '/minimalist/api/a'),
	'zImage: path : /minimalist/api/tywx/zImage / /minimalist/api/b': ({ page }) =>
		(page('zImage').path = '/minimalist/api/b'),
	'imgs2video: host : agent.mathmind.cn / kexiangai.com': ({ page }) =>
		(page('imgs2video').servers = [{ url: 'https://kexiangai.com' }]),
	'videoAddGif: fields loop: (nothing) / exists': ({ schema }) =>
		(schema('videoAddGif').properties.loop = { type: 'boolean' }),
	'imgToVideo: fields bgmVolume: exists / (nothing)': ({ schema }) =>
		delete schema('imgToVideo').properties.bgmVolume,
	'videoAddAudio: required audioUrl: required / optional': ({ schema }) =>
		(schema('videoAddAudio').required = ['videoUrl']),
	'videoAddSubtitle: enums isFontAuto: 0, 1 / 0, 1, 2': ({ schema }) =>
		(schema('videoAddSubtitle').properties.isFontAuto = { enum: [0, 1, 2] }),
	'videoAddSubtitle: enums videoUrl: (nothing) / a': ({ schema }) =>
		(schema('videoAddSubtitle').properties.videoUrl = { enum: ['a'] }),
	'missing there: klingV3MotionControl: undefined': ({ pages }) =>
		pages.delete('klingV3MotionControl'),
	'missing here: Z-image-turbo: undefined': ({ pages, page }) =>
		pages.set('more', { ...page('zImage'), title: 'Z-image-turbo', docId: 999_999_999 }),
};

/** Ten pages that cannot be read, with why. */
const UNREADABLE: Record<string, [why: string, Partial<Page>]> = {
	video2video: ['the site redirects to /login (302)', answered(302, { Location: '/login?k=1' })],
	videoDuration: ['the page is missing (404)', answered(404)],
	klingQuery: ['the site answered 500', answered(500)],
	videoCutRandom: ['the connection failed (ECONNRESET)', { answer: (page) => page.destroy() }],
	kbananaOfficialQuery: ['no answer within 0.4 s', { answer: () => {} }],
	lipSyncSubmit: ['the page is empty', { text: '' }],
	kbananaProOfficialSubmit: [
		'an HTML page came instead of the text; the site may ask for a password',
		{ text: '<!doctype html><title>Password</title>' },
	],
	subtitleRecognition: ['the page holds no OpenAPI block', { text: '# t\n\nNothing but words\n' }],
	imgs2videoLite: [
		'the YAML is broken (line 2 of the block)',
		{ text: '# t\n\n```yaml\npaths:\n  description: a: b: c\n```\n' },
	],
	subTaskFetch: [
		'the OpenAPI block holds 0 operations instead of one',
		{ text: '# t\n\n```yaml\nopenapi: 3.0.1\npaths: {}\n```\n' },
	],
};

interface Planted {
	pages: Map<string, Page>;
	page(id: string): Page;
	schema(id: string): Record<'properties', Record<string, object>> & { required: string[] };
}

describe('a served documentation site', () => {
	it('with eleven differences and ten pages that cannot be read shows exactly those', async () => {
		const pages = docsPages();
		const page = (id: string) => pages.get(id) as Page;
		const schema = (id: string) =>
			page(id).operation.requestBody?.content['application/json']?.schema as never;
		for (const plant of Object.values(DIFFERENCES)) plant({ pages, page, schema });
		for (const [id, [, change]] of Object.entries(UNREADABLE)) Object.assign(page(id), change);
		const { entries, requested } = await checkSite(pages);
		const unread = Object.entries(UNREADABLE).map(([id, [why]]) => `unread: ${id}: ${why}`);
		expect(found(entries).sort()).toEqual([...Object.keys(DIFFERENCES), ...unread].sort());
		expect(isEqual(entries)).toBe(false);
		expect(summary(entries)).toBe(
			'31 equal, 8 differ, 1 missing here, 1 missing there: 11 differences; 10 pages could not be read',
		);
		const text = report(entries, (id) => `KexiangX/${id}.ts`);
		const places = 'in the contract and nodes/KexiangX/';
		expect(text).toContain(`the address of evidence D is ${places}videoFrames.ts`);
		expect(text).toContain(`confirms the path of evidence D: it can be A ${places}`);
		// What may be over at the next try is asked for three times; all else once, and no page shows its key.
		const askedFor = (id: string) =>
			requested.filter((one) => one === `/${pages.get(id)?.docId}e0.md`).length;
		expect(['klingQuery', 'videoCutRandom', 'videoDuration', 'zImage'].map(askedFor)).toEqual([
			...[3, 3, 1, 1],
		]);
		expect(text + JSON.stringify(entries)).not.toContain(SHOWN_EXAMPLE);
	}, 20_000);

	it('is asked one page at a time', async () => {
		let open = 0;
		let most = 0;
		const answer = (response: ServerResponse) => {
			most = Math.max(most, (open += 1));
			setImmediate(() => {
				open -= 1;
				response.writeHead(404).end();
			});
		};
		const pages = new Map([...docsPages()].map(([id, page]) => [id, { ...page, answer }]));
		expect((await checkSite(pages)).requested).toHaveLength(51);
		expect(most).toBe(1);
	});

	it('has no difference where it says what the contract says', async () => {
		const pages = [...docsPages().values()];
		const texts = new Map(pages.map((page) => [`${page.docId}e0.md`, pageText(page)]));
		expect([...texts.values()].join()).toContain(SHOWN_EXAMPLE);
		texts.set('llms.txt', listText(pages));
		const source = async (url: string) => texts.get(url.split('/').at(-1) ?? '') ?? '';
		const entries = await check(source, 'https://api.mathmind.cn', known);
		expect(found(entries)).toEqual([]);
		expect(isEqual(entries)).toBe(true);
		expect(entries).toHaveLength(50);
	});
});

it.each`
	what                     | list               | message
	${'asks for a password'} | ${'<html></html>'} | ${'an HTML page came instead'}
	${'lists nothing'}       | ${'# t\n'}         | ${'llms.txt lists no endpoint'}
`('ends at a site that $what', async ({ list, message }) => {
	const source = async () => String(list);
	await expect(check(source, 'http://docs.invalid', known)).rejects.toThrow(message);
});

it('finds the file of every operation', () => {
	const files = known.map(({ id }) => [id, operationFile(id)]);
	expect(files.filter(([, file]) => file === undefined)).toEqual([]);
	expect(operationFile('zImage')).toMatch(/^KexiangWanxiang[\\/]operations[\\/]\w+\.ts$/);
});

it.each`
	args                   | result
	${[]}                  | ${{ site: 'https://api.mathmind.cn' }}
	${['--site', SIBLING]} | ${{ site: 'https://docs.sibling.example' }}
	${['--site', 'docs']}  | ${/an address that begins with http/}
	${['--apply']}         | ${/unknown option '--apply'/}
`('takes any site to compare, and changes nothing: $args', ({ args, result }) => {
	const line = commandLine()
		.exitOverride()
		.configureOutput({ writeErr: () => {} });
	const read = () => line.parse(args as string[], { from: 'user' }).opts();
	if (result instanceof RegExp) expect(read).toThrow(result);
	else expect(read()).toEqual(result);
});
