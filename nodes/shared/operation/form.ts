import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { byText } from '../util/byText';
import { priorOf, type TypicalSeconds } from '../waiting/durations';
import * as words from '../words/forms';
import { operationHint, taskFactsOf, type ProviderForm } from './description';
import { extraFields } from './extras';
import { ADVANCED, OPTIONS, type FieldMap } from './field';
import {
	fieldInForm,
	inCollection,
	mergeAlike,
	propertyOf,
	showFor,
	valuesOf,
	type Show,
} from './formField';
import { docsUrl, hasDerivedPath, type Operation } from './operation';
import { TIME_LIMIT } from './timeLimit';
import { withToolForm } from './toolForm';
import { bothVersions, type FormerForm } from './versions';
import {
	DOWNLOAD_FILES,
	DOWNLOAD_OPTIONS,
	QUERY_PATH,
	TASK_ID,
	WAIT_FOR_COMPLETION,
	WAIT_OPTIONS_NAME,
	WATCH_OPTIONS,
	WHEN_TASK_FAILED,
	WHEN_TIMED_OUT,
} from './waitFields';

/**
 * The whole form of a provider node: the dropdowns for resource and operation, and the fields and collections of each
 * operation.
 * @param former what differs in nodes of version 1
 */
export function providerForm(
	operations: readonly Operation[],
	former: FormerForm = {},
): ProviderForm {
	const formOf = (operation: Operation) => withToolForm(operation, operationForm(operation));
	const dropdowns = operationDropdowns(operations);
	const all = [
		...resourceDropdown(operations),
		...(former.begins === undefined
			? dropdowns
			: bothVersions(dropdowns, operationDropdowns(operations, former.begins))),
		...derivedPathNotice(operations),
		...preparationNotice(operations),
		...operations.flatMap((operation) => {
			const before = former.operations?.find(({ value }) => value === operation.value);
			return before ? bothVersions(formOf(operation), formOf(before)) : formOf(operation);
		}),
	];
	return { properties: inOrder(mergeAlike(all)), tasks: taskFactsOf(operations) };
}

function derivedPathNotice(operations: readonly Operation[]): INodeProperties[] {
	return operations.filter(hasDerivedPath).map((operation) => ({
		displayName: words.pathNotConfirmed(docsUrl(operation)),
		name: 'derivedPathNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: showFor(operation) },
	}));
}

/** What a file may need before it is sent, because the switch for it is hidden under Options. */
function preparationNotice(operations: readonly Operation[]): INodeProperties[] {
	return operations.flatMap((operation) => {
		const { notice, field } = operation.preparation ?? {};
		if (notice === undefined) return [];
		return {
			displayName: notice.text,
			name: 'preparationNotice',
			type: 'notice',
			default: '',
			displayOptions: {
				show: { ...showFor(operation), mode: [...notice.modes] },
				hide: { [`/${OPTIONS}.${field}`]: [true] },
			},
		};
	});
}

/** One entry for each resource that the operations name; nothing if they name none. */
function resourceDropdown(operations: readonly Operation[]): INodeProperties[] {
	const resources = [...new Set(operations.flatMap(({ resource }) => resource ?? []))];
	const [first] = resources;
	if (first === undefined) return [];
	return [
		{
			displayName: 'Resource',
			name: 'resource',
			type: 'options',
			noDataExpression: true,
			options: resources
				.map((value) => ({ name: value.charAt(0).toUpperCase() + value.slice(1), value }))
				.sort((a, b) => byText(a.name, b.name)),
			default: first,
		},
	];
}

const OPERATION: INodeProperties = {
	displayName: 'Operation',
	name: 'operation',
	type: 'options',
	noDataExpression: true,
	default: '',
};

/** One for each resource. @param begins what a new node starts with, if it is not the best known operation */
function operationDropdowns(operations: readonly Operation[], begins?: string): INodeProperties[] {
	const resources = [...new Set(operations.map(({ resource }) => resource))];
	return resources.map((resource) => {
		const own = operations.filter((operation) => operation.resource === resource);
		return {
			...OPERATION,
			default: begins ?? surestOf(own)?.value ?? '',
			...(resource !== undefined && { displayOptions: { show: { resource: [resource] } } }),
			options: own.map(dropdownEntry).sort((a, b) => byText(a.name, b.name)),
		};
	});
}

/** What a new node starts with: no query, on the official list, with the best known path; the first of these. */
function surestOf(operations: readonly Operation[]): Operation | undefined {
	const doubt = ({ kind, official, evidence }: Operation) =>
		(kind === 'query' || kind === 'link' ? 100 : 0) +
		(official === false ? 10 : 0) +
		['A', 'B', 'C', 'C-', 'D', 'user'].indexOf(evidence.path);
	return [...operations].sort((a, b) => doubt(a) - doubt(b))[0];
}

const dropdownEntry = (operation: Operation): INodePropertyOptions => ({
	name: operation.name,
	value: operation.value,
	action: operation.action,
	description: describe(operation),
	builderHint: { propertyHint: operationHint(operation, valuesOf(operation.fields.mode)) },
});

/** What it does, the platform's own title, how long a task takes, and how well its path is known. */
function describe(operation: Operation): string {
	const { kind, summary, title, evidence, official, typicalSeconds } = operation;
	if (kind === 'link') return summary;
	const isOfficial = official !== false;
	// For a query it would be the time of the task, not of the query.
	const isTimed = kind !== 'query' && typicalSeconds !== undefined;
	return words.operationTold({
		summary,
		title: isOfficial || /\p{Script=Han}/u.test(title) ? title : undefined,
		time: isTimed ? typicalTimeText(typicalSeconds) : undefined,
		evidence: words.evidenceText(evidence.path, isOfficial),
		isDerived: hasDerivedPath(operation),
	});
}

/** The range that two of three tasks fall into; `Likely` if it is a guess. */
export function typicalTimeText(typical: TypicalSeconds): string {
	const { meanLog, sigmaLog } = priorOf(typical);
	const isGuess = typeof typical !== 'number';
	return words.typicalTime(Math.exp(meanLog - sigmaLog), Math.exp(meanLog + sigmaLog), isGuess);
}

/** The fields of one operation, each in its place. */
function operationForm(operation: Operation): INodeProperties[] {
	const own: FieldMap = operation.kind === 'query' ? { taskId: TASK_ID } : operation.fields;
	const canWait = operation.kind !== 'query' && operation.taskSource !== undefined;
	const show = showFor(operation);
	return [
		...Object.entries(own)
			.filter(([, { place }]) => place === 'form')
			.flatMap(([name, field]) => fieldInForm(operation, name, field)),
		...(canWait ? waitForm(show) : []),
		...collectionsOf({ ...own, ...extraFields(operation) }, canWait ? WAIT_ADVANCED : []).map(
			(collection) => ({ ...collection, displayOptions: { show } }),
		),
	];
}

/** The collections for the fields that are not in the form itself. */
export const collectionsOf = (
	fields: FieldMap,
	more: readonly INodeProperties[] = [],
): INodeProperties[] =>
	[
		optionsCollection(inCollection(fields, 'options')),
		{
			...optionsCollection([...inCollection(fields, 'advanced'), ...more]),
			displayName: 'Advanced',
			name: ADVANCED,
			placeholder: 'Add advanced option',
		},
	].filter(({ options = [] }) => options.length > 0);

/** The settings of waiting in a node that submits. */
export const WAIT_FIELDS: FieldMap = {
	...WATCH_OPTIONS,
	...DOWNLOAD_OPTIONS,
	timeLimit: TIME_LIMIT,
	onTimeout: WHEN_TIMED_OUT,
	onFailedTask: WHEN_TASK_FAILED,
	queryPath: QUERY_PATH,
};

function waitForm(show: Show): INodeProperties[] {
	const displayOptions = { show: { ...show, waitForCompletion: [true] } };
	return [
		{ ...propertyOf('waitForCompletion', WAIT_FOR_COMPLETION), displayOptions: { show } },
		{ ...propertyOf('downloadFiles', DOWNLOAD_FILES), displayOptions },
		{ ...WAIT_COLLECTION, displayOptions },
	];
}

/** Optional fields, in alphabetical order as n8n requires. */
const optionsCollection = (options: INodeProperties[]): INodeProperties => ({
	displayName: 'Options',
	name: OPTIONS,
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: [...options].sort((a, b) => byText(a.displayName, b.displayName)),
});

// Made once, instead of for every operation that can wait.
const WAIT_COLLECTION: INodeProperties = {
	...optionsCollection(inCollection(WAIT_FIELDS, 'options')),
	displayName: 'Wait Options',
	name: WAIT_OPTIONS_NAME,
};
/** In a collection, rules are relative to the collection, so the path is absolute. */
const WAIT_ADVANCED = inCollection(WAIT_FIELDS, 'advanced', { '/waitForCompletion': [true] });

/** Stands for every name that is not in the order. */
const OTHERS = '';

// Merging moves a parameter to where its first operation has it, so the order is made again: first what decides about
// other parameters; after the input files what the result and its price depend on; last what is optional.
const ORDER = [
	'resource',
	'operation',
	'toolDescription',
	'derivedPathNotice',
	'mode',
	'prompt',
	OTHERS,
	'preparationNotice',
	'ratio',
	'size',
	'resolution',
	'quality',
	'duration',
	'generateAudio',
	'imageSeries',
	'maxImages',
	'waitForCompletion',
	'downloadFiles',
	WAIT_OPTIONS_NAME,
	OPTIONS,
	ADVANCED,
];

const placeOf = ({ name }: INodeProperties) => ORDER.indexOf(ORDER.includes(name) ? name : OTHERS);

/** The parameters of a node, from top to bottom of its form. Equal ones keep the order of their operations. */
function inOrder(properties: readonly INodeProperties[]): INodeProperties[] {
	const waiting = [...properties].sort((a, b) => placeOf(a) - placeOf(b));
	const ordered: INodeProperties[] = [];
	while (waiting.length > 0) {
		// A shared parameter may come before the one that decides about it in a later operation.
		const free = waiting.findIndex((one) => !waiting.some((other) => decidesAbout(other, one)));
		ordered.push(...waiting.splice(Math.max(free, 0), 1));
	}
	return ordered;
}

/** Whether `one` is shown only with certain values of `other`, in an operation that has both. */
function decidesAbout(other: INodeProperties, one: INodeProperties): boolean {
	const { show = {} } = one.displayOptions ?? {};
	if (!(other.name in show) || other.name === 'operation' || other === one) return false;
	const operations = show.operation ?? [];
	const others = other.displayOptions?.show?.operation ?? operations;
	return others.some((operation) => operations.includes(operation));
}
