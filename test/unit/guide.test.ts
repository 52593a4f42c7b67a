/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { PROVIDERS } from '../../scripts/providers';
import { loadContract } from '../../simulator/contract';

const DOCS = path.join(__dirname, '..', '..', 'docs');
const guide = readFileSync(path.join(DOCS, 'zh-CN.md'), 'utf8');

describe('the Chinese guide', () => {
	it('has a table of every provider with services of its own', () => {
		const { byId } = loadContract();
		const named = PROVIDERS.filter(({ operations }) =>
			operations.some(({ value }) => byId.has(value)),
		);
		expect(named.filter(({ name }) => !guide.includes(`<!-- ${name} -->`))).toEqual([]);
	});

	it('links to what is there', () => {
		const links = [...guide.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, file = '']) => file);
		expect(links.length).toBeGreaterThan(10);
		expect(links.filter((file) => !existsSync(path.join(DOCS, file)))).toEqual([]);
	});
});
