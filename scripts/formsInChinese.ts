// Makes the Chinese form of an English one.
import { translated } from '../nodes/shared/words/zh/inForm';

/** What people read of a form. All else is the same in both languages: names, types, values, defaults, conditions. */
const READ = new Set([
	'displayName',
	'description',
	'hint',
	'placeholder',
	'action',
	'multipleValueButtonText',
]);

/** What a text is: the label of a parameter that an agent's tool alone shows, or any other. */
type Place = 'toolLabel' | 'other';

/** The form with what `visit` gives in the place of each text that people read. */
export const withTexts = <T>(form: T, visit: (text: string, place: Place) => string): T =>
	visited(form, visit, false) as T;

function visited(
	value: unknown,
	visit: (text: string, place: Place) => string,
	isOfTool: boolean,
): unknown {
	if (Array.isArray(value)) return value.map((entry) => visited(entry, visit, isOfTool));
	if (typeof value !== 'object' || value === null) return value;
	const isTool = isOfTool || showsInTool(value);
	return Object.fromEntries(
		Object.entries(value).map(([key, inner]: [string, unknown]) => {
			// The name of an entry in a dropdown is read, that of a parameter is not.
			const isRead = READ.has(key) || (key === 'name' && 'value' in value);
			if (!isRead || typeof inner !== 'string' || inner === '')
				return [key, visited(inner, visit, isTool)];
			const isLabel = key === 'displayName' && 'type' in value && value.type !== 'notice';
			return [key, visit(inner, isTool && isLabel ? 'toolLabel' : 'other')];
		}),
	);
}

function showsInTool(value: object): boolean {
	const { displayOptions } = value as { displayOptions?: { show?: Record<string, unknown> } };
	return JSON.stringify(displayOptions?.show?.['@tool']) === '[true]';
}

/**
 * The same form in Chinese; a text that has none stays English. The label of a tool's parameter has both: of it, n8n's
 * switch "Let the model define" makes the parameter's name for the model, out of Latin letters and digits alone.
 */
export const inChinese = <T>(form: T): T =>
	withTexts(form, (text, place) => {
		const chinese = translated(text) ?? text;
		return place === 'toolLabel' && chinese !== text ? `${chinese} ${text}` : chinese;
	});
