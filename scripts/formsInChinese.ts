// Makes the Chinese form of an English one.
import type { INodeProperties } from 'n8n-workflow';
import { facesOf } from '../nodes/shared/operation/toolForm';
import { translated } from '../nodes/shared/words/zh/inForm';

/** What people read of a form. All else is the same in both languages: names, types, values, defaults, conditions. */
const READ = /^(displayName|description|hint|placeholder|action|multipleValueButtonText)$/;

/** The form with what `visit` gives in the place of each text that people read. */
export const withTexts = <T>(form: T, visit: (text: string) => string): T =>
	visited(form, visit) as T;

function visited(value: unknown, visit: (text: string) => string): unknown {
	if (Array.isArray(value)) return value.map((entry) => visited(entry, visit));
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(
		Object.entries(value).map(([key, inner]: [string, unknown]) => {
			// The name of an entry in a dropdown is read, that of a parameter is not.
			const isRead = READ.test(key) || (key === 'name' && 'value' in value);
			const isText = isRead && typeof inner === 'string' && inner !== '';
			return [key, isText ? visit(inner) : visited(inner, visit)];
		}),
	);
}

const chineseOf = (text: string): string => translated(text) ?? text;

/** The same form in Chinese; a text that has none stays English. */
export const inChinese = <T>(form: T): T => withTexts(form, chineseOf);

/**
 * The parameters of a node that can be a tool. In the tool, labels that n8n makes the model's names out of stay
 * English: its switch "Let the model define" takes the Latin letters and digits of a label, and `_` for all others.
 */
export const toolInChinese = (parameters: readonly INodeProperties[]): INodeProperties[] =>
	parameters.flatMap((parameter) => {
		const rule = parameter.displayOptions?.show?.['@tool'];
		const face = forTool(parameter);
		if (rule?.[0] === true) return [face];
		const chinese = inChinese(parameter);
		const isSame = JSON.stringify(face) === JSON.stringify(chinese);
		return isSame || rule ? [chinese] : facesOf(chinese, face);
	});

/** The Chinese label begins the description instead. */
function forTool(parameter: INodeProperties): INodeProperties {
	const { displayName, description, options, type, noDataExpression } = parameter;
	const chinese = inChinese(parameter);
	if (type === 'collection') {
		const entries = options?.map((entry) => ('type' in entry ? forTool(entry) : inChinese(entry)));
		return { ...chinese, ...(entries && { options: entries }) };
	}
	const label = chineseOf(displayName);
	if (type === 'notice' || type === 'hidden' || noDataExpression || label === displayName)
		return chinese;
	const told = description === undefined ? [label] : [label, chineseOf(description)];
	return { ...chinese, displayName, description: told.join('。') };
}
