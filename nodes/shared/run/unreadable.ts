/** Which parameter holds the expression that n8n could not evaluate. */
import type { IExecuteFunctions } from 'n8n-workflow';

import { ParameterProblem } from '../answers/parameterProblem';
import type { FieldMap } from '../operation/field';
import { isObject, textOf } from '../util/json';
import * as words from '../words/fields';

type Reader = Pick<IExecuteFunctions, 'getNodeParameter'>;

/**
 * What n8n threw when it read the parameters of an item, as the problem of the one that holds the expression. n8n says
 * which one it read, and its message, such as "Referenced node doesn't exist", does not. All else stays as it is.
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

/** The entry of a collection that cannot be evaluated, as n8n reads a collection as a whole. */
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
