import {
	ID_PLACE,
	CREATE_TASK,
	TIMEOUT_SECONDS,
	type Endpoint,
	type Evidence,
	type PathEvidence,
	type PlatformRequest,
} from '../answers/endpoints';
import { taskSource, type TaskSourceName, type QueryAlternative } from '../answers/sources';
import { ParameterProblem } from '../answers/parameterProblem';
import type { JsonObject } from '../util/json';
import type { TypicalSeconds } from '../waiting/durations';
import * as words from '../words/operations';
import { LINK_FIELDS } from './commonMedia';
import { readFields, type FieldMap, type ReadRaw, type Values } from './field';
import { mediaOf } from './mediaFields';
import { DOCS_URL } from '../answers/problem';
import type { Preparation } from './preparation';

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
	/** Label in the dropdown, Title Case. */
	readonly name: string;
	/** The platform's own Chinese title, exactly as on its official list. */
	readonly title: string;
	/** One sentence without a final period. */
	readonly summary: string;
	/** Verb first; read by people in the node panel and by AI agents as a tool's description. */
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

interface SubmitSpec<Fields> extends OperationFacts {
	endpoint: Endpoint;
	alternatives?: readonly Endpoint[];
	fields: Fields;
	/** Where a task is asked for; of a tool that may answer with its result or with a task. */
	taskSource?: TaskSourceName;
	queryAlternatives?: readonly QueryAlternative[];
	/** Added to the body. */
	route?: Route;
	preparation?: Preparation;
	toBody(values: Values<Fields>): JsonObject;
}

/** An operation that creates a task; `taskSource` says where its state is asked. */
export function submitOperation<Fields extends FieldMap>(
	spec: SubmitSpec<Fields> & { taskSource: TaskSourceName },
): Operation {
	return { ...spec, kind: 'submit', toBody: bodyOf(spec) };
}

/** An operation whose answer holds the result. */
export function syncOperation<Fields extends FieldMap>(spec: SubmitSpec<Fields>): Operation {
	return { ...spec, kind: 'sync', toBody: bodyOf(spec) };
}

const bodyOf =
	<Fields extends FieldMap>(spec: SubmitSpec<Fields>) =>
	(raw: ReadRaw): JsonObject => ({ ...spec.route, ...spec.toBody(readFields(spec.fields, raw)) });

/** An operation that asks once for the state and result of a task. */
export function queryOperation(spec: OperationFacts & { taskSource: TaskSourceName }): Operation {
	return {
		...spec,
		kind: 'query',
		endpoint: taskSource(spec.taskSource).endpoint,
		fields: {},
		toBody: () => ({}),
	};
}

/** An operation that gives files addresses; the platform has no part in it. */
export function linkOperation(
	spec: Pick<Operation, 'value' | 'name' | 'summary' | 'action' | 'resource'>,
): Operation {
	return {
		...spec,
		kind: 'link',
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

/** What the user may add to any operation's request, from the Options collection. */
interface Extras {
	/** Merged into `user_input` of V1, or into the body of a tool; `user_input` in it addresses V1's body itself. */
	additionalFields?: JsonObject;
	businessUrl?: string;
	costType?: number;
	source?: string;
	/** Replaces a derived path. */
	path?: string;
}

/**
 * The whole request of a submit or sync operation. Pure.
 * @throws ParameterProblem
 */
export function toRequest(operation: Operation, raw: ReadRaw, extras: Extras): PlatformRequest {
	const body = withExtras(operation, operation.toBody(raw), extras);
	if (extras.path?.includes(ID_PLACE)) {
		throw new ParameterProblem(
			'Path',
			words.holdsIdBeforeSubmission(ID_PLACE),
			words.enterSubmissionPath(),
		);
	}
	const isPost = operation.endpoint.method === 'POST';
	if (!isPost && Object.keys(body).length > 0) {
		throw new ParameterProblem('Body', words.cannotBeSentByGet(), words.choosePost());
	}
	return {
		...operation.endpoint,
		...(extras.path !== undefined ? { path: extras.path } : alternativesOf(operation)),
		...(isPost && { body }),
		media: mediaOf(operation.fields, raw, extras.additionalFields),
		timeoutSeconds: operation.kind === 'sync' ? TIMEOUT_SECONDS.sync : TIMEOUT_SECONDS.submit,
		paid: isPost,
	};
}

/** A path that the user entered has none. */
const alternativesOf = (operation: Operation) =>
	hasDerivedPath(operation) && operation.alternatives !== undefined
		? { alternatives: operation.alternatives }
		: {};

function withExtras(operation: Operation, body: JsonObject, extras: Extras): JsonObject {
	const added = extras.additionalFields ?? {};
	if (operation.endpoint !== CREATE_TASK) return { ...body, ...added };
	const routed: JsonObject = {
		...body,
		...(extras.businessUrl !== undefined && { business_url: extras.businessUrl }),
		...(extras.costType !== undefined && { cost_type: extras.costType }),
		...(extras.source !== undefined && { source: extras.source }),
	};
	const input = asObject(routed.user_input);
	if (!('user_input' in added)) return { ...routed, user_input: { ...input, ...added } };
	return { ...routed, ...added, user_input: { ...input, ...asObject(added.user_input) } };
}

const asObject = (value: JsonObject[string]): JsonObject =>
	typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};

/** True when the path is only derived, so that the user may replace it. */
export const hasDerivedPath = (operation: Operation) => operation.evidence.path === 'D';

/** Whether a field of it takes files. */
export const takesFiles = ({ fields }: Operation): boolean =>
	Object.values(fields).some(({ media }) => media !== undefined);

/** The operation's page in the platform's documentation, or its start page. */
export const docsUrl = (operation: OperationFacts) =>
	operation.docId === undefined ? DOCS_URL : `${DOCS_URL}${operation.docId}e0`;
