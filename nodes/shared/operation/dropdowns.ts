/** The dropdowns that choose an operation: the resource, and what it does, with all that is said of it. */
import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { byText } from '../util/byText';
import { priorOf, type TypicalSeconds } from '../waiting/durations';
import * as words from '../words/forms';
import { operationHint } from './builderHint';
import type { Operation } from './operation';

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
		: words.operationTold(
				operation.summary,
				operation.title,
				timeOf(operation),
				words.evidenceText(operation.evidence.path, operation.official !== false),
			);

/** Of a question it would be the time of the task, not of the question. */
const timeOf = ({ kind, typicalSeconds }: Operation) =>
	kind === 'query' || typicalSeconds === undefined ? undefined : typicalTimeText(typicalSeconds);

/** The range that two of three tasks fall into; `Likely` where it is a guess. */
export function typicalTimeText(typical: TypicalSeconds): string {
	const { meanLog, sigmaLog } = priorOf(typical);
	const isGuess = typeof typical !== 'number';
	return words.typicalTime(Math.exp(meanLog - sigmaLog), Math.exp(meanLog + sigmaLog), isGuess);
}
