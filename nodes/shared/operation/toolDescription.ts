import type { INodeProperties } from 'n8n-workflow';

import { showFor } from './formField';
import type { Operation } from './operation';

const COSTS =
	'Costs credits of the user: call it once for each result that is wanted, and never repeat a call blindly, as it may be charged again. What went wrong stands in state, message and advice of the answer.';

const MAY_TAKE_LONG =
	'A task that outlasts the time limit comes back with state pending and its taskId: ask for it later by a tool of Kexiang Wait for Task, and do not call this again.';

const GUARDS =
	'The user may have set a Spending Limit, beyond which calls are refused, or Preview Request, with which the request is shown, and nothing is sent or paid.';

export const FREE = 'Costs nothing, so it may be called again.';

/** What the model is told of the tool; in place of n8n's own text, which is its action and no more. */
export const toolDescription = (operation: Operation): INodeProperties => ({
	...DESCRIPTION,
	default: textOf(operation),
	displayOptions: { show: { ...showFor(operation), '@tool': [true] } },
});

/** n8n looks for a parameter of this name and puts in its own where there is none. */
export const DESCRIPTION: INodeProperties = {
	displayName: 'Tool Description',
	name: 'toolDescription',
	type: 'string',
	typeOptions: { rows: 3 },
	default: '',
	description: 'What the model is told of this tool',
};

function textOf({ action, kind, taskSource }: Operation): string {
	const isPaid = kind === 'submit' || kind === 'sync';
	const sentences = isPaid
		? [COSTS, ...(taskSource === undefined ? [] : [MAY_TAKE_LONG]), GUARDS]
		: [FREE];
	return [`${action}.`, ...sentences].join(' ');
}
