import type { INodeProperties } from 'n8n-workflow';

import type { Show } from './formField';
import { fromAi } from './fromAi';
import type { Operation } from './operation';
import { TOOL_TIME_LIMIT_MINUTES } from '../parameters/waiting';
import { toolDescription } from './toolDescription';

/**
 * Fields that a person chooses and not the model: which model is paid and by which name, and what guards the money.
 */
const FOR_PEOPLE = new Set(['modelName', 'modelType', 'reviewAssets']);

/**
 * The form of an operation with a second face, which n8n shows where the node is the tool of an agent: there the model
 * fills in what makes the result unless the user does, and a task is waited for, as an agent can do nothing with one.
 */
export function withToolForm(
	operation: Operation,
	properties: readonly INodeProperties[],
): INodeProperties[] {
	return [
		toolDescription(operation),
		...properties.flatMap((property) =>
			bothFaces(property, (entry) => toolDefault(operation, entry)),
		),
	];
}

/** What a parameter is in the tool unless set; undefined where that is the same as ever. */
type ToolDefault = (property: INodeProperties) => INodeProperties['default'] | undefined;

function toolDefault({ fields, kind, evidence }: Operation, property: INodeProperties) {
	const { name } = property;
	if (name === 'waitForCompletion') return true;
	if (name === 'timeLimit') return TOOL_TIME_LIMIT_MINUTES;
	if (name === 'taskId' && kind === 'query') return fromAi({ ...property, required: true });
	const own = fields[name];
	const isPaid = kind === 'submit' || kind === 'sync';
	if (own === undefined || !isPaid || own.place === 'advanced') return undefined;
	// A path that people enter is theirs, and so is what is sent there.
	return evidence.path === 'user' || FOR_PEOPLE.has(name) ? undefined : fromAi(property, own);
}

/** The parameter, and beside it the one that n8n shows in the tool, where that is another one. */
export function bothFaces(property: INodeProperties, usual: ToolDefault): INodeProperties[] {
	const asTool = toolFace(property, usual);
	return asTool === undefined ? [property] : [forPeople(property), asTool];
}

function toolFace(property: INodeProperties, usual: ToolDefault): INodeProperties | undefined {
	const face =
		property.type === 'collection' ? collectionFace(property, usual) : faceOf(property, usual);
	if (face === undefined) return undefined;
	const { show, hide } = property.displayOptions ?? {};
	return {
		...face,
		displayOptions: { show: { '@tool': [true], ...show }, ...(hide && { hide }) },
	};
}

function faceOf(property: INodeProperties, usual: ToolDefault): INodeProperties | undefined {
	const own = usual(property);
	return own === undefined ? undefined : { ...property, default: own };
}

function collectionFace(
	property: INodeProperties,
	usual: ToolDefault,
): INodeProperties | undefined {
	const entries = (property.options ?? []).map((entry) =>
		'type' in entry ? (faceOf(entry, usual) ?? entry) : entry,
	);
	const isSame = entries.every((entry, place) => entry === property.options?.[place]);
	return isSame ? undefined : { ...property, options: entries };
}

/**
 * Hidden in the tool. By a rule that an n8n too old to know tools takes as met, and as the first one, as n8n takes the
 * first expression that it meets as the answer to all rules.
 */
const IN_NO_TOOL: Show = Object.fromEntries([['@tool', [{ _cnd: { not: true } }]]]);

const forPeople = (property: INodeProperties): INodeProperties => ({
	...property,
	displayOptions: {
		...property.displayOptions,
		show: { ...IN_NO_TOOL, ...property.displayOptions?.show },
	},
});
