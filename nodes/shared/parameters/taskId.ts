import { required, text } from './field';

/** The task to ask for; by default the one that the input item carries. */
export const TASK_ID = required(
	text({
		label: 'Task ID',
		default: '={{ $json.taskId }}',
		description: 'ID of the task, as the node that submitted it gave it out',
	}),
);
