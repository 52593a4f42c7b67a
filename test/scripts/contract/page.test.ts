/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { readFileSync } from 'node:fs';
import path from 'node:path';

import { compare } from '../../../scripts/contract/compare';
import { knownEndpoints, readContractText } from '../../../scripts/contract/known';
import { match, normalised } from '../../../scripts/contract/match';
import { readList, readPage } from '../../../scripts/contract/page';

const fixture = (name: string) =>
	readFileSync(path.join(__dirname, '..', '..', 'fixtures', 'apifox', name), 'utf8');
const known = knownEndpoints(readContractText());

describe('the list of pages', () => {
	it('gives the endpoints, not the text pages', () => {
		expect(readList(fixture('llms.txt'))).toEqual([
			{
				title: 'imgs2video(图片数组合成视频)',
				folder: '视频合成',
				url: 'https://api.mathmind.cn/342940119e0.md',
				docId: 342940119,
			},
			expect.objectContaining({ docId: 342940120 }),
			expect.objectContaining({ title: 'Kbanana-official结果查询', folder: 'GG', docId: 1 }),
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
			{ title: 'Root (x) [y]', folder: '', url: 'https://h.example/a-b-77e0.md', docId: 77 },
			{ title: 'Deep', folder: 'A > B', url: 'https://apifox.com/apidoc/shared/u/api-5.md' },
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

	it.each([
		['', [], '/a/b'],
		['/relative', [], '/a/b'],
		['{{host}}', [], '/a/b'],
		['//H.example/', ['h.example'], '/a/b'],
		['https://h.example:8443/base/', ['h.example:8443'], '/base/a/b'],
	])('with the server %p', (url, hosts, expected) => {
		const text = `# t\n\n\`\`\`yaml\npaths:\n  a//b:\n    get: { summary: t }\nservers: [{ url: '${url}' }]\n\`\`\`\n`;
		expect(readPage(text)).toMatchObject({ hosts, path: expected, method: 'GET' });
	});

	it('whose key is a whole address gives host and path', () => {
		const text =
			'# t\n\n```yaml\npaths:\n  https://agent.mathmind.cn/minimalist/api/x:\n    post: {}\n```\n';
		expect(readPage(text)).toMatchObject({
			title: 't',
			hosts: ['agent.mathmind.cn'],
			path: '/minimalist/api/x',
		});
	});

	it('with too many aliases is not followed', () => {
		const bomb = Array.from(
			{ length: 12 },
			(_, i) =>
				`a${i}: &a${i} [${Array(9)
					.fill(i === 0 ? 'x' : `*a${i - 1}`)
					.join(', ')}]`,
		);
		expect(() => readPage(`# t\n\n\`\`\`yaml\n${bomb.join('\n')}\n\`\`\`\n`)).toThrow('aliases');
	});
});

describe('titles', () => {
	it('match exactly, then normalised, then by page number', () => {
		expect(normalised(' Kling－V3 （动作） ')).toBe(normalised('kling-v3(动作)'));
		const some = known.filter(({ id }) => ['zImage', 'klingQuery', 'imgs2video'].includes(id));
		const url = 'https://h.example/1e0.md';
		const { pairs, withoutPage, withoutContract } = match(some, [
			{ title: 'Ｚ-image ', folder: '', url },
			{ title: 'renamed', folder: '', url, docId: 342940119 },
			{ title: 'new', folder: '', url },
		]);
		expect(pairs.map(({ known: { id }, link }) => [id, link.title])).toEqual([
			['imgs2video', 'renamed'],
			['zImage', 'Ｚ-image '],
		]);
		expect(withoutPage.map(({ id }) => id)).toEqual(['klingQuery']);
		expect(withoutContract.map(({ title }) => title)).toEqual(['new']);
	});

	it('of services outside the official list are not missed', () => {
		expect(match(known, []).withoutPage).toHaveLength(50);
	});
});
