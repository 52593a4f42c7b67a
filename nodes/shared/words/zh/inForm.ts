import { FORMS } from './formTexts';

const EXAMPLE = 'e.g. ';

/** What stands between the sentences of a description, and between the parts of a sentence or a hint: neither an ellipsis nor `&gt;`. */
const SEPARATORS: ReadonlyArray<readonly [english: RegExp, chinese: string]> = [
	[/(?<!\.)\. /, '。'],
	[/(?<!&gt); /, '；'],
];

/** A size, a ratio, or the name of a model, which reads the same in any language: `16:9`, `KVideo2.0-Fast`. */
const isName = (text: string): boolean => /^(?=.*\d)\S+$/.test(text);

/** Two words in a row are a text; all else reads the same in any language: `data`, `{{ $json.url }}`. */
const isText = (text: string): boolean => /[a-z] [a-z]/i.test(text);

/** How a text is put together of parts that are looked up by themselves; undefined where it is one. */
function takenApart(text: string):
	| {
			readonly parts: readonly string[];
			readonly joined: (parts: readonly string[]) => string;
	  }
	| undefined {
	if (text.startsWith(EXAMPLE))
		return {
			parts: [text.slice(EXAMPLE.length)].filter((rest) => rest in FORMS || isText(rest)),
			joined: ([rest = text.slice(EXAMPLE.length)]) => `例如 ${rest}`,
		};
	if (/[^.]\.$/.test(text))
		return { parts: [text.slice(0, -1)], joined: (parts) => `${parts.join('')}。` };
	const separator = SEPARATORS.find(([english]) => english.test(text));
	if (separator === undefined) return undefined;
	const [english, chinese] = separator;
	return { parts: text.split(english), joined: (parts) => parts.join(chinese) };
}

/** The parts of a text that FORMS lacks as a whole. */
export const partsOf = (text: string): readonly string[] => takenApart(text)?.parts ?? [];

/**
 * A text of a form in Chinese: as it stands in FORMS, or put together of its parts.
 * @returns undefined where FORMS lacks it or a part of it
 */
export function translated(text: string): string | undefined {
	const own = FORMS[text] ?? (isName(text) ? text : undefined);
	if (own !== undefined) return own;
	const apart = takenApart(text);
	if (apart === undefined) return undefined;
	const parts = apart.parts.map(translated).filter((part) => part !== undefined);
	return parts.length < apart.parts.length ? undefined : apart.joined(parts);
}

/** What the Chinese form shows of a label or an entry that an operation names in English; the text itself where it has none. */
export const inForm = (text: string): string => translated(text) ?? text;
