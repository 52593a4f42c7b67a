/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { readFileSync } from 'node:fs';
import path from 'node:path';

import { compare, match, normalised } from '../../../scripts/contract/compare';
import { knownEndpoints } from '../../../scripts/contract/known';
import { readList, readPage } from '../../../scripts/contract/page';

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
		${'a//b'}                                   | ${'/relative'}                  | ${[]}                    | ${'/a/b'}
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
