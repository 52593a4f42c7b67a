/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { check, type Check } from '../../../scripts/contract/check';
import { knownEndpoints, operationFile, readContractText } from '../../../scripts/contract/known';
import { report } from '../../../scripts/contract/report';
import { folderSource, siteSource, type SiteOptions } from '../../../scripts/contract/source';
import {
	docsPages,
	listText,
	pageText,
	SHOWN_EXAMPLE,
	serveDocs,
	type DocsSite,
	type Page,
} from '../../support/docsSite';

const known = knownEndpoints(readContractText());
let folder: string;
let site: DocsSite | undefined;

beforeEach(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'kexiang-docs-'));
});
afterEach(async () => {
	await site?.stop();
	site = undefined;
	rmSync(folder, { recursive: true, force: true });
});

async function checkSite(
	pages: ReadonlyMap<string, Page>,
	more: Partial<SiteOptions> = {},
): Promise<Check> {
	site ??= await serveDocs(pages);
	const options = { site: site.url, pauseMs: 0, backoffMs: 1 };
	return await check(siteSource({ ...options, ...more }), site.url, known);
}

type Schema = Record<string, unknown> & {
	properties: Record<string, Record<string, unknown>>;
	required: string[];
};

/** A page of the site, and the schema of its body, for planting differences. */
function pageOf(pages: Map<string, Page>, id: string) {
	const page = pages.get(id) as Page;
	const media = page.operation.requestBody?.content['application/json'];
	return { page, schema: media?.schema as Schema };
}

/** What a check found, without the endpoints that are equal. */
const found = ({ entries }: Check) =>
	entries.flatMap(({ verdict, known: one, link, differences, problem }) => {
		if (verdict === 'equal') return [];
		if (verdict === 'missing here') return [`missing here: ${link?.title}`];
		if (verdict === 'missing there') return [`missing there: ${one?.id}`];
		if (verdict === 'unread') return [`unread: ${one?.id}: ${problem}`];
		return differences.map(
			({ aspect, field, here, there }) => `${one?.id}: ${aspect} ${field}: ${here} / ${there}`,
		);
	});

describe('a served documentation site', () => {
	it('that says what the contract says has no difference', async () => {
		const result = await checkSite(docsPages());
		expect(found(result)).toEqual([]);
		expect(result).toMatchObject({ differences: 0, unread: 0 });
		expect(result.entries).toHaveLength(50);
	});

	it('with ten planted differences shows exactly those ten', async () => {
		const pages = docsPages();
		pageOf(pages, 'kbananaChannelQuery').page.method = 'put';
		pageOf(pages, 'videoFrames').page.path = '/minimalist/api/video/extract-frames';
		pageOf(pages, 'zImage').page.path = '/minimalist/api/tywx/zImage2';
		pageOf(pages, 'imgs2video').page.servers = [{ url: 'https://kexiangai.com' }];
		pageOf(pages, 'videoAddGif').schema.properties.loop = { type: 'boolean' };
		delete pageOf(pages, 'videoCutRandom').schema.properties.endPlace;
		const cut = pageOf(pages, 'videoCutRandom').page.operation.requestBody?.content;
		for (const media of Object.values(cut ?? {})) delete media.example;
		pageOf(pages, 'videoAddAudio').schema.required = ['videoUrl'];
		const subtitle = pageOf(pages, 'videoAddSubtitle').schema.properties;
		subtitle.isFontAuto = { ...subtitle.isFontAuto, enum: [0, 1, 2] };
		pages.delete('klingV3MotionControl');
		const extra = structuredClone({ ...pageOf(pages, 'zImage').page, title: 'Z-image-turbo' });
		pages.set('more', { ...extra, docId: 999_999_999 });

		const result = await checkSite(pages);
		expect(found(result).sort()).toEqual(
			[
				'kbananaChannelQuery: method : POST / PUT',
				'videoFrames: path : /minimalist/api/video/frames / /minimalist/api/video/extract-frames',
				'zImage: path : /minimalist/api/tywx/zImage / /minimalist/api/tywx/zImage2',
				'imgs2video: host : agent.mathmind.cn / kexiangai.com',
				'videoAddGif: fields loop: (nothing) / exists',
				'videoCutRandom: fields endPlace: exists / (nothing)',
				'videoAddAudio: required audioUrl: required / optional',
				'videoAddSubtitle: enums isFontAuto: 0, 1 / 0, 1, 2',
				'missing there: klingV3MotionControl',
				'missing here: Z-image-turbo',
			].sort(),
		);
		expect(result).toMatchObject({ differences: 10, unread: 0 });
		const text = report(result, (id) => `KexiangX/operations/${id}.ts`);
		expect(text).toContain(
			'the address of evidence D is in the contract and nodes/KexiangX/operations/videoFrames.ts',
		);
		expect(text).toContain('the address of evidence B is in the contract and nodes/');
		expect(text).toContain(
			'confirms the path of evidence D: it can be A in the contract and nodes/',
		);
		expect(text).toMatch(
			/41 equal, 8 differ, 1 missing here, 1 missing there: 10 differences; 0 pages/,
		);
	});

	it('with pages that cannot be read says which, and reads the others', async () => {
		const pages = docsPages();
		const plant = (id: string, change: Partial<Page>) =>
			Object.assign(pages.get(id) as Page, change);
		plant('imgs2video', { text: '<!doctype html><title>Password</title>' });
		plant('video2video', { answer: (r) => r.writeHead(302, { Location: '/login?k=1' }).end() });
		plant('videoCutRandom', { answer: () => {} });
		plant('videoDuration', { answer: (r) => r.writeHead(404).end() });
		plant('videoFrames', {
			text: '# t\n\n```yaml\npaths:\n  description: a: b: c\n```\n',
		});
		plant('videoAddGif', { text: '# t\n\nNothing but words\n' });
		plant('imgToVideo', { answer: (r) => r.destroy() });
		plant('videoAddAudio', { answer: (r) => r.writeHead(500).end('oh') });
		plant('subTaskFetch', { text: '# t\n\n```yaml\nopenapi: 3.0.1\npaths: {}\n```\n' });
		plant('zImage', { text: '' });
		const result = await checkSite(pages, { timeoutMs: 300 });
		expect(found(result)).toEqual([
			'unread: imgs2video: an HTML page came instead of the text; the site may ask for a password',
			'unread: video2video: the site redirects to /login (302)',
			'unread: videoCutRandom: no answer within 0.3 s',
			'unread: videoDuration: the page is missing (404)',
			'unread: videoFrames: the YAML is broken (BLOCK_AS_IMPLICIT_KEY, line 2 of the block)',
			'unread: subTaskFetch: the OpenAPI block holds 0 operations instead of one',
			'unread: videoAddGif: the page holds no OpenAPI block',
			'unread: imgToVideo: the connection failed (ECONNRESET)',
			'unread: videoAddAudio: the site answered 500',
			'unread: zImage: the page is empty',
		]);
		expect(result).toMatchObject({ differences: 0, unread: 10 });
		const requested = site?.requested ?? [];
		expect(requested.filter((one) => one === '/342940133e0.md')).toHaveLength(3);
		expect(requested.filter((one) => one === '/342940119e0.md')).toHaveLength(1);
	}, 20_000);

	it('is asked one page at a time, and for each page once', async () => {
		const pages = docsPages();
		let open = 0;
		let most = 0;
		Object.assign(pages.get('zImage') as Page, {
			answer: (response: import('node:http').ServerResponse) => {
				most = Math.max(most, (open += 1));
				setTimeout(() => {
					open -= 1;
					response.writeHead(404).end();
				}, 50);
			},
		});
		await checkSite(pages);
		expect(site?.requested).toHaveLength(51);
		expect(most).toBe(1);
	});

	it('shows no key of its examples, and can be read as a folder', async () => {
		const pages = docsPages();
		const result = await checkSite(pages);
		expect(JSON.stringify(result)).not.toContain(SHOWN_EXAMPLE);
		expect(report(result, () => undefined)).not.toContain(SHOWN_EXAMPLE);
		const files = [...pages.values()].map(
			(page) => [`${page.docId}e0.md`, pageText(page)] as const,
		);
		for (const [file, text] of [['llms.txt', listText(pages.values())] as const, ...files])
			writeFileSync(path.join(folder, file), text);
		expect(files.some(([, text]) => text.includes(SHOWN_EXAMPLE))).toBe(true);
		const again = await check(folderSource(folder), 'https://api.mathmind.cn', known);
		expect(found(again)).toEqual([]);
	});
});

describe('a site that cannot be used', () => {
	it.each([
		['asks for a password', '<html></html>', 'an HTML page came instead'],
		['lists nothing', '# t\n', 'llms.txt lists no endpoint'],
	])('%s', async (_name, list, message) => {
		const source = async () => list;
		await expect(check(source, 'http://docs.invalid', known)).rejects.toThrow(message);
	});
});

describe('the file of an operation', () => {
	it.each(known.map(({ id }) => id))('is found for %s', (id) => {
		expect(operationFile(id)).toMatch(/^Kexiang\w+[\\/](operations[\\/]\w+|provider)\.ts$/);
	});
});
