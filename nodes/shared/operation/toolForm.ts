import type { INodeProperties } from 'n8n-workflow';

import * as words from '../words/agents';
import type { Field } from './field';
import { showFor, type Show } from './formField';
import type { Operation } from './operation';
import { TOOL_TIME_LIMIT_MINUTES } from './timeLimit';

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

function toolDefault(
	{ fields, kind, evidence, preparation }: Operation,
	property: INodeProperties,
) {
	const { name } = property;
	if (name === 'waitForCompletion') return true;
	if (name === 'timeLimit') return TOOL_TIME_LIMIT_MINUTES;
	if (name === 'taskId' && kind === 'query') return fromAi({ ...property, required: true });
	const own = fields[name];
	const isPaid = kind === 'submit' || kind === 'sync';
	if (own === undefined || !isPaid || own.place === 'advanced') return undefined;
	// A person chooses which model is paid, what guards the money, and what is sent to a path of their own.
	const isForPeople =
		evidence.path === 'user' || [preparation?.field, 'modelName', 'modelType'].includes(name);
	return isForPeople ? undefined : fromAi(property, own);
}

/** The parameter, and beside it the one that n8n shows in the tool, where that is another one. */
export function bothFaces(property: INodeProperties, usual: ToolDefault): INodeProperties[] {
	const face = faceOf(property, usual);
	if (face === property) return [property];
	const { show, hide } = property.displayOptions ?? {};
	return [
		{
			...property,
			displayOptions: { ...property.displayOptions, show: { ...IN_NO_TOOL, ...show } },
		},
		{ ...face, displayOptions: { show: { '@tool': [true], ...show }, ...(hide && { hide }) } },
	];
}

/** The parameter itself where the tool has the same. */
function faceOf(property: INodeProperties, usual: ToolDefault): INodeProperties {
	if (property.type !== 'collection') {
		const own = usual(property);
		return own === undefined ? property : { ...property, default: own };
	}
	const { options = [] } = property;
	const entries = options.map((entry) => ('type' in entry ? faceOf(entry, usual) : entry));
	const isSame = entries.every((entry, place) => entry === options[place]);
	return isSame ? property : { ...property, options: entries };
}

/**
 * Hidden in the tool. By a rule that an n8n too old to know tools takes as met, and as the first one, as n8n takes the
 * first expression that it meets as the answer to all rules.
 */
const IN_NO_TOOL: Show = Object.fromEntries([['@tool', [{ _cnd: { not: true } }]]]);

/** With it, the editor shows an expression as "Defined automatically by the model", with its description. */
const MARKER = '/*n8n-auto-generated-fromAI-override*/';

/** n8n takes a parameter's key from its label, so that its switch "Let the model define" keeps the key. */
const keyOf = ({ displayName }: INodeProperties) =>
	displayName.replace(/[^a-zA-Z0-9-]/g, '_').slice(0, 63);

/**
 * The value with which n8n asks the model for a parameter. Its editor writes one without a description, and none
 * into dropdowns; this one says what the parameter means, which words and numbers it takes, and what it is unless set.
 */
export function fromAi(
	property: INodeProperties,
	field: Pick<Field<unknown>, 'limit' | 'modes'> = {},
): string {
	const type = typeOf(property);
	const fallback = fallbackOf(property, type);
	const parts = [`'${keyOf(property)}'`, `\`${textFor(property, field)}\``, `'${type}'`];
	if (fallback !== undefined) parts.push(fallback);
	return `={{ ${MARKER} $fromAI(${parts.join(', ')}) }}`;
}

type ModelType = 'string' | 'number' | 'boolean' | 'json';

/** A number without a default is asked for as text, which may be left empty. */
function typeOf({ type, default: usual }: INodeProperties): ModelType {
	if (type === 'number') return typeof usual === 'number' ? 'number' : 'string';
	return type === 'boolean' || type === 'json' ? type : 'string';
}

/** The last word of the call; absent where the model has to say something. */
function fallbackOf(
	{ required, default: usual }: INodeProperties,
	type: ModelType,
): string | undefined {
	if (required === true || type === 'json') return undefined;
	if (typeof usual === 'number' || typeof usual === 'boolean') return String(usual);
	return typeof usual === 'string' && /^[^'\\=]*$/.test(usual) ? `'${usual}'` : undefined;
}

/** What the model reads. */
const textFor = (
	property: INodeProperties,
	{ limit, modes = [] }: Pick<Field<unknown>, 'limit' | 'modes'>,
): string =>
	words
		.parameterTold({ ...property, allowed: allowed(property), limit, modes })
		.replace(/[`\\]/g, "'")
		.replace(/\$\{/g, '{');

function allowed({ type, options, default: usual }: INodeProperties) {
	if (type === 'options') {
		const entries = (options ?? []).flatMap((option) =>
			'value' in option ? [{ name: option.name, value: String(option.value) }] : [],
		);
		return words.oneOf(
			entries.filter(({ value }) => value !== ''),
			entries.find(({ value }) => value === ''),
		);
	}
	return type === 'number' && usual === '' ? words.emptyUnlessWanted() : undefined;
}

/** What the model is told of the tool; in place of n8n's own text, which is its action and no more. */
const toolDescription = (operation: Operation): INodeProperties => ({
	...DESCRIPTION,
	default:
		operation.kind === 'submit' || operation.kind === 'sync'
			? words.paidToolTold(operation, operation.taskSource !== undefined)
			: words.freeToolTold(operation),
	displayOptions: { show: { ...showFor(operation), '@tool': [true] } },
});

/** n8n looks for a parameter of this name and puts in its own where there is none. */
export const DESCRIPTION: INodeProperties = {
	displayName: 'Tool Description',
	name: 'toolDescription',
	type: 'string',
	typeOptions: { rows: 3 },
	default: '',
	description: 'What the model is told of this tool',
};
