// Reads the whole documentation and compares it with the contract.
import { compare, type Difference } from './compare';
import type { EndpointFacts } from './facts';
import type { KnownEndpoint } from './known';
import { match } from './match';
import { readList, readPage, UnreadablePage, type PageLink } from './page';
import { LIST, type Source } from './source';

/** What came of one endpoint, of the contract, of the documentation or of both. */
export interface Entry {
	verdict: 'equal' | 'differs' | 'unread' | 'missing here' | 'missing there';
	known?: KnownEndpoint;
	link?: PageLink;
	there?: EndpointFacts;
	differences: Difference[];
	/** Why its page cannot be read. */
	problem?: string;
}

export interface Check {
	entries: Entry[];
	/** How many things differ: each difference of an endpoint, and each endpoint that one side lacks. */
	differences: number;
	unread: number;
}

export type Progress = (done: number, all: number, title: string) => void;

/** @throws UnreadablePage when the list of pages itself cannot be read */
export async function check(
	source: Source,
	site: string,
	known: readonly KnownEndpoint[],
	progress: Progress = () => {},
): Promise<Check> {
	const links = readList(await source(`${site.replace(/\/+$/, '')}/${LIST}`));
	if (links.length === 0) throw new UnreadablePage(`${LIST} lists no endpoint`);
	const { pairs, withoutPage, withoutContract } = match(known, links);
	const pages: Array<{ link: PageLink; known?: KnownEndpoint }> = [
		...pairs,
		...withoutContract.map((link) => ({ link })),
	];
	const entries: Entry[] = [];
	// One page at a time.
	for (const { link, known: one } of pages) {
		progress(entries.length + 1, pages.length, link.title);
		entries.push(await entryOf(source, link, one));
	}
	for (const one of withoutPage)
		entries.push({ verdict: 'missing there', known: one, differences: [] });
	const missing = entries.filter(({ verdict }) => verdict.startsWith('missing'));
	return {
		entries,
		differences: entries.flatMap(({ differences }) => differences).length + missing.length,
		unread: entries.filter(({ problem }) => problem !== undefined).length,
	};
}

async function entryOf(source: Source, link: PageLink, known?: KnownEndpoint): Promise<Entry> {
	try {
		const there = readPage(await source(link.url));
		const differences = known ? compare(known, there) : [];
		const verdict = differences.length === 0 ? 'equal' : 'differs';
		return { verdict: known ? verdict : 'missing here', known, link, there, differences };
	} catch (error) {
		const problem =
			error instanceof UnreadablePage
				? error.message
				: `the page cannot be understood (${(error as Error).name})`;
		return { verdict: known ? 'unread' : 'missing here', known, link, differences: [], problem };
	}
}
