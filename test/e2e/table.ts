// What was proven, as a table for people.

export interface Row {
	scenario: string;
	n8n: string;
	node: string;
	/** Tasks that exist at the simulator, those of them that were charged, and those whose id n8n lost. */
	tasks?: number;
	paid?: number;
	lost?: number;
	seconds: number;
	outcome: 'passed' | 'failed' | 'skipped';
	/** A measurement, why it failed, or why it was skipped. */
	note?: string;
}

const COLUMNS: Array<[title: string, read: (row: Row) => string]> = [
	['', ({ outcome }) => ({ passed: 'ok', failed: 'FAIL', skipped: 'skip' })[outcome]],
	['scenario', ({ scenario }) => scenario],
	['n8n', ({ n8n }) => n8n],
	['Node', ({ node }) => node],
	['tasks', ({ tasks }) => String(tasks ?? '-')],
	['paid', ({ paid }) => String(paid ?? '-')],
	['lost', ({ lost }) => String(lost ?? '-')],
	['seconds', ({ seconds }) => seconds.toFixed(1)],
	['note', ({ note }) => (note ?? '').split('\n')[0] ?? ''],
];

export function tableLines(rows: Row[]): string[] {
	const cells = [
		COLUMNS.map(([title]) => title),
		...rows.map((row) => COLUMNS.map(([, read]) => read(row))),
	];
	const widths = COLUMNS.map((_, column) =>
		Math.max(...cells.map((line) => line[column]?.length ?? 0)),
	);
	return cells.map((line) =>
		line
			.map((cell, column) => cell.padEnd(widths[column] ?? 0))
			.join('  ')
			.trimEnd(),
	);
}
