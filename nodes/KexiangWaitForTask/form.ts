import type { INodeProperties } from 'n8n-workflow';

import { collectionsOf } from '../shared/operation/form';
import { propertyOf } from '../shared/operation/formField';
import { fromAi, DESCRIPTION, bothFaces } from '../shared/operation/toolForm';
import { ON_TIMEOUT, TOOL_TIME_LIMIT_MINUTES } from '../shared/operation/waitFields';
import { STATUS_OPTIONS, taskProperties, WAIT_OPTIONS } from '../shared/run/waitForm';
import { waitToolTold } from '../shared/words/agents';

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
	...taskProperties,
	{ ...propertyOf('onTimeout', ON_TIMEOUT), displayOptions: show('wait') },
	...collectionsOf(STATUS_OPTIONS).map((one) => ({ ...one, displayOptions: show('getStatus') })),
	...collectionsOf(WAIT_OPTIONS).map((one) => ({ ...one, displayOptions: show('wait') })),
];

/** An agent says which task it means, and is answered in time. */
function toolDefault(property: INodeProperties) {
	if (property.name === 'timeLimit') return TOOL_TIME_LIMIT_MINUTES;
	return property.name === 'taskId' || property.name === 'taskSource'
		? fromAi(property)
		: undefined;
}

const TOLD: INodeProperties = {
	...DESCRIPTION,
	default: waitToolTold(),
	displayOptions: { show: { '@tool': [true] } },
};

export const waitForTaskForm: INodeProperties[] = [
	TOLD,
	...FORM.flatMap((property) => bothFaces(property, toolDefault)),
];
