import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import type { Endpoint, Evidence, PathEvidence, PlatformRequest } from '../answers/endpoints';
import { DOCS_URL } from '../answers/problem';
import {
	taskSource,
	type QueryAlternative,
	type TaskHandle,
	type TaskSourceName,
} from '../answers/sources';
import type { SharedRequest } from '../files/shareFiles';
import type { JsonObject } from '../util/json';
import type { TypicalSeconds } from '../waiting/durations';
import { LINK_FIELDS } from './commonMedia';
import { readFields, type FieldMap, type ReadRaw, type Values } from './field';

/**
 * What an operation does: creates a task, gives its result in the same answer, asks for a task, or makes links
 * to files, which asks the platform for nothing.
 */
export type OperationKind = 'submit' | 'sync' | 'query' | 'link';

/**
 * Fields of a request that are derived (evidence D) where its body as a whole is not: by name, or `list.name` inside
 * a list, with the values that a better source shows all the same.
 */
export type DerivedFields = Readonly<Record<string, readonly string[]>>;

/** What all operations say about themselves. */
export interface OperationFacts {
	/** Operation id of the reference; the dropdown's value. */
	readonly value: string;
	/** The platform's own Chinese title, exactly as on its official list. */
	readonly title: string;
	/** One sentence without a final period. */
	readonly summary: string;
	/** What it is called in the node panel: verb first, sentence case, the model behind a colon. */
	readonly action: string;
	/** Only in nodes with several resources: one word in lower case, which the dropdown shows capitalized. */
	readonly resource?: string;
	/** Section of the reference. */
	readonly section: string;
	/** Number of the platform's documentation page, where known (reference 1.8). */
	readonly docId?: number;
	/** How long its tasks take, where it is known or guessed: when to ask for them, before any has finished here. */
	readonly typicalSeconds?: TypicalSeconds;
	readonly evidence: {
		readonly path: PathEvidence;
		readonly body: Evidence;
		readonly response: Evidence;
	};
	/** Also those that the form does not offer, as the user may add them. */
	readonly derivedFields?: DerivedFields;
	/** False for services outside the platform's official list (reference 12). */
	readonly official?: boolean;
}

/** One entry of a provider's operation dropdown, with everything that it needs. */
export interface Operation extends OperationFacts {
	readonly kind: OperationKind;
	/** The same as `action` in Title Case: what it is called in the dropdown, in messages and in the docs. */
	readonly name: string;
	readonly endpoint: Endpoint;
	/** Where else a service with a derived path may be, the likeliest first; only what is safe to ask with its body. */
	readonly alternatives?: readonly Endpoint[];
	/** Where the task is asked for; absent for synchronous operations. */
	readonly taskSource?: TaskSourceName;
	/** Where else its tasks alone may be asked for, the likeliest first; those of the whole source stand there. */
	readonly queryAlternatives?: readonly QueryAlternative[];
	/** Replaces the task source's own query path. */
	readonly queryPath?: string;
	/** How V1 finds the upstream service, where it must be told. */
	readonly route?: Route;
	readonly fields: FieldMap;
	readonly preparation?: Preparation;
	/**
	 * The body that one item's parameters make. Pure. Empty for queries.
	 * @throws ParameterProblem for input that must not be sent
	 */
	toBody(raw: ReadRaw): JsonObject;
	/**
	 * The operation that one item's parameters mean, where they say what is called. Pure.
	 * @throws ParameterProblem
	 */
	resolve?(raw: ReadRaw): Operation;
}

/** What such an operation is made of; its route is added to the body. */
type SubmitSpec<Fields> = Omit<
	Operation,
	'kind' | 'name' | 'fields' | 'toBody' | 'queryPath' | 'resolve'
> & {
	fields: Fields;
	toBody(values: Values<Fields>): JsonObject;
};

/** An operation that creates a task; `taskSource` says where its state is asked. */
export function submitOperation<Fields extends FieldMap>(
	spec: SubmitSpec<Fields> & { taskSource: TaskSourceName },
): Operation {
	return { ...spec, kind: 'submit', name: titleCase(spec.action), toBody: bodyOf(spec) };
}

/** An operation whose answer holds the result. */
export function syncOperation<Fields extends FieldMap>(spec: SubmitSpec<Fields>): Operation {
	return { ...spec, kind: 'sync', name: titleCase(spec.action), toBody: bodyOf(spec) };
}

const SMALL_WORDS = new Set('and at by for from in of on or to with'.split(' '));

/** One name in two spellings, so that panel, dropdown and docs cannot call one thing differently. */
const titleCase = (action: string): string =>
	action
		.split(' ')
		.map((word) =>
			SMALL_WORDS.has(word) ? word : `${word.charAt(0).toUpperCase()}${word.slice(1)}`,
		)
		.join(' ');

const bodyOf =
	<Fields extends FieldMap>(spec: SubmitSpec<Fields>) =>
	(raw: ReadRaw): JsonObject => ({ ...spec.route, ...spec.toBody(readFields(spec.fields, raw)) });

/** An operation that asks once for the state and result of a task. */
export function queryOperation(spec: OperationFacts & { taskSource: TaskSourceName }): Operation {
	return {
		...spec,
		kind: 'query',
		name: titleCase(spec.action),
		endpoint: taskSource(spec.taskSource).endpoint,
		fields: {},
		toBody: () => ({}),
	};
}

/** An operation that gives files addresses; the platform has no part in it. */
export function linkOperation(
	spec: Pick<Operation, 'value' | 'summary' | 'action' | 'resource'>,
): Operation {
	return {
		...spec,
		kind: 'link',
		name: titleCase(spec.action),
		title: '文件公网链接',
		section: '',
		official: false,
		evidence: { path: 'user', body: 'A', response: 'A' },
		endpoint: { api: 'task', method: 'GET', path: '/' },
		fields: LINK_FIELDS,
		toBody: () => ({}),
	};
}

/** How V1 finds the upstream service and its price (reference 1.3). */
export interface Route {
	readonly business_url?: string;
	readonly cost_type?: number;
	readonly source?: string;
}

/** The body of a V1 create call, without its route (reference 1.3). */
export const userTask = (userInput: JsonObject): JsonObject => ({ user_input: userInput });

/**
 * The same of the picture models that the platform offers as tasks of its own, by the names of the form (reference
 * 5.4, 5.5 and 10.1; `quality` of Kbanana is C weak).
 */
export const imageTask = (p: {
	modelName: string;
	mode: string;
	prompt: string;
	ratio: string;
	resolution?: string | undefined;
	quality?: string | undefined;
	imageUrls?: string[] | undefined;
}): JsonObject =>
	userTask({
		modelName: p.modelName,
		modelType: p.mode,
		prompt: p.prompt,
		size: p.ratio,
		resolution: p.resolution,
		quality: p.quality,
		image_urls: p.imageUrls,
	});

/** True when the path is only derived, so that the user may replace it. */
export const hasDerivedPath = (operation: Operation) => operation.evidence.path === 'D';

/** The operation's page in the platform's documentation, or its start page. */
export const docsUrl = (operation: OperationFacts) =>
	operation.docId === undefined ? DOCS_URL : `${DOCS_URL}${operation.docId}e0`;

/** What an operation does before its request is sent for the first time, where the user switched it on. */
export interface Preparation {
	/** The switch, among the operation's fields in Options. It guards money, so it is no model's to set. */
	readonly field: string;
	/** What the form says of it at rest, in the modes that need it. */
	readonly notice: { readonly text: string; readonly modes: readonly string[] };
	/** Loads its code, which is needed only where it is switched on. */
	load(): Promise<{
		/** @throws what keeps the request from being sent, so that nothing was paid for it */
		prepare: Prepare<PreparedRequest>;
		/** What is known of the request before anything is sent; stand-ins are in place of its files. */
		preview: Prepare<PreparedPreview>;
	}>;
}

/** Makes one item's request ready; the links of its files are in it already. */
type Prepare<Prepared> = (
	context: IExecuteFunctions,
	shared: SharedRequest,
	itemIndex: number,
) => Promise<Prepared>;

export interface PreparedRequest {
	readonly request: PlatformRequest;
	/** What the item says of it. */
	readonly facts: Pick<TaskHandle, 'reviewedAssets'>;
	/**
	 * Called where the platform refuses the request, or where its task fails: what made it ready may be the reason, and
	 * is done anew before the next one. Held until the task has ended, so it should hold little itself.
	 */
	readonly forget: () => void;
}

export interface PreparedPreview {
	readonly request: PlatformRequest;
	/** What the preview says beside the request. */
	readonly facts: IDataObject;
}

/** The operation's preparation, where one item's parameters switch it on. Pure. @throws ParameterProblem */
export function wantedPreparation(
	{ fields, preparation }: Operation,
	raw: ReadRaw,
): Preparation | undefined {
	if (preparation === undefined) return undefined;
	const { field } = preparation;
	return fields[field]?.parse(raw(field, 'options')) === true ? preparation : undefined;
}
