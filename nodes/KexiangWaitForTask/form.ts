import type { INodeProperties } from 'n8n-workflow';

import { collectionsOf } from '../shared/operation/form';
import { propertyOf } from '../shared/operation/formField';
import { fromAi, DESCRIPTION, bothFaces } from '../shared/operation/toolForm';
import { TIME_LIMIT, TOOL_TIME_LIMIT_MINUTES } from '../shared/operation/timeLimit';
import {
	limitProperties,
	STATUS_OPTIONS,
	taskProperties,
	WAIT_OPTIONS,
	waitCollections,
} from '../shared/run/waitForm';
import { recentToolTold, waitToolTold } from '../shared/words/agents';
import { RECENT_FIELDS } from './recentFields';

const shownFor =
	(...operation: string[]) =>
	(property: INodeProperties): INodeProperties => ({
		...property,
		displayOptions: { ...property.displayOptions, show: { operation } },
	});

const FORM: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'Get Status',
				value: 'getStatus',
				action: 'Get status',
				description:
					'Ask once for the state of a task, and for its results if it is finished (任务查询)',
				builderHint: { propertyHint: 'For tasks of which only the ID is known, and for agents' },
			},
			{
				name: 'List Recent Tasks',
				value: 'recentTasks',
				action: 'List recent tasks',
				description:
					'List what this n8n process has had accepted with this key in the last 24 hours, the newest first; in queue mode each process knows its own (最近任务)',
				builderHint: {
					propertyHint:
						'Finds the tasks of a stopped execution again; its items go straight into a wait',
				},
			},
			{
				name: 'Wait for Completion',
				value: 'wait',
				action: 'Wait for completion',
				description:
					'Ask until a task has succeeded or failed; all items are watched together (等待任务完成)',
				builderHint: {
					propertyHint:
						'Directly behind the node that submits; set downloadFiles to true for files',
				},
			},
		],
		default: 'wait',
	},
	...taskProperties.map(shownFor('getStatus', 'wait')),
	...Object.entries(RECENT_FIELDS)
		.map(([name, field]) => propertyOf(name, field))
		.map(shownFor('recentTasks')),
	...limitProperties(TIME_LIMIT).map(shownFor('wait')),
	...collectionsOf(STATUS_OPTIONS).map(shownFor('getStatus')),
	...waitCollections(WAIT_OPTIONS, TIME_LIMIT).map(shownFor('wait')),
];

const BY_MODEL = ['taskId', 'taskSource', 'taskState', 'nodeName'];

/** When an agent runs the node, the model names the task, and a short time limit returns an answer in time. */
function toolDefault(property: INodeProperties) {
	if (property.name === 'timeLimit') return TOOL_TIME_LIMIT_MINUTES;
	return BY_MODEL.includes(property.name) ? fromAi(property) : undefined;
}

const told = (text: string, ...operation: string[]): INodeProperties => ({
	...DESCRIPTION,
	default: text,
	displayOptions: { show: { operation, '@tool': [true] } },
});

export const waitForTaskForm: INodeProperties[] = [
	told(waitToolTold(), 'getStatus', 'wait'),
	told(recentToolTold(), 'recentTasks'),
	...FORM.flatMap((property) => bothFaces(property, toolDefault)),
];
