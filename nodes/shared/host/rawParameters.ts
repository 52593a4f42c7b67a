import type { IExecuteFunctions } from 'n8n-workflow';

import { ADVANCED, OPTIONS } from '../parameters/collections';
import { isObject } from '../base/json';
import { OTHER_SUFFIX, OTHER } from '../parameters/field';
import type { ReadRaw } from '../parameters/readFields';

/** The parameters of one item as n8n gives them, expressions evaluated. `collection` holds the optional
 * ones. */
export function rawParameters(
	context: IExecuteFunctions,
	itemIndex: number,
	collection = OPTIONS,
): ReadRaw {
	const valuesOf = (name: string) => {
		const given: unknown = context.getNodeParameter(name, itemIndex, {});
		return isObject(given) ? given : {};
	};
	const collections = { options: valuesOf(collection), advanced: valuesOf(ADVANCED) };
	const inForm = (name: string): unknown => context.getNodeParameter(name, itemIndex, null);
	return (name, place) => {
		if (place !== 'form') return collections[place][name];
		const value = inForm(name);
		return value === OTHER ? (inForm(`${name}${OTHER_SUFFIX}`) ?? value) : value;
	};
}

/** The same as the user wrote them, with expressions as they are. */
export function writtenParameters(context: IExecuteFunctions, itemIndex: number): ReadRaw {
	const asWritten = (name: string): unknown =>
		context.getNodeParameter(name, itemIndex, null, { rawExpressions: true });
	return (name, place) => {
		if (place === 'form') return asWritten(name);
		const given = asWritten(place === 'options' ? OPTIONS : ADVANCED);
		return isObject(given) ? given[name] : undefined;
	};
}
