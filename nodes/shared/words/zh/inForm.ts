import { FORMS } from './formTexts';

/** What stands between the parts of a hint, and between the sentences of a description. */
const SEPARATORS: ReadonlyArray<readonly [english: string, chinese: string]> = [
	['. ', '。'],
	['; ', '；'],
];

/** A size, a ratio, or the name of a model, which reads the same in any language: `16:9`, `KVideo2.0-Fast`. */
const isName = (text: string): boolean => /^(?=.*\d)\S+$/.test(text);

/**
 * A text of a form in Chinese: as it stands in FORMS, or put together of its parts.
 * @returns undefined where FORMS lacks it or a part of it
 */
export function translated(text: string): string | undefined {
	const own = FORMS[text] ?? (isName(text) ? text : undefined);
	if (own !== undefined) return own;
	if (text.endsWith('.')) return withPeriod(translated(text.slice(0, -1)));
	for (const [english, chinese] of SEPARATORS) {
		if (!text.includes(english)) continue;
		const parts = text.split(english).map(translated);
		return parts.includes(undefined) ? undefined : parts.join(chinese);
	}
	return undefined;
}

const withPeriod = (chinese: string | undefined) =>
	chinese === undefined ? undefined : `${chinese}。`;

/** What the Chinese form shows of a label or an entry that an operation names in English; the text itself where it has none. */
export const inForm = (text: string): string => translated(text) ?? text;
