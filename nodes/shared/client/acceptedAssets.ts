import { ProcessMemory } from '../util/processMemory';
import type { AccountName } from './account';

/** Label of the switch that has assets reviewed. */
export const REVIEW_ASSETS_FIRST = 'Review Assets First';

/** Assets that the platform has accepted, by their URL, or by the content of a file of n8n; each account has its own. */
const accepted = new ProcessMemory<string>(1000);

/** Files that tasks were made from as assets, by host and task. */
const usedBy = new ProcessMemory<{ account: AccountName; files: readonly string[] }>(1000);

/** @param file its URL, or what stands for its content */
export const acceptedAsset = ({ id }: AccountName, file: string): string | undefined =>
	accepted.get(id, file);

export const rememberAsset = ({ id }: AccountName, file: string, asset: string): void =>
	accepted.set(id, file, asset);

/** What the platform accepted once, it may have dropped since. */
export const forgetAsset = ({ id }: AccountName, file: string): void => accepted.forget(id, file);

/** A task was taken that shows these files as assets. */
export function assetsUsed(taskId: string, account: AccountName, files: readonly string[]): void {
	usedBy.set(account.host, taskId, { account, files });
}

/** A task failed: its assets may be the reason, so that they are reviewed again before the next one. */
export function forgetAssetsOf(host: string, taskId: string): void {
	const used = usedBy.get(host, taskId);
	if (used) for (const file of used.files) forgetAsset(used.account, file);
	usedBy.forget(host, taskId);
}
