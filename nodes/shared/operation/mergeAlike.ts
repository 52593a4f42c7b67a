import type { INodeProperties } from 'n8n-workflow';

import type { Show } from './formField';

/** A parameter without the operations that show it, and these. */
interface Shared {
	property: INodeProperties;
	rules: Show;
	operations: NonNullable<Show[string]>;
}

/**
 * Parameters that differ only in the operation they belong to become one. It must be: each node would else send the
 * editor its Advanced, Wait Options and Options once for every operation, several times as much to load and to show.
 * What is merged is exactly alike but for the operation, and keeps its own rules in their order.
 */
export function mergeAlike(properties: readonly INodeProperties[]): INodeProperties[] {
	const byName = new Map<string, Shared[]>();
	const all = properties.map((property): INodeProperties | Shared | undefined => {
		const { operation: operations, ...rules } = property.displayOptions?.show ?? {};
		if (operations === undefined) return property;
		const same = byName.get(property.name) ?? [];
		const before = same.find(
			(one) => isAlike(one.rules, rules) && differOnlyInShow(one.property, property),
		);
		if (before) {
			before.operations.push(...operations);
			return undefined;
		}
		const shared = { property, rules, operations: [...operations] };
		byName.set(property.name, [...same, shared]);
		return shared;
	});
	return all.flatMap((one) => (one === undefined ? [] : 'rules' in one ? [whole(one)] : [one]));
}

/** The operation first: n8n takes the first expression that it meets as the answer to all the rules. */
function whole({ property, rules: { resource, ...others }, operations }: Shared): INodeProperties {
	const show = { ...(resource && { resource }), operation: operations, ...others };
	return { ...property, displayOptions: { ...property.displayOptions, show } };
}

const differOnlyInShow = (one: INodeProperties, other: INodeProperties) =>
	isAlike(one, other, 'displayOptions') &&
	isAlike(one.displayOptions?.hide, other.displayOptions?.hide);

/** Whether two parts of a form say the same. Most of them are the same object, as operations share their fields. */
function isAlike(one: unknown, other: unknown, butFor?: string): boolean {
	if (one === other) return true;
	if (!isRecord(one) || !isRecord(other)) return false;
	const keys = Object.keys(one);
	return (
		keys.length === Object.keys(other).length &&
		keys.every((key) => key in other && (key === butFor || isAlike(one[key], other[key])))
	);
}

/** Of arrays too, whose keys are their places. */
const isRecord = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null;
