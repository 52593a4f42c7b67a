// The result of a check, in words. Pure.
import type { Check, Entry } from './check';
import type { Difference } from './compare';
import type { KnownEndpoint } from './known';

const MARKS: Record<Entry['verdict'], string> = {
	equal: 'equal        ',
	differs: 'DIFFERS      ',
	unread: 'UNREAD       ',
	'missing here': 'MISSING HERE ',
	'missing there': 'MISSING THERE',
};

/** @param fileOf the file of an operation, by its id */
export function report(check: Check, fileOf: (id: string) => string | undefined): string {
	const lines = check.entries.flatMap((entry) => [
		`${MARKS[entry.verdict]}  ${nameOf(entry)}`,
		...detailsOf(entry, fileOf).map((line) => `               ${line}`),
	]);
	return [...lines, '', summary(check)].join('\n');
}

function nameOf(entry: Entry): string {
	const known = 'known' in entry ? `${entry.known.title}  [${entry.known.id}]` : '';
	const link = 'link' in entry ? `${known === '' ? entry.link.title : ''}  ${entry.link.url}` : '';
	return `${known}${link}`;
}

function detailsOf(entry: Entry, fileOf: (id: string) => string | undefined): string[] {
	if (entry.verdict === 'missing there') return ['on no page of the documentation'];
	if (entry.verdict === 'missing here') {
		const { there, problem = '' } = entry;
		return [there ? `${there.method} ${there.path}` : problem];
	}
	if (entry.verdict === 'unread') return [entry.problem];
	const differences = entry.verdict === 'differs' ? entry.differences : [];
	return [...differences.map(lineOf), ...pathDetail(entry.known, differences, fileOf)];
}

/** Where the path is to be changed, or its evidence. */
function pathDetail(
	{ id, evidence }: KnownEndpoint,
	differences: readonly Difference[],
	fileOf: (id: string) => string | undefined,
): string[] {
	const isOther = differences.some(({ aspect }) => ['path', 'method', 'host'].includes(aspect));
	if (!isOther && evidence === 'A') return [];
	const file = fileOf(id);
	const places = `the contract${file === undefined ? '' : ` and nodes/${file}`}`;
	return isOther
		? [`the address of evidence ${evidence} is in ${places}`]
		: [`confirms the path of evidence ${evidence}: it can be A in ${places}`];
}

const lineOf = ({ aspect, field, here, there }: Difference) =>
	`${aspect}${field === '' ? '' : ` ${field}`}: here ${here}, there ${there}`;

export function summary({ entries, differences, unread }: Check): string {
	const count = (verdict: Entry['verdict']) =>
		entries.filter((entry) => entry.verdict === verdict).length;
	const verdicts = [
		`${count('equal')} equal`,
		`${count('differs')} differ`,
		`${count('missing here')} missing here`,
		`${count('missing there')} missing there`,
	];
	const pages = unread === 1 ? '1 page' : `${unread} pages`;
	return `${verdicts.join(', ')}: ${differences === 1 ? '1 difference' : `${differences} differences`}; ${pages} could not be read`;
}
