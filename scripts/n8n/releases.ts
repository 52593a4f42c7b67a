// The n8n of the demo and of the tests from end to end, and the Node that it runs on.

/** A version of n8n that is known to install and start, with what it needs for that. */
export interface Release {
	version: string;
	major: 1 | 2;
	/** The oldest major version of Node that it allows. */
	nodeFrom: number;
	/** Dependencies to replace so that it installs from the npm registry alone. */
	overrides: Record<string, string>;
	/** Environment that only this release wants. */
	env: Record<string, string>;
}

/** The Node fetched where the running one does not fit: long-term support, and n8n's own choice. */
export const FETCHED_NODE = '24.21.0';

/**
 * - 2.41.1: the only later one, 2.41.3, pins a package of n8n's own that is not in the registry
 *   (@n8n/agents 0.26.2; tried in November 2026, by pnpm and by npm). Another version in its place
 *   would be an n8n that nobody else runs.
 * - 1.123.81: the last 1.x, and the last n8n that runs on Node 20. Its `xlsx` comes from a URL
 *   outside the registry; with its loose `@langchain/core` range two incompatible copies meet.
 */
export const RELEASES: Record<1 | 2, Release> = {
	2: {
		version: '2.41.1',
		major: 2,
		nodeFrom: 24,
		overrides: {},
		// It would fetch a list of MCP servers from the internet.
		env: { N8N_DISABLED_MODULES: 'mcp-registry' },
	},
	1: {
		version: '1.123.81',
		major: 1,
		nodeFrom: 20,
		overrides: { xlsx: '0.18.5', '@langchain/core': '1.4.0' },
		// isolated-vm, which the newer expression engine needs, has no build for Node 20.
		env: { N8N_EXPRESSION_ENGINE: 'legacy' },
	},
};

const majorOf = (version: string) => Number(version.replace(/^v/, '').split('.')[0]);

/** Whether it runs on this Node. n8n's own addons are built for long-term Node, not for a newer one. */
export function fitsNode({ nodeFrom }: Release, nodeVersion: string): boolean {
	const major = majorOf(nodeVersion);
	return major >= nodeFrom && major <= majorOf(FETCHED_NODE);
}
