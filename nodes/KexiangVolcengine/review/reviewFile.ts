import { createHash } from 'crypto';
import type { IExecuteFunctions } from 'n8n-workflow';

import { TIMEOUT_SECONDS, type PlatformRequest } from '../../shared/answers/endpoints';
import { PlatformProblem } from '../../shared/answers/problem';
import type { SharedLinks } from '../../shared/files/shareFiles';
import { blotLinks, withoutLinks, withoutLinksIn } from '../../shared/run/requestFiles';
import { Submissions } from '../../shared/run/submissions';
import { submit, type Submittal } from '../../shared/run/submit';
import { watchTasks } from '../../shared/run/watch';
import { attempt } from '../../shared/util/attempt';
import {
	REVIEW_ASSETS_FIRST,
	seedance2AssetReviewSubmit as REVIEW,
} from '../operations/seedance2AssetReviewSubmit';
import { ofParameter } from '../../shared/words/fields';
import * as words from '../../shared/words/operations';

/** How to poll for a review. Reviews take seconds to minutes (reference 6.8). */
const WATCH = {
	timeLimitSeconds: 900,
	schedule: 'smart',
	intervalSeconds: 1,
	requestsPerSecond: 20,
} as const;

/** A file that a request refers to. */
export interface ReviewedFile {
	url: string;
	/** The review's name for this kind of file. */
	assetType: string;
	/** Identifies the file: its URL, or a hash of its content where the link differs in each execution. */
	key: string;
}

/**
 * Submits one file for review and waits for the verdict. The review is sent once for all items of a run, however
 * often n8n runs the node.
 * @returns the id of the accepted asset
 * @throws PlatformProblem when the file is refused or cannot be reviewed
 */
export async function reviewFile(
	context: IExecuteFunctions,
	file: ReviewedFile,
	links: SharedLinks,
	itemIndex: number,
): Promise<string> {
	const shown = links.get(file.url)?.shown ?? file.url;
	const refused = (reason: string | undefined) =>
		refusedFile(shown, reason && withoutLinksIn(reason, links));
	const submittal = submittalOf(file, links);
	const sent = await attempt(submit(context, new Submissions(context), submittal, itemIndex));
	if (!sent.ok) throw problemOfReview(sent.cause, shown);
	const { handle, task: reading } = sent.value;
	if (reading.state === 'success' && reading.assetId !== undefined) return reading.assetId;
	if (reading.state === 'failed') throw refused(reading.failReason);
	const { taskId, taskSource } = handle;
	if (taskId === undefined || taskSource === undefined) throw unknownVerdict(shown, taskId);
	const task = { ...handle, taskId, taskSource };
	const [outcome] = await watchTasks(context, [{ task, index: itemIndex }], WATCH);
	if (outcome?.kind !== 'finished') throw unknownVerdict(shown, taskId);
	if (outcome.task.state === 'failed') throw refused(outcome.task.failReason);
	if (outcome.task.assetId === undefined) throw unknownVerdict(shown, taskId);
	return outcome.task.assetId;
}

function submittalOf({ url, assetType, key }: ReviewedFile, links: SharedLinks): Submittal {
	const part = `review-${createHash('sha256').update(key).digest('hex').slice(0, 16)}`;
	const { endpoint, value, taskSource } = REVIEW;
	const request: PlatformRequest = {
		...endpoint,
		body: { url, name: part, asset_type: assetType, wait_complete: false },
		timeoutSeconds: TIMEOUT_SECONDS.submit,
		paid: true,
	};
	return {
		operation: REVIEW,
		request,
		handle: { operation: value, ...(taskSource && { taskSource }) },
		part,
		hide: (body) => blotLinks(body, links),
		onFailure: (cause) => withoutLinks(cause, links),
	};
}

// Errors of a review that returns no asset.

/** A review may have started, but no video was paid for. The error must say so. */
function problemOfReview(cause: unknown, shown: string): unknown {
	if (!(cause instanceof PlatformProblem) || cause.failure.details.taskMayExist !== true)
		return cause;
	const { message, details } = cause.failure;
	return new PlatformProblem(
		{
			message: words.noClearAnswer(REVIEW_ASSETS_FIRST, shown, message),
			description: words.noVideoWasSubmitted(),
			details,
		},
		cause.cause,
	);
}

/** The review was sent, the video was not. */
const withoutAsset = (reason: string, description: string) =>
	new PlatformProblem(
		{
			message: ofParameter(REVIEW_ASSETS_FIRST, reason),
			description,
			details: { parameter: REVIEW_ASSETS_FIRST, taskMayExist: false },
		},
		{},
	);

const refusedFile = (shown: string, reason?: string) =>
	withoutAsset(words.endedWithRefusal(shown, reason), words.useAnotherFile());

const unknownVerdict = (shown: string, taskId: string | undefined) =>
	withoutAsset(words.broughtNoVerdict(shown, taskId), words.askForReview());
