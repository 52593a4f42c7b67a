type Text = Parameters<typeof String.raw>;

/** A table as a text: a line for each row, a bar between cells. */
export const rows = (...text: Text): string[][] =>
	String.raw(...text)
		.trim()
		.split('\n')
		.map((line) => line.split('|').map((cell) => cell.trim()));

/** A list as a text: blanks and lines between its entries. */
export const list = (...text: Text): string[] =>
	String.raw(...text)
		.trim()
		.split(/\s+/);
