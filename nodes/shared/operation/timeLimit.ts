/** How long a node waits for tasks at most. */
import { isUnset, type ReadRaw, forAllItems } from './field';
import { number } from './scalarFields';

/** How long tasks are waited for unless set, in minutes. */
export const TIME_LIMIT_MINUTES = 60;

/** The same where an agent waits for its tool: longer would keep people waiting for its answer. */
export const TOOL_TIME_LIMIT_MINUTES = 5;

const timeLimit = (texts: { description: string }) =>
	forAllItems(
		number({
			label: 'Time Limit',
			...texts,
			default: TIME_LIMIT_MINUTES,
			min: 0.01,
			max: 10080,
			unit: 'minutes',
			precision: 2,
		}),
	);

/** Each try begins the wait anew. */
export const TIME_LIMIT = timeLimit({
	description:
		'How many minutes to wait at most, all items together. Under Retry On Fail each try waits that long',
});

/** The start of a durable wait is kept over the tries. */
export const TIME_LIMIT_OF_ALL_TRIES = timeLimit({
	description:
		'How many minutes to wait at most, all items together. Under Retry On Fail all tries together wait that long',
});

/**
 * The Time Limit, wherever the node has it. In a node whose form has it, the options of older workflows hold it
 * still, and the form hides its own there.
 */
export const readTimeLimit = (raw: ReadRaw): number | undefined => {
	const older = raw('timeLimit', 'options');
	return TIME_LIMIT.parse(isUnset(older) ? raw('timeLimit', 'form') : older);
};
