/** Which binary fields a text means that is not the very name of one. Pure. */

/** By a pattern with * for any letters, as `photo_*`; `photo_2` comes before `photo_10`. */
export function namesLike(pattern: string, names: readonly string[]): string[] {
	const parts = pattern.split('*');
	return inOrder(names.filter((name) => matches(name, parts)));
}

/**
 * By the label of a field of n8n's form, which names it with _ for all but letters of English and digits: `Your photo`
 * is `Your_photo`, and `Your_photo_0`, `Your_photo_1` where several files were chosen.
 */
export function namesByForm(label: string, names: readonly string[]): string[] {
	const name = label.replace(/\W/g, '_');
	if (names.includes(name)) return [name];
	const isOneOf = (one: string) => one.startsWith(name) && /^_\d+$/.test(one.slice(name.length));
	return name === '' ? [] : inOrder(names.filter(isOneOf));
}

/** Whether enough of a label is left in the name; two labels of other letters may have the same one. */
export const isPlain = (label: string): boolean =>
	/^[\x20-\x7e]*$/.test(label) && /[a-z0-9]/i.test(label);

const inOrder = (names: string[]) =>
	names.sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));

/** Whether the parts stand in the name one after another, the first at its start and the last at its end. */
function matches(name: string, [first = '', ...more]: string[]): boolean {
	const last = more.pop() ?? '';
	if (!name.startsWith(first)) return false;
	let at = first.length;
	for (const part of more) {
		const found = name.indexOf(part, at);
		if (found < 0) return false;
		at = found + part.length;
	}
	return name.length - last.length >= at && name.endsWith(last);
}
