/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

// n8n-core reads its settings folder when it is loaded; the user's own must stay untouched.
process.env.N8N_USER_FOLDER ??= mkdtempSync(path.join(tmpdir(), 'kexiang-test-'));
// What tests read in the log is of every level; nothing of it is printed.
process.env.N8N_LOG_LEVEL = 'debug';
// A process that runs already keeps its language (test/english sets that of others): what tests read is English.
const { prototype } = Intl.DateTimeFormat;
const { resolvedOptions } = prototype;
if (Intl.DateTimeFormat().resolvedOptions().locale !== 'en-US')
	prototype.resolvedOptions = function () {
		return { ...resolvedOptions.call(this), locale: 'en-US' };
	};
