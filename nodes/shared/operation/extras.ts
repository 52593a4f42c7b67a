import { TIMEOUT_SECONDS } from '../answers/endpoints';
import { inAdvanced, type Field } from './field';
import { choice, flag, jsonObject, number, text, path as pathField } from './scalarFields';
import type { OperationKind, Route } from './operation';
import { forAllItems, requestTimeout } from './waitFields';

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

const servicePath = ({ description }: { description: string }) =>
	inAdvanced(pathField({ label: 'Path', description, withId: true }));

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
	includeInputFields: flag({
		label: 'Include Input Fields',
		description:
			'Whether to hand on the fields of the input item, too; those that have the name of a field of the result are under input then. Its files come along where the result has none of that name',
		default: false,
	}),
	path: servicePath({
		description: 'Path of the service as its documentation shows it, in place of the derived one',
	}),
	previewRequest: flag({
		label: 'Preview Request',
		description:
			'Whether to send nothing and give out the request as it would be sent, with the cost of the last such task where it is known',
		default: false,
	}),
	requestTimeout: submissionTimeout(TIMEOUT_SECONDS.submit),
	shareFilesBy: choice({
		label: 'Share Files By',
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
		default: false,
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

/** Too short a time leaves a paid task without a known id, so the usual one differs by kind. */
function submissionTimeout(seconds: number) {
	return requestTimeout({
		default: seconds,
		description:
			'How many seconds to wait for the answer; a submission that is given up may still be carried out and charged',
	});
}

/** The extras that one operation offers. */
export function extraFields(operation: {
	derivedPath: boolean;
	createsUserTask: boolean;
	/** Whether a field takes files. */
	takesFiles: boolean;
	/** Whether it creates tasks that can be asked for. */
	hasTasks: boolean;
	kind: OperationKind;
	route?: Route;
}): Record<string, Field<unknown>> {
	const { additionalFields, previewRequest, spendingLimit, submissionsAtOnce } = EXTRAS;
	const { includeInputFields, path, shareFilesBy, simplify } = EXTRAS;
	const { skipItemsWithTask, taskIdColumn } = EXTRAS;
	if (operation.kind === 'link') return { includeInputFields, shareFilesBy };
	const isQuery = operation.kind === 'query';
	return {
		...(!isQuery && { additionalFields, previewRequest, spendingLimit, submissionsAtOnce }),
		...(!isQuery && operation.hasTasks && { skipItemsWithTask, taskIdColumn }),
		includeInputFields,
		...(operation.createsUserTask && routeFields(operation.route ?? {})),
		...(operation.derivedPath && { path: isQuery ? QUERY_SERVICE_PATH : path }),
		...(operation.takesFiles && { shareFilesBy }),
		requestTimeout:
			operation.kind === 'query'
				? QUESTION_TIMEOUT
				: submissionTimeout(TIMEOUT_SECONDS[operation.kind]),
		simplify,
	};
}
