// Reads the whole documentation and compares it with the contract.
import { compare, type Difference } from './compare';
import type { EndpointFacts } from './facts';
import type { KnownEndpoint } from './known';
import { match } from './match';
import { readList, readPage, UnreadablePage, type PageLink } from './page';
import { LIST, type Source } from './source';

export type Entry =
	| { verdict: 'equal'; known: KnownEndpoint; link: PageLink; there: EndpointFacts }
	| {
			verdict: 'differs';
			known: KnownEndpoint;
			link: PageLink;
			there: EndpointFacts;
			differences: Difference[];
	  }
	| { verdict: 'unread'; known: KnownEndpoint; link: PageLink; problem: string }
	| { verdict: 'missing there'; known: KnownEndpoint }
	| { verdict: 'missing here'; link: PageLink; there?: EndpointFacts; problem?: string };

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
	const entries: Entry[] = [];
	const all = pairs.length + withoutContract.length;
	// One page at a time.
	for (const { known: one, link } of pairs) {
		progress(entries.length + 1, all, link.title);
		entries.push(await comparePage(source, one, link));
	}
	for (const link of withoutContract) {
		progress(entries.length + 1, all, link.title);
		const read = await readFrom(source, link);
		entries.push({
			verdict: 'missing here',
			link,
			...(typeof read === 'string' ? { problem: read } : { there: read }),
		});
	}
	entries.push(...withoutPage.map((one) => ({ verdict: 'missing there' as const, known: one })));
	return {
		entries,
		differences: entries.reduce((sum, entry) => sum + countOf(entry), 0),
		unread: entries.filter((entry) => 'problem' in entry).length,
	};
}

function countOf(entry: Entry): number {
	if (entry.verdict === 'differs') return entry.differences.length;
	return entry.verdict === 'missing here' || entry.verdict === 'missing there' ? 1 : 0;
}

async function comparePage(source: Source, known: KnownEndpoint, link: PageLink): Promise<Entry> {
	const there = await readFrom(source, link);
	if (typeof there === 'string') return { verdict: 'unread', known, link, problem: there };
	const differences = compare(known, there);
	return differences.length === 0
		? { verdict: 'equal', known, link, there }
		: { verdict: 'differs', known, link, there, differences };
}

/** The page's facts, or why they cannot be read. */
async function readFrom(source: Source, link: PageLink): Promise<EndpointFacts | string> {
	try {
		return readPage(await source(link.url));
	} catch (error) {
		if (error instanceof UnreadablePage) return error.message;
		return `the page cannot be understood (${(error as Error).name})`;
	}
}
