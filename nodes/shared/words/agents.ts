/** What an AI agent is told. English for ever, whatever language people read: a model is told in one. */
import type { Failure } from '../util/failure';
import { descriptionOf, sentences } from './platform';

export const doNotRepeat = (): string =>
	'Do not call this again for the same result: that may be charged again. Tell the user what happened.';

export const outOfCredits = (): string =>
	'Do not call this again in this conversation: the user allows no further credits. Tell the user what was made so far.';

const askLater = (): string =>
	'Ask for it again later with the same taskId, by a tool of Kexiang Wait for Task or the operation Get Result. Do not submit it again: that would be charged again.';

/** @param reason undefined where the platform gives none */
export const endedWithoutResult = (reason: string | undefined): string =>
	`The task ended without a result: ${reason ?? 'the platform gives no reason'}. Asking again will not change that; change the input before you submit another task.`;

export const stillRunning = (): string => sentences('The task is still running.', askLater());

/** Of a task that there is, or may be. */
export const noResultOfTask = (failure: Failure): string =>
	sentences(`${failure.message}.`, askLater(), descriptionOf(failure));

/** What went wrong, and what to do, in one text. */
export const wholeFailure = (failure: Failure): string =>
	sentences(`${failure.message}.`, descriptionOf(failure));

/** What a model is told of a node that is its tool, and of the parameters that it fills in. English for ever. */

const COSTS =
	'Costs credits of the user: call it once for each result that is wanted, and never repeat a call blindly, as it may be charged again. What went wrong stands in state, message and advice of the answer.';

const MAY_TAKE_LONG =
	'A task that outlasts the time limit comes back with state pending and its taskId: ask for it later by a tool of Kexiang Wait for Task, and do not call this again.';

const GUARDS =
	'The user may have set a Spending Limit, beyond which calls are refused, or Preview Request, with which the request is shown, and nothing is sent or paid.';

const FREE = 'Costs nothing, so it may be called again.';

// Tools.

/** What an operation is called, and what it does. */
interface OperationTold {
	action: string;
	summary: string;
}

const doesTold = ({ action, summary }: OperationTold) => `${action}. ${summary}.`;

/** @param makesTasks its tasks may outlast the time limit */
export const paidToolTold = (operation: OperationTold, makesTasks: boolean): string =>
	[doesTold(operation), COSTS, ...(makesTasks ? [MAY_TAKE_LONG] : []), GUARDS].join(' ');

export const freeToolTold = (operation: OperationTold): string => `${doesTold(operation)} ${FREE}`;

export const waitToolTold = (): string =>
	`Get the state of a task of KexiangAI by its taskId, and its results when it has ended. ${FREE}`;

export const recentToolTold = (): string =>
	`List the tasks of KexiangAI that were accepted lately, the newest first, with their taskId. ${FREE}`;

// Parameters.

/** @param modes those that use it; none where all do */
export function parameterTold(told: {
	description?: string | undefined;
	hint?: string | undefined;
	allowed?: string | undefined;
	limit?: string | undefined;
	modes: readonly string[];
}): string {
	const { description, hint, allowed, limit, modes } = told;
	const onlyIn = modes.length > 0 ? `Only with Mode ${modes.join(' or ')}` : undefined;
	return (
		[description, hint, allowed, limit, onlyIn]
			.filter((sentence) => sentence !== undefined && sentence !== '')
			.map((sentence) => sentence?.replace(/\.$/, ''))
			.join('. ')
			// A model writes no expressions.
			.replace(', or a list', '')
	);
}

/** @param empty the entry that stands for nothing */
export const oneOf = (entries: readonly EntryTold[], empty?: EntryTold): string =>
	`One of: ${entries.map(entryTold).join(', ')}${empty ? `; empty for ${empty.name}` : ''}`;

interface EntryTold {
	name: string;
	value: string;
}

const entryTold = ({ name, value }: EntryTold) => (name === value ? value : `${value} (${name})`);

/** Of a number without a default. */
export const emptyUnlessWanted = (): string => 'Empty unless wanted';
