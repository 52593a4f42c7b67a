/** What an AI agent is told. English for ever, whatever language people read: a model is told in one. */
import type { Failure } from '../util/failure';
import { descriptionOf, ended, sentences } from './platform';

export const doNotRepeat = (): string =>
	'Do not call this tool again for the same result: the user may be charged twice. Tell the user what happened.';

export const outOfCredits = (): string =>
	'Do not call this tool again in this conversation: the user does not allow further spending. Tell the user what was made so far.';

const askLater = (): string =>
	'Check it later with the same taskId, using a Kexiang Wait for Task tool or the operation Get Result. Do not submit it again: the user would be charged twice.';

/** @param reason undefined where the platform gives none */
export const endedWithoutResult = (reason: string | undefined): string =>
	`The task ended without a result: ${reason ?? 'the platform gave no reason'}. Checking again will not change that. Change the input before you submit another task.`;

export const stillRunning = (): string => sentences('The task is still running.', askLater());

/** Of a task that there is, or may be. */
export const noResultOfTask = (failure: Failure): string =>
	sentences(ended(failure.message), askLater(), descriptionOf(failure));

/** What went wrong, and what to do, in one text. */
export const wholeFailure = (failure: Failure): string =>
	sentences(ended(failure.message), descriptionOf(failure));

/** What a model is told of a node that is its tool, and of the parameters that it fills in. English for ever. */

const COSTS =
	'Costs credits. Call it once for each result, and never repeat a call blindly: the user may be charged twice. If something goes wrong, read state, message and advice in the response.';

const MAY_TAKE_LONG =
	'If a task is still running at the time limit, the response has state pending and its taskId. Check it later with a Kexiang Wait for Task tool, and do not call this tool again.';

const GUARDS =
	'If the user has set a Spending Limit, calls beyond it are refused. If the user has switched on Preview Request, the request is only shown: nothing is sent or charged.';

const FREE = 'Costs nothing, so it can be called again.';

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
	`Get the state of a KexiangAI task by its taskId, and its results once it has ended. ${FREE}`;

export const recentToolTold = (): string =>
	`List the KexiangAI tasks that were accepted recently, newest first, with their taskId. ${FREE}`;

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
	const onlyIn = modes.length > 0 ? `Only used with Mode ${modes.join(' or ')}` : undefined;
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
	`One of: ${entries.map(entryTold).join(', ')}${empty ? `; leave empty for ${empty.name}` : ''}`;

interface EntryTold {
	name: string;
	value: string;
}

const entryTold = ({ name, value }: EntryTold) => (name === value ? value : `${value} (${name})`);

/** Of a number without a default. */
export const emptyUnlessWanted = (): string => 'Leave empty unless needed';
