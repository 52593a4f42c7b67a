// The result of a check, in words. Pure.
import type { Check, Entry } from './check';
import type { Difference } from './compare';

/** @param fileOf the file of an operation, by its id */
export function report(check: Check, fileOf: (id: string) => string | undefined): string {
	const lines = check.entries.flatMap((entry) => [
		`${(entry.verdict === 'equal' ? 'equal' : entry.verdict.toUpperCase()).padEnd(13)}  ${nameOf(entry)}`,
		...detailsOf(entry, fileOf).map((line) => `               ${line}`),
	]);
	return [...lines, '', summary(check)].join('\n');
}

const nameOf = ({ known, link }: Entry): string =>
	[known ? `${known.title}  [${known.id}]` : link?.title, link?.url].filter(Boolean).join('  ');

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
		...differences.map(lineOf),
		...(isOther ? [`the address of evidence ${evidence} is in ${places}`] : []),
		...(!isOther && evidence !== 'A' ? [confirmed] : []),
	];
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
