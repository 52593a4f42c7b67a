/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import path from 'node:path';

interface Elsewhere {
	/** They lead to this machine. */
	names?: string[];
	/** How far the clock is ahead. */
	aheadMs?: number;
	/** Addresses of stand-ins for hosts of the internet. */
	hosts?: Record<string, string>;
}

/** The environment of an n8n for which something is elsewhere than for this machine. */
export const elsewhere = (what: Elsewhere): Record<string, string> => ({
	NODE_OPTIONS: `--require ${JSON.stringify(path.join(__dirname, 'elsewhere.cjs'))}`,
	E2E_ELSEWHERE: JSON.stringify(what),
});
