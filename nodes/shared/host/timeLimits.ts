/** How long a node may wait in all, and how long n8n lets the execution last. */
import type { IExecuteFunctions, INode } from 'n8n-workflow';

import { OPTIONS } from '../operation/field';
import { readTimeLimit, TIME_LIMIT_MINUTES } from '../operation/timeLimit';
import { isObject } from '../util/json';
import { secondsOf } from '../util/time';
import type { Explained } from '../words/platform';
import * as words from '../words/wiring';

/** After so many seconds n8n ends the execution, as the settings of the workflow say; undefined where they say nothing. */
export function executionSeconds(
	context: Pick<IExecuteFunctions, 'getWorkflowSettings'>,
): number | undefined {
	const { executionTimeout = -1 } = context.getWorkflowSettings();
	return executionTimeout > 0 ? executionTimeout : undefined;
}

type Retries = Pick<INode, 'retryOnFail' | 'maxTries' | 'waitBetweenTries'>;

/** How often n8n runs a node that ends with an error. */
export const triesOf = ({ retryOnFail, maxTries }: Retries): number =>
	retryOnFail === true ? Math.min(5, Math.max(2, maxTries || 3)) : 1;

/** How long all tries last that wait for so many seconds each. */
export function secondsInAll(node: Retries, seconds: number): number {
	const tries = triesOf(node);
	const pause = Math.min(5000, Math.max(0, node.waitBetweenTries || 1000));
	return tries * seconds + (tries - 1) * secondsOf(pause);
}

/** Why n8n would end the execution before a wait is over; undefined where it would not. */
export const endsBefore = (
	execution: number | undefined,
	wait: { seconds: number; tries: number },
	here: string,
): Explained | undefined =>
	execution === undefined || execution >= wait.seconds
		? undefined
		: words.executionEndsFirst(here, execution, wait);

/** The Time Limit among a node's parameters, in seconds; undefined where there is none that could be read. */
export function timeLimitIn(parameters: unknown): number | undefined {
	const held = isObject(parameters) ? parameters : {};
	const options = isObject(held[OPTIONS]) ? held[OPTIONS] : {};
	try {
		const minutes = readTimeLimit((name, place) => (place === 'form' ? held : options)[name]);
		return (minutes ?? TIME_LIMIT_MINUTES) * 60;
	} catch {
		return undefined;
	}
}
