import { ProcessMemory } from '../util/processMemory';

/** Label of the switch that has assets reviewed. */
export const REVIEW_ASSETS_FIRST = 'Review Assets First';

/** Assets that the platform has accepted, by their URL, or by the content of a file of n8n; each account has its own. */
const accepted = new ProcessMemory<string>(1000);

/** Files that tasks were made from as assets, by host and task. */
const usedBy = new ProcessMemory<{ place: string; files: readonly string[] }>(1000);

/** @param place platform host and key; @param file its URL, or what stands for its content */
export const acceptedAsset = (place: string, file: string): string | undefined =>
	accepted.get(place, file);

export const rememberAsset = (place: string, file: string, asset: string): void =>
	accepted.set(place, file, asset);

/** What the platform accepted once, it may have dropped since. */
export const forgetAsset = (place: string, file: string): void => accepted.forget(place, file);

/** A task was taken that shows these files as assets. */
export function assetsUsed(taskId: string, place: string, files: readonly string[]): void {
	const [host = ''] = place.split(' ', 1);
	usedBy.set(host, taskId, { place, files });
}

/** A task failed: its assets may be the reason, so that they are reviewed again before the next one. */
export function forgetAssetsOf(host: string, taskId: string): void {
	const used = usedBy.get(host, taskId);
	for (const file of used?.files ?? []) forgetAsset(used?.place ?? '', file);
	usedBy.forget(host, taskId);
}
