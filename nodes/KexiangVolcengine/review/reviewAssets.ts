import type { IExecuteFunctions } from 'n8n-workflow';

import { clientFor } from '../../shared/client/client';
import { contentSum } from '../../shared/files/localFile';
import type { SharedRequest } from '../../shared/files/shareFiles';
import type { PreparedPreview, PreparedRequest } from '../../shared/operation/operation';
import { attempt, mapInOrder } from '../../shared/util/attempt';
import { ProcessMemory } from '../../shared/util/processMemory';
import { materialsOf, withAssets } from './materials';
import { reviewFile, type KnownFile } from './reviewFile';

const REVIEWS_AT_ONCE = 3;

/**
 * The request with every picture, video and sound replaced by its reviewed asset. What was accepted before is
 * not reviewed again; each file is reviewed once for all items of a run, however often n8n runs the node.
 * @throws ParameterProblem when a file is refused, PlatformProblem when a review cannot be had
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
			const review = async () => await reviewFile(context, file, links, itemIndex);
			const asset = await attempt(assetFor(context, account, file, review));
			if (asset.ok) assetOf.set(file.url, asset.value);
			else isRefused = true;
			return asset;
		},
	);
	for (const one of reviewed) if (one?.ok === false) throw one.cause;
	const keys = files.map(({ key }) => key);
	return {
		request: { ...request, body: withAssets(request.body ?? {}, assetOf) },
		forget: forgettingAssets(account, keys),
	};
}

/** The request with the assets that are accepted already, and the files that are reviewed before it is sent. */
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
		const asset = acceptedAsset(account, key);
		if (asset === undefined) reviewsFirst.push(links.get(url)?.shown ?? url);
		else assetOf.set(url, asset);
	}
	return {
		request: { ...request, body: withAssets(request.body ?? {}, assetOf) },
		facts: reviewsFirst.length > 0 ? { reviewsFirst } : {},
	};
}

/** What a file is known by: its URL, or its content where its link is another in each execution. */
async function filesOf(
	context: IExecuteFunctions,
	{ request, links }: SharedRequest,
): Promise<KnownFile[]> {
	const files: KnownFile[] = [];
	for (const material of materialsOf(request.body ?? {})) {
		const binary = links.get(material.url)?.file.binary;
		const key = binary === undefined ? material.url : `sha256:${await contentSum(context, binary)}`;
		files.push({ ...material, key });
	}
	return files;
}

/** The accepted asset of a file, reviewed now where none is known. */
async function assetFor(
	context: IExecuteFunctions,
	account: string,
	{ assetType, key }: KnownFile,
	review: () => Promise<string>,
): Promise<string> {
	const known = acceptedAsset(account, key);
	if (known !== undefined) return known;
	const asset = await sharedReview(context, `${account} ${assetType} ${key}`, review);
	rememberAsset(account, key, asset);
	return asset;
}

/** Reviews of one run, by file: items that show the same one share its verdict. */
const reviewsOfRun = new WeakMap<IExecuteFunctions, Map<string, Promise<string>>>();

async function sharedReview(
	context: IExecuteFunctions,
	file: string,
	review: () => Promise<string>,
): Promise<string> {
	const reviews = reviewsOfRun.get(context) ?? new Map<string, Promise<string>>();
	reviewsOfRun.set(context, reviews);
	const verdict = reviews.get(file) ?? review();
	reviews.set(file, verdict);
	return await verdict;
}

/** Assets that the platform has accepted, by their URL, or by the content of a file of n8n; each account has its own. */
const ACCEPTED = new ProcessMemory<string>(1000);

/** @param account platform host and key; @param file its URL, or what stands for its content */
const acceptedAsset = (account: string, file: string): string | undefined =>
	ACCEPTED.get(account, file);

const rememberAsset = (account: string, file: string, asset: string): void =>
	ACCEPTED.set(account, file, asset);

/** Forgets these files: what the platform accepted once, it may have dropped since. Holds nothing but their names. */
const forgettingAssets = (account: string, files: readonly string[]) => (): void => {
	for (const file of files) ACCEPTED.forget(account, file);
};
