// The result of a check, in words. Pure.
import type { Check, Entry } from './check';
import type { Difference } from './compare';
import { fixOf, type Fix } from './fix';

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
	const differences = entry.verdict === 'differs' ? entry.differences.map(lineOf) : [];
	const fix = entry.verdict === 'differs' ? fixOf(entry) : undefined;
	const isFix = fix !== undefined && fix.path !== fix.oldPath;
	return [...differences, ...(isFix ? [fixLine(fix, entry.known.evidence, fileOf)] : [])];
}

const lineOf = ({ aspect, field, here, there }: Difference) =>
	`${aspect}${field === '' ? '' : ` ${field}`}: here ${here}, there ${there}`;

function fixLine(fix: Fix, evidence: string, fileOf: (id: string) => string | undefined): string {
	const file = fileOf(fix.id);
	const place = file === undefined ? '' : ` in contract and nodes/${file}`;
	const hand = fix.byHand === undefined ? '' : ` (by hand: ${fix.byHand})`;
	return `fix: ${fix.method} ${fix.path} replaces the path of evidence ${evidence}${place}${hand}`;
}

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

/** What `--apply` wrote, and what is left to people. */
export function appliedReport(applied: readonly Fix[], open: readonly Fix[]): string {
	if (applied.length + open.length === 0) return 'Nothing to apply.';
	const lines = [
		...applied.map(({ id, method, path }) => `contract  ${id}: ${method} ${path}, evidence A`),
		...open.map(({ id, method, path, byHand }) => `by hand   ${id}: ${method} ${path}; ${byHand}`),
	];
	if (applied.length === 0) return lines.join('\n');
	return [
		...lines,
		'',
		'Look at the changes of the contract. Then:',
		'  npx jest contractAgreement   names each place in the operations to change',
		'  npm run docs                 makes the tables of the pages anew',
		'  npm test                     tells what else knows the old facts',
	].join('\n');
}
