import type { IExecuteFunctions } from 'n8n-workflow';

import { OPTIONS } from './form';
import { OTHER_SUFFIX } from './formField';
import { isObject } from './json';
import { OTHER } from './parameters/field';
import type { ReadRaw } from './parameters/readFields';

/** The parameters of one item as n8n gives them, expressions evaluated. `collection` holds the optional ones. */
export function rawParameters(
	context: IExecuteFunctions,
	itemIndex: number,
	collection = OPTIONS,
): ReadRaw {
	const given: unknown = context.getNodeParameter(collection, itemIndex, {});
	const options = isObject(given) ? given : {};
	const inForm = (name: string): unknown => context.getNodeParameter(name, itemIndex, null);
	return (name, place) => {
		if (place === 'options') return options[name];
		const value = inForm(name);
		return value === OTHER ? (inForm(`${name}${OTHER_SUFFIX}`) ?? value) : value;
	};
}
