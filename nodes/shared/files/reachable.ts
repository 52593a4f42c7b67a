/** Names that only a computer itself or its own network knows (RFC 6761, 6762, 8375, and usual ones). */
const LOCAL_NAME =
	/(^|\.)(localhost|local|localdomain|internal|intranet|lan|home|home\.arpa|corp)$/;

/**
 * Why the platform, which is somewhere in the internet, cannot open an address; undefined where it may.
 * Only the host is looked at. n8n's own address is often one of these.
 */
export function unreachable(url: string): string | undefined {
	if (!URL.canParse(url)) return 'is no address';
	const { protocol, hostname } = new URL(url);
	if (!/^https?:$/.test(protocol)) return 'is no http(s) address';
	const host = hostname.toLowerCase().replace(/\.$/, '');
	if (LOCAL_NAME.test(host)) return `is known on its own network alone (${host})`;
	if (host.startsWith('[')) return privateV6(host.slice(1, -1)) ? privateText(host) : undefined;
	// The parser has turned every spelling of an IPv4 address into four numbers.
	if (/^\d+(\.\d+){3}$/.test(host)) return privateV4(host) ? privateText(host) : undefined;
	return host.includes('.') ? undefined : `is known on its own network alone (${host})`;
}

const privateText = (host: string) => `is an address of its own network alone (${host})`;

function privateV4(address: string): boolean {
	const [a = 0, b = 0] = address.split('.').map(Number);
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

function privateV6(address: string): boolean {
	const mapped = /^::ffff:([0-9a-f]+):([0-9a-f]+)$/.exec(address);
	if (mapped) {
		const [high, low] = mapped.slice(1).map((part) => parseInt(part, 16));
		return privateV4(
			[(high ?? 0) >> 8, (high ?? 0) & 255, (low ?? 0) >> 8, (low ?? 0) & 255].join('.'),
		);
	}
	return /^(::1?$|f[cd]|fe[89ab]|ff)/.test(address);
}
