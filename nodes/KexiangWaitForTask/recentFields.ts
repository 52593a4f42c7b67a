/** Fields that choose which recently accepted tasks to list. */
import { inForm, required } from '../shared/operation/field';
import { choice, number, text } from '../shared/operation/scalarFields';

/** The option that stands for all states. */
export const ANY_STATE = 'any';

export const RECENT_FIELDS = {
	taskState: required(
		choice({
			label: 'State',
			default: ANY_STATE,
			description:
				'State of the tasks to list, as it was last seen here; a task that nobody asked for is pending',
			values: [
				{ name: 'Any', value: ANY_STATE },
				{ name: 'Failed', value: 'failed' },
				{ name: 'Pending', value: 'pending' },
				{ name: 'Success', value: 'success' },
			],
		}),
	),
	nodeName: inForm(
		text({
			label: 'Node',
			description: 'Name of the node that submitted the tasks, or a part of it; empty for all',
			placeholder: 'e.g. Kexiang Google',
		}),
	),
	limit: required(
		number({
			label: 'Limit',
			description: 'Max number of results to return',
			default: 50,
			min: 1,
			max: 500,
			integer: true,
		}),
	),
};
