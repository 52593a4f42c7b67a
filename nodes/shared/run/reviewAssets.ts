import { createHash } from 'crypto';
import type { IExecuteFunctions } from 'n8n-workflow';

import { TIMEOUT_SECONDS, type PlatformRequest } from '../answers/endpoints';
import { PlatformProblem } from '../answers/errors';
import {
	acceptedAsset,
	assetsUsed,
	forgetAsset,
	rememberAsset,
	REVIEW_ASSETS_FIRST,
} from '../client/acceptedAssets';
import { clientFor } from '../client/client';
import type { Body } from '../client/connection';
import { contentSum } from '../files/localFile';
import type { SharedLinks, SharedRequest } from '../files/shareFiles';
import type { Operation } from '../operation/operation';
import { attempt, mapInOrder } from '../util/attempt';
import { ParameterProblem } from '../util/failure';
import { isObject, type JsonObject, type JsonValue } from '../util/json';
import type { Submissions } from './submissions';
import { submit } from './submit';
import { watchTasks } from './watch';
import { blotLinks, withoutLinks, withoutLinksIn } from './withoutLinks';

const REVIEWS_AT_ONCE = 3;
/** How a review is waited for; they take seconds to minutes (reference 6.8). */
const WATCH = {
	timeLimitSeconds: 900,
	schedule: 'smart',
	intervalSeconds: 1,
	requestsPerSecond: 20,
} as const;

/** Kinds of materials in a request, and what the review calls them (reference 6.5, 6.7). */
const KINDS: Readonly<Record<string, string>> = {
	image_url: 'Image',
	video_url: 'Video',
	audio_url: 'Audio',
};

interface Material {
	url: string;
	assetType: string;
}

/**
 * The request with every picture, video and sound replaced by its reviewed asset. What was accepted before is
 * not reviewed again; each file is reviewed once for all items of a run, however often n8n runs the node.
 * @throws ParameterProblem when a file is refused, PlatformProblem when a review cannot be had
 */
export async function reviewAssets(
	context: IExecuteFunctions,
	submissions: Submissions,
	review: Operation,
	{ request, links }: SharedRequest,
	itemIndex: number,
): Promise<PlatformRequest> {
	const materials = materialsOf(request.body ?? {});
	const place = (await clientFor(context, itemIndex)).account(request.api);
	const assetFor = async (material: Material | undefined) => {
		if (material === undefined) return undefined;
		const key = await keyOf(context, material, links);
		const known = acceptedAsset(place, key);
		if (known !== undefined) return known;
		const named = { ...material, key, links };
		const asset = await sharedReview(
			context,
			`${place.id} ${material.assetType} ${key}`,
			async () => reviewOne(context, submissions, review, named, itemIndex),
		);
		rememberAsset(place, key, asset);
		return asset;
	};
	let goOn = true;
	const reviewed = await mapInOrder(
		materials.length,
		REVIEWS_AT_ONCE,
		() => goOn && !context.getExecutionCancelSignal()?.aborted,
		async (index) => {
			const asset = await attempt(assetFor(materials[index]));
			goOn &&= asset.ok;
			return asset;
		},
	);
	const assets = reviewed.map((one) => {
		if (one?.ok === false) throw one.cause;
		return one?.value;
	});
	const assetOf = new Map(materials.map(({ url }, index) => [url, assets[index]]));
	return { ...request, body: withAssets(request.body ?? {}, assetOf) };
}

/** The request with the assets that are accepted already, and the links of files that are reviewed before it is sent. */
export async function withKnownAssets(
	context: IExecuteFunctions,
	{ request, links }: SharedRequest,
	itemIndex: number,
): Promise<{ request: PlatformRequest; toReview: string[] }> {
	const place = (await clientFor(context, itemIndex)).account(request.api);
	const assetOf = new Map<string, string | undefined>();
	for (const material of materialsOf(request.body ?? {}))
		assetOf.set(material.url, acceptedAsset(place, await keyOf(context, material, links)));
	return {
		request: { ...request, body: withAssets(request.body ?? {}, assetOf) },
		toReview: [...assetOf.keys()].filter((url) => assetOf.get(url) === undefined),
	};
}

/** Reviews of one run, by file: items that show the same one share its verdict. */
const reviewsOfRun = new WeakMap<IExecuteFunctions, Map<string, Promise<string>>>();

async function sharedReview(
	context: IExecuteFunctions,
	file: string,
	begin: () => Promise<string>,
): Promise<string> {
	const reviews = reviewsOfRun.get(context) ?? new Map<string, Promise<string>>();
	reviewsOfRun.set(context, reviews);
	const verdict = reviews.get(file) ?? begin();
	reviews.set(file, verdict);
	return await verdict;
}

/** After a refusal: what the platform accepted once, it may have dropped since. */
export async function forgetAssets(
	context: IExecuteFunctions,
	{ request, links }: SharedRequest,
	itemIndex: number,
): Promise<void> {
	const { place, files } = await filesOf(context, { request, links }, itemIndex);
	for (const file of files) forgetAsset(place, file);
}

/** A task was taken that shows the files of this request as assets: should it fail, they are reviewed again. */
export async function noteAssets(
	context: IExecuteFunctions,
	shared: SharedRequest,
	itemIndex: number,
	taskId: string,
): Promise<void> {
	const { place, files } = await filesOf(context, shared, itemIndex);
	assetsUsed(taskId, place, files);
}

async function filesOf(
	context: IExecuteFunctions,
	{ request, links }: SharedRequest,
	itemIndex: number,
) {
	const place = (await clientFor(context, itemIndex)).account(request.api);
	const files: string[] = [];
	for (const material of materialsOf(request.body ?? {}))
		files.push(await keyOf(context, material, links));
	return { place, files };
}

/** What a file is known by: its URL, or its content where its link is another in each execution. */
const keyOf = async (context: IExecuteFunctions, { url }: Material, links: SharedLinks) => {
	const binary = links.get(url)?.file.binary;
	return binary === undefined ? url : `sha256:${await contentSum(context, binary)}`;
};

/** Has one file reviewed, and waits for the verdict. */
async function reviewOne(
	context: IExecuteFunctions,
	submissions: Submissions,
	review: Operation,
	{ url, assetType, key, links }: Material & { key: string; links: SharedLinks },
	itemIndex: number,
): Promise<string> {
	const part = `review-${createHash('sha256').update(key).digest('hex').slice(0, 16)}`;
	const { taskSource } = review;
	const plainReason = (reason: string | undefined) => reason && withoutLinksIn(reason, links);
	const request: PlatformRequest = {
		...review.endpoint,
		body: { url, name: part, asset_type: assetType, wait_complete: false },
		timeoutSeconds: TIMEOUT_SECONDS.submit,
		paid: true,
	};
	const handle = { operation: review.value, ...(taskSource && { taskSource }) };
	const onFailure = async (cause: unknown) => withoutLinks(cause, links);
	const onAnswer = (body: Body) => blotLinks(body, links);
	const submittal = { operation: review, request, handle, part, onAnswer, onFailure };
	const shown = links.get(url)?.shown ?? url;
	const sent = await attempt(submit(context, submissions, submittal, itemIndex));
	if (!sent.ok) throw ofReview(sent.cause, shown);
	const { handle: taken, reading } = sent.value;
	if (reading.state === 'success' && reading.assetId !== undefined) return reading.assetId;
	const { taskId } = taken;
	if (reading.state === 'failed') throw refused(shown, plainReason(reading.failReason));
	if (taskId === undefined || taskSource === undefined) throw unknownVerdict(shown, taskId);
	const task = { ...taken, taskId, taskSource };
	const [outcome] = await watchTasks(context, [task], [itemIndex], WATCH);
	if (outcome?.kind !== 'finished') throw unknownVerdict(shown, taskId);
	if (outcome.task.state === 'failed') throw refused(shown, plainReason(outcome.task.failReason));
	if (outcome.task.assetId === undefined) throw unknownVerdict(shown, taskId);
	return outcome.task.assetId;
}

/** A review that may have begun is no video that may have been paid. */
function ofReview(cause: unknown, shown: string): unknown {
	if (!(cause instanceof PlatformProblem) || cause.failure.details.taskMayExist !== true)
		return cause;
	const { message, details } = cause.failure;
	const why = message.replace(/; the task may have been created$/, '');
	return new PlatformProblem(
		{
			message: `${REVIEW_ASSETS_FIRST}: no clear answer came to the review of ${shown} (${why})`,
			description:
				'No video was submitted, and nothing was paid for one. The review itself may have begun; it is not sent again in this execution. Start a new one to have the file reviewed.',
			details,
		},
		cause.cause,
	);
}

const refused = (shown: string, reason = 'no reason given') =>
	new ParameterProblem(
		REVIEW_ASSETS_FIRST,
		`ended with a refusal of ${shown}: ${reason}`,
		"The reason is the platform's own. Nothing was paid for a video; use another file.",
	);

const unknownVerdict = (shown: string, taskId: string | undefined) =>
	new ParameterProblem(
		REVIEW_ASSETS_FIRST,
		`brought no verdict on ${shown}${taskId === undefined ? '' : ` (review ${taskId})`}`,
		'Nothing was paid for a video. Ask for the review with Kexiang Wait for Task (task source Asset Review), or run again later.',
	);

/** Every file of a request that is no asset yet, each once. Pure. */
function materialsOf(body: JsonObject): Material[] {
	const found = new Map<string, Material>();
	eachMaterial(body, (url, assetType) => {
		if (!/^asset:/i.test(url)) found.set(url, { url, assetType });
	});
	return [...found.values()];
}

function eachMaterial(body: JsonObject, see: (url: string, assetType: string) => void): void {
	for (const entry of contentOf(body)) {
		for (const [key, assetType] of Object.entries(KINDS)) {
			const holder = isObject(entry) ? entry[key] : undefined;
			if (isObject(holder) && typeof holder.url === 'string') see(holder.url, assetType);
		}
	}
}

const contentOf = ({ user_input: input }: JsonObject): readonly unknown[] =>
	isObject(input) && Array.isArray(input.content) ? input.content : [];

/** The body with assets in place of their URLs. Pure. */
function withAssets(
	body: JsonObject,
	assetOf: ReadonlyMap<string, string | undefined>,
): JsonObject {
	const replaced = (value: JsonValue | undefined): JsonValue | undefined => {
		if (Array.isArray(value)) return value.map((entry) => replaced(entry) ?? null);
		if (typeof value !== 'object' || value === null) return value;
		return Object.fromEntries(
			Object.entries(value).map(([key, entry]) => {
				const asset = key === 'url' && typeof entry === 'string' ? assetOf.get(entry) : undefined;
				return [key, asset === undefined ? replaced(entry) : `asset://${asset}`];
			}),
		);
	};
	const input = body.user_input;
	if (typeof input !== 'object' || input === null || Array.isArray(input)) return body;
	return { ...body, user_input: { ...input, content: replaced(input.content) } };
}
