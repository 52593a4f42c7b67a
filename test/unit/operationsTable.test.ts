/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { readFileSync } from 'node:fs';
import path from 'node:path';

import { filled, PAGES } from '../../scripts/docs';
import { OPERATIONS_FILE, operationsTable } from '../../scripts/operationsTable';

/** Without the spaces and dashes that line up the columns of tables. */
const squeezed = (text: string) => text.replace(/ {2,}/g, ' ').replace(/-{3,}/g, '---');

describe('what the pages say of the operations (npm run docs writes it)', () => {
	it('is what the operations say, in docs/operations.md', () => {
		expect(readFileSync(OPERATIONS_FILE, 'utf8')).toBe(operationsTable());
	});

	it.each(PAGES.map((file) => [path.basename(file), file]))('is so in %s', (_name, file) => {
		const page = readFileSync(file, 'utf8');
		expect(squeezed(page)).toBe(squeezed(filled(page)));
		expect(page).toMatch(/<!-- (official|derived) -->\d+<!-- \/ -->/);
	});

	it('is never left out for a mark that nobody fills', () => {
		expect(() => filled('<!-- nobody -->1<!-- / -->')).toThrow('<!-- nobody -->');
	});
});
