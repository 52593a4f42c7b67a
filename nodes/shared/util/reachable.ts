/** Why an address cannot be opened from the internet. */
export interface Unreachable {
	/** None of the web at all, or a number or a name that its own network alone knows. */
	kind: 'noUrl' | 'noWebAddress' | 'ownAddress' | 'ownName';
	/** Empty where there is none. */
	host: string;
}

/**
 * Why the platform, which is somewhere in the internet, cannot open an address; undefined where it may.
 * Only the host is looked at. n8n's own address is often one of these.
 */
export function unreachable(url: string): Unreachable | undefined {
	const host = hostOf(url);
	if (host === undefined) return { kind: URL.canParse(url) ? 'noWebAddress' : 'noUrl', host: '' };
	if (!isPrivateHost(host)) return undefined;
	return { kind: IP_ADDRESS.test(host) ? 'ownAddress' : 'ownName', host };
}

/**
 * Whether only this machine or this network can reach the host of a URL: loopback, private and link-local addresses
 * (in the URL parser's one spelling), names without a dot, and those that no public server answers for. No name is
 * looked up.
 */
export function isPrivate(url: string): boolean {
	const host = hostOf(url);
	return host !== undefined && isPrivateHost(host);
}

/** In lower case, addresses as four numbers; undefined for what is no web address. */
export const hostOf = (url: string): string | undefined =>
	/^https?:/i.test(url) && URL.canParse(url) ? new URL(url).hostname.replace(/\.$/, '') : undefined;

const IP_ADDRESS = /^(\[|\d+(\.\d+){3}$)/;

function isPrivateHost(host: string): boolean {
	if (host.startsWith('[')) return /^\[(::1?\]|f[cd]|fe[89a-f]|ff)/.test(host);
	if (IP_ADDRESS.test(host)) return isPrivateV4(host.split('.').map(Number));
	return !host.includes('.') || LOCAL_NAMES.test(host);
}

/** RFC 6761, 6762, 8375, and what routers and companies use. */
const LOCAL_NAMES =
	/\.(localhost|local|internal|intranet|lan|home|home\.arpa|corp|private|localdomain|test|invalid)$/;

function isPrivateV4([a = 0, b = 0]: readonly number[]): boolean {
	return (
		[0, 10, 127].includes(a) ||
		a >= 224 ||
		(a === 100 && b >= 64 && b < 128) ||
		(a === 169 && b === 254) ||
		(a === 172 && b >= 16 && b < 32) ||
		(a === 192 && b === 168) ||
		(a === 198 && (b === 18 || b === 19))
	);
}
