/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse } from 'yaml';

import { apply, operationFile } from '../../../scripts/contract/apply';
import { applyToContract } from '../../../scripts/contract/applyContract';
import { check, type Entry } from '../../../scripts/contract/check';
import { fixOf, type Fix } from '../../../scripts/contract/fix';
import { knownEndpoints, readContractText } from '../../../scripts/contract/known';
import { appliedReport } from '../../../scripts/contract/report';
import { loadContract } from '../../../simulator/contract';
import { docsPages, listText, pageText, type Page } from '../../support/docsSite';

const text = readContractText();

async function entriesOf(pages: Map<string, Page>, contract = text): Promise<Entry[]> {
	const source = async (url: string) => {
		const page = [...pages.values()].find(({ docId }) => url.endsWith(`/${docId}e0.md`));
		return page ? pageText(page) : listText(pages.values());
	};
	return (await check(source, 'https://docs.invalid', knownEndpoints(contract))).entries;
}

const fixesOf = (entries: readonly Entry[]) =>
	entries.map(fixOf).filter((fix): fix is Fix => fix !== undefined);

function live(paths: Record<string, string>): Map<string, Page> {
	const all = docsPages();
	const pages = Object.entries(paths).map(([id, live]) => {
		const page = all.get(id) as Page;
		return [id, { ...page, path: live }] as const;
	});
	return new Map(pages);
}

describe('what the documentation settles', () => {
	it('is a derived path with the same method, host and places', async () => {
		const pages = live({
			videoFrames: '/minimalist/api/video/cutFrames',
			imgs2video: '/minimalist/api/other',
			wan25TextToVideoQuery: '/minimalist/api/tywx/task/{taskId}',
			lipSyncQuery: '/minimalist/api/tywx/task',
			zImage: '/minimalist/api/tywx/zImage',
			lipSyncSubmit: '/api/v1/lip',
			videoDuration: '/minimalist/api/video/duration',
		});
		Object.assign(pages.get('videoDuration') as Page, { servers: [{ url: 'https://h.example' }] });
		const fixes = fixesOf(await entriesOf(pages));
		expect(Object.fromEntries(fixes.map(({ id, path: to, byHand }) => [id, byHand ?? to]))).toEqual(
			{
				imgs2video: 'the contract has its path from evidence B',
				videoDuration: 'the host is another one',
				videoFrames: '/minimalist/api/video/cutFrames',
				zImage: '/minimalist/api/tywx/zImage',
				lipSyncSubmit: 'the path belongs to another family of the API',
				lipSyncQuery: 'the path has other places for values',
				wan25TextToVideoQuery: expect.stringMatching(/^\/minimalist\/api\/tywx\/task\/\{\w+\}$/),
			},
		);
	});
});

describe('the contract', () => {
	it('changes in the settled places alone', async () => {
		const pages = live({
			videoFrames: '/minimalist/api/video/cutFrames',
			doubaoTextToImage3: '/minimalist/api/volcengine/ai/txt2img',
		});
		const fixes = fixesOf(await entriesOf(pages));
		const after = applyToContract(text, fixes);
		const [old, now] = [text.split('\n'), after.split('\n')];
		const added = now.filter((line) => !old.includes(line)).map((line) => line.trim());
		expect(added).toEqual([
			'/minimalist/api/video/cutFrames#videoFrames:',
			'x-evidence: { path: A, body: D, response: D }',
			'/minimalist/api/volcengine/ai/txt2img#doubaoTextToImage3:',
			'x-doc-id: 900000023',
			'x-evidence: { path: A, body: D, response: D }',
		]);
		const ids = new Map(knownEndpoints(after).map((one) => [one.id, one]));
		expect(ids.get('videoFrames')).toMatchObject({ evidence: 'A', docId: 342940126 });
		expect(ids.get('doubaoTextToImage3')).toMatchObject({ evidence: 'A', docId: 900000023 });
		// Each had two alternatives, of five lines below their heading; one page number came.
		expect(old.length - now.length).toBe(2 * (1 + 2 * 5) - 1);
		// What is settled is not found again.
		expect(fixesOf(await entriesOf(pages, after))).toEqual([]);
		expect(parse(after)).toMatchObject({ openapi: '3.1.0' });
	});

	it('can take over every path at once', async () => {
		const fixes = fixesOf(await entriesOf(docsPages()));
		expect(fixes).toHaveLength(50);
		const after = applyToContract(text, fixes);
		const known = knownEndpoints(after).filter(({ official }) => official);
		expect(known.filter(({ evidence }) => evidence !== 'A')).toEqual([]);
		expect(known.filter(({ docId }) => docId === undefined)).toEqual([]);
		const comments = (all: string) => all.match(/^\s*#.*$/gm)?.length ?? 0;
		expect(comments(after)).toBeGreaterThan(comments(text) * 0.8);
	});
});

describe('applying', () => {
	let folder: string;
	let contract: string;
	beforeEach(() => {
		folder = mkdtempSync(path.join(tmpdir(), 'kexiang-apply-'));
		contract = path.join(folder, 'kexiang.openapi.yaml');
		writeFileSync(contract, text);
	});
	afterEach(() => rmSync(folder, { recursive: true, force: true }));

	it('writes what is settled, and leaves the rest to people', async () => {
		const pages = live({
			videoFrames: '/minimalist/api/video/cutFrames',
			imgs2video: '/minimalist/api/other',
			wan25TextToVideoQuery: '/minimalist/api/tywx/task/{taskId}',
			klingQuery: '/api/v1/user_task/get/passAuth/{id}',
		});
		const fixes = fixesOf(await entriesOf(pages));
		const applied = apply(fixes, contract);
		expect(applied.map(({ id }) => id)).toEqual([
			'videoFrames',
			'wan25TextToVideoQuery',
			'klingQuery',
		]);
		const now = new Map(knownEndpoints(readFileSync(contract, 'utf8')).map((one) => [one.id, one]));
		expect(now.get('videoFrames')).toMatchObject({
			path: '/minimalist/api/video/cutFrames',
			evidence: 'A',
		});
		expect(now.get('imgs2video')?.path).toBe('/minimalist/api/video/generate');
		const open = fixes.filter(({ byHand }) => byHand !== undefined);
		expect(appliedReport(applied, open).split('\n').slice(0, 4)).toEqual([
			'contract  videoFrames: POST /minimalist/api/video/cutFrames, evidence A',
			expect.stringMatching(/^contract {2}wan25TextToVideoQuery: GET .*, evidence A$/),
			'contract  klingQuery: GET /api/v1/user_task/get/passAuth/{id}, evidence A',
			'by hand   imgs2video: POST /minimalist/api/other; the contract has its path from evidence B',
		]);
	});

	it('changes nothing when the contract cannot take a path', () => {
		const fix = { id: 'nobody', method: 'POST', path: '/x', oldPath: '/y' };
		expect(() => apply([fix], contract)).toThrow('The contract has no POST nobody');
		expect(readFileSync(contract, 'utf8')).toBe(text);
	});
});

describe('the file of an operation', () => {
	const { operations } = loadContract();
	const nodes = path.join(__dirname, '..', '..', '..', 'nodes');

	it.each(operations.map(({ id }) => id))('is found for %s', (id) => {
		expect(operationFile(nodes, id)).toMatch(/^Kexiang\w+[\\/](operations[\\/]\w+|provider)\.ts$/);
	});
});
