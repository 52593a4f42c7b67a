import type { IExecuteFunctions } from 'n8n-workflow';

import type { PlatformRequest, Api } from '../answers/endpoints';
import { explainNowhere, PlatformProblem, type Circumstances } from '../answers/errors';
import { isNoService } from '../answers/noService';
import { outcomeOf } from '../answers/outcome';
import { send, type Body } from '../client/client';
import { readKey, baseUrl, CREDENTIAL } from '../client/credential';
import { forgetPath, foundPath, inOrder, rememberPath, submitService } from '../client/foundPlaces';
import { gatesOf } from '../client/gates';
import { tellPlace } from '../client/placeHint';
import { docsUrl, hasDerivedPath, type Operation } from '../operation/operation';
import { attempt } from '../util/attempt';
import { placeOf } from '../util/processMemory';
import { pause } from '../util/clock';
import { milliseconds } from '../util/time';

/** A request that was answered with no refusal. */
export interface ServiceAnswer {
	body: Body;
	/** When it was sent, ISO 8601. */
	at: string;
	/** As it was sent, to the place that answered. */
	request: PlatformRequest;
}

/** What is sent. */
export interface ServiceRequest {
	operation: Operation;
	request: PlatformRequest;
}

/** Seconds before a request is sent again that was provably not taken; a longer Retry-After ends the tries. */
const RETRY_SECONDS = [1, 4];
const LONGEST_RETRY_AFTER = 30;

/** The execution was stopped before anything was sent. */
export class NotSent extends Error {}

/**
 * The request for each place where its service may be, in the order in which they are asked: the one that answered
 * the last time, the derived one, its alternatives. One alone where the path is known, or the user's.
 */
export async function placesOf(
	context: IExecuteFunctions,
	{ operation, request }: ServiceRequest,
	itemIndex: number,
): Promise<PlatformRequest[]> {
	const { alternatives = [], ...own } = request;
	if (alternatives.length === 0) return [own];
	const host = await platformHost(context, request.api, itemIndex);
	const places = [own, ...alternatives.map((endpoint) => ({ ...own, ...endpoint }))];
	return inOrder(places, foundPath(host, submitService(operation.value)));
}

/**
 * Sends a request, again where the platform provably did not take it and may take it soon, and to the next place
 * where a derived path has no service. Each place is asked at most once; no other answer leads on.
 * @throws PlatformProblem, NotSent
 */
export async function sendToService(
	context: IExecuteFunctions,
	submission: ServiceRequest,
	itemIndex: number,
): Promise<ServiceAnswer> {
	const { operation, request } = submission;
	const places = await placesOf(context, submission, itemIndex);
	const isSearch = places.length > 1;
	const host = isSearch ? await platformHost(context, request.api, itemIndex) : '';
	const service = submitService(operation.value);
	const empty: PlatformRequest[] = [];
	for (const place of places) {
		const sent = await attempt(sendTo(context, operation, place, itemIndex));
		if (sent.ok) {
			if (isSearch) found(context, { operation, request }, place, host);
			return { ...sent.value, request: place };
		}
		const { cause } = sent;
		const refusal = cause instanceof PlatformProblem ? cause.cause.refusal : undefined;
		if (!isSearch || !isNoService(refusal)) {
			// Whoever refuses the input has read it.
			if (isSearch && refusal?.kind === 'input')
				rememberPath(host, service, place.path, request.path);
			throw cause;
		}
		if (foundPath(host, service) === place.path) forgetPath(host, service);
		empty.push(place);
		const isLast = empty.length === places.length;
		if (cause instanceof PlatformProblem && isLast)
			throw new PlatformProblem(explainNowhere(cause.failure, empty), cause.cause);
		if (context.getExecutionCancelSignal()?.aborted) throw cause;
	}
	throw new NotSent('Not sent, as no place is known');
}

function found(
	context: IExecuteFunctions,
	{ operation, request }: ServiceRequest,
	place: PlatformRequest,
	host: string,
): void {
	rememberPath(host, submitService(operation.value), place.path, request.path);
	if (place.path === request.path) return;
	tellPlace(context, {
		service: operation.name,
		derived: `${request.method} ${request.path}`,
		found: `${place.method} ${place.path}`,
		page: docsUrl(operation),
	});
}

/** Sends to one place. @throws PlatformProblem, NotSent */
async function sendTo(
	context: IExecuteFunctions,
	operation: Operation,
	request: PlatformRequest,
	itemIndex: number,
): Promise<{ body: Body; at: string }> {
	const circumstances = circumstancesOf({ operation, request });
	const signal = context.getExecutionCancelSignal();
	for (let tries = 0; ; tries++) {
		const turn = await turnToSubmit(context, request.api, itemIndex);
		if (turn === undefined) throw new NotSent('Not sent, as the execution was stopped');
		const at = new Date().toISOString();
		const sent = await attempt(send(context, request, circumstances, itemIndex));
		turn.leave();
		if (sent.ok) return { body: sent.value, at };
		const { cause } = sent;
		if (!(cause instanceof PlatformProblem)) throw cause;
		const wait = secondsToRetry(cause, tries);
		if (wait === undefined) throw cause;
		if (cause.cause.refusal !== undefined) turn.slowDown(wait);
		await pause(milliseconds(wait), signal);
		if (signal?.aborted) throw cause;
	}
}

function secondsToRetry({ cause }: PlatformProblem, tries: number): number | undefined {
	const seconds = RETRY_SECONDS[tries];
	const maySoon = cause.fault?.neverSent === true || cause.refusal?.kind === 'slowDown';
	if (seconds === undefined || !maySoon || outcomeOf(cause) !== 'notTaken') return undefined;
	const wanted = cause.refusal?.retryAfterSeconds ?? seconds;
	return wanted > LONGEST_RETRY_AFTER ? undefined : Math.max(wanted, seconds);
}

/** What an explanation needs to know. */
export const circumstancesOf = ({ operation, request }: ServiceRequest): Circumstances => ({
	operation: operation.name,
	pathEvidence: isKnownPlace(operation, request.path) ? operation.evidence.path : 'user',
	docsUrl: docsUrl(operation),
	request,
});

const isKnownPlace = (operation: Operation, path: string) =>
	path === operation.endpoint.path ||
	(hasDerivedPath(operation) &&
		(operation.alternatives ?? []).some((endpoint) => endpoint.path === path));

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
