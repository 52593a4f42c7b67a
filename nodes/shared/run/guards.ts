import type { IExecuteFunctions } from 'n8n-workflow';

import { EXTRAS } from '../operation/extras';
import { isUnset, OPTIONS, type Field } from '../operation/field';
import type { Operation } from '../operation/operation';
import { ParameterProblem } from '../util/failure';
import { isObject } from '../util/json';

/**
 * What keeps the user from paying must not be off because an expression came to nothing.
 * @throws ParameterProblem
 */
export function refuseEmptyGuards(
	context: IExecuteFunctions,
	{ fields, preparation }: Operation,
	itemIndex: number,
): void {
	const options: unknown = context.getNodeParameter(OPTIONS, itemIndex, {});
	if (!isObject(options)) return;
	// One limit holds for the whole run: that of the first item, without which none is sent.
	const ofRun: unknown = itemIndex === 0 ? options : context.getNodeParameter(OPTIONS, 0, {});
	const { previewRequest, skipItemsWithTask, spendingLimit, taskIdColumn } = EXTRAS;
	const guards: Array<[name: string, guard: Field<unknown> | undefined, given: unknown]> = [
		['previewRequest', previewRequest, options],
		['skipItemsWithTask', skipItemsWithTask, options],
		['taskIdColumn', taskIdColumn, options],
		['spendingLimit', spendingLimit, ofRun],
	];
	if (preparation) guards.push([preparation.field, fields[preparation.field], options]);
	for (const [name, guard, given] of guards) {
		if (guard === undefined || !isObject(given) || !(name in given) || !isUnset(given[name]))
			continue;
		throw new ParameterProblem(
			guard.property.displayName,
			'is set, but its value is empty, so that it would be off',
			'Correct its expression, or remove the option.',
		);
	}
}
