/**
 * The alphabetical order of labels, which are English, whatever their case. Not by `localeCompare`: what that has to
 * load when it is first used takes as long as a hundred of our files.
 */
export function byText(a: string, b: string): number {
	const [first, second] = [a.toLowerCase(), b.toLowerCase()];
	return first < second ? -1 : first > second ? 1 : 0;
}
