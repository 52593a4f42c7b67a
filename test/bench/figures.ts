/* eslint-disable @n8n/community-nodes/no-restricted-globals, no-console */
// What a bench tells of itself: a table of its own, and figures for that of `npm run bench`.

export interface Figure {
	figure: string;
	ours: number;
	/** What it may be at most, where that is settled. */
	limit?: number;
	/** The same of another package, or of another way to do it. */
	other?: { name: string; value: number };
}

/** Resolves when they have arrived; nobody listens to a bench that is run by itself. */
export const tell = async (...figures: Figure[]): Promise<void> =>
	await new Promise((resolve) => {
		if (process.send) process.send(figures, () => resolve());
		else resolve();
	});

type Cell = string | number;

/** As Markdown; numbers get so many digits behind the point as they need. */
export function table(head: string[], rows: Cell[][]): string {
	const text = (cell: Cell) => (typeof cell === 'number' ? number(cell) : cell);
	const dashes = head.map((_, place) => (place === 0 ? '---' : '---:'));
	return [head, dashes, ...rows].map((row) => `| ${row.map(text).join(' | ')} |`).join('\n');
}

export const print = (head: string, ...rows: Cell[][]): void =>
	console.log(`\n${table(head.split(' | '), rows)}`);

/** The middle one. */
export const median = (values: readonly number[]): number =>
	[...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN;

const number = (value: number) =>
	value.toLocaleString('en-US', { maximumSignificantDigits: Math.abs(value) < 1000 ? 3 : 6 });

/** One table of all. */
export const figureTable = (figures: readonly Figure[]): string =>
	table(
		['figure', 'limit', 'ours', 'peer or alternative', 'ratio'],
		figures.map((one) => [
			one.figure,
			one.limit ?? '',
			`${number(one.ours)}${isOver(one) ? ' (over)' : ''}`,
			one.other ? `${number(one.other.value)} (${one.other.name})` : '',
			one.other?.value ? (one.ours / one.other.value).toFixed(2) : '',
		]),
	);

export const isOver = ({ ours, limit = Infinity }: Figure): boolean => !(ours <= limit);
