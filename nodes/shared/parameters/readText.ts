/** A raw value as text, for any field that is written as text. */
import { ParameterProblem, refuseExpression } from '../base/problem';

/** What a parameter holds that nobody filled in, or whose expression came to nothing. */
export const isUnset = (raw: unknown): raw is undefined | null | '' =>
	raw === undefined || raw === null || (typeof raw === 'string' && raw.trim() === '');

export function plainText(raw: unknown, label: string, wanted = 'text'): string {
	if (typeof raw === 'object' || typeof raw === 'function' || typeof raw === 'symbol') {
		throw new ParameterProblem(
			label,
			`must be ${wanted}, but is ${Array.isArray(raw) ? 'a list' : 'an object'}`,
		);
	}
	const text = String(raw);
	refuseExpression(text, label);
	return text;
}

/** As a person would write it: what an expression makes of a missing or a wrong value is no text for anybody. */
export function humanText(raw: unknown, label: string): string {
	if (typeof raw === 'boolean' || (typeof raw === 'number' && !Number.isFinite(raw)))
		throw new ParameterProblem(label, `must be text, but is ${String(raw)}`);
	const text = plainText(raw, label);
	if (!text.includes('[object Object]')) return text;
	throw new ParameterProblem(
		label,
		'holds [object Object], which is what an expression makes of an object',
		'Take a field of the object, such as {{ $json.answer.text }}, or write JSON.stringify(...) around it.',
	);
}
