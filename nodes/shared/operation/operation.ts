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
 * What an operation does: it creates a task, returns its result in the same response, polls a task, or makes links to
 * files without the platform.
 */
export type OperationKind = 'submit' | 'sync' | 'query' | 'link';

/**
 * Fields of a request that are derived (evidence D) although its body as a whole is not. By name, or `list.name` inside
 * a list, with the values that a better source does show.
 */
export type DerivedFields = Readonly<Record<string, readonly string[]>>;

/** What every operation says about itself. */
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
	/** How long its tasks take, if known or guessed: used to poll them before any has finished here. */
	readonly typicalSeconds?: TypicalSeconds;
	readonly evidence: {
		readonly path: PathEvidence;
		readonly body: Evidence;
		readonly response: Evidence;
	};
	/** Includes fields that the form does not offer, because the user may add them. */
	readonly derivedFields?: DerivedFields;
	/** False for services outside the platform's official list (reference 12). */
	readonly official?: boolean;
}

/** One entry of a provider's operation dropdown, with everything it needs. */
export interface Operation extends OperationFacts {
	readonly kind: OperationKind;
	/** `action` in Title Case: its name in the dropdown, in messages and in the docs. */
	readonly name: string;
	readonly endpoint: Endpoint;
	/** Other possible places of a service with a derived path, the likeliest first; only those that are safe to try with its body. */
	readonly alternatives?: readonly Endpoint[];
	/** Where to poll the task; absent for synchronous operations. */
	readonly taskSource?: TaskSourceName;
	/** Other possible places to poll only its tasks, the likeliest first. Those of the whole source are in its row. */
	readonly queryAlternatives?: readonly QueryAlternative[];
	/** Replaces the task source's own query path. */
	readonly queryPath?: string;
	/** How V1 finds the upstream service, if the request must say it. */
	readonly route?: Route;
	readonly fields: FieldMap;
	readonly preparation?: Preparation;
	/**
	 * The body that one item's parameters make. Pure. Empty for queries.
	 * @throws ParameterProblem for input that must not be sent
	 */
	toBody(raw: ReadRaw): JsonObject;
	/**
	 * The operation that one item's parameters mean, if they decide what is called. Pure.
	 * @throws ParameterProblem
	 */
	resolve?(raw: ReadRaw): Operation;
}

/** What an operation that sends a body is made of; its route is added to the body. */
type SubmitSpec<Fields> = Omit<
	Operation,
	'kind' | 'name' | 'fields' | 'toBody' | 'queryPath' | 'resolve'
> & {
	fields: Fields;
	toBody(values: Values<Fields>): JsonObject;
};

/** An operation that creates a task; `taskSource` says where to poll it. */
export function submitOperation<Fields extends FieldMap>(
	spec: SubmitSpec<Fields> & { taskSource: TaskSourceName },
): Operation {
	return { ...spec, kind: 'submit', name: titleCase(spec.action), toBody: bodyOf(spec) };
}

/** An operation whose response holds the result. */
export function syncOperation<Fields extends FieldMap>(spec: SubmitSpec<Fields>): Operation {
	return { ...spec, kind: 'sync', name: titleCase(spec.action), toBody: bodyOf(spec) };
}

const SMALL_WORDS = new Set('and at by for from in of on or to with'.split(' '));

/** One name in two spellings, so that panel, dropdown and docs use the same words. */
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

/** An operation that polls a task once. */
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

/** An operation that makes URLs for files, without the platform. */
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
 * The same for the image models that the platform offers as tasks of its own, from the names of the form (reference 5.4,
 * 5.5 and 10.1; `quality` of Kbanana is C weak).
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

/** Whether the path is only derived, so that the user may replace it. */
export const hasDerivedPath = (operation: Operation) => operation.evidence.path === 'D';

/** The operation's page in the platform's documentation, or its start page. */
export const docsUrl = (operation: OperationFacts) =>
	operation.docId === undefined ? DOCS_URL : `${DOCS_URL}${operation.docId}e0`;

/** What an operation does before its request is sent for the first time, if the user switched it on. */
export interface Preparation {
	/** The switch, among the operation's fields in Options. It protects money, so no language model sets it. */
	readonly field: string;
	/** What the form says about it while it is off, in the modes that need it. */
	readonly notice: { readonly text: string; readonly modes: readonly string[] };
	/** Loads its code, which is needed only if it is switched on. */
	load(): Promise<{
		/** @throws what keeps the request from being sent, so that nothing was paid for it */
		prepare: Prepare<PreparedRequest>;
		/** What is known of the request before anything is sent, with stand-ins for its files. */
		preview: Prepare<PreparedPreview>;
	}>;
}

/** Makes one item's request ready. It already holds the links of its files. */
type Prepare<Prepared> = (
	context: IExecuteFunctions,
	shared: SharedRequest,
	itemIndex: number,
) => Promise<Prepared>;

export interface PreparedRequest {
	readonly request: PlatformRequest;
	/** What the item says about it. */
	readonly facts: Pick<TaskHandle, 'reviewedAssets'>;
	/**
	 * Called if the platform refuses the request or its task fails: the preparation may be the reason, and is done anew
	 * before the next request. Kept until the task has ended, so it should hold little itself.
	 */
	readonly forget: () => void;
}

export interface PreparedPreview {
	readonly request: PlatformRequest;
	/** What the preview says in addition to the request. */
	readonly facts: IDataObject;
}

/** The operation's preparation, if one item's parameters switch it on. Pure. @throws ParameterProblem */
export function wantedPreparation(
	{ fields, preparation }: Operation,
	raw: ReadRaw,
): Preparation | undefined {
	if (preparation === undefined) return undefined;
	const { field } = preparation;
	return fields[field]?.parse(raw(field, 'options')) === true ? preparation : undefined;
}
