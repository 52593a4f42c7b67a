/**
 * Alphabetical order of English labels, ignoring case. Not with `localeCompare`, whose first use takes as long to
 * load as a hundred of our files.
 */
export function byText(a: string, b: string): number {
	const [first, second] = [a.toLowerCase(), b.toLowerCase()];
	return first < second ? -1 : first > second ? 1 : 0;
}
