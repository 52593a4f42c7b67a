/** What people read of a value that is refused before anything is sent. */

/** Why a value is refused, as the end of the sentence "LABEL ...", and how to get unstuck. */
export interface Refusal {
	reason: string;
	advice: string;
}

export const stillHoldsExpression = (): Refusal => ({
	reason: 'still holds an expression that was not evaluated',
	advice:
		'Switch the parameter from Fixed to Expression, so that n8n replaces {{ ... }} by its value.',
});

/** @param reason as that of a refusal */
export const ofParameter = (label: string, reason: string): string => `${label} ${reason}`;

/** Where a refusal has no advice. */
export const nothingSent = (): string => 'Nothing was sent to the platform.';
