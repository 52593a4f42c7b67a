import { hostOf, isPrivate } from '../platform/reachable';

/**
 * Why the platform, which is somewhere in the internet, cannot open an address; undefined where it may.
 * Only the host is looked at. n8n's own address is often one of these.
 */
export function unreachable(url: string): string | undefined {
	if (!URL.canParse(url)) return 'is no address';
	const host = hostOf(url);
	if (host === undefined) return 'is no http(s) address';
	if (!isPrivate(url)) return undefined;
	const isAddress = host.startsWith('[') || /^\d+(\.\d+){3}$/.test(host);
	return isAddress
		? `is an address of its own network alone (${host})`
		: `is known on its own network alone (${host})`;
}
