// What the live documentation settles about an entry of the contract. Pure.
import type { Entry } from './check';
import { placesOf, shapeOf } from './facts';

export interface Fix {
	id: string;
	method: string;
	/** With the contract's own names for its places. */
	path: string;
	oldPath: string;
	docId?: number;
	/** Why a person has to decide; absent when it can be applied. */
	byHand?: string;
}

/** A path that was only derived and is now known, or one of any grade that is now confirmed. */
export function fixOf(entry: Entry): Fix | undefined {
	if (entry.verdict !== 'differs' && entry.verdict !== 'equal') return undefined;
	const { known, there, link } = entry;
	const isSame = shapeOf(known.path) === shapeOf(there.path) && known.method === there.method;
	const docId = link.docId ?? known.docId;
	const isKnown = known.evidence === 'A' && (docId === undefined || docId === known.docId);
	if (isSame && isKnown) return undefined;
	const byHand = isSame ? hostProblem(entry) : obstacle(entry);
	return {
		id: known.id,
		method: there.method,
		path: withNames(there.path, known.path),
		oldPath: known.path,
		...(docId !== undefined && { docId }),
		...(byHand !== undefined && { byHand }),
	};
}

type Compared = Extract<Entry, { verdict: 'equal' | 'differs' }>;

function hostProblem({ known, there }: Compared): string | undefined {
	const agrees = there.hosts.length === 0 || known.hosts.some((host) => there.hosts.includes(host));
	return agrees ? undefined : 'the host is another one';
}

function obstacle(entry: Compared): string | undefined {
	const { known, there } = entry;
	if (known.method !== there.method) return 'the method is another one';
	if (known.evidence !== 'D') return `the contract has its path from evidence ${known.evidence}`;
	if (placesOf(known.path).length !== placesOf(there.path).length)
		return 'the path has other places for values';
	if (!there.path.startsWith(known.family === 'v1' ? '/api/v1/' : '/minimalist/api/'))
		return 'the path belongs to another family of the API';
	return hostProblem(entry);
}

function withNames(path: string, own: string): string {
	const names = placesOf(own);
	if (names.length !== placesOf(path).length) return path;
	let index = 0;
	return path.replace(/\{[^}]*\}/g, (place) => names[index++] ?? place);
}
