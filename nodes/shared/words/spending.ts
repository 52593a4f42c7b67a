/** What people read of what they allowed to be spent. */

export const limitCannotBeKept = (limit: number): string =>
	`Not sent: the Spending Limit of ${limit} credits cannot be kept, as the platform does not tell what a task of this run costs`;

export const limitReached = (limit: number, spent: number, price: number): string =>
	`Not sent: ${spent} of the Spending Limit of ${limit} credits are spent, and such a task costs ${price}`;

export const raiseLimit = (): string =>
	'Nothing was sent for this item. Raise Options > Spending Limit to go on; what was taken so far is kept.';
