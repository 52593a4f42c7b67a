/** The fields under Options and Advanced of every operation, and the request made from an item's parameters. */
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

/** A field that is added and left unchanged changes nothing: its default is what the operation sends anyway. */
function routeFields(own: Route) {
	const costType = inAdvanced(
		number({
			label: 'Cost Type',
			description:
				'Price rule (cost_type). Set it only if the platform documents another value; 0 changes nothing.',
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
					'Route key of the upstream service (business_url). Set it only if the platform documents another value.',
				default: own.business_url ?? '',
			}),
		),
		costType: { ...costType, parse: (raw: unknown) => costType.parse(raw) || undefined },
		source: inAdvanced(
			text({
				label: 'Source',
				placeholder: 'e.g. 0',
				description: 'Source flag of the task (source). Set it only if the platform documents one.',
				default: own.source ?? '',
			}),
		),
	};
}

const servicePath = (texts: { description: string }) =>
	inAdvanced(pathField({ label: 'Path', withId: true, ...texts }));

/** After how long one request is given up. */
const requestTimeout = (spec: { description: string; default: number }) =>
	inAdvanced(number({ label: 'Request Timeout', min: 1, max: 3600, unit: 'seconds', ...spec }));

/** Too short a timeout leaves a paid task without a known id, so the default differs by kind of operation. */
const submissionTimeout = (seconds: number) =>
	requestTimeout({
		description:
			'How many seconds to wait for the response. A submission that times out may still be carried out and charged.',
		default: seconds,
	});

/** The fields under Options and Advanced that do not depend on the service. */
export const EXTRAS = {
	...routeFields({}),
	additionalFields: inAdvanced(
		jsonObject({
			label: 'Additional Fields',
			description:
				'Fields that this form does not offer, as JSON. They are merged into the request, or into the user_input of a task.',
		}),
	),
	checkFiles: flag({
		label: 'Check Files',
		description:
			'Whether to check files from binary data before they are shared, and to refuse what the field does not accept (format, size, dimensions, length). Files are checked unless you add this option and leave it off.',
		default: false,
	}),
	includeInputFields: flag({
		label: 'Include Input Fields',
		description:
			'Whether to add the fields and files of the input item to the output. A field whose name the result already uses is moved to the field input; a file whose name the result already uses is left out.',
		default: true,
	}),
	path: servicePath({
		description:
			'Path of the service as the platform documents it, used instead of the derived path',
	}),
	previewRequest: flag({
		label: 'Preview Request',
		description:
			'Whether to return the request instead of sending it, with the cost of the last such task if it is known',
		default: true,
	}),
	requestTimeout: submissionTimeout(TIMEOUT_SECONDS.submit),
	shareFilesBy: choice({
		label: SHARE_FILES_BY,
		description: 'How the platform gets the files from binary data. It can open public URLs only.',
		values: [
			{
				name: 'Link of This N8n',
				value: 'n8n',
				description: 'A signed link; n8n must be reachable from the internet',
			},
			{
				name: 'Own Bucket',
				value: 'bucket',
				description: 'S3, Alibaba OSS, Tencent COS, R2 or MinIO, with its own credential',
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
			'Whether to submit nothing for items that already have a task ID. A finished task is returned as it is; the others are waited for like new tasks.',
		default: true,
	}),
	spendingLimit: number({
		label: 'Spending Limit',
		description:
			'How many credits this run of the node may spend at most. The value of the first item counts, and items beyond the limit are not sent. In a tool, the limit is for all calls of one execution together.',
		min: 0,
		unit: 'credits',
		default: 10,
		precision: 2,
	}),
	submissionsAtOnce: number({
		label: 'Submissions at Once',
		description:
			'How many items to submit at the same time. The value of the first item counts for the whole run. The limit of the platform is not known.',
		integer: true,
		min: 1,
		max: 20,
		default: 2,
	}),
	// A column dragged into the form becomes an expression, which gives the ID in it instead of its name.
	taskIdColumn: forAllItems(
		text({
			label: 'Task ID Column',
			description:
				'Name of the field that holds the task ID of an item, for Skip Items That Have a Task. Enter the name, not an expression.',
			default: 'taskId',
		}),
	),
};

const QUERY_SERVICE_PATH = servicePath({
	description:
		'Path of the service as the platform documents it, used instead of the derived path; {id} stands for the task ID',
});

const POLL_TIMEOUT = requestTimeout({
	description: 'How many seconds to wait for one response before trying again',
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
		requestTimeout: isQuery ? POLL_TIMEOUT : submissionTimeout(TIMEOUT_SECONDS[kind]),
		simplify,
	};
}

/** What the user can add to the request of any operation. */
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

/** Additional fields go into `user_input` of V1 or into the body of a tool. If they hold `user_input`, they go into V1's body. */
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
 * The URLs that the platform is to fetch for one item, from its fields and from what the user adds to them, each with
 * the label of its parameter. Texts such as a prompt do not count, whatever they hold. Pure.
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

/** Without recursion, because JSON may be nested deeply. */
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
