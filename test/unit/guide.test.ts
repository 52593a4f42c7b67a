/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { PROVIDERS } from '../../scripts/providers';
import { loadContract } from '../../simulator/contract';

const DOCS = path.join(__dirname, '..', '..', 'docs');
const guide = readFileSync(path.join(DOCS, 'zh-CN.md'), 'utf8');
const { byId } = loadContract();

describe('the Chinese guide', () => {
	it.each(
		PROVIDERS.flatMap(({ operations }) => operations)
			.filter(({ value }) => byId.has(value))
			.map((operation) => [operation.value, operation] as const),
	)('has %s in its table, by title, name and evidence', (_id, operation) => {
		const { title, name, resource = '', official, evidence } = operation;
		const row = guide
			.split('\n')
			.map((line) => line.split('|').map((cell) => cell.trim()))
			.find(([, cell]) => cell === `${title}${official === false ? '（清单外）' : ''}`);
		const place = resource && `${resource.charAt(0).toUpperCase()}${resource.slice(1)} > `;
		expect([row?.[2], row?.[4]]).toEqual([`${place}${name}`, evidence.path]);
	});

	it('links to what is there', () => {
		const links = [...guide.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, file = '']) => file);
		expect(links.length).toBeGreaterThan(10);
		expect(links.filter((file) => !existsSync(path.join(DOCS, file)))).toEqual([]);
	});
});
