import type { IExecuteFunctions } from 'n8n-workflow';

import type { ReviewedAsset } from '../../shared/answers/sources';
import { clientFor } from '../../shared/client/client';
import { contentSum } from '../../shared/files/localFile';
import type { SharedRequest } from '../../shared/files/shareFiles';
import type { PreparedPreview, PreparedRequest } from '../../shared/operation/operation';
import { attempt, mapInOrder } from '../../shared/util/attempt';
import { isObject, type JsonObject, type JsonValue } from '../../shared/util/json';
import { ProcessMemory } from '../../shared/util/processMemory';
import { reviewFile, type ReviewedFile } from './reviewFile';

const REVIEWS_AT_ONCE = 3;

/** Kinds of files in a request, and what the review calls them (reference 6.5, 6.7). */
const KINDS = Object.entries({ image_url: 'Image', video_url: 'Video', audio_url: 'Audio' });

/** Assets that the platform has accepted, by account and the file's `key`. */
const ACCEPTED = new ProcessMemory<string>(1000);

/** Reviews of one run, by file. Items that show the same file share its verdict. */
const reviewsOfRun = new WeakMap<IExecuteFunctions, Map<string, Promise<string>>>();

/**
 * Replaces every picture, video and sound in the request with its reviewed asset. A file that was accepted before is
 * not reviewed again. Each file is reviewed once for all items of a run, however often n8n runs the node.
 * @throws PlatformProblem when a file is refused or cannot be reviewed
 */
export async function prepare(
	context: IExecuteFunctions,
	shared: SharedRequest,
	itemIndex: number,
): Promise<PreparedRequest> {
	const { request, links } = shared;
	const { id: account } = (await clientFor(context, itemIndex)).account(request.api);
	const files = await filesOf(context, shared);
	const assetOf = new Map<string, string>();
	let isRefused = false;
	const reviewed = await mapInOrder(
		files.length,
		REVIEWS_AT_ONCE,
		() => !isRefused && !context.getExecutionCancelSignal()?.aborted,
		async (index) => {
			const file = files[index];
			if (file === undefined) return undefined;
			const review = () => reviewFile(context, file, links, itemIndex);
			const asset = await attempt(assetFor(context, account, file, review));
			if (asset.ok) assetOf.set(file.url, asset.value);
			else isRefused = true;
			return asset;
		},
	);
	for (const one of reviewed) if (one?.ok === false) throw one.cause;
	const keys = files.map(({ key }) => key);
	const reviews = reviewsOfRun.get(context);
	const reviewedAssets = files.flatMap((file): ReviewedAsset[] => {
		const asset = assetOf.get(file.url);
		if (asset === undefined) return [];
		const reviewed = reviews?.has(reviewOf(account, file)) ? 'now' : 'earlier';
		const shown = links.get(file.url)?.shown ?? file.url;
		return [{ file: shown, assetUrl: `asset://${asset}`, reviewed }];
	});
	return {
		request: { ...request, body: withAssets(request.body ?? {}, assetOf) },
		facts: reviewedAssets.length > 0 ? { reviewedAssets } : {},
		forget: forgetting(account, keys),
	};
}

/**
 * Forgets accepted assets, because the platform may have dropped them since. The callback lives until the task ends.
 * It is created outside `prepare` so that it does not keep the variables of `prepare` in memory.
 */
const forgetting = (account: string, keys: readonly string[]) => (): void => {
	for (const key of keys) ACCEPTED.forget(account, key);
};

/** The request with the assets that are already accepted, and the files that still need a review before it is sent. */
export async function preview(
	context: IExecuteFunctions,
	shared: SharedRequest,
	itemIndex: number,
): Promise<PreparedPreview> {
	const { request, links } = shared;
	const { id: account } = (await clientFor(context, itemIndex)).account(request.api);
	const assetOf = new Map<string, string>();
	const reviewsFirst: string[] = [];
	for (const { url, key } of await filesOf(context, shared)) {
		const asset = ACCEPTED.get(account, key);
		if (asset === undefined) reviewsFirst.push(links.get(url)?.shown ?? url);
		else assetOf.set(url, asset);
	}
	return {
		request: { ...request, body: withAssets(request.body ?? {}, assetOf) },
		facts: reviewsFirst.length > 0 ? { reviewsFirst } : {},
	};
}

/** Every file of a request that is not an asset yet, each once. */
async function filesOf(
	context: IExecuteFunctions,
	{ request, links }: SharedRequest,
): Promise<ReviewedFile[]> {
	const assetTypes = new Map<string, string>();
	for (const entry of contentOf(request.body ?? {})) {
		for (const [name, assetType] of KINDS) {
			const holder = isObject(entry) ? entry[name] : undefined;
			if (!isObject(holder) || typeof holder.url !== 'string') continue;
			if (!/^asset:/i.test(holder.url)) assetTypes.set(holder.url, assetType);
		}
	}
	const files: ReviewedFile[] = [];
	for (const [url, assetType] of assetTypes) {
		const binary = links.get(url)?.file.binary;
		const key = binary === undefined ? url : `sha256:${await contentSum(context, binary)}`;
		files.push({ url, assetType, key });
	}
	return files;
}

const contentOf = ({ user_input: input }: JsonObject): readonly unknown[] =>
	isObject(input) && Array.isArray(input.content) ? input.content : [];

/** The name of a file's review within a run. */
const reviewOf = (account: string, { assetType, key }: ReviewedFile): string =>
	`${account} ${assetType} ${key}`;

/** The accepted asset of a file. Reviews the file now if no asset is known. */
async function assetFor(
	context: IExecuteFunctions,
	account: string,
	reviewedFile: ReviewedFile,
	review: () => Promise<string>,
): Promise<string> {
	const { key } = reviewedFile;
	const known = ACCEPTED.get(account, key);
	if (known !== undefined) return known;
	const reviews = reviewsOfRun.get(context) ?? new Map<string, Promise<string>>();
	reviewsOfRun.set(context, reviews);
	const file = reviewOf(account, reviewedFile);
	const verdict = reviews.get(file) ?? review();
	reviews.set(file, verdict);
	const asset = await verdict;
	ACCEPTED.set(account, key, asset);
	return asset;
}

/** The body with assets in place of file URLs. */
function withAssets(body: JsonObject, assetOf: ReadonlyMap<string, string>): JsonObject {
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
