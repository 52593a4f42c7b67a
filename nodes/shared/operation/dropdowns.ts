/** The dropdowns that choose an operation: the resource, and what it does, with all that is said of it. */
import type {
	INodeProperties,
	INodePropertyOptions,
	INodeCredentialDescription,
} from 'n8n-workflow';

import { byText } from '../util/byText';
import { priorOf, type TypicalSeconds } from '../waiting/durations';
import { operationHint } from './builderHint';
import type { Operation, OperationFacts } from './operation';

/** One entry for each resource that the operations name; nothing where they name none. */
export function resourceDropdown(operations: readonly Operation[]): INodeProperties[] {
	const resources = operations.flatMap(({ resource }) => resource ?? []);
	const [first] = resources;
	if (first === undefined) return [];
	const options = [...new Set(resources)]
		.map((value) => ({ name: value.charAt(0).toUpperCase() + value.slice(1), value }))
		.sort((a, b) => byText(a.name, b.name));
	return [
		{
			displayName: 'Resource',
			name: 'resource',
			type: 'options',
			noDataExpression: true,
			options,
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

export function operationDropdowns(operations: readonly Operation[]): INodeProperties[] {
	const resources = [...new Set(operations.map((operation) => operation.resource))];
	return resources.map((resource) => {
		const own = operations.filter((operation) => operation.resource === resource);
		return {
			...OPERATION,
			...(resource !== undefined && { displayOptions: { show: { resource: [resource] } } }),
			options: own.map(dropdownEntry).sort((a, b) => byText(a.name, b.name)),
			default: surestOf(own)?.value ?? '',
		};
	});
}

/** What a new node begins with: no question, on the official list, with the best known path; the first such. */
function surestOf(operations: readonly Operation[]): Operation | undefined {
	const doubt = ({ kind, official, evidence }: Operation) =>
		(kind === 'query' || kind === 'link' ? 100 : 0) +
		(official === false ? 10 : 0) +
		['A', 'B', 'C', 'C-', 'D'].indexOf(evidence.path);
	return [...operations].sort((a, b) => doubt(a) - doubt(b))[0];
}

const dropdownEntry = (operation: Operation): INodePropertyOptions => ({
	name: operation.name,
	value: operation.value,
	action: operation.action,
	description: describe(operation),
	builderHint: { propertyHint: operationHint(operation) },
});

/** What it does, the platform's own title, how long a task takes, and how sure we are. */
const describe = (operation: Operation) =>
	operation.kind === 'link'
		? operation.summary
		: [
				`${operation.summary} (${operation.title})`,
				...timeOf(operation),
				evidenceText(operation),
			].join('. ');

/** Of a question it would be the time of the task, not of the question. */
const timeOf = ({ kind, typicalSeconds }: Operation) =>
	kind === 'query' || typicalSeconds === undefined ? [] : [typicalTimeText(typicalSeconds)];

/** How sure we are of an operation, for people. */
export function evidenceText({ evidence, official }: OperationFacts): string {
	const path = {
		A: 'Path from the official documentation',
		B: "Path from the vendor's own software",
		C: 'Path from a public client',
		'C-': 'Path from a public client, unsure',
		D: 'Path derived, not confirmed',
		user: 'Path as you enter it',
	}[evidence.path];
	return official === false && evidence.path !== 'user'
		? `${path}; outside the official list`
		: path;
}

// How long a task takes, in words.

/** Steps that a person thinks in; a finer number would claim a knowledge that nobody has. */
const UNITS = [
	{ one: 'second', seconds: 1, steps: [5, 10, 15, 20, 30, 45] },
	{ one: 'minute', seconds: 60, steps: [1, 2, 3, 4, 5, 7, 10, 15, 20, 30, 45] },
	{ one: 'hour', seconds: 3600, steps: [1, 2, 3, 4, 6, 8, 12, 24] },
];
const STEPS = UNITS.flatMap(({ one, seconds, steps }) =>
	steps.map((count) => ({ count, one, seconds: count * seconds })),
);

/** The range that two of three tasks fall into; `Likely` where it is a guess. */
export function typicalTimeText(typical: TypicalSeconds): string {
	const { meanLog, sigmaLog } = priorOf(typical);
	const range = rangeText(Math.exp(meanLog - sigmaLog), Math.exp(meanLog + sigmaLog));
	return `${typeof typical === 'number' ? 'Usually' : 'Likely'} ${range}`;
}

/** Both ends rounded to the nearest step, by ratio; the unit once where both have the same. */
export function rangeText(fromSeconds: number, toSeconds: number): string {
	const [from, to] = [nearestStep(fromSeconds), nearestStep(toSeconds)];
	if (from === to) return `about ${stepText(to)}`;
	return from.one === to.one
		? `${from.count} to ${stepText(to)}`
		: `${stepText(from)} to ${stepText(to)}`;
}

const nearestStep = (seconds: number) => {
	const distance = (step: { seconds: number }) => Math.abs(Math.log(step.seconds / seconds));
	return STEPS.reduce((best, step) => (distance(step) < distance(best) ? step : best));
};

const stepText = ({ count, one }: { count: number; one: string }) =>
	`${count} ${one}${count === 1 ? '' : 's'}`;

/** When a node shows the credential of one's own bucket: to those who share files by it. */
export const BY_BUCKET: INodeCredentialDescription['displayOptions'] = {
	show: { '/options.shareFilesBy': ['bucket'] },
};
