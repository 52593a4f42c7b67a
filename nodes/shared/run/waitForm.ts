import type { INodeProperties } from 'n8n-workflow';

import { EXTRAS } from '../operation/extras';
import { required, type Field, type FieldMap } from '../operation/field';
import { collectionsOf } from '../operation/form';
import { propertyOf } from '../operation/formField';
import { choice } from '../operation/scalarFields';
import {
	DOWNLOAD_FILES,
	DOWNLOAD_OPTIONS,
	TASK_SOURCE_CHOICES,
	FROM_ITEM,
	QUERY_PATH,
	TASK_ID,
	ON_FAILED_TASK,
	ON_TIMEOUT,
	WATCH_OPTIONS,
} from '../operation/waitFields';

export const TASK_SOURCE = required(
	choice({
		label: 'Task Source',
		default: FROM_ITEM,
		values: [
			{
				name: 'From Input Item',
				value: FROM_ITEM,
				description: 'As the node that submitted the task says',
			},
			...TASK_SOURCE_CHOICES,
		],
		description: 'Which part of the platform knows the task',
	}),
);

/** Options of every way to poll a task. */
export const STATUS_OPTIONS = {
	...DOWNLOAD_OPTIONS,
	includeInputFields: EXTRAS.includeInputFields,
	onFailedTask: ON_FAILED_TASK,
	simplify: EXTRAS.simplify,
	queryPath: QUERY_PATH,
};

export const WAIT_OPTIONS = { ...STATUS_OPTIONS, ...WATCH_OPTIONS };

const IS_THERE = [{ _cnd: { exists: true as const } }];

/** How long to wait, and what happens then. */
export const limitProperties = (limit: Field<unknown>): INodeProperties[] => [
	{
		...propertyOf('timeLimit', limit),
		displayOptions: { hide: { '/options.timeLimit': IS_THERE } },
	},
	propertyOf('onTimeout', ON_TIMEOUT),
];

/**
 * The collections of a wait. Older workflows have their Time Limit among the options. If it is there, it is shown,
 * the form's own one is hidden, and it is not offered elsewhere.
 */
export const waitCollections = (fields: FieldMap, limit: Field<unknown>): INodeProperties[] =>
	collectionsOf({ ...fields, timeLimit: limit }).map((collection) => ({
		...collection,
		options: (collection.options ?? []).map((option) =>
			option.name === 'timeLimit'
				? { ...option, displayOptions: { show: { timeLimit: IS_THERE } } }
				: option,
		),
	}));

/** Which task, and whether to download its files. */
export const taskProperties: INodeProperties[] = [
	{ ...propertyOf('taskId', TASK_ID), required: true },
	propertyOf('taskSource', TASK_SOURCE),
	propertyOf('downloadFiles', DOWNLOAD_FILES),
];
