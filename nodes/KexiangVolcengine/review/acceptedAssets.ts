import { ProcessMemory } from '../../shared/util/processMemory';

/** Assets that the platform has accepted, by their URL, or by the content of a file of n8n; each account has its own. */
const ACCEPTED = new ProcessMemory<string>(1000);

/** @param account platform host and key; @param file its URL, or what stands for its content */
export const acceptedAsset = (account: string, file: string): string | undefined =>
	ACCEPTED.get(account, file);

export const rememberAsset = (account: string, file: string, asset: string): void =>
	ACCEPTED.set(account, file, asset);

/** Forgets these files: what the platform accepted once, it may have dropped since. Holds nothing but their names. */
export const forgettingAssets = (account: string, files: readonly string[]) => (): void => {
	for (const file of files) ACCEPTED.forget(account, file);
};
