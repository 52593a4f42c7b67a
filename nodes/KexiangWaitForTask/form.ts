import type { INodeProperties } from 'n8n-workflow';

import { collectionsOf } from '../shared/operation/form';
import { propertyOf } from '../shared/operation/formField';
import { fromAi, DESCRIPTION, bothFaces } from '../shared/operation/toolForm';
import { ON_TIMEOUT, TOOL_TIME_LIMIT_MINUTES } from '../shared/operation/waitFields';
import { STATUS_OPTIONS, taskProperties, WAIT_OPTIONS } from '../shared/run/waitForm';
import { recentToolTold, waitToolTold } from '../shared/words/agents';
import { RECENT_FIELDS } from './recentFields';

const show = (...operation: string[]) => ({ show: { operation } });

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
				action: 'Get status of task',
				description:
					'Ask once for the state of a task, and for its results if it is finished (任务查询)',
				builderHint: { propertyHint: 'For tasks of which only the ID is known, and for agents' },
			},
			{
				name: 'Recent Tasks',
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
				action: 'Wait for completion of task',
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
	...taskProperties.map((one) => ({ ...one, displayOptions: show('getStatus', 'wait') })),
	...Object.entries(RECENT_FIELDS).map(([name, field]) => ({
		...propertyOf(name, field),
		displayOptions: show('recentTasks'),
	})),
	{ ...propertyOf('onTimeout', ON_TIMEOUT), displayOptions: show('wait') },
	...collectionsOf(STATUS_OPTIONS).map((one) => ({ ...one, displayOptions: show('getStatus') })),
	...collectionsOf(WAIT_OPTIONS).map((one) => ({ ...one, displayOptions: show('wait') })),
];

const BY_MODEL = ['taskId', 'taskSource', 'taskState', 'nodeName'];

/** An agent says which task it means, and is answered in time. */
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
