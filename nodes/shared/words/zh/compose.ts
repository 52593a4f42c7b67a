/** How Chinese sentences are put together: blanks beside Latin letters, lists, labels, full stops. */
import { inForm } from './inForm';

const beginsLatin = (text: string): boolean => /^[\w<$+-]/.test(text);
const endsLatin = (text: string): boolean => /[\w>%.]$/.test(text);

/** A text behind Chinese letters, with a blank where it begins with a Latin letter or a digit. */
export const after = (text: string): string => (beginsLatin(text) ? ` ${text}` : text);

/** A text between Chinese letters, with a blank on each side that is Latin. */
export const between = (text: string): string => `${after(text)}${endsLatin(text) ? ' ' : ''}`;

export const list = (entries: ReadonlyArray<string | number>): string => entries.join('、');

/** `JPG、PNG 或 WebP` */
export function either(entries: ReadonlyArray<string | number>): string {
	const last = String(entries.at(-1) ?? '');
	const others = list(entries.slice(0, -1));
	return others === '' ? last : `${others}${endsLatin(others) ? ' ' : ''}或${after(last)}`;
}

/** Labels as the form shows them: `“选项 > 花费上限”`. What is in quotes already stays. */
export const named = (...labels: readonly string[]): string => {
	const path = labels.map(inForm).join(' > ');
	return path.endsWith('”') ? path : `“${path}”`;
};
