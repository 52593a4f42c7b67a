import type { Verdict } from './judge';
import { KIND_NAMES } from './kinds';
import { ROADS } from './roads';

/** The figures of a matrix, as CI prints them. */

export function figuresOf(verdicts: readonly Verdict[]) {
	const sum = (of: (verdict: Verdict) => number) =>
		verdicts.reduce((total, verdict) => total + of(verdict), 0);
	return {
		runs: verdicts.length,
		paid: sum(({ paid }) => paid),
		paidTwice: sum(({ paidTwice }) => paidTwice),
		lost: sum(({ lost }) => lost),
		keyHits: sum((one) => one.keyHits),
		hangs: sum(({ hung }) => Number(hung)),
	};
}
type Figures = ReturnType<typeof figuresOf>;

const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;

/** Markdown: a line for each road, a column for each kind, and what `show` makes of a cell. */
export function table(verdicts: readonly Verdict[], show: (figures: Figures) => string): string {
	const lines = ROADS.map((road) => {
		const own = verdicts.filter(({ cell }) => cell.road === road);
		const cells = KIND_NAMES.map((kind) => own.filter(({ cell }) => cell.kind === kind));
		return row([road, ...cells.map((all) => (all.length === 0 ? '-' : show(figuresOf(all))))]);
	});
	const head = [row(['', ...KIND_NAMES]), row(['---', ...KIND_NAMES.map(() => '---')])];
	return [...head, ...lines].join('\n');
}

export const runsOf = ({ runs }: Figures): string => String(runs);
export const violationsOf = ({ paidTwice, lost, keyHits, hangs }: Figures): string =>
	`${paidTwice}/${lost}/${keyHits}/${hangs}`;
