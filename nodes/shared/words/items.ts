/** What people read in the items of a node and beside its output. */
import { priceNotReported } from './tasks';

export const nothingWasSent = (): string =>
	'Nothing was sent. Switch off Options > Preview Request to send the request.';

export const namesTaskInstead = (): string =>
	'The response contains a task ID instead of a result. Get the result with Kexiang Wait for Task.';

export const partTooLarge = (): string =>
	'Part of the result was too large to keep in memory. Get it again with Get Status.';

export const namesNoResult = (): string =>
	'The platform reports success, but its response contains no result. Try Get Status, or check the task on the platform.';

export const hadTaskAlready = (): string =>
	'This item already had this task and was not submitted again';

export const takenWithOtherParameters = (): string =>
	'Accepted in an earlier try with other parameters. The request was not sent again, because you would be charged twice.';

export const notReached = (): string => 'This item was not processed';

export const acceptedEarlier = (): string =>
	'The request for this item was accepted in an earlier try';

export const nothingIsKnown = (): string =>
	'The path and the fields are sent as entered; nothing is known about this service';

export const derivedPath = (path: string, docs: string): string =>
	`The API path ${path} is derived and not confirmed by the platform; see ${docs}`;

export const derivedService = (fields: readonly string[]): string =>
	`The fields of this service are derived and not confirmed: ${fields.join(', ')}`;

/** @param fields each with the values that are confirmed, if any are */
export const derivedFields = (
	fields: ReadonlyArray<{ name: string; confirmed: readonly string[] }>,
): string =>
	`These fields are derived and not confirmed: ${fields
		.map(({ name, confirmed }) =>
			confirmed.length === 0 ? name : `${name} (confirmed: ${confirmed.join(', ')})`,
		)
		.join(', ')}`;

export const derivedAnswer = (): string => 'The format of the response is not confirmed';

export const nextStep = (tasks: number): string =>
	`${tasks === 1 ? 'The task is' : `${tasks} tasks are`} running. To get the ${tasks === 1 ? 'result' : 'results'}, connect Kexiang Wait for Task to this output or switch on Wait for Completion.`;

/** Of files that the platform had to accept before a request was sent. */
export const reviewedFirst = (now: number, earlier: number): string => {
	const files = (count: number) => `${count} ${count === 1 ? 'file was' : 'files were'}`;
	return [
		...(now > 0 ? [`${files(now)} reviewed in this run`] : []),
		...(earlier > 0 ? [`${files(earlier)} accepted earlier and not reviewed again`] : []),
	].join('; ');
};

export const handedOn = (count: number, all: number): string =>
	`${count} of ${all} items had no task ID but already contained a result or an error; they were passed on unchanged`;

export const isUnknownOperation = (operation: string): string => `Unknown operation "${operation}"`;

/** Of an option that keeps the user from paying. */
export const isSetButEmpty = (): string => 'is set but empty, which would switch it off';
export const correctOrRemove = (): string => 'Correct its expression or remove the option.';

/** Of an option of which one value holds for the whole run. */
export const differsByItem = (first: unknown, own: unknown): string =>
	`is ${String(first ?? 'empty')} for item 0 and ${String(own ?? 'empty')} for this one, but must have one value for all items`;
export const giveOneValue = (): string =>
	'Enter a fixed value, or an expression that returns the same value for all items.';

export const limitCannotBeKept = (limit: number): string =>
	`Not sent: the Spending Limit of ${limit} credits cannot be enforced, because the platform does not report what a task in this run costs (${priceNotReported()})`;

/** @param price undefined where no such task has told one */
export const limitReached = (limit: number, spent: number, price: number | undefined): string =>
	`Not sent: ${spent} credits of the Spending Limit of ${limit} credits are spent, and ${
		price === undefined
			? `the cost of a task like this is unknown (${priceNotReported()})`
			: `a task like this costs ${price}`
	}`;

export const raiseLimit = (): string =>
	'Raise Options > Spending Limit to continue. Everything accepted so far is kept.';
