import type { IExecuteFunctions } from 'n8n-workflow';

import { readKey } from '../platform/apiKey';
import { baseUrl, CREDENTIAL } from '../platform/credential';
import type { Api } from '../platform/endpoints';
import { placeOf } from '../base/processMemory';
import { gatesOf } from '../waiting/gates';

/** Leave to send one paid request. */
export interface SubmissionTurn {
	/** To be called when the request has its answer, or has failed. */
	leave(): void;
	/** The platform asked to be left alone for so many seconds: every execution of this process hears it. */
	slowDown(seconds: number): void;
}

/** Waits for a turn among the paid requests of all executions; undefined once this one was stopped. */
export async function turnToSubmit(
	context: IExecuteFunctions,
	api: Api,
	itemIndex: number,
): Promise<SubmissionTurn | undefined> {
	const credential = await context.getCredentials(CREDENTIAL, itemIndex);
	const gate = gatesOf(baseUrl(credential, api), readKey(credential)).submissions;
	const signal = context.getExecutionCancelSignal();
	const turn = await gate.enter(context, { ...(signal && { signal }) });
	return turn && { leave: () => turn.leave(), slowDown: (seconds) => gate.slowDown(seconds) };
}

/** The platform's host and the key's hash, under which the process remembers what is learned. */
export async function platformPlace(
	context: IExecuteFunctions,
	api: Api,
	itemIndex: number,
): Promise<string> {
	const credential = await context.getCredentials(CREDENTIAL, itemIndex);
	return placeOf(baseUrl(credential, api), readKey(credential));
}

/** The platform's host, under which the process remembers what holds for everybody. */
export async function platformHost(
	context: IExecuteFunctions,
	api: Api,
	itemIndex: number,
): Promise<string> {
	return placeOf(baseUrl(await context.getCredentials(CREDENTIAL, itemIndex), api));
}
