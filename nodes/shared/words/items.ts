/** What people read in the items of a node and beside its output. */
import { priceNotReported } from './tasks';

export const nothingWasSent = (): string =>
	'Nothing was sent. Switch Options > Preview Request off to send it';

export const namesTaskInstead = (): string =>
	'The answer names a task instead of a result; ask for it with Kexiang Wait for Task';

export const partTooLarge = (): string =>
	'Part of the result was too large to be remembered; ask for it again with Get Status';

export const namesNoResult = (): string =>
	'The platform reports success, but its answer names no result; ask again with Get Status, or look at the task on the platform';

export const hadTaskAlready = (): string =>
	'The item had this task already; it was not submitted again';

export const takenWithOtherParameters = (): string =>
	'Accepted in an earlier try with other parameters; it was not sent again, because that would be charged again';

export const notReached = (): string => 'This item was not reached';

export const acceptedEarlier = (): string => 'This item was accepted in an earlier try';

export const nothingIsKnown = (): string =>
	'Path and fields are sent as entered; nothing is known about this service';

export const derivedPath = (path: string, docs: string): string =>
	`The API path ${path} is derived, not confirmed by the platform; see ${docs}`;

export const derivedService = (fields: readonly string[]): string =>
	`The fields of this service are derived, not confirmed: ${fields.join(', ')}`;

/** @param fields each with the values that are confirmed, if any are */
export const derivedFields = (
	fields: ReadonlyArray<{ name: string; confirmed: readonly string[] }>,
): string =>
	`Derived, not confirmed, among the fields that are set: ${fields
		.map(({ name, confirmed }) =>
			confirmed.length === 0 ? name : `${name} (confirmed is ${confirmed.join(', ')})`,
		)
		.join(', ')}`;

export const derivedAnswer = (): string => 'The shape of the answer is not confirmed';

export const nextStep = (tasks: number): string =>
	`${tasks === 1 ? 'The task is under way' : `${tasks} tasks are under way`}: connect Kexiang Wait for Task to this output to get the result, or switch Wait for Completion on`;

/** Of files that the platform had to accept before a request was sent. */
export const reviewedFirst = (now: number, earlier: number): string => {
	const files = (count: number) => `${count} ${count === 1 ? 'file was' : 'files were'}`;
	return [
		...(now > 0 ? [`${files(now)} reviewed first in this run`] : []),
		...(earlier > 0 ? [`${files(earlier)} accepted before and not reviewed again`] : []),
	].join('; ');
};

export const handedOn = (count: number, all: number): string =>
	`${count} of ${all} items had no task ID, but a result or an error already: they were passed on unchanged`;

export const isUnknownOperation = (operation: string): string =>
	`The operation "${operation}" is not known`;

/** Of an option that keeps the user from paying. */
export const isSetButEmpty = (): string =>
	'is set, but its value is empty, which would switch it off';
export const correctOrRemove = (): string => 'Correct its expression, or remove the option.';

/** Of an option of which one value holds for the whole run. */
export const differsByItem = (first: unknown, own: unknown): string =>
	`is ${String(first)} for item 0 and ${String(own)} for this one, but one value holds for the whole run`;
export const giveOneValue = (): string =>
	'Enter a fixed value, or an expression that gives the same for all items.';

export const limitCannotBeKept = (limit: number): string =>
	`Not sent: the Spending Limit of ${limit} credits cannot be kept, because the platform does not report what a task of this run costs (${priceNotReported()})`;

/** @param price undefined where no such task has told one */
export const limitReached = (limit: number, spent: number, price: number | undefined): string =>
	`Not sent: ${spent} of the Spending Limit of ${limit} credits are spent, and ${
		price === undefined
			? `what such a task costs is not known (${priceNotReported()})`
			: `such a task costs ${price}`
	}`;

export const raiseLimit = (): string =>
	'Raise Options > Spending Limit to go on; what was accepted so far is kept.';
