/** A shorter key could be part of any word. */
const SHORTEST = 8;
const BLOT = '***';

/**
 * Blots a key out of texts: as it is, escaped for JSON, or escaped for a URL. Made once for each key.
 * @param key as it is sent
 */
export function keyBlotter(key: string): (text: string) => string {
	if (key.length < SHORTEST) return (text) => text;
	const inJson = JSON.stringify(key).slice(1, -1);
	// PHP writes a slash in JSON behind a backslash.
	const all = [key, inJson, inJson.replaceAll('/', '\\/'), encodeURIComponent(key)];
	const spellings = [...new Set(all)];
	const blot = (text: string) => {
		let blotted = text;
		for (const spelling of spellings)
			if (blotted.includes(spelling)) blotted = blotted.split(spelling).join(BLOT);
		return blotted;
	};
	// The digits of a number in an answer may be those of an id.
	return /\D/.test(key)
		? blot
		: (text) => (JSON_TEXT.test(text) ? inStrings(text, blot) : blot(text));
}

const JSON_TEXT = /^\s*[[{]/;

const inStrings = (text: string, change: (text: string) => string): string =>
	text.replace(/"(?:[^"\\]+|\\.)*"/g, change);
