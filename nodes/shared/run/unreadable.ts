/** Finds the parameter whose expression n8n could not evaluate. */
import type { IExecuteFunctions } from 'n8n-workflow';

import { ParameterProblem } from '../answers/parameterProblem';
import type { FieldMap } from '../operation/field';
import { isObject, textOf } from '../util/json';
import * as words from '../words/fields';

type Reader = Pick<IExecuteFunctions, 'getNodeParameter'>;

/**
 * Turns an error that n8n threw while it read the parameters of an item into a problem of the parameter with the
 * expression. n8n knows which parameter it read, but its message, such as "Referenced node doesn't exist", does not
 * name it. Other errors stay unchanged.
 */
export function namingParameter(
	cause: unknown,
	context: Reader,
	itemIndex: number,
	fields: FieldMap,
): unknown {
	if (!(cause instanceof Error) || !('context' in cause) || !isObject(cause.context)) return cause;
	const read = textOf(cause.context.parameter);
	if (read === undefined) return cause;
	const name = entryOf(context, itemIndex, read) ?? read;
	const advice = 'description' in cause ? textOf(cause.description) : undefined;
	return new ParameterProblem(
		fields[name]?.property.displayName ?? name,
		words.cannotBeEvaluated(cause.message),
		advice ?? words.correctExpression(),
	);
}

/** The entry of a collection that cannot be evaluated. n8n reads a collection only as a whole. */
function entryOf(context: Reader, itemIndex: number, name: string): string | undefined {
	const written: unknown = context.getNodeParameter(name, itemIndex, null, {
		rawExpressions: true,
	});
	if (!isObject(written)) return undefined;
	return Object.keys(written).find((key) => {
		try {
			context.getNodeParameter(`${name}.${key}`, itemIndex, null);
			return false;
		} catch {
			return true;
		}
	});
}
