// Which n8n is tried, and on which Node: the first that installs and starts is used.

/** A version of n8n that is known to install and start, with what it needs for that. */
export interface Release {
	version: string;
	major: 1 | 2;
	/** Node versions it allows, from (inclusive) to (exclusive). */
	node: { from: string; below?: string };
	/** Dependencies to replace so that it installs from the npm registry alone. */
	overrides: Record<string, string>;
	/** Environment that only this release wants. */
	env: Record<string, string>;
}

/** A release together with the Node to run it on. */
export interface Candidate {
	release: Release;
	/** `running`: the Node that runs this script; `node24`: one fetched from the npm registry. */
	node: 'running' | 'node24';
}

/** The Node fetched where the running one does not fit: long-term support, and n8n's own choice. */
export const FETCHED_NODE = '24.21.0';

/**
 * Newest first. To move to a newer n8n, put it on top and leave the one before as the fallback.
 * - 2.41.1: the only later one, 2.41.3, pins a package of n8n's own that is not in the registry
 *   (@n8n/agents 0.26.2; tried in November 2026, by pnpm and by npm). Another version in its place
 *   would be an n8n that nobody else runs.
 * - 1.123.81: the last 1.x, and the last n8n that runs on Node 20. Its `xlsx` comes from a URL
 *   outside the registry; with its loose `@langchain/core` range two incompatible copies meet.
 */
export const RELEASES: Release[] = [
	{
		version: '2.41.1',
		major: 2,
		node: { from: '24.0.0' },
		overrides: {},
		// It would fetch a list of MCP servers from the internet.
		env: { N8N_DISABLED_MODULES: 'mcp-registry' },
	},
	{
		version: '1.123.81',
		major: 1,
		node: { from: '20.19.0', below: '25.0.0' },
		overrides: { xlsx: '0.18.5', '@langchain/core': '1.4.0' },
		// isolated-vm, which the newer expression engine needs, has no build for Node 20.
		env: { N8N_EXPRESSION_ENGINE: 'legacy' },
	},
];

function compareVersions(left: string, right: string): number {
	const numbers = (version: string) => version.replace(/^v/, '').split('.').map(Number);
	const [a, b] = [numbers(left), numbers(right)];
	for (const index of [0, 1, 2]) {
		const difference = (a[index] ?? 0) - (b[index] ?? 0);
		if (difference !== 0) return difference;
	}
	return 0;
}

export function allowsNode(release: Release, nodeVersion: string): boolean {
	const { from, below } = release.node;
	if (compareVersions(nodeVersion, from) < 0) return false;
	return below === undefined || compareVersions(nodeVersion, below) < 0;
}

/** What to try, in this order. `major` limits it to n8n 1.x or 2.x. */
export function candidates(runningNode: string, major?: 1 | 2): Candidate[] {
	const wanted = RELEASES.filter((release) => major === undefined || release.major === major);
	return wanted.flatMap((release) => {
		const running: Candidate = { release, node: 'running' };
		const node24: Candidate = { release, node: 'node24' };
		if (!allowsNode(release, runningNode)) return [node24];
		// n8n's own addons are prebuilt for long-term Node: a newer one is second choice.
		const untested = compareVersions(runningNode, FETCHED_NODE.replace(/\..*/, '.99.0')) > 0;
		if (untested) return [node24, running];
		return runningNode.replace(/^v/, '').startsWith('24.') ? [running] : [running, node24];
	});
}

/** In words, for progress and messages. */
export function describe(candidate: Candidate, runningNode: string): string {
	const node = candidate.node === 'running' ? runningNode : FETCHED_NODE;
	return `n8n ${candidate.release.version} on Node ${node.replace(/^v/, '')}`;
}
