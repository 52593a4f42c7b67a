/** The longest time that a node waits for tasks. */
import { forAllItems } from './field';
import { number } from './scalarFields';

/** The default, in minutes. */
export const TIME_LIMIT_MINUTES = 60;

/** The default in a tool, in minutes. A longer one would keep people waiting for the agent's answer. */
export const TOOL_TIME_LIMIT_MINUTES = 5;

const timeLimit = (texts: { description: string }) =>
	forAllItems(
		number({
			label: 'Time Limit',
			...texts,
			default: TIME_LIMIT_MINUTES,
			min: 0.01,
			max: 10080,
			hint: '0.01 to 10080 minutes (7 days)',
		}),
	);

/** Each try starts the wait anew. */
export const TIME_LIMIT = timeLimit({
	description:
		'How many minutes to wait at most, for all items together. With Retry On Fail, each try waits that long.',
});

/** A durable wait keeps its start through all tries. */
export const TIME_LIMIT_OF_ALL_TRIES = timeLimit({
	description:
		'How many minutes to wait at most, for all items together. With Retry On Fail, all tries together wait that long.',
});
