import type { INodeProperties } from 'n8n-workflow';

import { collectionsOf } from '../shared/operation/form';
import { propertyOf } from '../shared/operation/formField';
import { number } from '../shared/operation/scalarFields';
import { ON_TIMEOUT } from '../shared/operation/waitFields';
import { taskProperties, WAIT_OPTIONS } from '../shared/run/waitForm';
import { SHORTEST_SECONDS } from './rounds';

const INTERVAL = number({
	label: 'Interval',
	description:
		'Seconds between two questions about one task; with the schedule Smart, the shortest time between them',
	default: SHORTEST_SECONDS,
	min: SHORTEST_SECONDS,
	max: 86_400,
	unit: 'seconds',
});

export const durableForm: INodeProperties[] = [
	{
		displayName:
			'Draw one wire from the output "Ask Again" back to the input of this node: each time n8n wakes the sleeping execution, it hands the items out there. Results leave by "Success".',
		name: 'askAgainNotice',
		type: 'notice',
		default: '',
	},
	...taskProperties,
	propertyOf('onTimeout', ON_TIMEOUT),
	...collectionsOf({ ...WAIT_OPTIONS, interval: INTERVAL }),
];
