// Finds the page of each endpoint that the contract knows. Pure.
import type { KnownEndpoint } from './known';
import type { PageLink } from './page';

export interface Matching {
	pairs: Array<{ known: KnownEndpoint; link: PageLink }>;
	/** In the contract, and on no page. */
	withoutPage: KnownEndpoint[];
	/** On a page, and not in the contract. */
	withoutContract: PageLink[];
}

/** Full-width and half-width, kinds of dashes, spaces and case do not make another title. */
export const normalised = (title: string): string =>
	title
		.normalize('NFKC')
		.replace(/[\u2010-\u2015\u2212\uFE58\uFF0D]/g, '-')
		.replace(/\s+/gu, '')
		.toLowerCase();

/** By title as it stands, then by normalised title, then by the number of the page. */
export function match(known: readonly KnownEndpoint[], links: readonly PageLink[]): Matching {
	const openKnown = new Set(known);
	const openLinks = new Set(links);
	const pairs: Matching['pairs'] = [];
	const ways: Array<(a: KnownEndpoint, b: PageLink) => boolean> = [
		(a, b) => a.title === b.title && a.docId !== undefined && a.docId === b.docId,
		(a, b) => a.title === b.title,
		(a, b) => normalised(a.title) === normalised(b.title),
		(a, b) => a.docId !== undefined && a.docId === b.docId,
	];
	for (const fits of ways) {
		for (const one of openKnown) {
			const link = [...openLinks].find((candidate) => fits(one, candidate));
			if (link === undefined) continue;
			pairs.push({ known: one, link });
			openKnown.delete(one);
			openLinks.delete(link);
		}
	}
	pairs.sort((a, b) => known.indexOf(a.known) - known.indexOf(b.known));
	return {
		pairs,
		withoutPage: [...openKnown].filter(({ official }) => official),
		withoutContract: [...openLinks],
	};
}
