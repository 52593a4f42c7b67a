/** What Options and Advanced offer in every operation, and the request that an item's parameters make with it. */
import {
	CREATE_TASK,
	ID_PLACE,
	TIMEOUT_SECONDS,
	type MediaUse,
	type PlatformRequest,
} from '../answers/endpoints';
import { ParameterProblem } from '../answers/parameterProblem';
import { isObject, type JsonObject } from '../util/json';
import * as words from '../words/operations';
import {
	inAdvanced,
	readFields,
	type Field,
	type FieldMap,
	type ReadRaw,
	type Values,
	forAllItems,
} from './field';
import { hasDerivedPath, type Operation, type Route } from './operation';
import { choice, flag, jsonObject, number, path as pathField, text } from './scalarFields';
import { SHARE_FILES_BY } from '../words/storage';

/** Added to a form and left as it is, it changes nothing: its default is what the operation sends by itself. */
function routeFields(own: Route) {
	const costType = inAdvanced(
		number({
			label: 'Cost Type',
			description:
				'Price rule (cost_type); set only if the platform documents another value; 0 leaves it as it is',
			integer: true,
			min: 0,
			default: own.cost_type ?? 0,
		}),
	);
	return {
		businessUrl: inAdvanced(
			text({
				label: 'Business URL',
				placeholder: 'e.g. kling/i2v',
				description:
					'Route key of the upstream service (business_url); set only if the platform documents another value',
				default: own.business_url ?? '',
			}),
		),
		costType: { ...costType, parse: (raw: unknown) => costType.parse(raw) || undefined },
		source: inAdvanced(
			text({
				label: 'Source',
				placeholder: 'e.g. 0',
				description: 'Source flag of the task (source); set only if the platform documents one',
				default: own.source ?? '',
			}),
		),
	};
}

const servicePath = (texts: { description: string }) =>
	inAdvanced(pathField({ label: 'Path', withId: true, ...texts }));

/** When one request is given up. */
const requestTimeout = (spec: { description: string; default: number }) =>
	inAdvanced(number({ label: 'Request Timeout', min: 1, max: 3600, unit: 'seconds', ...spec }));

/** Too short a time leaves a paid task without a known id, so the usual one differs by kind. */
const submissionTimeout = (seconds: number) =>
	requestTimeout({
		description:
			'How many seconds to wait for the answer; a submission that is given up may still be carried out and charged',
		default: seconds,
	});

/** What Options and Advanced offer in every operation, whatever its service. */
export const EXTRAS = {
	...routeFields({}),
	additionalFields: inAdvanced(
		jsonObject({
			label: 'Additional Fields',
			description:
				'Fields that this form does not offer, as JSON, merged into the request; of a task, into its user_input',
		}),
	),
	checkFiles: flag({
		label: 'Check Files',
		description:
			'Whether to look at files from binary data before they are shared, and to refuse what the field does not take (format, size, sides, length). They are looked at unless this is added and left off',
		default: false,
	}),
	includeInputFields: flag({
		label: 'Include Input Fields',
		description:
			'Whether to hand on the fields of the input item, too; those that have the name of a field of the result are under input then. Its files come along where the result has none of that name',
		default: true,
	}),
	path: servicePath({
		description: 'Path of the service as its documentation shows it, in place of the derived one',
	}),
	previewRequest: flag({
		label: 'Preview Request',
		description:
			'Whether to send nothing and give out the request as it would be sent, with the cost of the last such task where it is known',
		default: true,
	}),
	requestTimeout: submissionTimeout(TIMEOUT_SECONDS.submit),
	shareFilesBy: choice({
		label: SHARE_FILES_BY,
		description:
			'How the platform gets at files that fields take from binary data; it opens public addresses only',
		values: [
			{
				name: 'Link of This N8n',
				value: 'n8n',
				description: 'A signed link, for which n8n must be reached from the internet',
			},
			{
				name: 'Own Bucket',
				value: 'bucket',
				description: 'S3, Alibaba OSS, Tencent COS, R2 or MinIO, by a credential of its own',
			},
		],
		default: 'n8n',
	}),
	simplify: flag({
		label: 'Simplify',
		description: 'Whether to return a simplified version of the response instead of the raw data',
		default: true,
	}),
	skipItemsWithTask: flag({
		label: 'Skip Items That Have a Task',
		description:
			'Whether to submit nothing for items that have a task ID already: a finished one is handed on as it is, the others are waited for like new ones',
		default: true,
	}),
	spendingLimit: number({
		label: 'Spending Limit',
		description:
			'How many credits this run of the node may spend at most, as the first item says; items beyond it are not sent. As the tool of an agent: all calls of one execution together',
		min: 0,
		unit: 'credits',
		default: 10,
		precision: 2,
	}),
	submissionsAtOnce: number({
		label: 'Submissions at Once',
		description:
			'How many items to submit at the same time, those of the first item for the whole run; the platform does not tell its limit',
		integer: true,
		min: 1,
		max: 20,
		default: 2,
	}),
	// Dragged into the form, a column comes as an expression, which gives the ID in it and not its name.
	taskIdColumn: forAllItems(
		text({
			label: 'Task ID Column',
			description:
				'Name of the field in which items have their task ID, for Skip Items That Have a Task; no expression',
			default: 'taskId',
		}),
	),
};

const QUERY_SERVICE_PATH = servicePath({
	description:
		'Path of the service as its documentation shows it, in place of the derived one; {id} stands for the task ID',
});

const QUESTION_TIMEOUT = requestTimeout({
	description: 'How many seconds to wait for one answer before asking again',
	default: TIMEOUT_SECONDS.query,
});

/** The extras that one operation offers. */
export function extraFields(operation: Operation): Record<string, Field<unknown>> {
	const { kind, fields, taskSource, endpoint, route = {} } = operation;
	const { additionalFields, checkFiles, includeInputFields, path, previewRequest, shareFilesBy } =
		EXTRAS;
	const { simplify, skipItemsWithTask, spendingLimit, submissionsAtOnce, taskIdColumn } = EXTRAS;
	if (kind === 'link') return { includeInputFields, shareFilesBy };
	const isQuery = kind === 'query';
	const takesFiles = Object.values(fields).some(({ media }) => media !== undefined);
	return {
		...(!isQuery && { additionalFields, previewRequest, spendingLimit, submissionsAtOnce }),
		...(!isQuery && taskSource && { skipItemsWithTask, taskIdColumn }),
		includeInputFields,
		...(endpoint === CREATE_TASK && routeFields(route)),
		...(hasDerivedPath(operation) && { path: isQuery ? QUERY_SERVICE_PATH : path }),
		...(takesFiles && { checkFiles, shareFilesBy }),
		requestTimeout: isQuery ? QUESTION_TIMEOUT : submissionTimeout(TIMEOUT_SECONDS[kind]),
		simplify,
	};
}

/** What the user may add to any operation's request. */
type Extras = Partial<
	Pick<Values<typeof EXTRAS>, 'additionalFields' | 'businessUrl' | 'costType' | 'source' | 'path'>
>;

/**
 * The whole request of a submit or sync operation. Pure.
 * @throws ParameterProblem
 */
export function toRequest(operation: Operation, raw: ReadRaw, extras: Extras): PlatformRequest {
	const { endpoint, alternatives, kind } = operation;
	const { path, additionalFields } = extras;
	const body = withExtras(operation, operation.toBody(raw), extras);
	if (path?.includes(ID_PLACE)) {
		throw new ParameterProblem(
			'Path',
			words.holdsIdBeforeSubmission(ID_PLACE),
			words.enterSubmissionPath(),
		);
	}
	const isPost = endpoint.method === 'POST';
	if (!isPost && Object.keys(body).length > 0)
		throw new ParameterProblem('Body', words.cannotBeSentByGet(), words.choosePost());
	return {
		...endpoint,
		// A path that the user entered has no alternatives.
		...(path === undefined && hasDerivedPath(operation) && alternatives && { alternatives }),
		...(path !== undefined && { path }),
		...(isPost && { body }),
		media: mediaOf(operation.fields, raw, additionalFields),
		timeoutSeconds: kind === 'sync' ? TIMEOUT_SECONDS.sync : TIMEOUT_SECONDS.submit,
		paid: isPost,
	};
}

/** Additional fields go into `user_input` of V1 or into the body of a tool; `user_input` in them addresses V1's body. */
function withExtras({ endpoint }: Operation, body: JsonObject, extras: Extras): JsonObject {
	const { additionalFields: added = {}, businessUrl, costType, source } = extras;
	if (endpoint !== CREATE_TASK) return { ...body, ...added };
	const routed: JsonObject = {
		...body,
		...(businessUrl !== undefined && { business_url: businessUrl }),
		...(costType !== undefined && { cost_type: costType }),
		...(source !== undefined && { source }),
	};
	const input = asObject(routed.user_input);
	if (!('user_input' in added)) return { ...routed, user_input: { ...input, ...added } };
	return { ...routed, ...added, user_input: { ...input, ...asObject(added.user_input) } };
}

const asObject = (value: JsonObject[string]): JsonObject =>
	typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};

const WEB_URL = /^https?:\/\/\S+$/i;

/**
 * The web addresses that one item's fields, and what the user adds to them, give the platform to fetch, each with the
 * label of its parameter. Texts for people are none, whatever they hold. Pure.
 * @throws ParameterProblem as reading the fields does
 */
export function mediaOf(fields: FieldMap, raw: ReadRaw, added: JsonObject = {}): MediaUse[] {
	const giving = Object.entries(fields).filter(
		([name, { media, property }]) => media || property.type === 'json' || name === 'mode',
	);
	const values = readFields(Object.fromEntries(giving), raw);
	const uses = giving.flatMap(([name, { property }]) =>
		name === 'mode' ? [] : usesIn(values[name], property.displayName),
	);
	return [...uses, ...usesIn(added, 'Additional Fields')];
}

/** Without recursion, as JSON may be nested deeply. */
function usesIn(value: unknown, label: string): MediaUse[] {
	const seen: unknown[] = [value];
	const found: MediaUse[] = [];
	for (let place = 0; place < seen.length; place++) {
		const next = seen[place];
		if (typeof next === 'string' && WEB_URL.test(next)) found.push({ label, url: next });
		if (Array.isArray(next) || isObject(next))
			for (const entry of Object.values(next)) seen.push(entry);
	}
	return found;
}
