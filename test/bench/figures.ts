/* eslint-disable @n8n/community-nodes/no-restricted-globals */
// What a bench tells `npm run bench` of itself, beside the table that it prints.

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

/** The middle one. */
export const median = (values: readonly number[]): number =>
	[...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN;

const number = (value: number) =>
	value.toLocaleString('en-US', { maximumSignificantDigits: Math.abs(value) < 1000 ? 3 : 6 });

const HEAD = ['figure', 'limit', 'ours', 'peer or alternative', 'ratio'];

/** One table of all. */
export function figureTable(figures: readonly Figure[]): string {
	const rows = figures.map(({ figure, limit, ours, other }) => [
		figure,
		limit === undefined ? '' : number(limit),
		`${number(ours)}${isOver({ figure, limit, ours }) ? ' (over)' : ''}`,
		other === undefined ? '' : `${number(other.value)} (${other.name})`,
		other === undefined || other.value === 0 ? '' : (ours / other.value).toFixed(2),
	]);
	return [HEAD, ['---', '---:', '---:', '---:', '---:'], ...rows]
		.map((cells) => `| ${cells.join(' | ')} |`)
		.join('\n');
}

export const isOver = ({ ours, limit = Infinity }: Figure): boolean => !(ours <= limit);
