import type { INodeProperties } from 'n8n-workflow';

import * as words from '../words/agents';
import type { Field } from './field';
import { showFor, type Show } from './formField';
import type { Operation } from './operation';
import { TOOL_TIME_LIMIT_MINUTES } from './timeLimit';

/**
 * The form of an operation, with a second face that n8n shows if the node is the tool of an agent. There, the model
 * fills in what makes the result unless the user does, and the tool waits for a task, because an agent cannot use one.
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

/** The default of a parameter in the tool; undefined if it is the usual one. */
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
	// A person chooses which model is paid, what protects the money, and what is sent to a path that they entered.
	const isForPeople =
		evidence.path === 'user' || [preparation?.field, 'modelName', 'modelType'].includes(name);
	return isForPeople ? undefined : fromAi(property, own);
}

/** The parameter, and the one that n8n shows in the tool if it differs. */
export function bothFaces(property: INodeProperties, usual: ToolDefault): INodeProperties[] {
	const face = faceOf(property, usual);
	return face === property ? [property] : facesOf(property, face);
}

/** The parameter outside of a tool, and the one that n8n shows in its place in a tool. */
export function facesOf(property: INodeProperties, face: INodeProperties): INodeProperties[] {
	const { show, hide } = property.displayOptions ?? {};
	return [
		{
			...property,
			displayOptions: { ...property.displayOptions, show: { ...IN_NO_TOOL, ...show } },
		},
		{ ...face, displayOptions: { show: { '@tool': [true], ...show }, ...(hide && { hide }) } },
	];
}

/** The parameter itself if the tool has the same. */
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
 * Hides a parameter in the tool. An n8n that is too old to know tools takes the rule as met. It comes first, because n8n
 * takes the first expression that it finds as the answer to all rules.
 */
const IN_NO_TOOL: Show = Object.fromEntries([['@tool', [{ _cnd: { not: true } }]]]);

/** Makes the editor show an expression as "Defined automatically by the model", with its description. */
const MARKER = '/*n8n-auto-generated-fromAI-override*/';

/** The same key that n8n makes from the label, so that its switch "Let the model define" keeps it. */
const keyOf = ({ displayName }: INodeProperties) =>
	displayName.replace(/[^a-zA-Z0-9-]/g, '_').slice(0, 63);

/**
 * The expression with which n8n asks the model for a parameter. The editor writes one without a description, and none
 * for dropdowns. This one says what the parameter means, which values it accepts, and what its default is.
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

/** A number without a default is requested as text, which may stay empty. */
function typeOf({ type, default: usual }: INodeProperties): ModelType {
	if (type === 'number') return typeof usual === 'number' ? 'number' : 'string';
	return type === 'boolean' || type === 'json' ? type : 'string';
}

/** The last argument of the call; absent if the model must give a value. */
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

/** What the model reads about the tool, instead of n8n's own text, which is only the action. */
const toolDescription = (operation: Operation): INodeProperties => ({
	...DESCRIPTION,
	default:
		operation.kind === 'submit' || operation.kind === 'sync'
			? words.paidToolTold(operation, operation.taskSource !== undefined)
			: words.freeToolTold(operation),
	displayOptions: { show: { ...showFor(operation), '@tool': [true] } },
});

/** n8n looks for a parameter with this name, and adds its own if there is none. */
export const DESCRIPTION: INodeProperties = {
	displayName: 'Tool Description',
	name: 'toolDescription',
	type: 'string',
	typeOptions: { rows: 3 },
	default: '',
	description: 'What the model reads about this tool',
};
