/** What an AI agent is told. English for ever, whatever language people read: a model is told in one. */
import type { Failure } from '../util/failure';
import { sentences } from './platform';

type Explained = Pick<Failure, 'message' | 'description'>;

export const doNotRepeat = (): string =>
	'Do not call this again for the same result: that may be charged again. Tell the user what happened.';

export const outOfCredits = (): string =>
	'Do not call this again in this conversation: the user allows no further credits. Tell the user what was made so far.';

export const askLater = (): string =>
	'Ask for it again later with the same taskId, by a tool of Kexiang Wait for Task or the operation Get Result. Do not submit it again: that would be charged again.';

/** @param reason undefined where the platform gives none */
export const endedWithoutResult = (reason: string | undefined): string =>
	`The task ended without a result: ${reason ?? 'the platform gives no reason'}. Asking again will not change that; change the input before you submit another task.`;

export const stillRunning = (): string => sentences('The task is still running.', askLater());

/** Of a task that there is, or may be. */
export const noResultOfTask = ({ message, description }: Explained): string =>
	sentences(`${message}.`, askLater(), description);

/** Where no task could be made out. */
export const noTask = ({ message, description }: Explained): string =>
	sentences(`${message}.`, description);
