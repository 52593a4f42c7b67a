import type { INodeProperties } from 'n8n-workflow';

import { CREATE_TASK } from '../answers/endpoints';
import { byText } from '../util/byText';
import { unverifiedAddress } from '../words/forms';
import { operationDropdowns, resourceDropdown } from './dropdowns';
import { extraFields } from './extras';
import { ADVANCED, OPTIONS, type Place, type FieldMap } from './field';
import {
	mergeAlike,
	fieldInCollection,
	fieldInForm,
	propertyOf,
	showFor,
	type Show,
} from './formField';
import { type ProviderForm, taskFactsOf } from './loadForm';
import { docsUrl, hasDerivedPath, takesFiles, type Operation } from './operation';
import { DOWNLOAD_FILES, DOWNLOAD_OPTIONS } from './resultFiles';
import { withToolForm } from './toolForm';
import {
	QUERY_PATH,
	TASK_ID,
	WAIT_FOR_COMPLETION,
	WAIT_OPTIONS_NAME,
	WATCH_OPTIONS,
	WHEN_TASK_FAILED,
	WHEN_TIMED_OUT,
} from './waitFields';

/** The whole form of a provider node: resource and operation dropdowns, each operation's fields, its collections. */
export function providerForm(operations: readonly Operation[]): ProviderForm {
	const waiting = inCollection(WAIT_FIELDS, 'advanced', WHEN_WAITING);
	const all = [
		...resourceDropdown(operations),
		...operationDropdowns(operations),
		...derivedPathNotice(operations),
		...operations.flatMap((operation) =>
			withToolForm(operation, operationForm(operation, waiting)),
		),
	];
	return { properties: inOrder(mergeAlike(all)), tasks: taskFactsOf(operations) };
}

function derivedPathNotice(operations: readonly Operation[]): INodeProperties[] {
	return operations.filter(hasDerivedPath).map((operation) => ({
		displayName: unverifiedAddress(docsUrl(operation)),
		name: 'derivedPathNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: showFor(operation) },
	}));
}

/** The fields of one operation, each where it belongs. */
function operationForm(
	operation: Operation,
	waiting: readonly INodeProperties[],
): INodeProperties[] {
	const own: FieldMap = operation.kind === 'query' ? { taskId: TASK_ID } : operation.fields;
	const extras = extraFields({
		derivedPath: hasDerivedPath(operation),
		createsUserTask: operation.endpoint === CREATE_TASK,
		takesFiles: takesFiles(operation),
		hasTasks: operation.taskSource !== undefined,
		kind: operation.kind,
		...(operation.route && { route: operation.route }),
	});
	const waits = canWait(operation);
	const show = showFor(operation);
	return [
		...Object.entries(own)
			.filter(([, { place }]) => place === 'form')
			.flatMap(([name, field]) => fieldInForm(operation, name, field)),
		...(waits ? waitForm(show) : []),
		...withSomething(
			optionsCollection(inCollection({ ...own, ...extras }, 'options')),
			advancedCollection([
				...inCollection({ ...own, ...extras }, 'advanced'),
				...(waits ? waiting : []),
			]),
		).map((collection) => ({ ...collection, displayOptions: { show } })),
	];
}

/** The collections of a node whose fields are the same in all its operations. */
export const collectionsOf = (fields: FieldMap): INodeProperties[] =>
	withSomething(
		optionsCollection(inCollection(fields, 'options')),
		advancedCollection(inCollection(fields, 'advanced')),
	);

/** What there is to set about waiting, in the node that submits. */
const WAIT_FIELDS: FieldMap = {
	...WATCH_OPTIONS,
	...DOWNLOAD_OPTIONS,
	onTimeout: WHEN_TIMED_OUT,
	onFailedTask: WHEN_TASK_FAILED,
	queryPath: QUERY_PATH,
};

/** Within a collection, which counts its rules from itself. */
const WHEN_WAITING = { '/waitForCompletion': [true] };

/** The node that submits can wait for tasks, and for nothing else. */
const canWait = ({ kind, taskSource }: Operation) => kind !== 'query' && taskSource !== undefined;

function waitForm(show: Show): INodeProperties[] {
	const displayOptions = { show: { ...show, waitForCompletion: [true] } };
	return [
		{ ...propertyOf('waitForCompletion', WAIT_FOR_COMPLETION), displayOptions: { show } },
		{ ...propertyOf('downloadFiles', DOWNLOAD_FILES), displayOptions },
		{
			...WAIT_COLLECTION,
			displayName: 'Wait Options',
			name: WAIT_OPTIONS_NAME,
			displayOptions,
		},
	];
}

const inCollection = (fields: FieldMap, place: Place, show?: Show): INodeProperties[] =>
	Object.entries(fields)
		.filter(([, field]) => field.place === place)
		.map(([name, field]) => fieldInCollection(name, field, show));

/** Optional fields, in alphabetical order as n8n wants it. */
const optionsCollection = (options: INodeProperties[]): INodeProperties => ({
	displayName: 'Options',
	name: OPTIONS,
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: [...options].sort((a, b) => byText(a.displayName, b.displayName)),
});

const advancedCollection = (options: INodeProperties[]): INodeProperties => ({
	...optionsCollection(options),
	displayName: 'Advanced',
	name: ADVANCED,
	placeholder: 'Add advanced option',
});

const withSomething = (...collections: INodeProperties[]) =>
	collections.filter(({ options = [] }) => options.length > 0);

// Made once, not for every operation that can wait.
const WAIT_COLLECTION = optionsCollection(inCollection(WAIT_FIELDS, 'options'));

// Merging moves a parameter to where its first operation has it, so the order is made again: what decides
// over other parameters first; after the materials what the result and its price depend on; what is optional last.
const FIRST = ['resource', 'operation', 'toolDescription', 'derivedPathNotice', 'mode', 'prompt'];
const LAST = [
	...[
		'ratio',
		'size',
		'resolution',
		'quality',
		'duration',
		'generateAudio',
		'imageSeries',
		'maxImages',
	],
	'waitForCompletion',
	'downloadFiles',
	WAIT_OPTIONS_NAME,
	OPTIONS,
	ADVANCED,
];

/** Where a parameter stands in the form; equal ones keep the order of their operations. */
function placeOf(name: string): number {
	const last = LAST.indexOf(name);
	if (last >= 0) return FIRST.length + 1 + last;
	const first = FIRST.indexOf(name);
	return first >= 0 ? first : FIRST.length;
}

/** The parameters of a node, from top to bottom of its form. */
export function inOrder(properties: readonly INodeProperties[]): INodeProperties[] {
	const waiting = [...properties]
		.sort((a, b) => placeOf(a.name) - placeOf(b.name))
		.map((property) => ({ property, rules: rulesOf(property) }));
	const ordered: INodeProperties[] = [];
	while (waiting.length > 0) {
		// One that several operations share may stand before what decides about it in a later one of them.
		const free = waiting.findIndex((one) => !waiting.some((other) => decidesAbout(other, one)));
		ordered.push(...waiting.splice(Math.max(free, 0), 1).map(({ property }) => property));
	}
	return ordered;
}

/** A parameter, and the names of those whose values decide whether it shows. */
interface Placed {
	property: INodeProperties;
	rules: string[];
}

const rulesOf = ({ displayOptions }: INodeProperties) =>
	Object.keys(displayOptions?.show ?? {}).filter((name) => name !== 'operation');

/** Whether the one is shown only with certain values of the other, in an operation that has both. */
function decidesAbout({ property: other }: Placed, { property: one, rules }: Placed): boolean {
	if (!rules.includes(other.name) || other === one) return false;
	const operations = one.displayOptions?.show?.operation ?? [];
	const others = other.displayOptions?.show?.operation ?? operations;
	return others.some((operation) => operations.includes(operation));
}
