import type { INodeProperties } from 'n8n-workflow';

import { number } from '../shared/operation/scalarFields';
import { TIME_LIMIT_OF_ALL_TRIES } from '../shared/operation/timeLimit';
import {
	limitProperties,
	taskProperties,
	WAIT_OPTIONS,
	waitCollections,
} from '../shared/run/waitForm';
import { SHORTEST_SECONDS } from './rounds';

const INTERVAL = number({
	label: 'Interval',
	description:
		'Seconds between two polls of one task; with the schedule Smart, the shortest time between them',
	default: SHORTEST_SECONDS,
	min: SHORTEST_SECONDS,
	max: 86_400,
	unit: 'seconds',
});

export const durableForm: INodeProperties[] = [
	{
		displayName:
			'Draw one connection from the output "Ask Again" back to the input of this node. Each time n8n resumes the sleeping execution, the items go to that output. Results go to "Success".',
		name: 'askAgainNotice',
		type: 'notice',
		default: '',
	},
	...taskProperties,
	...limitProperties(TIME_LIMIT_OF_ALL_TRIES),
	...waitCollections({ ...WAIT_OPTIONS, interval: INTERVAL }, TIME_LIMIT_OF_ALL_TRIES),
];
