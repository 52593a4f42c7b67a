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
	if (!URL.canParse(url)) return { kind: 'noUrl', host: '' };
	const host = hostOf(url);
	if (host === undefined) return { kind: 'noWebAddress', host: '' };
	if (!isPrivate(url)) return undefined;
	const isAddress = host.startsWith('[') || /^\d+(\.\d+){3}$/.test(host);
	return { kind: isAddress ? 'ownAddress' : 'ownName', host };
}

/**
 * Whether only this machine or this network can reach a host, as it is written in a URL: loopback, private and
 * link-local addresses in any spelling (decimal, hexadecimal, IPv6 that holds IPv4), names without a dot, and
 * those that no public server answers for. No name is looked up.
 */
export function isPrivate(url: string): boolean {
	const host = hostOf(url);
	if (host === undefined) return false;
	if (host.startsWith('[')) return isPrivateV6(host.slice(1, -1));
	if (/^\d+(\.\d+){3}$/.test(host)) return isPrivateV4(host.split('.').map(Number));
	return !host.includes('.') || LOCAL_NAMES.test(host);
}

/** In lower case, addresses as four numbers; undefined for what is no web address. */
export function hostOf(url: string): string | undefined {
	if (!/^https?:/i.test(url)) return undefined;
	try {
		return new URL(url).hostname.replace(/\.$/, '');
	} catch {
		return undefined;
	}
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

/** As the URL parser writes it: lower case, shortened, IPv4 at the end in hexadecimal. */
function isPrivateV6(address: string): boolean {
	if (/^(::1?$|f[cd]|fe[89a-f]|ff)/.test(address)) return true;
	const [, high, low] =
		/^(?:::ffff:|64:ff9b::)([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(address) ?? [];
	if (high === undefined || low === undefined) return false;
	const bytes = [high, low].flatMap((part) => {
		const value = Number.parseInt(part, 16);
		return [value >> 8, value & 255];
	});
	return isPrivateV4(bytes);
}
