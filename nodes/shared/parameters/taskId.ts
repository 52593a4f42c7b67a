import { byText } from '../base/byText';
import { inAdvanced, required } from './field';
import { text } from './textField';
import { TASK_SOURCES } from '../platform/taskSources';
import { allQueryPaths } from '../platform/queryAlternatives';
import { knownPath, path } from './path';

const taskId = text({
	label: 'Task ID',
	default: '={{ $json.taskId }}',
	description: 'ID of the task, as the node that submitted it gave it out',
});

/** The task to ask for; by default the one that the input item carries. */
export const TASK_ID = required({ ...taskId, parse: (raw) => taskId.parse(raw)?.trim() });

/** Where a task is asked for, in place of its source's own path. */
export const QUERY_PATH = inAdvanced(
	path({
		label: 'Query Path',
		description:
			'Path to ask at, in place of the one of the task source; {id} stands for the task ID',
		placeholder: 'e.g. /minimalist/api/task/{id}',
		withId: true,
	}),
);

/** The same, from those that are known. */
export const KNOWN_QUERY_PATH = inAdvanced(
	knownPath({
		label: 'Query Path From List',
		description:
			'One of the known paths to ask at, in place of the one of the task source; Query Path takes any other and counts more',
		paths: allQueryPaths(Object.values(TASK_SOURCES).map(({ endpoint }) => endpoint.path)),
	}),
);

/** Every way to ask for a task, for a dropdown. */
export const TASK_SOURCE_CHOICES = Object.entries(TASK_SOURCES)
	.map(([value, { label, description }]) => ({ name: label, value, description }))
	.sort((a, b) => byText(a.name, b.name));

/** The entry that takes the source from the input item. */
export const FROM_ITEM = 'auto';
