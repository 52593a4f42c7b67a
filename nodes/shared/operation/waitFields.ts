/** The fields of waiting for tasks and of downloading their files. */
import { ParameterProblem } from '../answers/parameterProblem';
import { TIMEOUT_SECONDS } from '../answers/endpoints';
import { isNumberOfId, oneId } from '../answers/lookup';
import { TASK_SOURCES } from '../answers/sources';
import { byText } from '../util/byText';
import * as words from '../words/fields';
import { haveIdAsText, isNumberMadeOfId } from '../words/tasks';
import { inAdvanced, required, type Field, type FieldTexts, forAllItems } from './field';
import { choice, flag, number, path, text } from './scalarFields';

/** What happens to a task that has not finished when the time limit is reached. */
export type OnTimeout = 'error' | 'output' | 'pass';

const TIMEOUT_TEXTS = {
	label: 'On Timeout',
	default: 'error',
	description: 'What to do with a task that has not finished within the time limit',
};
const PASS_THROUGH = {
	name: 'Pass Through',
	value: 'pass',
	description: 'Return the task with its last state, like a finished one',
};
const STOP = {
	name: 'Stop With an Error',
	value: 'error',
	description: 'The message names the task, so that you can wait for it again',
};
const STILL_RUNNING = {
	name: 'Send to Still Running Output',
	value: 'output',
	description: 'Send the task to an output of its own',
};

/** The outputs of the node depend on it. */
export const ON_TIMEOUT = forAllItems(
	required(
		choice({
			...TIMEOUT_TEXTS,
			description: `${TIMEOUT_TEXTS.description}; the choice is the same for all items`,
			values: [PASS_THROUGH, STILL_RUNNING, STOP],
		}),
	),
);

/** The same in a node with a single output. */
export const WHEN_TIMED_OUT = choice({ ...TIMEOUT_TEXTS, values: [PASS_THROUGH, STOP] });

/** What happens to a task that ended without a result. */
export type OnFailed = 'error' | 'output' | 'pass';

const FAILED_TEXTS = {
	label: 'On Failed Task',
	description:
		'What to do with a task that ended without a result, after the tasks of all items have ended',
};
const STOP_FOR_FAILED = {
	...STOP,
	description:
		'The message gives the reason and names every task of the run; nothing is submitted again',
};

/** In a node with an output for such tasks. */
export const ON_FAILED_TASK = choice({
	...FAILED_TEXTS,
	default: 'output',
	values: [
		{
			name: 'Send to Failed Output',
			value: 'output',
			description: 'Send the task with the reason for its failure to an output of its own',
		},
		STOP_FOR_FAILED,
	],
});

/** In a node with a single output. */
export const WHEN_TASK_FAILED = choice({
	...FAILED_TEXTS,
	default: 'error',
	values: [
		{
			...PASS_THROUGH,
			description: 'Return the task with the reason for its failure, like a finished one',
		},
		STOP_FOR_FAILED,
	],
});

/** Makes a node that submits wait for the result. */
export const WAIT_FOR_COMPLETION = required(
	flag({
		label: 'Wait for Completion',
		description:
			'Whether to wait for the result in this node instead of returning a task for Kexiang Wait for Task',
		default: false,
	}),
);

/** Collection that holds the options of waiting in a node that submits. */
export const WAIT_OPTIONS_NAME = 'waitOptions';

/** Separate from the timeout of a submission, because a paid request that is given up early may be lost. */
const QUERY_TIMEOUT = forAllItems(
	inAdvanced(
		number({
			label: 'Query Timeout',
			description:
				'How many seconds to wait for the response to one poll, or for the next part of a result file, before trying again',
			min: 1,
			max: 3600,
			unit: 'seconds',
			default: TIMEOUT_SECONDS.query,
		}),
	),
);

/** How tasks are polled, except for the time limit; the same in Wait for Task and in the nodes that submit. */
export const WATCH_OPTIONS = {
	schedule: forAllItems(
		choice({
			label: 'Schedule',
			description: 'When to poll the platform for the state of a task',
			default: 'smart',
			values: [
				{ name: 'Fixed Interval', value: 'fixed', description: 'Poll at equal intervals' },
				{
					name: 'Smart',
					value: 'smart',
					description: 'Poll rarely at first, and more often when a task is likely to finish',
				},
			],
		}),
	),
	interval: forAllItems(
		number({
			label: 'Interval',
			description:
				'Seconds between two polls of one task; with the schedule Smart, the shortest time between them',
			default: 5,
			min: 0.2,
			max: 3600,
			unit: 'seconds',
			precision: 1,
		}),
	),
	queryTimeout: QUERY_TIMEOUT,
	requestsPerSecond: forAllItems(
		inAdvanced(
			number({
				label: 'Requests per Second',
				description: 'How many polls to send per second at most, for all tasks of the run together',
				default: 20,
				min: 0.1,
				max: 200,
				precision: 1,
			}),
		),
	),
};

const taskId = text({
	label: 'Task ID',
	default: '={{ $json.taskId }}',
	description: 'ID of the task, as returned by the node that submitted it',
});

/** The task to poll; by default the one in the input item. */
export const TASK_ID = required({
	...taskId,
	parse(raw) {
		const given = oneId(raw);
		if (!isNumberOfId(given)) return taskId.parse(given)?.trim();
		throw new ParameterProblem(
			taskId.property.displayName,
			isNumberMadeOfId(given),
			haveIdAsText(),
		);
	},
});

/** The path to poll instead of the task source's own. */
export const QUERY_PATH = inAdvanced(
	path({
		label: 'Query Path',
		description: "Path to poll instead of the task source's own path; {id} stands for the task ID",
		placeholder: 'e.g. /minimalist/api/task/{id}',
		withId: true,
	}),
);

/** Every way to poll a task, for a dropdown. */
export const TASK_SOURCE_CHOICES = Object.entries(TASK_SOURCES)
	.map(([value, { label, description }]) => ({ name: label, value, description }))
	.sort((a, b) => byText(a.name, b.name));

/** The entry that takes the source from the input item. */
export const FROM_ITEM = 'auto';

export const DOWNLOAD_FILES = required(
	flag({
		label: 'Download Files',
		description: 'Whether to download the result files into binary fields of the item',
		default: false,
	}),
);

/**
 * A name under which a file is kept. Refuses the names that every object has, because the file would be lost, and
 * characters that such a name must not have.
 */
function nameField(
	spec: FieldTexts & { default?: string },
	refused?: RegExp,
): Field<string | undefined> {
	const field = text(spec);
	return {
		...field,
		parse(raw) {
			const name = field.parse(raw)?.trim();
			if (name === undefined) return undefined;
			if (name in Object.prototype || name === 'prototype')
				throw new ParameterProblem(spec.label, words.isImpossibleName(name), words.takeOtherName());
			const [letter] = refused?.exec(name) ?? [];
			if (letter !== undefined)
				throw new ParameterProblem(
					spec.label,
					words.holdsLetterOfNoField(letter),
					words.takePlainName(),
				);
			return name;
		},
	};
}

/** n8n's own nodes and expressions split the names of binary fields at these characters. */
const SPLITS_NAMES = /[,[\]{}()"'`\\\p{Cc}]/u;

/** How result files are fetched and stored. */
export const DOWNLOAD_OPTIONS = {
	queryTimeout: QUERY_TIMEOUT,
	binaryProperty: nameField(
		{
			label: 'Put Output File in Field',
			description:
				'Name of the binary field for the first file; further files get _1, _2 and so on',
			default: 'data',
		},
		SPLITS_NAMES,
	),
	// Characters that a file system does not allow are replaced when the file is downloaded.
	fileName: nameField({
		label: 'File Name',
		description:
			"Name for the result files instead of the platform's own, such as an expression with a field of the item. The extension depends on the content, and several files of one task are numbered.",
		placeholder: 'e.g. {{ $json.product }}',
	}),
	maxFileSize: number({
		label: 'Max File Size',
		description: 'Largest file to download, in MB',
		default: 1024,
		min: 1,
		max: 102400,
		unit: 'MB',
	}),
	itemPerFile: flag({
		label: 'One Item per File',
		description: 'Whether to return one item for each result file instead of one for each task',
		default: true,
	}),
};
