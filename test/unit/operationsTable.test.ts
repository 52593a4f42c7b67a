/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { readFileSync } from 'node:fs';

import { OPERATIONS_FILE, operationsTable } from '../../scripts/operationsTable';

describe('docs/operations.md', () => {
	it('is what the operations say; if not, run node scripts/run.mjs scripts/operationsTable.ts', () => {
		expect(readFileSync(OPERATIONS_FILE, 'utf8')).toBe(operationsTable());
	});
});
