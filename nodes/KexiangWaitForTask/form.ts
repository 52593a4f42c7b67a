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
					'Poll a task once for its state, and for its results if it has finished (任务查询)',
				builderHint: { propertyHint: 'For tasks known only by their ID, and for agents' },
			},
			{
				name: 'List Recent Tasks',
				value: 'recentTasks',
				action: 'List recent tasks',
				description:
					'List the tasks accepted from this n8n process with this key in the last 24 hours, newest first (最近任务). In queue mode, each process lists only its own.',
				builderHint: {
					propertyHint: 'Finds the tasks of a stopped execution; connect a wait directly to it',
				},
			},
			{
				name: 'Wait for Completion',
				value: 'wait',
				action: 'Wait for completion',
				description:
					'Poll until a task has succeeded or failed, for all items together (等待任务完成)',
				builderHint: {
					propertyHint:
						'Connect it directly to the node that submits; set downloadFiles to true to get files',
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

/** An agent says which task it means, and gets its answer in time. */
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
