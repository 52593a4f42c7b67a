/** The dropdowns that choose an operation: the resource, and what it does, with all that is said of it. */
import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { byText } from '../util/byText';
import { priorOf, type TypicalSeconds } from '../waiting/durations';
import * as words from '../words/forms';
import { operationHint } from './description';
import { valuesOf } from './formField';
import type { Operation } from './operation';

/** One entry for each resource that the operations name; nothing where they name none. */
export function resourceDropdown(operations: readonly Operation[]): INodeProperties[] {
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

/** One for each resource. */
export function operationDropdowns(operations: readonly Operation[]): INodeProperties[] {
	const resources = [...new Set(operations.map(({ resource }) => resource))];
	return resources.map((resource) => {
		const own = operations.filter((operation) => operation.resource === resource);
		return {
			...OPERATION,
			default: surestOf(own)?.value ?? '',
			...(resource !== undefined && { displayOptions: { show: { resource: [resource] } } }),
			options: own.map(dropdownEntry).sort((a, b) => byText(a.name, b.name)),
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
	builderHint: { propertyHint: operationHint(operation, valuesOf(operation.fields.mode)) },
});

/** What it does, the platform's own title, how long a task takes, and how sure we are. */
function describe({ kind, summary, title, evidence, official, typicalSeconds }: Operation): string {
	if (kind === 'link') return summary;
	// Of a question it would be the time of the task, not of the question.
	const isTimed = kind !== 'query' && typicalSeconds !== undefined;
	return words.operationTold(
		summary,
		title,
		isTimed ? typicalTimeText(typicalSeconds) : undefined,
		words.evidenceText(evidence.path, official !== false),
	);
}

/** The range that two of three tasks fall into; `Likely` where it is a guess. */
export function typicalTimeText(typical: TypicalSeconds): string {
	const { meanLog, sigmaLog } = priorOf(typical);
	const isGuess = typeof typical !== 'number';
	return words.typicalTime(Math.exp(meanLog - sigmaLog), Math.exp(meanLog + sigmaLog), isGuess);
}
