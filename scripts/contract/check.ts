// Reads the whole documentation, compares it with the contract, and says what came of it.
import { compare, match, type Difference } from './compare';
import type { KnownEndpoint } from './known';
import type { EndpointFacts } from './operation';
import { readList, readPage, UnreadablePage, type PageLink } from './page';
import type { Source } from './source';

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

/** @throws UnreadablePage when the list of pages itself cannot be read */
export async function check(
	source: Source,
	site: string,
	known: readonly KnownEndpoint[],
	note: (text: string) => void = () => {},
): Promise<Entry[]> {
	const links = readList(await source(`${site.replace(/\/+$/, '')}/llms.txt`));
	if (links.length === 0) throw new UnreadablePage('llms.txt lists no endpoint');
	const pageOf = match(known, links);
	const unknown = new Set(links);
	const entries: Entry[] = [];
	for (const one of known) {
		const link = pageOf.get(one);
		if (link) {
			unknown.delete(link);
			entries.push(await entryOf(source, link, note, one));
		} else if (one.official)
			entries.push({ verdict: 'missing there', known: one, differences: [] });
	}
	for (const link of unknown) entries.push(await entryOf(source, link, note));
	return entries;
}

async function entryOf(
	source: Source,
	link: PageLink,
	note: (text: string) => void,
	known?: KnownEndpoint,
): Promise<Entry> {
	note(link.title);
	try {
		const there = readPage(await source(link.url));
		const differences = known ? compare(known, there) : [];
		const verdict = differences.length === 0 ? 'equal' : 'differs';
		return { verdict: known ? verdict : 'missing here', known, link, there, differences };
	} catch (error) {
		const { name, message } = error as Error;
		// Another message may quote the page.
		const isOurs = error instanceof UnreadablePage;
		const problem = isOurs ? message : `the page cannot be understood (${name})`;
		return { verdict: known ? 'unread' : 'missing here', known, link, differences: [], problem };
	}
}

/** Whether all is equal. */
export const isEqual = (entries: readonly Entry[]): boolean =>
	entries.every(({ verdict }) => verdict === 'equal');

/** The result in words. @param fileOf the file of an operation, by its id */
export function report(entries: Entry[], fileOf: (id: string) => string | undefined): string {
	const lines = entries.flatMap((entry) => {
		const { verdict, known, link } = entry;
		const word = verdict === 'equal' ? verdict : verdict.toUpperCase();
		const name = known ? `${known.title}  [${known.id}]` : link?.title;
		return [
			[word.padEnd(13), name, link?.url].filter(Boolean).join('  '),
			...detailsOf(entry, fileOf).map((line) => `               ${line}`),
		];
	});
	return [...lines, '', summary(entries)].join('\n');
}

function detailsOf(entry: Entry, fileOf: (id: string) => string | undefined): string[] {
	const { known, there, differences, problem } = entry;
	if (problem !== undefined) return [problem];
	if (!there) return ['on no page of the documentation'];
	if (!known) return [`${there.method} ${there.path}`];
	const { id, evidence } = known;
	const file = fileOf(id);
	const places = `the contract${file === undefined ? '' : ` and nodes/${file}`}`;
	const isOther = differences.some(({ aspect }) => ['path', 'method', 'host'].includes(aspect));
	const confirmed = `confirms the path of evidence ${evidence}: it can be A in ${places}`;
	return [
		...differences.map(
			({ aspect, field, here, there: theirs }) =>
				`${aspect}${field === '' ? '' : ` ${field}`}: here ${here}, there ${theirs}`,
		),
		...(isOther ? [`the address of evidence ${evidence} is in ${places}`] : []),
		...(!isOther && evidence !== 'A' ? [confirmed] : []),
	];
}

export function summary(entries: readonly Entry[]): string {
	const count = (...verdicts: Array<Entry['verdict']>) =>
		entries.filter(({ verdict }) => verdicts.includes(verdict)).length;
	const counts = (number: number, word: string) => `${number} ${word}${number === 1 ? '' : 's'}`;
	const missing = count('missing here', 'missing there');
	const differences = entries.flatMap((entry) => entry.differences).length + missing;
	const unread = entries.filter(({ problem }) => problem !== undefined).length;
	return (
		`${count('equal')} equal, ${count('differs')} differ, ${count('missing here')} missing here, ` +
		`${count('missing there')} missing there: ${counts(differences, 'difference')}; ` +
		`${counts(unread, 'page')} could not be read`
	);
}
