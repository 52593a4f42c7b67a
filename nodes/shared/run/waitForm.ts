import type { INodeProperties } from 'n8n-workflow';

import { EXTRAS } from '../operation/extras';
import { required } from '../operation/field';
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

/** Options of every way to ask for a task. */
export const STATUS_OPTIONS = {
	...DOWNLOAD_OPTIONS,
	includeInputFields: EXTRAS.includeInputFields,
	onFailedTask: ON_FAILED_TASK,
	simplify: EXTRAS.simplify,
	queryPath: QUERY_PATH,
};

export const WAIT_OPTIONS = { ...STATUS_OPTIONS, ...WATCH_OPTIONS };

/** Which task, and whether its files are wanted. */
export const taskProperties: INodeProperties[] = [
	{ ...propertyOf('taskId', TASK_ID), required: true },
	propertyOf('taskSource', TASK_SOURCE),
	propertyOf('downloadFiles', DOWNLOAD_FILES),
];
