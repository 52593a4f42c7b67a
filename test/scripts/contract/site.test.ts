/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { check, isEqual, report, summary, type Entry } from '../../../scripts/contract/check';
import { knownEndpoints, operationFile } from '../../../scripts/contract/known';
import { commandLine, isForeign } from '../../../scripts/contract/main';
import { folderSource, siteSource } from '../../../scripts/contract/source';
import {
	docsPages,
	listText,
	pageText,
	SHOWN_EXAMPLE,
	serveDocs,
	type Page,
} from '../../support/docsSite';

const known = knownEndpoints();

/** What checks of a site found, and what the site was asked for. */
async function checkSite(pages: ReadonlyMap<string, Page>) {
	const { url, requested, stop } = await serveDocs(pages);
	const source = siteSource(url, { pauseMs: 0, backoffMs: 1, timeoutMs: 400 });
	try {
		return { entries: await check(source, url, known), requested };
	} finally {
		await stop();
	}
}

/** What a check found, without the endpoints that are equal. */
const found = (entries: Entry[]) =>
	entries.flatMap(({ verdict, known: one, link, differences, problem }) => {
		if (verdict === 'equal') return [];
		if (differences.length === 0) return [`${verdict}: ${one?.id ?? link?.title}: ${problem}`];
		return differences.map(
			({ aspect, field, here, there }) => `${one?.id}: ${aspect} ${field}: ${here} / ${there}`,
		);
	});

type Schema = Record<'properties', Record<string, Record<string, unknown>>> & {
	required: string[];
};

/** Makes ten endpoints differ. */
function plantDifferences(pages: Map<string, Page>): void {
	const page = (id: string) => pages.get(id) as Page;
	const mediaOf = (id: string) => page(id).operation.requestBody?.content['application/json'] ?? {};
	const fieldsOf = (id: string) => (mediaOf(id).schema as Schema).properties;
	page('kbananaChannelQuery').method = 'put';
	page('videoFrames').path = '/minimalist/api/video/extract-frames';
	page('zImage').path = '/minimalist/api/tywx/zImage2';
	page('imgs2video').servers = [{ url: 'https://kexiangai.com' }];
	fieldsOf('videoAddGif').loop = { type: 'boolean' };
	delete fieldsOf('videoCutRandom').endPlace;
	delete mediaOf('videoCutRandom').example;
	(mediaOf('videoAddAudio').schema as Schema).required = ['videoUrl'];
	fieldsOf('videoAddSubtitle').isFontAuto = { enum: [0, 1, 2] };
	pages.delete('klingV3MotionControl');
	pages.set('more', { ...page('zImage'), title: 'Z-image-turbo', docId: 999_999_999 });
}

/** Ten pages that cannot be read. */
const UNREADABLE: Record<string, Partial<Page>> = {
	video2video: { answer: (response) => response.writeHead(302, { Location: '/login?k=1' }).end() },
	kbananaProOfficialSubmit: { text: '<!doctype html><title>Password</title>' },
	kbananaOfficialQuery: { answer: () => {} },
	videoDuration: { answer: (response) => response.writeHead(404).end() },
	imgs2videoLite: { text: '# t\n\n```yaml\npaths:\n  description: a: b: c\n```\n' },
	subtitleRecognition: { text: '# t\n\nNothing but words\n' },
	imgToVideo: { answer: (response) => response.destroy() },
	klingQuery: { answer: (response) => response.writeHead(500).end('oh') },
	subTaskFetch: { text: '# t\n\n```yaml\nopenapi: 3.0.1\npaths: {}\n```\n' },
	lipSyncSubmit: { text: '' },
};

describe('a served documentation site', () => {
	it('with ten differences and ten pages that cannot be read shows exactly those', async () => {
		const pages = docsPages();
		plantDifferences(pages);
		for (const [id, change] of Object.entries(UNREADABLE)) {
			expect(pages.has(id)).toBe(true);
			Object.assign(pages.get(id) as Page, change);
		}
		const { entries, requested } = await checkSite(pages);
		expect(found(entries).sort()).toEqual(
			[
				'kbananaChannelQuery: method : POST / PUT',
				'videoFrames: path : /minimalist/api/video/frames / /minimalist/api/video/extract-frames',
				'zImage: path : /minimalist/api/tywx/zImage / /minimalist/api/tywx/zImage2',
				'imgs2video: host : agent.mathmind.cn / kexiangai.com',
				'videoAddGif: fields loop: (nothing) / exists',
				'videoCutRandom: fields endPlace: exists / (nothing)',
				'videoAddAudio: required audioUrl: required / optional',
				'videoAddSubtitle: enums isFontAuto: 0, 1 / 0, 1, 2',
				'missing there: klingV3MotionControl: undefined',
				'missing here: Z-image-turbo: undefined',
				'unread: video2video: the site redirects to /login (302)',
				'unread: kbananaProOfficialSubmit: an HTML page came instead of the text; the site may ask for a password',
				'unread: kbananaOfficialQuery: no answer within 0.4 s',
				'unread: videoDuration: the page is missing (404)',
				'unread: imgs2videoLite: the YAML is broken (BLOCK_AS_IMPLICIT_KEY, line 2 of the block)',
				'unread: subtitleRecognition: the page holds no OpenAPI block',
				'unread: imgToVideo: the connection failed (ECONNRESET)',
				'unread: klingQuery: the site answered 500',
				'unread: subTaskFetch: the OpenAPI block holds 0 operations instead of one',
				'unread: lipSyncSubmit: the page is empty',
			].sort(),
		);
		expect(isEqual(entries)).toBe(false);
		expect(summary(entries)).toBe(
			'31 equal, 8 differ, 1 missing here, 1 missing there: 10 differences; 10 pages could not be read',
		);
		const text = report(entries, (id) => `KexiangX/${id}.ts`);
		const address =
			'the address of evidence D is in the contract and nodes/KexiangX/videoFrames.ts';
		expect(text).toContain(address);
		expect(text).toContain(
			'confirms the path of evidence D: it can be A in the contract and nodes/',
		);
		// What may be over at the next try is asked for three times; all else once, and no page shows its key.
		const askedFor = (id: string) =>
			requested.filter((one) => one === `/${pages.get(id)?.docId}e0.md`).length;
		expect(['klingQuery', 'imgToVideo', 'videoDuration', 'zImage'].map(askedFor)).toEqual([
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

	it('can be read as a folder, and has no difference where it says what the contract says', async () => {
		const folder = mkdtempSync(path.join(tmpdir(), 'kexiang-docs-'));
		const pages = [...docsPages().values()];
		const texts = pages.map((page) => [`${page.docId}e0.md`, pageText(page)] as const);
		expect(texts.some(([, text]) => text.includes(SHOWN_EXAMPLE))).toBe(true);
		for (const [file, text] of [['llms.txt', listText(pages)] as const, ...texts])
			writeFileSync(path.join(folder, file), text);
		const entries = await check(folderSource(folder), 'https://api.mathmind.cn', known);
		expect(found(entries)).toEqual([]);
		expect(isEqual(entries)).toBe(true);
		expect(entries).toHaveLength(50);
		rmSync(folder, { recursive: true });
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

describe('the command line of contract:check', () => {
	const read = (...args: string[]) =>
		commandLine()
			.exitOverride()
			.configureOutput({ writeErr: () => {} })
			.parse(args, { from: 'user' })
			.opts();

	it('takes any site to compare, and tells which is another product’s', () => {
		const sibling = 'https://docs.sibling.example';
		expect(read('--site', `${sibling}/`)).toEqual({ site: sibling });
		expect([sibling, read().site, 'http://127.0.0.1:4010'].map(isForeign)).toEqual([
			...[true, false, false],
		]);
	});

	it('refuses what is no site, and writing', () => {
		expect(() => read('--site', 'docs')).toThrow('an address that begins with http');
		expect(() => read('--apply')).toThrow("unknown option '--apply'");
	});
});
