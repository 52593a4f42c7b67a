import type { INodeProperties } from 'n8n-workflow';

import { required, choice } from '../shared/parameters/field';
import { EXTRAS } from '../shared/parameters/extras';
import { QUERY_PATH, TASK_ID, TASK_SOURCE_CHOICES } from '../shared/parameters/taskId';
import {
	DOWNLOAD_FILES,
	DOWNLOAD_OPTIONS,
	ON_TIMEOUT,
	WAIT_MODE,
	WATCH_OPTIONS,
} from '../shared/parameters/waiting';
import { OPTIONS, optionsCollection, propertyOf } from '../shared/form';

/** The entry that takes the source from the input item. */
export const FROM_ITEM = 'auto';

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

/** Options of both operations. */
export const STATUS_OPTIONS = {
	...DOWNLOAD_OPTIONS,
	simplify: EXTRAS.simplify,
	queryPath: QUERY_PATH,
};

/** Options of waiting. */
export const WAIT_OPTIONS = { ...STATUS_OPTIONS, ...WATCH_OPTIONS };

const show = (...operation: string[]) => ({ show: { operation } });

export const waitForTaskForm: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'Get Status',
				value: 'getStatus',
				action: 'Get status of task',
				description:
					'Ask once for the state of a task, and for its results if it is finished (任务查询)',
			},
			{
				name: 'Wait for Completion',
				value: 'wait',
				action: 'Wait for completion of task',
				description:
					'Ask until a task has succeeded or failed; all items are watched together (等待任务完成)',
			},
		],
		default: 'wait',
	},
	{ ...propertyOf('taskId', TASK_ID), required: true },
	propertyOf('taskSource', TASK_SOURCE),
	propertyOf('downloadFiles', DOWNLOAD_FILES),
	{ ...propertyOf('waitMode', WAIT_MODE), displayOptions: show('wait') },
	{ ...propertyOf('onTimeout', ON_TIMEOUT), displayOptions: show('wait') },
	{ ...optionsCollection(STATUS_OPTIONS), displayOptions: show('getStatus'), name: OPTIONS },
	{ ...optionsCollection(WAIT_OPTIONS), displayOptions: show('wait'), name: OPTIONS },
];
